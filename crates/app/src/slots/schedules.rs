//! Compiled schedules, kept while they are current.
//!
//! A schedule is compiled anew when what is stored differs from what was compiled, so a kept one is never out of date.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use jiff::tz::TimeZone;
use slated_engine::{Exception, Hours, Schedule, Travel};
use slated_store::{availability::Availability, ids::AvailabilityId};

/// How many are kept before all are dropped: a bound on memory, not a policy.
const MOST: usize = 50_000;

/// Compiled schedules by id.
#[derive(Default)]
pub(crate) struct Schedules(Mutex<HashMap<AvailabilityId, (Availability, Arc<Schedule>)>>);

impl Schedules {
    /// The compiled form of this schedule as it is now.
    pub(crate) fn compiled(&self, availability: &Availability) -> Arc<Schedule> {
        let mut map = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, schedule)) = map.get(&availability.id)
            && of == availability
        {
            return Arc::clone(schedule);
        }
        if map.len() >= MOST {
            map.clear();
        }
        let schedule = Arc::new(compile(availability));
        map.insert(availability.id, (availability.clone(), Arc::clone(&schedule)));
        schedule
    }
}

/// What is stored was checked when it came in; a schedule that an older version let through and this one cannot
/// read offers nothing, and says so in the log, rather than bringing down every page of its owner.
fn compile(availability: &Availability) -> Schedule {
    build(availability).unwrap_or_else(|reason| {
        tracing::error!(availability = %availability.id, %reason, "this schedule cannot be read; it offers nothing");
        never()
    })
}

/// Checks a schedule by compiling it; the reason is for people.
pub(crate) fn build(availability: &Availability) -> Result<Schedule, String> {
    let zone = |name: &str| TimeZone::get(name).map_err(|error| error.to_string());
    let week = availability
        .hours
        .each_ref()
        .map(|day| day.iter().map(|h| Hours { from: h.from, to: h.to }).collect::<Vec<_>>());
    let exceptions = availability
        .exceptions
        .list
        .iter()
        .map(|e| Exception { available: e.available, start: e.start, end: e.end })
        .collect();
    let travel = availability
        .exceptions
        .travel
        .iter()
        .map(|t| Ok(Travel { from: t.from, to: t.to, zone: zone(&t.timezone)? }))
        .collect::<Result<Vec<_>, String>>()?;
    Schedule::new(zone(&availability.timezone)?, week, exceptions, travel).map_err(|error| error.to_string())
}

/// A schedule without a single open hour.
pub(super) fn closed() -> Arc<Schedule> {
    Arc::new(never())
}

fn never() -> Schedule {
    Schedule::new(TimeZone::UTC, Default::default(), vec![], vec![])
        .expect("an empty schedule breaks no bound")
}
