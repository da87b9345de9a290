//! How long the engine takes, on the shared case the goals are stated for.
//!
//! `cargo bench -p slated-engine` prints every figure; `--bench slots -- one_host` or another prefix picks some.

#![allow(missing_docs, clippy::pedantic, clippy::unwrap_used)]

mod case;

use std::hint::black_box;
use std::time::Duration;

use case::{Team, busy, monday, query, range, rules, schedule};
use criterion::{Criterion, criterion_group, criterion_main};
use slated_engine::{
    Busy, Calendar, DAY, Host, Limit, MINUTE, Max, Mode, Period, Rules, Span, Start, check, nearest, starts,
    starts_into,
};

fn one_host(c: &mut Criterion) {
    let (schedule, busy, rules) = (schedule(), busy(0), rules());
    let host = [Host { hours: &[&schedule], within: &[], busy: &busy }];
    let mut out: Vec<Start> = Vec::new();
    for (count, expected) in [(7, 17), (30, 107), (365, 4409)] {
        let query = query(&rules, Mode::Anyone, range(count));
        starts_into(&query, &host, &mut out).unwrap();
        assert_eq!(out.len(), expected, "{count} days");
        c.bench_function(&format!("one_host/{count}_days"), |b| {
            b.iter(|| starts_into(black_box(&query), black_box(&host), &mut out))
        });
        c.bench_function(&format!("one_host/{count}_days_new_vector"), |b| {
            b.iter(|| starts(black_box(&query), black_box(&host)))
        });
    }
}

fn hosts(c: &mut Criterion) {
    let rules = rules();
    for count in [10, 100, 1000] {
        let team = Team::of(count);
        team.ask(|hosts| {
            for (mode, name) in [(Mode::Anyone, "anyone"), (Mode::Everyone, "everyone")] {
                let query = query(&rules, mode, range(30));
                let mut out = Vec::new();
                starts_into(&query, hosts, &mut out).unwrap();
                assert_eq!(out.len(), if mode == Mode::Anyone { 396 } else { 36 }, "{count} hosts, {name}");
                c.bench_function(&format!("hosts/{name}/{count}_30_days"), |b| {
                    b.iter(|| starts_into(black_box(&query), black_box(hosts), &mut out))
                });
            }
        });
    }
}

/// 30 days of one host whose calendar has more and more busy times: in the range, and outside of it.
fn busy_times(c: &mut Criterion) {
    let (schedule, rules) = (schedule(), rules());
    let query = query(&rules, Mode::Anyone, range(30));
    let mut out = Vec::new();
    for count in [0, 100, 10_000] {
        let inside: Vec<Busy> = (0..count)
            .map(|index| {
                let start = query.range.start + (query.range.end - query.range.start) / count * index;
                Busy { span: Span::new(start, start + 2 * MINUTE), meeting: None }
            })
            .collect();
        let hours = [&schedule];
        let host = [Host { hours: &hours, within: &[], busy: &inside }];
        c.bench_function(&format!("busy/inside/{count}"), |b| {
            b.iter(|| starts_into(black_box(&query), black_box(&host), &mut out))
        });
        // The shared case, and years of other events before and after it.
        let mut all = busy(0);
        for index in 0..count / 2 {
            for start in [monday() - DAY - index * 60 * MINUTE, query.range.end + DAY + index * 60 * MINUTE] {
                all.push(Busy { span: Span::new(start, start + 30 * MINUTE), meeting: None });
            }
        }
        let calendar = Calendar::new(all);
        c.bench_function(&format!("busy/outside/{count}"), |b| {
            b.iter(|| {
                let busy = calendar.touching(rules.busy_span(query.range));
                let host = [Host { hours: &hours, within: &[], busy }];
                starts_into(black_box(&query), black_box(&host), &mut out)
            })
        });
        assert_eq!(out.len(), 107);
    }
}

fn others(c: &mut Criterion) {
    let (schedule, busy, rules) = (schedule(), busy(0), rules());
    let host = [Host { hours: &[&schedule], within: &[], busy: &busy }];
    let whole = query(&rules, Mode::Anyone, range(30));
    let free = starts(&whole, &host).unwrap()[50].at;
    c.bench_function("check/free", |b| b.iter(|| check(black_box(&whole), black_box(&host), free)));
    c.bench_function("check/off_grid", |b| {
        b.iter(|| check(black_box(&whole), black_box(&host), free + 5 * MINUTE))
    });
    c.bench_function("nearest/3", |b| b.iter(|| nearest(black_box(&whole), black_box(&host), free, 3)));
    c.bench_function("schedule/compile", |b| b.iter(case::schedule));
    let limits =
        vec![Limit { per: Period::Day, max: Max::Count(3) }, Limit { per: Period::Week, max: Max::Count(9) }];
    let rules = Rules { limits, ..rules.clone() };
    let limited = query(&rules, Mode::Anyone, range(30));
    c.bench_function("limits/30_days", |b| b.iter(|| starts(black_box(&limited), black_box(&host))));
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(30).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    targets = one_host, hosts, busy_times, others
}
criterion_main!(benches);
