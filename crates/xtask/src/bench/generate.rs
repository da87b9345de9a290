//! `cargo xtask generate`: a database as large as one likes, for measuring.
//!
//! The product makes one host with a meeting type and books it once; the database multiplies those rows by itself, with
//! other ids and times. So every row is one the product wrote, and a column that a migration adds is there too. Indexes and
//! the guard against overlapping claims are taken off and put on again at the end, which is when they are checked.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, Result, bail, ensure};
use jiff::civil::Weekday;
use jiff::{Timestamp, ToSpan as _, tz::TimeZone};
use serde_json::json;

use super::case::{self, Api};
use super::handed_over;
use super::tables::{Series, Tables};
use crate::scratch::Scratch;
use crate::server::{self, Engine, Profile, Server};
use crate::workspace;

/// Appointments of a host on one working day, two hours apart.
const A_DAY: u64 = 4;
const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// How much there shall be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Size {
    pub(crate) hosts: u64,
    pub(crate) appointments: u64,
}

/// What a load can be put on.
pub(crate) struct Generated {
    pub(crate) size: Size,
    /// By the host's number.
    meeting_types: Series,
    /// The Monday after the last appointment.
    pub(crate) free_from: Timestamp,
}

impl Generated {
    /// The meeting type of a host, counted from 0.
    pub(crate) fn meeting_type(&self, host: u64) -> String {
        self.meeting_types.id(host % self.size.hosts)
    }
}

/// Fills the database named on the command line.
pub(crate) fn run(arguments: &[String]) -> Result<bool> {
    let mut size = Size { hosts: 1_000, appointments: 100_000 };
    let mut database = None;
    for pair in arguments.chunks(2) {
        match pair.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["--hosts", number] => size.hosts = number.parse().context("--hosts takes a number")?,
            ["--appointments", number] => {
                size.appointments = number.parse().context("--appointments takes a number")?;
            }
            ["--database", url] => database = Some(url.to_owned()),
            _ => bail!("generate takes --hosts N, --appointments M and --database URL"),
        }
    }
    let database =
        database.context("generate needs --database postgres://… or sqlite:PATH, which it fills")?;
    let engine = match database.strip_prefix("sqlite:") {
        Some(path) => Engine::File(std::path::absolute(path)?),
        None => Engine::Postgres(database),
    };
    // SQLite compiled for debugging takes several times as long.
    if !handed_over("generate", arguments)? {
        fill(&server::build(Profile::Release)?, &engine, size)?;
    }
    Ok(true)
}

/// Multiplies one host and one appointment until there are as many as wanted.
pub(crate) fn fill(binary: &Path, engine: &Engine, size: Size) -> Result<Generated> {
    let each = size.appointments / size.hosts.max(1);
    ensure!(
        each > 0 && each * size.hosts == size.appointments,
        "as many appointments for each host, at least one"
    );
    println!("Generating {} hosts and {} appointments on {}", size.hosts, size.appointments, engine.name());
    let begun = Instant::now();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let first = runtime.block_on(First::make(binary, engine))?;
    let mut tables = Tables::open(engine)?;
    let ids = first.ids(&mut tables)?;
    let weeks = i64::try_from(each.div_ceil(5 * A_DAY))?;
    // Half of them in the past.
    let monday = monday()?;
    let base = monday.as_millisecond() - weeks / 2 * 7 * DAY;
    tables.take_guards_off()?;
    multiply(&mut tables, &first, &ids, size, each, base)?;
    println!("  rows after {:.0?}; now the indexes and guards", begun.elapsed());
    tables.put_guards_on()?;
    ensure!(tables.overlaps()? == 0, "claims overlap: the generator is wrong");
    println!("  done after {:.0?}", begun.elapsed());
    let free_from = Timestamp::from_millisecond(base + weeks * 7 * DAY)?;
    Ok(Generated { size, meeting_types: ids.meeting_type, free_from })
}

fn multiply(tables: &mut Tables, first: &First, ids: &Ids, size: Size, each: u64, base: i64) -> Result<()> {
    let dialect = tables.engine();
    let is = |column: &str, id: &str| format!("{column} = {}", dialect.uuid(id));
    let (n, host) = ("n".to_owned(), format!("(n / {each})"));
    let user = |number: &str| dialect.numbered_uuid(&ids.user, number);
    let kind = |number: &str| dialect.numbered_uuid(&ids.meeting_type, number);
    let schedule = dialect.numbered_uuid(&ids.schedule, &n);
    let appointment = dialect.numbered_uuid(&ids.appointment, &n);
    let start = format!(
        "({base} + ((n % {each}) / {A_DAY} / 5 * 7 + (n % {each}) / {A_DAY} % 5) * {DAY} \
         + (n % {each}) % {A_DAY} * {} + {host} % 2 * {})",
        120 * MINUTE,
        60 * MINUTE
    );
    let later = |minutes: i64| format!("{start} + {}", minutes * MINUTE);
    let mail = |name: &str| format!("'{name}-' || n || '@example.com'");

    let users = [
        ("id", user(&n)),
        ("slug", "'generated-' || n".to_owned()),
        ("email", mail("generated")),
        ("default_availability_id", schedule.clone()),
        ("default_meeting_type_id", kind(&n)),
    ];
    tables.multiply("users", &is("id", &first.user), &users, size.hosts)?;
    tables.multiply("host", &is("user_id", &first.user), &[("user_id", user(&n))], size.hosts)?;
    let schedules = [("id", schedule.clone()), ("user_id", user(&n))];
    tables.multiply("availability", &is("user_id", &first.user), &schedules, size.hosts)?;
    let types = [
        ("id", kind(&n)),
        ("user_id", user(&n)),
        ("created_by", user(&n)),
        ("availability_id", format!("CASE WHEN availability_id IS NULL THEN NULL ELSE {schedule} END")),
    ];
    tables.multiply("meeting_type", &is("id", &first.meeting_type), &types, size.hosts)?;
    let appointments = [
        ("id", appointment.clone()),
        ("meeting_type_id", kind(&host)),
        ("secret", dialect.secret()),
        ("starts_at", start.clone()),
        ("ends_at", later(30)),
    ];
    tables.multiply("appointment", &is("id", &first.appointment), &appointments, size.appointments)?;
    let attending =
        [("host_id", user(&host)), ("starts_at", start.clone()), ("appointment_id", appointment.clone())];
    let ours = is("appointment_id", &first.appointment);
    tables.multiply("appointment_host", &ours, &attending, size.appointments)?;
    let attendees = [
        ("id", dialect.numbered_uuid(&ids.attendee, &n)),
        ("appointment_id", appointment.clone()),
        ("email", mail("guest")),
        ("search", "'guest ' || n || ' guest-' || n || '@example.com'".to_owned()),
    ];
    tables.multiply("attendee", &ours, &attendees, size.appointments)?;
    let claims = [
        ("host_id", user(&host)),
        ("starts_at", later(-15)),
        ("ends_at", later(45)),
        ("holder_id", appointment),
        ("meeting_type_id", kind(&host)),
        ("meeting_starts_at", start.clone()),
        ("meeting_ends_at", later(30)),
    ];
    tables.multiply("claim", &is("holder_id", &first.appointment), &claims, size.appointments)
}

/// What the product made: the rows that are multiplied.
struct First {
    user: String,
    meeting_type: String,
    appointment: String,
}

/// The ids of what is generated.
struct Ids {
    user: Series,
    schedule: Series,
    meeting_type: Series,
    appointment: Series,
    attendee: Series,
}

impl First {
    async fn make(binary: &Path, engine: &Engine) -> Result<Self> {
        // Only the demo's key lies there.
        let data = Scratch::new(&workspace::target().join("xtask"), "generate")?;
        let server = Server::start_in(binary, engine, data.path())?;
        let mut api = Api::open(&server).await?;
        let days = ["monday", "tuesday", "wednesday", "thursday", "friday"];
        let hours: Vec<_> = days.map(case::day("09:00", "18:00")).into();
        let host = api.create_user("Generated", "UTC", &hours, 30).await?;
        let settings = json!({
            "bufferTimeBefore": 15, "bufferTimeAfter": 15, "timeslotInterval": 30,
            "daysIntoFuture": { "mode": "limit", "bookingLimit": case::HORIZON },
        });
        let path = format!("/v4/meeting-type/{}", host.meeting_type);
        api.call("PATCH", &path, Some(&host.user), &settings).await?;
        // Beyond what is generated, so that it is in nobody's way.
        let start = monday()? + (57 * 7 * 24).hours();
        let booked =
            api.call("POST", "/v4/booking", None, &case::booking(&host.meeting_type, start, 0)).await?;
        Ok(Self { user: host.user, meeting_type: host.meeting_type, appointment: case::text(&booked, "id")? })
    }

    fn ids(&self, tables: &mut Tables) -> Result<Ids> {
        Ok(Ids {
            user: Series::after(&self.user)?,
            schedule: Series::after(&tables.id_of("availability", "user_id", &self.user)?)?,
            meeting_type: Series::after(&self.meeting_type)?,
            appointment: Series::after(&self.appointment)?,
            attendee: Series::after(&tables.id_of("attendee", "appointment_id", &self.appointment)?)?,
        })
    }
}

/// Nine o'clock of the Monday to come, in UTC.
fn monday() -> Result<Timestamp> {
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    let monday = today.nth_weekday(1, Weekday::Monday)?;
    Ok(monday.at(9, 0, 0, 0).to_zoned(TimeZone::UTC)?.timestamp())
}

/// Where a generated SQLite file of a data directory lies.
pub(crate) fn file_in(data: &Path) -> PathBuf {
    data.join("slated.db")
}
