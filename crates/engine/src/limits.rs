//! Limits per period of the host's local calendar (policy 10).

use crate::query::{Host, Query};
use crate::rules::{Limit, Max, Period};
use crate::span::{DAY, MINUTE, Ms, Span};
use crate::zone::{Day, Offsets, date, monday};

/// What a host has taken already, per period of each limit.
#[derive(Debug)]
pub(crate) struct Tallies {
    limits: Vec<Tally>,
    offsets: Offsets,
}

#[derive(Debug)]
struct Tally {
    limit: Limit,
    /// Period, meetings, their length; in order of the period.
    used: Vec<(i64, u32, Ms)>,
}

/// How far from a start its period may reach, with a little room.
const YEAR: Ms = 368 * DAY;

impl Tallies {
    /// Counts the host's meetings as far as starts in `range` can share a period with them. `None` without limits.
    pub(crate) fn of(query: &Query<'_>, host: &Host<'_>, range: Span) -> Option<Self> {
        let zone = host.hours.first()?.zone();
        if query.rules.limits.is_empty() {
            return None;
        }
        let span = range.clamped().widened(YEAR, YEAR).clamped();
        let offsets = Offsets::of(zone, span);
        let meetings: Vec<(Day, Ms)> = host
            .busy
            .iter()
            .filter_map(|busy| busy.meeting)
            .filter(|meeting| span.start <= meeting.start && meeting.start < span.end)
            .map(|meeting| (offsets.day(meeting.start), meeting.end.saturating_sub(meeting.start).max(0)))
            .collect();
        let limits = query.rules.limits.iter().map(|&limit| Tally::of(limit, &meetings)).collect();
        Some(Self { limits, offsets })
    }

    /// Whether a new meeting of this length may start at `at`.
    pub(crate) fn allow(&self, at: Ms, length: Ms) -> bool {
        self.at(at).all(|(limit, meetings, time)| fits(limit, meetings, time, length))
    }

    /// Each limit with what its period at `at` holds already: meetings and milliseconds.
    pub(crate) fn at(&self, at: Ms) -> impl Iterator<Item = (Limit, u32, Ms)> {
        let day = self.offsets.day(at);
        self.limits.iter().map(move |tally| {
            let period = period(tally.limit.per, day);
            let found = tally.used.binary_search_by_key(&period, |used| used.0);
            let (_, meetings, time) = found.map_or((period, 0, 0), |index| tally.used[index]);
            (tally.limit, meetings, time)
        })
    }
}

impl Tally {
    fn of(limit: Limit, meetings: &[(Day, Ms)]) -> Self {
        let mut used: Vec<_> =
            meetings.iter().map(|&(day, time)| (period(limit.per, day), 1, time)).collect();
        used.sort_unstable_by_key(|used| used.0);
        used.dedup_by(|next, sum| {
            let same = next.0 == sum.0;
            if same {
                sum.1 += next.1;
                sum.2 = sum.2.saturating_add(next.2);
            }
            same
        });
        Self { limit, used }
    }
}

/// Whether one more meeting fits a limit.
pub(crate) fn fits(limit: Limit, meetings: u32, time: Ms, length: Ms) -> bool {
    match limit.max {
        Max::Count(count) => meetings < count,
        Max::Minutes(minutes) => time.saturating_add(length) <= Ms::from(minutes) * MINUTE,
    }
}

/// A number for the period a date lies in.
fn period(per: Period, day: Day) -> i64 {
    match per {
        Period::Day => day,
        Period::Week => monday(day),
        Period::Month => {
            let date = date(day);
            i64::from(date.year()) * 12 + i64::from(date.month())
        }
        Period::Year => date(day).year().into(),
    }
}
