//! What becomes of appointments: each change is written with the event that tells of it, and cannot be without.
//!
//! Beside these, only the people of an appointment are taken out of it ([`crate::privacy`]), of which nobody is told.

use super::{Appointment, Attendee, Booked, searched};
use crate::{
    args,
    db::{Conn, Json, Result},
    event::{self, Event},
    ids::AttendeeId,
};

/// Stores a new appointment with its hosts and attendees.
pub fn insert(tx: &mut Conn, booked: &Booked, event: &Event) -> Result<()> {
    let a = &booked.appointment;
    tx.execute_later(
        "INSERT INTO appointment (id, company_id, meeting_type_id, secret, starts_at, ends_at, cancelled_at, \
         rescheduled_at, reschedule_count, sequence, forced, details, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        args![
            a.id,
            a.company_id,
            a.meeting_type_id,
            &a.secret,
            a.starts_at,
            a.ends_at,
            a.cancelled_at,
            a.rescheduled_at,
            a.reschedule_count,
            a.sequence,
            a.forced,
            Json(&a.details),
            a.created_at,
            a.updated_at,
        ],
    )?;
    insert_hosts(tx, booked)?;
    booked.attendees.iter().try_for_each(|attendee| insert_attendee(tx, attendee))?;
    event::insert_about(tx, a.company_id, a.id.0, event)
}

/// Stores one more attendee of an appointment, and writes what that changed in it.
pub fn join(tx: &mut Conn, a: &Appointment, attendee: &Attendee, event: &Event) -> Result<()> {
    rewrite(tx, a)?;
    insert_attendee(tx, attendee)?;
    event::insert_about(tx, a.company_id, a.id.0, event)
}

/// Writes an appointment that was changed where it stands, and those of its attendees who were. How these are found
/// stays.
pub fn update(tx: &mut Conn, booked: &Booked, attendees: &[AttendeeId], event: &Event) -> Result<()> {
    let a = &booked.appointment;
    rewrite(tx, a)?;
    for attendee in booked.attendees.iter().filter(|attendee| attendees.contains(&attendee.id)) {
        tx.execute_later(
            "UPDATE attendee SET details = $3, cancelled_at = $4 WHERE company_id = $1 AND id = $2",
            args![attendee.company_id, attendee.id, Json(&attendee.details), attendee.cancelled_at],
        )?;
    }
    event::insert_about(tx, a.company_id, a.id.0, event)
}

/// Writes an appointment that was moved, and its new place in its hosts' lists.
pub fn reschedule(tx: &mut Conn, booked: &Booked, event: &Event) -> Result<()> {
    let a = &booked.appointment;
    rewrite(tx, a)?;
    tx.execute_later(
        "DELETE FROM appointment_host WHERE company_id = $1 AND appointment_id = $2",
        args![a.company_id, a.id],
    )?;
    insert_hosts(tx, booked)?;
    event::insert_about(tx, a.company_id, a.id.0, event)
}

fn rewrite(tx: &mut Conn, a: &Appointment) -> Result<()> {
    tx.execute_later(
        "UPDATE appointment SET starts_at = $3, ends_at = $4, cancelled_at = $5, rescheduled_at = $6, \
         reschedule_count = $7, sequence = $8, forced = $9, details = $10, updated_at = $11 \
         WHERE company_id = $1 AND id = $2",
        args![
            a.company_id,
            a.id,
            a.starts_at,
            a.ends_at,
            a.cancelled_at,
            a.rescheduled_at,
            a.reschedule_count,
            a.sequence,
            a.forced,
            Json(&a.details),
            a.updated_at,
        ],
    )
}

fn insert_hosts(tx: &mut Conn, booked: &Booked) -> Result<()> {
    let a = &booked.appointment;
    for (position, host) in booked.hosts.iter().enumerate() {
        tx.execute_later(
            "INSERT INTO appointment_host (host_id, starts_at, appointment_id, company_id, position) \
             VALUES ($1, $2, $3, $4, $5)",
            args![*host, a.starts_at, a.id, a.company_id, i64::try_from(position).unwrap_or(i64::MAX)],
        )?;
    }
    Ok(())
}

fn insert_attendee(tx: &mut Conn, t: &Attendee) -> Result<()> {
    tx.execute_later(
        "INSERT INTO attendee (id, company_id, appointment_id, email, search, details, created_at, cancelled_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            t.id,
            t.company_id,
            t.appointment_id,
            &t.email,
            searched(t),
            Json(&t.details),
            t.created_at,
            t.cancelled_at,
        ],
    )
}
