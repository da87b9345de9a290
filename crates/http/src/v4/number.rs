//! Whole numbers and lists on the wire, within bounds.

use std::borrow::Cow;

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{SeqAccess, Visitor},
};
use utoipa::{
    __dev::ComposeSchema,
    PartialSchema, ToSchema,
    openapi::{ArrayBuilder, ObjectBuilder, RefOr, Schema, schema::Type},
};

use crate::extract::refuse;

/// A whole number from `MIN` to `MAX`. `30.0` is one too, as in JSON Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Int<const MIN: i64, const MAX: i64>(i64);

impl<const MIN: i64, const MAX: i64> Int<MIN, MAX> {
    /// The number, if it is within the bounds.
    pub fn new(number: i64) -> Option<Self> {
        (MIN..=MAX).contains(&number).then_some(Self(number))
    }

    /// The number. The bounds of the type say that it is small and not negative.
    pub fn get(self) -> u32 {
        const { assert!(MIN >= 0 && MAX <= u32::MAX as i64) };
        u32::try_from(self.0).expect("within bounds that were checked when this was compiled")
    }

    /// The number, whatever its sign.
    pub fn signed(self) -> i64 {
        self.0
    }
}

impl<'de, const MIN: i64, const MAX: i64> Deserialize<'de> for Int<MIN, MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = whole(deserializer)?;
        number
            .and_then(Self::new)
            .ok_or_else(|| refuse("out-of-range", format_args!("Must be a whole number from {MIN} to {MAX}")))
    }
}

/// A whole number, or none if there is anything else.
pub(crate) fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(value.as_i64().or_else(|| {
        #[expect(clippy::cast_possible_truncation, reason = "whole and small enough to be exact")]
        value.as_f64().filter(|f| f.fract() == 0.0 && f.abs() < 9e15).map(|f| f as i64)
    }))
}

impl<const MIN: i64, const MAX: i64> PartialSchema for Int<MIN, MAX> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(MIN)).maximum(Some(MAX)).into()
    }
}
impl<const MIN: i64, const MAX: i64> ToSchema for Int<MIN, MAX> {
    fn name() -> Cow<'static, str> {
        format!("Int{MIN}To{MAX}").into()
    }
}

/// A list of at most `MAX` entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct List<T, const MAX: usize>(pub Vec<T>);

impl<T, const MAX: usize> Default for List<T, MAX> {
    fn default() -> Self {
        Self(vec![])
    }
}

impl<T, const MAX: usize> IntoIterator for List<T, MAX> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'de, T: Deserialize<'de>, const MAX: usize> Deserialize<'de> for List<T, MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<T, const MAX: usize>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>, const MAX: usize> Visitor<'de> for Entries<T, MAX> {
            type Value = Vec<T>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "an array")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
                let mut entries = vec![];
                while let Some(entry) = seq.next_element()? {
                    if entries.len() == MAX {
                        return Err(refuse("too-many", format_args!("Must have at most {MAX} entries")));
                    }
                    entries.push(entry);
                }
                Ok(entries)
            }
        }
        deserializer.deserialize_seq(Entries::<T, MAX>(std::marker::PhantomData)).map(Self)
    }
}

// The derive of the structs that have such a field asks generic types for this one.
impl<T: PartialSchema, const MAX: usize> ComposeSchema for List<T, MAX> {
    fn compose(generics: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        let entry = generics.into_iter().next().unwrap_or_else(T::schema);
        ArrayBuilder::new().items(entry).max_items(Some(MAX)).into()
    }
}
impl<T: ToSchema, const MAX: usize> ToSchema for List<T, MAX> {
    fn name() -> Cow<'static, str> {
        format!("List{MAX}").into()
    }
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        T::schemas(schemas);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn numbers_keep_to_their_bounds() {
        let parse = |text: &str| serde_json::from_str::<Int<5, 480>>(text).map(Int::get);
        assert_eq!(parse("5").unwrap(), 5);
        assert_eq!(parse("480.0").unwrap(), 480);
        for bad in ["4", "481", "-5", "30.5", "\"30\"", "null", "1e300", "18446744073709551615"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn lists_keep_to_their_bounds() {
        let parse = |text: &str| serde_json::from_str::<List<u8, 2>>(text).map(|list| list.0);
        assert_eq!(parse("[1,2]").unwrap(), [1, 2]);
        assert!(parse("[1,2,3]").is_err() && parse("{}").is_err());
    }
}
