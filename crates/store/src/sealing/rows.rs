//! Everything that is sealed, table by table, a page at a time: to seal it again, and to tell which keys are in use.
//!
//! A row is written only if nobody else wrote it meanwhile, so it can be done beside everything that goes on.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use uuid::Uuid;

use super::{Place, Unusable, keys};
use crate::{
    args,
    db::{Conn, Engine, Error, Result},
    ids::CompanyId,
    meeting_type::PASSWORD,
};

/// Rows looked at in one transaction.
const PAGE: usize = 200;

/// A table with sealed texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// Webhooks: what is signed with, and what was before it.
    Webhook,
    /// Meeting types: the passwords of their pages, deleted ones included.
    MeetingType,
    /// The same in templates.
    Template,
}

/// Every table with sealed texts, but the answers kept for an Idempotency-Key, which go by themselves.
pub const ALL: [Table; 3] = [Table::Webhook, Table::MeetingType, Table::Template];

/// What becomes of a secret that does not open.
pub type Replacement = fn(Table) -> String;

/// What a page came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resealed {
    /// Rows that were written.
    pub changed: u64,
    /// Secrets that did not open and were replaced.
    pub replaced: u64,
    /// Where the next page begins; none after the last.
    pub next: Option<Uuid>,
}

/// Seals with the current key what is sealed with another, or not at all, in a page of a company's rows behind `after`.
/// What does not open is an error, unless something is to stand in its place.
pub fn reseal(
    tx: &mut Conn,
    (company, table): (CompanyId, Table),
    after: Uuid,
    lost: Option<Replacement>,
) -> Result<Resealed> {
    if tx.engine() == Engine::Sqlite {
        // What stood there before is written over, not just let go: by this connection, from now on.
        tx.batch("PRAGMA secure_delete = ON")?;
    }
    let key = super::key(tx)?;
    let page = page(tx, company, table, after)?;
    let mut done = Resealed { next: next(&page), ..Resealed::default() };
    for row in &page {
        let mut sealed = row.clone();
        for (column, text) in &mut sealed.secrets {
            let place = Place { column, company: company.0, row: row.id.as_bytes() };
            let current = keys::key_of(text) == Some(key.id());
            let plain = match tx.keys().open(&place, text) {
                Ok(_) if current => continue,
                Ok(plain) => plain,
                Err(Unusable::Plain(_)) => text.clone(),
                Err(error) => {
                    let replacement = lost.ok_or(error)?;
                    done.replaced += 1;
                    replacement(table)
                }
            };
            *text = key.seal(&place, &plain);
        }
        if sealed.secrets != row.secrets && write(tx, company, table, row, sealed)? {
            done.changed += 1;
        }
    }
    Ok(done)
}

/// Counts, by the id of their key, the secrets in a page of a company's rows; those that are not sealed under `None`.
/// Returns where the next page begins.
pub fn count(
    c: &mut Conn,
    (company, table): (CompanyId, Table),
    after: Uuid,
    by_key: &mut BTreeMap<Option<String>, u64>,
) -> Result<Option<Uuid>> {
    let page = page(c, company, table, after)?;
    for (_, text) in page.iter().flat_map(|row| &row.secrets) {
        *by_key.entry(keys::key_of(text).map(str::to_owned)).or_default() += 1;
    }
    Ok(next(&page))
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Stored {
    id: Uuid,
    /// What tells whether somebody wrote the row meanwhile; the document that the secret is part of, if it is.
    whole: String,
    /// By `table.column`.
    secrets: Vec<(&'static str, String)>,
}

fn next(page: &[Stored]) -> Option<Uuid> {
    page.last().filter(|_| page.len() == PAGE).map(|row| row.id)
}

fn page(c: &mut Conn, company: CompanyId, table: Table, after: Uuid) -> Result<Vec<Stored>> {
    const WEBHOOK: &str = "SELECT id, secret, previous_secret FROM webhook WHERE company_id = $1 AND id > $2 \
        ORDER BY id LIMIT 200";
    const MEETING_TYPE: &str = "SELECT id, spec FROM meeting_type WHERE company_id = $1 AND id > $2 \
        AND spec LIKE '%\"bookingPagePassword\":{%' ORDER BY id LIMIT 200";
    const TEMPLATE: &str = "SELECT id, spec FROM meeting_type_template WHERE company_id = $1 AND id > $2 \
        AND spec LIKE '%\"bookingPagePassword\":{%' ORDER BY id LIMIT 200";
    let of_spec = |sql: &'static str, column: &'static str, c: &mut Conn| -> Result<Vec<Stored>> {
        let rows: Vec<(Uuid, String)> = c.query(sql, args![company, after])?;
        rows.into_iter()
            .map(|(id, whole)| {
                let secrets = document(&whole)?.pointer(PASSWORD).and_then(Json::as_str).map(str::to_owned);
                Ok(Stored { id, whole, secrets: secrets.map(|text| (column, text)).into_iter().collect() })
            })
            .collect()
    };
    match table {
        Table::Webhook => {
            let rows: Vec<(Uuid, String, Option<String>)> = c.query(WEBHOOK, args![company, after])?;
            Ok(rows
                .into_iter()
                .map(|(id, secret, previous)| {
                    let whole = secret.clone();
                    let previous = previous.map(|text| ("webhook.previous_secret", text));
                    let secrets = std::iter::once(("webhook.secret", secret)).chain(previous).collect();
                    Stored { id, whole, secrets }
                })
                .collect())
        }
        Table::MeetingType => of_spec(MEETING_TYPE, "meeting_type.spec", c),
        Table::Template => of_spec(TEMPLATE, "meeting_type_template.spec", c),
    }
}

fn write(tx: &mut Conn, company: CompanyId, table: Table, before: &Stored, after: Stored) -> Result<bool> {
    const WEBHOOK: &str = "UPDATE webhook SET secret = $4, previous_secret = $5 \
        WHERE company_id = $1 AND id = $2 AND secret = $3";
    const MEETING_TYPE: &str =
        "UPDATE meeting_type SET spec = $4 WHERE company_id = $1 AND id = $2 AND spec = $3";
    const TEMPLATE: &str =
        "UPDATE meeting_type_template SET spec = $4 WHERE company_id = $1 AND id = $2 AND spec = $3";
    let mut texts = after.secrets.into_iter().map(|(_, text)| text);
    let (sql, first) = match table {
        Table::Webhook => {
            let (secret, previous) = (texts.next(), texts.next());
            let changed = tx.execute(WEBHOOK, args![company, before.id, &before.whole, secret, previous])?;
            return Ok(changed == 1);
        }
        Table::MeetingType => (MEETING_TYPE, texts.next()),
        Table::Template => (TEMPLATE, texts.next()),
    };
    let mut document = document(&before.whole)?;
    if let (Some(place), Some(text)) = (document.pointer_mut(PASSWORD), first) {
        *place = text.into();
    }
    Ok(tx.execute(sql, args![company, before.id, &before.whole, document.to_string()])? == 1)
}

fn document(text: &str) -> Result<Json> {
    serde_json::from_str(text).map_err(|error| Error::decode(error.to_string()))
}
