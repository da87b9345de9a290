//! Links to a user's profiles elsewhere.
//!
//! They end up in links of a public page, so nothing passes that could be a script.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

use crate::{
    extract::refuse,
    v4::{
        number::List,
        patch::Patch,
        text::{HttpUrl, Text},
    },
};

/// Links to a user's profiles elsewhere.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OnlineProfiles {
    /// URL or name.
    #[serde(default)]
    #[schema(value_type = Option<Handle>)]
    linked_in: Patch<Handle>,
    /// URL or name.
    #[serde(default)]
    #[schema(value_type = Option<Handle>)]
    facebook: Patch<Handle>,
    /// URL or name.
    #[serde(default)]
    #[schema(value_type = Option<Handle>)]
    twitter: Patch<Handle>,
    /// URL or name.
    #[serde(default)]
    #[schema(value_type = Option<Handle>)]
    instagram: Patch<Handle>,
    /// URL or name.
    #[serde(default)]
    #[schema(value_type = Option<Handle>)]
    xing: Patch<Handle>,
    /// As shown.
    #[serde(default)]
    #[schema(value_type = Option<Text<100>>)]
    phone: Patch<Text<100>>,
    /// As shown.
    #[serde(default)]
    #[schema(value_type = Option<Text<254>>)]
    email: Patch<Text<254>>,
    /// As shown.
    #[serde(default)]
    #[schema(value_type = Option<Text<200>>)]
    address_street: Patch<Text<200>>,
    /// As shown.
    #[serde(default)]
    #[schema(value_type = Option<Text<200>>)]
    address_city: Patch<Text<200>>,
    /// As shown.
    #[serde(default)]
    #[schema(value_type = Option<Text<50>>)]
    address_postal_code: Patch<Text<50>>,
    /// As shown.
    #[serde(default)]
    #[schema(value_type = Option<Text<100>>)]
    address_country: Patch<Text<100>>,
    /// Any others.
    #[serde(default)]
    #[schema(value_type = Option<Vec<CustomLink>>, max_items = 50)]
    custom_links: Patch<List<CustomLink, 50>>,
}

/// A link with a name.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct CustomLink {
    /// Shown.
    name: Text<200>,
    /// Where it leads.
    url: HttpUrl,
    /// Name of an icon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    icon: Option<Text<200>>,
}

impl OnlineProfiles {
    /// What was said, by name; null for what is to go.
    pub(super) fn into_map(self) -> Map<String, Value> {
        let mut map = Map::new();
        let mut put = |name: &str, said: Patch<Value>| {
            if let Some(value) = said.said() {
                map.insert(name.to_owned(), value.unwrap_or(Value::Null));
            }
        };
        put("linkedIn", self.linked_in.map(Into::into));
        put("facebook", self.facebook.map(Into::into));
        put("twitter", self.twitter.map(Into::into));
        put("instagram", self.instagram.map(Into::into));
        put("xing", self.xing.map(Into::into));
        put("phone", self.phone.map(text));
        put("email", self.email.map(text));
        put("addressStreet", self.address_street.map(text));
        put("addressCity", self.address_city.map(text));
        put("addressPostalCode", self.address_postal_code.map(text));
        put("addressCountry", self.address_country.map(text));
        put("customLinks", self.custom_links.map(|links| links.into_iter().map(Value::from).collect()));
        map
    }
}

fn text<const MAX: usize>(text: Text<MAX>) -> Value {
    Value::String(text.into())
}

impl From<CustomLink> for Value {
    fn from(link: CustomLink) -> Self {
        serde_json::to_value(link).expect("texts are JSON")
    }
}

/// An `http:` or `https:` URL, or a name at the service, which has neither colon nor blank.
#[derive(Debug)]
struct Handle(String);

impl<'de> Deserialize<'de> for Handle {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        let is_name =
            text.len() <= 2048 && !text.chars().any(|c| c == ':' || c.is_whitespace() || c.is_control());
        if is_name || HttpUrl::parse(&text).is_ok() {
            Ok(Self(text.into_owned()))
        } else {
            Err(refuse("invalid-url", "Must be an http: or https: URL, or a name"))
        }
    }
}

impl From<Handle> for Value {
    fn from(handle: Handle) -> Self {
        Self::String(handle.0)
    }
}

impl PartialSchema for Handle {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("An http: or https: URL, or a name without colon or blank"))
            .max_length(Some(2048))
            .examples(["https://www.linkedin.com/in/ada"])
            .into()
    }
}
impl ToSchema for Handle {}
