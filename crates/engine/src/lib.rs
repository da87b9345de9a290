//! When can they meet, and who takes it?
//!
//! The engine is the one place that decides which starts are offered. Listing, booking, rescheduling, the
//! pages and the explain output all ask it, with the same inputs, and so cannot disagree.
//!
//! It is pure: no I/O, no clock (`now` is an argument), no randomness, no serialisation, no async, no
//! logging. The same inputs always give the same answer, and no input makes it panic, loop or allocate
//! without bound. It must never learn about storage, HTTP, permissions or wire formats.
//!
//! | question | ask |
//! |---|---|
//! | when is this schedule open? | [`Schedule::windows`] |
//! | which starts are offered? | [`starts`], [`starts_into`] |
//! | may this start be booked, and by whom? | [`check`] |
//! | which free starts are near? | [`nearest`] |
//! | why is a start offered, or not? | [`explain`], [`troubleshoot`] |
//! | which member of a queue takes it? | [`hosts::choose`] |
//! | when are the meetings of a series? | [`occurrences`] |
//!
//! Instants are Unix milliseconds ([`Ms`]), spans are half-open, wall-clock times become instants by the rule of
//! RFC 5545 section 3.3.5: a time in a gap moves forward by the gap, an ambiguous time is its first occurrence.

mod calendar;
mod check;
mod explain;
pub mod hosts;
mod joinable;
mod judge;
mod limits;
mod nearest;
mod open;
mod query;
mod reach;
mod recurrence;
mod rules;
mod schedule;
mod slots;
mod span;
mod union;
mod zone;

pub use calendar::Calendar;
pub use check::{Refused, check};
pub use explain::{Explanation, GridStart, HostExplanation, explain, troubleshoot};
pub use judge::{Detail, Finding, Rule};
pub use nearest::{NEAREST_DAYS, nearest};
pub use query::{
    Busy, CapError, Host, MAX_BUSY, MAX_HOSTS, MAX_JUDGED, MAX_RANGE_DAYS, MAX_SCHEDULES, Meeting, Mode,
    Query, Start,
};
pub use recurrence::{Every, MAX_OCCURRENCES, RecurrenceError, occurrences};
pub use rules::{Horizon, Limit, Max, Period, Rules, RulesError};
pub use schedule::{Exception, Hours, Schedule, ScheduleError, Travel};
pub use slots::{queue_starts, starts, starts_into};
pub use span::{DAY, EARLIEST, LATEST, MINUTE, Ms, Span};
pub use zone::days;
