//! The shared case: what the goals for the engine are stated for.

#![allow(dead_code, missing_docs, unreachable_pub, clippy::pedantic, clippy::unwrap_used)]

use jiff::{civil::date, tz::TimeZone};
use slated_engine::{Busy, DAY, Host, Hours, MINUTE, Mode, Ms, Query, Rules, Schedule, Span, days};

/// Monday 2027-03-01, 00:00 in Berlin.
pub fn monday() -> Ms {
    days(&berlin(), date(2027, 3, 1), date(2027, 3, 1)).start
}

pub fn berlin() -> TimeZone {
    TimeZone::get("Europe/Berlin").unwrap()
}

/// The next `count` local days.
pub fn range(count: i64) -> Span {
    let last = date(2027, 3, 1).checked_add(jiff::Span::new().days(count - 1)).unwrap();
    days(&berlin(), date(2027, 3, 1), last)
}

/// Mon–Fri 09:00–18:00.
pub fn schedule() -> Schedule {
    let weekly =
        std::array::from_fn(|day| if day < 5 { vec![Hours { from: 540, to: 1080 }] } else { vec![] });
    Schedule::new(berlin(), weekly, vec![], vec![]).unwrap()
}

/// 30 minutes on a 30-minute grid, 15-minute buffers.
pub fn rules() -> Rules {
    Rules { interval: Some(30), buffer_before: 15, buffer_after: 15, ..Rules::new(30) }.validate().unwrap()
}

/// Five half hours on each of 20 working days. They wander through the day, so that each host is busy at other times: the
/// seven-day, 30-day and 365-day counts are those of the shared case, and ten hosts together are free all day.
pub fn busy(host: i64) -> Vec<Busy> {
    let event = |day: i64, index: i64| {
        let half_hour = (7 * index + 3 * day + host) % 18;
        let start = monday() + (day / 5 * 7 + day % 5) * DAY + (9 * 60 + half_hour * 30) * MINUTE;
        Busy { span: Span::new(start, start + 30 * MINUTE), meeting: None }
    };
    let mut busy: Vec<Busy> = (0..20).flat_map(|day| (0..5).map(move |index| event(day, index))).collect();
    busy.sort_by_key(|busy| busy.span.start);
    busy
}

pub struct Team {
    pub schedules: Vec<Schedule>,
    pub busy: Vec<Vec<Busy>>,
}

impl Team {
    pub fn of(count: i64) -> Self {
        Self { schedules: (0..count).map(|_| schedule()).collect(), busy: (0..count).map(busy).collect() }
    }

    pub fn ask<T>(&self, question: impl FnOnce(&[Host<'_>]) -> T) -> T {
        let hours: Vec<[&Schedule; 1]> = self.schedules.iter().map(|schedule| [schedule]).collect();
        let hosts: Vec<Host<'_>> =
            hours.iter().zip(&self.busy).map(|(hours, busy)| Host { hours, within: &[], busy }).collect();
        question(&hosts)
    }
}

pub fn query(rules: &Rules, mode: Mode, range: Span) -> Query<'_> {
    Query { rules, mode, now: monday() - DAY, range }
}
