//! Parameters: the few kinds of value both engines store alike.

use rusqlite::types::{ToSqlOutput, ValueRef};
use serde::Serialize;
use tokio_postgres::types::{IsNull, ToSql as PostgresToSql, Type, private::BytesMut};
use uuid::Uuid;

use super::row::Json;

/// A parameter of a statement. Instants are `Int` (Unix milliseconds), JSON is `Text`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// SQL's `NULL`; binds to a parameter of any type.
    Null,
    /// `BOOLEAN`; 0 or 1 on SQLite.
    Bool(bool),
    /// `BIGINT`, and the narrower integers where the value fits.
    Int(i64),
    /// `TEXT`.
    Text(String),
    /// `UUID`; 16 bytes on SQLite.
    Uuid(Uuid),
    /// `BYTEA` or `BLOB`.
    Bytes(Vec<u8>),
}

/// The parameters of a statement, in the order of `$1`, `$2`, …: `args![id, &name, Some(3)]`.
#[macro_export]
macro_rules! args {
    () => { &[] as &[$crate::db::Value] };
    ($($value:expr),+ $(,)?) => { &[$($crate::db::Value::from($value)),+] as &[$crate::db::Value] };
}

macro_rules! from_integer {
    ($($integer:ty),*) => {$(
        impl From<$integer> for Value {
            fn from(value: $integer) -> Self {
                Self::Int(value.into())
            }
        }
    )*};
}
from_integer!(i64, i32, i16, i8, u32, u16, u8);

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}
impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}
impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}
impl From<Uuid> for Value {
    fn from(value: Uuid) -> Self {
        Self::Uuid(value)
    }
}
impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(value)
    }
}
impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Self {
        Self::Bytes(value.to_vec())
    }
}
impl From<jiff::Timestamp> for Value {
    fn from(value: jiff::Timestamp) -> Self {
        Self::Int(value.as_millisecond())
    }
}
impl<T: Serialize> From<Json<T>> for Value {
    /// # Panics
    /// When `T` has no JSON form, e.g. a map whose keys are not text: a mistake in the type, not in data.
    fn from(value: Json<T>) -> Self {
        Self::Text(serde_json::to_string(&value.0).expect("stored types have a JSON form"))
    }
}
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
impl<T: Clone + Into<Value>> From<&T> for Value {
    fn from(value: &T) -> Self {
        value.clone().into()
    }
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Bool(value) => ValueRef::Integer((*value).into()),
            Self::Int(value) => ValueRef::Integer(*value),
            Self::Text(value) => ValueRef::Text(value.as_bytes()),
            Self::Uuid(value) => ValueRef::Blob(value.as_bytes()),
            Self::Bytes(value) => ValueRef::Blob(value),
        }))
    }
}

type Refusal = Box<dyn std::error::Error + Sync + Send>;

impl PostgresToSql for Value {
    /// Writes exactly the pairs of value and type that mean the same on SQLite; a pair outside them would
    /// be bytes of one type read as another, so it is refused.
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Refusal> {
        match (self, ty) {
            (Self::Null, _) => Ok(IsNull::Yes),
            (Self::Bool(value), &Type::BOOL) => value.to_sql(ty, out),
            (Self::Int(value), &Type::INT8) => value.to_sql(ty, out),
            (Self::Int(value), &Type::INT4) => i32::try_from(*value)?.to_sql(ty, out),
            (Self::Int(value), &Type::INT2) => i16::try_from(*value)?.to_sql(ty, out),
            (Self::Int(value), &Type::TEXT | &Type::VARCHAR) => value.to_string().to_sql(ty, out),
            (
                Self::Text(value),
                &Type::TEXT | &Type::VARCHAR | &Type::BPCHAR | &Type::NAME | &Type::UNKNOWN,
            ) => value.to_sql(ty, out),
            (Self::Uuid(value), &Type::UUID) => value.to_sql(ty, out),
            (Self::Uuid(value), &Type::BYTEA) => value.as_bytes().as_slice().to_sql(ty, out),
            (Self::Bytes(value), &Type::BYTEA) => value.to_sql(ty, out),
            (value, ty) => Err(format!("{} does not bind to a parameter of type {ty}", value.kind()).into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    tokio_postgres::types::to_sql_checked!();
}

impl Value {
    fn kind(&self) -> &'static str {
        match self {
            Self::Null => "NULL",
            Self::Bool(_) => "a boolean",
            Self::Int(_) => "an integer",
            Self::Text(_) => "a text",
            Self::Uuid(_) => "a UUID",
            Self::Bytes(_) => "bytes",
        }
    }
}
