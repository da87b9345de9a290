//! Exceptions of a schedule: from how they are said to the wall clock they are kept in, and back to instants.

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::TimeZone,
};
use slated_store::availability::{Availability, Exception};

use crate::error::FieldErrors;

/// An exception as it is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExceptionDraft {
    /// The one this replaces; none is a new one.
    pub id: Option<i64>,
    /// Opens, or blocks.
    pub available: bool,
    /// Where it begins.
    pub start: Edge,
    /// Where it ends; none is the end of the date it begins on, which `start` must then name.
    pub end: Option<Edge>,
    /// Shown to the owner.
    pub title: Option<String>,
    /// Shown to the owner.
    pub note: Option<String>,
}

/// A beginning or an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// An instant: the wall clock of the schedule's zone at it.
    At(Timestamp),
    /// A wall-clock time of the schedule's zone.
    Local(DateTime),
    /// A whole date; as an end it is included.
    Day(Date),
}

/// Replaces the list of exceptions. Ids stay with the entries that name them; new ones get ids never used before.
pub(super) fn replace(
    schedule: &mut Availability,
    list: Vec<ExceptionDraft>,
    now: Timestamp,
    errors: &mut FieldErrors,
) {
    let zone = zone(schedule);
    let mut new = Vec::with_capacity(list.len());
    for (index, draft) in list.into_iter().enumerate() {
        let field = |name: &str| format!("exceptions[{index}].{name}");
        let (Some(start), Some(end)) =
            (begins(draft.start, &zone), ends(draft.end.unwrap_or(draft.start), &zone))
        else {
            errors.add(field("end"), "out-of-range", "Must be a date of this era");
            continue;
        };
        if draft.end.is_none() && !matches!(draft.start, Edge::Day(_)) {
            errors.add(field("end"), "required", "end is required unless start is a date");
            continue;
        }
        if end <= start {
            errors.add(field("end"), "invalid-range", "Must be after start");
            continue;
        }
        let earlier = draft.id.map(|id| schedule.exceptions.list.iter().find(|e| e.id == id));
        let (id, created_at) = match earlier {
            Some(Some(earlier)) if new.iter().all(|e: &Exception| e.id != earlier.id) => {
                (earlier.id, earlier.created_at)
            }
            Some(_) => {
                errors.add(
                    field("id"),
                    "invalid-id",
                    "This schedule has no such exception, or it is listed twice",
                );
                continue;
            }
            None => {
                let id = schedule.exceptions.next_id.max(1);
                schedule.exceptions.next_id = id + 1;
                (id, now)
            }
        };
        let ExceptionDraft { available, title, note, .. } = draft;
        new.push(Exception { id, available, start, end, title, note, created_at });
    }
    schedule.exceptions.list = new;
}

/// The instants between which an exception holds.
pub fn span(schedule: &Availability, exception: &Exception) -> (Timestamp, Timestamp) {
    let zone = zone(schedule);
    // Dates are kept within 1970 to 2999, where every wall-clock time has an instant.
    let at = |clock: DateTime| zone.to_timestamp(clock).unwrap_or(Timestamp::MAX);
    (at(exception.start), at(exception.end))
}

fn zone(schedule: &Availability) -> TimeZone {
    TimeZone::get(&schedule.timezone).unwrap_or(TimeZone::UTC)
}

fn begins(edge: Edge, zone: &TimeZone) -> Option<DateTime> {
    let clock = match edge {
        Edge::At(at) => zone.to_datetime(at),
        Edge::Local(clock) => clock,
        Edge::Day(date) => date.to_datetime(jiff::civil::Time::midnight()),
    };
    (1970..3000).contains(&clock.year()).then_some(clock)
}

fn ends(edge: Edge, zone: &TimeZone) -> Option<DateTime> {
    match edge {
        Edge::Day(date) => begins(Edge::Day(date.tomorrow().ok()?), zone),
        other => begins(other, zone),
    }
}
