//! Results: rows read column by column, in the order of the `SELECT`.

use rusqlite::types::ValueRef;
use serde::de::DeserializeOwned;
use tokio_postgres::types::{FromSql, Type};
use uuid::Uuid;

use super::{
    error::{Error, Result},
    value::Value,
    wire,
};

/// One row of a result, read from left to right.
#[derive(Debug)]
pub struct Row<'r> {
    source: RowSource<'r>,
    next: usize,
}

pub(super) enum RowSource<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r wire::Row, &'r [wire::Heading]),
}

impl std::fmt::Debug for RowSource<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Sqlite(_) => "Sqlite",
            Self::Postgres(..) => "Postgres",
        })
    }
}

/// A column's content, the same on both engines but for these two: a SQLite boolean arrives as `Int`, a
/// SQLite UUID as `Bytes`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Column<'a> {
    /// SQL's `NULL`.
    Null,
    /// `BOOLEAN`, from PostgreSQL.
    Bool(bool),
    /// An integer of any width.
    Int(i64),
    /// `TEXT`.
    Text(&'a str),
    /// `UUID`, from PostgreSQL.
    Uuid(Uuid),
    /// `BYTEA` or `BLOB`.
    Bytes(&'a [u8]),
}

/// What one column can become. Newtypes implement it by asking the type inside:
/// `Ok(Self(Uuid::from_column(column)?))`.
pub trait FromColumn: Sized {
    /// Decodes the column, or says with [`Error::decode`] why not.
    fn from_column(column: Column<'_>) -> Result<Self>;
}

/// What a row, or the next columns of one, can become. See [`from_row!`](crate::from_row).
pub trait FromRow: Sized {
    /// Takes as many columns as it needs.
    fn from_row(row: &mut Row<'_>) -> Result<Self>;
}

/// A serde type stored as JSON in a `TEXT` column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Json<T>(pub T);

/// Implements [`FromRow`] for a struct whose fields are the columns, in this order:
/// `from_row!(User { id, company, name });`
#[macro_export]
macro_rules! from_row {
    ($type:ident { $($field:ident),+ $(,)? }) => {
        impl $crate::db::FromRow for $type {
            fn from_row(row: &mut $crate::db::Row<'_>) -> $crate::db::Result<Self> {
                Ok(Self { $($field: row.take()?),+ })
            }
        }
    };
}

impl<'r> Row<'r> {
    pub(super) fn new(source: RowSource<'r>) -> Self {
        Self { source, next: 0 }
    }

    /// The next column, or the next columns if `T` is made of several.
    pub fn take<T: FromRow>(&mut self) -> Result<T> {
        T::from_row(self)
    }

    /// How many columns it has.
    pub fn width(&self) -> usize {
        match self.source {
            RowSource::Sqlite(row) => row.as_ref().column_count(),
            RowSource::Postgres(row, _) => row.width(),
        }
    }

    fn column(&self, index: usize) -> Result<Column<'_>> {
        match self.source {
            RowSource::Sqlite(row) => {
                match row.get_ref(index).map_err(|_| Error::decode("there is no such column"))? {
                    ValueRef::Null => Ok(Column::Null),
                    ValueRef::Integer(value) => Ok(Column::Int(value)),
                    ValueRef::Text(bytes) => std::str::from_utf8(bytes)
                        .map(Column::Text)
                        .map_err(|_| Error::decode("the text is not UTF-8")),
                    ValueRef::Blob(bytes) => Ok(Column::Bytes(bytes)),
                    ValueRef::Real(_) => Err(Error::decode("a REAL is not among the shared types, CAST it")),
                }
            }
            RowSource::Postgres(row, headings) => {
                let heading = headings.get(index).filter(|_| index < row.width());
                let heading = heading.ok_or_else(|| Error::decode("there is no such column"))?;
                row.get(index).map_or(Ok(Column::Null), |bytes| from_postgres(&heading.kind, bytes))
            }
        }
    }

    fn name(&self, index: usize) -> String {
        let name = match self.source {
            RowSource::Sqlite(row) => row.as_ref().column_name(index).ok().map(str::to_owned),
            RowSource::Postgres(_, headings) => headings.get(index).map(|heading| heading.name.clone()),
        };
        name.unwrap_or_else(|| format!("number {}", index + 1))
    }
}

fn from_postgres<'a>(kind: &Type, bytes: &'a [u8]) -> Result<Column<'a>> {
    fn read<'a, T: FromSql<'a>>(kind: &Type, bytes: &'a [u8]) -> Result<T> {
        T::from_sql(kind, bytes).map_err(|error| Error::decode(error.to_string()))
    }
    Ok(match *kind {
        Type::INT8 => Column::Int(read(kind, bytes)?),
        Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::UNKNOWN => {
            Column::Text(read(kind, bytes)?)
        }
        Type::UUID => Column::Uuid(read(kind, bytes)?),
        Type::BOOL => Column::Bool(read(kind, bytes)?),
        Type::BYTEA => Column::Bytes(bytes),
        Type::INT4 => Column::Int(read::<i32>(kind, bytes)?.into()),
        Type::INT2 => Column::Int(read::<i16>(kind, bytes)?.into()),
        ref other => return Err(Error::decode(format!("{other} is not among the shared types, CAST it"))),
    })
}

impl Column<'_> {
    /// The error for a column that should have held `expected`.
    pub fn mismatch(self, expected: &str) -> Error {
        let found = match self {
            Self::Null => "NULL",
            Self::Bool(_) => "a boolean",
            Self::Int(_) => "an integer",
            Self::Text(_) => "a text",
            Self::Uuid(_) => "a UUID",
            Self::Bytes(_) => "bytes",
        };
        Error::decode(format!("expected {expected}, found {found}"))
    }
}

impl FromColumn for i64 {
    fn from_column(column: Column<'_>) -> Result<Self> {
        match column {
            Column::Int(value) => Ok(value),
            other => Err(other.mismatch("an integer")),
        }
    }
}

macro_rules! narrower_integer {
    ($($integer:ty),*) => {$(
        impl FromColumn for $integer {
            fn from_column(column: Column<'_>) -> Result<Self> {
                let wide = i64::from_column(column)?;
                Self::try_from(wide).map_err(|_| Error::decode(format!("{wide} is outside {}", stringify!($integer))))
            }
        }
    )*};
}
narrower_integer!(i32, i16, i8, u32, u16, u8);

impl FromColumn for bool {
    fn from_column(column: Column<'_>) -> Result<Self> {
        match column {
            Column::Bool(value) => Ok(value),
            Column::Int(0) => Ok(false),
            Column::Int(1) => Ok(true),
            other => Err(other.mismatch("a boolean")),
        }
    }
}
impl FromColumn for String {
    fn from_column(column: Column<'_>) -> Result<Self> {
        match column {
            Column::Text(value) => Ok(value.to_owned()),
            other => Err(other.mismatch("a text")),
        }
    }
}
impl FromColumn for Uuid {
    fn from_column(column: Column<'_>) -> Result<Self> {
        match column {
            Column::Uuid(value) => Ok(value),
            Column::Bytes(bytes) => Self::from_slice(bytes).map_err(|error| Error::decode(error.to_string())),
            other => Err(other.mismatch("a UUID")),
        }
    }
}
impl FromColumn for Vec<u8> {
    fn from_column(column: Column<'_>) -> Result<Self> {
        match column {
            Column::Bytes(bytes) => Ok(bytes.to_vec()),
            other => Err(other.mismatch("bytes")),
        }
    }
}
impl FromColumn for Value {
    fn from_column(column: Column<'_>) -> Result<Self> {
        Ok(match column {
            Column::Null => Self::Null,
            Column::Bool(value) => Self::Bool(value),
            Column::Int(value) => Self::Int(value),
            Column::Text(value) => Self::Text(value.to_owned()),
            Column::Uuid(value) => Self::Uuid(value),
            Column::Bytes(value) => Self::Bytes(value.to_vec()),
        })
    }
}
impl FromColumn for jiff::Timestamp {
    fn from_column(column: Column<'_>) -> Result<Self> {
        Self::from_millisecond(i64::from_column(column)?).map_err(|error| Error::decode(error.to_string()))
    }
}
impl<T: DeserializeOwned> FromColumn for Json<T> {
    fn from_column(column: Column<'_>) -> Result<Self> {
        match column {
            Column::Text(text) => {
                serde_json::from_str(text).map(Json).map_err(|error| Error::decode(format!("JSON: {error}")))
            }
            other => Err(other.mismatch("JSON as text")),
        }
    }
}
impl<T: FromColumn> FromColumn for Option<T> {
    fn from_column(column: Column<'_>) -> Result<Self> {
        match column {
            Column::Null => Ok(None),
            some => T::from_column(some).map(Some),
        }
    }
}

impl<T: FromColumn> FromRow for T {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        let index = row.next;
        row.next += 1;
        row.column(index).and_then(T::from_column).map_err(|error| error.named(&row.name(index)))
    }
}

macro_rules! tuple {
    ($($part:ident),+) => {
        impl<$($part: FromRow),+> FromRow for ($($part,)+) {
            fn from_row(row: &mut Row<'_>) -> Result<Self> {
                Ok(($($part::from_row(row)?,)+))
            }
        }
    };
}
tuple!(A);
tuple!(A, B);
tuple!(A, B, C);
tuple!(A, B, C, D);
tuple!(A, B, C, D, E);
tuple!(A, B, C, D, E, F);
tuple!(A, B, C, D, E, F, G);
tuple!(A, B, C, D, E, F, G, H);
