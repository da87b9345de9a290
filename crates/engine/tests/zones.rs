//! Times of day become instants by RFC 5545, section 3.3.5 (DATE-TIME, form 3), which this table follows sentence by sentence:
//!
//! > If, based on the definition of the referenced time zone, the local time described occurs more than once (when
//! > changing from daylight to standard time), the DATE-TIME value refers to the first occurrence of the referenced time.
//! > […] If the local time described does not occur (when changing from standard to daylight time), the DATE-TIME value
//! > is interpreted using the UTC offset before the gap in local times.
//!
//! <https://www.rfc-editor.org/rfc/rfc5545#section-3.3.5>

#![allow(clippy::pedantic, clippy::unwrap_used)]

mod support;

use jiff::{Timestamp, civil::date, tz::TimeZone};
use slated_engine::{Every, Exception, Ms, Schedule, Span, days, occurrences};
use support::{instant, text};

/// The window of one opening, as instants.
fn window(zone: &TimeZone, start: &str, end: &str) -> Option<Span> {
    let opening = Exception { available: true, start: start.parse().unwrap(), end: end.parse().unwrap() };
    let schedule = Schedule::new(zone.clone(), Default::default(), vec![opening], vec![]).unwrap();
    let around =
        Timestamp::from_millisecond(instant(&format!("{}Z", &start[..16]))).unwrap().as_millisecond();
    let windows =
        schedule.windows(Span::new(around - 3 * slated_engine::DAY, around + 5 * slated_engine::DAY));
    assert!(windows.len() <= 1);
    windows.first().copied()
}

#[test]
fn gaps_and_folds() {
    for (zone, start, end, expect_start, expect_end) in [
        // The two examples of the RFC itself: 01:30 occurs twice, 02:30 does not occur.
        (
            "America/New_York",
            "2007-11-04T01:30",
            "2007-11-04T03:00",
            "2007-11-04T05:30Z",
            "2007-11-04T08:00Z",
        ),
        (
            "America/New_York",
            "2007-03-11T02:30",
            "2007-03-11T05:00",
            "2007-03-11T07:30Z",
            "2007-03-11T09:00Z",
        ),
        // An end in a gap moves too; an ambiguous end is its first occurrence.
        ("Europe/Berlin", "2026-03-29T01:00", "2026-03-29T02:30", "2026-03-29T00:00Z", "2026-03-29T01:30Z"),
        ("Europe/Berlin", "2026-10-25T01:00", "2026-10-25T02:30", "2026-10-24T23:00Z", "2026-10-25T00:30Z"),
        ("Europe/Berlin", "2026-10-25T01:00", "2026-10-25T03:00", "2026-10-24T23:00Z", "2026-10-25T02:00Z"),
        // Half an hour, and a quarter that stays.
        (
            "Australia/Lord_Howe",
            "2026-10-04T02:15",
            "2026-10-04T04:00",
            "2026-10-03T15:45Z",
            "2026-10-03T17:00Z",
        ),
        (
            "Australia/Lord_Howe",
            "2026-04-05T01:45",
            "2026-04-05T02:00",
            "2026-04-04T14:45Z",
            "2026-04-04T15:30Z",
        ),
        ("Asia/Kathmandu", "2026-01-05T09:00", "2026-01-05T10:00", "2026-01-05T03:15Z", "2026-01-05T04:15Z"),
        // Midnight that does not occur, and midnight that occurs twice.
        (
            "America/Sao_Paulo",
            "2018-11-04T00:00",
            "2018-11-04T02:00",
            "2018-11-04T03:00Z",
            "2018-11-04T04:00Z",
        ),
        ("America/Havana", "2026-11-01T00:00", "2026-11-01T02:00", "2026-11-01T04:00Z", "2026-11-01T07:00Z"),
        // Samoa had no 30 December 2011: its times are those of the day after.
        ("Pacific/Apia", "2011-12-29T09:00", "2011-12-29T17:00", "2011-12-29T19:00Z", "2011-12-30T03:00Z"),
        ("Pacific/Apia", "2011-12-30T09:00", "2011-12-30T17:00", "2011-12-30T19:00Z", "2011-12-31T03:00Z"),
        ("Pacific/Apia", "2011-12-29T20:00", "2011-12-31T04:00", "2011-12-30T06:00Z", "2011-12-30T14:00Z"),
        // Morocco's winter time, during Ramadan only.
        (
            "Africa/Casablanca",
            "2026-02-15T01:00",
            "2026-02-15T04:00",
            "2026-02-15T00:00Z",
            "2026-02-15T04:00Z",
        ),
        (
            "Africa/Casablanca",
            "2026-03-22T01:00",
            "2026-03-22T04:00",
            "2026-03-22T01:00Z",
            "2026-03-22T03:00Z",
        ),
    ] {
        let found = window(&TimeZone::get(zone).unwrap(), start, end).unwrap();
        assert_eq!(
            (&*text(found.start), &*text(found.end)),
            (expect_start, expect_end),
            "{zone} {start} to {end}"
        );
    }
    // A window inside a gap that ends with the gap has no time in it.
    assert_eq!(
        window(&TimeZone::get("Europe/Berlin").unwrap(), "2026-03-29T02:00", "2026-03-29T03:00"),
        None
    );
}

/// The engine's arithmetic is jiff's `Compatible`, for every zone and around every change of its clock.
#[test]
fn every_change_of_every_zone() {
    let mut changes = 0;
    for name in jiff::tz::db().available() {
        let zone = TimeZone::get(name.as_str()).unwrap();
        let from: Timestamp = "1880-01-01T00:00Z".parse().unwrap();
        for change in zone.following(from).take_while(|change| change.timestamp().as_second() < 2_300_000_000)
        {
            changes += 1;
            let local = zone.to_datetime(change.timestamp());
            for minutes in [-90i64, -60, -31, -30, -1, 0, 1, 29, 30, 59, 60, 90] {
                let start = local.checked_add(jiff::Span::new().minutes(minutes)).unwrap();
                let end = start.checked_add(jiff::Span::new().hours(7)).unwrap();
                let opening = Exception { available: true, start, end };
                let schedule =
                    Schedule::new(zone.clone(), Default::default(), vec![opening], vec![]).unwrap();
                let at = |local| zone.to_timestamp(local).unwrap().as_millisecond();
                let around = change.timestamp().as_millisecond();
                let expect: Vec<Span> =
                    Some(Span::new(at(start), at(end))).filter(|span| !span.is_empty()).into_iter().collect();
                let found = schedule
                    .windows(Span::new(around - 3 * slated_engine::DAY, around + 3 * slated_engine::DAY));
                assert_eq!(found, expect, "{} {start}", name.as_str());
            }
        }
    }
    assert!(changes > 20_000, "{changes}");
}

#[test]
fn days_begin_and_end_where_the_calendar_says() {
    let hours = |zone: &str, y, m, d| {
        let day = days(&TimeZone::get(zone).unwrap(), date(y, m, d), date(y, m, d));
        (text(day.start), (day.end - day.start) / 60_000)
    };
    assert_eq!(hours("Europe/Berlin", 2026, 3, 29), ("2026-03-28T23:00Z".into(), 23 * 60));
    assert_eq!(hours("Europe/Berlin", 2026, 10, 25), ("2026-10-24T22:00Z".into(), 25 * 60));
    assert_eq!(hours("America/Sao_Paulo", 2018, 11, 4), ("2018-11-04T03:00Z".into(), 23 * 60));
    assert_eq!(hours("America/Havana", 2026, 11, 1), ("2026-11-01T04:00Z".into(), 25 * 60));
    assert_eq!(hours("Australia/Lord_Howe", 2026, 10, 4), ("2026-10-03T13:30Z".into(), 23 * 60 + 30));
    assert_eq!(hours("Pacific/Apia", 2011, 12, 30), ("2011-12-30T10:00Z".into(), 0));
    let reversed = days(&TimeZone::UTC, date(2026, 2, 2), date(2026, 2, 1));
    assert!(reversed.is_empty());
}

#[test]
fn series_keep_their_wall_clock_time() {
    let series = |zone: &str, first: &str, every, count| {
        let starts = occurrences(instant(first), &TimeZone::get(zone).unwrap(), every, count).unwrap();
        starts.into_iter().map(text).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        series("Europe/Berlin", "2026-03-22T08:00Z", Every::Week, 3),
        "2026-03-22T08:00Z 2026-03-29T07:00Z 2026-04-05T07:00Z"
    );
    // 02:30 does not occur on 29 March.
    assert_eq!(
        series("Europe/Berlin", "2026-03-15T01:30Z", Every::TwoWeeks, 3),
        "2026-03-15T01:30Z 2026-03-29T01:30Z 2026-04-12T00:30Z"
    );
    assert_eq!(
        series("UTC", "2026-01-31T09:00Z", Every::Month, 4),
        "2026-01-31T09:00Z 2026-02-28T09:00Z 2026-03-31T09:00Z 2026-04-30T09:00Z"
    );
    let utc = TimeZone::UTC;
    assert_eq!(occurrences(0, &utc, Every::Month, 52).unwrap().len(), 52);
    assert!(occurrences(0, &utc, Every::Week, 0).is_err());
    assert!(occurrences(0, &utc, Every::Week, 53).is_err());
    assert!(occurrences(slated_engine::LATEST, &utc, Every::Week, 2).is_err());
    assert!(occurrences(Ms::MIN, &utc, Every::Week, 2).is_err());
}
