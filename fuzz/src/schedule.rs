//! Schedules.

use arbitrary::Arbitrary;
use slated_engine::{Exception, Hours, Schedule, ScheduleError, Travel};

use crate::{At, Zone};

/// A schedule before it is checked.
#[derive(Arbitrary, Debug)]
pub struct RawSchedule {
    zone: Zone,
    week: RawWeek,
    exceptions: Vec<(bool, At, RawLength)>,
    travel: Vec<(At, u8, Zone)>,
}

#[derive(Arbitrary, Debug)]
enum RawWeek {
    /// Open all the time.
    Always,
    /// The same hours every day.
    Daily(u16, u16),
    /// Quarter hours: weekday, beginning, length.
    Quarters(Vec<(u8, u8, u8)>),
    /// Anything.
    Any([Vec<(u16, u16)>; 7]),
}

#[derive(Arbitrary, Debug)]
enum RawLength {
    Minutes(u16),
    Until(At),
}

impl RawSchedule {
    /// The schedule, if it is within its bounds.
    pub fn compile(&self) -> Result<Schedule, ScheduleError> {
        let exceptions = self.exceptions.iter().map(|(available, at, length)| {
            let start = at.wall();
            let end = match *length {
                RawLength::Minutes(minutes) => {
                    start.saturating_add(jiff::SignedDuration::from_mins(i64::from(minutes) + 1))
                }
                RawLength::Until(at) => at.wall(),
            };
            Exception { available: *available, start, end }
        });
        let travel = self.travel.iter().map(|&(from, days, zone)| Travel {
            from: from.date(),
            to: from.date().saturating_add(jiff::SignedDuration::from_hours(24 * i64::from(days))),
            zone: zone.get(),
        });
        Schedule::new(self.zone.get(), self.week.hours(), exceptions.collect(), travel.collect())
    }
}

impl RawWeek {
    fn hours(&self) -> [Vec<Hours>; 7] {
        match self {
            Self::Always => std::array::from_fn(|_| vec![Hours { from: 0, to: 0 }]),
            &Self::Daily(from, minutes) => {
                let from = from % 1440;
                let to = (from + 1 + minutes % 1440).min(1440);
                std::array::from_fn(|_| vec![Hours { from, to }])
            }
            Self::Quarters(list) => {
                let mut week: [Vec<Hours>; 7] = Default::default();
                for &(weekday, from, quarters) in list {
                    let from = u16::from(from % 96) * 15;
                    let to = (from + 15 + u16::from(quarters % 96) * 15).min(1440);
                    week[usize::from(weekday % 7)].push(Hours { from, to });
                }
                week
            }
            Self::Any(week) => {
                week.each_ref().map(|day| day.iter().map(|&(from, to)| Hours { from, to }).collect())
            }
        }
    }
}
