//! Bookings that wait, on the wire (contract section 9.8).

use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use slated_app::{
    App, Error,
    booking::{HostChoice, Outcome, demands::WaitsFor},
    error::FieldErrors,
};
use slated_store::{
    ids::{MeetingTypeId, ProvisionalId, UserId},
    provisional::{Filter, Provisional},
};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    error::{ErrorBody, Result},
    extract::{Caller, Id, Maybe, Params, Write},
    v4::{appointment::AppointmentBody, instant::Instant, paging, text::Text},
};

/// What selects a list of waiting bookings.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct ListParams {
    /// Page, from 0.
    #[serde(default)]
    #[param(minimum = 0, maximum = 100_000)]
    page: u32,
    #[serde(default = "paging::usual_size")]
    #[param(minimum = 1, maximum = 100)]
    page_size: u32,
    /// With this host.
    user_id: Option<Uuid>,
    meeting_type_id: Option<Uuid>,
    #[param(inline)]
    status: Option<Status>,
}

/// What became of a booking that waited.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Status {
    Pending,
    Confirmed,
    Expired,
    DeclinedByHost,
}

/// One page of waiting and decided bookings.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProvisionalPage {
    provisional_bookings: Vec<ProvisionalBody>,
    total: u32,
    page: u32,
    page_size: u32,
}

/// A booking that waits, or waited.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProvisionalBody {
    id: Uuid,
    /// What it waits for, or waited for last: `doubleOptIn` or `requireHostConfirmation`.
    #[serde(rename = "type")]
    #[schema(example = "requireHostConfirmation")]
    kind: String,
    /// `pending`, `confirmed`, `expired` or `declined_by_host`.
    #[schema(example = "pending")]
    status: String,
    /// What was asked for.
    dto: RequestBody,
    meeting_type_id: Uuid,
    host_ids: Vec<Uuid>,
    /// How a queue chose the hosts.
    queue_booking_info: Option<QueueBookingInfo>,
    expires_at: Instant,
    created_at: Instant,
    /// When the host approved what the attendee still had to confirm.
    approved_at: Option<Instant>,
    /// When it was decided or expired.
    deleted_at: Option<Instant>,
}

/// How a queue chose the hosts.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QueueBookingInfo {
    queue_id: Uuid,
    user_ids: Vec<Uuid>,
    /// In words and numbers.
    selection_reason: Option<String>,
    /// When it was the turn of a group.
    group_id: Option<Uuid>,
}

/// What was asked for.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RequestBody {
    meeting_type_id: Uuid,
    start: Instant,
    attendee: RequestedAttendee,
}

/// Who asked.
#[derive(Debug, Serialize, ToSchema)]
pub struct RequestedAttendee {
    email: Option<String>,
    firstname: String,
    lastname: String,
    fullname: String,
    phone: Option<String>,
}

/// List bookings that wait for a decision, and those that were decided.
#[utoipa::path(get, path = "/v4/provisional-booking/paginated", tag = "Provisional bookings", params(ListParams),
    responses((status = 200, body = ProvisionalPage)))]
pub async fn list(
    State(app): State<App>,
    Caller(ctx): Caller,
    Params(q): Params<ListParams>,
) -> Result<Json<ProvisionalPage>> {
    let mut errors = FieldErrors::default();
    paging::check(q.page, q.page_size, &mut errors);
    errors.finish()?;
    let status = q.status.map(|status| match status {
        Status::Pending => "pending",
        Status::Confirmed => "confirmed",
        Status::Expired => "expired",
        Status::DeclinedByHost => "declined_by_host",
    });
    let filter = Filter {
        host: q.user_id.map(UserId),
        meeting_type: q.meeting_type_id.map(MeetingTypeId),
        status: status.map(str::to_owned),
    };
    let (page, total) = app.provisional_bookings(&ctx, filter, q.page * q.page_size, q.page_size).await?;
    let provisional_bookings = page.into_iter().map(ProvisionalBody::try_from).collect::<Result<_, _>>()?;
    Ok(Json(ProvisionalPage { provisional_bookings, total, page: q.page, page_size: q.page_size }))
}

/// What a booking waits for.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
enum BookingType {
    DoubleOptIn,
    RequireHostConfirmation,
}

/// Who is meant to have said yes.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Confirm {
    /// What the booking must wait for. Needed to confirm in the attendee's stead what the host has approved before.
    #[serde(rename = "type")]
    kind: Option<BookingType>,
}

/// What a confirmed booking became.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum ConfirmResponse {
    /// An appointment.
    Booked(Box<AppointmentBody>),
    /// Approved by the host, it waits for its attendee.
    Waiting(Box<ProvisionalBody>),
}

/// Confirm a waiting booking.
///
/// It becomes an appointment. Where the meeting type wants the attendee's opt-in too, the host's approval comes first:
/// the booking then waits for the attendee, and a second confirmation without `type` is refused.
#[utoipa::path(post, path = "/v4/provisional-booking/{id}/confirm", tag = "Provisional bookings",
    params(("id" = Uuid, Path)), request_body(content = Option<Confirm>),
    responses((status = 201, body = ConfirmResponse),
        (status = 409, description = "It was decided already, expired, or waits for something else", body = ErrorBody)))]
pub async fn confirm(
    State(app): State<App>,
    Id(id): Id<ProvisionalId>,
    Write { ctx, body: Maybe(body) }: Write<Maybe<Confirm>>,
) -> Result<(StatusCode, Json<ConfirmResponse>)> {
    let meant = body.and_then(|body| body.kind).map(|kind| match kind {
        BookingType::DoubleOptIn => WaitsFor::Attendee,
        BookingType::RequireHostConfirmation => WaitsFor::Host,
    });
    let became = match app.confirm_provisional(&ctx, id, meant).await? {
        Outcome::Booked(full) => ConfirmResponse::Booked(Box::new(AppointmentBody::from(&*full))),
        Outcome::Pending(held) => ConfirmResponse::Waiting(Box::new(ProvisionalBody::try_from(*held)?)),
    };
    Ok((StatusCode::CREATED, Json(became)))
}

/// Why a waiting booking is declined.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Decline {
    /// Told to the attendee.
    #[schema(value_type = Option<String>, max_length = 500)]
    reason: Option<Text<500>>,
}

/// Decline a waiting booking.
///
/// Its slot is free again.
#[utoipa::path(post, path = "/v4/provisional-booking/{id}/decline", tag = "Provisional bookings",
    params(("id" = Uuid, Path)), request_body(content = Option<Decline>),
    responses((status = 201, body = ProvisionalBody), (status = 409, description = "It was decided already, or expired", body = ErrorBody)))]
pub async fn decline(
    State(app): State<App>,
    Id(id): Id<ProvisionalId>,
    Write { ctx, body: Maybe(body) }: Write<Maybe<Decline>>,
) -> Result<(StatusCode, Json<ProvisionalBody>)> {
    let reason = body.and_then(|body| body.reason).map(String::from);
    let declined = app.decline_provisional(&ctx, id, reason).await?;
    Ok((StatusCode::CREATED, Json(ProvisionalBody::try_from(declined)?)))
}

impl TryFrom<Provisional> for ProvisionalBody {
    type Error = Error;

    fn try_from(held: Provisional) -> Result<Self, Error> {
        let book = slated_app::booking::provisional::request(&held)?;
        let asked = book.attendee.details;
        let host_ids: Vec<Uuid> = book.hosts.unwrap_or_default().into_iter().map(|id| id.0).collect();
        let queue_booking_info = book.decided.and_then(|HostChoice { turn, reason }| {
            let turn = turn?;
            Some(QueueBookingInfo {
                queue_id: turn.queue.0,
                user_ids: host_ids.clone(),
                selection_reason: reason,
                group_id: turn.group.map(|id| id.0),
            })
        });
        Ok(Self {
            id: held.id.0,
            kind: held.kind,
            status: held.status,
            dto: RequestBody {
                meeting_type_id: held.meeting_type_id.0,
                start: Instant(held.starts_at),
                attendee: RequestedAttendee {
                    email: book.attendee.email,
                    firstname: asked.firstname,
                    lastname: asked.lastname,
                    fullname: asked.fullname,
                    phone: asked.phone,
                },
            },
            meeting_type_id: held.meeting_type_id.0,
            host_ids,
            queue_booking_info,
            expires_at: Instant(held.expires_at),
            created_at: Instant(held.created_at),
            approved_at: held.approved_at.map(Instant),
            deleted_at: held.decided_at.map(Instant),
        })
    }
}
