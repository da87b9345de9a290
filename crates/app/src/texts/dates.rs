//! Dates, times and zones in words, as each language writes them (`dates.ftl`, after CLDR).

use jiff::{
    Timestamp, Zoned,
    civil::{Date, DateTime, Time, Weekday},
    tz::TimeZone,
};

use super::{Clock, Language, Value, direction, say};

/// `Monday, 7 December 2026`.
pub fn date(language: Language, date: Date) -> String {
    of_date(language, "date-full", date)
}

/// `Monday, 7 December`.
pub fn day(language: Language, date: Date) -> String {
    of_date(language, "date-day", date)
}

/// `December 2026`.
pub fn month(language: Language, date: Date) -> String {
    let name = say(language, "month-alone", &[("month", date.month().into())]);
    say(language, "month-year", &[("month", name.into()), ("year", date.year().into())])
}

/// `Monday`.
pub fn weekday(language: Language, weekday: Weekday) -> String {
    say(language, "weekday", &[("weekday", weekday.to_monday_one_offset().into())])
}

/// `Mon`.
pub fn weekday_short(language: Language, weekday: Weekday) -> String {
    say(language, "weekday-short", &[("weekday", weekday.to_monday_one_offset().into())])
}

/// `14:30` or `2:30 PM`.
pub fn time(language: Language, time: Time) -> String {
    let bare = bare_time(language, time);
    match language.clock() {
        Clock::TwentyFour => bare,
        Clock::Twelve => say(language, "time-12", &[("time", bare.into()), ("half", half(time).into())]),
    }
}

/// `14:30 – 15:00` or `2:30 – 3:00 PM`.
pub fn time_range(language: Language, from: Time, to: Time) -> String {
    let same_half = language.clock() == Clock::Twelve && half(from) == half(to) && from <= to;
    let begin = if same_half { bare_time(language, from) } else { time(language, from) };
    say(language, "time-range", &[("from", begin.into()), ("to", time(language, to).into())])
}

/// `Monday, 7 December, 14:30`.
pub fn day_time(language: Language, at: DateTime) -> String {
    let parts = [("day", day(language, at.date()).into()), ("time", time(language, at.time()).into())];
    say(language, "day-time", &parts)
}

/// `30 minutes`, `1 hour`, `1 h 30 min`.
pub fn length(language: Language, minutes: u32) -> String {
    let (hours, rest) = (minutes / 60, minutes % 60);
    let args = [("hours", hours.into()), ("minutes", rest.into())];
    let key = match (hours, rest) {
        (0, _) => "length-minutes",
        (_, 0) => "length-hours",
        _ => "length-both",
    };
    say(language, key, &args)
}

/// `Berlin time, GMT+1`: the zone by its city, with the offset it keeps at `at`.
pub fn zone(language: Language, zone: &TimeZone, at: Timestamp) -> String {
    match city(zone) {
        Some(city) => {
            say(language, "zone-time", &[("city", city.into()), ("offset", offset(zone, at).into())])
        }
        None => offset(zone, at),
    }
}

/// `Berlin`, `Buenos Aires`; none for zones that are no place, such as UTC.
pub fn city(zone: &TimeZone) -> Option<String> {
    let (area, place) = zone.iana_name()?.split_once('/')?;
    let place = place.rsplit('/').next().unwrap_or(place);
    (!matches!(area, "Etc" | "SystemV")).then(|| place.replace('_', " "))
}

/// `GMT+1`, `GMT−3:30`, or `UTC` where there is none.
pub fn offset(zone: &TimeZone, at: Timestamp) -> String {
    let seconds = Zoned::new(at, zone.clone()).offset().seconds();
    let sign = if seconds < 0 { '−' } else { '+' };
    let (hours, minutes) = (seconds.abs() / 3600, seconds.abs() / 60 % 60);
    match (hours, minutes) {
        (0, 0) if city(zone).is_none() => "UTC".to_owned(),
        (0, 0) => "GMT".to_owned(),
        (_, 0) => format!("GMT{sign}{hours}"),
        _ => format!("GMT{sign}{hours}:{minutes:02}"),
    }
}

fn of_date(language: Language, key: &str, date: Date) -> String {
    let name = say(language, "month", &[("month", date.month().into())]);
    let args: [(&str, Value<'_>); 5] = [
        ("weekday", weekday(language, date.weekday()).into()),
        ("day", date.day().into()),
        ("month", name.into()),
        ("year", date.year().into()),
        ("region", language.region().to_owned().into()),
    ];
    say(language, key, &args)
}

fn half(time: Time) -> &'static str {
    if time.hour() < 12 { "am" } else { "pm" }
}

fn bare_time(language: Language, time: Time) -> String {
    let hour = match language.clock() {
        Clock::TwentyFour => format!("{:02}", time.hour()),
        Clock::Twelve => ((time.hour() + 11) % 12 + 1).to_string(),
    };
    let minute = format!("{:02}", time.minute());
    // Marks would set each number apart, and a line from the right would begin with the minutes.
    direction::unmarked(&say(language, "time", &[("hour", hour.into()), ("minute", minute.into())]))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn said(tag: &str) -> [String; 5] {
        let language = Language::parse(tag).unwrap();
        let at = jiff::civil::date(2026, 12, 7).at(14, 30, 0, 0);
        let plain = |text: String| text.replace(['\u{200f}', '\u{2068}', '\u{2069}'], "");
        [
            plain(date(language, at.date())),
            plain(day(language, at.date())),
            plain(month(language, at.date())),
            plain(time_range(language, at.time(), jiff::civil::time(15, 0, 0, 0))),
            plain(length(language, 90)),
        ]
    }

    #[test]
    fn every_language_writes_dates_in_its_way() {
        let expected = [
            (
                "en",
                "Monday, 7 December 2026",
                "Monday, 7 December",
                "December 2026",
                "14:30 – 15:00",
                "1 h 30 min",
            ),
            (
                "en-US",
                "Monday, December 7, 2026",
                "Monday, December 7",
                "December 2026",
                "2:30 – 3:00 PM",
                "1 h 30 min",
            ),
            (
                "de",
                "Montag, 7. Dezember 2026",
                "Montag, 7. Dezember",
                "Dezember 2026",
                "14:30 – 15:00 Uhr",
                "1 Std. 30 Min.",
            ),
            (
                "fr",
                "lundi 7 décembre 2026",
                "lundi 7 décembre",
                "décembre 2026",
                "14:30 – 15:00",
                "1 h 30 min",
            ),
            (
                "es",
                "lunes, 7 de diciembre de 2026",
                "lunes, 7 de diciembre",
                "diciembre de 2026",
                "14:30 – 15:00",
                "1 h 30 min",
            ),
            (
                "no",
                "mandag 7. desember 2026",
                "mandag 7. desember",
                "desember 2026",
                "14:30 – 15:00",
                "1 t 30 min",
            ),
            (
                "nl",
                "maandag 7 december 2026",
                "maandag 7 december",
                "december 2026",
                "14:30 – 15:00",
                "1 u 30 min",
            ),
            (
                "it",
                "lunedì 7 dicembre 2026",
                "lunedì 7 dicembre",
                "dicembre 2026",
                "14:30 – 15:00",
                "1 h 30 min",
            ),
            (
                "pl",
                "poniedziałek, 7 grudnia 2026",
                "poniedziałek, 7 grudnia",
                "grudzień 2026",
                "14:30 – 15:00",
                "1 godz. 30 min",
            ),
            (
                "sv",
                "måndag 7 december 2026",
                "måndag 7 december",
                "december 2026",
                "14:30 – 15:00",
                "1 tim 30 min",
            ),
            (
                "tr",
                "7 Aralık 2026 Pazartesi",
                "7 Aralık Pazartesi",
                "Aralık 2026",
                "14:30 – 15:00",
                "1 sa. 30 dk.",
            ),
            (
                "da",
                "mandag den 7. december 2026",
                "mandag den 7. december",
                "december 2026",
                "14.30 – 15.00",
                "1 t. 30 min.",
            ),
            ("ar", "الاثنين، 7 ديسمبر 2026", "الاثنين، 7 ديسمبر", "ديسمبر 2026", "2:30 – 3:00 م", "1 س و30 د"),
        ];
        for (tag, full, day, month, range, length) in expected {
            assert_eq!(said(tag), [full, day, month, range, length], "{tag}");
        }
    }

    #[test]
    fn hours_of_the_clock() {
        let us = Language::parse("en-US").unwrap();
        let at = |hour, minute| time(us, jiff::civil::time(hour, minute, 0, 0));
        assert_eq!(
            [at(0, 5), at(11, 59), at(12, 0), at(23, 0)],
            ["12:05 AM", "11:59 AM", "12:00 PM", "11:00 PM"]
        );
        let range =
            |from, to| time_range(us, jiff::civil::time(from, 0, 0, 0), jiff::civil::time(to, 0, 0, 0));
        assert_eq!(range(11, 12), "11:00 AM – 12:00 PM");
        // Over midnight.
        assert_eq!(range(23, 0), "11:00 PM – 12:00 AM");
        let french = Language::parse("fr").unwrap();
        assert_eq!(date(french, jiff::civil::date(2027, 5, 1)), "samedi 1er mai 2027");
    }

    #[test]
    fn what_has_no_letters_runs_from_the_right_as_a_whole() {
        let arabic = Language::parse("ar").unwrap().with_clock(Some(Clock::TwentyFour));
        let at = |hour| jiff::civil::time(hour, 30, 0, 0);
        assert_eq!(time(arabic, at(14)), "14:30");
        assert_eq!(
            time_range(arabic, at(14), at(15)),
            "\u{200f}\u{2068}14:30\u{2069} – \u{2068}15:30\u{2069}"
        );
    }

    #[test]
    fn zones_by_their_cities() {
        let winter: Timestamp = "2026-12-01T00:00Z".parse().unwrap();
        let label = |tag: &str, name: &str| {
            zone(Language::parse(tag).unwrap(), &TimeZone::get(name).unwrap(), winter)
        };
        assert_eq!(label("en", "Europe/Berlin"), "Berlin time, GMT+1");
        assert_eq!(label("de", "Europe/Berlin"), "Ortszeit Berlin, GMT+1");
        assert_eq!(label("en", "America/Argentina/Buenos_Aires"), "Buenos Aires time, GMT−3");
        assert_eq!(label("en", "Asia/Kolkata"), "Kolkata time, GMT+5:30");
        assert_eq!(label("en", "Europe/London"), "London time, GMT");
        assert_eq!(label("en", "UTC"), "UTC");
        assert_eq!(label("en", "Etc/GMT+3"), "GMT−3");
    }
}
