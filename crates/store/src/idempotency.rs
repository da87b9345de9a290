//! Idempotency-Key: the first answer to a write, kept for 24 hours in the transaction of the write itself.

use jiff::{SignedDuration, Timestamp};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{
    args,
    db::{Conn, Error, Result},
    sealing::{self, Place, Unusable},
};

/// How long answers are kept.
pub const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// A caller's key, and what it was sent with.
#[derive(Debug, Clone)]
pub struct Key {
    /// The credential that sent it: keys of different credentials never meet.
    pub scope: Uuid,
    /// The header's value.
    pub key: String,
    /// A hash over method, path, acting user and body.
    pub fingerprint: [u8; 32],
}

/// How an answer is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// So that a person can be found and erased in it.
    Readable,
    /// Because it may hold secrets.
    Sealed,
}

/// What became of a key.
#[derive(Debug)]
pub enum Begun<T> {
    /// New: do the work, then call [`answer`].
    Fresh,
    /// The work was done before; this was its outcome.
    Answered(T),
    /// The key came before with another request.
    OtherRequest,
    /// The work was done before, and its outcome erased since, with the person it was about, or sealed with a key that is
    /// lost.
    Erased,
}

/// A scope is a credential, which is of one company.
fn place(key: &Key) -> Place<'_> {
    Place { column: "idempotency.answer", company: key.scope, row: key.key.as_bytes() }
}

/// Takes the key for this transaction. A twin that runs at the same moment waits here until the first is through.
pub fn begin<T: DeserializeOwned>(tx: &mut Conn, key: &Key, now: Timestamp) -> Result<Begun<T>> {
    // An answer that is kept no longer counts as none.
    let taken = tx.execute(
        "INSERT INTO idempotency (scope, key, fingerprint, created_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (scope, key) DO UPDATE SET fingerprint = excluded.fingerprint, answer = NULL, \
         created_at = excluded.created_at WHERE idempotency.created_at < $5",
        args![key.scope, &key.key, key.fingerprint.to_vec(), now, now - KEPT],
    )?;
    if taken == 1 {
        return Ok(Begun::Fresh);
    }
    let earlier: Option<(Vec<u8>, Option<String>)> = tx.one(
        "SELECT fingerprint, answer FROM idempotency WHERE scope = $1 AND key = $2",
        args![key.scope, &key.key],
    )?;
    match earlier {
        Some((fingerprint, _)) if fingerprint != key.fingerprint => Ok(Begun::OtherRequest),
        Some((_, Some(answer))) if answer.is_empty() => Ok(Begun::Erased),
        Some((_, Some(answer))) => {
            let answer = match tx.keys().open(&place(key), &answer) {
                Ok(opened) => opened,
                Err(Unusable::Plain(_)) => answer,
                // Its key is lost.
                Err(_) => return Ok(Begun::Erased),
            };
            serde_json::from_str(&answer)
                .map(Begun::Answered)
                .map_err(|error| Error::decode(error.to_string()))
        }
        // Only a row of this very transaction can have no answer yet, and begin is called once per transaction.
        Some((_, None)) | None => Ok(Begun::Fresh),
    }
}

/// Stores the outcome of the work done under the key.
pub fn answer<T: Serialize>(tx: &mut Conn, key: &Key, outcome: &T, kept: Kept) -> Result<()> {
    let mut answer = serde_json::to_string(outcome).map_err(|error| Error::decode(error.to_string()))?;
    if kept == Kept::Sealed {
        answer = sealing::key(tx)?.seal(&place(key), &answer);
    }
    tx.execute_later(
        "UPDATE idempotency SET answer = $3 WHERE scope = $1 AND key = $2",
        args![key.scope, &key.key, answer],
    )
}

/// Forgets up to `limit` answers that are older than [`KEPT`]; how many those were.
pub fn forget_old(tx: &mut Conn, now: Timestamp, limit: u32) -> Result<u64> {
    tx.execute(
        "DELETE FROM idempotency WHERE created_at < $1 AND (scope, key) IN (SELECT scope, key FROM idempotency \
         WHERE created_at < $1 ORDER BY created_at LIMIT CAST($2 AS BIGINT))",
        args![now - KEPT, limit],
    )
}
