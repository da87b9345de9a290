//! What the database says of its own tables, and how their values are written.

use serde_json::Value as Json;
use uuid::Uuid;

use super::FLEETING;
use crate::{
    args,
    db::{Conn, Engine, FromRow, Result, Row, Value},
};

/// A table whose rows belong to companies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) name: String,
    /// In alphabetical order, the same on both engines. Without the number the database gives.
    pub(super) columns: Vec<Column>,
    /// The primary key, in its order.
    pub(super) key: Vec<Column>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: Kind,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Int,
    Bool,
    Text,
    Uuid,
    /// Also a UUID on SQLite, which does not tell them apart.
    Bytes,
}

/// The tables of companies that go along with them, that of the companies themselves first.
pub(super) fn tables(c: &mut Conn) -> Result<Vec<Table>> {
    const SQLITE: &str = "SELECT m.name, p.name, lower(p.type), p.pk, p.type = 'INTEGER' AND p.pk = 1 \
        FROM sqlite_master m JOIN pragma_table_info(m.name) p \
        WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
    const POSTGRES: &str = "SELECT r.relname, a.attname, format_type(a.atttypid, NULL), \
        COALESCE(array_position(CAST(i.indkey AS SMALLINT[]), a.attnum) + 1, 0), a.attidentity <> '' \
        FROM pg_catalog.pg_class r \
        JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped \
        LEFT JOIN pg_catalog.pg_index i ON i.indrelid = r.oid AND i.indisprimary \
        WHERE r.relnamespace = to_regnamespace(quote_ident(current_schema())) AND r.relkind IN ('r', 'p') \
        AND NOT r.relispartition";
    let sql = if c.engine() == Engine::Sqlite { SQLITE } else { POSTGRES };
    let mut found: Vec<(String, String, String, i64, bool)> = c.query(sql, args![])?;
    found.sort();
    let mut tables = vec![];
    for columns in found.chunk_by(|one, next| one.0 == next.0) {
        let name = &columns[0].0;
        let owned = name == "company" || columns.iter().any(|(_, column, ..)| column == "company_id");
        if owned && !FLEETING.contains(&name.as_str()) {
            tables.push(table(name, columns)?);
        }
    }
    tables.sort_by_key(|table| table.name != "company");
    Ok(tables)
}

fn table(name: &str, found: &[(String, String, String, i64, bool)]) -> Result<Table> {
    let (mut columns, mut key) = (vec![], vec![]);
    for (_, column, declared, place, numbered) in found {
        let column = Column { name: column.clone(), kind: Kind::of(declared)? };
        if *place > 0 {
            key.push((*place, column.clone()));
        }
        if !numbered {
            columns.push(column);
        }
    }
    key.sort_by_key(|(place, _)| *place);
    Ok(Table { name: name.to_owned(), columns, key: key.into_iter().map(|(_, column)| column).collect() })
}

impl Table {
    /// The column that says whose a row is.
    pub(super) fn owner(&self) -> &'static str {
        if self.name == "company" { "id" } else { "company_id" }
    }
}

impl Kind {
    fn of(declared: &str) -> Result<Self> {
        match declared {
            "bigint" | "integer" | "smallint" => Ok(Self::Int),
            "boolean" => Ok(Self::Bool),
            "text" => Ok(Self::Text),
            "uuid" => Ok(Self::Uuid),
            "blob" | "bytea" => Ok(Self::Bytes),
            other => Err(crate::db::Error::decode(format!("{other} is not among the shared types"))),
        }
    }

    /// As it stands in the file.
    pub(super) fn write(self, value: Value) -> Option<Json> {
        Some(match (self, value) {
            (_, Value::Null) => Json::Null,
            (Self::Bool, Value::Int(0)) => Json::Bool(false),
            (Self::Bool, Value::Int(1)) => Json::Bool(true),
            (Self::Bool, Value::Bool(value)) => Json::Bool(value),
            (Self::Int, Value::Int(value)) => Json::from(value),
            (Self::Text, Value::Text(value)) => Json::String(value),
            (Self::Uuid, Value::Uuid(value)) => Json::String(value.simple().to_string()),
            (Self::Bytes, Value::Bytes(value)) => Json::String(hex(&value)),
            _ => return None,
        })
    }

    /// From the file; None when it is of another kind.
    pub(super) fn read(self, value: Json) -> Option<Value> {
        Some(match (self, value) {
            (_, Json::Null) => Value::Null,
            (Self::Bool, Json::Bool(value)) => Value::Bool(value),
            (Self::Int, Json::Number(value)) => Value::Int(value.as_i64()?),
            (Self::Text, Json::String(value)) => Value::Text(value),
            (Self::Uuid, Json::String(value)) => Value::Uuid(Uuid::from_slice(&unhex(&value)?).ok()?),
            (Self::Bytes, Json::String(value)) => Value::Bytes(unhex(&value)?),
            _ => return None,
        })
    }
}

/// A whole row, whatever it holds.
pub(super) struct Cells(pub(super) Vec<Value>);

impl FromRow for Cells {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        (0..row.width()).map(|_| row.take()).collect::<Result<_>>().map(Self)
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string can always grow");
        text
    })
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let pair = |pair: &[u8]| match pair {
        [high, low] => u8::try_from(digit(*high)? * 16 + digit(*low)?).ok(),
        _ => None,
    };
    text.as_bytes().chunks(2).map(pair).collect()
}
