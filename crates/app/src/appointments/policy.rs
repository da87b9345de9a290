//! Until when attendees may change what they booked, by their link. Hosts always may.
//!
//! The policy is the meeting type's as it is now; once that is deleted, there is none.

use jiff::{SignedDuration, Timestamp};
use slated_store::{
    appointment::{Appointment, Booked},
    db::Conn,
    meeting_type::{self, ChangePolicy, MeetingType},
};

use super::Full;
use crate::{Error, Result};

/// What an attendee would like to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Cancel their part.
    Cancelling,
    /// Move it to another start.
    Moving,
}

impl Full {
    /// Whether the meeting type lets attendees do this now.
    pub fn lets_attendees(&self, change: Change, now: Timestamp) -> bool {
        allows(self.meeting_type.as_ref(), &self.booked.appointment, change, now)
    }
}

/// Refuses what the meeting type does not let attendees do now. What is cancelled is somebody else's question.
pub(super) fn check(c: &mut Conn, booked: &Booked, change: Change, now: Timestamp) -> Result<()> {
    let a = &booked.appointment;
    let meeting_type = meeting_type::by_id(c, a.company_id, a.meeting_type_id)?;
    if a.cancelled_at.is_some() || allows(meeting_type.as_ref(), a, change, now) {
        return Ok(());
    }
    Err(match change {
        Change::Cancelling => {
            Error::conflict("cancelling-is-over", "It is too late to cancel this appointment")
        }
        Change::Moving => Error::conflict("moving-is-over", "It is too late to move this appointment"),
    })
}

fn allows(meeting_type: Option<&MeetingType>, a: &Appointment, change: Change, now: Timestamp) -> bool {
    let Some(options) = meeting_type.map(|m| &m.spec.options) else { return true };
    let policy = match change {
        Change::Cancelling => options.cancellation_policy,
        Change::Moving => options.rescheduling_policy,
    };
    let hours = match policy {
        ChangePolicy::Off => return true,
        ChangePolicy::Disabled => return false,
        ChangePolicy::Hours { notice } => i64::from(notice),
        ChangePolicy::Days { notice } => i64::from(notice) * 24,
    };
    now.duration_until(a.starts_at) >= SignedDuration::from_hours(hours)
}
