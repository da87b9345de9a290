//! What is asked of the engine: hosts, their busy times, and the question.

use std::fmt;

use crate::rules::{Period, Rules};
use crate::schedule::Schedule;
use crate::span::{DAY, EARLIEST, LATEST, MINUTE, Ms, Span};

/// The longest range of one query, in days (policy 5). An hour of grace lets 366 local days in where the clock is set back.
pub const MAX_RANGE_DAYS: i64 = 366;
/// The most hosts of one query.
pub const MAX_HOSTS: usize = 1_000;
/// The most schedules of one host, in each of [`Host::hours`] and [`Host::within`].
pub const MAX_SCHEDULES: usize = 32;
/// The most starts times hosts that [`troubleshoot`](crate::troubleshoot) explains at once.
pub const MAX_JUDGED: usize = 500_000;
/// The most busy times of one host.
pub const MAX_BUSY: usize = 100_000;

/// A time at which a host cannot take another meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Busy {
    /// The claimed time: of an appointment with its buffers, of an event in a connected calendar exactly its own
    /// (policy 8). An empty span blocks nothing.
    pub span: Span,
    /// Present only when the claim belongs to the meeting type that is asked for.
    pub meeting: Option<Meeting>,
}

/// An appointment of the meeting type that is asked for. It counts for limits (policy 10), and may have free seats (policy 11).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// Its start, without buffers.
    pub start: Ms,
    /// Its end, without buffers.
    pub end: Ms,
    /// Seats taken.
    pub taken: u32,
    /// Which appointment it is, by a number of the caller's: the same for each of its hosts.
    pub id: u32,
}

/// One host, as the engine sees them.
#[derive(Clone, Copy, Debug)]
pub struct Host<'a> {
    /// The working hours, united. A host without any offers nothing. The first one's zone is the host's local
    /// calendar for limits and horizon.
    pub hours: &'a [&'a Schedule],
    /// Schedules that narrow the working hours, each of them: of the channel, of a resource, of the meeting type.
    pub within: &'a [&'a Schedule],
    /// Sorted by `span.start`; they may overlap. Must hold everything that touches [`Rules::busy_span`].
    pub busy: &'a [Busy],
}

/// Whose time is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A start is offered when one of the hosts can take it: the union.
    Anyone,
    /// A start is offered when every host can take it: the intersection.
    Everyone,
}

/// A question about a meeting type.
#[derive(Clone, Copy, Debug)]
pub struct Query<'a> {
    /// What the meeting type demands; [validated](Rules::validate).
    pub rules: &'a Rules,
    /// Whose time is needed.
    pub mode: Mode,
    /// The present.
    pub now: Ms,
    /// Meetings that start inside are asked for; they may end outside.
    pub range: Span,
}

/// A start that is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Start {
    /// The instant.
    pub at: Ms,
    /// Seats taken of the appointment that runs at exactly this start; 0 where a booking makes a new appointment.
    pub taken: u32,
}

/// A query larger than the engine takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CapError {
    /// The range is longer than [`MAX_RANGE_DAYS`].
    Range,
    /// An instant lies outside [`EARLIEST`]`..=`[`LATEST`].
    Instant(Ms),
    /// More than [`MAX_HOSTS`].
    Hosts(usize),
    /// More than [`MAX_JUDGED`] starts times hosts to explain.
    Judged(usize),
    /// A host has more than [`MAX_SCHEDULES`].
    Schedules {
        /// Which host.
        host: usize,
    },
    /// A host has more than [`MAX_BUSY`] busy times.
    Busy {
        /// Which host.
        host: usize,
    },
}

impl Query<'_> {
    pub(crate) fn cap(&self, hosts: &[Host<'_>]) -> Result<(), CapError> {
        let instants = [self.now, self.range.start, self.range.end];
        if let Some(&at) = instants.iter().find(|at| !(EARLIEST..=LATEST).contains(at)) {
            return Err(CapError::Instant(at));
        }
        if self.range.end - self.range.start > MAX_RANGE_DAYS * DAY + 60 * MINUTE {
            return Err(CapError::Range);
        }
        if hosts.len() > MAX_HOSTS {
            return Err(CapError::Hosts(hosts.len()));
        }
        for (host, it) in hosts.iter().enumerate() {
            if it.hours.len() > MAX_SCHEDULES || it.within.len() > MAX_SCHEDULES {
                return Err(CapError::Schedules { host });
            }
            if it.busy.len() > MAX_BUSY {
                return Err(CapError::Busy { host });
            }
        }
        Ok(())
    }
}

impl Rules {
    /// The time in which busy times matter to starts in `range`: what to read from storage, or to take from a
    /// [`Calendar`](crate::Calendar). Limits reach to the ends of their periods.
    pub fn busy_span(&self, range: Span) -> Span {
        let period = self.limits.iter().map(|limit| match limit.per {
            Period::Day => 3 * DAY,
            Period::Week => 9 * DAY,
            Period::Month => 33 * DAY,
            Period::Year => 368 * DAY,
        });
        let pad = period.max().unwrap_or(0);
        range.widened(pad + self.lead(), pad + self.tail())
    }

    /// From the start of the claim to the start of the meeting.
    pub(crate) fn lead(&self) -> Ms {
        Ms::from(self.buffer_before) * MINUTE
    }

    /// From the start of the meeting to the end of the claim.
    pub(crate) fn tail(&self) -> Ms {
        (Ms::from(self.duration) + Ms::from(self.buffer_after)) * MINUTE
    }

    pub(crate) fn length(&self) -> Ms {
        Ms::from(self.duration) * MINUTE
    }

    /// What must lie inside a window around a meeting at `at` (policy 7).
    pub(crate) fn footprint(&self, at: Ms) -> Span {
        if self.buffers_within_hours {
            self.claim(at)
        } else {
            Span::new(at, at.saturating_add(self.length()))
        }
    }

    /// What a meeting at `at` claims of its hosts (policy 8).
    pub(crate) fn claim(&self, at: Ms) -> Span {
        Span::new(at.saturating_sub(self.lead()), at.saturating_add(self.tail()))
    }

    /// Whether the running meeting can be joined by someone who asks for its start (policy 11).
    pub(crate) fn joinable(&self, meeting: &Meeting) -> bool {
        self.spots > 1
            && meeting.taken < self.spots
            && meeting.end.saturating_sub(meeting.start) == self.length()
    }
}

impl fmt::Display for CapError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Range => write!(f, "at most {MAX_RANGE_DAYS} days can be asked for at once"),
            Self::Instant(at) => write!(f, "{at} ms is outside the years 1 to 9997"),
            Self::Hosts(count) => {
                write!(f, "at most {MAX_HOSTS} hosts can be asked for at once, not {count}")
            }
            Self::Judged(count) => {
                write!(f, "at most {MAX_JUDGED} starts of hosts can be explained at once, not {count}")
            }
            Self::Schedules { host } => write!(f, "host {host} has more than {MAX_SCHEDULES} schedules"),
            Self::Busy { host } => write!(f, "host {host} has more than {MAX_BUSY} busy times"),
        }
    }
}

impl std::error::Error for CapError {}
