//! What a company knows of one invitee: handing it out, and forgetting it.
//!
//! Time, host and meeting type of an appointment stay, for the host's own record; its people do not.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use slated_store::{
    appointment::{self, Attendee, Booked},
    db::Conn,
    event::{self, Event},
    host,
    ids::{AppointmentId, AttendeeId, CompanyId, UserId},
    privacy::{self, Mention},
    provisional::Provisional,
};
use uuid::Uuid;

pub use slated_store::privacy::Person;

use crate::{App, Ctx, Error, Result, appointments, booking};

pub mod forget;
pub mod retention;
mod spooled;

/// What is to become of the appointments that are still to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Future {
    /// They take place, with somebody nobody knows.
    Keep,
    /// They are cancelled; in a group, the person's part is.
    Cancel,
}

/// Everything a company knows of a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// Their attendances, and what they attend.
    pub attendances: Vec<(Attendee, Booked)>,
    /// Attendees who brought the person along: their ids, and what they attend.
    pub brought_by: Vec<(AttendeeId, AppointmentId)>,
    /// Their waiting and decided bookings.
    pub provisional: Vec<Provisional>,
    /// What was told of their appointments.
    pub events: Vec<Event>,
}

/// What was forgotten.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erased {
    /// Attendances.
    pub attendances: usize,
    /// Appointments that were cancelled.
    pub cancelled: usize,
    /// Waiting and decided bookings.
    pub provisional: usize,
    /// Other places where the person was named.
    pub mentions: usize,
}

impl App {
    /// Everything the company knows of a person. For API keys and the operator; no token may.
    pub async fn export_invitee(&self, ctx: &Ctx, person: Person) -> Result<Known> {
        may(ctx)?;
        let company = ctx.actor.company;
        let known = self.db().read(move |c| known(c, company, &person)).await?;
        // For the audit log: that it was done, not what was seen.
        self.write(ctx, |_| Ok(())).await?;
        Ok(known)
    }

    /// Forgets a person, in one transaction. Those of a waiting booking give its slot back. For API keys and the
    /// operator; no token may. Who is not known is forgotten already.
    pub async fn erase_invitee(&self, ctx: &Ctx, person: Person, future: Future) -> Result<Erased> {
        may(ctx)?;
        let (company, sought) = (ctx.actor.company, person.clone());
        // Searching takes as long as there is much to search; only what is found is written in the transaction.
        let found = self.db().read(move |c| Found::of(c, company, &sought)).await?;
        let (app, by, now) = (self.clone(), ctx.actor.user, self.now());
        let (subjects, people) = (found.subjects(), found.people(&person));
        // Before, so that nothing is said to be forgotten which lies there; and after, for what was written meanwhile.
        self.forget_spooled(company, subjects.clone(), people.clone()).await?;
        let erased =
            self.write(ctx, move |tx| found.erase(tx, &app, company, by, &person, future, now)).await?;
        self.forget_spooled(company, subjects, people).await?;
        self.wake_worker();
        Ok(erased)
    }
}

/// Digits of a number that is hardly a part of something else.
const LONG: usize = 7;

fn may(ctx: &Ctx) -> Result<()> {
    ctx.actor.must_be_platform()?;
    ctx.actor.must_be_admin()
}

fn known(c: &mut Conn, company: CompanyId, person: &Person) -> Result<Known> {
    let mut attendances = vec![];
    let mut events = vec![];
    for attendee in privacy::attendances(c, company, person)? {
        let Some(booked) = appointment::by_id(c, company, attendee.appointment_id)? else { continue };
        let seen = attendances.iter().any(|(_, other): &(Attendee, Booked)| other == &booked);
        if !seen {
            events.extend(event::of_subject(c, company, booked.appointment.id.0)?);
        }
        attendances.push((attendee, booked));
    }
    let brought = privacy::brought_by(c, company, person)?;
    let provisional = theirs(c, company, person)?;
    for held in &provisional {
        events.extend(event::of_subject(c, company, held.id.0)?);
    }
    Ok(Known {
        attendances,
        brought_by: brought.into_iter().map(|a| (a.id, a.appointment_id)).collect(),
        provisional,
        events,
    })
}

/// The bookings that wait for, or waited for, a decision about this person.
fn theirs(c: &mut Conn, company: CompanyId, person: &Person) -> Result<Vec<Provisional>> {
    let mut theirs = vec![];
    for held in privacy::provisional(c, company, person)? {
        let attendee = booking::provisional::request(&held)?.attendee;
        if person.is(attendee.email.as_deref(), attendee.details.phone.as_deref()) {
            theirs.push(held);
        }
    }
    Ok(theirs)
}

/// Where a person was found.
#[derive(Debug, Clone)]
struct Found {
    attendances: Vec<Attendee>,
    brought_by: Vec<Attendee>,
    provisional: Vec<Provisional>,
    mentions: Vec<Mention>,
}

impl Found {
    fn of(c: &mut Conn, company: CompanyId, person: &Person) -> Result<Self> {
        Ok(Self {
            attendances: privacy::attendances(c, company, person)?,
            brought_by: privacy::brought_by(c, company, person)?,
            provisional: theirs(c, company, person)?,
            mentions: privacy::mentions(c, company, person)?,
        })
    }

    /// The appointments and waiting bookings that are the person's own.
    fn subjects(&self) -> Vec<Uuid> {
        let attended = self.attendances.iter().map(|a| a.appointment_id.0);
        attended.chain(self.provisional.iter().map(|held| held.id.0)).collect()
    }

    /// The person by every address that is known of them, and by every number that is long enough to be nobody else's.
    fn people(&self, person: &Person) -> Vec<Person> {
        let asked = self.provisional.iter().filter_map(|held| booking::provisional::request(held).ok());
        let asked = asked.map(|book| (book.attendee.email, book.attendee.details.phone));
        let attended = self.attendances.iter().map(|a| (a.email.clone(), a.details.phone.clone()));
        let known = attended.chain(asked).flat_map(|(email, phone)| {
            let phone = phone.filter(|phone| phone.chars().filter(char::is_ascii_digit).count() >= LONG);
            email.map(Person::Email).into_iter().chain(phone.map(Person::Phone))
        });
        std::iter::once(person.clone()).chain(known).collect()
    }

    #[expect(clippy::too_many_arguments, reason = "all of it is said by the caller")]
    fn erase(
        &self,
        tx: &mut Conn,
        app: &App,
        company: CompanyId,
        by: UserId,
        person: &Person,
        future: Future,
        now: Timestamp,
    ) -> Result<Erased> {
        let mut erased = Erased { mentions: self.mentions.len(), ..Erased::default() };
        let mut appointments: Vec<_> =
            self.attendances.iter().chain(&self.brought_by).map(|a| a.appointment_id).collect();
        appointments.sort_unstable();
        appointments.dedup();
        self.lock(tx, company, &appointments)?;
        for &id in &appointments {
            let whose = |a: &&Attendee| a.appointment_id == id;
            let ids: Vec<_> = self.attendances.iter().filter(whose).map(|a| a.id).collect();
            if future == Future::Cancel {
                erased.cancelled += cancel(tx, app, company, id, &ids, by, now)?;
            }
            forget::attendees(tx, app, company, id, forget::Whom::These(&ids), Some(person), now)?;
            privacy::erase_answers(tx, id.0)?;
            erased.attendances += ids.len();
        }
        for held in &self.provisional {
            forget::provisional(tx, app, held, now)?;
            erased.provisional += 1;
        }
        // What was found of the person beside what is theirs; what was cleaned above is not there any more.
        for mention in &self.mentions {
            privacy::redact(tx, company, mention)?;
        }
        for one in self.people(person) {
            privacy::drop_jobs(tx, company, &one)?;
        }
        Ok(erased)
    }

    /// Locks the hosts of everything that is about to change, all at once, in the order that everybody keeps.
    fn lock(&self, tx: &mut Conn, company: CompanyId, appointments: &[AppointmentId]) -> Result<()> {
        let mut hosts: Vec<UserId> = self.provisional.iter().map(|held| held.host_id).collect();
        for held in &self.provisional {
            hosts.extend(booking::provisional::request(held)?.hosts.unwrap_or_default());
        }
        for &id in appointments {
            hosts.extend(appointment::by_id(tx, company, id)?.into_iter().flat_map(|booked| booked.hosts));
        }
        host::lock(tx, company, &hosts)?.map(drop).ok_or(Error::NotFound("Host"))
    }
}

/// Cancels the attendances of an appointment that is still to come; how many appointments that were.
fn cancel(
    tx: &mut Conn,
    app: &App,
    company: CompanyId,
    id: AppointmentId,
    whose: &[AttendeeId],
    by: UserId,
    now: Timestamp,
) -> Result<usize> {
    let mut cancelled = 0;
    for &attendee in whose {
        let Some(booked) = appointment::by_id(tx, company, id)? else { continue };
        let still = booked.attendees.iter().any(|a| a.id == attendee && a.cancelled_at.is_none());
        if still && booked.appointment.ends_at > now && booked.appointment.cancelled_at.is_none() {
            appointments::cancel_attendee(tx, app, booked, attendee, by, now)?;
            cancelled = 1;
        }
    }
    Ok(cancelled)
}
