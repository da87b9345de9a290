//! Which key seals: what the database itself says of the keys that its secrets were sealed with.
//!
//! One is current. Whether everything is sealed with it is kept too, so that what was interrupted is taken up again.

use jiff::Timestamp;
use uuid::Uuid;

use super::{Place, Unusable, keys};
use crate::{
    args,
    db::{Conn, Result},
    from_row,
};

/// What is sealed with each key to tell whether a key of that id is the key.
const PROOF: &str = "slated";

/// The key that seals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Current {
    /// Its id.
    pub id: String,
    /// Since when everything is sealed with it; none while some may be sealed with another, or not at all.
    pub complete_at: Option<Timestamp>,
    proof: String,
}

from_row!(Current { id, complete_at, proof });

fn place(id: &str) -> Place<'_> {
    Place { column: "secret_key.proof", company: Uuid::nil(), row: id.as_bytes() }
}

/// The key that seals; none before the first was chosen.
pub fn current(c: &mut Conn) -> Result<Option<Current>> {
    c.one("SELECT id, complete_at, proof FROM secret_key WHERE retired_at IS NULL", args![])
}

/// Takes the newest known key where none seals yet, and checks that the one that does is known here.
pub fn begin(tx: &mut Conn, now: Timestamp) -> Result<Current> {
    if current(tx)?.is_none() {
        let newest = tx.keys().newest().ok_or(Unusable::NoKey)?;
        // Another node may do the same at this moment: one of them chooses.
        tx.execute(
            "INSERT INTO secret_key (id, proof, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            args![newest.id(), newest.seal(&place(newest.id()), PROOF), now],
        )?;
    }
    let found = current(tx)?.ok_or(Unusable::NoKey)?;
    tx.keys().open(&place(&found.id), &found.proof)?;
    Ok(found)
}

/// Lets the newest known key seal from now on. What is sealed with others is to be sealed again.
pub fn switch(tx: &mut Conn, now: Timestamp) -> Result<Current> {
    let newest = tx.keys().newest().ok_or(Unusable::NoKey)?;
    tx.execute(
        "UPDATE secret_key SET retired_at = $2 WHERE retired_at IS NULL AND id <> $1",
        args![newest.id(), now],
    )?;
    tx.execute(
        "INSERT INTO secret_key (id, proof, created_at) VALUES ($1, $2, $3) \
         ON CONFLICT (id) DO UPDATE SET proof = excluded.proof, complete_at = NULL, retired_at = NULL",
        args![newest.id(), newest.seal(&place(newest.id()), PROOF), now],
    )?;
    Ok(current(tx)?.ok_or(Unusable::NoKey)?)
}

/// Everything is sealed with this key.
pub fn complete(tx: &mut Conn, id: &str, now: Timestamp) -> Result<()> {
    tx.execute(
        "UPDATE secret_key SET complete_at = $2 WHERE id = $1 AND complete_at IS NULL",
        args![id, now],
    )?;
    Ok(())
}

/// When this key was last the one that seals; none while it is, or if it never was.
pub fn retired(c: &mut Conn, id: &str) -> Result<Option<Timestamp>> {
    c.one("SELECT retired_at FROM secret_key WHERE id = $1 AND retired_at IS NOT NULL", args![id])
}

/// How many answers kept for an Idempotency-Key are sealed with this key. They go within a day.
pub fn answers(c: &mut Conn, id: &str) -> Result<u64> {
    let count: Option<i64> =
        c.one("SELECT COUNT(*) FROM idempotency WHERE answer LIKE $1", args![keys::like(id)])?;
    Ok(count.unwrap_or(0).unsigned_abs())
}
