//! Notice and horizon: between which instants may a meeting start? (policy 9)

use crate::query::Host;
use crate::query::Query;
use crate::rules::Horizon;
use crate::span::Span;
use crate::span::{DAY, MINUTE, Ms};
use crate::zone::{Day, Offsets, day_end, day_of, day_start, weekday};

/// When a meeting may start, as seen from now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reach {
    /// The first instant that gives enough notice; never in the past.
    pub(crate) notice: Ms,
    /// The horizon, half-open.
    pub(crate) horizon: Span,
}

impl Reach {
    /// The reach for one host, whose calendar decides what a date is.
    pub(crate) fn of(query: &Query<'_>, host: &Host<'_>) -> Self {
        Self { notice: notice(query), horizon: horizon(query, host) }
    }

    /// Like [`Reach::of`], but leaves a horizon in days unlimited when it surely lies beyond `end`. That spares a look-up per host.
    pub(crate) fn until(query: &Query<'_>, host: &Host<'_>, end: Ms) -> Self {
        let surely = match query.rules.horizon {
            Horizon::Days(days) | Horizon::BusinessDays(days) => {
                query.now.saturating_add((Ms::from(days) - 2) * DAY) > end
            }
            _ => false,
        };
        let horizon = if surely { Span::new(Ms::MIN, Ms::MAX) } else { horizon(query, host) };
        Self { notice: notice(query), horizon }
    }
}

fn notice(query: &Query<'_>) -> Ms {
    query.now.saturating_add(Ms::from(query.rules.notice) * MINUTE)
}

fn horizon(query: &Query<'_>, host: &Host<'_>) -> Span {
    let Some(zone) = host.hours.first().map(|schedule| schedule.zone()) else {
        return Span::new(Ms::MIN, Ms::MAX);
    };
    let today = || {
        let now = Span::new(query.now, query.now).clamped();
        Offsets::of(zone, now).day(now.start)
    };
    match query.rules.horizon {
        Horizon::Minutes(minutes) => {
            Span::new(Ms::MIN, query.now.saturating_add(Ms::from(minutes) * MINUTE).saturating_add(1))
        }
        Horizon::Days(days) => Span::new(Ms::MIN, day_end(zone, today() + Day::from(days))),
        Horizon::BusinessDays(days) => Span::new(Ms::MIN, day_end(zone, business_day(today(), days))),
        Horizon::Range { from, to } => Span::new(day_start(zone, day_of(from)), day_end(zone, day_of(to))),
        Horizon::Unlimited => Span::new(Ms::MIN, Ms::MAX),
    }
}

/// The `count`th Monday to Friday after a date; the date itself when `count` is 0.
fn business_day(today: Day, count: u32) -> Day {
    let position = Day::try_from(weekday(today)).expect("at most 6");
    // Saturdays and Sundays count from the Friday before.
    let friday = position.min(4);
    let (weeks, rest) = (Day::from(count) / 5, Day::from(count) % 5);
    if count == 0 {
        return today;
    }
    let over = friday + rest > 4;
    today - position + friday + weeks * 7 + rest + if over { 2 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::business_day;
    use crate::zone::weekday;

    #[test]
    fn business_days_are_counted_one_by_one() {
        for today in 20_000..20_014 {
            for count in 0..40 {
                let mut day = today;
                let mut left = count;
                while left > 0 {
                    day += 1;
                    left -= u32::from(weekday(day) < 5);
                }
                assert_eq!(business_day(today, count), day, "{count} after {today}");
            }
        }
    }
}
