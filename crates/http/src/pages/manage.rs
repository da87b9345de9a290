//! `/manage/{secret}`: what somebody booked, and changing it. The secret is the permission.
//!
//! In a group everybody has the same secret, so the link says whose part it is too; without that, nothing of any
//! attendee is shown and nothing can be changed.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use slated_app::{
    App,
    appointments::{Change, Full, MAX_GUESTS},
    texts::Language,
};
use slated_store::{appointment::Attendee, ids::AttendeeId};
use uuid::Uuid;

use super::{
    Failure, Parts, Result, Shell, Visit, Way,
    brand::Brand,
    calendar::Link,
    finish,
    personal::{HostView, web_link},
    shell::When,
    text::{Words, text_of},
    zones,
};

pub(crate) mod cancel;
pub(crate) mod confirmation;
pub(crate) mod guests;
pub(crate) mod reschedule;

/// The longest secret that is looked up.
const LONGEST: usize = 200;

/// An appointment and the one who looks at it.
pub(super) struct Part {
    way: Way,
    /// Of the appointment, as all its pages' paths begin.
    base: String,
    full: Full,
    /// Whose part it is; none in a group when the link does not say.
    attendee: Option<AttendeeId>,
    named: bool,
    zone: TimeZone,
    brand: Brand,
    over: bool,
    /// What the meeting type lets attendees do now.
    lets_cancel: bool,
    lets_move: bool,
}

/// What is told of an appointment, on every page about it.
pub(super) struct Details {
    name: String,
    hosts: Vec<HostView>,
    when: When,
    length: String,
    channel: String,
    location: Option<String>,
    /// Where to join.
    link: Option<Link>,
    /// Name and address of the one who looks at it.
    attendee: Option<(String, Option<String>)>,
}

/// Where a calendar takes it from: the services by their names, and a file.
pub(super) struct Calendars {
    links: Vec<Link>,
    file: String,
}

/// How it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Booked,
    Cancelled,
    Over,
}

impl Standing {
    /// The message that says so.
    fn key(self) -> &'static str {
        match self {
            Self::Booked => "state-booked",
            Self::Cancelled => "state-cancelled",
            Self::Over => "state-over",
        }
    }

    /// The class of its mark.
    fn class(self) -> &'static str {
        match self {
            Self::Booked => "",
            Self::Cancelled => " cancelled",
            Self::Over => " over",
        }
    }
}

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
pub(crate) async fn show(State(app): State<App>, secret: Parts<String>, visit: Visit) -> Response {
    let way = Way::new("/manage", &visit);
    finish(&way, shown(&app, secret, &visit).await)
}

async fn shown(app: &App, secret: Parts<String>, visit: &Visit) -> Result {
    let query = &visit.query;
    let part = Part::find(app, secret, visit, "").await?;
    let done = match query.get("done") {
        Some("cancelled") if part.state() == Standing::Cancelled => Some("done-cancelled"),
        Some("moved") if part.state() == Standing::Booked => Some("done-moved"),
        Some("guest") if part.state() == Standing::Booked => Some("done-guest"),
        _ => None,
    };
    page(app, &part, StatusCode::OK, done, None).await
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
    let mut shell = part.shell(&part.words().title(name, refused.is_some()));
    if let Some("done-cancelled" | "done-moved") = done {
        shell = shell.tell(&changed(part));
    }
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

impl Part {
    /// The appointment of a secret, as `query`'s attendee sees it. `rest` is the page's path after the secret.
    pub(super) async fn find(app: &App, secret: Parts<String>, visit: &Visit, rest: &str) -> Result<Self> {
        let query = &visit.query;
        let missing = || Failure::new(StatusCode::NOT_FOUND, "booking-not-found");
        let Path(secret) = secret.map_err(|_| missing())?;
        if secret.len() > LONGEST || secret.contains('\0') {
            return Err(missing());
        }
        let full = app.appointment_by_secret(secret.clone()).await?;
        let named: Option<Uuid> = match query.get("attendee") {
            Some(id) => Some(id.parse().map_err(|_| missing())?),
            None => None,
        };
        let booked = &full.booked;
        let attendee = match named {
            Some(id) => Some(booked.attendees.iter().find(|t| t.id.0 == id).ok_or_else(missing)?.id),
            None if is_group(&full) => None,
            None => booked.attendees.first().map(|t| t.id),
        };
        let own = booked.attendees.iter().find(|t| Some(t.id) == attendee);
        let host = full.hosts.first();
        let zone = query.get("timezone").and_then(zones::of);
        let zone = zone.or_else(|| zones::of(own?.details.timezone.as_deref()?));
        let zone = zone.or_else(|| zones::of(&host?.timezone)).unwrap_or(TimeZone::UTC);
        let company = app.company(booked.appointment.company_id).await?;
        let brand = host.map(|host| Brand::of(&host.personal_page, &company)).unwrap_or_default();
        let now = app.now();
        let over = full.is_over(now);
        let lets_cancel = full.lets_attendees(Change::Cancelling, now);
        let lets_move = full.lets_attendees(Change::Moving, now);
        let base = format!("/manage/{}", booked.appointment.secret);
        let booked_in = own.and_then(|own| Language::parse(own.details.language.as_deref()?));
        let way = Way::new(format!("{base}{rest}"), visit);
        let way = way.spoken(booked_in, host.map(|host| host.language.as_str()));
        let named = named.is_some();
        Ok(Self { way, base, full, attendee, named, zone, brand, over, lets_cancel, lets_move })
    }

    fn words(&self) -> Words {
        self.way.words
    }

    /// The appointment.
    pub(super) fn full(&self) -> &Full {
        &self.full
    }

    /// Whose part it is.
    pub(super) fn attendee(&self) -> Option<AttendeeId> {
        self.attendee
    }

    /// How it gets into a calendar, while it stands.
    async fn calendars(&self, app: &App) -> Result<Option<Calendars>> {
        let standing = self.state() == Standing::Booked;
        let Some(attendee) = self.attendee.filter(|_| standing) else { return Ok(None) };
        let found = app.calendar_download(&self.full, attendee).await?.links;
        let links = [("Google", found.google), ("Outlook", found.outlook), ("Yahoo", found.yahoo)];
        let links = links.map(|(label, href)| Link { href, label: label.to_owned() });
        let file = self.link("/calendar.ics", &[("attendee", &attendee.to_string())]);
        Ok(Some(Calendars { links: links.into(), file }))
    }

    fn own(&self) -> Option<&Attendee> {
        self.full.booked.attendees.iter().find(|t| Some(t.id) == self.attendee)
    }

    fn state(&self) -> Standing {
        let a = &self.full.booked.appointment;
        if a.cancelled_at.is_some() || self.own().is_some_and(|own| own.cancelled_at.is_some()) {
            Standing::Cancelled
        } else if self.over {
            Standing::Over
        } else {
            Standing::Booked
        }
    }

    fn may_change(&self) -> bool {
        self.state() == Standing::Booked && self.attendee.is_some()
    }

    fn may_cancel(&self) -> bool {
        self.may_change() && self.lets_cancel
    }

    fn may_move(&self) -> bool {
        self.may_change() && self.lets_move && !is_group(&self.full)
    }

    fn may_bring_guests(&self) -> bool {
        let few = self.own().is_some_and(|own| own.details.guests.len() < MAX_GUESTS);
        self.may_change() && self.full.takes_guests() && few
    }

    /// Why something that is usual cannot be done.
    fn closed(&self) -> Vec<String> {
        let closed =
            [(self.lets_move || is_group(&self.full), "cannot-move"), (self.lets_cancel, "cannot-cancel")];
        let keys = closed.into_iter().filter(|(open, _)| !open && self.may_change());
        keys.map(|(_, key)| self.words().say(&text_of(key))).collect()
    }

    /// Refuses what can no longer be changed.
    fn must_stand(&self) -> Result<()> {
        if self.state() == Standing::Booked { Ok(()) } else { Err(self.refusal("cannot-change")) }
    }

    /// A page that says why not, and leads back.
    fn refusal(&self, key: &'static str) -> Failure {
        let failure = Failure::new(StatusCode::CONFLICT, key).branded(&self.brand).spoken(self.words());
        failure.with_link(self.link("", &[]), "back-to-booking")
    }

    fn shell(&self, title: &str) -> Shell {
        Shell::new(title, &self.way, self.brand.clone()).private()
    }

    /// A page about this appointment, for the same attendee.
    fn link(&self, rest: &str, changes: &[(&str, &str)]) -> String {
        let attendee = self.attendee.filter(|_| self.named).map(|id| id.to_string()).unwrap_or_default();
        let changes = [&[("attendee", attendee.as_str())], changes].concat();
        self.way.away(&format!("{}{rest}", self.base), &changes)
    }

    fn details(&self) -> Details {
        let a = &self.full.booked.appointment;
        let own = self.own().map(|own| (own.details.fullname.clone(), own.email.clone()));
        Details {
            name: a.details.info.name.clone(),
            hosts: self.full.hosts.iter().map(HostView::from).collect(),
            when: When::between(self.words(), a.starts_at, a.ends_at, &self.zone),
            length: self.words().length(a.details.info.duration),
            channel: self.words().channel(&a.details.channel),
            location: a.details.location.clone().filter(|place| !place.is_empty()),
            link: join_link(self.words(), a.details.meeting_link.as_deref())
                .filter(|_| self.state() == Standing::Booked),
            attendee: own,
        }
    }
}

/// Meeting links are long: their host is enough to know them by.
fn join_link(words: Words, url: Option<&str>) -> Option<Link> {
    let href = web_link(url)?;
    let site = url::Url::parse(&href).ok()?.host_str().unwrap_or_default().to_owned();
    Some(Link { href, label: words.with("join-at", "site", &site) })
}

fn is_group(full: &Full) -> bool {
    full.booked.appointment.details.spots.unwrap_or(1) > 1
}
