//! Instants on the wire: `2024-01-15T14:00:00.000Z`, in this form always, because clients of the contract slice
//! hours and minutes out of it by position. Accepted with `Z` or any offset, from the year 1 on.

use jiff::{Timestamp, civil::DateTime, tz::Offset};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use slated_engine::EARLIEST;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, schema::Type},
};

/// An instant on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instant(pub Timestamp);

/// How many bytes an instant takes.
pub const UTC_LENGTH: usize = 24;
/// An instant as text: ASCII.
pub type Utc = [u8; UTC_LENGTH];

/// `2024-01-15T14:00:00.000Z`. Written by hand because answers hold thousands; years outside 0 to 9999 cannot be
/// reached by anything that is accepted.
pub fn utc(at: Timestamp) -> Utc {
    let mut text = *b"0000-00-00T00:00:00.000Z";
    let local = Offset::UTC.to_datetime(at);
    date_and_time(&mut text, local);
    digits(&mut text[20..23], local.millisecond().unsigned_abs().into());
    text
}

/// `2024-01-15T15:00:00+01:00`.
pub fn write_local(local: DateTime, offset: Offset) -> String {
    let mut text = *b"0000-00-00T00:00:00+00:00";
    date_and_time(&mut text, local);
    let minutes = offset.seconds() / 60;
    if minutes < 0 {
        text[19] = b'-';
    }
    digits(&mut text[20..22], minutes.unsigned_abs() / 60);
    digits(&mut text[23..25], minutes.unsigned_abs() % 60);
    String::from_utf8_lossy(&text).into_owned()
}

fn date_and_time(text: &mut [u8], local: DateTime) {
    digits(&mut text[0..4], local.year().unsigned_abs().into());
    digits(&mut text[5..7], local.month().unsigned_abs().into());
    digits(&mut text[8..10], local.day().unsigned_abs().into());
    digits(&mut text[11..13], local.hour().unsigned_abs().into());
    digits(&mut text[14..16], local.minute().unsigned_abs().into());
    digits(&mut text[17..19], local.second().unsigned_abs().into());
}

fn digits(place: &mut [u8], mut number: u32) {
    for byte in place.iter_mut().rev() {
        *byte = b'0' + u8::try_from(number % 10).expect("a remainder of ten fits");
        number /= 10;
    }
}

impl std::fmt::Display for Instant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(str::from_utf8(&utc(self.0)).expect("digits are UTF-8"))
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(str::from_utf8(&utc(self.0)).expect("digits are UTF-8"))
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        // Years have four digits and no sign in what is sent out, so one before the era could not be told back.
        let at = text.parse().ok().filter(|at: &Timestamp| at.as_millisecond() >= EARLIEST);
        at.map(Self).ok_or_else(|| {
            D::Error::custom(
                "expected an instant with a zone, such as 2024-01-16T10:00:00Z or 2024-01-16T11:00:00+01:00",
            )
        })
    }
}

impl From<Timestamp> for Instant {
    fn from(at: Timestamp) -> Self {
        Self(at)
    }
}

impl PartialSchema for Instant {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .examples(["2024-01-15T14:00:00.000Z"])
            .into()
    }
}
impl ToSchema for Instant {}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::Instant;

    #[test]
    fn what_is_read_can_be_told_back() {
        let told = |text: &str| serde_json::from_value::<Instant>(text.into()).map(|at| at.to_string()).ok();
        assert_eq!(told("2026-03-30T09:00:00+05:45").unwrap(), "2026-03-30T03:15:00.000Z");
        assert_eq!(told("0001-01-01T00:00:00Z").unwrap(), "0001-01-01T00:00:00.000Z");
        assert_eq!(told("9999-12-30T22:00:00Z").unwrap(), "9999-12-30T22:00:00.000Z");
        // Found by fuzzing: these were told back as years of this era.
        for before in ["-000001-06-01T00:00:00Z", "0000-01-01T00:00:00+23:00", "0001-01-01T00:00:00+00:01"] {
            assert_eq!(told(before), None, "{before}");
        }
    }
}
