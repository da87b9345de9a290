//! The smaller parts of a meeting type, most of which are sent as they are taken.

use std::collections::BTreeMap;

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{MapAccess, Visitor},
};
use slated_store::{
    ids::AvailabilityId,
    meeting_type::{DaysIntoFuture, Ics, Limit, LimitPeriod, ResourceChannel},
};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};
use uuid::Uuid;

use super::Ahead;
use crate::{
    extract::refuse,
    v4::{
        availability::LocalDate,
        number::Int,
        text::{Line, Name, Prose, Text},
    },
};

/// The rolling 60 days that hold where nothing is said (policies 9), in minutes.
const DEFAULT_AHEAD: u32 = 60 * 1440;

/// How far ahead bookings are taken: `limit` counts minutes from now, `range` is two dates, both included.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DaysIntoFutureBody {
    /// If left out, what the other fields suggest.
    mode: Option<HorizonMode>,
    /// Minutes from now, for `limit`.
    #[schema(example = 43200)]
    booking_limit: Option<Ahead>,
    /// First date, for `range`.
    range_min: Option<LocalDate>,
    /// Last date, for `range`.
    range_max: Option<LocalDate>,
    /// What the days of `limit` are.
    count_mode: Option<CountMode>,
}

/// How the horizon is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum HorizonMode {
    /// A rolling number of minutes from now.
    Limit,
    /// Between two dates.
    Range,
    /// No bound.
    Unlimited,
}

/// What days are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum CountMode {
    /// All.
    Calendar,
    /// Monday to Friday.
    Business,
}

/// A horizon whose fields go together.
#[derive(Debug, Clone)]
pub struct DaysIntoFutureInput(DaysIntoFuture);

impl<'de> Deserialize<'de> for DaysIntoFutureInput {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let said = DaysIntoFutureBody::deserialize(deserializer)?;
        let suggested = if said.range_min.is_some() || said.range_max.is_some() {
            HorizonMode::Range
        } else {
            HorizonMode::Limit
        };
        Ok(Self(match said.mode.unwrap_or(suggested) {
            HorizonMode::Unlimited => DaysIntoFuture::Unlimited,
            HorizonMode::Limit => DaysIntoFuture::Limit {
                booking_limit: said.booking_limit.map_or(DEFAULT_AHEAD, Int::get),
                count_mode: said.count_mode.map(|mode| mode.name().to_owned()),
            },
            HorizonMode::Range => match (said.range_min, said.range_max) {
                (Some(from), Some(to)) if from.0 <= to.0 => {
                    DaysIntoFuture::Range { range_min: from.0, range_max: to.0 }
                }
                (Some(_), Some(_)) => {
                    return Err(refuse("invalid-range", "rangeMax must not be before rangeMin"));
                }
                _ => return Err(refuse("required", "The mode 'range' needs rangeMin and rangeMax")),
            },
        }))
    }
}

impl PartialSchema for DaysIntoFutureInput {
    fn schema() -> RefOr<Schema> {
        DaysIntoFutureBody::schema()
    }
}
impl ToSchema for DaysIntoFutureInput {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        DaysIntoFutureBody::schemas(schemas);
    }
}

impl From<DaysIntoFutureInput> for DaysIntoFuture {
    fn from(input: DaysIntoFutureInput) -> Self {
        input.0
    }
}

impl CountMode {
    fn name(self) -> &'static str {
        match self {
            Self::Calendar => "calendar",
            Self::Business => "business",
        }
    }
}

impl From<Option<DaysIntoFuture>> for DaysIntoFutureBody {
    /// What is in force, also where nothing was said.
    fn from(stored: Option<DaysIntoFuture>) -> Self {
        let nothing =
            Self { mode: None, booking_limit: None, range_min: None, range_max: None, count_mode: None };
        let limit = |minutes: u32, count_mode| Self {
            mode: Some(HorizonMode::Limit),
            booking_limit: Int::new(minutes.into()),
            count_mode: Some(count_mode),
            ..nothing.clone()
        };
        match stored {
            None => limit(DEFAULT_AHEAD, CountMode::Calendar),
            Some(DaysIntoFuture::Limit { booking_limit, count_mode }) => {
                let business = count_mode.as_deref() == Some(CountMode::Business.name());
                limit(booking_limit, if business { CountMode::Business } else { CountMode::Calendar })
            }
            Some(DaysIntoFuture::Range { range_min, range_max }) => Self {
                mode: Some(HorizonMode::Range),
                range_min: Some(LocalDate(range_min)),
                range_max: Some(LocalDate(range_max)),
                ..nothing
            },
            Some(DaysIntoFuture::Unlimited) => Self { mode: Some(HorizonMode::Unlimited), ..nothing },
        }
    }
}

/// At most so many meetings, or minutes of them, per period of the host's calendar.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LimitBody {
    /// Weeks begin on Monday.
    period: PeriodBody,
    /// Meetings.
    max_meetings: Option<Int<1, 10_000>>,
    /// Minutes of meetings.
    max_minutes: Option<Int<1, 1_000_000>>,
}

/// What a limit counts over.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum PeriodBody {
    /// A local day.
    Day,
    /// An ISO week.
    Week,
    /// A local month.
    Month,
    /// A local year.
    Year,
}

impl From<LimitBody> for Limit {
    fn from(body: LimitBody) -> Self {
        let period = match body.period {
            PeriodBody::Day => LimitPeriod::Day,
            PeriodBody::Week => LimitPeriod::Week,
            PeriodBody::Month => LimitPeriod::Month,
            PeriodBody::Year => LimitPeriod::Year,
        };
        Self {
            period,
            max_meetings: body.max_meetings.map(Int::get),
            max_minutes: body.max_minutes.map(Int::get),
        }
    }
}

impl From<Limit> for LimitBody {
    fn from(limit: Limit) -> Self {
        let period = match limit.period {
            LimitPeriod::Day => PeriodBody::Day,
            LimitPeriod::Week => PeriodBody::Week,
            LimitPeriod::Month => PeriodBody::Month,
            LimitPeriod::Year => PeriodBody::Year,
        };
        Self {
            period,
            max_meetings: limit.max_meetings.and_then(|n| Int::new(n.into())),
            max_minutes: limit.max_minutes.and_then(|n| Int::new(n.into())),
        }
    }
}

/// Templates for the calendar invite, with tokens such as `{!M.Guest.Fullname}`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct IcsBody {
    /// Title.
    title: Option<Name>,
    /// Description.
    description: Option<Prose>,
    /// Location.
    location: Option<Line>,
}

impl From<IcsBody> for Ics {
    fn from(body: IcsBody) -> Self {
        Self {
            title: body.title.map(Into::into),
            description: body.description.map(Into::into),
            location: body.location.map(Into::into),
        }
    }
}

impl From<Ics> for IcsBody {
    fn from(ics: Ics) -> Self {
        Self {
            title: ics.title.and_then(|text| Text::parse(&text).ok()),
            description: ics.description.and_then(|text| Text::parse(&text).ok()),
            location: ics.location.and_then(|text| Text::parse(&text).ok()),
        }
    }
}

/// A thing that is booked along, such as a room.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ResourceChannelBody {
    /// The resource.
    resource_id: Option<Uuid>,
    /// Shown.
    #[serde(default = "unnamed")]
    name: Line,
    /// When the resource is to be had.
    availability_id: Option<Uuid>,
    /// Kept as sent.
    group_name: Option<Line>,
    /// Kept as sent.
    group_member_index: Option<i64>,
}

fn unnamed() -> Line {
    Line::parse("").expect("an empty line is a line")
}

impl From<ResourceChannelBody> for ResourceChannel {
    fn from(body: ResourceChannelBody) -> Self {
        Self {
            resource_id: body.resource_id,
            name: body.name.into(),
            availability_id: body.availability_id.map(AvailabilityId),
            group_name: body.group_name.map(Into::into),
            group_member_index: body.group_member_index,
        }
    }
}

impl From<ResourceChannel> for ResourceChannelBody {
    fn from(channel: ResourceChannel) -> Self {
        Self {
            resource_id: channel.resource_id,
            name: Line::parse(&channel.name).unwrap_or_else(|_| unnamed()),
            availability_id: channel.availability_id.map(|id| id.0),
            group_name: channel.group_name.and_then(|name| Line::parse(&name).ok()),
            group_member_index: channel.group_member_index,
        }
    }
}

/// The platform's own values: at most 20, each at most 500 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metadata(pub BTreeMap<String, String>);

impl<'de> Deserialize<'de> for Metadata {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = BTreeMap<String, String>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object of texts")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = BTreeMap::new();
                while let Some(key) = map.next_key::<Text<100>>()? {
                    entries.insert(key.into(), map.next_value::<Text<500>>()?.into());
                    if entries.len() > 20 {
                        return Err(refuse("too-many", "Must have at most 20 keys"));
                    }
                }
                Ok(entries)
            }
        }
        deserializer.deserialize_map(Entries).map(Self)
    }
}

impl PartialSchema for Metadata {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .additional_properties(Some(ObjectBuilder::new().schema_type(Type::String).max_length(Some(500))))
            .max_properties(Some(20))
            .description(Some("Your own values, echoed in webhooks"))
            .into()
    }
}
impl ToSchema for Metadata {}

/// An object that is kept as it was sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Opaque(pub serde_json::Map<String, serde_json::Value>);

impl<'de> Deserialize<'de> for Opaque {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let object = serde_json::Map::deserialize(deserializer)?;
        if serde_json::to_string(&object).map_or(0, |text| text.len()) > 20_000 {
            return Err(refuse("too-long", "Must have at most 20000 characters of JSON"));
        }
        Ok(Self(object))
    }
}

impl PartialSchema for Opaque {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .additional_properties(Some(utoipa::openapi::schema::AdditionalProperties::<Schema>::FreeForm(
                true,
            )))
            .into()
    }
}
impl ToSchema for Opaque {}
