//! Reading a company.

use std::{collections::BTreeMap, io::BufRead, mem};

use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};

use super::{
    End, Error, Header, VERSION,
    catalog::{self, Table},
};
use crate::{
    args,
    db::{Conn, Engine, Value},
    ids::CompanyId,
    migrate,
};

/// Parameters of one statement at most; both engines allow more.
const PARAMETERS: usize = 2_000;

/// What an import stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The company.
    pub id: CompanyId,
    /// Its slug.
    pub slug: String,
    /// How many rows there are of it.
    pub rows: u64,
}

/// Stores the company of a file that [`export`](super::export) wrote. What is sealed stays sealed as it is.
/// The transaction must not be committed when this fails: a faulty line is found out when its turn comes.
pub fn import(tx: &mut Conn, file: impl BufRead) -> Result<Imported, Error> {
    let mut lines = (1..).zip(file.lines());
    let (_, first) = lines.next().ok_or_else(|| malformed(1, "the file is empty"))?;
    let header: Header = parse(1, &first?)?;
    let id = admit(tx, &header)?;
    let tables: BTreeMap<String, Table> =
        catalog::tables(tx)?.into_iter().map(|table| (table.name.clone(), table)).collect();
    let mut batch = Batch {
        tables: &tables,
        company: &header.company_id,
        statements: BTreeMap::new(),
        table: String::new(),
        rows: vec![],
    };
    let (mut stored, mut end) = (0, None);
    for (number, line) in lines {
        let line = line?;
        if end.is_some() {
            return Err(malformed(number, "there is something after the end"));
        }
        if let Ok(found) = serde_json::from_str::<End>(&line) {
            end = Some((number, found.rows));
            continue;
        }
        batch.add(tx, number, parse(number, &line)?)?;
        stored += 1;
    }
    batch.flush(tx)?;
    match end {
        Some((_, rows)) if rows == stored => Ok(Imported { id, slug: header.company, rows }),
        Some((number, rows)) => {
            Err(malformed(number, format!("{rows} rows were written, {stored} are here")))
        }
        None => Err(malformed(stored + 1, "the file ends before its end")),
    }
}

fn admit(tx: &mut Conn, header: &Header) -> Result<CompanyId, Error> {
    const KNOWN: &str = "SELECT COUNT(*) FROM company WHERE slug = $1 OR id = $2";
    if header.slated_export != VERSION {
        let reason =
            format!("this is form {} of the file, this program reads {VERSION}", header.slated_export);
        return Err(malformed(1, reason));
    }
    let database = migrate::version(tx)?;
    if header.schema != database {
        return Err(Error::Schema { file: header.schema, database });
    }
    let id = uuid::Uuid::try_parse(&header.company_id).map_err(|error| malformed(1, error.to_string()))?;
    if tx.one::<i64>(KNOWN, args![&header.company, id])? != Some(0) {
        return Err(Error::Exists(header.company.clone()));
    }
    if tx.engine() == Engine::Sqlite {
        tx.batch("PRAGMA defer_foreign_keys = ON")?;
    }
    Ok(id.into())
}

/// Rows of one table that are stored together.
struct Batch<'a> {
    tables: &'a BTreeMap<String, Table>,
    company: &'a str,
    /// By table and number of rows. Made once, and as lasting as those written by hand.
    statements: BTreeMap<(String, usize), &'static str>,
    table: String,
    rows: Vec<Vec<Value>>,
}

impl Batch<'_> {
    fn add(&mut self, tx: &mut Conn, number: u64, line: Map<String, Json>) -> Result<(), Error> {
        let mut parts = line.into_iter();
        let (Some((name, Json::Object(mut row))), None) = (parts.next(), parts.next()) else {
            return Err(malformed(number, "this is no row"));
        };
        let table =
            self.tables.get(&name).ok_or_else(|| malformed(number, format!("there is no table {name}")))?;
        if row.get(table.owner()).and_then(Json::as_str) != Some(self.company) {
            return Err(malformed(number, "this row is another company's"));
        }
        let mut values = Vec::with_capacity(table.columns.len());
        for column in &table.columns {
            let value = row.remove(&column.name).and_then(|value| column.kind.read(value));
            let wrong =
                || malformed(number, format!("{name}.{} is not there, or of another kind", column.name));
            values.push(value.ok_or_else(wrong)?);
        }
        if let Some((column, _)) = row.into_iter().next() {
            return Err(malformed(number, format!("there is no column {name}.{column}")));
        }
        if self.table != name {
            self.flush(tx)?;
            self.table = name;
        }
        self.rows.push(values);
        if self.rows.len() == most(table) {
            self.flush(tx)?;
        }
        Ok(())
    }

    fn flush(&mut self, tx: &mut Conn) -> Result<(), Error> {
        let rows = mem::take(&mut self.rows);
        let Some(table) = self.tables.get(&self.table) else { return Ok(()) };
        // Two statements per table: as many rows as fit, and one.
        let together = if rows.len() == most(table) { rows.len() } else { 1 };
        for some in rows.chunks(together) {
            let sql = self
                .statements
                .entry((table.name.clone(), together))
                .or_insert_with(|| insert(table, together));
            tx.execute(sql, &some.concat())?;
        }
        Ok(())
    }
}

fn most(table: &Table) -> usize {
    PARAMETERS / table.columns.len()
}

fn insert(table: &Table, rows: usize) -> &'static str {
    let width = table.columns.len();
    let columns = table.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ");
    let row = |row: usize| {
        let values = (1..=width).map(|place| format!("${}", row * width + place)).collect::<Vec<_>>();
        format!("({})", values.join(", "))
    };
    let values = (0..rows).map(row).collect::<Vec<_>>().join(", ");
    format!("INSERT INTO {} ({columns}) VALUES {values}", table.name).leak()
}

fn parse<T: DeserializeOwned>(number: u64, line: &str) -> Result<T, Error> {
    serde_json::from_str(line).map_err(|error| malformed(number, error.to_string()))
}

fn malformed(line: u64, reason: impl Into<String>) -> Error {
    Error::Malformed { line, reason: reason.into() }
}
