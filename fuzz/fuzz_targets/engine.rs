//! The engine's public entry: any question is answered, and all answers agree.

#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use slated_engine::{
    Calendar, Host, MAX_RANGE_DAYS, Query, Schedule, Span, Start, check, days, explain, nearest,
    queue_starts, starts, troubleshoot,
};
use slated_fuzz::Question;

/// How many starts of a list are asked about one by one.
const SAMPLE: usize = 24;

fuzz_target!(|question: Question| -> Corpus {
    let Ok(rules) = question.rules() else { return Corpus::Reject };
    let schedules: Result<Vec<Schedule>, _> = question.schedules.iter().map(|raw| raw.compile()).collect();
    let Ok(schedules) = schedules else { return Corpus::Reject };
    let pick = |indices: &[u8]| -> Vec<&Schedule> {
        indices
            .iter()
            .filter_map(|&index| schedules.get(usize::from(index) % schedules.len().max(1)))
            .collect()
    };
    let parts: Vec<_> = question
        .hosts
        .iter()
        .map(|host| (pick(&host.hours), pick(&host.within), host.busy(&rules)))
        .collect();
    let hosts: Vec<Host<'_>> =
        parts.iter().map(|(hours, within, busy)| Host { hours, within, busy }).collect();
    let query = Query { rules: &rules, mode: question.mode(), now: question.now(), range: question.range() };

    let list = starts(&query, &hosts);
    if let Ok(list) = &list {
        agree(&query, &hosts, list, &question);
    }
    let members: Vec<&[Host<'_>]> = hosts.chunks(2).collect();
    let _ = queue_starts(&query, &members);
    for at in question.asked.iter().take(SAMPLE) {
        let able = check(&query, &hosts, at.ms());
        let explanation = explain(&query, &hosts, at.ms());
        assert_eq!(able.is_ok(), explanation.offered, "check and explain about {at:?}");
        for finding in explanation.hosts.iter().flat_map(|host| &host.findings) {
            assert!(!finding.to_string().is_empty());
        }
        let near = nearest(&query, &hosts, at.ms(), question.near.into());
        assert!(near.len() <= usize::from(question.near));
        for &near in near.iter().take(SAMPLE) {
            assert!(check(&query, &hosts, near).is_ok(), "nearest offers {near}, check does not");
        }
    }
    windows(&query, &schedules);
    for host in &hosts {
        let calendar = Calendar::new(host.busy.to_vec());
        let overlapping = host.busy.iter().filter(|busy| busy.span.overlaps(query.range)).count();
        assert!(calendar.touching(query.range).len() >= overlapping);
    }
    Corpus::Keep
});

/// What is listed can be booked, what is not cannot, and the explanation says the same.
fn agree(query: &Query<'_>, hosts: &[Host<'_>], list: &[Start], question: &Question) {
    assert!(list.is_sorted_by(|a, b| a.at < b.at), "in order, each once");
    let listed = |at| list.binary_search_by_key(&at, |start| start.at).is_ok();
    for start in list.iter().step_by(list.len() / SAMPLE + 1) {
        assert!(query.range.start <= start.at && start.at < query.range.end);
        assert!(check(query, hosts, start.at).is_ok(), "{start:?} is listed, and refused by check");
    }
    for at in question.asked.iter().map(|at| at.ms()).take(SAMPLE) {
        if query.range.start <= at && at < query.range.end {
            assert_eq!(check(query, hosts, at).is_ok(), listed(at), "check and starts about {at}");
        }
    }
    // Explaining a year minute by minute is slow enough to keep the fuzzer from its work.
    if query.range.end - query.range.start < 32 * slated_engine::DAY {
        for point in troubleshoot(query, hosts).unwrap_or_default() {
            assert_eq!(point.offered, listed(point.at), "troubleshoot and starts about {}", point.at);
        }
    }
}

/// Windows are in order and do not touch; dates do not end before they begin.
fn windows(query: &Query<'_>, schedules: &[Schedule]) {
    let longest = query.range.start.saturating_add(MAX_RANGE_DAYS * slated_engine::DAY);
    let range = Span::new(query.range.start, query.range.end.min(longest));
    for schedule in schedules.iter().take(4) {
        let windows = schedule.windows(range);
        assert!(windows.windows(2).all(|pair| pair[0].end < pair[1].start));
        assert!(windows.iter().all(|window| !window.is_empty()));
        if let Ok(at) = jiff::Timestamp::from_millisecond(query.now) {
            let date = schedule.zone().to_datetime(at).date();
            let day = days(schedule.zone(), date, date);
            assert!(day.start <= day.end);
        }
    }
}
