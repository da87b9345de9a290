//! Instants, wall-clock times and zones.

use arbitrary::Arbitrary;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use slated_engine::{EARLIEST, LATEST, MINUTE, Ms};

/// 2026-03-01T00:00Z: the clocks of both hemispheres change within weeks.
const BASE: Ms = 1_772_323_200_000;

/// An instant.
#[derive(Arbitrary, Clone, Copy, Debug)]
pub enum At {
    /// Minutes around the spring of 2026.
    Near(i16),
    /// Minutes around the spring of 2026, decades away at most.
    Far(i32),
    /// Milliseconds around the spring of 2026.
    Odd(i32),
    /// Minutes after the earliest instant.
    Early(i16),
    /// Minutes after the latest instant.
    Late(i16),
    /// Any.
    Any(i64),
}

impl At {
    /// It in milliseconds.
    pub fn ms(self) -> Ms {
        match self {
            Self::Near(minutes) => BASE + Ms::from(minutes) * MINUTE,
            Self::Far(minutes) => BASE + Ms::from(minutes) * MINUTE,
            Self::Odd(ms) => BASE + Ms::from(ms),
            Self::Early(minutes) => EARLIEST + Ms::from(minutes) * MINUTE,
            Self::Late(minutes) => LATEST + Ms::from(minutes) * MINUTE,
            Self::Any(ms) => ms,
        }
    }

    /// Its date in UTC; for the outermost the first or last one there is.
    pub fn date(self) -> Date {
        self.wall().date()
    }

    /// It read as a wall-clock time.
    pub fn wall(self) -> DateTime {
        let outermost = if self.ms() < 0 { DateTime::MIN } else { Date::MAX.to_datetime(Time::MAX) };
        jiff::Timestamp::from_millisecond(self.ms()).map_or(outermost, |at| Offset::UTC.to_datetime(at))
    }
}

/// Names of zones that are special: half hours, quarter hours, changes at midnight, skipped days, two changes a year turned
/// around, changes of half an hour, offsets with seconds.
const ZONES: [&str; 20] = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "America/Sao_Paulo",
    "America/Havana",
    "Africa/Casablanca",
    "Europe/Dublin",
    "Asia/Tehran",
    "Antarctica/Troll",
    "Africa/Monrovia",
    "Asia/Gaza",
    "America/St_Johns",
    "Asia/Manila",
    "Pacific/Chatham",
    "Africa/Cairo",
];

/// A time zone.
#[derive(Arbitrary, Clone, Copy, Debug)]
pub enum Zone {
    /// A special one.
    Named(u8),
    /// Any of the database.
    Other(u16),
    /// Seconds east of UTC.
    Fixed(i32),
}

impl Zone {
    /// It; UTC where there is no such zone.
    pub fn get(self) -> TimeZone {
        let zone = match self {
            Self::Named(index) => TimeZone::get(ZONES[usize::from(index) % ZONES.len()]).ok(),
            Self::Other(index) => {
                let mut names = jiff::tz::db().available();
                names.nth(usize::from(index % 500)).and_then(|name| TimeZone::get(name.as_str()).ok())
            }
            Self::Fixed(seconds) => Offset::from_seconds(seconds % 94_000).ok().map(TimeZone::fixed),
        };
        zone.unwrap_or(TimeZone::UTC)
    }
}
