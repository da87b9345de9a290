//! Fields of PATCH bodies: left out, null, or a value.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer};
use utoipa::{
    __dev::ComposeSchema,
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, OneOfBuilder, RefOr, Schema, schema::Type},
};

/// What a PATCH says about one field that can be cleared. Use it under `#[serde(default)]`.
///
/// A field that cannot be cleared is an `Option`: leaving it out and null both keep it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Patch<T> {
    /// Left out: stays as it is.
    #[default]
    Keep,
    /// Null: becomes empty.
    Clear,
    /// Becomes this.
    Set(T),
}

impl<T> Patch<T> {
    /// Nothing is said.
    pub fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// The same about another type.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Self::Keep => Patch::Keep,
            Self::Clear => Patch::Clear,
            Self::Set(value) => Patch::Set(f(value)),
        }
    }

    /// Does what is said to a stored field.
    pub fn apply<U: From<T>>(self, field: &mut Option<U>) {
        match self {
            Self::Keep => {}
            Self::Clear => *field = None,
            Self::Set(value) => *field = Some(value.into()),
        }
    }

    /// Does what is said to a stored field whose empty state is its default.
    pub fn apply_or_default<U: From<T> + Default>(self, field: &mut U) {
        match self {
            Self::Keep => {}
            Self::Clear => *field = U::default(),
            Self::Set(value) => *field = value.into(),
        }
    }

    /// None if nothing is said, else the new state.
    pub fn said(self) -> Option<Option<T>> {
        match self {
            Self::Keep => None,
            Self::Clear => Some(None),
            Self::Set(value) => Some(Some(value)),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::Clear, Self::Set))
    }
}

// The derive of the structs that have such a field asks generic types for this one.
impl<T: PartialSchema> ComposeSchema for Patch<T> {
    fn compose(generics: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        let value = generics.into_iter().next().unwrap_or_else(T::schema);
        OneOfBuilder::new().item(ObjectBuilder::new().schema_type(Type::Null)).item(value).into()
    }
}
impl<T: ToSchema> ToSchema for Patch<T> {
    fn name() -> Cow<'static, str> {
        "Patch".into()
    }
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        T::schemas(schemas);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[derive(Debug, Deserialize)]
    struct Body {
        #[serde(default)]
        name: Patch<String>,
    }

    #[test]
    fn the_three_states() {
        let name = |text: &str| serde_json::from_str::<Body>(text).unwrap().name;
        assert_eq!(name("{}"), Patch::Keep);
        assert_eq!(name(r#"{"name":null}"#), Patch::Clear);
        assert_eq!(name(r#"{"name":"x"}"#), Patch::Set("x".to_owned()));
    }

    #[test]
    fn applying() {
        let mut field = Some("old".to_owned());
        Patch::<String>::Keep.apply(&mut field);
        assert_eq!(field.as_deref(), Some("old"));
        Patch::Set("new".to_owned()).apply(&mut field);
        assert_eq!(field.as_deref(), Some("new"));
        Patch::<String>::Clear.apply(&mut field);
        assert_eq!(field, None);
    }
}
