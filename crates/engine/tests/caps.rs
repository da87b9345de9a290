//! No input makes the engine panic, loop, or allocate without bound.

#![allow(clippy::pedantic, clippy::unwrap_used)]

use jiff::{civil, tz::TimeZone};
use proptest::prelude::*;
use slated_engine::{
    Busy, CapError, DAY, EARLIEST, Exception, Horizon, Host, Hours, LATEST, Meeting, Mode, Ms, Query, Rules,
    RulesError, Schedule, ScheduleError, Span, Travel, check, explain, nearest, starts, troubleshoot,
};

fn always() -> [Vec<Hours>; 7] {
    std::array::from_fn(|_| vec![Hours { from: 0, to: 1440 }])
}

#[test]
fn schedules_have_bounds() {
    let schedule =
        |weekly, exceptions, travel| Schedule::new(TimeZone::UTC, weekly, exceptions, travel).unwrap_err();
    let hours = |from, to| {
        let mut weekly: [Vec<Hours>; 7] = Default::default();
        weekly[2] = vec![Hours { from, to }];
        schedule(weekly, vec![], vec![])
    };
    assert_eq!(hours(600, 500).to_string(), "Wednesday: 10:00 to 08:20 are not hours of a day");
    assert!(matches!(hours(600, 600), ScheduleError::Hours { .. }));
    assert!(matches!(hours(0, 1441), ScheduleError::Hours { .. }));
    assert!(matches!(hours(1440, 0), ScheduleError::Hours { .. }));
    let mut many: [Vec<Hours>; 7] = Default::default();
    many[0] = vec![Hours { from: 0, to: 1 }; Schedule::MAX_HOURS + 1];
    assert_eq!(schedule(many, vec![], vec![]), ScheduleError::TooManyHours { weekday: 0 });
    let noon = civil::date(2026, 1, 1).at(12, 0, 0, 0);
    let empty = Exception { available: false, start: noon, end: noon };
    assert_eq!(schedule(always(), vec![empty], vec![]), ScheduleError::Exception(0));
    let long = Exception { available: false, start: civil::DateTime::MIN, end: civil::DateTime::MAX };
    let count = Schedule::MAX_EXCEPTIONS + 1;
    assert_eq!(schedule(always(), vec![long; count], vec![]), ScheduleError::TooManyExceptions(count));
    let travel = |from: i8, to: i8| Travel {
        from: civil::date(2026, 1, from),
        to: civil::date(2026, 1, to),
        zone: TimeZone::UTC,
    };
    assert_eq!(schedule(always(), vec![], vec![travel(1, 3), travel(3, 4)]), ScheduleError::Travel(1));
    assert_eq!(schedule(always(), vec![], vec![travel(3, 1)]), ScheduleError::Travel(0));
}

#[test]
fn rules_have_bounds() {
    let refused = |rules: Rules| rules.validate().unwrap_err();
    assert_eq!(refused(Rules::new(4)), RulesError::Duration(4));
    assert_eq!(refused(Rules::new(u32::MAX)), RulesError::Duration(u32::MAX));
    assert_eq!(refused(Rules { interval: Some(0), ..Rules::new(30) }), RulesError::Interval(0));
    assert_eq!(refused(Rules { buffer_after: u32::MAX, ..Rules::new(30) }), RulesError::Buffer(u32::MAX));
    assert_eq!(refused(Rules { notice: u32::MAX, ..Rules::new(30) }), RulesError::Notice(u32::MAX));
    assert_eq!(refused(Rules { spots: 0, ..Rules::new(30) }), RulesError::Spots(0));
    assert_eq!(
        refused(Rules { horizon: Horizon::BusinessDays(u32::MAX), ..Rules::new(30) }),
        RulesError::HorizonTooFar
    );
}

#[test]
fn queries_have_bounds() {
    let schedule = Schedule::new(TimeZone::UTC, always(), vec![], vec![]).unwrap();
    let host = Host { hours: &[&schedule], within: &[], busy: &[] };
    let rules = Rules::new(5);
    let ask = |range, hosts: &[Host<'_>]| {
        starts(&Query { rules: &rules, mode: Mode::Anyone, now: 0, range }, hosts)
    };
    assert_eq!(ask(Span::new(0, 367 * DAY), &[host]), Err(CapError::Range));
    assert_eq!(ask(Span::new(Ms::MIN, Ms::MAX), &[host]), Err(CapError::Instant(Ms::MIN)));
    assert_eq!(ask(Span::new(0, DAY), &[host; 1001]), Err(CapError::Hosts(1001)));
    // The largest that is let in: a year of five-minute starts, open around the clock, for a thousand hosts.
    assert_eq!(ask(Span::new(0, 366 * DAY), &[host; 1000]).unwrap().len(), 366 * 288);
    assert_eq!(ask(Span::new(DAY, 0), &[host]), Ok(vec![]));
    let query = Query { rules: &rules, mode: Mode::Anyone, now: 0, range: Span::new(0, 366 * DAY) };
    assert!(matches!(troubleshoot(&query, &[host; 1000]), Err(CapError::Judged(_))));
}

#[test]
fn windows_at_the_ends_of_time() {
    let schedule = Schedule::new(TimeZone::get("Europe/Berlin").unwrap(), always(), vec![], vec![]).unwrap();
    for range in [
        Span::new(Ms::MIN, Ms::MIN + 1),
        Span::new(Ms::MAX - 1, Ms::MAX),
        Span::new(EARLIEST, EARLIEST + DAY),
    ] {
        assert!(schedule.windows(range).len() <= 1);
    }
}

fn extreme() -> impl Strategy<Value = Ms> {
    prop_oneof![
        any::<Ms>(),
        Just(Ms::MIN),
        Just(Ms::MAX),
        (-3 * DAY..3 * DAY).prop_map(|at| EARLIEST + at),
        (-3 * DAY..3 * DAY).prop_map(|at| LATEST + at),
        -3 * DAY..3 * DAY,
    ]
}

fn horizon() -> impl Strategy<Value = Horizon> {
    prop_oneof![
        Just(Horizon::Unlimited),
        (0..=Rules::MAX_AHEAD).prop_map(Horizon::Minutes),
        (0..=3660u32).prop_map(Horizon::Days),
        (0..=3660u32).prop_map(Horizon::BusinessDays),
        Just(Horizon::Range { from: civil::Date::MIN, to: civil::Date::MAX }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3000) })]

    #[test]
    fn extreme_instants_are_refused_or_answered(
        (now, start, at, length) in (extreme(), extreme(), extreme(), 0..2 * DAY),
        busy in proptest::collection::vec((extreme(), extreme(), any::<bool>()), 0..6),
        (horizon, within, spots) in (horizon(), any::<bool>(), 1u32..3),
        odd in 0usize..4,
    ) {
        let zone = ["UTC", "Pacific/Apia", "America/St_Johns", "Africa/Casablanca"][odd];
        let forever = Exception { available: odd % 2 == 0, start: civil::DateTime::MIN, end: civil::DateTime::MAX };
        let weekly = always();
        let away = Travel { from: civil::Date::MIN, to: civil::Date::MAX, zone: TimeZone::UTC };
        let schedule = Schedule::new(
            TimeZone::get(zone).unwrap(), weekly,
            if odd == 2 { vec![forever] } else { vec![] }, if odd == 3 { vec![away] } else { vec![] },
        ).unwrap();
        let mut busy: Vec<Busy> = busy.into_iter().map(|(start, end, own)| {
            Busy { span: Span::new(start, end), meeting: own.then_some(Meeting { start, end, taken: 1, id: 0 }) }
        }).collect();
        busy.sort_by_key(|busy| busy.span.start);
        let limits = vec![slated_engine::Limit { per: slated_engine::Period::Year, max: slated_engine::Max::Minutes(u32::MAX) }];
        let rules = Rules { horizon, buffers_within_hours: within, buffer_before: 60, spots, limits, ..Rules::new(30) };
        let rules = rules.validate().unwrap();
        let range = Span::new(start, start.saturating_add(length));
        let host = Host { hours: &[&schedule], within: &[], busy: &busy };
        let query = Query { rules: &rules, mode: Mode::Everyone, now, range };
        rules.busy_span(range);
        if let Ok(starts) = starts(&query, &[host]) {
            for start in starts.iter().take(5) {
                prop_assert!(check(&query, &[host], start.at).is_ok());
            }
        }
        let explained = explain(&query, &[host], at);
        prop_assert_eq!(explained.offered, check(&query, &[host], at).is_ok());
        for finding in &explained.hosts[0].findings {
            prop_assert!(!finding.to_string().is_empty());
        }
        nearest(&query, &[host], at, 3);
        schedule.windows(range);
    }
}
