//! What a meeting type demands of a start.

use std::fmt;

use jiff::civil;

/// The rules of a meeting type, in minutes. Make one with the fields you need over [`Rules::new`], then
/// have it checked by [`Rules::validate`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// How long a meeting lasts, 5 to 1,440.
    pub duration: u32,
    /// The distance between starts, 5 to 1,440; by default the duration, at most 60 (policy 6).
    pub interval: Option<u32>,
    /// Time claimed before the meeting, at most 1,440.
    pub buffer_before: u32,
    /// Time claimed after the meeting, at most 1,440.
    pub buffer_after: u32,
    /// Whether the buffers too must lie inside the working hours (policy 7).
    pub buffers_within_hours: bool,
    /// Minimum notice: a meeting starts no sooner than this after now.
    pub notice: u32,
    /// How far ahead a meeting may start.
    pub horizon: Horizon,
    /// How much a host takes per period; all of them hold.
    pub limits: Vec<Limit>,
    /// Seats of one appointment, 1 to 1,000. More than one makes a group type (policy 11).
    pub spots: u32,
}

/// How far ahead meetings may start. Dates are those of the host's first schedule's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Horizon {
    /// At most so many minutes after now, inclusive.
    Minutes(u32),
    /// To the end of the date so many days after today.
    Days(u32),
    /// To the end of the so-manieth Monday-to-Friday date after today; 0 is today.
    BusinessDays(u32),
    /// From the beginning of one date to the end of another.
    Range {
        /// The first date.
        from: civil::Date,
        /// The last date.
        to: civil::Date,
    },
    /// No end.
    Unlimited,
}

/// At most so much per period (policy 10). Counted are the meetings of this type in the period of the host's local
/// calendar in which they start; joining an appointment that exists does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// The period.
    pub per: Period,
    /// How much of it.
    pub max: Max,
}

/// A period of the local calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// The local date.
    Day,
    /// The ISO week, Monday to Sunday.
    Week,
    /// The calendar month.
    Month,
    /// The calendar year.
    Year,
}

/// The measure of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Max {
    /// Number of meetings.
    Count(u32),
    /// Minutes of meetings, without buffers.
    Minutes(u32),
}

/// A rule outside its bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RulesError {
    /// The duration is not in 5..=1440 minutes.
    Duration(u32),
    /// The interval is not in 5..=1440 minutes.
    Interval(u32),
    /// A buffer is longer than 1,440 minutes.
    Buffer(u32),
    /// The notice is longer than [`Rules::MAX_AHEAD`] minutes.
    Notice(u32),
    /// The horizon is further than [`Rules::MAX_AHEAD`] minutes.
    HorizonTooFar,
    /// The horizon ends before it begins.
    HorizonReversed,
    /// More than [`Rules::MAX_LIMITS`] limits.
    TooManyLimits(usize),
    /// The spots are not in 1..=1000.
    Spots(u32),
}

impl Rules {
    /// The furthest notice and horizon, in minutes: ten years.
    pub const MAX_AHEAD: u32 = 10 * 366 * 1440;
    /// How many limits a meeting type may have.
    pub const MAX_LIMITS: usize = 16;

    /// A meeting of so many minutes with no other demands.
    pub fn new(duration: u32) -> Self {
        Self {
            duration,
            interval: None,
            buffer_before: 0,
            buffer_after: 0,
            buffers_within_hours: false,
            notice: 0,
            horizon: Horizon::Unlimited,
            limits: Vec::new(),
            spots: 1,
        }
    }

    /// The rules, if each is within its bounds.
    pub fn validate(self) -> Result<Self, RulesError> {
        if !(5..=1440).contains(&self.duration) {
            return Err(RulesError::Duration(self.duration));
        }
        if let Some(interval) = self.interval.filter(|interval| !(5..=1440).contains(interval)) {
            return Err(RulesError::Interval(interval));
        }
        if let Some(buffer) =
            [self.buffer_before, self.buffer_after].into_iter().find(|&buffer| buffer > 1440)
        {
            return Err(RulesError::Buffer(buffer));
        }
        if self.notice > Self::MAX_AHEAD {
            return Err(RulesError::Notice(self.notice));
        }
        match self.horizon {
            Horizon::Minutes(minutes) if minutes > Self::MAX_AHEAD => return Err(RulesError::HorizonTooFar),
            Horizon::Days(days) | Horizon::BusinessDays(days) if days > Self::MAX_AHEAD / 1440 => {
                return Err(RulesError::HorizonTooFar);
            }
            Horizon::Range { from, to } if to < from => return Err(RulesError::HorizonReversed),
            _ => {}
        }
        if self.limits.len() > Self::MAX_LIMITS {
            return Err(RulesError::TooManyLimits(self.limits.len()));
        }
        if !(1..=1000).contains(&self.spots) {
            return Err(RulesError::Spots(self.spots));
        }
        Ok(self)
    }

    /// The distance between starts, in minutes (policy 6).
    pub fn step(&self) -> u32 {
        self.interval.unwrap_or(self.duration.min(60))
    }
}

impl fmt::Display for RulesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Duration(minutes) => write!(f, "the duration must be 5 to 1440 minutes, not {minutes}"),
            Self::Interval(minutes) => write!(f, "the interval must be 5 to 1440 minutes, not {minutes}"),
            Self::Buffer(minutes) => write!(f, "a buffer must be at most 1440 minutes, not {minutes}"),
            Self::Notice(minutes) => {
                write!(f, "the minimum notice must be at most {} minutes, not {minutes}", Rules::MAX_AHEAD)
            }
            Self::HorizonTooFar => {
                write!(f, "the horizon must be at most {} minutes ahead", Rules::MAX_AHEAD)
            }
            Self::HorizonReversed => f.write_str("the horizon ends before it begins"),
            Self::TooManyLimits(count) => {
                write!(f, "a meeting type may have at most {} limits, not {count}", Rules::MAX_LIMITS)
            }
            Self::Spots(spots) => write!(f, "the spots must be 1 to 1000, not {spots}"),
        }
    }
}

impl std::error::Error for RulesError {}
