//! Cancelling: the whole appointment, or one attendee of a group.

use jiff::Timestamp;
use slated_store::{
    appointment::{self, Booked, Cancel},
    db::Conn,
    host,
    ids::{AppointmentId, AttendeeId, UserId},
    queue,
};

use super::{Change, Full, complete, find, policy};
use crate::{
    App, Ctx, Error, Result,
    access::Scope,
    booking,
    events::{self, Happened},
};

/// What is to be cancelled, and why.
#[derive(Debug, Clone)]
pub struct Cancellation {
    /// Everybody, or one of a group.
    pub whom: Whom,
    /// Told to the other side.
    pub reason: Option<String>,
    /// Whether the attendees get a mail.
    pub attendees: Told,
}

/// Whether somebody gets a mail.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Told {
    /// As usual.
    #[default]
    ByMail,
    /// The caller tells them, or nobody does.
    Not,
}

/// Whose part is cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// The appointment, unless it is a group: then it must be said who.
    Unsaid,
    /// Everybody.
    Everybody,
    /// One attendee; the appointment stays while others do.
    Attendee(AttendeeId),
}

impl App {
    /// Cancels an appointment, or one attendee's part in it.
    ///
    /// What is cancelled already stays as it is: a repeated call changes and tells nothing.
    pub async fn cancel(&self, ctx: &Ctx, id: AppointmentId, cancellation: Cancellation) -> Result<Full> {
        let (app, actor, now) = (self.clone(), ctx.actor.clone(), self.now());
        actor.needs(Scope::Scheduling)?;
        let full = self
            .write(ctx, move |tx| {
                let booked = find(tx, &actor, id)?;
                let by = Cancel {
                    action_source: "host".to_owned(),
                    action_at: now,
                    action_by: Some(actor.user.0),
                    reason: cancellation.reason.clone(),
                    quiet: cancellation.attendees == Told::Not,
                };
                cancel(tx, &app, booked, cancellation.whom, by)
            })
            .await?;
        self.wake_worker();
        Ok(full)
    }

    /// Cancels what a secret link is about: all of it, or one attendee's part when it is a group.
    pub async fn cancel_by_secret(
        &self,
        secret: String,
        attendee: Option<AttendeeId>,
        reason: Option<String>,
    ) -> Result<Full> {
        let (app, now) = (self.clone(), self.now());
        let full = self
            .db()
            .write(move |tx| {
                let booked = appointment::by_secret(tx, &secret)?.ok_or(Error::NotFound("Appointment"))?;
                policy::check(tx, &booked, Change::Cancelling, now)?;
                let by = Cancel {
                    action_source: "attendee".to_owned(),
                    action_at: now,
                    action_by: attendee.or(booked.attendees.first().map(|t| t.id)).map(|id| id.0),
                    reason: reason.clone(),
                    quiet: false,
                };
                let whom = attendee.map_or(Whom::Unsaid, Whom::Attendee);
                cancel(tx, &app, booked, whom, by)
            })
            .await?;
        self.wake_worker();
        Ok(full)
    }
}

/// Cancels one attendee's part for a company that forgets them; the whole appointment, if nobody else attends.
pub(crate) fn cancel_attendee(
    tx: &mut Conn,
    app: &App,
    booked: Booked,
    attendee: AttendeeId,
    by: UserId,
    now: Timestamp,
) -> Result<Full> {
    let by = Cancel {
        action_source: "host".to_owned(),
        action_at: now,
        action_by: Some(by.0),
        reason: None,
        quiet: false,
    };
    cancel(tx, app, booked, Whom::Attendee(attendee), by)
}

fn cancel(tx: &mut Conn, app: &App, booked: Booked, whom: Whom, by: Cancel) -> Result<Full> {
    let (company, id) = (booked.appointment.company_id, booked.appointment.id);
    host::lock(tx, company, &booked.hosts)?;
    // Read again under the lock: somebody may have joined, moved or cancelled in between.
    let booked = appointment::by_id(tx, company, id)?.ok_or(Error::NotFound("Appointment"))?;
    if booked.appointment.cancelled_at.is_some() {
        return complete(tx, booked);
    }
    match whom {
        Whom::Unsaid if booked.appointment.details.spots.unwrap_or(1) > 1 => Err(Error::bad_request(
            "group-needs-target",
            "This is a group appointment: name an attendeeId, or set cancelAll",
        )),
        Whom::Attendee(attendee) => leave(tx, app, booked, attendee, by),
        Whom::Unsaid | Whom::Everybody => cancel_all(tx, app, booked, by),
    }
}

fn leave(tx: &mut Conn, app: &App, mut booked: Booked, attendee: AttendeeId, by: Cancel) -> Result<Full> {
    let now = by.action_at;
    let leaving =
        booked.attendees.iter_mut().find(|t| t.id == attendee).ok_or(Error::NotFound("Attendee"))?;
    if leaving.cancelled_at.is_some() {
        return complete(tx, booked);
    }
    leaving.cancelled_at = Some(now);
    if booked.attendees.iter().all(|t| t.cancelled_at.is_some()) {
        return cancel_all(tx, app, booked, by);
    }
    booked.appointment.updated_at = now;
    booked.appointment.sequence += 1;
    booking::seats(tx, &booked)?;
    let full = complete(tx, booked)?;
    let happened = Happened::BookingCancelled { appointment: &full, attendee: Some(attendee) };
    events::record(tx, app, &happened, now)?;
    Ok(full)
}

fn cancel_all(tx: &mut Conn, app: &App, mut booked: Booked, by: Cancel) -> Result<Full> {
    let now = by.action_at;
    booking::release(tx, &booked)?;
    if let Some(turn) = &booked.appointment.details.turn {
        queue::turn::give_back(tx, booked.appointment.company_id, turn, booked.appointment.id.0)?;
    }
    for attendee in &mut booked.attendees {
        attendee.cancelled_at.get_or_insert(now);
    }
    let a = &mut booked.appointment;
    a.cancelled_at = Some(now);
    a.updated_at = now;
    a.sequence += 1;
    a.details.cancel = Some(by);
    let full = complete(tx, booked)?;
    let happened = Happened::BookingCancelled { appointment: &full, attendee: None };
    events::record(tx, app, &happened, now)?;
    Ok(full)
}
