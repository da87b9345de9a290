//! What the list offers, the booking accepts, and what it does not offer, the booking refuses: over random
//! schedules, zones, rules and bookings, drawn from seeds that a failure names.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::{
    booking::request,
    support::{TestApp, id},
};

/// Cases of each run; each takes some dozens of requests.
const CASES: u64 = 24;
/// The refusals of policies 15 that have to do with time.
const CODES: [&str; 6] = [
    "minimum-notice",
    "beyond-horizon",
    "outside-working-hours",
    "off-grid",
    "slot-occupied",
    "limit-reached",
];
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
const NOWS: [&str; 6] = [
    "2027-03-12T13:07:00Z",
    "2027-03-26T08:00:00Z",
    "2027-04-02T21:30:00Z",
    "2027-10-01T00:00:00Z",
    "2027-02-05T11:59:59Z",
    "2027-10-29T06:45:00Z",
];

/// `SplitMix64` (Steele, Lea, Flood 2014): the same numbers from the same seed, forever.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).unwrap()
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// Working hours with lunch breaks, nights that go on after midnight, days off.
fn schedule(draw: &mut Draw) -> Value {
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

fn meeting_type(draw: &mut Draw) -> Value {
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

async fn listed(app: &TestApp, of: &Value, now: Timestamp) -> Vec<Timestamp> {
    let (from, to) = (now - SignedDuration::from_hours(24), now + SignedDuration::from_hours(72));
    let path = format!("/v4/booking-availability?meetingTypeId={}&start={from}&end={to}", id(of));
    let answer = app.key.get(&path).await.ok();
    let slots = answer["availableSlots"].as_array().unwrap().iter();
    slots.map(|slot| slot["start"].as_str().unwrap().parse().unwrap()).collect()
}

/// How often each thing happened, so that a property over nothing cannot pass.
#[derive(Default, Debug)]
struct Seen {
    booked: usize,
    refused: std::collections::BTreeMap<String, usize>,
}

async fn case(app: &TestApp, seed: u64, seen: &mut Seen) {
    let draw = &mut Draw(seed);
    let now: Timestamp = draw.one(&NOWS).parse().unwrap();
    app.set_now(&now.to_string());
    let host = app.user("Case", &format!("Number{seed}")).await;
    let (of, (hours, rules)) = (&host["meetingTypeId"], (schedule(draw), meeting_type(draw)));
    let case = format!("seed {seed}, now {now}: {hours} {rules}");
    app.key
        .as_user(id(&host["userId"]))
        .patch(&format!("/v4/availability/{}", id(&host["availabilityId"])), hours)
        .await
        .ok();
    app.key.patch(&format!("/v4/meeting-type/{}", id(of)), rules).await.ok();

    // Some are taken before, one of them off every grid.
    let at_first = listed(app, of, now).await;
    for _ in 0..draw.below(5) {
        let free = listed(app, of, now).await;
        if free.is_empty() {
            break;
        }
        let mut body = request(of, &draw.one(&free).to_string());
        if draw.chance(30) {
            let odd = draw.one(&free) + SignedDuration::from_mins(7);
            (body["start"], body["ignoreAvailability"]) = (json!(odd.to_string()), json!(true));
        }
        let taken = app.key.post("/v4/booking", body).await;
        assert!([201, 409].contains(&taken.status), "{case}: {}", taken.text);
    }

    let free = listed(app, of, now).await;
    for at in &free {
        let booked = app.key.post("/v4/booking", request(of, &at.to_string())).await;
        assert_eq!(booked.status, 201, "{at} is listed, {case}: {}", booked.text);
        seen.booked += 1;
        // A seat of a group is given back by its own attendee; an appointment as a whole.
        let booked = booked.json();
        let path = format!("/v4/appointment/{}", id(&booked["id"]));
        if booked["attendees"].as_array().unwrap().len() > 1 {
            let attendee = booked["attendees"].as_array().unwrap().last().unwrap();
            let body = json!({ "attendeeId": attendee["id"] });
            app.key.post(&format!("{path}/cancel"), body).await.created();
        } else {
            app.key.delete(&path).await.ok();
        }
    }
    assert_eq!(listed(app, of, now).await, free, "cancelling gives every start back, {case}");

    let known: BTreeSet<Timestamp> = free.iter().copied().collect();
    let mut others = BTreeSet::new();
    for _ in 0..5 {
        if !at_first.is_empty() {
            others.insert(draw.one(&at_first));
        }
        if !free.is_empty() {
            let at = draw.one(&free);
            let minutes = draw.one(&[-60, -30, -15, -5, 5, 15, 30, 60, 240]);
            others.insert(at + SignedDuration::from_mins(minutes));
        }
    }
    // Anywhere on the quarter hour, and the past.
    let quarter = Timestamp::from_second(now.as_second().div_euclid(900) * 900).unwrap();
    for _ in 0..8 {
        let quarters = i64::try_from(draw.below(72 * 4)).unwrap() - 8;
        others.insert(quarter + SignedDuration::from_mins(15 * quarters));
    }
    let end = now + SignedDuration::from_hours(72);
    for at in others.into_iter().filter(|at| !known.contains(at) && *at < end) {
        let refused = app.key.post("/v4/booking", request(of, &at.to_string())).await;
        assert!([400, 409].contains(&refused.status), "{at} is not listed, {case}: {}", refused.text);
        let code = refused.json()["errorCode"].as_str().unwrap_or_default().to_owned();
        assert!(CODES.contains(&code.as_str()), "{at}, {case}: {}", refused.text);
        refused.refused(if code == "slot-occupied" { 409 } else { 400 }, &code);
        *seen.refused.entry(code).or_default() += 1;
    }
}

on_both_engines! {
    async fn exactly_what_is_listed_can_be_booked(app) {
        let mut seen = Seen::default();
        for seed in 1..=CASES {
            case(&app, seed, &mut seen).await;
        }
        println!("{seen:?}");
        assert!(seen.booked > 100, "{seen:?}");
        for code in CODES {
            assert!(seen.refused.contains_key(code), "{code} never came: {seen:?}");
        }
    }
}
