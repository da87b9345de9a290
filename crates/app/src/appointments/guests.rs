//! Guests whom an attendee brings along.

use jiff::Timestamp;
use slated_store::{
    appointment::{self, Booked},
    db::Conn,
    host,
    ids::{AppointmentId, AttendeeId},
};

use super::{Full, complete, find};
use crate::{
    App, Ctx, Error, Result,
    access::Scope,
    events::{self, Edit, Happened},
};

/// How many guests an attendee may bring.
pub const MAX_GUESTS: usize = 5;

impl App {
    /// Adds a guest to an attendee; without one, to the only one. Who is a guest already stays one.
    pub async fn add_guest(
        &self,
        ctx: &Ctx,
        id: AppointmentId,
        attendee: Option<AttendeeId>,
        email: String,
    ) -> Result<Full> {
        let (app, actor, now) = (self.clone(), ctx.actor.clone(), self.now());
        actor.needs(Scope::Scheduling)?;
        let full = self
            .write(ctx, move |tx| {
                let booked = find(tx, &actor, id)?;
                add(tx, &app, booked, attendee, &email, now)
            })
            .await?;
        self.wake_worker();
        Ok(full)
    }

    /// The same by a secret link, where the meeting type lets attendees do it.
    pub async fn add_guest_by_secret(
        &self,
        secret: String,
        attendee: Option<AttendeeId>,
        email: String,
    ) -> Result<Full> {
        let (app, now) = (self.clone(), self.now());
        let full = self
            .db()
            .write(move |tx| {
                let booked = appointment::by_secret(tx, &secret)?.ok_or(Error::NotFound("Appointment"))?;
                let full = complete(tx, booked)?;
                if !full.takes_guests() {
                    return Err(Error::forbidden("guests-not-allowed", "This meeting is without guests"));
                }
                add(tx, &app, full.booked, attendee, &email, now)
            })
            .await?;
        self.wake_worker();
        Ok(full)
    }
}

impl Full {
    /// Whether attendees may bring guests.
    pub fn takes_guests(&self) -> bool {
        self.meeting_type.as_ref().is_some_and(|m| m.spec.options.allow_adding_guests)
    }
}

fn add(
    tx: &mut Conn,
    app: &App,
    seen: Booked,
    attendee: Option<AttendeeId>,
    email: &str,
    now: Timestamp,
) -> Result<Full> {
    let (company, id) = (seen.appointment.company_id, seen.appointment.id);
    host::lock(tx, company, &seen.hosts)?;
    // Read again under the lock: it may have been moved or cancelled in between.
    let mut booked = appointment::by_id(tx, company, id)?.ok_or(Error::NotFound("Appointment"))?;
    let only = booked.appointment.details.spots.unwrap_or(1) == 1;
    let own = match attendee {
        Some(id) => booked.attendees.iter_mut().find(|one| one.id == id),
        None if only => booked.attendees.first_mut(),
        None => {
            return Err(Error::bad_request(
                "group-needs-target",
                "This is a group appointment: name an attendeeId",
            ));
        }
    };
    let own = own.ok_or(Error::NotFound("Attendee"))?;
    if booked.appointment.cancelled_at.is_some() || own.cancelled_at.is_some() {
        return Err(Error::conflict("appointment-cancelled", "The appointment is cancelled"));
    }
    let same = |known: &str| known.eq_ignore_ascii_case(email);
    if own.email.as_deref().is_some_and(same) || own.details.guests.iter().any(|guest| same(guest)) {
        return complete(tx, booked);
    }
    if own.details.guests.len() >= MAX_GUESTS {
        return Err(Error::bad_request("too-many-guests", format!("At most {MAX_GUESTS} guests")));
    }
    own.details.guests.push(email.to_owned());
    let own = own.id;
    // An invite tells of them.
    booked.appointment.sequence += 1;
    booked.appointment.updated_at = now;
    let full = complete(tx, booked)?;
    let happened = Happened::BookingUpdated { appointment: &full, edit: Edit::GuestAdded(own, email) };
    events::record(tx, app, &happened, now)?;
    Ok(full)
}
