//! What can go wrong in a use-case, in the variants a caller can act on.
//!
//! Codes are stable and part of the API: they are listed in API.md, and never change their meaning.

use jiff::Timestamp;
use slated_store::db;

/// The result of a use-case.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a use-case was refused or failed. A refused use-case has changed nothing.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// One or more values cannot be used.
    #[error("validation failed")]
    Invalid(Vec<FieldError>),
    /// The request as a whole makes no sense here.
    #[error("{message}")]
    BadRequest {
        /// Stable code.
        code: &'static str,
        /// For people.
        message: String,
    },
    /// The credential is missing, wrong or expired.
    #[error("{message}")]
    Unauthenticated {
        /// Stable code.
        code: &'static str,
        /// For people; the literal of the contract, section 2.
        message: &'static str,
    },
    /// The caller is known but may not do this.
    #[error("{message}")]
    Forbidden {
        /// Stable code.
        code: &'static str,
        /// For people.
        message: String,
    },
    /// There is no such thing, or it belongs to another company.
    #[error("{0} not found")]
    NotFound(&'static str),
    /// A limit on how many there may be is reached.
    #[error("{message}")]
    TooMany {
        /// Stable code.
        code: &'static str,
        /// For people.
        message: String,
    },
    /// It was done too often just now.
    #[error("Too Many Requests")]
    TooOften {
        /// When it may be done again.
        wait: jiff::SignedDuration,
    },
    /// It collides with what is there.
    #[error("{message}")]
    Conflict {
        /// Stable code.
        code: &'static str,
        /// For people.
        message: String,
    },
    /// This start cannot be booked.
    #[error("{}", .0.code)]
    Unbookable(Unbookable),
    /// The Idempotency-Key was used before with another request.
    #[error("this Idempotency-Key was used with a different request")]
    IdempotencyKeyReused,
    /// The Idempotency-Key was used before; what was answered has been erased with the person it was about.
    #[error("what this Idempotency-Key was answered has been erased")]
    AnswerErased,
    /// Mails that lie in the spool could not be removed.
    #[error("mails in the spool cannot be removed: {0}")]
    Spool(#[source] std::io::Error),
    /// The store failed.
    #[error(transparent)]
    Store(db::Error),
}

impl From<db::Error> for Error {
    /// The database's own guard behind the hosts' locks may speak as late as the commit.
    fn from(error: db::Error) -> Self {
        if error.constraint() == Some("claim_overlap") {
            return Self::Unbookable(Unbookable::occupied());
        }
        Self::Store(error)
    }
}

/// One value that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// JSON path of the value, as the caller spelled it: `attendee.email`, `schedule[0].from`.
    pub field: String,
    /// Stable code, such as `invalid-timezone`.
    pub code: &'static str,
    /// For people.
    pub message: String,
}

/// Why a start is not to be had (policies 15).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unbookable {
    /// `slot-occupied`, `outside-working-hours`, `minimum-notice`, `beyond-horizon`, `limit-reached`,
    /// `duration-not-allowed`, `off-grid` or `meeting-type-disabled`.
    pub code: &'static str,
    /// For people.
    pub message: String,
    /// Up to three of the nearest free starts.
    pub nearest: Vec<Timestamp>,
}

impl Unbookable {
    /// Somebody holds the time.
    pub(crate) fn occupied() -> Self {
        Self { code: "slot-occupied", message: "The slot is taken".to_owned(), nearest: vec![] }
    }
}

impl Error {
    /// One value that cannot be used.
    pub fn invalid(field: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError { field: field.into(), code, message: message.into() }])
    }

    /// The same about a value that stands under `path`.
    #[must_use]
    pub fn under(self, path: &str) -> Self {
        match self {
            Self::Invalid(fields) => {
                let mut errors = FieldErrors::default();
                errors.nest(path, FieldErrors(fields));
                Self::Invalid(errors.0)
            }
            other => other,
        }
    }

    /// See [`Error::BadRequest`].
    pub fn bad_request(code: &'static str, message: impl Into<String>) -> Self {
        Self::BadRequest { code, message: message.into() }
    }

    /// See [`Error::Forbidden`].
    pub fn forbidden(code: &'static str, message: impl Into<String>) -> Self {
        Self::Forbidden { code, message: message.into() }
    }

    /// See [`Error::Conflict`].
    pub fn conflict(code: &'static str, message: impl Into<String>) -> Self {
        Self::Conflict { code, message: message.into() }
    }
}

/// Collects every value that cannot be used, so that a caller can mend them all at once.
#[derive(Debug, Default)]
pub struct FieldErrors(Vec<FieldError>);

impl FieldErrors {
    /// Notes one.
    pub fn add(&mut self, field: impl Into<String>, code: &'static str, message: impl Into<String>) {
        self.0.push(FieldError { field: field.into(), code, message: message.into() });
    }

    /// Notes those of a nested value under its path.
    pub fn nest(&mut self, path: &str, inner: Self) {
        self.0.extend(inner.0.into_iter().map(|e| FieldError { field: join(path, &e.field), ..e }));
    }

    /// An error if any were noted.
    pub fn finish(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Invalid(self.0)) }
    }
}

fn join(path: &str, field: &str) -> String {
    match field.chars().next() {
        None => path.to_owned(),
        Some('[') => format!("{path}{field}"),
        Some(_) if path.is_empty() => field.to_owned(),
        Some(_) => format!("{path}.{field}"),
    }
}
