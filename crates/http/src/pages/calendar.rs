//! The month a start is chosen from: its days as links, and the times of one of them.

use jiff::{civil::Date, tz::TimeZone};
use serde_json::json;
use slated_app::{
    booking_pages::Month,
    slots::Slot,
    texts::{self, Clock, Language, dates},
};

use super::{Fields, Way, zones};

/// A month, ready to be shown.
pub(super) struct Calendar {
    /// `December 2026`.
    pub(super) title: String,
    /// The days of the week in order, short and whole.
    pub(super) weekdays: Vec<(String, String)>,
    /// Whole weeks; none outside the month.
    pub(super) weeks: Vec<Vec<Option<Day>>>,
    pub(super) previous: Option<String>,
    pub(super) following: Option<String>,
    pub(super) chosen: Option<Times>,
    /// What to say and where to go when nothing is free.
    pub(super) empty: Option<(String, Option<Link>)>,
    pub(super) zone: ZoneForm,
    /// Something was typed before: what leads on is not links, but buttons of the form that keeps it.
    pub(super) keeping: bool,
    /// Every start of the month by its day, as JSON: the script answers from it. Safe within a `<script>`.
    pub(super) starts: String,
}

/// Where a link leads, and what it says.
pub(super) struct Link {
    pub(super) href: String,
    pub(super) label: String,
}

/// One day of the month.
pub(super) struct Day {
    /// `2026-12-07`.
    pub(super) date: Date,
    pub(super) number: i8,
    /// `Monday, 7 December: 5 times`.
    pub(super) label: String,
    /// None when nothing is free.
    pub(super) href: Option<String>,
    pub(super) chosen: bool,
    pub(super) today: bool,
}

/// The free times of one day.
pub(super) struct Times {
    /// `Monday, 7 December`.
    pub(super) title: String,
    pub(super) times: Vec<Time>,
}

/// One free time.
pub(super) struct Time {
    pub(super) href: String,
    /// `14:30`.
    pub(super) label: String,
    /// How many places are left, where that is shown.
    pub(super) seats: Option<String>,
}

/// The choice of the invitee's zone and clock.
pub(super) struct ZoneForm {
    pub(super) action: String,
    pub(super) hidden: Vec<(String, String)>,
    pub(super) label: String,
    pub(super) groups: Vec<zones::Group>,
    /// How hours can be counted: the name, an example, and whether they are.
    pub(super) clocks: [(&'static str, String, bool); 2],
}

impl Calendar {
    /// The month, with links that stay on the page at `way`.
    pub(super) fn of(month: &Month, way: &Way, show_seats: bool) -> Self {
        let language = way.words.0;
        let zone = zones::name(&month.zone);
        let first = month.first.to_string();
        let turn =
            |to: Option<Date>| to.map(|to| way.here(&[("date", &to.to_string()), ("timezone", &zone)]));
        let title = dates::month(language, month.first);
        let chosen = month.chosen.and_then(|day| Some((day, month.days.get(&day)?)));
        let hidden = way
            .hidden(&["timezone", "hourCycle"])
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let shown = month.chosen.map_or(first, |day| day.to_string());
        Self {
            weekdays: weekdays(language),
            weeks: weeks(month, way, &zone),
            previous: turn(month.previous),
            following: turn(month.following),
            chosen: chosen.map(|(day, slots)| times(day, slots, month, way, &zone, show_seats)),
            empty: month.days.is_empty().then(|| empty(month, way, &title, &zone)),
            zone: ZoneForm {
                action: way.path().to_owned(),
                hidden: hidden.chain([("date".to_owned(), shown)]).collect(),
                label: dates::zone(language, &month.zone, noon(month.first, &month.zone)),
                clocks: clocks(language),
                groups: zones::choices(way.words, &month.zone, noon(month.first, &month.zone)),
            },
            starts: starts(month, way, show_seats),
            keeping: false,
            title,
        }
    }

    /// What leads on from the month.
    pub(super) fn tag(&self) -> &'static str {
        if self.keeping { "button" } else { "a" }
    }
}

/// What is asked about, from a query.
pub(super) fn date(query: &Fields) -> Option<Date> {
    query.read("date")
}

fn noon(day: Date, zone: &TimeZone) -> jiff::Timestamp {
    let noon = day.at(12, 0, 0, 0).to_zoned(zone.clone());
    noon.map_or(jiff::Timestamp::UNIX_EPOCH, |noon| noon.timestamp())
}

/// How hours can be counted: the name, half past two in the afternoon, and whether it is how they are.
fn clocks(language: Language) -> [(&'static str, String, bool); 2] {
    let afternoon = jiff::civil::time(14, 30, 0, 0);
    Clock::ALL.map(|clock| {
        let sample = dates::time(language.with_clock(Some(clock)), afternoon);
        (clock.code(), sample, clock == language.clock())
    })
}

/// The days of the week in the order of this language's calendars, short and whole.
fn weekdays(language: Language) -> Vec<(String, String)> {
    let days = language.week_start().cycle_forward().take(7);
    days.map(|day| (dates::weekday_short(language, day), dates::weekday(language, day))).collect()
}

fn weeks(month: &Month, way: &Way, zone: &str) -> Vec<Vec<Option<Day>>> {
    let start = way.words.0.week_start();
    let before = usize::from(month.first.weekday().since(start).unsigned_abs());
    let days = month
        .first
        .series(jiff::Span::new().days(1))
        .take(usize::from(month.first.days_in_month().unsigned_abs()));
    let mut cells: Vec<Option<Day>> = std::iter::repeat_with(|| None).take(before).collect();
    cells.extend(days.map(|date| Some(day(date, month, way, zone))));
    while !cells.len().is_multiple_of(7) {
        cells.push(None);
    }
    let mut weeks = Vec::new();
    while !cells.is_empty() {
        weeks.push(cells.drain(..7).collect());
    }
    weeks
}

fn day(date: Date, month: &Month, way: &Way, zone: &str) -> Day {
    let free = month.days.get(&date).map(Vec::len);
    let name = dates::day(way.words.0, date);
    let href = |_| format!("{}#times", way.here(&[("date", &date.to_string()), ("timezone", zone)]));
    Day {
        date,
        number: date.day(),
        label: free.map_or_else(String::new, |free| {
            texts::say(way.words.0, "day-free", &[("day", name.as_str().into()), ("count", free.into())])
        }),
        href: free.map(href),
        chosen: month.chosen == Some(date),
        today: month.today == date,
    }
}

/// `{"2026-12-07": ["Monday, 7 December", [["2026-12-07T08:00:00Z", "09:00", "2 places left"]]]}`.
fn starts(month: &Month, way: &Way, show_seats: bool) -> String {
    let day = |(day, slots): (&Date, &Vec<Slot>)| {
        let starts = slots.iter().map(|slot| {
            let (label, seats) = time(slot, month, way, show_seats);
            let start = slot.start.to_string();
            seats.map_or_else(|| json!([start, label]), |seats| json!([start, label, seats]))
        });
        (day.to_string(), json!([dates::day(way.words.0, *day), starts.collect::<Vec<_>>()]))
    };
    let days: serde_json::Map<_, _> = month.days.iter().map(day).collect();
    serde_json::Value::Object(days).to_string().replace('<', "\\u003c")
}

/// How a start is shown: its time, and the seats it has left where that is shown.
fn time(slot: &Slot, month: &Month, way: &Way, show_seats: bool) -> (String, Option<String>) {
    let label = dates::time(way.words.0, slot.start.to_zoned(month.zone.clone()).time());
    let seats = month.spots.filter(|_| show_seats).map(|spots| {
        let left = spots.saturating_sub(slot.group.map_or(0, |(_, taken)| taken));
        way.words.count("seats-left", "count", left)
    });
    (label, seats)
}

fn times(day: Date, slots: &[Slot], month: &Month, way: &Way, zone: &str, show_seats: bool) -> Times {
    let entry = |slot: &Slot| {
        let (label, seats) = time(slot, month, way, show_seats);
        let start = slot.start.to_string();
        let href = way.here(&[("start", &start), ("date", &day.to_string()), ("timezone", zone)]);
        Time { href, label, seats }
    };
    Times { title: dates::day(way.words.0, day), times: slots.iter().map(entry).collect() }
}

fn empty(month: &Month, way: &Way, title: &str, zone: &str) -> (String, Option<Link>) {
    let Some(next) = month.next_free else {
        let back = (month.first > month.today)
            .then(|| Link { href: way.here(&[("timezone", zone)]), label: way.words.say("first-free") });
        let said = if back.is_some() {
            way.words.with("nothing-in", "month", title)
        } else {
            way.words.say("nothing")
        };
        return (said, back);
    };
    let label = way.words.with("next-free", "day", &dates::date(way.words.0, next));
    let href = way.here(&[("date", &next.to_string()), ("timezone", zone)]);
    (way.words.with("nothing-in", "month", title), Some(Link { href, label }))
}
