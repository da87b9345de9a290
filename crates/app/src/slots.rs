//! Slots: which starts are offered.

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use slated_engine::{CapError, Ms, Span};
use slated_store::{
    appointment::{self, Booked},
    db::Conn,
    ids::{AppointmentId, MeetingTypeId, UserId},
};

pub use explain::{Explained, ExplainedHost, ExplainedRule, Occupant, Times};
pub use offer::{Ask, MAX_HOSTS};
pub(crate) use offer::{Offer, Taken, held_together};
pub use slated_engine::Mode;
mod explain;
mod from_replica;
pub(crate) mod looks;
mod offer;
pub(crate) mod schedules;
pub(crate) mod snapshots;
pub(crate) mod team;
mod troubleshoot;

use self::snapshots::{Found, Snapshots};
use crate::{App, Ctx, Error, Result, access::Scope, appointments::same_again};

/// A question for free starts.
#[derive(Debug, Clone)]
pub struct Question {
    /// About what.
    pub ask: Ask,
    /// The first moment or day.
    pub start: Bound,
    /// The last day, included; or the first moment that is not asked for.
    pub end: Bound,
    /// The zone that dates are meant in; without it, the host's.
    pub timezone: Option<TimeZone>,
    /// This appointment is to be moved and does not stand in its own way.
    pub moving: Option<AppointmentId>,
    /// Leave out starts of a group that has begun to fill.
    pub hide_groups: bool,
    /// Show refused starts too, with the reason.
    pub troubleshoot: bool,
}

/// An end of the asked range (policies 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// A local day.
    Day(Date),
    /// A moment.
    Moment(Timestamp),
}

/// The starts that are offered.
#[derive(Debug, Clone)]
pub struct Slots {
    /// In order.
    pub starts: Vec<Slot>,
    /// How long each is.
    pub minutes: u32,
    /// Seats of each, when it is a group.
    pub spots: Option<u32>,
    /// The zone that was asked for, or the host's.
    pub timezone: TimeZone,
}

/// One start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// When.
    pub start: Timestamp,
    /// When it ends.
    pub end: Timestamp,
    /// The group appointment that could be joined, and its seats taken.
    pub group: Option<(AppointmentId, u32)>,
    /// Why it cannot be booked; only when troubleshooting.
    pub blocked: Vec<Blocked>,
    /// Whose turn of a queue it is, and why; only when troubleshooting.
    pub choice: Option<String>,
}

/// What keeps one host from a start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocked {
    /// Whom.
    pub host: UserId,
    /// Their name.
    pub host_name: String,
    /// Their portrait.
    pub picture: Option<String>,
    /// `appointment`, `event`, or the code of what refuses.
    pub kind: &'static str,
    /// In words.
    pub reason: String,
}

impl App {
    /// The starts that are offered for a meeting type: exactly those that [`App::book`] takes.
    pub async fn slots(&self, ctx: &Ctx, mut question: Question) -> Result<Slots> {
        ctx.actor.needs(Scope::Scheduling)?;
        let (app, company, now) = (self.clone(), ctx.actor.company, self.now());
        let mut look = None;
        let can_keep = question.moving.is_none() && Snapshots::can_keep(&question.ask);
        if can_keep && !question.troubleshoot {
            if let Some(slots) = self.slots_from_replica(company, &question).await {
                return Ok(slots);
            }
            let (here, range) = ((self.db(), self.looks()), |offer: &Offer| question.range(offer));
            match self.snapshots().kept(here, company, &question.ask, range).await? {
                Found::Whole(offer, taken, range) => {
                    return question.answer(None, &offer, &taken, range, now);
                }
                Found::Look(found) => look = Some(found),
                Found::Nothing => {}
            }
        }
        self.db()
            .read(move |c| {
                if let Some(moving) = question.moving {
                    let moved = appointment::by_id(c, company, moving)?;
                    question.put_to_hosts_of(&moved.ok_or(Error::NotFound("Appointment"))?);
                }
                let range = |offer: &Offer| question.range(offer);
                let (offer, taken, range) = if can_keep {
                    let kept = app.snapshots();
                    kept.offer(c, app.schedules(), (company, &question.ask), now, range, look)?
                } else {
                    let offer = Offer::load(c, app.schedules(), company, &question.ask)?;
                    let range = range(&offer)?;
                    let taken = offer.taken(c, range, now, question.moving.map(|id| id.0))?;
                    (offer, taken.into(), range)
                };
                question.answer(Some(c), &offer, &taken, range, now)
            })
            .await
    }

    /// The starts that a user's usual meeting type offers between two days, both included.
    pub async fn bookable_windows(&self, ctx: &Ctx, user: UserId, from: Date, to: Date) -> Result<Slots> {
        let company = ctx.actor.company;
        let found = self.db().read(move |c| slated_store::user::by_id(c, company, user)).await?;
        let usual = found.ok_or(Error::NotFound("User"))?.default_meeting_type_id;
        let usual = usual.ok_or(Error::NotFound("Meeting type"))?;
        self.slots(ctx, Question::plain(usual, Bound::Day(from), Bound::Day(to))).await
    }
}

impl Question {
    /// The starts of a meeting type with its own host and its usual duration.
    pub fn plain(meeting_type: MeetingTypeId, start: Bound, end: Bound) -> Self {
        let ask = Ask {
            meeting_type,
            hosts: None,
            queue: None,
            mode: Mode::Anyone,
            duration: None,
            channel: None,
            resources: vec![],
        };
        Self { ask, start, end, timezone: None, moving: None, hide_groups: false, troubleshoot: false }
    }

    /// Who moves an appointment asks those who host it, unless others are named.
    fn put_to_hosts_of(&mut self, moved: &Booked) {
        if self.ask.names_nobody() && self.ask.meeting_type == moved.appointment.meeting_type_id {
            self.ask = same_again(moved);
        }
    }

    fn zone(&self, offer: &Offer) -> TimeZone {
        self.timezone.clone().unwrap_or_else(|| offer.zone())
    }

    fn range(&self, offer: &Offer) -> Result<Span> {
        range(self.start, self.end, &self.zone(offer))
    }

    /// The starts, from what is known. The database is needed for queues, and for troubleshooting.
    fn answer(
        &self,
        c: Option<&mut Conn>,
        offer: &Offer,
        taken: &[Taken],
        range: Span,
        now: Timestamp,
    ) -> Result<Slots> {
        if self.moving.is_none() {
            offer.must_allow(self.ask.duration)?;
        }
        let starts = if offer.is_closed() { vec![] } else { answer(c, offer, taken, self, (now, range))? };
        let spots = Some(offer.rules.spots).filter(|&spots| spots > 1);
        Ok(Slots { starts, minutes: offer.rules.duration, spots, timezone: self.zone(offer) })
    }
}

/// Puts the question before the engine, and adds what the answer tells of each start.
fn answer(
    c: Option<&mut Conn>,
    offer: &Offer,
    taken: &[Taken],
    question: &Question,
    (now, range): (Timestamp, Span),
) -> Result<Vec<Slot>> {
    let length = Ms::from(offer.rules.duration) * slated_engine::MINUTE;
    let slot = |at: Ms, seats: u32| Slot {
        start: instant(at),
        end: instant(at + length),
        group: (seats > 0).then(|| offer.group(taken, at, seats)).flatten().map(|id| (id, seats)),
        blocked: vec![],
        choice: None,
    };
    let shown = |seats: u32| seats == 0 || !question.hide_groups;
    let offered = match c {
        Some(c) if question.troubleshoot => {
            let points = troubleshoot::points(c, offer, taken, now, range)?;
            let told = points.into_iter().filter(|point| shown(point.taken)).map(|point| {
                let (blocked, choice) = (point.blocked, point.choice);
                Slot { blocked, choice, ..slot(point.at, point.taken) }
            });
            return Ok(told.collect());
        }
        Some(c) => offer.offered(c, taken, now)?,
        None => None,
    };
    let free = offer.starts(taken, offered.as_deref(), now, range).map_err(capped)?;
    Ok(free.into_iter().filter(|start| shown(start.taken)).map(|start| slot(start.at, start.taken)).collect())
}

/// A start, as the range that holds nothing else.
pub(crate) fn moment(at: Ms) -> Span {
    Span { start: at, end: at.saturating_add(1) }
}

/// The instants between two bounds; refused when they are reversed or more than a year apart.
fn range(start: Bound, end: Bound, zone: &TimeZone) -> Result<Span> {
    let beginning = |day: Date| day.to_zoned(zone.clone()).map(|z| z.timestamp());
    let out_of_range = |field| move |_| Error::invalid(field, "out-of-range", "The date is out of range");
    let from = match start {
        Bound::Moment(at) => at,
        Bound::Day(day) => beginning(day).map_err(out_of_range("start"))?,
    };
    let to = match end {
        Bound::Moment(at) => at,
        Bound::Day(day) => day.checked_add(1.day()).and_then(beginning).map_err(out_of_range("end"))?,
    };
    let reversed_days = matches!((start, end), (Bound::Day(first), Bound::Day(last)) if last < first);
    if to < from || reversed_days {
        return Err(Error::invalid("end", "invalid-range", "The end must not be before the start"));
    }
    let range = Span { start: from.as_millisecond(), end: to.as_millisecond() };
    // Before anything is read for it. An hour of grace lets in a year that ends later than it begins.
    if range.end - range.start
        > slated_engine::MAX_RANGE_DAYS * slated_engine::DAY + 60 * slated_engine::MINUTE
    {
        return Err(capped(CapError::Range));
    }
    Ok(range)
}

pub(crate) fn capped(error: CapError) -> Error {
    let code = if matches!(error, CapError::Range) { "range-too-long" } else { "too-much" };
    Error::bad_request(code, error.to_string())
}

pub(crate) fn instant(at: slated_engine::Ms) -> Timestamp {
    Timestamp::from_millisecond(at).expect("the engine keeps to jiff's range")
}
