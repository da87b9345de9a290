//! What a company knows of one invitee, and for how long: an extension of the contract.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use slated_app::{
    App, Error,
    privacy::{Erased, Future, Person, retention::Rules},
};
use utoipa::ToSchema;

pub use known::ExportBody;
mod known;

use crate::{
    error::Result,
    extract::{Caller, Write},
    v4::{
        number::Int,
        patch::Patch,
        text::{Email, Text},
    },
};

/// Who: exactly one of the two.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PersonInput {
    /// Upper and lower case are not told apart.
    #[schema(value_type = Option<String>, format = Email, max_length = 254, example = "jane@example.com")]
    email: Option<Email>,
    /// Compared by its digits.
    #[schema(value_type = Option<String>, min_length = 5, max_length = 50)]
    phone: Option<Text<50, 5>>,
}

/// Whom to forget.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EraseInput {
    /// Upper and lower case are not told apart.
    #[schema(value_type = Option<String>, format = Email, max_length = 254, example = "jane@example.com")]
    email: Option<Email>,
    /// Compared by its digits.
    #[schema(value_type = Option<String>, min_length = 5, max_length = 50)]
    phone: Option<Text<50, 5>>,
    /// Cancel what is still to come; else it takes place, with somebody nobody knows.
    #[serde(default)]
    cancel_future_appointments: bool,
}

/// What was forgotten.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ErasedBody {
    /// Attendances of the person, which now say `[erased]`.
    attendances: usize,
    /// Appointments that were cancelled, or left in a group.
    cancelled_appointments: usize,
    /// Waiting and decided bookings.
    provisional_bookings: usize,
    /// Other places where the person was named.
    mentions: usize,
}

/// Days after which something is forgotten; null keeps it as long as the installation does.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(
    clippy::struct_field_names,
    reason = "a unit belongs to each of the names, which are those on the wire"
)]
pub struct RetentionBody {
    /// The people of appointments, counted from their start. Time, host and meeting type stay.
    appointment_days: Option<u32>,
    /// Waiting bookings that were decided or expired.
    provisional_booking_days: Option<u32>,
    /// Events. At most 30 days in any case.
    event_days: Option<u32>,
    /// Attempts to deliver them. At most 30 days in any case.
    delivery_days: Option<u32>,
}

type Days = Int<1, 3650>;

/// What is to change in the rules. What is left out stays; null switches a rule off.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(
    clippy::struct_field_names,
    reason = "a unit belongs to each of the names, which are those on the wire"
)]
pub struct RetentionPatch {
    #[serde(default)]
    #[schema(value_type = Option<i64>, minimum = 1, maximum = 3650)]
    appointment_days: Patch<Days>,
    #[serde(default)]
    #[schema(value_type = Option<i64>, minimum = 1, maximum = 3650)]
    provisional_booking_days: Patch<Days>,
    #[serde(default)]
    #[schema(value_type = Option<i64>, minimum = 1, maximum = 3650)]
    event_days: Patch<Days>,
    #[serde(default)]
    #[schema(value_type = Option<i64>, minimum = 1, maximum = 3650)]
    delivery_days: Patch<Days>,
}

/// Export what is known of an invitee.
///
/// By e-mail address or phone number, across the company. Needs an API key; no token may.
#[utoipa::path(post, path = "/v4/privacy/export", tag = "Privacy", request_body = PersonInput,
    responses((status = 200, body = ExportBody)))]
pub async fn export(
    State(app): State<App>,
    Write { ctx, body }: Write<PersonInput>,
) -> Result<Json<ExportBody>> {
    let person = person(body.email, body.phone)?;
    let known = app.export_invitee(&ctx, person).await?;
    Ok(Json(ExportBody::new(known, app.now())))
}

/// Forget an invitee.
///
/// By e-mail address or phone number, across the company, in one transaction: attendances, answers, guests, waiting
/// bookings, bodies of events, attempts of delivery, kept answers and jobs. Appointments keep their time and host. Needs
/// an API key; no token may. Who is not known is forgotten already.
#[utoipa::path(post, path = "/v4/privacy/erase", tag = "Privacy", request_body = EraseInput,
    responses((status = 200, body = ErasedBody)))]
pub async fn erase(
    State(app): State<App>,
    Write { ctx, body }: Write<EraseInput>,
) -> Result<Json<ErasedBody>> {
    let person = person(body.email, body.phone)?;
    let future = if body.cancel_future_appointments { Future::Cancel } else { Future::Keep };
    let Erased { attendances, cancelled, provisional, mentions } =
        app.erase_invitee(&ctx, person, future).await?;
    Ok(Json(ErasedBody {
        attendances,
        cancelled_appointments: cancelled,
        provisional_bookings: provisional,
        mentions,
    }))
}

/// How long the company keeps what it knows.
#[utoipa::path(get, path = "/v4/privacy/retention", tag = "Privacy",
    responses((status = 200, body = RetentionBody)))]
pub async fn retention(State(app): State<App>, Caller(ctx): Caller) -> Result<Json<RetentionBody>> {
    Ok(Json(app.retention(&ctx).await?.into()))
}

/// Change how long the company keeps what it knows.
///
/// The rules are followed within the hour. Needs an API key; no token may.
#[utoipa::path(patch, path = "/v4/privacy/retention", tag = "Privacy", request_body = RetentionPatch,
    responses((status = 200, body = RetentionBody)))]
pub async fn change_retention(
    State(app): State<App>,
    Write { ctx, body }: Write<RetentionPatch>,
) -> Result<Json<RetentionBody>> {
    let days = |patch: Patch<Days>| patch.map(Int::get);
    let (appointments, waiting) = (days(body.appointment_days), days(body.provisional_booking_days));
    let (events, deliveries) = (days(body.event_days), days(body.delivery_days));
    let change = move |rules: &mut Rules| {
        appointments.apply(&mut rules.appointment_days);
        waiting.apply(&mut rules.provisional_days);
        events.apply(&mut rules.event_days);
        deliveries.apply(&mut rules.delivery_days);
    };
    Ok(Json(app.change_retention(&ctx, change).await?.into()))
}

fn person(email: Option<Email>, phone: Option<Text<50, 5>>) -> Result<Person, Error> {
    match (email, phone) {
        (Some(email), None) => Ok(Person::Email(email.into())),
        (None, Some(phone)) if phone.chars().filter(char::is_ascii_digit).count() >= 5 => {
            Ok(Person::Phone(phone.into()))
        }
        (None, Some(_)) => Err(Error::invalid("phone", "invalid-value", "Must have at least five digits")),
        (None, None) => {
            Err(Error::invalid("email", "required", "An e-mail address or a phone number is needed"))
        }
        (Some(_), Some(_)) => Err(Error::invalid(
            "phone",
            "invalid-value",
            "Give an e-mail address or a phone number, not both",
        )),
    }
}

impl From<Rules> for RetentionBody {
    fn from(rules: Rules) -> Self {
        let Rules { appointment_days, provisional_days, event_days, delivery_days } = rules;
        Self { appointment_days, provisional_booking_days: provisional_days, event_days, delivery_days }
    }
}
