//! Everything that stands anywhere in a database, for tests that search for what must not be there.

use crate::{
    args,
    db::{Column, Conn, Engine, FromColumn, Result},
};

/// One text or run of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The table.
    pub table: String,
    /// The column.
    pub column: String,
    /// What stands there.
    pub text: String,
}

/// Every column of text or bytes that the schema has, UUIDs left out, by table and name.
pub fn text_columns(c: &mut Conn) -> Result<Vec<(String, String)>> {
    match c.engine() {
        Engine::Sqlite => {
            let all: Vec<(String, String, String)> = c.query(
                "SELECT m.name, p.name, p.type FROM sqlite_master m, pragma_table_info(m.name) p \
                 WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY m.name, p.name",
                args![],
            )?;
            // UUIDs and bytes are both BLOBs: told apart on the other engine.
            Ok(all.into_iter().filter(|(_, _, of)| of == "TEXT").map(|(t, c, _)| (t, c)).collect())
        }
        Engine::Postgres => c.query(
            "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT) FROM information_schema.columns \
             WHERE table_schema = 'public' AND data_type NOT IN ('uuid', 'bigint', 'boolean', 'integer', 'smallint') \
             ORDER BY table_name, column_name",
            args![],
        ),
    }
}

/// Every text and every run of bytes in the database.
pub fn texts(c: &mut Conn) -> Result<Vec<Found>> {
    let columns = match c.engine() {
        Engine::Sqlite => c.query(
            "SELECT m.name, p.name FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type = 'table'",
            args![],
        )?,
        Engine::Postgres => text_columns(c)?,
    };
    let mut found = vec![];
    for (table, column) in columns {
        // Statements are literals everywhere else; here they come from the schema, and are few.
        let sql = format!("SELECT {column} FROM {table} WHERE {column} IS NOT NULL");
        let rows: Vec<Lossy> = c.query(Box::leak(sql.into_boxed_str()), args![])?;
        found.extend(rows.into_iter().map(|Lossy(text)| Found {
            table: table.clone(),
            column: column.clone(),
            text,
        }));
    }
    Ok(found)
}

struct Lossy(String);

impl FromColumn for Lossy {
    fn from_column(column: Column<'_>) -> Result<Self> {
        Ok(Self(match column {
            Column::Text(text) => text.to_owned(),
            Column::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            _ => String::new(),
        }))
    }
}
