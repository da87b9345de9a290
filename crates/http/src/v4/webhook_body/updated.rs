//! What of an appointment was changed, beside its time and who attends.

use serde::Serialize;
use slated_app::{appointments::Full, events::Edit};

use super::told;
use crate::v4::appointment::AttendeeBody;

/// The member that changed, and what it belongs to as it is now.
#[derive(Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
pub(super) enum Updated {
    Note { changed: &'static str, notes: Option<String> },
    Attendee { changed: &'static str, changed_attendee: Option<Box<AttendeeBody>> },
}

impl Updated {
    pub(super) fn new(full: &Full, edit: Edit<'_>) -> Self {
        let of = |attendee, changed| {
            let changed_attendee = told(full, attendee).map(Box::new);
            Self::Attendee { changed, changed_attendee }
        };
        match edit {
            Edit::Note => {
                Self::Note { changed: "notes", notes: full.booked.appointment.details.note.clone() }
            }
            Edit::GuestAdded(attendee, _) => of(attendee, "bringalongEmails"),
            Edit::RemindersStopped(attendee) => of(attendee, "receiveReminders"),
        }
    }
}
