//! An appointment and the one who looks at it: what they may know of it, and what they may do.

use axum::{
    extract::{FromRequestParts, Path},
    http::{StatusCode, request},
    response::Response,
};
use jiff::tz::TimeZone;
use slated_app::{
    App,
    appointments::{Change, Full, MAX_GUESTS},
    texts::Language,
};
use slated_store::{appointment::Attendee, ids::AttendeeId};
use uuid::Uuid;

use crate::{
    HttpState,
    pages::{
        Failure, Parts, Result, Shell, Visit, Way,
        brand::Brand,
        text::{Words, text_of},
        zones,
    },
};

/// The longest secret that is looked up.
const LONGEST: usize = 200;

/// An appointment and the one who looks at it.
pub(crate) struct Part {
    pub(in crate::pages) way: Way,
    /// Of the appointment, as all its pages' paths begin.
    base: String,
    pub(in crate::pages) full: Full,
    /// Whose part it is; none in a group when the link does not say.
    pub(in crate::pages) attendee: Option<AttendeeId>,
    named: bool,
    pub(super) zone: TimeZone,
    pub(super) brand: Brand,
    over: bool,
    /// What the meeting type lets attendees do now.
    pub(super) lets_cancel: bool,
    pub(super) lets_move: bool,
}

/// How it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Booked,
    Cancelled,
    Over,
}

impl Standing {
    /// The message that says so.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Booked => "state-booked",
            Self::Cancelled => "state-cancelled",
            Self::Over => "state-over",
        }
    }

    /// The class of its mark.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Booked => "",
            Self::Cancelled => " cancelled",
            Self::Over => " over",
        }
    }
}

impl FromRequestParts<HttpState> for Part {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut request::Parts, state: &HttpState) -> Result<Self, Response> {
        let visit = Visit::new(parts.uri.query(), &parts.headers);
        let secret = Path::<String>::from_request_parts(parts, state).await;
        // What follows `/manage/{secret}`.
        let rest = parts.uri.path().splitn(4, '/').nth(3).map(|rest| format!("/{rest}")).unwrap_or_default();
        let found = Self::find(&state.app, secret, &visit, &rest).await;
        found.map_err(|failure| failure.page(&Way::new("/manage", &visit)))
    }
}

impl Part {
    /// The appointment of a secret, as the attendee of the query sees it. `rest` is the page's path after the secret.
    async fn find(app: &App, secret: Parts<String>, visit: &Visit, rest: &str) -> Result<Self> {
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
        let booked_in = own.and_then(|own| Language::parse(own.details.speaks()?));
        let way = Way::new(format!("{base}{rest}"), visit);
        let way = way.spoken(booked_in, host.map(|host| host.language.as_str()));
        let named = named.is_some();
        Ok(Self { way, base, full, attendee, named, zone, brand, over, lets_cancel, lets_move })
    }

    pub(super) fn words(&self) -> Words {
        self.way.words
    }

    pub(super) fn own(&self) -> Option<&Attendee> {
        self.full.booked.attendees.iter().find(|t| Some(t.id) == self.attendee)
    }

    /// Others can take part at the same time.
    pub(super) fn is_group(&self) -> bool {
        is_group(&self.full)
    }

    pub(super) fn state(&self) -> Standing {
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

    pub(super) fn may_cancel(&self) -> bool {
        self.may_change() && self.lets_cancel
    }

    pub(super) fn may_move(&self) -> bool {
        self.may_change() && self.lets_move && !self.is_group()
    }

    pub(super) fn may_bring_guests(&self) -> bool {
        let few = self.own().is_some_and(|own| own.details.guests.len() < MAX_GUESTS);
        self.may_change() && self.full.takes_guests() && few
    }

    /// Why something that is usual cannot be done.
    pub(super) fn closed(&self) -> Vec<String> {
        let closed =
            [(self.lets_move || self.is_group(), "cannot-move"), (self.lets_cancel, "cannot-cancel")];
        let keys = closed.into_iter().filter(|(open, _)| !open && self.may_change());
        keys.map(|(_, key)| self.words().say(&text_of(key))).collect()
    }

    /// Refuses what can no longer be changed.
    pub(super) fn must_stand(&self) -> Result<()> {
        if self.state() == Standing::Booked { Ok(()) } else { Err(self.refusal("cannot-change")) }
    }

    /// A page that says why not, and leads back.
    pub(super) fn refusal(&self, key: &'static str) -> Failure {
        let failure = Failure::new(StatusCode::CONFLICT, key).branded(&self.brand);
        failure.with_link(self.link("", &[]), "back-to-booking")
    }

    pub(in crate::pages) fn shell(&self, title: &str) -> Shell {
        Shell::new(title, &self.way, self.brand.clone()).private()
    }

    /// A page about this appointment, for the same attendee.
    pub(super) fn link(&self, rest: &str, changes: &[(&str, &str)]) -> String {
        let attendee = self.attendee.filter(|_| self.named).map(|id| id.to_string()).unwrap_or_default();
        let changes = [&[("attendee", attendee.as_str())], changes].concat();
        self.way.away(&format!("{}{rest}", self.base), &changes)
    }
}

fn is_group(full: &Full) -> bool {
    full.booked.appointment.details.spots.unwrap_or(1) > 1
}
