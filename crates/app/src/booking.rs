//! Booking: taking a start that is offered.
//!
//! One transaction locks the hosts, reads what they have taken, lets the engine decide, and writes the
//! appointment, its claims, the event and the jobs that follow (design: "no double booking").

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use slated_engine::{Mode, Span};
use slated_store::{
    appointment::AttendeeDetails,
    db::Conn,
    host,
    ids::{AppointmentId, CompanyId, MeetingTypeId, OneTimeLinkId, QueueId, UserId},
    meeting_type::{Ics, MeetingType},
    one_time_link,
    provisional::Provisional,
    queue::turn::Turn,
};
use uuid::Uuid;

use demands::Asked;

use crate::{
    App, Ctx, Error, Result,
    access::Scope,
    appointments::Full,
    error::FieldErrors,
    slots::{
        Ask, Offer, Taken, instant,
        snapshots::{Terms, watched},
    },
};

pub mod answers;
mod choice;
mod decide;
pub mod demands;
mod place;

pub(crate) use decide::{Ground, code, decide};
pub(crate) use place::{claim, release, seats};
pub mod answer;
pub mod provisional;

/// How many of the nearest free starts a refusal names.
const NEAREST: usize = 3;
/// The code of a start for which nobody is free whose turn it may be.
pub(crate) const SHARE_REACHED: &str = "share-reached";
/// What somebody wants to book.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Book {
    /// What.
    pub meeting_type: MeetingTypeId,
    /// When.
    pub start: Timestamp,
    /// With whom; without, with the meeting type's own host, or whoever of its queue has the turn.
    pub hosts: Option<Vec<UserId>>,
    /// The queue that chooses; it must be the meeting type's.
    #[serde(default)]
    pub queue: Option<QueueId>,
    /// How many of them.
    pub company: Company,
    /// Who.
    pub attendee: NewAttendee,
    /// Minutes, where the meeting type allows several.
    pub duration: Option<u32>,
    /// Where, when the invitee chose.
    pub channel: Option<String>,
    /// An address, for meetings in person.
    pub location: Option<String>,
    /// What is booked along.
    #[serde(default)]
    pub resources: Vec<Uuid>,
    /// Overrides of the invite.
    pub ics: Option<Ics>,
    /// No mails are wanted.
    #[serde(default)]
    pub skip_notifications: bool,
    /// The phone number stands in for the e-mail address.
    #[serde(default)]
    pub phone_only: bool,
    /// Past the rules 4 to 10 of the policies; for callers with a credential.
    #[serde(default)]
    pub ignore_availability: bool,
    /// The link that allows this one booking.
    pub one_time_link: Option<OneTimeLinkId>,
    /// What was typed to open the page.
    pub password: Option<String>,
    /// Whose turn it is and why these hosts, where that was decided before, for a booking that waits.
    #[serde(default)]
    pub decided: Option<HostChoice>,
}

/// How the hosts of a booking were chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostChoice {
    /// Whose turn of a queue it is.
    pub turn: Option<Turn>,
    /// Why these hosts, in words.
    pub reason: Option<String>,
}

/// How many of the named hosts take part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Company {
    /// One who is free.
    #[default]
    Anyone,
    /// All of them.
    Everyone,
}

/// Who wants to attend.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct NewAttendee {
    /// Needed unless the booking is by phone only.
    pub email: Option<String>,
    /// Everything else.
    pub details: AttendeeDetails,
}

/// What became of a booking.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Outcome {
    /// It stands.
    Booked(Box<Full>),
    /// It holds its slot and waits for a decision.
    Pending(Box<Provisional>),
}

impl Book {
    pub(crate) fn ask(&self) -> Ask {
        let mode = match self.company {
            Company::Anyone => Mode::Anyone,
            Company::Everyone => Mode::Everyone,
        };
        Ask {
            meeting_type: self.meeting_type,
            hosts: self.hosts.clone(),
            queue: self.queue,
            mode,
            duration: self.duration,
            channel: self.channel.clone(),
            resources: self.resources.clone(),
        }
    }
}

impl App {
    /// Books a start, or says why it cannot be had and which free ones are nearest.
    pub async fn book(&self, ctx: &Ctx, book: Book) -> Result<Outcome> {
        ctx.actor.needs(Scope::Scheduling)?;
        if book.ignore_availability && !ctx.actor.is_credentialed() {
            return Err(Error::forbidden(
                "credential-required",
                "Only callers with a credential may ignore availability",
            ));
        }
        let (app, company, now) = (self.clone(), ctx.actor.company, self.now());
        let guest = !ctx.actor.is_credentialed();
        let ask = book.ask();
        let start = book.start;
        let read = Arc::new(Mutex::new(None));
        let to_keep = Arc::clone(&read);
        let outcome = self
            .write(ctx, move |tx| {
                let Locked { offer, terms, taken } =
                    load_locked(tx, &app, company, &book.ask(), book.start, now)?;
                *to_keep.lock().unwrap_or_else(PoisonError::into_inner) = terms;
                offer.must_allow(book.duration)?;
                may_book(tx, &offer.meeting_type, &book, guest, now)?;
                let asked = Asked::by(&offer.meeting_type, &book).filter(|_| !book.ignore_availability);
                if let Some(asked) = asked {
                    provisional::hold(tx, &app, &offer, &book, asked, taken, now)
                        .map(|held| Outcome::Pending(Box::new(held)))
                } else {
                    let ground = if book.ignore_availability { Ground::Forced } else { Ground::Offered };
                    place::place(tx, &app, &offer, &book, ground, taken, now)
                        .map(|full| Outcome::Booked(Box::new(full)))
                }
            })
            .await;
        let terms = read.lock().unwrap_or_else(PoisonError::into_inner).take();
        if outcome.is_ok()
            && let Some(terms) = terms
        {
            self.snapshots().keep_terms(company, &ask, terms);
        }
        let outcome = self.name_nearest(company, ask, start, None, outcome).await?;
        self.wake_worker();
        Ok(outcome)
    }

    /// Adds the nearest free starts to a refusal, outside the transaction that refused.
    pub(crate) async fn name_nearest<T>(
        &self,
        company: CompanyId,
        ask: Ask,
        start: Timestamp,
        moving: Option<AppointmentId>,
        outcome: Result<T>,
    ) -> Result<T> {
        let Err(Error::Unbookable(mut refusal)) = outcome else { return outcome };
        let (app, now) = (self.clone(), self.now());
        refusal.nearest = self
            .db()
            .read(move |c| -> Result<Vec<Timestamp>> {
                let offer = Offer::load(c, app.schedules(), company, &ask)?;
                if offer.is_closed() {
                    return Ok(vec![]);
                }
                let (at, around) = (start.as_millisecond(), slated_engine::NEAREST_DAYS * slated_engine::DAY);
                let range = Span { start: at.saturating_sub(around), end: at.saturating_add(around) };
                let taken = offer.taken(c, range, now, moving.map(|id| id.0))?;
                let near = offer.nearest(c, &taken, now, range, (at, NEAREST))?;
                Ok(near.into_iter().map(instant).collect())
            })
            .await?;
        Err(Error::Unbookable(refusal))
    }
}

/// Conditions of a meeting type that have nothing to do with time.
fn may_book(
    tx: &mut Conn,
    meeting_type: &MeetingType,
    book: &Book,
    guest: bool,
    now: Timestamp,
) -> Result<()> {
    let options = &meeting_type.spec.options;
    if book.phone_only {
        if !options.allow_phone_only_booking {
            return Err(Error::bad_request(
                "phone-only-not-allowed",
                "This meeting type needs an e-mail address",
            ));
        }
        if book.attendee.details.phone.is_none() {
            return Err(Error::invalid(
                "attendee.phone",
                "required",
                "A phone number is needed to book by phone",
            ));
        }
    } else if book.attendee.email.is_none() {
        return Err(Error::invalid("attendee.email", "required", "email is required"));
    }
    let mut errors = FieldErrors::default();
    answers::check(meeting_type, book, &mut errors);
    errors.finish()?;
    if let Some(channel) = &book.channel {
        let allowed =
            *channel == meeting_type.spec.info.channel || options.allowed_channels.contains(channel);
        if !allowed {
            return Err(Error::invalid(
                "channel",
                "channel-not-allowed",
                "This meeting type does not offer that channel",
            ));
        }
    }
    let locked =
        options.booking_page_password.as_ref().filter(|p| p.enable).and_then(|p| p.password.as_deref());
    if let Some(password) = locked {
        let given = book.password.as_deref();
        let matches =
            given.is_some_and(|g| subtle::ConstantTimeEq::ct_eq(g.as_bytes(), password.as_bytes()).into());
        if !matches && (guest || given.is_some()) {
            return Err(Error::forbidden("wrong-password", "The booking password is missing or wrong"));
        }
    }
    if let Some(id) = book.one_time_link {
        let link = one_time_link::by_id(tx, meeting_type.company_id, id)?;
        let fits = link.is_some_and(|link| link.meeting_type_id == meeting_type.id);
        if !fits || !one_time_link::take(tx, meeting_type.company_id, id, now)? {
            return Err(Error::bad_request(
                "one-time-link-used",
                "This link was used already or belongs elsewhere",
            ));
        }
    }
    Ok(())
}

/// An offer whose hosts are locked: nobody else takes their time, or changes what they offer, until the transaction
/// ends.
pub(crate) struct Locked {
    pub(crate) offer: Offer,
    /// What was read anew, which can be kept after the commit.
    terms: Option<Terms>,
    /// What the hosts have taken around the start, where it was read along with the locks.
    taken: Option<Vec<Taken>>,
}

/// Locks first and reads afterwards, so that nothing read is out of date; what is kept is as good when the locks tell that
/// nothing has changed since it was read.
fn load_locked(
    tx: &mut Conn,
    app: &App,
    company: CompanyId,
    ask: &Ask,
    start: Timestamp,
    now: Timestamp,
) -> Result<Locked> {
    let gone = || Error::NotFound("Host");
    let kept = app.snapshots().terms(company, ask).zip(decide::range(start));
    let kept = kept.and_then(|(terms, range)| Some((terms.offer(company, ask).ok()?, terms, range)));
    let mut locked = if let Some((offer, terms, range)) = kept {
        let (locked, taken) = offer.lock_and_take(tx, terms.watched(), range, now)?;
        let locked = locked.ok_or_else(gone)?;
        let standing = terms.watched().iter().map(|host| locked[host]).collect::<Vec<_>>();
        if terms.hold(&standing) {
            return Ok(Locked { offer, terms: None, taken: Some(taken) });
        }
        locked
    } else {
        let watched = watched(tx, company, ask)?;
        host::lock(tx, company, &watched)?.ok_or_else(gone)?
    };
    let mut offer = Offer::load(tx, app.schedules(), company, ask)?;
    let watched = offer.watched(ask);
    if watched.iter().any(|host| !locked.contains_key(host)) {
        // Somebody joined the queue in between. Nobody does any more, since whose meeting type it is is locked.
        locked = host::lock(tx, company, &watched)?.ok_or_else(gone)?;
        offer = Offer::load(tx, app.schedules(), company, ask)?;
    }
    let standing = watched.iter().map(|host| locked[host]).collect::<Vec<_>>();
    let terms = Some(Terms::new(&offer, watched, &standing));
    Ok(Locked { offer, terms, taken: None })
}
