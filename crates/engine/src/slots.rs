//! The list of offered starts: one sweep over windows and busy times.

use crate::joinable::Joinable;
use crate::judge::Judge;
use crate::limits::Tallies;
use crate::open::{Scratch, origin};
use crate::query::{CapError, Host, MAX_HOSTS, Mode, Query, Start};
use crate::reach::Reach;
use crate::span::{MINUTE, Ms, Span, WEEK};
use crate::union::Union;
use crate::zone::Offsets;

/// Every start in the query's range that can be booked, in order.
///
/// # Errors
/// Queries beyond the caps of this module; see [`CapError`].
pub fn starts(query: &Query<'_>, hosts: &[Host<'_>]) -> Result<Vec<Start>, CapError> {
    let mut out = Vec::new();
    starts_into(query, hosts, &mut out)?;
    Ok(out)
}

/// [`starts`] into a vector of the caller's, which is cleared first; a reused one spares the allocation.
pub fn starts_into(query: &Query<'_>, hosts: &[Host<'_>], out: &mut Vec<Start>) -> Result<(), CapError> {
    out.clear();
    query.cap(hosts)?;
    let mut scratch = Scratch::default();
    collect(query, hosts, &mut scratch, out);
    Ok(())
}

/// The starts of a queue whose members are users and groups of users: those that all hosts of at least one member can
/// take. The query's mode does not matter.
pub fn queue_starts(query: &Query<'_>, members: &[&[Host<'_>]]) -> Result<Vec<Start>, CapError> {
    let count = members.iter().map(|hosts| hosts.len()).sum();
    if count > MAX_HOSTS {
        return Err(CapError::Hosts(count));
    }
    let query = Query { mode: Mode::Everyone, ..*query };
    let mut union = Union::new(&query);
    let (mut scratch, mut one) = (Scratch::default(), Vec::new());
    for hosts in members {
        query.cap(hosts)?;
        one.clear();
        collect(&query, hosts, &mut scratch, &mut one);
        for start in &one {
            union.add(*start);
        }
    }
    one.clear();
    union.write(&mut one);
    Ok(one)
}

fn collect(query: &Query<'_>, hosts: &[Host<'_>], scratch: &mut Scratch, out: &mut Vec<Start>) {
    let joinable = Joinable::of(query, hosts, query.range);
    match (query.mode, hosts) {
        (_, []) => {}
        (_, [host]) => host_starts(query, host, &joinable, scratch, out),
        (Mode::Anyone, _) => Union::of(query, hosts, scratch, out),
        (Mode::Everyone, [first, rest @ ..]) => {
            host_starts(query, first, &joinable, scratch, out);
            let mut other = Vec::new();
            for host in rest {
                if out.is_empty() {
                    break;
                }
                host_starts(query, host, &joinable, scratch, &mut other);
                intersect(out, &other);
            }
        }
    }
}

/// Receives the starts of a host in runs.
pub(crate) trait Sink {
    /// Says how many starts may come, so that room can be made at once.
    fn expect(&mut self, at_most: usize);
    /// `count` starts, `step` apart.
    fn run(&mut self, first: Ms, step: Ms, count: u32);
}

impl Sink for Vec<Start> {
    fn expect(&mut self, at_most: usize) {
        self.reserve(at_most);
    }

    #[inline]
    fn run(&mut self, first: Ms, step: Ms, count: u32) {
        self.extend((0..count).map(|k| Start { at: first + Ms::from(k) * step, taken: 0 }));
    }
}

/// The starts of one host, in order.
pub(crate) fn host_starts(
    query: &Query<'_>,
    host: &Host<'_>,
    joinable: &Joinable,
    scratch: &mut Scratch,
    out: &mut Vec<Start>,
) {
    out.clear();
    sweep(query, host, scratch, out);
    if let Some(tallies) = Tallies::of(query, host, query.range) {
        out.retain(|start| tallies.allow(start.at, query.rules.length()));
    }
    if query.rules.spots > 1 {
        add_joinable(query, host, joinable, out);
    }
}

/// Whether the starts need more than the sweep: limits, or seats of appointments that exist.
pub(crate) fn is_plain(query: &Query<'_>) -> bool {
    query.rules.limits.is_empty() && query.rules.spots <= 1
}

/// Sends the starts that window, grid, notice, horizon and busy times leave. A start `t` collides with a busy time
/// `b` when `b.start − tail < t < b.end + lead`, so between busy times all grid points are free.
pub(crate) fn sweep(query: &Query<'_>, host: &Host<'_>, scratch: &mut Scratch, out: &mut impl Sink) {
    let rules = query.rules;
    let (lead, tail) = (rules.lead(), rules.tail());
    let footprint = rules.footprint(0);
    let step = Ms::from(rules.step()) * MINUTE;
    let reach = Reach::until(query, host, query.range.end);
    let from = query.range.start.max(reach.notice).max(reach.horizon.start);
    let until = query.range.end.min(reach.horizon.end);
    if from >= until || host.hours.is_empty() {
        return;
    }
    scratch.open(host, Span::new(from, until), footprint.end);
    let open: Ms = scratch
        .windows
        .iter()
        .map(|window| window.end.min(until) - window.start.max(from))
        .filter(|open| *open > 0)
        .sum();
    out.expect(usize::try_from(open / step).unwrap_or(0) + scratch.windows.len());

    // No start before `free` is free of the busy times seen so far.
    let mut free = from;
    let mut next = 0;
    for &window in &scratch.windows {
        let last = (window.end - footprint.end).min(until - 1);
        free = free.max(window.start - footprint.start);
        if free > last {
            continue;
        }
        let mut grid = Grid::of(window, step, host, last - window.start >= WEEK);
        grid.advance(free);
        while let Some(busy) = host.busy.get(next) {
            let before = busy.span.start.saturating_sub(tail);
            if before >= last || grid.point > last {
                break;
            }
            next += 1;
            if busy.span.is_empty() {
                continue;
            }
            grid.send(before, out);
            free = free.max(busy.span.end.saturating_add(lead));
            // Beyond the window it does not matter how far.
            grid.advance(free.min(last + 1));
        }
        grid.send(last, out);
    }
}

/// The grid of a window: where the next point is.
struct Grid {
    origin: Ms,
    step: Ms,
    /// The next point that is not yet sent nor passed.
    point: Ms,
    /// For a window of a week and longer: it, and the weeks of the host's calendar, which set new origins.
    weekly: Option<(Span, Offsets)>,
    /// The first instant to which `origin` no longer applies.
    until: Ms,
}

impl Grid {
    #[inline]
    fn of(window: Span, step: Ms, host: &Host<'_>, long: bool) -> Self {
        let mut grid = Self { origin: window.start, step, point: window.start, weekly: None, until: Ms::MAX };
        if long {
            grid.find_weeks(window, host);
        }
        grid
    }

    #[cold]
    fn find_weeks(&mut self, window: Span, host: &Host<'_>) {
        let span = window.widened(2 * WEEK, 2 * WEEK);
        self.weekly = host.hours.first().map(|first| (window, Offsets::of(first.zone(), span)));
        self.until = window.start;
    }

    /// Moves to the first point not before `at`.
    #[inline]
    fn advance(&mut self, at: Ms) {
        if at >= self.until {
            self.enter_week(at);
        }
        if at > self.point {
            self.point =
                self.origin + Ms::from(floor_div(at - self.origin + self.step - 1, self.step)) * self.step;
        }
        if self.point >= self.until {
            self.advance(self.until);
        }
    }

    /// Sends the points up to `to`, inclusive.
    #[inline]
    fn send(&mut self, to: Ms, out: &mut impl Sink) {
        while self.point <= to {
            let count = floor_div(to.min(self.until - 1) - self.point, self.step) + 1;
            out.run(self.point, self.step, count);
            self.point += Ms::from(count) * self.step;
            if self.point < self.until {
                return;
            }
            self.advance(self.until);
        }
    }

    #[cold]
    fn enter_week(&mut self, at: Ms) {
        if let Some((window, weeks)) = &self.weekly {
            self.origin = origin(*window, at, weeks);
            self.until = weeks.week(at).end;
            self.point = self.origin;
        }
    }
}

/// Divides milliseconds of at most a few years by a step of minutes: the quotient is small.
#[inline]
fn floor_div(a: Ms, step: Ms) -> u32 {
    // 32-bit division is several times faster, and nearly every window is shorter than its 49 days.
    match (u32::try_from(a), u32::try_from(step)) {
        (Ok(a), Ok(step)) => a / step,
        _ => u32::try_from(a / step).expect("a range of at most 366 days over minutes"),
    }
}

/// Adds the starts of running appointments with free seats (policy 11), which the sweep saw as busy.
fn add_joinable(query: &Query<'_>, host: &Host<'_>, joinable: &Joinable, out: &mut Vec<Start>) {
    let range = query.range;
    let meetings = host.busy.iter().filter_map(|busy| busy.meeting);
    let mut running = meetings
        .filter(|meeting| range.start <= meeting.start && meeting.start < range.end)
        .filter(|meeting| joinable.allows(query.rules, meeting))
        .peekable();
    if running.peek().is_some() {
        let judge = Judge::new(query, host, range, joinable);
        let starts = running.map(|meeting| Start { at: meeting.start, taken: meeting.taken });
        out.extend(starts.filter(|start| judge.offers(start.at)));
        settle(out);
    }
}

/// Sorts starts and keeps of each instant the one with the most seats taken: the fuller appointment is filled first.
pub(crate) fn settle(starts: &mut Vec<Start>) {
    starts.sort_unstable();
    starts.dedup_by(|next, kept| {
        let same = next.at == kept.at;
        if same {
            kept.taken = kept.taken.max(next.taken);
        }
        same
    });
}

/// Keeps of `all` what is also in `other`.
fn intersect(all: &mut Vec<Start>, other: &[Start]) {
    let mut other = other.iter().peekable();
    all.retain_mut(|start| {
        while other.next_if(|it| it.at < start.at).is_some() {}
        match other.peek() {
            Some(it) if it.at == start.at => {
                start.taken = start.taken.max(it.taken);
                true
            }
            _ => false,
        }
    });
}
