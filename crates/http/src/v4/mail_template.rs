//! The texts of mails: reading, changing, trying them out.

use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use slated_app::{
    App,
    mail::{
        Kind,
        templates::{Found, Source, Text as MailText, Which},
    },
};
use slated_store::ids::MeetingTypeId;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    error::Result,
    extract::{Caller, Empty, Params, Write},
    v4::{instant::Instant, language::Language, one_of::one_of, text::Text},
};

one_of!(
    /// A kind of mail.
    MailKind(Kind),
    Kind::parse,
    Kind::EDITABLE.iter().map(|kind| kind.as_str()).collect(),
    "confirmation"
);

/// Which texts.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct TextsParams {
    /// Two-letter code.
    #[param(inline)]
    language: Language,
    /// As they are for this meeting type; without, as they are for the company.
    meeting_type_id: Option<Uuid>,
}

/// Which text.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct TextParams {
    /// Of which mails.
    #[param(inline)]
    kind: MailKind,
    /// Two-letter code.
    #[param(inline)]
    language: Language,
    /// The text of this meeting type; without, the company's.
    meeting_type_id: Option<Uuid>,
}

/// The text of one kind of mail.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MailTemplateBody {
    /// Of which mails.
    #[schema(example = "confirmation")]
    kind: &'static str,
    /// Two-letter code.
    #[schema(example = "en")]
    language: &'static str,
    /// The meeting type that was asked about.
    meeting_type_id: Option<Uuid>,
    /// One line, with tokens.
    #[schema(example = "Booked: {!M.Meeting.Name} – {!M.Meeting.Start}")]
    subject: String,
    /// Paragraphs, with tokens.
    body: String,
    /// Whose text it is.
    source: SourceBody,
    /// When it was written; null for Slated's own.
    updated_at: Option<Instant>,
}

/// Whose text a text is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum SourceBody {
    /// Slated's own.
    Default,
    /// The company's.
    Company,
    /// The meeting type's.
    MeetingType,
}

/// A text to be sent from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PutMailTemplate {
    /// Of which mails.
    kind: MailKind,
    /// Two-letter code.
    language: Language,
    /// For this meeting type only; without, for all that have no text of their own.
    meeting_type_id: Option<Uuid>,
    /// One line, with tokens.
    #[schema(example = "Booked: {!M.Meeting.Name} – {!M.Meeting.Start}")]
    subject: Text<200, 1>,
    /// Plain text, empty lines between paragraphs, with tokens.
    #[schema(example = "Hello {!M.Guest.Firstname},\n\nwe look forward to seeing you.")]
    body: Text<10_000, 1>,
}

/// A mail to be looked at.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PreviewMail {
    /// Of which kind.
    kind: MailKind,
    /// Two-letter code.
    language: Language,
    /// As for this meeting type.
    meeting_type_id: Option<Uuid>,
    /// With `body`: instead of the one in force.
    subject: Option<Text<200, 1>>,
    /// With `subject`: instead of the one in force.
    body: Option<Text<10_000, 1>>,
}

/// A mail as it would be sent, about a made-up booking.
#[derive(Debug, Serialize, ToSchema)]
pub struct MailPreview {
    /// One line.
    subject: String,
    /// The HTML part.
    html: String,
    /// The plain text part.
    text: String,
    /// The invite that would go with it.
    ics: Option<String>,
}

/// List the texts of mails.
///
/// One for each kind, as it is sent now. For administrators.
#[utoipa::path(get, path = "/v4/mail-template", tag = "Mail", params(TextsParams),
    responses((status = 200, body = Vec<MailTemplateBody>)))]
pub async fn list(
    State(app): State<App>,
    Caller(ctx): Caller,
    Params(q): Params<TextsParams>,
) -> Result<Json<Vec<MailTemplateBody>>> {
    let found = app.mail_templates(&ctx, q.language.0, q.meeting_type_id.map(MeetingTypeId)).await?;
    Ok(Json(found.into_iter().map(MailTemplateBody::from).collect()))
}

/// Change the text of a kind of mail.
///
/// What is known of the meeting, the buttons and the invite are added to every mail and are not part of its text.
#[utoipa::path(put, path = "/v4/mail-template", tag = "Mail", request_body = PutMailTemplate,
    responses((status = 200, body = MailTemplateBody)))]
pub async fn put(
    State(app): State<App>,
    Write { ctx, body }: Write<PutMailTemplate>,
) -> Result<Json<MailTemplateBody>> {
    let which = which(body.kind, body.language, body.meeting_type_id);
    let text = MailText { subject: body.subject.into(), body: body.body.into() };
    Ok(Json(app.put_mail_template(&ctx, which, text).await?.into()))
}

/// Reset the text of a kind of mail.
///
/// A meeting type goes back to the company's text, the company to the default. Resetting twice changes nothing.
#[utoipa::path(delete, path = "/v4/mail-template", tag = "Mail", params(TextParams), responses((status = 204)))]
pub async fn reset(
    State(app): State<App>,
    Params(q): Params<TextParams>,
    Write { ctx, body: Empty {} }: Write<Empty>,
) -> Result<StatusCode> {
    app.reset_mail_template(&ctx, which(q.kind, q.language, q.meeting_type_id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Preview a mail.
///
/// With the text that is sent, or with the one in force. Nothing is stored or sent.
#[utoipa::path(post, path = "/v4/mail-template/preview", tag = "Mail", request_body = PreviewMail,
    responses((status = 200, body = MailPreview)))]
pub async fn preview(
    State(app): State<App>,
    Write { ctx, body }: Write<PreviewMail>,
) -> Result<Json<MailPreview>> {
    let which = which(body.kind, body.language, body.meeting_type_id);
    let text = match (body.subject, body.body) {
        (Some(subject), Some(body)) => Some(MailText { subject: subject.into(), body: body.into() }),
        (None, None) => None,
        (None, Some(_)) => return Err(missing("subject")),
        (Some(_), None) => return Err(missing("body")),
    };
    let preview = app.preview_mail(&ctx, which, text).await?;
    Ok(Json(MailPreview {
        subject: preview.subject,
        html: preview.html,
        text: preview.text,
        ics: preview.invite,
    }))
}

fn which(kind: MailKind, language: Language, meeting_type: Option<Uuid>) -> Which {
    Which { kind: kind.0, language: language.0, meeting_type: meeting_type.map(MeetingTypeId) }
}

fn missing(field: &str) -> crate::error::ApiError {
    slated_app::Error::invalid(field, "required", "Subject and body go together").into()
}

impl From<Found> for MailTemplateBody {
    fn from(found: Found) -> Self {
        Self {
            kind: found.which.kind.as_str(),
            language: found.which.language.code(),
            meeting_type_id: found.which.meeting_type.map(|id| id.0),
            subject: found.text.subject,
            body: found.text.body,
            source: match found.source {
                Source::Usual => SourceBody::Default,
                Source::Company => SourceBody::Company,
                Source::MeetingType => SourceBody::MeetingType,
            },
            updated_at: found.updated_at.map(Instant),
        }
    }
}
