//! Who is written to when something happens. One job per mail, so that a mail that fails holds up no other, and in a
//! lane of the meeting and the receiver, so that each reads of it in the order things happened.

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use slated_store::{
    appointment::Attendee,
    db::Conn,
    ids::{AttendeeId, CompanyId},
    job::{self, New},
};
use uuid::Uuid;

use super::{
    Kind, Role,
    facts::{Facts, Party},
    timers,
};
use crate::{
    App, Result,
    appointments::Full,
    booking::{demands::WaitsFor, provisional::Waiting},
    booking_pages,
    events::{Edit, Happened},
    jobs::send_mail::{self, Order},
};

/// Writes down the mails that follow from what happened, and what is to follow later.
pub(crate) fn follow(tx: &mut Conn, app: &App, happened: &Happened<'_>, at: Timestamp) -> Result<()> {
    if !app.post().mailer.is_on() {
        return Ok(());
    }
    let mut out = Outbox { tx, at };
    match happened {
        Happened::BookingCreated(full) | Happened::BookingJoined { appointment: full, .. } => {
            out.booked(full)
        }
        Happened::BookingRescheduled { appointment, .. } => out.rescheduled(appointment),
        Happened::BookingCancelled { appointment, attendee } => out.cancelled(appointment, *attendee),
        Happened::BookingUpdated { appointment, edit: Edit::GuestAdded(attendee, email) } => {
            out.guest_added(appointment, *attendee, email)
        }
        Happened::BookingPending(waiting) | Happened::BookingApproved(waiting) => out.pending(waiting),
        Happened::BookingDeclined(waiting) => out.ended(waiting, Kind::Declined),
        Happened::BookingExpired(waiting) => out.ended(waiting, Kind::Expired),
        Happened::BookingUpdated { edit: Edit::Note | Edit::RemindersStopped(_), .. }
        | Happened::BookingConfirmed { .. }
        | Happened::BookingNoShow { .. }
        | Happened::NewEmployee(_)
        | Happened::WebhookPaused(_)
        | Happened::WebhookDisabled(_)
        | Happened::WebhookTest(_) => Ok(()),
    }
}

/// Where mails are put in one transaction.
pub(crate) struct Outbox<'a> {
    pub(crate) tx: &'a mut Conn,
    pub(crate) at: Timestamp,
}

impl Outbox<'_> {
    fn booked(&mut self, full: &Full) -> Result<()> {
        // Of a group, the one who has just joined.
        let Some(attendee) = full.booked.attendees.last().filter(|_| is_told(full)) else { return Ok(()) };
        self.tell_attendee(full, attendee, Kind::Confirmation)?;
        self.tell_hosts(full, attendee, Kind::HostBooked)?;
        timers::set(self.tx, full, attendee, self.at)
    }

    fn rescheduled(&mut self, full: &Full) -> Result<()> {
        let staying: Vec<_> = full.booked.attendees.iter().filter(|t| t.cancelled_at.is_none()).collect();
        for attendee in &staying {
            timers::forget(self.tx, attendee.id)?;
        }
        let Some(first) = staying.first().filter(|_| is_told(full)) else { return Ok(()) };
        for attendee in &staying {
            self.tell_attendee(full, attendee, Kind::Rescheduled)?;
            timers::set(self.tx, full, attendee, self.at)?;
        }
        self.tell_hosts(full, first, Kind::HostRescheduled)
    }

    fn cancelled(&mut self, full: &Full, only: Option<AttendeeId>) -> Result<()> {
        let a = &full.booked.appointment;
        let leaving: Vec<_> = full
            .booked
            .attendees
            .iter()
            .filter(|t| only.map_or(t.cancelled_at == a.cancelled_at, |only| t.id == only))
            .collect();
        for attendee in &leaving {
            timers::forget(self.tx, attendee.id)?;
        }
        let Some(first) = leaving.first().filter(|_| is_told(full)) else { return Ok(()) };
        if !a.details.cancel.as_ref().is_some_and(|cancel| cancel.quiet) {
            for attendee in &leaving {
                self.tell_attendee(full, attendee, Kind::Cancelled)?;
            }
        }
        self.tell_hosts(full, first, Kind::HostCancelled)
    }

    /// Invites a guest whom an attendee brings along from now on.
    fn guest_added(&mut self, full: &Full, attendee: AttendeeId, email: &str) -> Result<()> {
        let found = full.booked.attendees.iter().find(|t| t.id == attendee);
        let Some(attendee) = found.filter(|_| is_told(full)) else { return Ok(()) };
        let company = full.booked.appointment.company_id;
        self.tell_guest(company, Kind::Confirmation, email, &Facts::of(full, attendee))
    }

    fn pending(&mut self, waiting: &Waiting) -> Result<()> {
        if waiting.book.skip_notifications {
            return Ok(());
        }
        if WaitsFor::of(&waiting.held) == WaitsFor::Attendee {
            return self.tell_requester(waiting, Kind::OptIn);
        }
        self.tell_requester(waiting, Kind::RequestReceived)?;
        let facts = Facts::of_waiting(waiting);
        for host in facts.hosts.clone() {
            self.put(waiting.held.company_id, Kind::ApprovalRequest, Role::Host, &host, facts.clone())?;
        }
        Ok(())
    }

    fn ended(&mut self, waiting: &Waiting, kind: Kind) -> Result<()> {
        if waiting.book.skip_notifications { Ok(()) } else { self.tell_requester(waiting, kind) }
    }

    fn tell_requester(&mut self, waiting: &Waiting, kind: Kind) -> Result<()> {
        let mut facts = Facts::of_waiting(waiting);
        if kind != Kind::OptIn {
            // Only the host decides here, by this secret.
            facts.secret.clear();
        } else if let Some(own) = &waiting.held.opt_in_secret {
            facts.secret.clone_from(own);
        }
        let guest = facts.guest.clone();
        self.put(waiting.held.company_id, kind, Role::Booker, &guest, facts)
    }

    /// To an attendee, and to whom they bring along.
    fn tell_attendee(&mut self, full: &Full, attendee: &Attendee, kind: Kind) -> Result<()> {
        let facts = Facts::of(full, attendee);
        let company = full.booked.appointment.company_id;
        for email in &facts.brought {
            self.tell_guest(company, kind, email, &facts)?;
        }
        let guest = facts.guest.clone();
        self.put(company, kind, Role::Booker, &guest, facts)
    }

    /// To somebody an attendee brings along, who may not act for them.
    fn tell_guest(&mut self, company: CompanyId, kind: Kind, email: &str, facts: &Facts) -> Result<()> {
        let guest = Party { email: Some(email.to_owned()), name: email.to_owned(), ..facts.guest.clone() };
        let facts = Facts { secret: String::new(), attendee: None, ..facts.clone() };
        self.put(company, kind, Role::Guest, &guest, facts)
    }

    fn tell_hosts(&mut self, full: &Full, attendee: &Attendee, kind: Kind) -> Result<()> {
        let facts = Facts { secret: String::new(), ..Facts::of(full, attendee) };
        let living = full.hosts.iter().filter(|host| host.deleted_at.is_none());
        for host in living.map(Party::host) {
            self.put(full.booked.appointment.company_id, kind, Role::Host, &host, facts.clone())?;
        }
        Ok(())
    }

    /// Writes the job of one mail; nothing for somebody without an address.
    pub(crate) fn put(
        &mut self,
        company: CompanyId,
        kind: Kind,
        role: Role,
        to: &Party,
        mut facts: Facts,
    ) -> Result<()> {
        if facts.booking_path.is_none() {
            facts.booking_path = booking_pages::path_of(self.tx, company, facts.meeting_type)?;
        }
        let not_after = match kind {
            Kind::FollowUp | Kind::Declined | Kind::Expired | Kind::QuickMail => None,
            Kind::OptIn | Kind::ApprovalRequest => facts.deadline,
            Kind::Reminder => Some(facts.start),
            _ => Some(facts.end),
        };
        let order = Order::new(kind, role, to, facts, self.at);
        order.map_or(Ok(()), |order| self.order(company, &Order { not_after, ..order }))
    }

    /// Writes the job of one mail.
    pub(crate) fn order(&mut self, company: CompanyId, order: &Order) -> Result<()> {
        let lane = lane(order.facts.subject, &order.to.email);
        let new = New { company, kind: send_mail::KIND, queue: job::MAIL, lane: Some(lane), payload: order };
        Ok(job::enqueue(self.tx, new, self.at)?)
    }
}

fn is_told(full: &Full) -> bool {
    !full.booked.appointment.details.skip_notifications
}

/// One receiver's mails about one meeting, or one webhook.
pub(crate) fn lane(subject: Uuid, email: &str) -> Uuid {
    let hash = Sha256::new().chain_update(subject).chain_update(email).finalize();
    let (lane, _) = hash.split_first_chunk::<16>().expect("a hash of 32 bytes");
    Uuid::from_bytes(*lane)
}
