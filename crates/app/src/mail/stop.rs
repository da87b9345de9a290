//! Wanting no more reminders of one meeting.

use slated_store::{appointment, host, ids::AttendeeId};

use super::timers;
use crate::{App, Error, Result};

impl App {
    /// Stops the mails that come by themselves to an attendee of the appointment with this secret. Twice is once.
    pub async fn stop_reminders(&self, secret: String, attendee: AttendeeId) -> Result<()> {
        self.db()
            .write(move |tx| {
                let seen = appointment::by_secret(tx, &secret)?.ok_or(Error::NotFound("Appointment"))?;
                host::lock(tx, seen.appointment.company_id, &seen.hosts)?;
                let booked = appointment::by_secret(tx, &secret)?.ok_or(Error::NotFound("Appointment"))?;
                let found = booked.attendees.into_iter().find(|t| t.id == attendee);
                let mut found = found.ok_or(Error::NotFound("Attendee"))?;
                found.details.receive_reminders = false;
                appointment::update_attendee(tx, &found)?;
                timers::forget(tx, attendee)
            })
            .await
    }
}
