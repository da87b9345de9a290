//! Wanting no more reminders of one meeting.

use slated_store::{appointment, host, ids::AttendeeId};

use super::timers;
use crate::{
    App, Error, Result,
    appointments::complete,
    events::{self, Edit, Happened},
};

impl App {
    /// Stops the mails that come by themselves to an attendee of the appointment with this secret. Twice is once.
    pub async fn stop_reminders(&self, secret: String, attendee: AttendeeId) -> Result<()> {
        let (app, now) = (self.clone(), self.now());
        self.db()
            .write(move |tx| {
                let seen = appointment::by_secret(tx, &secret)?.ok_or(Error::NotFound("Appointment"))?;
                host::lock(tx, seen.appointment.company_id, &seen.hosts)?;
                // Read again under the lock: it may have been moved or cancelled in between.
                let mut booked =
                    appointment::by_secret(tx, &secret)?.ok_or(Error::NotFound("Appointment"))?;
                let own = booked.attendees.iter_mut().find(|t| t.id == attendee);
                let own = own.ok_or(Error::NotFound("Attendee"))?;
                if !own.details.receive_reminders {
                    return Ok(());
                }
                own.details.receive_reminders = false;
                booked.appointment.updated_at = now;
                timers::forget(tx, attendee)?;
                let full = complete(tx, booked)?;
                let edit = Edit::RemindersStopped(attendee);
                events::record(tx, &app, &Happened::BookingUpdated { appointment: &full, edit }, now)
            })
            .await?;
        self.wake_worker();
        Ok(())
    }
}
