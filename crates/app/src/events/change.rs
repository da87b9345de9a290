//! What happened, as it is stored: the store takes a change and its event in one.

use slated_store::{
    appointment::{self, Booked},
    db::Conn,
    event::{self, Event},
    ids::AttendeeId,
    provisional,
};

use super::Happened;
use crate::{Result, booking::provisional::decided};

/// Writes what changed, with its event. Refused when a booking that waited was decided before.
pub(super) fn write(tx: &mut Conn, happened: &Happened<'_>, event: &Event) -> Result<()> {
    match happened {
        Happened::BookingCreated(full) => appointment::insert(tx, &full.booked, event)?,
        Happened::BookingJoined { appointment: full, attendee } => {
            appointment::join(tx, &full.booked.appointment, attendee, event)?;
        }
        Happened::BookingCancelled { appointment: full, attendee: None } => {
            appointment::update(tx, &full.booked, &everybody(&full.booked), event)?;
        }
        Happened::BookingCancelled { appointment: full, attendee: Some(one) } => {
            appointment::update(tx, &full.booked, &[*one], event)?;
        }
        Happened::BookingRescheduled { appointment: full, .. } => {
            appointment::reschedule(tx, &full.booked, event)?;
        }
        Happened::BookingUpdated { appointment: full, edit } => {
            appointment::update(tx, &full.booked, edit.attendee().as_slice(), event)?;
        }
        Happened::BookingNoShow { appointment: full, attendees } => {
            appointment::update(tx, &full.booked, attendees, event)?;
        }
        Happened::BookingPending(waiting) => provisional::insert(tx, &waiting.held, event)?,
        Happened::BookingApproved(waiting) => in_time(provisional::approve(tx, &waiting.held, event)?)?,
        Happened::BookingConfirmed { waiting, .. }
        | Happened::BookingDeclined(waiting)
        | Happened::BookingExpired(waiting) => in_time(provisional::decide(tx, &waiting.held, event)?)?,
        Happened::NewEmployee(_)
        | Happened::WebhookPaused(_)
        | Happened::WebhookDisabled(_)
        | Happened::WebhookTest(_) => event::insert(tx, event)?,
    }
    Ok(())
}

fn everybody(booked: &Booked) -> Vec<AttendeeId> {
    booked.attendees.iter().map(|attendee| attendee.id).collect()
}

fn in_time(changed: bool) -> Result<()> {
    if changed { Ok(()) } else { Err(decided()) }
}
