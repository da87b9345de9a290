//! What the list offers, the booking accepts, and what it does not offer, the booking refuses: over random
//! schedules, zones, rules, queues and bookings, drawn from seeds that a failure names. Troubleshooting, explaining and
//! moving agree.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use slated_app::{
    Ctx,
    access::{Actor, Via},
    slots::{Ask, Mode},
};
use uuid::Uuid;

use self::draw::{Draw, NOWS};
use crate::{
    booking::request,
    queue::Team,
    support::{TestApp, id},
};

mod draw;

/// Cases of each run, every third about a team; each takes some dozens of requests.
const CASES: u64 = 36;
/// The refusals of policies 15 that have to do with time, and that of queues.
const CODES: [&str; 7] = [
    "minimum-notice",
    "beyond-horizon",
    "outside-working-hours",
    "off-grid",
    "slot-occupied",
    "limit-reached",
    "share-reached",
];

/// How often each thing happened, so that a property over nothing cannot pass.
#[derive(Default, Debug)]
struct Seen {
    booked: usize,
    /// Of them, as one more of a group that several host.
    joined: usize,
    /// Starts that a queue offered until one of its hosts held a group then, alone and with seats free.
    apart: usize,
    moved: usize,
    refused: BTreeMap<String, usize>,
}

/// A meeting type and its hosts.
struct Case<'a> {
    app: &'a TestApp,
    meeting_type: Value,
    hosts: Vec<Uuid>,
    rules: Value,
    now: Timestamp,
    /// What a failure tells.
    told: String,
}

impl<'a> Case<'a> {
    async fn new(app: &'a TestApp, seed: u64, draw: &mut Draw) -> Self {
        let now: Timestamp = draw.one(&NOWS).parse().unwrap();
        app.set_now(&now.to_string());
        let mut rules = draw::meeting_type(draw);
        let (meeting_type, hosts, who) = if seed.is_multiple_of(3) {
            rules["spots"] = json!(draw.one(&[1, 2, 3, 3]));
            let (kind, singles, pairs) = draw::queue(draw);
            let names = ["A", "B", "C"].map(|name| format!("{name}{seed}"));
            let team = Team::new(app, &names.each_ref().map(String::as_str), json!({ "type": kind })).await;
            for pair in &pairs {
                team.group(app, pair).await;
            }
            let users: Vec<Value> =
                singles.iter().map(|&host| json!({ "userId": team.hosts[host] })).collect();
            team.change(app, json!({ "users": users })).await.ok();
            (json!(team.meeting_type), team.hosts, format!("{kind} of {singles:?} and {pairs:?}"))
        } else {
            let host = app.user("Case", &format!("Number{seed}")).await;
            (host["meetingTypeId"].clone(), vec![id(&host["userId"])], "one".to_owned())
        };
        // Most of a team work alike, so that there is much that they can do together.
        let usual = draw::schedule(draw);
        for host in &hosts {
            let hours = if hosts.len() > 1 && draw.chance(30) { draw::schedule(draw) } else { usual.clone() };
            let of_host = app.key.as_user(host);
            let schedule = of_host.get("/v4/availability").await.ok()[0]["id"].clone();
            of_host.patch(&format!("/v4/availability/{}", id(&schedule)), hours).await.ok();
        }
        app.key.patch(&format!("/v4/meeting-type/{}", id(&meeting_type)), rules.clone()).await.ok();
        let told = format!("seed {seed}, now {now}, {who}: {usual} {rules}");
        Self { app, meeting_type, hosts, rules, now, told }
    }

    async fn answer(&self, more: &str) -> Value {
        let day = SignedDuration::from_hours(24);
        let (from, to) = (self.now - day, self.now + 3 * day);
        let of = id(&self.meeting_type);
        let path = format!("/v4/booking-availability?meetingTypeId={of}&start={from}&end={to}{more}");
        self.app.key.get(&path).await.ok()
    }

    async fn listed(&self, more: &str) -> Vec<Timestamp> {
        let answer = self.answer(more).await;
        let slots = answer["availableSlots"].as_array().unwrap().iter();
        slots.map(|slot| slot["start"].as_str().unwrap().parse().unwrap()).collect()
    }

    async fn is_explained_as_offered(&self, at: Timestamp) -> bool {
        let owner = &self.app.company.owner.user;
        let actor = Actor { company: owner.company_id, user: owner.id, is_admin: true, via: Via::Operator };
        let ask = Ask {
            meeting_type: id(&self.meeting_type).into(),
            hosts: None,
            queue: None,
            mode: Mode::Anyone,
            duration: None,
            channel: None,
            resources: vec![],
        };
        self.app.app.explain(&Ctx::from(actor), ask, at).await.unwrap().offered
    }

    /// Takes some starts: off every grid too, and of a team's one by name. What was made, and can be moved.
    async fn fill(&self, draw: &mut Draw, seen: &mut Seen) -> Vec<Value> {
        let mut made = vec![];
        let team = self.hosts.len() > 1;
        for _ in 0..draw.below(5) + if team { 3 } else { 0 } {
            let by_name = team && draw.chance(60);
            let host = draw.one(&self.hosts);
            let more = if by_name { format!("&hostIds={host}") } else { String::new() };
            let (before, free) = (self.listed("").await, self.listed(&more).await);
            if free.is_empty() {
                continue;
            }
            let at = draw.one(&free);
            let mut body = request(&self.meeting_type, &at.to_string());
            if by_name {
                body["hostIds"] = json!([host]);
            } else if draw.chance(30) {
                let odd = at + SignedDuration::from_mins(7);
                (body["start"], body["ignoreAvailability"]) = (json!(odd.to_string()), json!(true));
            }
            let taken = self.app.key.post("/v4/booking", body.clone()).await;
            let forced = body.get("ignoreAvailability").is_some();
            assert!(taken.status == 201 || forced && taken.status == 409, "{}: {}", self.told, taken.text);
            let alone = by_name && self.rules["spots"] != json!(1);
            if alone && before.contains(&at) && !self.listed("").await.contains(&at) {
                seen.apart += 1;
            }
            if taken.status == 201 && !forced {
                made.push(taken.json());
            }
        }
        made
    }

    async fn all_that_is_listed_can_be_booked(&self, free: &[Timestamp], seen: &mut Seen) {
        let app = self.app;
        for at in free {
            let booked = app.key.post("/v4/booking", request(&self.meeting_type, &at.to_string())).await;
            assert_eq!(booked.status, 201, "{at} is listed, {}: {}", self.told, booked.text);
            seen.booked += 1;
            // A seat of a group is given back by its own attendee; an appointment as a whole.
            let booked = booked.json();
            let path = format!("/v4/appointment/{}", id(&booked["id"]));
            let attendees = booked["attendees"].as_array().unwrap();
            if attendees.len() > 1 {
                seen.joined += usize::from(booked["hosts"].as_array().unwrap().len() > 1);
                let body = json!({ "attendeeId": attendees.last().unwrap()["id"] });
                app.key.post(&format!("{path}/cancel"), body).await.created();
            } else {
                app.key.delete(&path).await.ok();
            }
        }
        assert_eq!(self.listed("").await, free, "cancelling gives every start back, {}", self.told);
    }

    async fn nothing_else_can_be_booked(&self, others: &BTreeSet<Timestamp>, seen: &mut Seen) {
        for at in others {
            let body = request(&self.meeting_type, &at.to_string());
            let refused = self.app.key.post("/v4/booking", body).await;
            assert!(
                [400, 409].contains(&refused.status),
                "{at} is not listed, {}: {}",
                self.told,
                refused.text
            );
            let code = refused.json()["errorCode"].as_str().unwrap_or_default().to_owned();
            assert!(CODES.contains(&code.as_str()), "{at}, {}: {}", self.told, refused.text);
            refused.refused(if code == "slot-occupied" { 409 } else { 400 }, &code);
            *seen.refused.entry(code).or_default() += 1;
        }
    }

    async fn troubleshooting_and_explaining_agree(
        &self,
        free: &[Timestamp],
        others: &BTreeSet<Timestamp>,
        draw: &mut Draw,
    ) {
        let answer = self.answer("&troubleshoot=true").await;
        let days = answer["dates"].as_array().unwrap().iter();
        let spots = days.flat_map(|day| day["spots"].as_array().unwrap());
        let open = spots.filter(|spot| spot["unavailabilityEvents"] == json!([]));
        let open: Vec<Timestamp> =
            open.map(|spot| spot["startTime"].as_str().unwrap().parse().unwrap()).collect();
        assert_eq!(open, free, "troubleshooting, {}", self.told);
        for at in others {
            assert!(!self.is_explained_as_offered(*at).await, "{at} is not listed, {}", self.told);
        }
        for _ in 0..free.len().min(5) {
            let at = draw.one(free);
            assert!(self.is_explained_as_offered(at).await, "{at} is listed, {}", self.told);
        }
    }

    /// What is listed for an appointment is where it can be moved to.
    async fn moves_where_it_is_listed(
        &self,
        made: &Value,
        others: &BTreeSet<Timestamp>,
        draw: &mut Draw,
        seen: &mut Seen,
    ) {
        let of = id(&made["id"]);
        let (path, more) =
            (format!("/v4/appointment/{of}/reschedule"), format!("&existingAppointmentId={of}"));
        let to = async |at: &Timestamp| self.app.key.post(&path, json!({ "start": at.to_string() })).await;
        let free = self.listed(&more).await;
        for at in others.iter().filter(|at| !free.contains(at)).take(3) {
            let refused = to(at).await;
            let expected = [400, 409].contains(&refused.status);
            assert!(expected, "{of} to {at}, {}: {}", self.told, refused.text);
        }
        for _ in 0..3 {
            let free = self.listed(&more).await;
            if !free.is_empty() {
                let at = draw.one(&free);
                let moved = to(&at).await;
                assert_eq!(moved.status, 201, "{of} to {at} is listed, {}: {}", self.told, moved.text);
                seen.moved += 1;
            }
        }
    }
}

async fn case(app: &TestApp, seed: u64, seen: &mut Seen) {
    let draw = &mut Draw(seed);
    let case = Case::new(app, seed, draw).await;
    let at_first = case.listed("").await;
    let made = case.fill(draw, seen).await;
    let free = case.listed("").await;
    case.all_that_is_listed_can_be_booked(&free, seen).await;

    let mut others = BTreeSet::new();
    for _ in 0..5 {
        if !at_first.is_empty() {
            others.insert(draw.one(&at_first));
        }
        if !free.is_empty() {
            let minutes = draw.one(&[-60, -30, -15, -5, 5, 15, 30, 60, 240]);
            others.insert(draw.one(&free) + SignedDuration::from_mins(minutes));
        }
    }
    others.extend(made.iter().map(|made| made["start"].as_str().unwrap().parse::<Timestamp>().unwrap()));
    // Anywhere on the quarter hour, and the past.
    let quarter = Timestamp::from_second(case.now.as_second().div_euclid(900) * 900).unwrap();
    for _ in 0..8 {
        let quarters = i64::try_from(draw.below(72 * 4)).unwrap() - 8;
        others.insert(quarter + SignedDuration::from_mins(15 * quarters));
    }
    let end = case.now + SignedDuration::from_hours(72);
    others.retain(|at| !free.contains(at) && *at < end);
    case.nothing_else_can_be_booked(&others, seen).await;
    case.troubleshooting_and_explaining_agree(&free, &others, draw).await;
    for made in &made {
        case.moves_where_it_is_listed(made, &others, draw, seen).await;
    }
}

on_both_engines! {
    async fn exactly_what_is_listed_can_be_booked(app) {
        let mut seen = Seen::default();
        for seed in 1..=CASES {
            case(&app, seed, &mut seen).await;
        }
        println!("{seen:?}");
        assert!(seen.booked > 100 && seen.moved > 20, "{seen:?}");
        assert!(seen.joined > 0 && seen.apart > 0, "{seen:?}");
        for code in CODES {
            assert!(seen.refused.contains_key(code), "{code} never came: {seen:?}");
        }
    }
}
