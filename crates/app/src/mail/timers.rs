//! What falls due before and after a meeting: reminders and follow-ups, as jobs with a due time.
//!
//! They are written with the booking, move with it and go with it. When one falls due late, because no node was up, it
//! is asked again whether it still makes sense ([`Timer::until`]).

use jiff::{SignedDuration, Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};
use slated_store::{
    appointment::Attendee,
    db::Conn,
    ids::{AppointmentId, AttendeeId},
    job::{self, New},
};

use super::{Kind, facts};
use crate::{Result, appointments::Full, jobs::remind};

const DAY: u32 = 24 * 60;
/// How late a follow-up still makes sense.
const FOLLOWED: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A mail that is to be written when it is time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Timer {
    pub(crate) appointment: AppointmentId,
    pub(crate) attendee: AttendeeId,
    pub(crate) kind: Kind,
    /// The start it was set for: one that was set for another is out of date.
    pub(crate) start: Timestamp,
    /// From then on it makes no sense: the next reminder is due, or the meeting begins.
    pub(crate) until: Timestamp,
}

/// Writes an attendee's timers, the earliest first.
pub(super) fn set(tx: &mut Conn, full: &Full, attendee: &Attendee, now: Timestamp) -> Result<()> {
    if !attendee.details.receive_reminders || attendee.email.is_none() {
        return Ok(());
    }
    let wanted = full.meeting_type.as_ref().map(|found| found.spec.notifications.clone()).unwrap_or_default();
    let a = &full.booked.appointment;
    let host = full.hosts.first().map(|host| host.timezone.as_str());
    let zone = facts::zone([attendee.details.timezone.as_deref(), host]);
    let before = |minutes: u32| {
        let days = i64::from(minutes / DAY);
        if minutes.is_multiple_of(DAY) {
            a.starts_at.to_zoned(zone.clone()).checked_sub(days.days()).map(|zoned| zoned.timestamp()).ok()
        } else {
            a.starts_at.checked_sub(SignedDuration::from_mins(i64::from(minutes))).ok()
        }
    };
    let mut due: Vec<Timestamp> = wanted.reminders.iter().filter_map(|&minutes| before(minutes)).collect();
    due.sort_unstable();
    due.dedup();
    let mut timers: Vec<(Timestamp, Kind, Timestamp)> = due
        .iter()
        .enumerate()
        .map(|(n, &at)| (at, Kind::Reminder, due.get(n + 1).copied().unwrap_or(a.starts_at)))
        .collect();
    if let Some(minutes) = wanted.follow_up {
        let at = a.ends_at + SignedDuration::from_mins(i64::from(minutes));
        timers.push((at, Kind::FollowUp, at + FOLLOWED));
    }
    // Whoever books later than a reminder would have come has just heard of it.
    for (at, kind, until) in timers.into_iter().filter(|(at, ..)| *at > now) {
        let payload = Timer { appointment: a.id, attendee: attendee.id, kind, start: a.starts_at, until };
        let lane = Some(attendee.id.0);
        let new = New { company: a.company_id, kind: remind::KIND, queue: job::TIMERS, lane, payload };
        job::schedule(tx, new, at, now)?;
    }
    Ok(())
}

/// Removes an attendee's timers.
pub(super) fn forget(tx: &mut Conn, attendee: AttendeeId) -> Result<()> {
    job::drop_lane(tx, job::TIMERS, attendee.0)?;
    Ok(())
}
