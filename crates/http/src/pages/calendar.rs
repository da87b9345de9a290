//! The month a start is chosen from: its days as links, and the times of one of them.

use jiff::{civil::Date, tz::TimeZone};
use slated_app::{booking_pages::Month, slots::Slot};

use super::{Fields, Way, text, zones};

/// A month, ready to be shown.
pub(super) struct Calendar {
    /// `December 2026`.
    pub(super) title: String,
    /// Whole weeks from Monday; none outside the month.
    pub(super) weeks: Vec<Vec<Option<Day>>>,
    pub(super) previous: Option<String>,
    pub(super) following: Option<String>,
    pub(super) chosen: Option<Times>,
    /// What to say and where to go when nothing is free.
    pub(super) empty: Option<(String, Option<Link>)>,
    pub(super) zone: ZoneForm,
}

/// Where a link leads, and what it says.
pub(super) struct Link {
    pub(super) href: String,
    pub(super) label: String,
}

/// One day of the month.
pub(super) struct Day {
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

/// The choice of the invitee's zone.
pub(super) struct ZoneForm {
    pub(super) action: String,
    pub(super) hidden: Vec<(String, String)>,
    pub(super) label: String,
    pub(super) groups: Vec<zones::Group>,
}

impl Calendar {
    /// The month, with links that stay on the page at `way`.
    pub(super) fn of(month: &Month, way: &Way, show_seats: bool) -> Self {
        let zone = zones::name(&month.zone);
        let first = month.first.to_string();
        let turn =
            |to: Option<Date>| to.map(|to| way.here(&[("date", &to.to_string()), ("timezone", &zone)]));
        let title = month.first.strftime("%B %Y").to_string();
        let chosen = month.chosen.and_then(|day| Some((day, month.days.get(&day)?)));
        let hidden =
            way.hidden(&["timezone"]).into_iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
        let shown = month.chosen.map_or(first, |day| day.to_string());
        Self {
            weeks: weeks(month, way, &zone),
            previous: turn(month.previous),
            following: turn(month.following),
            chosen: chosen.map(|(day, slots)| times(day, slots, month, way, &zone, show_seats)),
            empty: month.days.is_empty().then(|| empty(month, way, &title, &zone)),
            zone: ZoneForm {
                action: way.path().to_owned(),
                hidden: hidden.chain([("date".to_owned(), shown)]).collect(),
                label: zones::label(&month.zone, noon(month.first, &month.zone)),
                groups: zones::choices(&month.zone, noon(month.first, &month.zone)),
            },
            title,
        }
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

fn weeks(month: &Month, way: &Way, zone: &str) -> Vec<Vec<Option<Day>>> {
    let before = usize::from(month.first.weekday().to_monday_zero_offset().unsigned_abs());
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
    let name = date.strftime("%A, %-d %B");
    let href = |_| format!("{}#times", way.here(&[("date", &date.to_string()), ("timezone", zone)]));
    Day {
        number: date.day(),
        label: free.map_or_else(String::new, |free| format!("{name}: {}", text::times(free))),
        href: free.map(href),
        chosen: month.chosen == Some(date),
        today: month.today == date,
    }
}

fn times(day: Date, slots: &[Slot], month: &Month, way: &Way, zone: &str, show_seats: bool) -> Times {
    let spots = month.spots.filter(|_| show_seats);
    let time = |slot: &Slot| Time {
        href: way.here(&[("start", &slot.start.to_string()), ("date", &day.to_string()), ("timezone", zone)]),
        label: slot.start.to_zoned(month.zone.clone()).strftime("%H:%M").to_string(),
        seats: spots.map(|spots| text::seats(spots.saturating_sub(slot.group.map_or(0, |(_, taken)| taken)))),
    };
    Times { title: day.strftime("%A, %-d %B").to_string(), times: slots.iter().map(time).collect() }
}

fn empty(month: &Month, way: &Way, title: &str, zone: &str) -> (String, Option<Link>) {
    let Some(next) = month.next_free else {
        let back = (month.first > month.today)
            .then(|| Link { href: way.here(&[("timezone", zone)]), label: text::FIRST_FREE.to_owned() });
        let said = if back.is_some() { text::nothing_in(title) } else { text::NOTHING.to_owned() };
        return (said, back);
    };
    let label = format!("Go to {}, the next free day", next.strftime("%A, %-d %B %Y"));
    let href = way.here(&[("date", &next.to_string()), ("timezone", zone)]);
    (text::nothing_in(title), Some(Link { href, label }))
}
