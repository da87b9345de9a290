//! Writing a company.

use std::io::Write;

use serde_json::{Map, Value as Json, json};

use super::{
    End, Error, Header, SECRET, Secrets, VERSION,
    catalog::{self, Cells, Column, Kind, Table},
};
use crate::{
    args,
    db::{self, Conn, Engine, Value},
    ids::CompanyId,
    migrate,
};

/// Rows read at once.
const PAGE: usize = 500;

/// Writes the company with this slug, and returns how many rows that were. Give it one moment of the database
/// ([`Db::snapshot`](crate::db::Db::snapshot)), or rows may not fit each other.
pub fn export(c: &mut Conn, slug: &str, secrets: Secrets, out: &mut dyn Write) -> Result<u64, Error> {
    // Not as the program knows companies today: an older schema can be exported too.
    let found = c.one("SELECT id FROM company WHERE slug = $1", args![slug])?;
    let company: CompanyId = found.ok_or_else(|| Error::NoCompany(slug.to_owned()))?;
    let header = Header {
        slated_export: VERSION,
        schema: migrate::version(c)?,
        company: slug.to_owned(),
        company_id: company.0.simple().to_string(),
        secrets: secrets == Secrets::With,
    };
    writeln!(out, "{}", json!(header))?;
    let mut rows = 0;
    for table in catalog::tables(c)? {
        if secrets == Secrets::With || !SECRET.contains(&table.name.as_str()) {
            rows += write_table(c, company, &table, out)?;
        }
    }
    writeln!(out, "{}", json!(End { rows }))?;
    out.flush()?;
    Ok(rows)
}

fn write_table(c: &mut Conn, company: CompanyId, table: &Table, out: &mut dyn Write) -> Result<u64, Error> {
    let (first, next) = statements(table, c.engine());
    let mut page: Vec<Cells> = c.query(first, args![company])?;
    let mut rows = 0;
    loop {
        let full = page.len() == PAGE;
        let mut last = vec![Value::from(company)];
        for Cells(mut cells) in page {
            let key = cells.split_off(table.columns.len());
            writeln!(out, "{}", line(table, cells)?)?;
            rows += 1;
            last.truncate(1);
            last.extend(key);
        }
        if !full {
            return Ok(rows);
        }
        page = c.query(next, &last)?;
    }
}

fn line(table: &Table, cells: Vec<Value>) -> Result<Json, db::Error> {
    let mut row = Map::with_capacity(cells.len());
    for (Column { name, kind }, value) in table.columns.iter().zip(cells) {
        let value = kind.write(value);
        let value =
            value.ok_or_else(|| db::Error::decode(format!("{}.{name} is no {kind:?}", table.name)))?;
        row.insert(name.clone(), value);
    }
    Ok(json!({ table.name.as_str(): row }))
}

/// The first page, and the page after a key. Made once per table and run, and as lasting as those written by hand.
fn statements(table: &Table, engine: Engine) -> (&'static str, &'static str) {
    let plain =
        |columns: &[Column]| columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ");
    // Byte order, as SQLite has it, whatever the database's language.
    let ordered = |column: &Column| match (column.kind, engine) {
        (Kind::Text, Engine::Postgres) => format!("{} COLLATE \"C\"", column.name),
        _ => column.name.clone(),
    };
    let order = table.key.iter().map(ordered).collect::<Vec<_>>().join(", ");
    let after = (2..).take(table.key.len()).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ");
    let select = format!(
        "SELECT {}, {} FROM {} WHERE {} = $1",
        plain(&table.columns),
        plain(&table.key),
        table.name,
        table.owner()
    );
    let end = format!("ORDER BY {order} LIMIT {PAGE}");
    let lasting = |text: String| -> &'static str { text.leak() };
    (lasting(format!("{select} {end}")), lasting(format!("{select} AND ({order}) > ({after}) {end}")))
}
