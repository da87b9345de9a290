//! Free starts on the wire (contract section 9.1): one answer with the four views that clients of the contract read.

mod render;

use std::collections::HashSet;

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use slated_app::{
    App, Error,
    booking::Company,
    error::FieldErrors,
    slots::{Ask, Bound, MAX_HOSTS, Mode, Question},
};
use slated_store::ids::{AppointmentId, MeetingTypeId, QueueId, UserId};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    error::Result,
    extract::{Caller, Id, Params},
    v4::{instant::Instant, text::Zone},
};

/// What is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct SlotParams {
    meeting_type_id: Uuid,
    /// The first day or instant.
    #[serde(alias = "startDate")]
    #[param(example = "2024-01-15")]
    start: String,
    /// The last day, included; or the first instant that is not asked for. At most 366 days after the start.
    #[serde(alias = "endDate")]
    #[param(example = "2024-01-22")]
    end: String,
    /// With these hosts instead of the meeting type's own, or of its queue: repeated, or one value with commas.
    #[serde(default)]
    #[param(max_items = 1000)]
    host_ids: Vec<String>,
    /// The queue of a team's meeting type; of `hostIds`, if there are any. Left out, it is asked too, unless there are
    /// `hostIds`.
    queue_id: Option<Uuid>,
    #[serde(default)]
    #[param(inline)]
    calculation_method: CalculationMethod,
    /// Minutes, where the meeting type allows several.
    #[param(minimum = 5, maximum = 480)]
    meeting_duration: Option<u32>,
    /// The zone that dates are meant in and local times are told in; without it, the host's.
    #[param(value_type = Option<String>, example = "Europe/Berlin")]
    timezone: Option<Zone>,
    /// A channel with hours of its own.
    #[param(max_length = 100)]
    channel: Option<String>,
    /// An appointment that is to be moved and does not stand in its own way. Its own hosts, length and channel are asked about,
    /// unless `hostIds` names others.
    existing_appointment_id: Option<Uuid>,
    #[serde(default)]
    #[param(max_items = 20)]
    resource_channel_ids: Vec<Uuid>,
    /// Leave out starts of a group that has begun to fill.
    #[serde(default)]
    hide_group_appointments: bool,
    /// Leave `earliestAvailableDate` out.
    #[serde(default)]
    skip_earliest_booking_calculation: bool,
    /// Has no effect: answers are always fresh.
    #[serde(default, rename = "refreshCache")]
    _refresh_cache: bool,
    /// Show refused starts too, with the reason.
    #[serde(default)]
    troubleshoot: bool,
}

/// One of the hosts, or all of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum CalculationMethod {
    /// Any host is free.
    #[default]
    Anyone,
    /// Every host is free.
    Everyone,
}

impl From<CalculationMethod> for Company {
    fn from(method: CalculationMethod) -> Self {
        match method {
            CalculationMethod::Anyone => Self::Anyone,
            CalculationMethod::Everyone => Self::Everyone,
        }
    }
}

/// Free starts, in the four views that clients read.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SlotsBody {
    available_slots: Vec<AvailableSlot>,
    /// The zone that `slots` and `dates` are told in.
    #[schema(example = "Europe/Berlin")]
    timezone: String,
    timeframes: Vec<Timeframe>,
    dates: Vec<DateSpots>,
    slots: Vec<DateTimes>,
    /// The first free start of the asked range.
    earliest_available_date: Option<Instant>,
    #[schema(nullable)]
    earliest_month_availability: Option<String>,
}

/// A free start.
#[derive(Debug, Serialize, ToSchema)]
pub struct AvailableSlot {
    start: Instant,
    end: Instant,
}

/// A start, with the reason when it is refused (`troubleshoot`).
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Timeframe {
    start: Instant,
    end: Instant,
    #[schema(required = false, nullable = false)]
    unavailability_event: Option<UnavailabilityEvent>,
}

/// Why a start is refused.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UnavailabilityEvent {
    host_id: Uuid,
    host_name: String,
    /// `event`, `appointment`, or the rule that refuses: `minimum-notice`, `beyond-horizon`, `limit-reached` …
    #[serde(rename = "type")]
    kind: String,
    picture: Option<String>,
    /// The rule in words.
    reason: String,
}

/// The starts of a local day.
#[derive(Debug, Serialize, ToSchema)]
pub struct DateSpots {
    #[schema(format = Date, example = "2024-01-15")]
    date: String,
    spots: Vec<Spot>,
}

/// A start; one with unavailability events cannot be booked.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Spot {
    start_time: Instant,
    unavailability_events: Vec<UnavailabilityEvent>,
    #[schema(required = false, nullable = false)]
    appointment: Option<GroupSeats>,
    /// Whose turn of a queue it is, and why (`troubleshoot`).
    #[schema(required = false, nullable = false)]
    host_choice: Option<String>,
}

/// Seats of a group that has begun to fill.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GroupSeats {
    id: Uuid,
    total_spots: u32,
    taken_spots: u32,
}

/// The starts of a local day, in local time with offset.
#[derive(Debug, Serialize, ToSchema)]
pub struct DateTimes {
    #[schema(format = Date, example = "2024-01-15")]
    date: String,
    #[schema(example = json!(["2024-01-15T15:00:00+01:00"]))]
    times: Vec<String>,
}

/// Free starts of a meeting type.
///
/// Exactly those that `POST /v4/booking` takes.
#[utoipa::path(get, path = "/v4/booking-availability", tag = "Booking", params(SlotParams),
    responses((status = 200, body = SlotsBody)))]
pub async fn list(
    State(app): State<App>,
    Caller(ctx): Caller,
    Params(q): Params<SlotParams>,
) -> Result<Response> {
    let skip_earliest = q.skip_earliest_booking_calculation;
    let slots = app.slots(&ctx, q.question()?).await?;
    let body = render::render(&slots, skip_earliest);
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

impl SlotParams {
    fn question(self) -> Result<Question, Error> {
        let mut errors = FieldErrors::default();
        let zone = self.timezone.as_ref().and_then(|zone| TimeZone::get(zone).ok());
        let start = bound(&self.start, "start", &mut errors);
        let end = bound(&self.end, "end", &mut errors);
        let hosts = hosts(&self.host_ids, &mut errors);
        if self.meeting_duration.is_some_and(|minutes| !(5..=480).contains(&minutes)) {
            errors.add("meetingDuration", "out-of-range", "Must be 5 to 480 minutes");
        }
        if self.resource_channel_ids.len() > 20 {
            errors.add("resourceChannelIds", "too-long", "At most 20 resources");
        }
        errors.finish()?;
        let mode = match self.calculation_method {
            CalculationMethod::Anyone => Mode::Anyone,
            CalculationMethod::Everyone => Mode::Everyone,
        };
        let ask = Ask {
            meeting_type: MeetingTypeId(self.meeting_type_id),
            hosts: (!hosts.is_empty()).then_some(hosts),
            queue: self.queue_id.map(QueueId),
            mode,
            duration: self.meeting_duration,
            channel: self.channel.map(|c| super::channel::of_alias(&c).to_owned()),
            resources: self.resource_channel_ids,
        };
        Ok(Question {
            ask,
            start,
            end,
            timezone: zone,
            moving: self.existing_appointment_id.map(AppointmentId),
            hide_groups: self.hide_group_appointments,
            troubleshoot: self.troubleshoot,
        })
    }
}

/// A date, or an instant with its zone. A `+` that was not encoded arrives as a space.
fn bound(text: &str, field: &str, errors: &mut FieldErrors) -> Bound {
    let moment = |text: &str| text.replace(' ', "+").parse::<Timestamp>().ok();
    let day = |text: &str| (text.len() == 10).then(|| text.parse::<Date>().ok()).flatten();
    day(text).map(Bound::Day).or_else(|| moment(text).map(Bound::Moment)).unwrap_or_else(|| {
        let words = "Must be a date such as 2024-01-15, or an instant such as 2024-01-15T09:00:00Z";
        errors.add(field, "invalid-date", words);
        Bound::Moment(Timestamp::UNIX_EPOCH)
    })
}

fn hosts(texts: &[String], errors: &mut FieldErrors) -> Vec<UserId> {
    let (mut ids, mut known) = (Vec::new(), HashSet::new());
    for text in texts.iter().flat_map(|t| t.split(',')).map(str::trim).filter(|t| !t.is_empty()) {
        match text.parse().map(UserId) {
            Ok(id) if known.insert(id) => ids.push(id),
            Ok(_) => {}
            Err(_) => {
                errors.add("hostIds", "invalid-id", "Must be UUIDs");
                break;
            }
        }
    }
    if ids.len() > MAX_HOSTS {
        errors.add("hostIds", "too-long", format!("At most {MAX_HOSTS} hosts"));
    }
    ids
}

/// The days that are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct WindowParams {
    /// The first day.
    #[param(value_type = Option<String>, format = Date, example = "2024-01-15", required = true)]
    start_date: Option<String>,
    /// The last day, included.
    #[param(value_type = Option<String>, format = Date, example = "2024-01-22", required = true)]
    end_date: Option<String>,
}

/// Open starts of a user.
#[derive(Debug, Serialize, ToSchema)]
pub struct Windows {
    windows: Vec<Instant>,
}

/// Open starts of a user's usual meeting type.
#[utoipa::path(get, path = "/v4/user/{userId}/bookable-windows", tag = "Users",
    params(("userId" = Uuid, Path), WindowParams), responses((status = 200, body = Windows)))]
pub async fn windows(
    State(app): State<App>,
    Caller(ctx): Caller,
    Id(user): Id<UserId>,
    Params(q): Params<WindowParams>,
) -> Result<axum::Json<Windows>> {
    let (Some(from), Some(to)) = (q.start_date, q.end_date) else {
        return Err(Error::bad_request("required", "startDate and endDate are required").into());
    };
    let day = |text: &str| (text.len() == 10).then(|| text.parse::<Date>().ok()).flatten();
    let (Some(from), Some(to)) = (day(&from), day(&to)) else {
        return Err(Error::bad_request("invalid-date", "Invalid date format. Use YYYY-MM-DD").into());
    };
    let slots = app.bookable_windows(&ctx, user, from, to).await?;
    Ok(axum::Json(Windows { windows: slots.starts.iter().map(|slot| Instant(slot.start)).collect() }))
}
