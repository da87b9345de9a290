//! The open windows of schedules and hosts, as instants.
//!
//! Weekly hours become instants by adding the day's midnight and the zone's offset; only on days that a change of the
//! zone touches is each end resolved on its own.

use jiff::tz::TimeZone;

use crate::query::{Host, MAX_RANGE_DAYS};
use crate::schedule::Schedule;
use crate::span::{self, DAY, Ms, Span, WEEK};
use crate::zone::{Day, Offsets, weekday};

/// How far back the start of a window is looked for. The grid of a window that is open longer starts anew every Monday
/// (see [`origin`]), so nothing before the Monday of the week before can matter: 14 days, and Samoa's extra one.
const LOOK_BACK: Ms = 16 * DAY;

/// Buffers that are reused from host to host.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    pub(crate) offsets: Offsets,
    /// The host's open windows, after [`Scratch::open`].
    pub(crate) windows: Vec<Span>,
    other: Vec<Span>,
    result: Vec<Span>,
}

impl Scratch {
    /// Finds the open windows of a host around `range`: those that touch it, with their true starts (up to
    /// [`LOOK_BACK`]), and known until `after` past its end. Others may be among them.
    pub(crate) fn open(&mut self, host: &Host<'_>, range: Span, after: Ms) {
        let range = range.clamped().widened(0, after).clamped();
        let near = range.start - DAY;
        self.unite(host, Span::new(near, range.end));
        let first = self.windows.partition_point(|window| window.end < range.start);
        if self.windows.get(first).is_some_and(|window| window.start <= near) {
            self.unite(host, Span::new(range.start - LOOK_BACK, range.end));
        }
    }

    fn unite(&mut self, host: &Host<'_>, span: Span) {
        self.windows.clear();
        if let [only] = host.hours {
            self.collect(only, span);
            std::mem::swap(&mut self.windows, &mut self.result);
        } else {
            for schedule in host.hours {
                self.collect(schedule, span);
                self.windows.extend_from_slice(&self.result);
            }
            span::merge(&mut self.windows);
        }
        for schedule in host.within {
            self.collect(schedule, span);
            span::intersect(&self.windows, &self.result, &mut self.other);
            std::mem::swap(&mut self.windows, &mut self.other);
        }
    }

    /// Puts a schedule's windows into `result`: complete inside `span`, perhaps not outside.
    fn collect(&mut self, schedule: &Schedule, span: Span) {
        let out = &mut self.result;
        out.clear();
        self.offsets.fill(schedule.zone(), span);
        // Dates around the span whose hours may reach into it: a change of the zone moves hours by up to a day,
        // travel by up to two.
        let (before, after) = match (schedule.travel(), self.offsets.fixed()) {
            ([], true) => (0, 0),
            ([], false) => (1, 1),
            _ => (3, 3),
        };
        let mut date = self.offsets.day(span.start) - before;
        let last = self.offsets.day(span.end) + after;
        let mut ordered = true;
        while date <= last {
            let mut until = last + 1;
            let replaced = part(schedule.replaced(), |range| (range.0, range.1), date, &mut until);
            let travel = part(schedule.travel(), |range| (range.0, range.1), date, &mut until);
            if replaced.is_none() {
                ordered &= match travel {
                    None => weekly(schedule, &self.offsets, date, until, out),
                    Some((.., zone)) => {
                        weekly(schedule, &travel_offsets(zone, date, until), date, until, out)
                    }
                };
            }
            date = until;
        }
        let openings = touching(schedule.openings(), span);
        if !openings.is_empty() || !ordered {
            out.extend_from_slice(openings);
            span::merge(out);
        }
        let blocks =
            touching(schedule.blocks(), Span::new(out.first().map_or(span.start, |w| w.start), span.end));
        if !blocks.is_empty() {
            span::subtract(out, blocks, &mut self.other);
            std::mem::swap(out, &mut self.other);
        }
    }
}

/// How far [`of_schedule`] looks: what queries are capped at, and a little.
const LONGEST_RANGE: Ms = (MAX_RANGE_DAYS + 1) * DAY;

/// The windows of one schedule that touch `range`, whole.
pub(crate) fn of_schedule(schedule: &Schedule, range: Span) -> Vec<Span> {
    let mut scratch = Scratch::default();
    let host = Host { hours: &[schedule], within: &[], busy: &[] };
    let range = range.clamped();
    let range = Span::new(range.start, range.end.min(range.start.saturating_add(LONGEST_RANGE)));
    scratch.open(&host, range, LOOK_BACK);
    scratch.windows.retain(|window| window.start < range.end && range.start < window.end);
    scratch.windows
}

/// The instant from which the grid of a window counts at `at`: the window's start (policy 6); but a window that has been open
/// since before the Monday of the week before counts from the Monday of the week. `offsets` are those of the host's first zone.
pub(crate) fn origin(window: Span, at: Ms, offsets: &Offsets) -> Ms {
    if at - window.start < WEEK {
        return window.start;
    }
    let monday = offsets.week(at).start;
    let before = offsets.week(monday - 1).start;
    if window.start >= before { window.start } else { monday }
}

/// Adds the weekly hours of the dates `from..until`. Returns false if windows came out of order.
fn weekly(schedule: &Schedule, offsets: &Offsets, from: Day, until: Day, out: &mut Vec<Span>) -> bool {
    let mut ordered = true;
    out.reserve(schedule.most_windows(until - from));
    let mut date = from;
    let mut day_of_week = weekday(date);
    while date < until {
        let midnight = date * DAY;
        let (instant, same_until) = offsets.resolve_until(midnight);
        // Dates whose last moment, 24:00, is still read with the same offset; `Ms::MAX` when it never changes.
        let plain = ((same_until - 1).div_euclid(DAY)).min(until);
        if plain <= date {
            for &(start, end) in schedule.weekday(day_of_week) {
                let window = Span::new(offsets.resolve(midnight + start), offsets.resolve(midnight + end));
                ordered &= span::append(out, window);
            }
            date += 1;
            day_of_week = (day_of_week + 1) % 7;
            continue;
        }
        let mut base = instant;
        for _ in date..plain {
            for &(start, end) in schedule.weekday(day_of_week) {
                ordered &= span::append(out, Span::new(base + start, base + end));
            }
            base += DAY;
            day_of_week = if day_of_week == 6 { 0 } else { day_of_week + 1 };
        }
        date = plain;
    }
    ordered
}

/// The one of the ordered, disjoint ranges of dates that holds `date`; `until` is cut to where that changes.
fn part<'a, T>(
    ranges: &'a [T],
    dates: impl Fn(&T) -> (Day, Day),
    date: Day,
    until: &mut Day,
) -> Option<&'a T> {
    if ranges.is_empty() {
        return None;
    }
    let next = ranges.partition_point(|range| dates(range).1 <= date);
    let range = ranges.get(next)?;
    let (from, to) = dates(range);
    if from <= date {
        *until = to.min(*until);
        Some(range)
    } else {
        *until = from.min(*until);
        None
    }
}

/// The spans of a merged list that touch `span`.
fn touching(list: &[Span], span: Span) -> &[Span] {
    if list.is_empty() {
        return list;
    }
    let first = list.partition_point(|it| it.end < span.start);
    let last = list.partition_point(|it| it.start <= span.end);
    list.get(first..last).unwrap_or_default()
}

fn travel_offsets(zone: &TimeZone, from: Day, until: Day) -> Offsets {
    Offsets::of(zone, Span::new(from * DAY, until * DAY))
}
