//! Channels: where a meeting takes place (contract section 8.2).

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use slated_app::meeting_types::CHANNELS;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

use crate::extract::refuse;

/// Names that older guides use.
const ALIASES: [(&str, &str); 3] =
    [("google_meet", "google"), ("teams", "teamsForBusiness2"), ("in_person", "local")];

/// The channel that a name of older guides stands for; every other name stands for itself.
pub fn of_alias(name: &str) -> &str {
    ALIASES.into_iter().find(|(alias, _)| *alias == name).map_or(name, |(_, present)| present)
}

/// A channel, in its present spelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Channel(&'static str);

impl Channel {
    /// The channel of this name, which may be an alias of older guides.
    pub fn parse(name: &str) -> Option<Self> {
        let name = of_alias(name);
        CHANNELS.into_iter().find(|channel| *channel == name).map(Self)
    }
}

impl From<Channel> for String {
    fn from(channel: Channel) -> Self {
        channel.0.to_owned()
    }
}

impl Serialize for Channel {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl<'de> Deserialize<'de> for Channel {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&name).ok_or_else(|| refuse("invalid-channel", "Must be one of the channels of the API"))
    }
}

impl PartialSchema for Channel {
    fn schema() -> RefOr<Schema> {
        let names = CHANNELS.into_iter().chain(ALIASES.map(|(alias, _)| alias));
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("Where a meeting takes place; the last three are other names of google, teamsForBusiness2 and local"))
            .enum_values(Some(names))
            .examples(["phone"])
            .into()
    }
}
impl ToSchema for Channel {}
