//! `/manage/{secret}`: what somebody booked, and changing it. The secret is the permission.
//!
//! In a group everybody has the same secret, so the link says whose part it is too; without that, nothing of any
//! attendee is shown and nothing can be changed.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use serde_json::{Value, json};
use slated_app::App;

use self::{
    details::{Calendars, Details},
    part::Standing,
};
use super::{Result, Shell, calendar::Link, finish};

pub(crate) mod cancel;
pub(crate) mod confirmation;
mod details;
pub(crate) mod guests;
mod part;
pub(crate) mod reschedule;

pub(in crate::pages) use details::join_link;
pub(crate) use part::Part;

#[derive(Template)]
#[template(path = "manage.html")]
struct ManagePage<'a> {
    shell: &'a Shell,
    details: Details,
    state: String,
    state_class: &'static str,
    /// What was just done.
    done: Option<String>,
    reason: Option<String>,
    cancel: Option<String>,
    reschedule: Option<String>,
    /// What the meeting type does not let attendees do now.
    closed: Vec<String>,
    guests: Vec<String>,
    guest: Option<GuestForm>,
    again: Option<Link>,
    calendars: Option<Calendars>,
}

/// Asks for one more guest.
struct GuestForm {
    action: String,
    typed: String,
    error: Option<String>,
}

/// `GET /manage/{secret}`.
pub(crate) async fn show(State(app): State<App>, part: Part) -> Response {
    finish(&part.way, shown(&app, &part).await)
}

async fn shown(app: &App, part: &Part) -> Result {
    let done = match part.way.query.get("done") {
        Some("cancelled") if part.state() == Standing::Cancelled => Some("done-cancelled"),
        Some("moved") if part.state() == Standing::Booked => Some("done-moved"),
        Some("guest") if part.state() == Standing::Booked => Some("done-guest"),
        _ => None,
    };
    page(app, part, StatusCode::OK, done, None).await
}

/// `refused` is the guest that cannot be added, and why.
async fn page(
    app: &App,
    part: &Part,
    status: StatusCode,
    done: Option<&'static str>,
    refused: Option<(String, String)>,
) -> Result {
    let state = part.state();
    let again = match &part.full.meeting_type {
        Some(meeting_type) if meeting_type.enabled => app.booking_path(meeting_type).await?,
        _ => None,
    };
    let again =
        again.map(|path| Link { href: part.way.away(&path, &[]), label: part.words().say("book-another") });
    let name = part.full.booked.appointment.details.info.name.clone();
    let shell = part.shell(&part.words().title(name, refused.is_some()));
    let shell = match done {
        Some("done-cancelled" | "done-moved") => shell.tell(&changed(part)),
        _ => shell.in_other_languages(&part.way),
    };
    let (typed, error) = refused.unzip();
    let form = || GuestForm { action: part.link("/guests", &[]), typed: typed.unwrap_or_default(), error };
    let page = ManagePage {
        shell: &shell,
        details: part.details(),
        state: part.words().say(state.key()),
        state_class: state.class(),
        done: done.map(|done| part.words().say(done)),
        reason: part.full.booked.appointment.details.cancel.as_ref().and_then(|cancel| cancel.reason.clone()),
        cancel: part.may_cancel().then(|| part.link("/cancel", &[])),
        reschedule: part.may_move().then(|| part.link("/move", &[])),
        closed: part.closed(),
        guests: part.own().map(|own| own.details.guests.clone()).unwrap_or_default(),
        guest: part.may_bring_guests().then(form),
        again: again.filter(|_| state != Standing::Booked),
        calendars: part.calendars(app).await?,
    };
    Ok(shell.respond(status, &page))
}

/// What the page around this one is told of a change that was just made.
fn changed(part: &Part) -> Value {
    let a = &part.full.booked.appointment;
    let event = if part.state() == Standing::Cancelled { "booking-cancelled" } else { "booking-rescheduled" };
    json!({
        "event": event,
        "data": {
            "appointmentId": a.id, "title": a.details.info.name, "startTime": a.starts_at.to_string(),
            "endTime": a.ends_at.to_string(), "eventTypeId": a.meeting_type_id, "uid": a.details.ical_uid,
        },
    })
}
