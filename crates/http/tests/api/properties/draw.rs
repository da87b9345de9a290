//! What the cases are made of: schedules, rules and teams, drawn from a seed.

use serde_json::{Value, json};

const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/// Zones with quarter hours, half an hour of daylight saving, hours set at midnight; and where the day
/// changes its length around each [`NOWS`].
const ZONES: [&str; 8] = [
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "Europe/Berlin",
    "America/New_York",
    "Pacific/Apia",
    "America/Santiago",
    "UTC",
];
/// Just before the clocks change in New York, Berlin, Lord Howe and Santiago, and around Ramadan in Casablanca.
pub const NOWS: [&str; 6] = [
    "2027-03-12T13:07:00Z",
    "2027-03-26T08:00:00Z",
    "2027-04-02T21:30:00Z",
    "2027-10-01T00:00:00Z",
    "2027-02-05T11:59:59Z",
    "2027-10-29T06:45:00Z",
];

/// `SplitMix64` (Steele, Lea, Flood 2014): the same numbers from the same seed, forever.
pub struct Draw(pub u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).unwrap()
    }

    pub fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// Working hours with lunch breaks, nights that go on after midnight, days off.
pub fn schedule(draw: &mut Draw) -> Value {
    let mut week = json!({});
    for day in DAYS {
        let hours: &[(&str, &str)] = draw.one(&[
            &[][..],
            &[("09:00", "12:00")],
            &[("10:15", "11:45"), ("13:00", "14:20")],
            &[("00:00", "03:30"), ("22:00", "24:00")],
            &[("01:30", "04:00")],
            &[("08:40", "10:05")],
        ]);
        let hours: Vec<_> = hours.iter().map(|(start, end)| json!({ "start": start, "end": end })).collect();
        week[day] = json!({ "enabled": !hours.is_empty(), "hours": hours });
    }
    json!({ "timezone": draw.one(&ZONES), "schedule": week })
}

pub fn meeting_type(draw: &mut Draw) -> Value {
    let mut limits = vec![];
    if draw.chance(40) {
        limits.push(json!({ "period": draw.one(&["day", "week"]), "maxMeetings": 1 + draw.below(3) }));
    }
    if draw.chance(20) {
        limits.push(json!({ "period": "day", "maxMinutes": draw.one(&[45, 90, 120]) }));
    }
    let horizon = draw.one(&[
        json!({ "mode": "limit", "bookingLimit": 86_400 }),
        json!({ "mode": "limit", "bookingLimit": 2 * 1_440, "countMode": "business" }),
        json!({ "mode": "limit", "bookingLimit": 2_000, "countMode": "calendar" }),
        json!({ "mode": "unlimited" }),
    ]);
    let (duration, interval) =
        (draw.one(&[15, 20, 30, 45, 60]), draw.one(&[None, Some(10), Some(15), Some(25)]));
    let within_hours = draw.chance(30);
    json!({
        "duration": duration,
        "timeslotInterval": interval,
        "bufferBefore": draw.one(&[0, 0, 5, 15]),
        "bufferAfter": draw.one(&[0, 0, 10, 30]),
        "meetingInfo": { "bufferMustStayWithinWorkingHours": within_hours },
        "bookingMinimum": draw.one(&[0, 0, 60, 1_500]),
        "daysIntoFuture": horizon,
        "spots": draw.one(&[1, 1, 1, 2]),
        "limits": limits,
    })
}

/// Who is in a team's queue: its type, the single members and the pairs among its three hosts.
pub fn queue(draw: &mut Draw) -> (&'static str, Vec<usize>, Vec<[usize; 2]>) {
    draw.one(&[
        ("simpleRoundRobin", vec![], vec![[0, 1]]),
        ("simpleRoundRobin", vec![0], vec![[0, 1]]),
        ("simpleRoundRobin", vec![2], vec![[0, 1], [1, 2]]),
        ("equalDistribution", vec![0, 1, 2], vec![]),
        ("equalDistribution", vec![0], vec![[1, 2]]),
        ("collective", vec![0, 1, 2], vec![]),
    ])
}
