//! Exceptions and travel of a schedule, as they are sent.

use std::borrow::Cow;

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use slated_app::availability::{Edge, ExceptionDraft};
use slated_store::availability::Travel;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, schema::Type},
};

use crate::{
    extract::refuse,
    v4::text::{Line, Prose, Zone},
};

/// A date-specific opening or block.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ExceptionInput {
    /// On change: the exception this one replaces. Left out, a new one.
    id: Option<i64>,
    /// Opens (and replaces the weekly hours of its dates), or blocks.
    available: bool,
    /// First moment.
    start: Moment,
    /// First moment after; a date is included. Left out, the end of the date in `start`.
    end: Option<Moment>,
    /// Shown to the owner.
    title: Option<Line>,
    /// Shown to the owner.
    note: Option<Prose>,
}

impl From<ExceptionInput> for ExceptionDraft {
    fn from(input: ExceptionInput) -> Self {
        Self {
            id: input.id,
            available: input.available,
            start: input.start.0,
            end: input.end.map(|end| end.0),
            title: input.title.map(Into::into),
            note: input.note.map(Into::into),
        }
    }
}

/// An instant with `Z` or an offset, or a local time or a date in the schedule's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Moment(Edge);

impl Moment {
    fn parse(text: &str) -> Option<Self> {
        let edge = match text.len() {
            10 => Edge::Day(text.parse().ok()?),
            _ => match text.parse::<Timestamp>() {
                Ok(at) => Edge::At(at),
                Err(_) => Edge::Local(text.parse::<DateTime>().ok()?),
            },
        };
        Some(Self(edge))
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            refuse("invalid-time", "Must be an instant with a zone, a local date and time, or a date")
        })
    }
}

impl PartialSchema for Moment {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(
                "An instant (2024-12-24T12:00:00Z), or in the schedule's zone a local time (2024-12-24T13:00) or a date (2024-12-24)",
            ))
            .examples(["2024-12-24"])
            .into()
    }
}
impl ToSchema for Moment {}

/// The owner is in another zone on these dates: the week is meant there.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TravelBody {
    /// First date.
    from: LocalDate,
    /// Last date.
    to: LocalDate,
    /// The zone.
    timezone: Zone,
}

impl From<TravelBody> for Travel {
    fn from(body: TravelBody) -> Self {
        Self { from: body.from.0, to: body.to.0, timezone: body.timezone.into() }
    }
}

impl From<Travel> for TravelBody {
    fn from(travel: Travel) -> Self {
        let timezone = Zone::parse(&travel.timezone).expect("only zones that were parsed are stored");
        Self { from: LocalDate(travel.from), to: LocalDate(travel.to), timezone }
    }
}

/// A date of this era, `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalDate(pub Date);

impl<'de> Deserialize<'de> for LocalDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        let date = (text.len() >= 10).then(|| text.parse::<Date>().ok()).flatten();
        date.filter(|date| (1970..3000).contains(&date.year()))
            .map(Self)
            .ok_or_else(|| refuse("invalid-time", "Must be a date, as YYYY-MM-DD"))
    }
}

impl Serialize for LocalDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl PartialSchema for LocalDate {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)))
            .examples(["2024-12-24"])
            .into()
    }
}
impl ToSchema for LocalDate {}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn three_kinds_of_moments() {
        let edge = |text: &str| Moment::parse(text).map(|moment| moment.0);
        assert_eq!(edge("2024-12-24"), Some(Edge::Day("2024-12-24".parse().unwrap())));
        assert_eq!(edge("2024-12-24T13:00"), Some(Edge::Local("2024-12-24T13:00".parse().unwrap())));
        assert_eq!(
            edge("2024-12-24T13:00:00+01:00"),
            Some(Edge::At("2024-12-24T12:00:00Z".parse().unwrap()))
        );
        for bad in ["", "2024-13-01", "tomorrow", "2024-02-30T09:00", "12:00"] {
            assert_eq!(edge(bad), None, "{bad}");
        }
    }
}
