//! Availability schedules (contract sections 4.2 and 7).
//!
//! Both notations of a week are taken, the object is sent. The list is served at the root and under `/v4`.

use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use slated_app::availability::{Change, Draft, Schedule, span};
use slated_store::{
    availability::{Exception, Travel},
    ids::{AvailabilityId, UserId},
};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

pub use exception::{ExceptionInput, LocalDate, TravelBody};
pub use week::{WeekBody, WeekInput};
mod exception;
mod week;

use crate::{
    HttpState,
    error::Result,
    extract::{Caller, Empty, Id, Params, Write},
    v4::{
        instant::Instant,
        number::List,
        text::{Name, Zone},
    },
};

/// The exceptions of one schedule.
type Exceptions = List<ExceptionInput, 500>;

/// A schedule.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AvailabilityBody {
    /// Which.
    id: Uuid,
    /// Whose.
    user_id: Uuid,
    /// Shown to its owner.
    #[schema(example = "Business Hours")]
    name: String,
    /// The zone its times are in.
    #[schema(example = "Europe/Berlin")]
    timezone: String,
    /// The week.
    schedule: WeekBody,
    /// Dates that differ from the week.
    availability_exceptions: Vec<ExceptionBody>,
    /// Ranges of dates on which the week is meant in another zone.
    travel: Vec<TravelBody>,
    /// Used by the owner's meeting types that name no schedule.
    is_default: bool,
    /// Always false: calendar events do not open times.
    use_explicit_availability: bool,
    /// Always null.
    explicit_availability_event_title: Option<String>,
    /// When it was created.
    created_at: Instant,
    /// When it was last changed.
    updated_at: Instant,
    /// Always null: a deleted schedule is not shown.
    deleted_at: Option<Instant>,
}

/// A date-specific opening or block.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ExceptionBody {
    /// Unique within its schedule.
    #[schema(example = 1)]
    id: i64,
    /// Whose.
    owner_id: Uuid,
    /// `user`.
    #[schema(example = "user")]
    owner_type: &'static str,
    /// Opens (and replaces the weekly hours of its dates), or blocks.
    available: bool,
    /// First instant.
    start: Instant,
    /// First instant after.
    end: Instant,
    /// Shown to the owner.
    title: Option<String>,
    /// Shown to the owner.
    note: Option<String>,
    /// When it was added.
    created_at: Instant,
    /// Always null.
    deleted_at: Option<Instant>,
}

/// A new schedule.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AvailabilityInput {
    /// Shown to its owner.
    #[schema(example = "Business Hours")]
    name: Name,
    /// The zone its times are in; left out, the owner's.
    timezone: Option<Zone>,
    /// The week; left out, closed every day.
    schedule: Option<WeekInput>,
    /// Dates that differ from the week.
    #[serde(alias = "availabilityExceptions")]
    exceptions: Option<Exceptions>,
    /// Ranges of dates on which the week is meant in another zone.
    travel: Option<List<TravelBody, 100>>,
    /// Make it the owner's default.
    is_default: Option<bool>,
    /// Whose it will be; left out, the acting user's. Others' need an administrator.
    user_id: Option<Uuid>,
}

/// What is to change in a schedule. What is left out or null stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AvailabilityPatch {
    /// Shown to its owner.
    name: Option<Name>,
    /// The zone; hours and exceptions keep their wall-clock times.
    timezone: Option<Zone>,
    /// The whole week.
    schedule: Option<WeekInput>,
    /// The whole list; entries sent with their id keep it.
    #[serde(alias = "availabilityExceptions")]
    exceptions: Option<Exceptions>,
    /// The whole list.
    travel: Option<List<TravelBody, 100>>,
    /// True makes it the owner's default; false changes nothing, for there must be one.
    is_default: Option<bool>,
}

/// Whose.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct OfUser {
    /// Left out, the acting user. Others need an administrator.
    pub user_id: Option<Uuid>,
}

/// The schedules of the acting user.
#[utoipa::path(get, path = "/v4/availability", tag = "Availability", params(OfUser),
    responses((status = 200, body = Vec<AvailabilityBody>)))]
pub async fn list(
    State(state): State<HttpState>,
    Caller(ctx): Caller,
    Params(query): Params<OfUser>,
) -> Result<Json<Vec<AvailabilityBody>>> {
    let schedules = state.app.list_availability(&ctx, query.user_id.map(UserId)).await?;
    Ok(Json(schedules.into_iter().map(Into::into).collect()))
}

/// Add a schedule.
#[utoipa::path(post, path = "/v4/availability", tag = "Availability", request_body = AvailabilityInput,
    responses((status = 201, body = AvailabilityBody)))]
pub async fn create(
    State(state): State<HttpState>,
    Write { ctx, body }: Write<AvailabilityInput>,
) -> Result<(StatusCode, Json<AvailabilityBody>)> {
    let owner = body.user_id.map(UserId);
    let schedule = state.app.create_availability(&ctx, owner, body.into()).await?;
    Ok((StatusCode::CREATED, Json(schedule.into())))
}

/// One schedule.
#[utoipa::path(get, path = "/v4/availability/{id}", tag = "Availability", params(("id" = Uuid, Path)),
    responses((status = 200, body = AvailabilityBody)))]
pub async fn get(
    State(state): State<HttpState>,
    Caller(ctx): Caller,
    Id(id): Id<AvailabilityId>,
) -> Result<Json<AvailabilityBody>> {
    Ok(Json(state.app.availability(&ctx, id).await?.into()))
}

/// Change a schedule.
#[utoipa::path(patch, path = "/v4/availability/{id}", tag = "Availability", params(("id" = Uuid, Path)),
    request_body = AvailabilityPatch, responses((status = 200, body = AvailabilityBody)))]
pub async fn update(
    State(state): State<HttpState>,
    Id(id): Id<AvailabilityId>,
    Write { ctx, body }: Write<AvailabilityPatch>,
) -> Result<Json<AvailabilityBody>> {
    Ok(Json(state.app.change_availability(&ctx, id, body.into()).await?.into()))
}

/// Delete a schedule that is not in use.
#[utoipa::path(delete, path = "/v4/availability/{id}", tag = "Availability", params(("id" = Uuid, Path)),
    responses((status = 204), (status = 409, body = crate::error::ErrorBody,
        description = "It is its owner's default (`availability-is-default`) or a meeting type names it (`availability-in-use`)")))]
pub async fn delete(
    State(state): State<HttpState>,
    Id(id): Id<AvailabilityId>,
    Write { ctx, body: Empty {} }: Write<Empty>,
) -> Result<StatusCode> {
    state.app.delete_availability(&ctx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl From<AvailabilityInput> for Draft {
    fn from(input: AvailabilityInput) -> Self {
        Self {
            name: input.name.into(),
            timezone: input.timezone.map(Into::into),
            hours: input.schedule.map(|week| week.0),
            exceptions: input.exceptions.unwrap_or_default().into_iter().map(Into::into).collect(),
            travel: input.travel.unwrap_or_default().into_iter().map(Into::into).collect(),
            make_default: input.is_default == Some(true),
        }
    }
}

impl From<AvailabilityPatch> for Change {
    fn from(patch: AvailabilityPatch) -> Self {
        Self {
            name: patch.name.map(Into::into),
            timezone: patch.timezone.map(Into::into),
            hours: patch.schedule.map(|week| week.0),
            exceptions: patch.exceptions.map(|list| list.into_iter().map(Into::into).collect()),
            travel: patch.travel.map(|list| list.into_iter().map(Into::into).collect()),
            make_default: patch.is_default == Some(true),
        }
    }
}

impl From<Schedule> for AvailabilityBody {
    fn from(Schedule { availability: a, is_default }: Schedule) -> Self {
        let exception = |e: &Exception| {
            let (start, end) = span(&a, e);
            ExceptionBody {
                id: e.id,
                owner_id: a.user_id.0,
                owner_type: "user",
                available: e.available,
                start: start.into(),
                end: end.into(),
                title: e.title.clone(),
                note: e.note.clone(),
                created_at: e.created_at.into(),
                deleted_at: None,
            }
        };
        Self {
            id: a.id.0,
            user_id: a.user_id.0,
            availability_exceptions: a.exceptions.list.iter().map(exception).collect(),
            travel: a.exceptions.travel.iter().map(|t: &Travel| t.clone().into()).collect(),
            schedule: a.hours.clone().into(),
            name: a.name,
            timezone: a.timezone,
            is_default,
            use_explicit_availability: false,
            explicit_availability_event_title: None,
            created_at: a.created_at.into(),
            updated_at: a.updated_at.into(),
            deleted_at: None,
        }
    }
}
