//! Noting who did not come.

use slated_store::{
    host,
    ids::{AppointmentId, AttendeeId},
};

use super::{Full, complete, find};
use crate::{
    App, Ctx, Error, Result,
    access::Scope,
    events::{self, Happened},
};

impl App {
    /// Notes that an attendee, or everybody who attends, did not come to a meeting that has begun.
    ///
    /// Whoever is noted already stays as they are: a repeated call changes and tells nothing.
    pub async fn mark_no_show(
        &self,
        ctx: &Ctx,
        id: AppointmentId,
        attendee: Option<AttendeeId>,
    ) -> Result<Full> {
        let (app, actor, now) = (self.clone(), ctx.actor.clone(), self.now());
        actor.needs(Scope::Scheduling)?;
        let full = self
            .write(ctx, move |tx| {
                let seen = find(tx, &actor, id)?;
                host::lock(tx, actor.company, &seen.hosts)?;
                // Read again under the lock: it may have been moved or cancelled in between.
                let mut booked = find(tx, &actor, id)?;
                if booked.appointment.cancelled_at.is_some() {
                    return Err(Error::conflict("appointment-cancelled", "The appointment is cancelled"));
                }
                if booked.appointment.starts_at > now {
                    return Err(Error::conflict("not-begun", "The appointment has not begun yet"));
                }
                if attendee.is_some_and(|id| booked.attendees.iter().all(|one| one.id != id)) {
                    return Err(Error::NotFound("Attendee"));
                }
                let mut missing = vec![];
                for one in &mut booked.attendees {
                    let meant = attendee.is_none_or(|id| one.id == id) && one.cancelled_at.is_none();
                    if meant && one.details.no_show_at.is_none() {
                        one.details.no_show_at = Some(now);
                        missing.push(one.id);
                    }
                }
                if missing.is_empty() {
                    return complete(tx, booked);
                }
                booked.appointment.updated_at = now;
                let full = complete(tx, booked)?;
                let happened = Happened::BookingNoShow { appointment: &full, attendees: &missing };
                events::record(tx, &app, &happened, now)?;
                Ok(full)
            })
            .await?;
        self.wake_worker();
        Ok(full)
    }
}
