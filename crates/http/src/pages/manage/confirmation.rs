//! `/manage/{secret}/confirmation`: what is shown right after booking.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use serde_json::{Value, json};
use slated_app::App;

use super::{Calendars, Details, Part, Standing};
use crate::pages::{Result, Shell, calendar::Link, finish, personal::web_link, see_other};

#[derive(Template)]
#[template(path = "confirmation.html")]
struct ConfirmationPage<'a> {
    shell: &'a Shell,
    details: Details,
    manage: String,
    calendars: Option<Calendars>,
    /// Where the host would like the invitee to go next.
    next: Option<Link>,
}

/// `GET /manage/{secret}/confirmation`.
pub(crate) async fn show(State(app): State<App>, part: Part) -> Response {
    finish(&part.way, shown(&app, &part).await)
}

async fn shown(app: &App, part: &Part) -> Result {
    if part.state() != Standing::Booked {
        return Ok(see_other(&part.link("", &[])));
    }
    let details = part.details();
    let shell = part.shell(&part.words().with("booked-title", "meeting", &details.name)).tell(&event(part));
    let page = ConfirmationPage {
        shell: &shell,
        details,
        manage: part.link("", &[]),
        calendars: part.calendars(app).await?,
        next: next(part),
    };
    Ok(shell.respond(StatusCode::OK, &page))
}

/// What the page around this one is told (contract section 14).
fn event(part: &Part) -> Value {
    let a = &part.full.booked.appointment;
    json!({
        "event": "booking-successful",
        "data": {
            "appointmentId": a.id, "secret": a.secret, "attendeeEmail": part.own().and_then(|own| own.email.as_deref()),
            "title": a.details.info.name, "startTime": a.starts_at.to_string(), "endTime": a.ends_at.to_string(),
            "eventTypeId": a.meeting_type_id, "status": "confirmed", "uid": a.details.ical_uid,
            "videoCallUrl": a.details.meeting_link,
        },
    })
}

fn next(part: &Part) -> Option<Link> {
    let onward = || part.words().say("continue");
    let info = &part.full.booked.appointment.details.info;
    let button = info.confirmation_button.as_ref().filter(|button| button.use_confirmation_button);
    if let Some(href) = button.and_then(|button| web_link(button.link.as_deref())) {
        let label = button.and_then(|button| button.text.clone()).filter(|text| !text.trim().is_empty());
        return Some(Link { href, label: label.unwrap_or_else(onward) });
    }
    let redirect = info.redirect.as_deref().filter(|_| info.enable_redirect);
    web_link(redirect).map(|href| Link { href, label: onward() })
}
