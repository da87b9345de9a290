//! Secrets that must be readable again (what webhooks are signed with, passwords of booking pages) are sealed before they
//! are stored: encrypted, and bound to their company, row and column, so that a text copied elsewhere does not open.
//!
//! The functions of the nouns seal and open; nothing above the store meets a sealed text. Which of the keys seals is said
//! by the database ([`book`]), the same for all nodes. [`rows`] seals again what is sealed with another key.

use uuid::Uuid;

use crate::db::{Conn, Result};

pub use self::keys::{Key, Keys};

pub mod book;
mod keys;
pub mod rows;

/// Where a sealed text stands. Only there it opens.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// `table.column`.
    pub column: &'static str,
    /// Whose it is.
    pub company: Uuid,
    /// What tells the row from the company's others.
    pub row: &'a [u8],
}

/// Why a secret can be neither sealed nor opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// There is no key at all.
    #[error("there is no key to seal secrets with")]
    NoKey,
    /// The key is not among those known here.
    #[error("secrets are sealed with the key {0}, which is not known here")]
    KeyMissing(String),
    /// What stands there was not sealed for this place, or it was changed since.
    #[error("what stands in {0} does not open: it was changed, or belongs elsewhere")]
    Broken(&'static str),
    /// What stands there is not sealed.
    #[error("what stands in {0} is not sealed")]
    Plain(&'static str),
}

impl Place<'_> {
    /// What the text is bound to. The row comes last, so that no two places read the same.
    fn bound(&self) -> Vec<u8> {
        [b"slated 1 ", self.column.as_bytes(), b"\0", self.company.as_bytes(), self.row].concat()
    }
}

/// The key that the database's secrets are sealed with now.
pub(crate) fn key(tx: &mut Conn) -> Result<Key> {
    let current = book::current(tx)?.ok_or(Unusable::NoKey)?;
    Ok(tx.keys().find(&current.id).ok_or(Unusable::KeyMissing(current.id))?)
}
