//! Wall-clock times of a zone as integer arithmetic.
//!
//! The zone is asked once per query which offsets hold in it; every time of day after that is an addition. Local times
//! are milliseconds since 1970-01-01T00:00 on the wall clock, local days are whole days since that date.

use jiff::{Timestamp, civil, tz::Offset, tz::TimeZone};

use crate::span::{DAY, EARLIEST, LATEST, Ms, Span};

/// The day of the local calendar, counted from 1970-01-01.
pub(crate) type Day = i64;

/// A stretch of time in which a zone keeps one offset.
#[derive(Clone, Copy, Debug)]
struct Segment {
    from: Ms,
    /// From this wall-clock time on, times are read with this offset. At a change from offset `a` to `b` at
    /// instant `t` that is `t + max(a, b)`: times in a gap, and the first occurrence of ambiguous
    /// ones, are read with the offset before the change (RFC 5545, section 3.3.5).
    local_from: Ms,
    offset: Ms,
}

/// The offsets of one zone over one stretch of time.
#[derive(Debug, Default)]
pub(crate) struct Offsets {
    segments: Vec<Segment>,
}

/// How far around the asked-for stretch the offsets are known: more than the largest change of any zone (24 h, Samoa).
const MARGIN: Ms = 3 * DAY;

impl Offsets {
    /// The offsets `zone` keeps in `span`.
    pub(crate) fn of(zone: &TimeZone, span: Span) -> Self {
        let mut offsets = Self::default();
        offsets.fill(zone, span);
        offsets
    }

    /// Like [`Offsets::of`], keeping the allocation.
    pub(crate) fn fill(&mut self, zone: &TimeZone, span: Span) {
        let span = span.widened(MARGIN, MARGIN).clamped();
        let start = timestamp(span.start);
        let mut offset = millis(zone.to_offset(start));
        self.segments.clear();
        self.segments.push(Segment { from: Ms::MIN, local_from: Ms::MIN, offset });
        for change in zone.following(start) {
            let from = change.timestamp().as_millisecond();
            if from >= span.end {
                break;
            }
            let next = millis(change.offset());
            if next != offset {
                self.segments.push(Segment { from, local_from: from + offset.max(next), offset: next });
                offset = next;
            }
        }
    }

    /// Whether one offset holds all the time.
    pub(crate) fn fixed(&self) -> bool {
        self.segments.len() == 1
    }

    /// The instant of a wall-clock time, and the wall-clock time up to which the same offset holds.
    #[inline]
    pub(crate) fn resolve_until(&self, local: Ms) -> (Ms, Ms) {
        let mut until = Ms::MAX;
        for segment in self.segments.iter().rev() {
            if segment.local_from <= local {
                return (local - segment.offset, until);
            }
            until = segment.local_from;
        }
        (local, until)
    }

    /// The instant of a wall-clock time.
    #[inline]
    pub(crate) fn resolve(&self, local: Ms) -> Ms {
        self.resolve_until(local).0
    }

    /// The wall-clock time of an instant.
    #[inline]
    pub(crate) fn local(&self, at: Ms) -> Ms {
        let segment = self.segments.iter().rev().find(|segment| segment.from <= at);
        at.saturating_add(segment.map_or(0, |segment| segment.offset))
    }

    /// The local date of an instant.
    #[inline]
    pub(crate) fn day(&self, at: Ms) -> Day {
        self.local(at).div_euclid(DAY)
    }

    /// The stretches of time with their offsets, in order.
    fn stretches(&self) -> impl DoubleEndedIterator<Item = (Span, Ms)> {
        self.segments.iter().enumerate().map(|(index, segment)| {
            let end = self.segments.get(index + 1).map_or(Ms::MAX, |next| next.from);
            (Span::new(segment.from, end), segment.offset)
        })
    }

    /// The Mondays, as instants, between which an instant lies.
    pub(crate) fn week(&self, at: Ms) -> Span {
        let mut monday = monday(self.day(at)) * DAY;
        // A zone that sets its clock back over midnight has instants whose date is a day early.
        if self.resolve(monday) > at {
            monday -= 7 * DAY;
        }
        if self.resolve(monday + 7 * DAY) <= at {
            monday += 7 * DAY;
        }
        Span::new(self.resolve(monday), self.resolve(monday + 7 * DAY))
    }
}

/// The time from the beginning of the local date `from` to the end of the local date `to`.
///
/// A date begins at its midnight; where midnight falls into a gap, at the end of the gap. Where the clock is set back
/// over midnight, the first day lasts until its last moment. Empty when `to` is before `from`.
///
/// ```
/// use jiff::{civil::date, tz::TimeZone};
/// let berlin = TimeZone::get("Europe/Berlin").unwrap();
/// let day = slated_engine::days(&berlin, date(2026, 3, 29), date(2026, 3, 29));
/// assert_eq!(day.end - day.start, 23 * 3_600_000); // the clock goes forward
/// ```
pub fn days(zone: &TimeZone, from: civil::Date, to: civil::Date) -> Span {
    let (from, to) = (day_of(from), day_of(to));
    if to < from {
        let start = day_start(zone, from);
        return Span::new(start, start);
    }
    Span::new(day_start(zone, from), day_end(zone, to))
}

/// The beginning of a local date: the first instant at which the wall clock shows it or a later one.
pub(crate) fn day_start(zone: &TimeZone, day: Day) -> Ms {
    let midnight = (day * DAY).clamp(EARLIEST, LATEST);
    let around = Offsets::of(zone, Span::new(midnight, midnight));
    let mut stretches = around.stretches();
    stretches
        .find_map(|(span, offset)| (midnight - offset < span.end).then(|| span.start.max(midnight - offset)))
        .unwrap_or(midnight)
}

/// The end of a local date: the first instant after which the wall clock shows only later ones.
pub(crate) fn day_end(zone: &TimeZone, day: Day) -> Ms {
    let midnight = ((day + 1) * DAY).clamp(EARLIEST, LATEST);
    let around = Offsets::of(zone, Span::new(midnight, midnight));
    let mut stretches = around.stretches().rev();
    stretches
        .find_map(|(span, offset)| (span.start < midnight - offset).then(|| span.end.min(midnight - offset)))
        .unwrap_or(midnight)
}

/// The date as days since 1970-01-01.
pub(crate) fn day_of(date: civil::Date) -> Day {
    wall(date.at(0, 0, 0, 0)).div_euclid(DAY)
}

/// A wall-clock time in milliseconds since 1970-01-01T00:00 on the same clock.
pub(crate) fn wall(time: civil::DateTime) -> Ms {
    // Only the outermost hours of jiff's calendar are not representable as UTC instants.
    Offset::UTC
        .to_timestamp(time)
        .map_or(if time.year() < 0 { EARLIEST } else { LATEST }, Timestamp::as_millisecond)
}

/// The date of a day number; days outside the engine's calendar become its first or last day.
pub(crate) fn date(day: Day) -> civil::Date {
    Offset::UTC.to_datetime(timestamp(day.saturating_mul(DAY).clamp(EARLIEST, LATEST))).date()
}

/// An instant as text, such as `2026-01-05T04:00:00Z`.
pub(crate) fn utc(at: Ms) -> Timestamp {
    timestamp(at.clamp(EARLIEST, LATEST))
}

/// The day of the week, Monday being 0.
#[inline]
pub(crate) fn weekday(day: Day) -> usize {
    // 1970-01-01 was a Thursday.
    usize::try_from((day + 3).rem_euclid(7)).expect("a remainder of 7 is in 0..7")
}

/// The Monday of the day's week.
pub(crate) fn monday(day: Day) -> Day {
    day - (day + 3).rem_euclid(7)
}

fn timestamp(at: Ms) -> Timestamp {
    Timestamp::from_millisecond(at).expect("clamped to years jiff represents")
}

fn millis(offset: Offset) -> Ms {
    Ms::from(offset.seconds()) * 1000
}
