//! Working hours: a weekly pattern of wall-clock times in a zone, with exceptions and travel.
//!
//! A schedule is checked and compiled once; finding its open windows is then integer arithmetic (see `windows`).

use std::fmt;

use jiff::{civil, tz::TimeZone};

use crate::open;
use crate::span::{self, DAY, MINUTE, Ms, Span};
use crate::zone::{Day, Offsets, day_of, wall};

/// Open from one time of day to another, in minutes after midnight. An end of 0 means 1440, the end of the day (policy 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hours {
    /// 0 to 1439.
    pub from: u16,
    /// After `from`, to 1440; or 0.
    pub to: u16,
}

/// A stretch of wall-clock time in the schedule's zone with rules of its own (policy 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exception {
    /// True: replaces the weekly hours of the dates it covers. False: blocks its time. A block wins over an opening.
    pub available: bool,
    /// Its start.
    pub start: civil::DateTime,
    /// Its end, exclusive.
    pub end: civil::DateTime,
}

/// Dates on which the weekly hours are those of another zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Travel {
    /// The first date.
    pub from: civil::Date,
    /// The last date.
    pub to: civil::Date,
    /// The zone the weekly hours are read in.
    pub zone: TimeZone,
}

/// A schedule outside its bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ScheduleError {
    /// Hours that do not end after they begin, or are not times of a day.
    Hours {
        /// Monday is 0.
        weekday: usize,
        /// The hours.
        hours: Hours,
    },
    /// More than [`Schedule::MAX_HOURS`] on a weekday.
    TooManyHours {
        /// Monday is 0.
        weekday: usize,
    },
    /// An exception that does not end after it begins; its index.
    Exception(usize),
    /// More than [`Schedule::MAX_EXCEPTIONS`].
    TooManyExceptions(usize),
    /// Travel that ends before it begins, or shares a date with another; its index.
    Travel(usize),
    /// More than [`Schedule::MAX_TRAVEL`].
    TooMuchTravel(usize),
}

/// Working hours, compiled.
///
/// ```
/// use jiff::tz::TimeZone;
/// use slated_engine::{Hours, Schedule, Span};
/// let kolkata = TimeZone::get("Asia/Kolkata").unwrap();
/// let daily = vec![Hours { from: 9 * 60 + 30, to: 18 * 60 }];
/// let schedule = Schedule::new(kolkata, std::array::from_fn(|_| daily.clone()), vec![], vec![]).unwrap();
/// let windows = schedule.windows(Span::new(0, 86_400_000)); // 1970-01-01
/// assert_eq!(windows, [Span::new(4 * 3_600_000, 12 * 3_600_000 + 1_800_000)]); // 04:00–12:30Z
/// ```
#[derive(Clone, Debug)]
pub struct Schedule {
    zone: TimeZone,
    /// The hours of all weekdays in milliseconds after midnight, Monday's first, each day's in order.
    hours: Box<[(Ms, Ms)]>,
    /// Where each weekday's begin in `hours`; the last entry is their end.
    first: [usize; 8],
    /// Dates, half-open, whose weekly hours are replaced; in order, disjoint.
    replaced: Vec<(Day, Day)>,
    openings: Vec<Span>,
    blocks: Vec<Span>,
    /// Dates, half-open, of travel; in order, disjoint.
    travel: Vec<(Day, Day, TimeZone)>,
}

impl Schedule {
    /// The most hours of one weekday.
    pub const MAX_HOURS: usize = 48;
    /// The most exceptions.
    pub const MAX_EXCEPTIONS: usize = 2_000;
    /// The most travels.
    pub const MAX_TRAVEL: usize = 200;

    /// Checks and compiles a schedule; `weekly` begins with Monday. Hours may touch and overlap, exceptions too.
    pub fn new(
        zone: TimeZone,
        weekly: [Vec<Hours>; 7],
        exceptions: Vec<Exception>,
        travel: Vec<Travel>,
    ) -> Result<Schedule, ScheduleError> {
        let (hours, first) = compile_hours(weekly)?;
        let travel = compile_travel(travel)?;
        if exceptions.len() > Self::MAX_EXCEPTIONS {
            return Err(ScheduleError::TooManyExceptions(exceptions.len()));
        }
        let mut this = Self {
            zone,
            hours,
            first,
            replaced: Vec::new(),
            openings: Vec::new(),
            blocks: Vec::new(),
            travel,
        };
        for (index, exception) in exceptions.iter().enumerate() {
            if exception.end <= exception.start {
                return Err(ScheduleError::Exception(index));
            }
            this.except(exception);
        }
        span::merge(&mut this.openings);
        span::merge(&mut this.blocks);
        this.replaced.sort_unstable();
        this.replaced.dedup_by(|next, last| {
            let touch = next.0 <= last.1;
            if touch {
                last.1 = last.1.max(next.1);
            }
            touch
        });
        Ok(this)
    }

    /// The zone of the weekly hours and of the exceptions.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The merged open windows that touch `range`, in order and whole: not clipped to it. A window that is open for
    /// weeks on end is followed for two weeks beyond the range, no further. At most the range's first
    /// [`MAX_RANGE_DAYS`](crate::MAX_RANGE_DAYS) days are answered.
    pub fn windows(&self, range: Span) -> Vec<Span> {
        open::of_schedule(self, range)
    }

    fn except(&mut self, exception: &Exception) {
        let (start, end) = (wall(exception.start), wall(exception.end));
        let instant = |local| Offsets::of(&self.zone, Span::new(local, local)).resolve(local);
        let span = Span::new(instant(start), instant(end));
        if exception.available {
            let last = end.saturating_sub(1).max(start).div_euclid(DAY);
            self.replaced.push((start.div_euclid(DAY), last + 1));
            self.openings.push(span);
        } else {
            self.blocks.push(span);
        }
    }

    /// The hours of a weekday, in milliseconds after midnight.
    #[inline]
    pub(crate) fn weekday(&self, weekday: usize) -> &[(Ms, Ms)] {
        &self.hours[self.first[weekday]..self.first[weekday + 1]]
    }

    /// How many hours so many days may have.
    pub(crate) fn most_windows(&self, days: Day) -> usize {
        usize::try_from(days / 7 + 1).map_or(0, |weeks| weeks * self.hours.len())
    }

    pub(crate) fn replaced(&self) -> &[(Day, Day)] {
        &self.replaced
    }

    pub(crate) fn openings(&self) -> &[Span] {
        &self.openings
    }

    pub(crate) fn blocks(&self) -> &[Span] {
        &self.blocks
    }

    pub(crate) fn travel(&self) -> &[(Day, Day, TimeZone)] {
        &self.travel
    }
}

type CompiledHours = (Box<[(Ms, Ms)]>, [usize; 8]);

fn compile_hours(weekly: [Vec<Hours>; 7]) -> Result<CompiledHours, ScheduleError> {
    let (mut flat, mut first) = (Vec::new(), [0; 8]);
    for (weekday, mut day) in weekly.into_iter().enumerate() {
        if day.len() > Schedule::MAX_HOURS {
            return Err(ScheduleError::TooManyHours { weekday });
        }
        day.sort_unstable();
        for hours in day {
            let to = if hours.to == 0 { 1440 } else { hours.to };
            if hours.from >= to || to > 1440 {
                return Err(ScheduleError::Hours { weekday, hours });
            }
            flat.push((Ms::from(hours.from) * MINUTE, Ms::from(to) * MINUTE));
        }
        first[weekday + 1] = flat.len();
    }
    Ok((flat.into_boxed_slice(), first))
}

fn compile_travel(travel: Vec<Travel>) -> Result<Vec<(Day, Day, TimeZone)>, ScheduleError> {
    if travel.len() > Schedule::MAX_TRAVEL {
        return Err(ScheduleError::TooMuchTravel(travel.len()));
    }
    let mut compiled: Vec<(Day, Day, TimeZone, usize)> = Vec::with_capacity(travel.len());
    for (index, Travel { from, to, zone }) in travel.into_iter().enumerate() {
        if to < from {
            return Err(ScheduleError::Travel(index));
        }
        compiled.push((day_of(from), day_of(to) + 1, zone, index));
    }
    compiled.sort_by_key(|&(from, to, _, _)| (from, to));
    match compiled.windows(2).find(|pair| pair[1].0 < pair[0].1) {
        Some(pair) => Err(ScheduleError::Travel(pair[1].3)),
        None => Ok(compiled.into_iter().map(|(from, to, zone, _)| (from, to, zone)).collect()),
    }
}

impl fmt::Display for ScheduleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const NAMES: [&str; 7] =
            ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
        match *self {
            Self::Hours { weekday, hours: Hours { from, to } } => {
                let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
                write!(f, "{}: {} to {} are not hours of a day", NAMES[weekday], clock(from), clock(to))
            }
            Self::TooManyHours { weekday } => {
                write!(f, "{}: at most {} hours are possible", NAMES[weekday], Schedule::MAX_HOURS)
            }
            Self::Exception(index) => write!(f, "exception {index} must end after it begins"),
            Self::TooManyExceptions(count) => {
                write!(f, "at most {} exceptions are possible, not {count}", Schedule::MAX_EXCEPTIONS)
            }
            Self::Travel(index) => {
                write!(f, "travel {index} must not end before it begins, nor share a date with another")
            }
            Self::TooMuchTravel(count) => {
                write!(f, "at most {} travels are possible, not {count}", Schedule::MAX_TRAVEL)
            }
        }
    }
}

impl std::error::Error for ScheduleError {}
