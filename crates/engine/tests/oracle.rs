//! The engine against the brute-force oracle, on random schedules, zones, exceptions, busy times and ranges.
//!
//! `ENGINE_CASES=5000000 cargo test -p slated-engine --test oracle` soaks; by default it is 120,000 cases. What proptest
//! shrinks a failure to belongs into `policies.rs` or `zones.rs` as a table case.

#![allow(clippy::pedantic, clippy::unwrap_used)]

mod support;

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use jiff::{Timestamp, ToSpan, civil, tz::TimeZone};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, TestRunner};
use slated_engine::{
    Busy, Exception, Horizon, Hours, Limit, MINUTE, Max, Meeting, Mode, Ms, Period, Rules, Span, Start,
    Travel, check, starts,
};
use support::oracle::Oracle;
use support::{Case, Person, Plan, text};

/// Zones whose clocks do unusual things: half hours, quarter hours, skipped days, changes at midnight, inverse summer.
const ODD: [&str; 20] = [
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Africa/Casablanca",
    "Africa/El_Aaiun",
    "Europe/Dublin",
    "America/Sao_Paulo",
    "America/Havana",
    "Asia/Beirut",
    "Asia/Tehran",
    "Asia/Gaza",
    "Africa/Cairo",
    "America/Santiago",
    "America/Asuncion",
    "Atlantic/Azores",
    "America/St_Johns",
    "Antarctica/Troll",
    "Pacific/Chatham",
    "Pacific/Kwajalein",
    "America/Scoresbysund",
];

fn cases(share: u32) -> u32 {
    let all = std::env::var("ENGINE_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(120_000);
    all * share / 120
}

fn run(share: u32, days: Ms, people: usize) {
    let (offering, joined) = (AtomicU32::new(0), AtomicU32::new(0));
    let config = Config {
        cases: cases(share),
        failure_persistence: None,
        max_shrink_iters: 5000,
        ..Config::default()
    };
    TestRunner::new(config)
        .run(&(any_case(days, people), vec(any::<Index>(), 8)), |(mut case, probes)| {
            book_some(&mut case, &probes);
            let found = agrees(&case, &probes).map_err(TestCaseError::fail)?;
            offering.fetch_add(u32::from(!found.is_empty()), Ordering::Relaxed);
            joined.fetch_add(u32::from(found.iter().any(|start| start.taken > 0)), Ordering::Relaxed);
            Ok(())
        })
        .unwrap_or_else(|failure| panic!("{failure}"));
    // The cases must not be about nothing.
    let (offering, joined) = (offering.into_inner(), joined.into_inner());
    assert!(offering > cases(share) / 5, "only {offering} cases offer a start");
    assert!(joined > cases(share) / 50, "only {joined} cases have an appointment to join");
}

#[test]
fn one_host_some_days() {
    run(60, 3, 1);
}

#[test]
fn several_hosts_a_day() {
    run(45, 1, 4);
}

#[test]
fn several_hosts_some_weeks() {
    run(15, 20, 2);
}

/// Puts appointments of the type asked for where they would really be: on starts that were offered. All hosts hold one
/// together, or each their own, or only the first does.
fn book_some(case: &mut Case, picks: &[Index]) {
    if case.rules.spots == 1 && case.rules.limits.is_empty() {
        return;
    }
    let free = case.ask(|query, hosts| starts(query, hosts).unwrap());
    if free.is_empty() {
        return;
    }
    for (pick, taken) in picks.iter().take(3).zip(1u32..) {
        let start = pick.get(&free).at;
        let end = start + Ms::from(case.rules.duration) * MINUTE;
        let span = Span::new(
            start - Ms::from(case.rules.buffer_before) * MINUTE,
            end + Ms::from(case.rules.buffer_after) * MINUTE,
        );
        let (holders, alone) = match pick.index(4) {
            0 => (1, false),
            1 => (case.hosts.len(), true),
            _ => (case.hosts.len(), false),
        };
        for (host, number) in case.hosts.iter_mut().take(holders).zip(0..) {
            let id = 10 * taken + if alone { number } else { 0 };
            host.busy.push(Busy { span, meeting: Some(Meeting { start, end, taken, id }) });
            host.busy.sort_by_key(|busy| busy.span.start);
        }
    }
}

fn agrees(case: &Case, probes: &[Index]) -> Result<Vec<Start>, String> {
    let oracle = Oracle::of(case);
    let expected = oracle.starts();
    case.ask(|query, hosts| {
        let found = starts(query, hosts).unwrap();
        if found != expected {
            let (found, expected) = (support::render(&found), support::render(&expected));
            return Err(format!("engine:\n{found}\noracle:\n{expected}"));
        }
        if query.range.end - query.range.start <= 1440 * MINUTE {
            let grid = slated_engine::troubleshoot(query, hosts).unwrap();
            let offered = grid.iter().filter(|point| point.offered);
            let offered: Vec<Start> =
                offered.map(|point| Start { at: point.at, taken: point.taken }).collect();
            if offered != found {
                return Err(format!("troubleshoot offers\n{}", support::render(&offered)));
            }
        }
        // The judge too: on probed minutes, on starts, and next to them.
        let minutes = usize::try_from((query.range.end - query.range.start) / MINUTE).unwrap().max(1);
        let listed = |probe: &Index| (!found.is_empty()).then(|| probe.get(&found).at);
        let (plain, near) = probes.split_at(probes.len() / 2);
        let anywhere = plain.iter().map(|probe| {
            let first = (query.range.start + MINUTE - 1).div_euclid(MINUTE);
            (first + probe.index(minutes) as Ms) * MINUTE
        });
        for at in anywhere.chain(near.iter().filter_map(listed)) {
            let refusals = oracle.refusals(at);
            let able: Vec<usize> = (0..hosts.len()).filter(|&host| refusals[host].is_empty()).collect();
            let offered = match query.mode {
                Mode::Anyone => !able.is_empty(),
                Mode::Everyone => !able.is_empty() && able.len() == hosts.len(),
            };
            match check(query, hosts, at) {
                Ok(hosts) if offered && hosts == able => {}
                Err(refused) if !offered => {
                    let mut rules: Vec<Vec<_>> = vec![Vec::new(); hosts.len()];
                    for &(host, rule, _) in &refused.all {
                        if !rules[host].contains(&rule) {
                            rules[host].push(rule);
                        }
                    }
                    if rules != refusals {
                        return Err(format!(
                            "refusals at {}: engine {rules:?}, oracle {refusals:?}",
                            text(at)
                        ));
                    }
                }
                answer => return Err(format!("at {}: engine {answer:?}, oracle {refusals:?}", text(at))),
            }
        }
        Ok(found)
    })
}

/// All zones of the database, and the odd ones as often as all of them together.
static ZONES: LazyLock<(Vec<TimeZone>, Vec<TimeZone>)> = LazyLock::new(|| {
    let get = |name: &str| TimeZone::get(name).unwrap();
    let all: Vec<_> = jiff::tz::db().available().map(|name| get(name.as_str())).collect();
    assert!(all.len() > 500, "the whole time zone database");
    (all, ODD.map(get).to_vec())
});

fn zone() -> impl Strategy<Value = TimeZone> {
    (any::<bool>(), any::<Index>())
        .prop_map(|(odd, index)| index.get(if odd { &ZONES.1 } else { &ZONES.0 }).clone())
}

/// A minute to build a case around: near a change of the zone more often than not.
fn around(zone: &TimeZone, year: i16, nth: usize, shift: Ms) -> Ms {
    let new_year = TimeZone::UTC.to_timestamp(civil::date(year, 1, 1).at(0, 0, 0, 0)).unwrap();
    let change = zone.following(new_year).nth(nth % 4).map(|change| change.timestamp()).filter(|_| nth < 6);
    let change = change.filter(|at| at.as_second() < 3_000_000_000);
    let at = change.unwrap_or_else(|| new_year + (nth as i64 * 37 * 24).hours());
    at.as_millisecond().div_euclid(MINUTE) + shift
}

fn minute_of_day() -> impl Strategy<Value = u16> {
    prop_oneof![
        4 => (0u16..=96).prop_map(|quarter| quarter * 15),
        1 => 0u16..=1440,
        1 => Just(0),
        1 => Just(1440),
    ]
}

fn hours() -> impl Strategy<Value = Hours> {
    (minute_of_day(), minute_of_day()).prop_map(|(a, b)| match a.cmp(&b) {
        std::cmp::Ordering::Less => Hours { from: a, to: if a % 2 == 0 && b == 1440 { 0 } else { b } },
        std::cmp::Ordering::Greater => Hours { from: b, to: a },
        std::cmp::Ordering::Equal => Hours { from: 0, to: 1440 },
    })
}

fn weekly() -> impl Strategy<Value = [Vec<Hours>; 7]> {
    let day = || vec(hours(), 0..4);
    prop_oneof![
        6 => (day(), day(), day(), day(), day(), day(), day()).prop_map(<[_; 7]>::from),
        1 => Just(std::array::from_fn(|_| vec![Hours { from: 0, to: 1440 }])),
        2 => hours().prop_map(|hours| std::array::from_fn(|_| vec![hours])),
    ]
}

fn local(minute: Ms) -> civil::DateTime {
    TimeZone::UTC.to_datetime(Timestamp::from_second(minute * 60).unwrap())
}

/// Minutes after the middle of the case.
fn offset(days: Ms) -> impl Strategy<Value = Ms> {
    prop_oneof![-2 * 1440..(days + 2) * 1440, (-8..(days + 2) * 4).prop_map(|quarter| quarter * 360)]
}

fn plan(middle: Ms, days: Ms, zone: impl Strategy<Value = TimeZone>) -> impl Strategy<Value = Plan> {
    let exception = (any::<bool>(), offset(days), prop_oneof![15i64..600, Just(1440), 1000i64..30_000])
        .prop_map(move |(available, start, length)| Exception {
            available,
            start: local(middle + start),
            end: local(middle + start + length),
        });
    let travel = (self::zone(), -3i64..days + 3, 0i64..5).prop_map(move |(zone, start, length)| {
        let from = local(middle + start * 1440).date();
        Travel { from, to: from.checked_add(length.days()).unwrap(), zone }
    });
    let travel = prop_oneof![5 => Just(None), 1 => travel.prop_map(Some)];
    let exceptions = prop_oneof![2 => Just(vec![]), 1 => vec(exception, 1..4)];
    (zone, weekly(), exceptions, travel).prop_map(|(zone, weekly, exceptions, travel)| Plan {
        zone,
        weekly,
        exceptions,
        travel: travel.into_iter().collect(),
    })
}

fn rules(middle: Ms) -> impl Strategy<Value = Rules> {
    let duration = prop_oneof![select(vec![15u32, 20, 25, 30, 45, 50, 60, 90]), 5u32..300, Just(1440)];
    let interval = prop_oneof![3 => Just(None), 2 => select(vec![10u32, 15, 20, 30, 45, 60]).prop_map(Some), 1 => (5u32..100).prop_map(Some)];
    let buffer = || prop_oneof![2 => Just(0u32), 1 => 0u32..90, 1 => Just(15)];
    let notice = prop_oneof![3 => Just(0u32), 1 => 0u32..4000];
    let horizon = prop_oneof![
        4 => Just(Horizon::Unlimited),
        1 => (0u32..6000).prop_map(Horizon::Minutes),
        1 => (0u32..9).prop_map(Horizon::Days),
        1 => (0u32..9).prop_map(Horizon::BusinessDays),
        1 => (-2i64..4, 0i64..5).prop_map(move |(from, length)| Horizon::Range {
            from: local(middle + from * 1440).date(),
            to: local(middle + (from + length) * 1440).date(),
        }),
    ];
    let limit = (
        select(vec![Period::Day, Period::Week, Period::Month, Period::Year]),
        prop_oneof![(0u32..4).prop_map(Max::Count), (0u32..400).prop_map(Max::Minutes)],
    );
    let limits =
        prop_oneof![3 => Just(vec![]), 1 => vec(limit.prop_map(|(per, max)| Limit { per, max }), 1..3)];
    let spots = prop_oneof![2 => Just(1u32), 1 => 1u32..5];
    (duration, interval, buffer(), buffer(), any::<bool>(), notice, horizon, limits, spots).prop_map(
        |(
            duration,
            interval,
            buffer_before,
            buffer_after,
            buffers_within_hours,
            notice,
            horizon,
            limits,
            spots,
        )| {
            let rules = Rules {
                duration,
                interval,
                buffer_before,
                buffer_after,
                buffers_within_hours,
                notice,
                horizon,
                limits,
                spots,
            };
            rules.validate().unwrap()
        },
    )
}

fn busy(middle: Ms, days: Ms) -> impl Strategy<Value = Vec<(Ms, Ms, Option<u32>)>> {
    let length = prop_oneof![4 => (1i64..9).prop_map(|quarter| quarter * 15 * MINUTE), 1 => 0..400 * MINUTE, 1 => 0..9 * 1440 * MINUTE];
    let start = prop_oneof![
        offset(days).prop_map(|minute| minute * MINUTE),
        (-9i64..days * 96 + 9).prop_map(|quarter| quarter * 15 * MINUTE)
    ];
    let one = (start, length, proptest::option::of(0u32..6))
        .prop_map(move |(start, length, taken)| (middle * MINUTE + start, length, taken));
    prop_oneof![vec(one.clone(), 0..3), vec(one, 0..20)]
}

fn any_case(days: Ms, people: usize) -> impl Strategy<Value = Case> {
    let middle = (zone(), 1974i16..2045, 0usize..9, -1440i64..720).prop_map(|(zone, year, nth, shift)| {
        let middle = around(&zone, year, nth, shift);
        (zone, middle)
    });
    middle.prop_flat_map(move |(zone, middle)| {
        let home = || prop_oneof![3 => Just(zone.clone()), 1 => self::zone()];
        let plans = |count| vec(plan(middle, days, home()), count);
        let hours = prop_oneof![6 => plans(1..=1), 1 => plans(2..=3), ];
        let within = prop_oneof![4 => plans(0..=0), 1 => plans(1..=2)];
        let hosts = vec((hours, within, busy(middle, days)), 1..=people);
        let now = prop_oneof![3 => Just(-9_000i64), 1 => -3000i64..days * 1440];
        let range = (
            prop_oneof![Just(0), -600i64..600],
            prop_oneof![Just(days * 1440), 0..=days * 1440],
            prop_oneof![4 => Just(0), 1 => 0..MINUTE],
        );
        (hosts, rules(middle), proptest::bool::weighted(0.3), now, range).prop_map(
            move |(hosts, rules, everyone, now, (start, length, jitter))| {
                let start = (middle + start) * MINUTE + jitter;
                Case {
                    hosts: hosts
                        .into_iter()
                        .map(|(hours, within, busy)| person(hours, within, busy, &rules))
                        .collect(),
                    rules,
                    mode: if everyone { Mode::Everyone } else { Mode::Anyone },
                    now: (middle + now) * MINUTE - jitter,
                    range: Span::new(start, start + length * MINUTE),
                }
            },
        )
    })
}

fn person(hours: Vec<Plan>, within: Vec<Plan>, busy: Vec<(Ms, Ms, Option<u32>)>, rules: &Rules) -> Person {
    let duration = Ms::from(rules.duration) * MINUTE;
    let mut busy: Vec<Busy> = busy
        .into_iter()
        .map(|(start, length, taken)| match taken {
            None => Busy { span: Span::new(start, start + length), meeting: None },
            Some(taken) => {
                // Most appointments have the present duration; some were made under another.
                let end = start + if length % 7 == 1 { length } else { duration };
                let (before, after) = (Ms::from(rules.buffer_before), Ms::from(rules.buffer_after));
                let span = Span::new(start - before * MINUTE, end + after * MINUTE);
                // Two numbers, so that hosts' appointments are now and then the same.
                let id = u32::from(length % 2 == 0);
                Busy { span, meeting: Some(Meeting { start, end, taken, id }) }
            }
        })
        .collect();
    busy.sort_by_key(|busy| busy.span.start);
    Person { hours, within, busy }
}
