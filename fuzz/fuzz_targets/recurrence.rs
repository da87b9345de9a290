//! Series: as many occurrences as asked for, in order, at the same time on the wall clock.

#![no_main]

use arbitrary::Arbitrary;
use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;
use slated_engine::{EARLIEST, Every, LATEST, MAX_OCCURRENCES, occurrences};
use slated_fuzz::{At, Zone};

#[derive(Arbitrary, Debug)]
struct Series {
    first: At,
    zone: Zone,
    every: u8,
    count: Count,
}

#[derive(Arbitrary, Debug)]
enum Count {
    Usual(u8),
    Any(u32),
}

fuzz_target!(|series: Series| {
    let zone = series.zone.get();
    let every = [Every::Week, Every::TwoWeeks, Every::Month][usize::from(series.every % 3)];
    let count = match series.count {
        Count::Usual(count) => u32::from(count) % MAX_OCCURRENCES + 1,
        Count::Any(count) => count,
    };
    let first = series.first.ms();
    let Ok(starts) = occurrences(first, &zone, every, count) else { return };
    assert!((1..=MAX_OCCURRENCES).contains(&count) && starts.len() == count as usize);
    assert_eq!(starts[0], first);
    assert!(starts.is_sorted_by(|a, b| a < b), "{starts:?}");
    assert!(starts.iter().all(|start| (EARLIEST..=LATEST).contains(start)));
    let local = |ms| zone.to_datetime(Timestamp::from_millisecond(ms).expect("within the engine's years"));
    let time = local(first).time();
    for &start in &starts {
        let here = local(start);
        let gap = zone.to_ambiguous_timestamp(here.date().to_datetime(time)).is_ambiguous();
        // In a gap the time moves, perhaps over midnight to a date on which it exists.
        let after_gap = here.time() != time && {
            let before = here
                .date()
                .yesterday()
                .is_ok_and(|date| zone.to_ambiguous_timestamp(date.to_datetime(time)).is_ambiguous());
            gap || before
        };
        assert!(here.time() == time || after_gap, "{here} is not at {time}");
    }
});
