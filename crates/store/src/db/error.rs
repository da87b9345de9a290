//! What can go wrong below the waist, in terms a caller can act on.
//!
//! The engines' own error types stop here: nothing above this room may match on a driver's error.

use std::sync::Arc;

use crate::sealing::Unusable;

/// A driver's error, kept for the log. Shared, because one failed `COMMIT` answers a whole batch.
pub type Source = Arc<dyn std::error::Error + Send + Sync>;

/// `Result` with the store's error unless another is named.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a statement or a transaction did not happen.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// A unique index, an exclusion constraint or a trigger's `RAISE(ABORT, 'name')` refused the row.
    ///
    /// `constraint` is the same on both engines: the index's name; for an inline `UNIQUE (a, b)` or
    /// `PRIMARY KEY` the name PostgreSQL makes up (`table_a_b_key`, `table_pkey`); for a trigger on
    /// SQLite, the text it raises, which should be the name of PostgreSQL's exclusion constraint.
    #[error("the row breaks the rule {constraint}")]
    Conflict {
        /// Name of the constraint.
        constraint: String,
        /// The engine's own words.
        #[source]
        source: Source,
    },
    /// The transaction lost a race each time it was run. Seen by a closure, it means: give up now, the
    /// waist runs the closure again.
    #[error("the transaction lost a race with another")]
    LostRace,
    /// The database cannot be used now; trying later may help.
    #[error("the database is unavailable: {0}")]
    Unavailable(#[source] Outage),
    /// A column does not hold what the code expects.
    #[error("column {} does not decode: {reason}", column.as_deref().unwrap_or("?"))]
    Decode {
        /// The column's name in the result, once known.
        column: Option<String>,
        /// What was expected and what was found.
        reason: String,
    },
    /// A statement failed, and the closure carried on and reported success. Nothing was stored. Use
    /// [`Conn::savepoint`](super::Conn::savepoint) around a statement that may fail.
    #[error("a statement of the transaction had failed, so it was rolled back")]
    Aborted,
    /// The closure panicked; its transaction was rolled back.
    #[error("a database closure panicked: {0}")]
    Panicked(String),
    /// The database's address or options make no sense.
    #[error("database configuration: {0}")]
    Configuration(String),
    /// A secret that is kept can be neither sealed nor opened.
    #[error(transparent)]
    Sealing(#[from] Unusable),
    /// Anything else the engine refused: faulty SQL, a broken foreign key or check, a wrong parameter.
    #[error("the database refused: {0}")]
    Engine(#[source] Source),
}

/// Why the database cannot be used now.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Outage {
    /// The queue in front of the database threads is full; nothing was done.
    #[error("too many requests are waiting")]
    Overloaded,
    /// [`Db::close`](super::Db::close) was called.
    #[error("it is closed")]
    Closed,
    /// No connection could be made, or it broke before `COMMIT`; nothing was stored.
    #[error("no connection: {0}")]
    Connection(#[source] Source),
    /// The connection broke during `COMMIT`: whether the transaction was stored is not known.
    #[error("the connection broke during commit, so the outcome is unknown: {0}")]
    UnknownOutcome(#[source] Source),
    /// A statement ran into its time limit.
    #[error("a statement took too long: {0}")]
    Timeout(#[source] Source),
    /// Disk full, I/O error, out of memory or connections, file locked by another process.
    #[error("out of resources: {0}")]
    Resources(#[source] Source),
}

impl Error {
    /// A column held something else than `expected`; for implementations of
    /// [`FromColumn`](super::FromColumn).
    pub fn decode(reason: impl Into<String>) -> Self {
        Self::Decode { column: None, reason: reason.into() }
    }

    /// The constraint's name, if this is a conflict.
    pub fn constraint(&self) -> Option<&str> {
        match self {
            Self::Conflict { constraint, .. } => Some(constraint),
            _ => None,
        }
    }

    /// An engine error that is only words.
    pub(super) fn engine(words: impl Into<String>) -> Self {
        let boxed: Box<dyn std::error::Error + Send + Sync> = words.into().into();
        Self::Engine(boxed.into())
    }

    pub(super) fn named(self, name: &str) -> Self {
        match self {
            Self::Decode { column: None, reason } => Self::Decode { column: Some(name.to_owned()), reason },
            other => other,
        }
    }
}
