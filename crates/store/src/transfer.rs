//! A company as lines of JSON: written from one database, read into another, on either engine.
//!
//! Which tables there are is asked of the database itself ([`catalog`]), so that none can be forgotten. A line is one
//! row, `{"table":{"column":value}}`, in the order of the primary key; UUIDs and bytes are hexadecimal. The first line
//! says what the file is, the last how many rows there were. The same rows give the same bytes on both engines.
//!
//! Rows numbered by the database (`{{id}}`) lose their number and keep their order: nothing refers to it.

mod catalog;
mod export;
mod import;

use std::io;

use serde::{Deserialize, Serialize};

use crate::db;

pub use self::{
    export::export,
    import::{Imported, import},
};

/// The form of the file. Raised when older programs would misread it.
const VERSION: u32 = 1;

/// Tables whose rows let somebody in, or sign in our name; and what means nothing without them.
const SECRET: &[&str] = &["credential", "webhook", "held_queue", "user_password"];

/// Tables that are never exported: who is signed in where is so in this database only, and ends by itself.
const FLEETING: &[&str] = &["session", "sign_in_link"];

/// Whether secrets are exported: hashes of keys, tokens and passwords, and webhook endpoints with what they are signed with, which
/// stays sealed with the key of this database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secrets {
    /// They are; the file is to be kept like a key.
    With,
    /// Their tables are left out whole: keys, webhooks and passwords have to be made anew.
    Without,
}

/// Why a company was not transferred. Nothing of it was stored.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database.
    #[error(transparent)]
    Database(#[from] db::Error),
    /// The file.
    #[error(transparent)]
    File(#[from] io::Error),
    /// There is no company with this slug.
    #[error("there is no company '{0}'")]
    NoCompany(String),
    /// The company is in this database already, or another one has its slug.
    #[error("there is a company '{0}' in this database already")]
    Exists(String),
    /// The file's schema is not that of this database.
    #[error(
        "the file was written at schema version {file}, this database has {database}: bring the older one up to date"
    )]
    Schema {
        /// Version of the file.
        file: u32,
        /// Version of the database.
        database: u32,
    },
    /// The file is not what an export writes.
    #[error("line {line}: {reason}")]
    Malformed {
        /// Counts from 1.
        line: u64,
        /// What is wrong.
        reason: String,
    },
}

/// The first line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Header {
    slated_export: u32,
    schema: u32,
    company: String,
    company_id: String,
    secrets: bool,
}

/// The last line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct End {
    rows: u64,
}
