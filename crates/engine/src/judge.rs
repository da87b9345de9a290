//! What each rule says about one start of one host.
//!
//! This is the definition of what may be booked; the sweep in `slots` is the fast way to the same answer.

use crate::joinable::Joinable;
use crate::limits::{Tallies, fits};
use crate::open::{Scratch, origin};
use crate::query::{Host, Query};
use crate::reach::Reach;
use crate::rules::Limit;
use crate::span::{MINUTE, Ms, Span, WEEK};
use crate::zone::Offsets;

/// A rule that can refuse a start, in the order in which they are told: what no other booking can change comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// There is no host to ask (policy 14).
    NoHost,
    /// The past is never offered (policy 9).
    Past,
    /// Too soon (policy 9): `minimum-notice`.
    MinimumNotice,
    /// Outside the time that is open for booking (policy 9): `beyond-horizon`.
    BeyondHorizon,
    /// The slot does not lie inside an open window (policy 7): `outside-working-hours`.
    OutsideWorkingHours,
    /// Not a point of the grid (policy 6): `off-grid`.
    OffGrid,
    /// A limit of the host's day, week, month or year is reached (policy 10): `limit-reached`.
    LimitReached,
    /// The host is busy, or the appointment is full (policies 8 and 11): `slot-occupied`.
    Occupied,
}

/// What a rule found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Detail {
    /// For [`Rule::NoHost`]: nothing more to say.
    None,
    /// For [`Rule::Past`] and [`Rule::MinimumNotice`]: the earliest start.
    Earliest(Ms),
    /// For [`Rule::BeyondHorizon`]: when starts are open for booking.
    Horizon(Span),
    /// For [`Rule::OutsideWorkingHours`]: what must be open, and the window around or touching its start, if there is one.
    Hours {
        /// The slot, with buffers where they must stay within.
        needed: Span,
        /// The open window.
        window: Option<Span>,
    },
    /// For [`Rule::OffGrid`]: from which instant the grid counts, and its step.
    Grid {
        /// The first grid point.
        origin: Ms,
        /// Milliseconds from point to point.
        step: Ms,
    },
    /// For [`Rule::LimitReached`]: the limit and what its period holds already.
    Limit {
        /// The limit.
        limit: Limit,
        /// Meetings in the period.
        meetings: u32,
        /// Their minutes.
        minutes: i64,
    },
    /// For [`Rule::Occupied`]: the busy time that overlaps the claim; `None` when the time is free.
    Busy {
        /// What the meeting would claim, buffers included.
        claim: Span,
        /// The busy time.
        busy: Option<Span>,
        /// Its place in [`Host::busy`].
        index: Option<usize>,
    },
}

/// One rule's answer for one host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// Whether it lets the start pass.
    pub passes: bool,
    /// On what grounds.
    pub detail: Detail,
}

/// One host, prepared for questions about starts in one range.
pub(crate) struct Judge<'a> {
    query: &'a Query<'a>,
    host: &'a Host<'a>,
    joinable: &'a Joinable,
    reach: Reach,
    windows: Vec<Span>,
    tallies: Option<Tallies>,
    /// For each busy time the latest end up to and including it.
    busy_until: Vec<Ms>,
}

impl<'a> Judge<'a> {
    /// `joinable` is what all hosts who are to take part can be joined in.
    pub(crate) fn new(query: &'a Query<'a>, host: &'a Host<'a>, range: Span, joinable: &'a Joinable) -> Self {
        let mut scratch = Scratch::default();
        scratch.open(host, range, query.rules.tail());
        let mut latest = Ms::MIN;
        let busy_until = host.busy.iter().map(|busy| {
            latest = latest.max(busy.span.end);
            latest
        });
        Self {
            query,
            host,
            joinable,
            reach: Reach::of(query, host),
            windows: scratch.windows,
            tallies: Tallies::of(query, host, range),
            busy_until: busy_until.collect(),
        }
    }

    /// Whether the host can take a start.
    pub(crate) fn offers(&self, at: Ms) -> bool {
        let mut passes = true;
        self.ask(at, &mut |finding| passes &= finding.passes);
        passes
    }

    /// The place of the appointment that a booking of this start joins (policy 11): of several, the fullest.
    pub(crate) fn joined(&self, at: Ms) -> Option<usize> {
        if self.query.rules.spots == 1 {
            return None;
        }
        let running =
            self.host.busy.iter().enumerate().filter_map(|(index, busy)| Some((index, busy.meeting?)));
        let rules = self.query.rules;
        let here = running.filter(|(_, it)| it.start == at && self.joinable.allows(rules, it));
        here.max_by_key(|(_, meeting)| meeting.taken).map(|(index, _)| index)
    }

    /// Asks every rule about a start inside the range.
    pub(crate) fn ask(&self, at: Ms, found: &mut impl FnMut(Finding)) {
        let rules = self.query.rules;
        let mut tell = |rule, passes, detail| found(Finding { rule, passes, detail });

        tell(Rule::Past, at >= self.query.now, Detail::Earliest(self.query.now));
        tell(Rule::MinimumNotice, at >= self.reach.notice, Detail::Earliest(self.reach.notice));
        let horizon = self.reach.horizon;
        tell(Rule::BeyondHorizon, horizon.start <= at && at < horizon.end, Detail::Horizon(horizon));

        let needed = rules.footprint(at);
        let next = self.windows.partition_point(|window| window.end <= at);
        let window = self.windows.get(next).copied().filter(|window| window.start <= at);
        let inside = window.is_some_and(|window| window.contains(needed));
        tell(Rule::OutsideWorkingHours, inside, Detail::Hours { needed, window });
        if let Some(window) = window {
            let (origin, step) = (self.origin(window, at), Ms::from(rules.step()) * MINUTE);
            tell(Rule::OffGrid, (at - origin) % step == 0, Detail::Grid { origin, step });
        }

        let claim = rules.claim(at);
        let joined = self.joined(at);
        let first = self.busy_until.partition_point(|&end| end <= claim.start);
        let near =
            self.host.busy.iter().enumerate().skip(first).take_while(|(_, busy)| busy.span.start < claim.end);
        let mut free = true;
        for (index, busy) in near.filter(|(index, busy)| busy.span.overlaps(claim) && Some(*index) != joined)
        {
            free = false;
            tell(Rule::Occupied, false, Detail::Busy { claim, busy: Some(busy.span), index: Some(index) });
        }
        if free {
            tell(Rule::Occupied, true, Detail::Busy { claim, busy: None, index: None });
        }

        for (limit, meetings, time) in self.tallies.iter().flat_map(|tallies| tallies.at(at)) {
            let passes = joined.is_some() || fits(limit, meetings, time, rules.length());
            tell(Rule::LimitReached, passes, Detail::Limit { limit, meetings, minutes: time / MINUTE });
        }
    }

    fn origin(&self, window: Span, at: Ms) -> Ms {
        match self.host.hours.first() {
            Some(first) if at - window.start >= WEEK => {
                let weeks = Offsets::of(first.zone(), Span::new(at, at).widened(3 * WEEK, 2 * WEEK));
                origin(window, at, &weeks)
            }
            _ => window.start,
        }
    }
}
