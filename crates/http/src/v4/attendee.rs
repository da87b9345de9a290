//! Writing to attendees (contract section 9.7).

use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use slated_app::{App, mail::templates::Text as MailText};
use slated_store::ids::AttendeeId;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    error::{ErrorBody, Result},
    extract::Write,
    v4::text::{Name, Text},
};

/// A mail written by hand.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QuickMail {
    /// To whom.
    attendee_id: Uuid,
    /// Its subject.
    #[schema(example = "One more thing")]
    title: Name,
    /// What it says: plain text, empty lines between paragraphs.
    #[schema(example = "Please bring your insurance card.")]
    content: Text<10_000, 1>,
}

/// A mail on its way.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QuickMailSent {
    /// Of the mail.
    id: Uuid,
    /// To whom.
    attendee_id: Uuid,
}

/// Write to an attendee.
///
/// The mail carries what is known of the appointment; answers go to the acting user. At most five in five minutes.
#[utoipa::path(post, path = "/v4/attendee/quick-mail", tag = "Appointments", request_body = QuickMail,
    responses((status = 201, body = QuickMailSent),
        (status = 400, description = "The attendee has no e-mail address (`attendee-without-email`), or a value cannot be used", body = ErrorBody),
        (status = 409, description = "Mail is switched off (`mail-off`)", body = ErrorBody)))]
pub async fn quick_mail(
    State(app): State<App>,
    Write { ctx, body }: Write<QuickMail>,
) -> Result<(StatusCode, Json<QuickMailSent>)> {
    let text = MailText { subject: body.title.into(), body: body.content.into() };
    let id = app.quick_mail(&ctx, AttendeeId(body.attendee_id), text).await?;
    Ok((StatusCode::CREATED, Json(QuickMailSent { id, attendee_id: body.attendee_id })))
}
