//! `cargo xtask soak`: very many events to twenty endpoints of twenty companies, of which some are slow, some fail and
//! some are gone. Everything that is owed must arrive, in order per appointment, and the healthy ones wait for nobody.
//!
//! Events are made by the calls any integrator makes: an appointment is booked, moved and cancelled.

mod endpoint;

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::bench::{Api, text};
use crate::postgres::{Durability, Postgres};
use crate::scratch::Scratch;
use crate::server::{self, Engine, Profile, Server};
use crate::workspace;
use endpoint::{Endpoint, Manner};

/// What each of the twenty does.
const MANNERS: [(Manner, usize); 4] =
    [(Manner::Healthy, 12), (Manner::Slow, 3), (Manner::Failing, 3), (Manner::Gone, 2)];
const ENDPOINTS: usize = 20;
/// Booked, moved, cancelled.
const EACH: usize = 3;
/// Nothing new for so long means that something is lost.
const PATIENCE: Duration = Duration::from_mins(3);
/// Appointments that begin at different times, five minutes apart.
const SLOT: i64 = 300;

struct Options {
    events: usize,
    engine: Engine,
    profile: Profile,
}

/// Runs it, and says whether everything held.
pub(crate) fn run(arguments: &[String]) -> Result<bool> {
    let postgres;
    let mut options = parse(arguments)?;
    if options.engine != Engine::Sqlite {
        postgres = Postgres::own(Durability::On)?;
        options.engine = Engine::Postgres(postgres.fresh_database("soak")?);
        return soak(&options);
    }
    soak(&options)
}

fn parse(arguments: &[String]) -> Result<Options> {
    let mut options = Options { events: 100_000, engine: Engine::Sqlite, profile: Profile::Release };
    let mut rest = arguments.iter().map(String::as_str);
    while let Some(argument) = rest.next() {
        match (argument, rest.next()) {
            ("--events", Some(count)) => {
                options.events = count.parse().context("--events takes a whole number")?;
            }
            ("--on", Some("sqlite")) => options.engine = Engine::Sqlite,
            ("--on", Some("postgres")) => options.engine = Engine::Postgres(String::new()),
            ("--build", Some("release")) => options.profile = Profile::Release,
            ("--build", Some("debug")) => options.profile = Profile::Debug,
            _ => bail!("soak takes --events N, --on sqlite|postgres and --build release|debug"),
        }
    }
    Ok(options)
}

fn soak(options: &Options) -> Result<bool> {
    let binary = server::build(options.profile)?;
    let data = Scratch::new(&workspace::target().join("xtask"), "soak")?;
    let server = Server::start_in(&binary, &options.engine, data.path())?;
    let appointments = options.events.div_ceil(ENDPOINTS * EACH);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let mut endpoints = Vec::new();
        let manners = MANNERS.iter().flat_map(|(manner, count)| std::iter::repeat_n(*manner, *count));
        for (number, manner) in manners.enumerate() {
            let name = format!("Soak {number}");
            let key = server::found_company(&binary, &options.engine, data.path(), &name)?;
            endpoints.push(Endpoint::start(manner, key).await?);
        }
        let started = Instant::now();
        make_events(&server, &endpoints, appointments).await?;
        let owed = appointments * EACH;
        println!("{} events made in {:.1?}", owed * ENDPOINTS, started.elapsed());
        let healthy = all_arrive(&endpoints, owed, |manner| manner == Manner::Healthy).await?;
        println!("the healthy ones had everything after {:.1?}", healthy - started);
        let rest = all_arrive(&endpoints, owed, |manner| manner != Manner::Gone).await?;
        println!("all had everything after {:.1?}", rest - started);
        for endpoint in &endpoints {
            judge(&server, endpoint, owed).await?;
        }
        Ok(true)
    })
}

async fn make_events(server: &Server, endpoints: &[Endpoint], appointments: usize) -> Result<()> {
    let mut hosts = Vec::new();
    for (number, endpoint) in endpoints.iter().enumerate() {
        let mut api = Api::with_key(server, &endpoint.key).await?;
        let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        let hours: Vec<Value> = days
            .iter()
            .map(|day| json!({ "dayOfWeek": day, "intervals": [{ "from": "00:00", "to": "24:00" }] }))
            .collect();
        let host = api.create_user(&format!("Soaked {number}"), "UTC", &hours, 5).await?;
        let horizon = 500 * 24 * 60;
        let settings =
            json!({ "timeslotInterval": 5, "daysIntoFuture": { "mode": "limit", "bookingLimit": horizon } });
        let path = format!("/v4/meeting-type/{}", host.meeting_type);
        api.call("PATCH", &path, Some(&host.user), &settings).await?;
        let types = ["booking_created", "booking_rescheduled", "booking_cancelled"];
        api.call("POST", "/webhooks", None, &json!({ "endpoint": endpoint.url, "eventTypes": types }))
            .await?;
        hosts.push((api, host.meeting_type));
    }
    let mut tasks = JoinSet::new();
    for (mut api, meeting_type) in hosts {
        tasks.spawn(async move {
            let begin = Timestamp::now().as_second() / 86_400 * 86_400 + 2 * 86_400;
            for number in 0..i64::try_from(appointments)? {
                // Moved by one slot, which the next appointment does not need: it begins two later.
                let at = |slot: i64| Timestamp::from_second(begin + SLOT * slot).map(|at| at.to_string());
                let attendee = json!({ "email": "jane@example.org", "fullname": "Jane Client" });
                let booking =
                    json!({ "meetingTypeId": meeting_type, "start": at(2 * number)?, "attendee": attendee });
                let booked = api.call("POST", "/v4/booking", None, &booking).await?;
                let path = format!("/v4/appointment/{}", text(&booked, "id")?);
                let moved = json!({ "start": at(2 * number + 1)? });
                api.call("POST", &format!("{path}/reschedule"), None, &moved).await?;
                api.call("DELETE", &path, None, &Value::Null).await?;
            }
            anyhow::Ok(())
        });
    }
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    Ok(())
}

/// When the last of these endpoints had everything.
async fn all_arrive(endpoints: &[Endpoint], owed: usize, which: impl Fn(Manner) -> bool) -> Result<Instant> {
    let (mut last, mut since) = (0, Instant::now());
    loop {
        let counts = endpoints.iter().filter(|one| which(one.manner)).map(Endpoint::taken);
        let (missing, taken) = counts.fold((0, 0), |(m, t), taken| (m + owed - taken, t + taken));
        if missing == 0 {
            let ends = endpoints.iter().filter(|one| which(one.manner)).filter_map(Endpoint::last);
            return ends.max().context("nothing arrived");
        }
        if taken != last {
            (last, since) = (taken, Instant::now());
        }
        ensure!(since.elapsed() < PATIENCE, "{missing} events are missing");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn judge(server: &Server, endpoint: &Endpoint, owed: usize) -> Result<()> {
    let mut api = Api::with_key(server, &endpoint.key).await?;
    let webhook = api.call("GET", "/webhooks", None, &Value::Null).await?[0].clone();
    if endpoint.manner == Manner::Gone {
        ensure!(webhook["state"] == "disabled", "an endpoint that is gone is {}", webhook["state"]);
        println!("{:8}  disabled after {} calls", "gone", endpoint.calls());
        return Ok(());
    }
    ensure!(webhook["state"] == "active", "{:?} is {}", endpoint.manner, webhook["state"]);
    endpoint.check_order()?;
    let path = format!("/webhooks/{}/deliveries?limit=100", text(&webhook, "id")?);
    let log = api.call("GET", &path, None, &Value::Null).await?;
    ensure!(log["deliveries"].as_array().is_some_and(|log| !log.is_empty()), "nothing was logged");
    let (calls, manner) = (endpoint.calls(), format!("{:?}", endpoint.manner).to_lowercase());
    println!("{manner:8}  {owed} events in order, {calls} calls");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{ENDPOINTS, MANNERS, parse};

    #[test]
    fn there_are_twenty_endpoints() {
        assert_eq!(MANNERS.iter().map(|(_, count)| count).sum::<usize>(), ENDPOINTS);
    }

    #[test]
    fn options_are_read() {
        let parse = |text: &str| parse(&text.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(parse("").expect("no options are good").events, 100_000);
        assert_eq!(parse("--events 60 --on postgres --build debug").expect("good options").events, 60);
        for bad in ["--events", "--events x", "--on mysql", "x"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
