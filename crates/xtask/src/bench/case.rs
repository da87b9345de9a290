//! The shared case: one host in Berlin, Monday to Friday 09:00 to 18:00, half hours with buffers of 15 minutes,
//! and 100 half hours taken in the first four weeks. And hosts that are open around the clock, for bookings
//! that never run out of slots.
//!
//! Everything is made through the API, by calls any integrator could make.

use std::sync::Arc;

use anyhow::{Context as _, Result, ensure};
use jiff::civil::{Date, Weekday, date};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use serde_json::{Value, json};

use super::connection::{Connection, request};
use super::load::Requests;
use crate::server::Server;

const ZONE: &str = "Europe/Berlin";
/// Far enough for the case's Monday and for every booking, in minutes.
pub(super) const HORIZON: i64 = 500 * 24 * 60;
/// The most hosts that one question names. Nothing of theirs is taken.
const NAMED_HOSTS: usize = 1_000;
/// The hosts that are booked; a busy platform's bookings go to many.
const BOOKED_HOSTS: usize = 20;

/// What is asked of the server in one kind of measurement.
pub(crate) struct Question {
    pub(crate) name: &'static str,
    pub(crate) status: u16,
    pub(crate) requests: Requests,
    /// How many instants a handler formats that this is compared with.
    pub(crate) instants: Option<usize>,
}

impl Question {
    /// A request to learn the size of an answer from.
    pub(crate) fn sample(&self) -> Vec<u8> {
        (self.requests)(0).expect("there is a first request")
    }
}

/// The case, set up on one server.
pub(crate) struct Case {
    pub(crate) monday: Date,
    /// Free starts in 7 and in 30 days.
    pub(crate) starts: (usize, usize),
    authorization: String,
    meeting_type: String,
    booked: Arc<[String]>,
    named: Vec<String>,
}

impl Case {
    pub(crate) async fn set_up(server: &Server) -> Result<Self> {
        let mut api = Api::open(server).await?;
        let monday = monday(Timestamp::now());

        let hours: Vec<Value> =
            ["monday", "tuesday", "wednesday", "thursday", "friday"].map(day("09:00", "18:00")).into();
        let host = api.create_user("Shared Case", ZONE, &hours, 30).await?;
        let settings = json!({
            "bufferTimeBefore": 15, "bufferTimeAfter": 15, "timeslotInterval": 30,
            "daysIntoFuture": { "mode": "limit", "bookingLimit": HORIZON },
        });
        api.call("PATCH", &format!("/v4/meeting-type/{}", host.meeting_type), Some(&host.user), &settings)
            .await?;
        // What is taken is booked under a type without buffers, so that it claims just its own time.
        let taken = json!({
            "name": "Taken", "duration": 30, "slug": "taken", "timeslotInterval": 30,
            "daysIntoFuture": { "mode": "limit", "bookingLimit": HORIZON },
        });
        let taken = api.call("POST", "/v4/meeting-type", Some(&host.user), &taken).await?;
        let taken = text(&taken, "id")?;
        let settings =
            json!({ "timeslotInterval": 30, "daysIntoFuture": { "mode": "limit", "bookingLimit": HORIZON } });
        api.call("PATCH", &format!("/v4/meeting-type/{taken}"), Some(&host.user), &settings).await?;
        for start in taken_starts(monday)? {
            let body = booking(&taken, start, 0);
            api.call("POST", "/v4/booking", None, &body).await?;
        }

        let week = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        let around_the_clock: Vec<Value> = week.map(day("00:00", "24:00")).into();
        let mut booked = Vec::new();
        for number in 0..BOOKED_HOSTS {
            let host = api.create_user(&format!("Booked {number}"), "UTC", &around_the_clock, 5).await?;
            let settings = json!({ "timeslotInterval": 5, "daysIntoFuture": { "mode": "limit", "bookingLimit": HORIZON } });
            api.call(
                "PATCH",
                &format!("/v4/meeting-type/{}", host.meeting_type),
                Some(&host.user),
                &settings,
            )
            .await?;
            booked.push(host.meeting_type);
        }

        let mut named = Vec::new();
        for number in 0..NAMED_HOSTS {
            named.push(api.create_user(&format!("Named {number}"), ZONE, &hours, 30).await?.user);
        }

        let mut case = Self {
            monday,
            starts: (0, 0),
            authorization: api.authorization.clone(),
            meeting_type: host.meeting_type,
            booked: booked.into(),
            named,
        };
        case.starts = (case.count(&mut api, 7).await?, case.count(&mut api, 30).await?);
        Ok(case)
    }

    /// What the two counts must be by an independent computation.
    pub(crate) const EXPECTED: (usize, usize) = (17, 107);

    /// The measurements, on this server.
    pub(crate) fn questions(&self) -> [Question; 5] {
        let get = |name, requests, instants| Question { name, status: 200, requests, instants };
        [
            get("GET 7 days", self.availability(7, 0), Some(Self::EXPECTED.0)),
            get("GET 30 days", self.availability(30, 0), Some(Self::EXPECTED.1)),
            get("GET 30 days, 100 hosts", self.availability(30, 100), None),
            get("GET 30 days, 1,000 hosts", self.availability(30, NAMED_HOSTS), None),
            Question { name: "POST booking", status: 201, requests: self.bookings(), instants: None },
        ]
    }

    fn path(&self, days: i64) -> String {
        let last = self.monday.saturating_add((days - 1).days());
        format!(
            "/v4/booking-availability?meetingTypeId={}&start={}&end={last}",
            self.meeting_type, self.monday
        )
    }

    fn availability(&self, days: i64, hosts: usize) -> Requests {
        let mut path = self.path(days);
        if hosts > 0 {
            path = format!("{path}&hostIds={}", self.named[..hosts].join(","));
        }
        let bytes = request("GET", &path, &[("Authorization", &self.authorization)], "");
        Arc::new(move |_| Some(bytes.clone()))
    }

    /// Bookings of slots no earlier one has taken: `n` counts on over all measurements of this server.
    fn bookings(&self) -> Requests {
        let (booked, authorization) = (Arc::clone(&self.booked), self.authorization.clone());
        let taken = std::sync::atomic::AtomicI64::new(0);
        let midnight = Timestamp::now().as_second() / 86_400 * 86_400 + 2 * 86_400;
        Arc::new(move |_| {
            let number = taken.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let hosts = i64::try_from(booked.len()).ok()?;
            let host = usize::try_from(number % hosts).ok()?;
            let start = Timestamp::from_second(midnight + number / hosts * 300).ok()?;
            // Not past the horizon: then there are no more slots, and the measurement ends.
            (number / hosts * 5 < HORIZON - 3 * 24 * 60).then_some(())?;
            let body = booking(&booked[host], start, number).to_string();
            Some(request("POST", "/v4/booking", &[("Authorization", &authorization)], &body))
        })
    }

    async fn count(&self, api: &mut Api, days: i64) -> Result<usize> {
        let answer = api.call("GET", &self.path(days), None, &Value::Null).await?;
        Ok(answer["availableSlots"].as_array().context("no availableSlots")?.len())
    }
}

/// The Monday of the case: four weeks before the change to summer time, 2027-03-01 until that has gone by.
fn monday(now: Timestamp) -> Date {
    let today = now.to_zoned(TimeZone::UTC).date();
    let year = today.year();
    (year..year + 9)
        .filter_map(|year| {
            let change = date(year, 3, 1).nth_weekday_of_month(-1, Weekday::Sunday).ok()?;
            Some(change.saturating_sub(27.days()))
        })
        .find(|monday| *monday > today.saturating_add(2.days()) && *monday >= date(2027, 3, 1))
        .expect("one of the next years has a March to come")
}

/// Five half hours a working day for twenty working days, at places that differ from day to day.
fn taken_starts(monday: Date) -> Result<Vec<Timestamp>> {
    let zone = TimeZone::get(ZONE)?;
    let mut starts = Vec::new();
    for day in 0..20_i64 {
        let opening = monday.saturating_add((day / 5 * 7 + day % 5).days()).at(9, 0, 0, 0);
        let opening = opening.to_zoned(zone.clone())?.timestamp();
        for number in 0..5 {
            let place = (3 * number + 4 * day + 4) % 18;
            starts.push(opening + SignedDuration::from_mins(30 * place));
        }
    }
    Ok(starts)
}

pub(super) fn booking(meeting_type: &str, start: Timestamp, number: i64) -> Value {
    json!({
        "meetingTypeId": meeting_type,
        "start": start.to_string(),
        "attendee": { "email": format!("client-{number}@example.org"), "fullname": "Jane Client", "phone": "+4915112345678" },
    })
}

pub(super) fn day(from: &'static str, to: &'static str) -> impl Fn(&'static str) -> Value {
    move |day| json!({ "dayOfWeek": day, "intervals": [{ "from": from, "to": to }] })
}

pub(crate) fn text(value: &Value, name: &str) -> Result<String> {
    Ok(value[name].as_str().with_context(|| format!("no `{name}` in {value}"))?.to_owned())
}

/// A host that was made, and its meeting type.
pub(crate) struct Host {
    pub(crate) user: String,
    pub(crate) meeting_type: String,
}

/// The API, as the set-up calls it.
pub(crate) struct Api {
    connection: Connection,
    authorization: String,
}

impl Api {
    pub(crate) async fn open(server: &Server) -> Result<Self> {
        Self::with_key(server, &server.api_key).await
    }

    /// With another company's key.
    pub(crate) async fn with_key(server: &Server, key: &str) -> Result<Self> {
        Self::at(server.address(), key).await
    }

    /// At an address such as `127.0.0.1:1234`.
    pub(crate) async fn at(address: &str, key: &str) -> Result<Self> {
        let authorization = format!("Bearer {key}");
        Ok(Self { connection: Connection::open(address).await?, authorization })
    }

    pub(crate) async fn call(
        &mut self,
        method: &str,
        path: &str,
        user: Option<&str>,
        body: &Value,
    ) -> Result<Value> {
        let mut headers = vec![("Authorization", self.authorization.as_str())];
        headers.extend(user.map(|user| ("x-meetergo-api-user-id", user)));
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let (status, answer) = self.connection.exchange_body(&request(method, path, &headers, &body)).await?;
        ensure!(status < 300, "{method} {path}: {status} {}", String::from_utf8_lossy(&answer));
        if answer.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_slice(&answer).with_context(|| format!("{method} {path}: the answer is not JSON"))
    }

    pub(crate) async fn create_user(
        &mut self,
        name: &str,
        zone: &str,
        hours: &[Value],
        minutes: u32,
    ) -> Result<Host> {
        let slug = name.to_lowercase().replace(' ', "-");
        let user = json!({
            "email": format!("{slug}@example.org"), "givenName": name, "familyName": "Bench", "timezone": zone,
            "availability": { "name": "Hours", "timezone": zone, "schedule": hours },
            "meetingType": { "name": "Meeting", "duration": minutes, "slug": slug },
        });
        let answer = self.call("POST", "/v4/user", None, &user).await?;
        Ok(Host { user: text(&answer, "userId")?, meeting_type: text(&answer, "meetingTypeId")? })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::civil::date;

    use super::{monday, taken_starts};

    #[test]
    fn the_case_starts_four_weeks_before_summer_time() {
        let at = |text: &str| monday(text.parse().expect("an instant"));
        assert_eq!(at("2026-11-20T12:00:00Z"), date(2027, 3, 1));
        assert_eq!(at("2027-02-20T12:00:00Z"), date(2027, 3, 1));
        assert_eq!(at("2027-03-02T12:00:00Z"), date(2028, 2, 28));
    }

    #[test]
    fn a_hundred_different_half_hours_are_taken_in_working_hours() {
        let starts = taken_starts(date(2027, 3, 1)).expect("a good date");
        assert_eq!(starts.iter().collect::<BTreeSet<_>>().len(), 100);
        let local = starts.iter().map(|start| start.in_tz("Europe/Berlin").expect("a zone"));
        assert!(local.into_iter().all(|start| (9..18).contains(&start.hour()) && start.minute() % 30 == 0));
    }
}
