//! Series of bookings: the same wall-clock time, every week, every two weeks, or every month.

use std::fmt;

use jiff::{ToSpan, tz::TimeZone};

use crate::span::{EARLIEST, LATEST, Ms};

/// How often a series repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    /// Every week on the same day.
    Week,
    /// Every second week on the same day.
    TwoWeeks,
    /// Every month on the same day of the month; on the month's last day where it is too short.
    Month,
}

/// A series that cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RecurrenceError {
    /// The count is not in 1..=52.
    Count(u32),
    /// The series leaves the years the engine computes with.
    Instant,
}

/// The most occurrences of a series.
pub const MAX_OCCURRENCES: u32 = 52;

/// The starts of a series. The first is `first` itself; the others have its wall-clock time in `zone`, turned into
/// instants by the rule of RFC 5545 section 3.3.5. A short month does not change the day of the following ones.
///
/// ```
/// use jiff::{civil::date, tz::TimeZone};
/// use slated_engine::{Every, occurrences};
/// let berlin = TimeZone::get("Europe/Berlin").unwrap();
/// let first = date(2026, 3, 23).at(9, 0, 0, 0).to_zoned(berlin.clone()).unwrap().timestamp().as_millisecond();
/// let weekly = occurrences(first, &berlin, Every::Week, 2).unwrap();
/// assert_eq!(weekly[1] - weekly[0], (7 * 24 - 1) * 3_600_000); // 09:00 stays 09:00 in summer
/// ```
pub fn occurrences(first: Ms, zone: &TimeZone, every: Every, count: u32) -> Result<Vec<Ms>, RecurrenceError> {
    if !(1..=MAX_OCCURRENCES).contains(&count) {
        return Err(RecurrenceError::Count(count));
    }
    if !(EARLIEST..=LATEST).contains(&first) {
        return Err(RecurrenceError::Instant);
    }
    let start = jiff::Timestamp::from_millisecond(first).map_err(|_| RecurrenceError::Instant)?;
    let local = zone.to_datetime(start);
    let mut starts = vec![first];
    for index in 1..i64::from(count) {
        let later = match every {
            Every::Week => index.weeks(),
            Every::TwoWeeks => (2 * index).weeks(),
            Every::Month => index.months(),
        };
        let time = local.checked_add(later).map_err(|_| RecurrenceError::Instant)?;
        let at = zone.to_timestamp(time).map_err(|_| RecurrenceError::Instant)?.as_millisecond();
        if at > LATEST {
            return Err(RecurrenceError::Instant);
        }
        starts.push(at);
    }
    Ok(starts)
}

impl fmt::Display for RecurrenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(count) => write!(f, "a series has 1 to {MAX_OCCURRENCES} occurrences, not {count}"),
            Self::Instant => f.write_str("the series leaves the years 1 to 9997"),
        }
    }
}

impl std::error::Error for RecurrenceError {}
