//! Bookings that wait: they hold their slot until they are confirmed, declined or expire (policies 13).

use jiff::{SignedDuration, Timestamp};
use slated_store::{
    claim,
    db::Conn,
    host,
    ids::ProvisionalId,
    meeting_type::{self, MeetingType},
    provisional::{self, Filter, Provisional},
    queue,
    user::{self, User},
};

use super::{
    Book, Ground, Outcome,
    decide::{Decided, decide},
    demands::{Asked, WaitsFor},
    load_locked,
    place::{self, ALL_SEATS, Taking},
};
use crate::{
    App, Ctx, Error, Result,
    access::{Scope, credentials},
    appointments::{Full, known},
    events::{self, Happened},
    jobs::expire_provisional,
    slots::{Offer, Taken},
};

/// How long a slot is held for each who is asked, but never past its start.
const HELD: SignedDuration = SignedDuration::from_hours(24);

/// A waiting booking with everything that is told of it.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// The booking.
    pub held: Provisional,
    /// What was asked for.
    pub book: Book,
    /// What is to be booked; none once it is deleted.
    pub meeting_type: Option<MeetingType>,
    /// With whom, the main host first.
    pub hosts: Vec<User>,
    /// Why it was declined, while that is told.
    pub reason: Option<String>,
}

/// How a booking that waited came to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ending {
    /// The host does not want it, and perhaps says why.
    Declined(Option<String>),
    /// Nobody decided in time.
    Expired,
}

/// Holds a start for a booking that waits.
pub(super) fn hold(
    tx: &mut Conn,
    app: &App,
    offer: &Offer,
    book: &Book,
    asked: Asked,
    taken: Option<Vec<Taken>>,
    now: Timestamp,
) -> Result<Provisional> {
    let decided = decide(tx, offer, book.start, Ground::Offered, None, taken, now)?;
    let choice = place::choice(offer, book, &decided);
    let Decided { hosts, .. } = decided;
    let id = ProvisionalId::new();
    let hosts: Vec<User> = hosts.iter().map(|&h| offer.hosts[h].user.clone()).collect();
    let users: Vec<_> = hosts.iter().map(|host| host.id).collect();
    let minutes = offer.rules.duration;
    let taking = Taking {
        company: offer.company,
        meeting_type: offer.meeting_type.id,
        holder: id.0,
        meeting: (book.start, book.start + SignedDuration::from_mins(i64::from(minutes))),
        buffers: (offer.rules.buffer_before, offer.rules.buffer_after),
        seats: ALL_SEATS,
        forced: false,
    };
    taking.of(tx, &users)?;
    if let Some(turn) = &choice.turn {
        queue::turn::take(tx, offer.company, turn, id.0, now)?;
    }
    // What was agreed: with whom, and for how long, whatever becomes of the meeting type.
    let request = Book {
        hosts: Some(users.clone()),
        queue: None,
        duration: Some(minutes),
        decided: Some(choice),
        ..book.clone()
    };
    let held = Provisional {
        id,
        company_id: offer.company,
        meeting_type_id: offer.meeting_type.id,
        host_id: users[0],
        kind: asked.first().as_str().to_owned(),
        status: "pending".to_owned(),
        starts_at: book.start,
        secret: credentials::random(24),
        opt_in_secret: (asked == Asked::HostThenAttendee).then(|| credentials::random(24)),
        request: serde_json::to_value(&request)
            .map_err(|error| slated_store::db::Error::decode(error.to_string()))?,
        expires_at: deadline(book.start, now),
        created_at: now,
        approved_at: None,
        decided_at: None,
    };
    expire_provisional::enqueue(tx, &held, now)?;
    let meeting_type = Some((*offer.meeting_type).clone());
    let waiting = Waiting { held, book: request, meeting_type, hosts, reason: None };
    events::record(tx, app, &Happened::BookingPending(&waiting), now)?;
    Ok(waiting.held)
}

impl App {
    /// Says yes in the stead of whom the booking waits for: it becomes an appointment, or its attendee is asked. `meant`
    /// is who is thought to be asked; without, it is the first who was.
    pub async fn confirm_provisional(
        &self,
        ctx: &Ctx,
        id: ProvisionalId,
        meant: Option<WaitsFor>,
    ) -> Result<Outcome> {
        let (app, actor, now) = (self.clone(), ctx.actor.clone(), self.now());
        actor.needs(Scope::Scheduling)?;
        let outcome = self
            .write(ctx, move |tx| {
                let held = find(tx, &actor, id)?;
                must_wait_for(&held, meant)?;
                agree(tx, &app, held, now)
            })
            .await?;
        self.wake_worker();
        Ok(outcome)
    }

    /// Gives the slot of a waiting booking back.
    pub async fn decline_provisional(
        &self,
        ctx: &Ctx,
        id: ProvisionalId,
        reason: Option<String>,
    ) -> Result<Provisional> {
        let (app, actor, now) = (self.clone(), ctx.actor.clone(), self.now());
        actor.needs(Scope::Scheduling)?;
        let declined = self
            .write(ctx, move |tx| {
                let held = find(tx, &actor, id)?;
                end(tx, &app, &held, Ending::Declined(reason.clone()), now)
            })
            .await?;
        self.wake_worker();
        Ok(declined)
    }

    /// One page of waiting and decided bookings, the newest first, and how many there are.
    pub async fn provisional_bookings(
        &self,
        ctx: &Ctx,
        mut filter: Filter,
        offset: u32,
        limit: u32,
    ) -> Result<(Vec<Provisional>, u32)> {
        let actor = ctx.actor.clone();
        actor.needs(Scope::Scheduling)?;
        match filter.host {
            Some(host) => actor.may_touch(host)?,
            None if !actor.is_admin => filter.host = Some(actor.user),
            None => {}
        }
        self.db()
            .read(move |c| {
                known(c, actor.company, filter.host)?;
                Ok(provisional::page(c, actor.company, &filter, offset, limit)?)
            })
            .await
    }
}

/// Whom the booking waits for agrees: it becomes an appointment, or its attendee is asked next.
pub(super) fn agree(tx: &mut Conn, app: &App, held: Provisional, now: Timestamp) -> Result<Outcome> {
    if now >= held.expires_at {
        return Err(decided());
    }
    if WaitsFor::of(&held) == WaitsFor::Host && held.opt_in_secret.is_some() {
        approve(tx, app, &held, now).map(|held| Outcome::Pending(Box::new(held)))
    } else {
        confirm(tx, app, held, now).map(|full| Outcome::Booked(Box::new(full)))
    }
}

/// Lets a booking that its host has approved wait for its attendee.
fn approve(tx: &mut Conn, app: &App, held: &Provisional, now: Timestamp) -> Result<Provisional> {
    host::lock(tx, held.company_id, request(held)?.hosts.as_deref().unwrap_or_default())?;
    let approved = Provisional {
        kind: WaitsFor::Attendee.as_str().to_owned(),
        approved_at: Some(now),
        expires_at: deadline(held.starts_at, now),
        ..held.clone()
    };
    expire_provisional::enqueue(tx, &approved, now)?;
    let waiting = complete(tx, approved)?;
    events::record(tx, app, &Happened::BookingApproved(&waiting), now)?;
    Ok(waiting.held)
}

/// Makes an appointment of a waiting booking.
fn confirm(tx: &mut Conn, app: &App, held: Provisional, now: Timestamp) -> Result<Full> {
    let book = request(&held)?;
    let offer = load_locked(tx, app, held.company_id, &book.ask(), book.start, now)?.offer;
    // Read again under the lock: what was decided in between has given its slot back already.
    let held = provisional::by_id(tx, held.company_id, held.id)?.ok_or_else(decided)?;
    if !held.is_pending() {
        return Err(decided());
    }
    // The hold gives way to the appointment's own claim, within this transaction.
    give_back(tx, &held, &book)?;
    let appointment = place::place(tx, app, &offer, &book, Ground::Held, None, now)?;
    let held = Provisional { status: "confirmed".to_owned(), decided_at: Some(now), ..held };
    let waiting = complete(tx, held)?;
    let happened = Happened::BookingConfirmed { waiting: &waiting, appointment: &appointment };
    events::record(tx, app, &happened, now)?;
    Ok(appointment)
}

/// Ends a waiting booking and gives its slot back. Refused if it was decided before, or waits for another by now.
pub(crate) fn end(
    tx: &mut Conn,
    app: &App,
    held: &Provisional,
    ending: Ending,
    now: Timestamp,
) -> Result<Provisional> {
    let status = match ending {
        Ending::Declined(_) => "declined_by_host",
        Ending::Expired => "expired",
    };
    let book = request(held)?;
    host::lock(tx, held.company_id, book.hosts.as_deref().unwrap_or_default())?;
    give_back(tx, held, &book)?;
    let ended = Provisional { status: status.to_owned(), decided_at: Some(now), ..held.clone() };
    let mut waiting = complete(tx, ended)?;
    let happened = match ending {
        Ending::Declined(reason) => {
            waiting.reason = reason;
            Happened::BookingDeclined(&waiting)
        }
        Ending::Expired => Happened::BookingExpired(&waiting),
    };
    events::record(tx, app, &happened, now)?;
    Ok(waiting.held)
}

/// Adds what is to be booked and with whom.
pub(super) fn complete(c: &mut Conn, held: Provisional) -> Result<Waiting> {
    let (company, book) = (held.company_id, request(&held)?);
    let meeting_type = meeting_type::by_id(c, company, held.meeting_type_id)?;
    let named = book.hosts.iter().flatten().map(|&id| user::by_id_even_deleted(c, company, id));
    let hosts = named.collect::<slated_store::db::Result<Vec<_>>>()?.into_iter().flatten().collect();
    Ok(Waiting { held, book, meeting_type, hosts, reason: None })
}

fn give_back(tx: &mut Conn, held: &Provisional, book: &Book) -> Result<()> {
    for &host in book.hosts.as_deref().unwrap_or_default() {
        claim::release(tx, held.company_id, host, held.id.0, held.starts_at.as_millisecond())?;
    }
    if let Some(turn) = book.decided.as_ref().and_then(|choice| choice.turn.as_ref()) {
        queue::turn::give_back(tx, held.company_id, turn, held.id.0)?;
    }
    Ok(())
}

/// A yes that is repeated must not be taken for that of the next who is asked.
fn must_wait_for(held: &Provisional, meant: Option<WaitsFor>) -> Result<()> {
    let (asked, approved) = (WaitsFor::of(held), held.approved_at.is_some());
    match meant {
        Some(meant) if meant == asked => Ok(()),
        None if !approved => Ok(()),
        None | Some(WaitsFor::Host) if approved => Err(Error::conflict(
            "already-decided",
            "The host has approved this booking; now its attendee is asked",
        )),
        _ => Err(Error::conflict("waits-for-other", format!("This booking waits for {}", asked.as_str()))),
    }
}

/// Until when whoever is asked now can answer.
fn deadline(start: Timestamp, now: Timestamp) -> Timestamp {
    start.min(now + HELD)
}

fn find(tx: &mut Conn, actor: &crate::access::Actor, id: ProvisionalId) -> Result<Provisional> {
    let held = provisional::by_id(tx, actor.company, id)?.ok_or(Error::NotFound("Provisional booking"))?;
    actor.may_touch(held.host_id)?;
    Ok(held)
}

/// What was asked for.
pub fn request(held: &Provisional) -> Result<Book> {
    Ok(serde_json::from_value(held.request.clone())
        .map_err(|error| slated_store::db::Error::decode(error.to_string()))?)
}

pub(crate) fn decided() -> Error {
    Error::conflict("already-decided", "This booking was decided already, or expired")
}
