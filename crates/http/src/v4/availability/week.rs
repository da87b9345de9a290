//! The week of a schedule, in both notations of the contract (section 7); the second is the one that is sent.
//!
//! * `[{"dayOfWeek":"monday","intervals":[{"from":"09:00","to":"17:00"}]}]`
//! * `{"monday":{"enabled":true,"hours":[{"start":"09:00","end":"17:00"}]}}`
//!
//! Days that are left out are closed. Hours that overlap are kept; the engine unites them (policies 3).

use std::borrow::Cow;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, MapAccess, SeqAccess, Visitor},
};
use slated_store::availability::{Hours, Week};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ArrayBuilder, ObjectBuilder, OneOfBuilder, RefOr, Schema, schema::Type},
};

use crate::{extract::refuse, v4::number::List};

/// Stretches of one day, at most.
const MAX_HOURS_A_DAY: usize = 48;
const END_OF_DAY: u16 = 1_440;

/// A week as it is sent in, in either notation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekInput(pub Week);

/// A week as it is sent out: all seven days.
#[derive(Debug, Serialize, ToSchema)]
pub struct WeekBody {
    monday: DayBody,
    tuesday: DayBody,
    wednesday: DayBody,
    thursday: DayBody,
    friday: DayBody,
    saturday: DayBody,
    sunday: DayBody,
}

/// One day's hours.
#[derive(Debug, Serialize, ToSchema)]
pub struct DayBody {
    /// Open at all.
    pub enabled: bool,
    /// When; empty on closed days.
    pub hours: Vec<HoursBody>,
}

/// From `start` up to `end`, in the schedule's zone.
#[derive(Debug, Serialize, ToSchema)]
pub struct HoursBody {
    /// Opens.
    pub start: TimeOfDay,
    /// Closes; `24:00` is the end of the day.
    pub end: TimeOfDay,
}

/// A time of day, `00:00` to `24:00`; in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeOfDay(pub u16);

impl From<Week> for WeekBody {
    fn from(week: Week) -> Self {
        let [monday, tuesday, wednesday, thursday, friday, saturday, sunday] = week.map(|hours| DayBody {
            enabled: !hours.is_empty(),
            hours: hours
                .into_iter()
                .map(|h| HoursBody { start: TimeOfDay(h.from), end: TimeOfDay(h.to) })
                .collect(),
        });
        Self { monday, tuesday, wednesday, thursday, friday, saturday, sunday }
    }
}

impl<'de> Deserialize<'de> for WeekInput {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Notations).map(Self)
    }
}

struct Notations;

impl<'de> Visitor<'de> for Notations {
    type Value = Week;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list of days with intervals, or an object of days with hours")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut days: A) -> Result<Week, A::Error> {
        let mut week = Week::default();
        while let Some(Day { day_of_week, intervals }) = days.next_element()? {
            add(&mut week, day_of_week, intervals)?;
        }
        Ok(week)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut days: A) -> Result<Week, A::Error> {
        let mut week = Week::default();
        while let Some(weekday) = days.next_key()? {
            if let Some(DayHours { enabled: None | Some(true), hours }) = days.next_value()? {
                add(&mut week, weekday, hours)?;
            }
        }
        Ok(week)
    }
}

fn add<E: de::Error>(
    week: &mut Week,
    day: Weekday,
    hours: List<HoursInput, MAX_HOURS_A_DAY>,
) -> Result<(), E> {
    let day = &mut week[day.0];
    day.extend(hours.into_iter().map(|h| h.0));
    day.sort_unstable_by_key(|h| (h.from, h.to));
    day.dedup();
    if day.len() > MAX_HOURS_A_DAY {
        return Err(refuse(
            "too-many",
            format_args!("A day has at most {MAX_HOURS_A_DAY} stretches of hours"),
        ));
    }
    Ok(())
}

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Its place in the week.
struct Weekday(usize);

impl<'de> Deserialize<'de> for Weekday {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = Cow::<'de, str>::deserialize(deserializer)?;
        let day = WEEKDAYS.iter().position(|day| name.eq_ignore_ascii_case(day));
        day.map(Self).ok_or_else(|| refuse("invalid-value", "Must be a day of the week, such as monday"))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Day {
    day_of_week: Weekday,
    #[serde(default)]
    intervals: List<HoursInput, MAX_HOURS_A_DAY>,
}

#[derive(Deserialize)]
struct DayHours {
    enabled: Option<bool>,
    #[serde(default)]
    hours: List<HoursInput, MAX_HOURS_A_DAY>,
}

/// `{from, to}` or `{start, end}`.
struct HoursInput(Hours);

impl<'de> Deserialize<'de> for HoursInput {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Ends {
            #[serde(alias = "start")]
            from: Option<TimeOfDay>,
            #[serde(alias = "end")]
            to: Option<TimeOfDay>,
        }
        let Ends { from: Some(TimeOfDay(from)), to: Some(TimeOfDay(to)) } = Ends::deserialize(deserializer)?
        else {
            return Err(refuse("required", "Both the beginning and the end are required"));
        };
        let to = if to == 0 { END_OF_DAY } else { to };
        if from < to {
            Ok(Self(Hours { from, to }))
        } else {
            Err(refuse("invalid-range", "The end must be after the beginning"))
        }
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        parse(&text)
            .map(Self)
            .ok_or_else(|| refuse("invalid-time", "Must be a time from 00:00 to 24:00, as HH:MM"))
    }
}

fn parse(text: &str) -> Option<u16> {
    let &[a, b, b':', c, d] = text.as_bytes() else { return None };
    let digits = |tens: u8, ones: u8| {
        let both = tens.is_ascii_digit() && ones.is_ascii_digit();
        both.then(|| u16::from(tens - b'0') * 10 + u16::from(ones - b'0'))
    };
    let (hour, minute) = (digits(a, b)?, digits(c, d)?);
    let time = hour * 60 + minute;
    (minute < 60 && time <= END_OF_DAY).then_some(time)
}

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:02}:{:02}", self.0 / 60, self.0 % 60))
    }
}

impl PartialSchema for TimeOfDay {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A time of day, from 00:00 to 24:00"))
            .pattern(Some("^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"))
            .examples(["09:00"])
            .into()
    }
}
impl ToSchema for TimeOfDay {}

impl PartialSchema for WeekInput {
    fn schema() -> RefOr<Schema> {
        let list = |from: &str, to: &str| {
            let hours = ObjectBuilder::new()
                .property(from, TimeOfDay::schema())
                .property(to, TimeOfDay::schema())
                .required(from)
                .required(to);
            ArrayBuilder::new().items(hours).max_items(Some(MAX_HOURS_A_DAY))
        };
        let weekday = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(WEEKDAYS));
        let day = ObjectBuilder::new()
            .property("dayOfWeek", weekday)
            .required("dayOfWeek")
            .property("intervals", list("from", "to"));
        let mut days = ObjectBuilder::new();
        for name in WEEKDAYS {
            let hours = ObjectBuilder::new()
                .property("enabled", ObjectBuilder::new().schema_type(Type::Boolean))
                .property("hours", list("start", "end"));
            days = days.property(name, hours);
        }
        let days = days.additional_properties(Some(
            utoipa::openapi::schema::AdditionalProperties::<Schema>::FreeForm(false),
        ));
        OneOfBuilder::new()
            .description(Some("Open hours by weekday, as a list or as an object; days left out are closed"))
            .item(ArrayBuilder::new().items(day))
            .item(days)
            .into()
    }
}
impl ToSchema for WeekInput {}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    fn week(value: serde_json::Value) -> Result<Week, String> {
        serde_json::from_value::<WeekInput>(value).map(|w| w.0).map_err(|e| e.to_string())
    }

    #[test]
    fn both_notations_mean_the_same() {
        let list = json!([
            {"dayOfWeek": "monday", "intervals": [{"from": "13:00", "to": "17:30"}, {"from": "09:00", "to": "12:00"}]},
            {"dayOfWeek": "sunday", "intervals": [{"from": "22:00", "to": "00:00"}]},
        ]);
        let object = json!({
            "monday": {"enabled": true, "hours": [{"start": "09:00", "end": "12:00"}, {"start": "13:00", "end": "17:30"}]},
            "tuesday": {"enabled": false, "hours": [{"start": "09:00", "end": "12:00"}]},
            "wednesday": null,
            "sunday": {"hours": [{"start": "22:00", "end": "24:00"}]},
        });
        let parsed = week(list).unwrap();
        assert_eq!(parsed[0], [Hours { from: 540, to: 720 }, Hours { from: 780, to: 1050 }]);
        assert_eq!(parsed[6], [Hours { from: 1320, to: 1440 }]);
        assert_eq!(parsed, week(object).unwrap());
    }

    #[test]
    fn what_is_sent_can_be_sent_back() {
        let sent = serde_json::to_value(WeekBody::from(slated_app::availability::office_hours())).unwrap();
        assert_eq!(sent["friday"], json!({"enabled": true, "hours": [{"start": "09:00", "end": "17:00"}]}));
        assert_eq!(sent["sunday"], json!({"enabled": false, "hours": []}));
        assert_eq!(week(sent).unwrap(), slated_app::availability::office_hours());
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        let with = |from: &str, to: &str| {
            week(json!([{"dayOfWeek": "monday", "intervals": [{"from": from, "to": to}]}]))
        };
        for (from, to, code) in [
            ("9:00", "17:00", "invalid-time"),
            ("09:00", "24:01", "invalid-time"),
            ("09:60", "10:00", "invalid-time"),
            ("17:00", "09:00", "invalid-range"),
            ("09:00", "09:00", "invalid-range"),
            ("24:00", "00:00", "invalid-range"),
        ] {
            assert!(with(from, to).unwrap_err().ends_with(code), "{from}-{to}");
        }
        assert!(week(json!([{"dayOfWeek": "funday", "intervals": []}])).is_err());
        assert!(week(json!({"mo": {"hours": []}})).is_err());
        assert!(week(json!("always")).is_err());
        let many: Vec<_> =
            (0..49).map(|n| json!({"start": format!("{:02}:{:02}", n / 4, n % 4), "end": "24:00"})).collect();
        assert!(week(json!({"monday": {"hours": many}})).unwrap_err().ends_with("too-many"));
    }
}
