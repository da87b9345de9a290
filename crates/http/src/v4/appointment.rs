//! Appointments on the wire (contract sections 9.3 to 9.7).

use axum::{Json, extract::State};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use slated_app::{
    App, Error,
    appointments::{Cancellation, Told, Whom},
    error::FieldErrors,
};
use slated_store::{
    appointment::{Filter, Order},
    ids::{AppointmentId, AttendeeId, MeetingTypeId, UserId},
};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    error::Result,
    extract::{Caller, Id, Maybe, Params, Write},
    v4::{
        instant::Instant,
        paging,
        text::{Email, Prose, Text},
    },
};

pub use body::{AppointmentBody, AttendeeBody, CancelBody, HostBody};
mod body;

/// What selects and orders a list of appointments.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct ListParams {
    /// Page, from 0.
    #[serde(default)]
    #[param(minimum = 0, maximum = 100_000)]
    page: u32,
    /// Appointments per page.
    #[serde(default = "paging::usual_size")]
    #[param(minimum = 1, maximum = 100)]
    page_size: u32,
    /// Only those that end after this instant.
    #[param(value_type = Option<Instant>)]
    start: Option<Instant>,
    /// Only those that begin before this instant.
    #[param(value_type = Option<Instant>)]
    end: Option<Instant>,
    /// Part of an attendee's name, e-mail address or phone number.
    #[param(value_type = Option<String>, max_length = 200)]
    search: Option<Text<200>>,
    /// Only those in this state.
    #[param(inline)]
    status: Option<Status>,
    /// Only those of this meeting type.
    meeting_type_id: Option<Uuid>,
    /// Only those this user hosts; other users' for administrators.
    user_id: Option<Uuid>,
    /// Only those that one of these attends; at most 20.
    #[serde(default)]
    #[param(max_items = 20)]
    attendee_ids: Vec<Uuid>,
    /// What to order by.
    #[serde(default)]
    #[param(inline)]
    sort_by: SortBy,
    /// Which way.
    #[serde(default)]
    #[param(inline)]
    sort_direction: SortDirection,
}

/// States an appointment can be in.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
enum Status {
    /// All of them.
    All,
    /// Not cancelled.
    #[serde(alias = "active")]
    Confirmed,
    /// Not cancelled and not over.
    Upcoming,
    /// Not cancelled and over.
    Past,
    /// Cancelled.
    #[serde(alias = "canceled")]
    Cancelled,
}

#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
enum SortBy {
    #[default]
    #[serde(rename = "appointment.start")]
    Start,
    #[serde(rename = "appointment.createdAt")]
    Created,
}

#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
enum SortDirection {
    #[default]
    #[serde(alias = "asc")]
    Asc,
    #[serde(alias = "desc")]
    Desc,
}

/// One page of appointments.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AppointmentPage {
    appointments: Vec<AppointmentBody>,
    /// How many there are on all pages.
    total: u32,
    /// This page, from 0.
    page: u32,
    page_size: u32,
}

/// List appointments.
///
/// Those the acting user hosts; of the whole company for an API key that names no user.
#[utoipa::path(get, path = "/v4/appointment/paginated", tag = "Appointments", params(ListParams),
    responses((status = 200, body = AppointmentPage)))]
pub async fn list(
    State(app): State<App>,
    Caller(ctx): Caller,
    Params(q): Params<ListParams>,
) -> Result<Json<AppointmentPage>> {
    let (filter, order) = q.selection(app.now())?;
    let offset = q.page.saturating_mul(q.page_size);
    let (appointments, total) = app.appointments(&ctx, filter, order, offset, q.page_size).await?;
    let appointments = appointments.iter().map(AppointmentBody::from).collect();
    Ok(Json(AppointmentPage { appointments, total, page: q.page, page_size: q.page_size }))
}

impl ListParams {
    fn selection(&self, now: Timestamp) -> Result<(Filter, Order), Error> {
        let mut errors = FieldErrors::default();
        paging::check(self.page, self.page_size, &mut errors);
        if self.attendee_ids.len() > slated_store::appointment::MAX_ATTENDEES {
            errors.add("attendeeIds", "too-long", "At most 20");
        }
        errors.finish()?;
        let mut filter = Filter {
            host: self.user_id.map(UserId),
            from: self.start.map(|i| i.0),
            to: self.end.map(|i| i.0),
            search: self.search.clone().map(String::from).filter(|s| !s.is_empty()),
            cancelled: None,
            meeting_type: self.meeting_type_id.map(MeetingTypeId),
            attendees: self.attendee_ids.iter().copied().map(AttendeeId).collect(),
        };
        match self.status {
            None | Some(Status::All) => {}
            Some(Status::Confirmed) => filter.cancelled = Some(false),
            Some(Status::Cancelled) => filter.cancelled = Some(true),
            Some(Status::Upcoming) => {
                filter.cancelled = Some(false);
                filter.from = Some(filter.from.map_or(now, |from| from.max(now)));
            }
            Some(Status::Past) => {
                filter.cancelled = Some(false);
                filter.to = Some(filter.to.map_or(now, |to| to.min(now)));
            }
        }
        let order = match (self.sort_by, self.sort_direction) {
            (SortBy::Start, SortDirection::Asc) => Order::Start,
            (SortBy::Start, SortDirection::Desc) => Order::StartDescending,
            (SortBy::Created, SortDirection::Asc) => Order::Created,
            (SortBy::Created, SortDirection::Desc) => Order::CreatedDescending,
        };
        Ok((filter, order))
    }
}

/// Today's appointments.
///
/// Of the acting user's local day, cancelled ones left out.
#[utoipa::path(get, path = "/v4/appointment/today", tag = "Appointments",
    responses((status = 200, body = Vec<AppointmentBody>)))]
pub async fn today(State(app): State<App>, Caller(ctx): Caller) -> Result<Json<Vec<AppointmentBody>>> {
    let appointments = app.appointments_today(&ctx).await?;
    Ok(Json(appointments.iter().map(AppointmentBody::from).collect()))
}

/// Get an appointment.
#[utoipa::path(get, path = "/v4/appointment/{id}", tag = "Appointments", params(("id" = Uuid, Path)),
    responses((status = 200, body = AppointmentBody)))]
pub async fn get(
    State(app): State<App>,
    Caller(ctx): Caller,
    Id(id): Id<AppointmentId>,
) -> Result<Json<AppointmentBody>> {
    Ok(Json(AppointmentBody::from(&app.appointment(&ctx, id).await?)))
}

/// Why an appointment is cancelled (the older form).
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeleteAppointment {
    /// Told to the attendee.
    #[schema(value_type = Option<String>, max_length = 500, example = "Customer requested")]
    reason: Option<Text<500>>,
    /// Whether the attendees get a mail.
    #[schema(value_type = Option<bool>, default = true)]
    notify_attendees: Option<bool>,
}

/// Cancel an appointment (older form).
///
/// The whole appointment, also when it is a group. The body may be left out. Cancelling twice changes nothing.
#[utoipa::path(delete, path = "/v4/appointment/{id}", tag = "Appointments", params(("id" = Uuid, Path)),
    request_body(content = Option<DeleteAppointment>), responses((status = 200, body = AppointmentBody)))]
pub async fn delete(
    State(app): State<App>,
    Id(id): Id<AppointmentId>,
    Write { ctx, body: Maybe(body) }: Write<Maybe<DeleteAppointment>>,
) -> Result<Json<AppointmentBody>> {
    let body = body.unwrap_or_default();
    let attendees = if body.notify_attendees == Some(false) { Told::Not } else { Told::ByMail };
    let reason = body.reason.map(String::from);
    let full = app.cancel(&ctx, id, Cancellation { whom: Whom::Everybody, reason, attendees }).await?;
    Ok(Json(AppointmentBody::from(&full)))
}

/// Whose part is cancelled, and why.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CancelAppointment {
    /// Told to the other side.
    #[schema(value_type = Option<String>, max_length = 500)]
    reason: Option<Text<500>>,
    /// Only this attendee of a group.
    attendee_id: Option<Uuid>,
    /// Everybody, also in a group.
    #[schema(value_type = Option<bool>, default = false)]
    cancel_all: Option<bool>,
    /// The later appointments of its series too. Appointments are not booked as series yet, so this changes nothing.
    #[serde(rename = "cancelEntireSeries")]
    #[schema(value_type = Option<bool>, default = false)]
    _cancel_entire_series: Option<bool>,
}

/// Cancel an appointment.
///
/// A group needs `attendeeId` or `cancelAll`. The body may be left out. Cancelling twice changes nothing.
#[utoipa::path(post, path = "/v4/appointment/{id}/cancel", tag = "Appointments", params(("id" = Uuid, Path)),
    request_body(content = Option<CancelAppointment>), responses((status = 201, body = AppointmentBody)))]
pub async fn cancel(
    State(app): State<App>,
    Id(id): Id<AppointmentId>,
    Write { ctx, body: Maybe(body) }: Write<Maybe<CancelAppointment>>,
) -> Result<(axum::http::StatusCode, Json<AppointmentBody>)> {
    let body = body.unwrap_or_default();
    let whom = match body.attendee_id {
        _ if body.cancel_all == Some(true) => Whom::Everybody,
        Some(attendee) => Whom::Attendee(AttendeeId(attendee)),
        None => Whom::Unsaid,
    };
    let reason = body.reason.map(String::from);
    let full = app.cancel(&ctx, id, Cancellation { whom, reason, attendees: Told::ByMail }).await?;
    Ok((axum::http::StatusCode::CREATED, Json(AppointmentBody::from(&full))))
}

/// Where an appointment is moved to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RescheduleAppointment {
    /// The new start.
    start: Instant,
    /// Past the host's rules.
    #[schema(value_type = Option<bool>, default = false)]
    ignore_availability: Option<bool>,
}

/// An appointment after it was moved.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Rescheduled {
    appointment: AppointmentBody,
    /// Where it was before.
    previous_start: Option<Instant>,
}

/// Move an appointment.
///
/// Its length and its id stay. The start must be one that booking-availability offers for it.
#[utoipa::path(post, path = "/v4/appointment/{id}/reschedule", tag = "Appointments", params(("id" = Uuid, Path)),
    request_body = RescheduleAppointment,
    responses((status = 201, body = Rescheduled), (status = 409, description = "Somebody has the slot (`slot-occupied`), or the appointment is cancelled", body = crate::error::ErrorBody)))]
pub async fn reschedule(
    State(app): State<App>,
    Id(id): Id<AppointmentId>,
    Write { ctx, body }: Write<RescheduleAppointment>,
) -> Result<(axum::http::StatusCode, Json<Rescheduled>)> {
    let full = app.reschedule(&ctx, id, body.start.0, body.ignore_availability.unwrap_or(false)).await?;
    let previous_start = full.booked.appointment.details.previous_start.map(Instant);
    let appointment = AppointmentBody::from(&full);
    Ok((axum::http::StatusCode::CREATED, Json(Rescheduled { appointment, previous_start })))
}

/// Who did not come.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NoShow {
    /// Only this attendee; without, everybody who attends.
    attendee_id: Option<Uuid>,
}

/// Note who did not come.
///
/// From the start of the appointment on. The body may be left out. Noting it twice changes nothing, and tells nobody
/// twice (`booking_no_show`).
#[utoipa::path(post, path = "/v4/appointment/{id}/no-show", tag = "Appointments", params(("id" = Uuid, Path)),
    request_body(content = Option<NoShow>),
    responses((status = 200, body = AppointmentBody), (status = 409, description = "It has not begun (`not-begun`), or is cancelled (`appointment-cancelled`)", body = crate::error::ErrorBody)))]
pub async fn no_show(
    State(app): State<App>,
    Id(id): Id<AppointmentId>,
    Write { ctx, body: Maybe(body) }: Write<Maybe<NoShow>>,
) -> Result<Json<AppointmentBody>> {
    let attendee = body.unwrap_or_default().attendee_id.map(AttendeeId);
    Ok(Json(AppointmentBody::from(&app.mark_no_show(&ctx, id, attendee).await?)))
}

/// The host's note.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NoteAppointment {
    /// Replaces what was there; null clears it.
    #[schema(value_type = Option<String>, max_length = 10_000)]
    note: Option<Prose>,
}

/// Replace the host's note.
///
/// The same note again changes nothing, and is not told (`booking_updated`).
#[utoipa::path(patch, path = "/v4/appointment/{id}/notes", tag = "Appointments", params(("id" = Uuid, Path)),
    request_body = NoteAppointment,
    responses((status = 200, body = AppointmentBody)))]
pub async fn note(
    State(app): State<App>,
    Id(id): Id<AppointmentId>,
    Write { ctx, body }: Write<NoteAppointment>,
) -> Result<Json<AppointmentBody>> {
    let note = body.note.map(String::from).filter(|note| !note.is_empty());
    Ok(Json(AppointmentBody::from(&app.note_appointment(&ctx, id, note).await?)))
}

/// Somebody to bring along.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AddGuest {
    /// Who brings them; may be left out when only one attends.
    attendee_id: Option<Uuid>,
    /// Of the guest.
    email: Email,
}

/// Add a guest.
///
/// One per call and five per attendee at most. Whoever is a guest already stays one (`booking_updated`).
#[utoipa::path(patch, path = "/v4/appointment/{id}/guest", tag = "Appointments", params(("id" = Uuid, Path)),
    request_body = AddGuest,
    responses((status = 200, body = AppointmentBody), (status = 409, description = "The appointment is cancelled", body = crate::error::ErrorBody)))]
pub async fn guest(
    State(app): State<App>,
    Id(id): Id<AppointmentId>,
    Write { ctx, body }: Write<AddGuest>,
) -> Result<Json<AppointmentBody>> {
    let full = app.add_guest(&ctx, id, body.attendee_id.map(AttendeeId), body.email.into()).await?;
    Ok(Json(AppointmentBody::from(&full)))
}
