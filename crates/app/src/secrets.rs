//! The keys that secrets are sealed with: chosen at the first start, changed while everything goes on.
//!
//! These are the operator's alone, and concern all companies. Which keys there are is in the hands of whoever opened the
//! database ([`Options::keys`](slated_store::db::Options::keys)).

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use slated_store::{
    company,
    db::{Conn, Db},
    ids::CompanyId,
    sealing::{
        Unusable,
        book::{self, Current},
        rows::{self, Replacement, Table},
    },
};
use uuid::Uuid;

use crate::{Error, Result, access::credentials, webhooks};

/// How long after it was replaced a key may still be sealed with, by a transaction that had begun before.
const IN_FLIGHT: SignedDuration = SignedDuration::from_mins(5);

/// What becomes of secrets that no known key opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    /// Nothing is done.
    Refused,
    /// New ones, that nobody knows yet, are put in their place.
    Replaced,
}

/// What sealing everything with another key came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Resealed {
    /// Rows that were written.
    pub rows: u64,
    /// Secrets that did not open and were replaced.
    pub replaced: u64,
}

/// Which keys are in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uses {
    /// The one that seals; none before the first start.
    pub current: Option<Current>,
    /// How many secrets are sealed with each; under `None` those that are not sealed.
    pub secrets: BTreeMap<Option<String>, u64>,
}

/// Whether a key was chosen for this database.
pub async fn is_chosen(db: &Db) -> Result<bool> {
    db.read(|c| Ok(book::current(c)?.is_some())).await
}

/// At every start: chooses the newest known key where none was, makes sure that the one in use is known here, and seals
/// what is not sealed with it.
pub async fn begin(db: &Db, now: Timestamp) -> Result<Resealed> {
    let current = db.write(move |tx| -> Result<_> { Ok(book::begin(tx, now)?) }).await?;
    match current.complete_at {
        Some(_) => Ok(Resealed::default()),
        None => reseal(db, current, now, Lost::Refused).await,
    }
}

/// Seals with the newest known key from now on, and everything that there is with it. All nodes must know that key.
pub async fn rotate(db: &Db, now: Timestamp, lost: Lost) -> Result<Resealed> {
    let current = db.write(move |tx| -> Result<_> { Ok(book::switch(tx, now)?) }).await?;
    reseal(db, current, now, lost).await
}

/// Which keys are in use.
pub async fn uses(db: &Db) -> Result<Uses> {
    let current = db.read(|c| -> Result<_> { Ok(book::current(c)?) }).await?;
    let mut secrets = BTreeMap::new();
    for id in companies(db).await? {
        for table in rows::ALL {
            let mut after = Some(Uuid::nil());
            while let Some(from) = after {
                let mut so_far = std::mem::take(&mut secrets);
                (after, secrets) = db
                    .read(move |c| -> Result<_> {
                        let next = rows::count(c, (id, table), from, &mut so_far)?;
                        Ok((next, so_far))
                    })
                    .await?;
            }
        }
    }
    Ok(Uses { current, secrets })
}

/// Why a key must not be thrown away; none when it may.
pub async fn needed(db: &Db, uses: &Uses, id: &str, now: Timestamp) -> Result<Option<String>> {
    if uses.current.as_ref().is_some_and(|current| current.id == id) {
        return Ok(Some("it is the one that seals".to_owned()));
    }
    if let Some(count) = uses.secrets.get(&Some(id.to_owned())) {
        return Ok(Some(format!("{count} secrets are sealed with it")));
    }
    let key = id.to_owned();
    let (retired, answers) =
        db.read(move |c| -> Result<_> { Ok((book::retired(c, &key)?, book::answers(c, &key)?)) }).await?;
    if retired.is_some_and(|at| at > now - IN_FLIGHT) {
        return Ok(Some("it was in use a few minutes ago".to_owned()));
    }
    let kept = format!("{answers} answers are kept under an Idempotency-Key, for a day at most");
    Ok((answers > 0).then_some(kept))
}

/// Seals what an import brought with the key of this database. All of it must open, or nothing may be stored.
pub fn adopt(tx: &mut Conn, company: CompanyId) -> Result<()> {
    for table in rows::ALL {
        let mut after = Some(Uuid::nil());
        while let Some(from) = after {
            after = rows::reseal(tx, (company, table), from, None)?.next;
        }
    }
    Ok(())
}

/// Until nothing is found any more: what was written meanwhile may have been sealed with the key before.
async fn reseal(db: &Db, current: Current, now: Timestamp, lost: Lost) -> Result<Resealed> {
    let mut all = Resealed::default();
    let replacement: Option<Replacement> = (lost == Lost::Replaced).then_some(fresh as Replacement);
    loop {
        let before = all.rows;
        for id in companies(db).await? {
            for table in rows::ALL {
                let mut after = Some(Uuid::nil());
                while let Some(from) = after {
                    let page = db
                        .write(move |tx| -> Result<_> {
                            Ok(rows::reseal(tx, (id, table), from, replacement)?)
                        })
                        .await?;
                    all.rows += page.changed;
                    all.replaced += page.replaced;
                    after = page.next;
                }
            }
        }
        if all.rows == before {
            break;
        }
    }
    db.write(move |tx| -> Result<_> { Ok(book::complete(tx, &current.id, now)?) }).await?;
    Ok(all)
}

async fn companies(db: &Db) -> Result<Vec<CompanyId>> {
    db.read(|c| -> Result<_> { Ok(company::all(c)?.into_iter().map(|company| company.id).collect()) }).await
}

/// What stands in the place of a secret that is lost.
fn fresh(table: Table) -> String {
    match table {
        Table::Webhook => webhooks::secrets::random(),
        Table::MeetingType | Table::Template => credentials::random(16),
    }
}

/// Whether an error says that a key is missing, and which.
pub fn missing_key(error: &Error) -> Option<&str> {
    match error {
        Error::Store(slated_store::db::Error::Sealing(Unusable::KeyMissing(id))) => Some(id),
        _ => None,
    }
}

/// The keys that are known here do not open what the database has, though one is called like it.
pub fn is_other_key(error: &Error) -> bool {
    matches!(error, Error::Store(slated_store::db::Error::Sealing(Unusable::Broken("secret_key.proof"))))
}
