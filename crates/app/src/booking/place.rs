//! Writing an appointment, its claims and its event, once it is clear that it may be.

use jiff::{SignedDuration, Timestamp};
use slated_engine::{MINUTE, Ms};
use slated_store::{
    appointment::{self, Appointment, Attendee, Booked, Details},
    claim::{self, Claim},
    db::Conn,
    host,
    ids::{AppointmentId, AttendeeId, CompanyId, MeetingTypeId, UserId},
    meeting_type::Info,
    queue::{self, turn::Turn},
};
use uuid::Uuid;

use super::{
    Book, HostChoice, NewAttendee,
    decide::{Decided, Ground, decide},
};
use crate::{
    App, Error, Result,
    access::credentials,
    appointments::Full,
    error::Unbookable,
    events::{self, Happened},
    slots::{Offer, Taken, held_together},
};

/// Takes a start on the given ground, in a new appointment or as one more of a group. `taken` is what was read with the
/// hosts' locks, if it was.
pub(super) fn place(
    tx: &mut Conn,
    app: &App,
    offer: &Offer,
    book: &Book,
    ground: Ground,
    taken: Option<Vec<Taken>>,
    now: Timestamp,
) -> Result<Full> {
    let decided = decide(tx, offer, book.start, ground, None, taken, now)?;
    match group(offer, &decided, book.start) {
        Some(appointment) => join(tx, app, offer, appointment, &book.attendee, now),
        None => create(tx, app, offer, book, &decided, now),
    }
}

/// The group appointment that is joined: one that all of the hosts hold together.
fn group(offer: &Offer, decided: &Decided, start: Timestamp) -> Option<AppointmentId> {
    let held = decided.hosts.iter().map(|&host| &decided.taken[host]);
    let group = held_together(held, start.as_millisecond()).filter(|_| offer.rules.spots > 1);
    group.map(|group| group.id)
}

fn create(
    tx: &mut Conn,
    app: &App,
    offer: &Offer,
    book: &Book,
    decided: &Decided,
    now: Timestamp,
) -> Result<Full> {
    let id = AppointmentId::new();
    let meeting_type = &offer.meeting_type;
    let users: Vec<_> = decided.hosts.iter().map(|&h| offer.hosts[h].user.clone()).collect();
    let ends_at = book.start + SignedDuration::from_mins(i64::from(offer.rules.duration));
    let info = Info { duration: offer.rules.duration, ..meeting_type.spec.info.clone() };
    let channel = book.channel.clone().unwrap_or_else(|| info.channel.clone());
    let HostChoice { turn, reason } = choice(offer, book, decided);
    let own_link = match &turn {
        Some(turn) if channel == "custom" && turn.group.is_none() => {
            queue::member::custom_link(tx, offer.company, turn.queue, UserId(turn.member))?
        }
        _ => None,
    };
    let details = Details {
        meeting_link: own_link.or_else(|| meeting_link(&channel, &info, id)),
        location: location(&channel, offer, book),
        channel,
        ical_uid: format!("{id}@slated"),
        organizer: users.first().map(|host| host.email.clone()),
        spots: meeting_type.spec.spots,
        ics: book.ics.clone().or_else(|| meeting_type.spec.ics.clone()),
        metadata: meeting_type.spec.metadata.clone(),
        resource_channel_ids: book.resources.clone(),
        skip_notifications: book.skip_notifications,
        buffer_before: offer.rules.buffer_before,
        buffer_after: offer.rules.buffer_after,
        host_choice: reason,
        turn,
        info,
        ..Details::default()
    };
    let appointment = Appointment {
        id,
        company_id: offer.company,
        meeting_type_id: meeting_type.id,
        secret: credentials::random(24),
        starts_at: book.start,
        ends_at,
        cancelled_at: None,
        rescheduled_at: None,
        reschedule_count: 0,
        sequence: 0,
        forced: book.ignore_availability,
        details,
        created_at: now,
        updated_at: now,
    };
    let attendees = vec![attendee(&appointment, &book.attendee, now)];
    let booked = Booked { appointment, hosts: users.iter().map(|u| u.id).collect(), attendees };
    claim(tx, &booked)?;
    if let Some(turn) = &booked.appointment.details.turn {
        queue::turn::take(tx, offer.company, turn, id.0, now)?;
    }
    let full = Full { booked, meeting_type: Some((**meeting_type).clone()), hosts: users };
    events::record(tx, app, &Happened::BookingCreated(&full), now)?;
    Ok(full)
}

/// How the hosts were chosen. Whoever of a team is asked for by name takes a turn too.
pub(super) fn choice(offer: &Offer, book: &Book, decided: &Decided) -> HostChoice {
    if let Some(earlier) = &book.decided {
        return earlier.clone();
    }
    let named = match decided.hosts[..] {
        [host] if offer.team.is_none() => Some(offer.hosts[host].user.id.0),
        _ => None,
    };
    let named = offer.meeting_type.queue_id.zip(named);
    let named = named.map(|(queue, member)| Turn { queue, member, group: None });
    let HostChoice { turn, reason } = decided.choice.clone();
    HostChoice { turn: turn.or(named), reason }
}

/// One more in a group that exists. It may have other hosts besides those who were asked for, so they are locked too.
fn join(
    tx: &mut Conn,
    app: &App,
    offer: &Offer,
    id: AppointmentId,
    new: &NewAttendee,
    now: Timestamp,
) -> Result<Full> {
    let seen = appointment::by_id(tx, offer.company, id)?.ok_or_else(taken)?;
    host::lock(tx, offer.company, &seen.hosts)?;
    let mut booked = appointment::by_id(tx, offer.company, id)?.ok_or_else(taken)?;
    if booked.appointment.cancelled_at.is_some() || attending(&booked) >= offer.rules.spots {
        return Err(taken());
    }
    let attendee = attendee(&booked.appointment, new, now);
    booked.attendees.push(attendee.clone());
    booked.appointment.updated_at = now;
    // The hosts' invite tells of everybody.
    booked.appointment.sequence += 1;
    seats(tx, &booked)?;
    let hosts = crate::appointments::hosts(tx, &booked)?;
    let full = Full { booked, meeting_type: Some((*offer.meeting_type).clone()), hosts };
    let joined = Happened::BookingJoined { appointment: &full, attendee: &attendee };
    events::record(tx, app, &joined, now)?;
    Ok(full)
}

fn attendee(appointment: &Appointment, new: &NewAttendee, now: Timestamp) -> Attendee {
    Attendee {
        id: AttendeeId::new(),
        company_id: appointment.company_id,
        appointment_id: appointment.id,
        email: new.email.clone(),
        details: new.details.clone(),
        created_at: now,
        cancelled_at: None,
    }
}

/// The seats of what nobody can join, however many seats its meeting type gets later: a booking that waits, and a meeting
/// that was booked by one, who may move and cancel it.
pub(super) const ALL_SEATS: u32 = u32::MAX;

/// How many seats others find taken.
fn seats_taken(booked: &Booked) -> u32 {
    if booked.appointment.details.spots.unwrap_or(1) > 1 { attending(booked) } else { ALL_SEATS }
}

/// How many attend.
fn attending(booked: &Booked) -> u32 {
    let staying = booked.attendees.iter().filter(|t| t.cancelled_at.is_none()).count();
    u32::try_from(staying).unwrap_or(u32::MAX)
}

/// Takes the time of every host of an appointment, buffers included.
pub(crate) fn claim(tx: &mut Conn, booked: &Booked) -> Result<()> {
    let (a, d) = (&booked.appointment, &booked.appointment.details);
    let taking = Taking {
        company: a.company_id,
        meeting_type: a.meeting_type_id,
        holder: a.id.0,
        meeting: (a.starts_at, a.ends_at),
        buffers: (d.buffer_before, d.buffer_after),
        seats: seats_taken(booked),
        forced: a.forced,
    };
    taking.of(tx, &booked.hosts)
}

/// What is taken of somebody's time.
pub(super) struct Taking {
    pub(super) company: CompanyId,
    pub(super) meeting_type: MeetingTypeId,
    /// The appointment or the hold.
    pub(super) holder: Uuid,
    /// From when to when they meet.
    pub(super) meeting: (Timestamp, Timestamp),
    /// Minutes before and after.
    pub(super) buffers: (u32, u32),
    pub(super) seats: u32,
    pub(super) forced: bool,
}

impl Taking {
    /// Takes it of these hosts.
    pub(super) fn of(&self, tx: &mut Conn, hosts: &[UserId]) -> Result<()> {
        let (start, end) = (self.meeting.0.as_millisecond(), self.meeting.1.as_millisecond());
        let minutes = |m: u32| Ms::from(m) * MINUTE;
        for &host_id in hosts {
            let claim = Claim {
                host_id,
                starts_at: start - minutes(self.buffers.0),
                ends_at: end + minutes(self.buffers.1),
                holder_id: self.holder,
                company_id: self.company,
                meeting_type_id: self.meeting_type,
                meeting_starts_at: start,
                meeting_ends_at: end,
                taken: self.seats,
                forced: self.forced,
            };
            claim::insert(tx, &claim)?;
        }
        Ok(())
    }
}

/// Notes in the claims how many seats are taken.
pub(crate) fn seats(tx: &mut Conn, booked: &Booked) -> Result<()> {
    let (a, taken) = (&booked.appointment, seats_taken(booked));
    for &host in &booked.hosts {
        claim::hand_over(tx, a.company_id, host, a.starts_at.as_millisecond(), a.id.0, a.id.0, taken)?;
    }
    Ok(())
}

/// Gives back the time of every host of an appointment.
pub(crate) fn release(tx: &mut Conn, booked: &Booked) -> Result<()> {
    let a = &booked.appointment;
    for &host in &booked.hosts {
        claim::release(tx, a.company_id, host, a.id.0, a.starts_at.as_millisecond())?;
    }
    Ok(())
}

fn taken() -> Error {
    Error::Unbookable(Unbookable::occupied())
}

/// The link to join, where the channel has one without asking another service.
fn meeting_link(channel: &str, info: &Info, id: AppointmentId) -> Option<String> {
    match channel {
        "custom" => info.custom_channel_link.clone(),
        "jitsi" => Some(format!("https://meet.jit.si/{}", id.0.simple())),
        _ => None,
    }
}

/// The address, for meetings in person.
fn location(channel: &str, offer: &Offer, book: &Book) -> Option<String> {
    match channel {
        "local-attendee" => {
            let notes = &book.attendee.details.notes;
            book.location.clone().or_else(|| notes.get("address")?.as_str().map(str::to_owned))
        }
        "local" => book.location.clone().or_else(|| offer.meeting_type.spec.locations.first().cloned()),
        _ => book.location.clone(),
    }
}
