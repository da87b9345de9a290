//! Texts on the wire, parsed at the door: bounded, and without the NUL that PostgreSQL cannot store.

use std::{borrow::Cow, ops::Deref};

use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, schema::Type},
};

use crate::extract::refuse;

/// A text of `MIN` to `MAX` characters, kept as sent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text<const MAX: usize, const MIN: usize = 0>(String);

/// What people and things are called: 1 to 200 characters.
pub type Name = Text<200, 1>;
/// Prose: at most 10,000 characters.
pub type Prose = Text<10_000>;
/// A line: at most 500 characters.
pub type Line = Text<500>;

/// Why a text cannot be used: stable code and words.
type Refusal = (&'static str, Cow<'static, str>);

fn bounded(text: &str, min: usize, max: usize) -> Result<(), Refusal> {
    // Bytes are never fewer than characters, so most texts need no counting.
    if text.len() > max && text.chars().count() > max {
        return Err(("too-long", format!("Must have at most {max} characters").into()));
    }
    if min > 0 && text.trim().chars().take(min).count() < min {
        return Err(("too-short", format!("Must have at least {min} characters").into()));
    }
    if text.contains('\0') {
        return Err(("invalid-value", "Must not contain the NUL character".into()));
    }
    Ok(())
}

macro_rules! text {
    ($name:ident $(<$($param:ident),+>)?) => {
        impl$(<$(const $param: usize),+>)? Deref for $name$(<$($param),+>)? {
            type Target = str;
            fn deref(&self) -> &str {
                &self.0
            }
        }
        impl$(<$(const $param: usize),+>)? From<$name$(<$($param),+>)?> for String {
            fn from(text: $name$(<$($param),+>)?) -> String {
                text.0
            }
        }
        impl$(<$(const $param: usize),+>)? Serialize for $name$(<$($param),+>)? {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
        impl<'de$($(, const $param: usize)+)?> Deserialize<'de> for $name$(<$($param),+>)? {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Cow::<'de, str>::deserialize(deserializer)?;
                Self::parse(&text).map_err(|(code, words)| refuse(code, words))
            }
        }
    };
}

impl<const MAX: usize, const MIN: usize> Text<MAX, MIN> {
    /// The text, if it is within its bounds.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        bounded(text, MIN, MAX).map(|()| Self(text.to_owned()))
    }
}
text!(Text<MAX, MIN>);

impl<const MAX: usize, const MIN: usize> PartialSchema for Text<MAX, MIN> {
    fn schema() -> RefOr<Schema> {
        let schema = ObjectBuilder::new().schema_type(Type::String).max_length(Some(MAX));
        if MIN > 0 { schema.min_length(Some(MIN)).into() } else { schema.into() }
    }
}
impl<const MAX: usize, const MIN: usize> ToSchema for Text<MAX, MIN> {
    fn name() -> Cow<'static, str> {
        if MIN > 0 { format!("Text{MIN}To{MAX}").into() } else { format!("Text{MAX}").into() }
    }
}

/// An e-mail address, kept as sent. Only what no mail system delivers is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// The address, if it can be one.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = text.trim();
        let refused = Err(("invalid-email", "Invalid email format".into()));
        let Some((local, domain)) = text.rsplit_once('@') else { return refused };
        let label = |label: &str| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c == '-' || c.is_alphanumeric())
        };
        let fits = text.len() <= 254 && (1..=64).contains(&local.len());
        let spelled =
            !text.chars().any(|c| c.is_whitespace() || c.is_control() || "<>(),;:\\\"[]".contains(c))
                && !local.contains('@');
        let dots = !local.starts_with('.') && !local.ends_with('.') && !local.contains("..");
        if fits && spelled && dots && domain.split('.').all(label) {
            Ok(Self(text.to_owned()))
        } else {
            refused
        }
    }

    /// In lower case, as users are found by it.
    pub fn lower(&self) -> String {
        self.0.to_lowercase()
    }
}
text!(Email);

/// An IANA time zone, in its usual spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(String);

impl Zone {
    /// The zone of this name; upper and lower case are not told apart.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let zone = TimeZone::get(text).ok().filter(|zone| !zone.is_unknown());
        let name = zone.as_ref().and_then(|zone| zone.iana_name());
        name.map(|name| Self(name.to_owned()))
            .ok_or(("invalid-timezone", "Must be an IANA time zone, such as Europe/Berlin".into()))
    }
}
text!(Zone);

/// A part of a URL: lower-case letters, digits and hyphens. Whatever is sent is folded into that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slug(String);

impl Slug {
    /// The slug of the text, if anything of it remains.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        bounded(text, 0, 200)?;
        let slug = slated_app::slug::fold(text);
        if slug.is_empty() {
            return Err(("invalid-slug", "Must contain letters or digits".into()));
        }
        Ok(Self(slug))
    }
}
text!(Slug);

/// `#rgb` or `#rrggbb`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HexColor(String);

impl HexColor {
    /// The colour.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let digits = text.strip_prefix('#').filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
        match digits.map(str::len) {
            Some(3 | 6) => Ok(Self(text.to_owned())),
            _ => Err(("invalid-color", "Must be a colour such as #0066cc".into())),
        }
    }
}
text!(HexColor);

/// A CSS colour: a name, `#rrggbb`, or a function such as `rgb(0, 153, 255)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CssColor(String);

impl CssColor {
    /// The colour. Only letters that a colour needs pass, so that it can stand in a style sheet.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let spelled = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"#(),.%/ -".contains(&b));
        if spelled && (1..=64).contains(&text.len()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(("invalid-color", "Must be a colour such as #0099ff or rgb(0, 153, 255)".into()))
        }
    }
}
text!(CssColor);

/// An absolute `http:` or `https:` URL of at most 2,048 characters, kept as sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpUrl(String);

impl HttpUrl {
    /// The URL.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        bounded(text, 0, 2048)?;
        let url = url::Url::parse(text)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        if url.is_some() && !text.chars().any(|c| c.is_control() || c.is_whitespace()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(("invalid-url", "Must be an http: or https: URL".into()))
        }
    }
}
text!(HttpUrl);

macro_rules! schema {
    ($name:ident, $build:expr) => {
        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let build: fn(ObjectBuilder) -> ObjectBuilder = $build;
                build(ObjectBuilder::new().schema_type(Type::String)).into()
            }
        }
        impl ToSchema for $name {}
    };
}

schema!(Email, |s| s
    .description(Some("An e-mail address"))
    .format(Some(SchemaFormat::KnownFormat(KnownFormat::Email)))
    .max_length(Some(254))
    .examples(["ada@example.com"]));
schema!(Zone, |s| s.description(Some("An IANA time zone")).max_length(Some(64)).examples(["Europe/Berlin"]));
schema!(Slug, |s| s
    .description(Some("A part of a URL. Folded to lower-case letters, digits and hyphens"))
    .max_length(Some(200))
    .examples(["30min-meeting"]));
schema!(HexColor, |s| s
    .description(Some("A colour"))
    .pattern(Some("^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$"))
    .examples(["#0066cc"]));
schema!(CssColor, |s| s
    .description(Some("A CSS colour"))
    .pattern(Some("^[0-9A-Za-z#(),.%/ -]+$"))
    .min_length(Some(1))
    .max_length(Some(64))
    .examples(["#0099ff"]));
schema!(HttpUrl, |s| s
    .description(Some("An absolute http: or https: URL"))
    .format(Some(SchemaFormat::Custom("uri".to_owned())))
    .max_length(Some(2048))
    .examples(["https://example.com/thanks"]));

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn bounds_count_characters() {
        assert!(Text::<3>::parse("äöü").is_ok());
        assert_eq!(Text::<3>::parse("äöüß").unwrap_err().0, "too-long");
        assert_eq!(Name::parse("  ").unwrap_err().0, "too-short");
        assert_eq!(Prose::parse("a\0b").unwrap_err().0, "invalid-value");
    }

    #[test]
    fn emails() {
        for good in ["a@b", "ada.l+x@example.com", "jürgen@münchen.de", " ada@example.com "] {
            assert!(Email::parse(good).is_ok(), "{good}");
        }
        let long = format!("{}@example.com", "a".repeat(65));
        for bad in
            ["", "ada", "@b.c", "a@", "a b@c.d", "a@b..c", "a@-b.c", "a..b@c.d", "a@b@c.d", "<a@b.c>", &long]
        {
            assert!(Email::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn zones_are_spelled_as_usual() {
        assert_eq!(&*Zone::parse("europe/berlin").unwrap(), "Europe/Berlin");
        assert_eq!(&*Zone::parse("UTC").unwrap(), "UTC");
        for bad in ["", "Mars/Olympus", "CET-1CEST", "+02:00", "Etc/Unknown", "Europe/Berlin\0"] {
            assert!(Zone::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn slugs_are_folded() {
        assert_eq!(&*Slug::parse("Strategie Gespräch!").unwrap(), "strategie-gesprach");
        assert_eq!(Slug::parse("—").unwrap_err().0, "invalid-slug");
    }

    #[test]
    fn colours_and_urls() {
        assert!(HexColor::parse("#06c").is_ok() && HexColor::parse("#0066CC").is_ok());
        assert!(HexColor::parse("0066cc").is_err() && HexColor::parse("#0066c").is_err());
        assert!(CssColor::parse("rgb(0, 153, 255)").is_ok());
        assert!(CssColor::parse("red;background:url(x)").is_err());
        assert!(HttpUrl::parse("https://example.com/a?b=c").is_ok());
        for bad in ["javascript:alert(1)", "ftp://x.y", "/relative", "https://a b", "http://"] {
            assert!(HttpUrl::parse(bad).is_err(), "{bad}");
        }
    }
}
