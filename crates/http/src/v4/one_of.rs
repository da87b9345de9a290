//! Wire types for what is one of a list of names, where the use-cases keep the list.

/// Declares one: its name and what it stands for, how a name is read, all the names there are, and an example.
macro_rules! one_of {
    ($(#[doc = $doc:literal])+ $name:ident($domain:ty), $parse:expr, $names:expr, $example:literal) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy)]
        pub struct $name(pub $domain);

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let name = <String as serde::Deserialize>::deserialize(deserializer)?;
                let found: Option<$domain> = $parse(&name);
                let names: Vec<&str> = $names;
                let refused = || format!("Must be one of {}", names.join(", "));
                found.map(Self).ok_or_else(|| crate::extract::refuse("invalid-value", refused()))
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                let names: Vec<&str> = $names;
                let text = utoipa::openapi::ObjectBuilder::new().schema_type(utoipa::openapi::schema::Type::String);
                let text = text.description(Some(concat!($($doc),+).trim()));
                text.enum_values(Some(names)).examples([$example]).into()
            }
        }
        impl utoipa::ToSchema for $name {}
    };
}

pub(super) use one_of;
