//! Where the database is and how much of the machine it may use.

use std::{fmt, path::PathBuf, sync::Arc, time::Duration};

use super::{
    error::{Error, Result},
    seen::Seen,
    tls::Connector,
};
use crate::sealing::Keys;

/// What [`Db::open`](super::Db::open) needs to know. Start from [`Options::parse`] and change what must differ.
#[derive(Debug, Clone)]
pub struct Options {
    /// Which database.
    pub target: Target,
    /// SQLite: threads that read (one more writes).
    pub readers: usize,
    /// PostgreSQL: threads, and so connections, at most.
    pub pool: usize,
    /// Requests that may wait in front of the threads; one more is refused as overload.
    pub queue: usize,
    /// SQLite: closures per commit at most.
    pub batch: usize,
    /// SQLite: how long to wait for another process's lock.
    pub busy_timeout: Duration,
    /// PostgreSQL: the longest a statement may take.
    pub statement_timeout: Duration,
    /// PostgreSQL: the longest a statement may wait for a lock that another transaction holds.
    pub lock_timeout: Duration,
    /// PostgreSQL: the longest a transaction may stand idle, after which the server ends it.
    pub idle_timeout: Duration,
    /// PostgreSQL: the longest a connection may take to be made, unless the URL says otherwise.
    pub connect_timeout: Duration,
    /// PostgreSQL: what the server must be.
    pub role: Role,
    /// PostgreSQL: where it is remembered what was seen lately, shared with the other copies of the database; none where
    /// there are none.
    pub seen: Option<Arc<Seen>>,
    /// What secrets are sealed with; [`Keys::none`] where none are touched.
    pub keys: Keys,
}

/// Which database. Its `Debug` shows no password.
#[derive(Clone, PartialEq, Eq)]
pub enum Target {
    /// A file.
    Sqlite(PathBuf),
    /// A URL, as libpq and tokio-postgres understand it. Of several servers the first that can be reached and
    /// is what it must be ([`Role`]) is taken. `sslmode` is `disable`, `prefer` (the default:
    /// encrypted if the server can, nobody's identity checked), or `require`, `verify-ca`, `verify-full` (all
    /// three: encrypted, certificate and name checked). `sslrootcert` names a PEM file of authorities to trust
    /// instead of the public ones.
    Postgres(String),
}

/// What a PostgreSQL server must be to be spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It takes writes.
    Primary,
    /// It takes none: a standby that follows.
    Replica,
}

/// Which kind of database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Engine {
    /// SQLite, inside this process.
    Sqlite,
    /// PostgreSQL, or a server that speaks its protocol.
    Postgres,
}

impl Options {
    /// Understands `postgres://…`, `postgresql://…`, `sqlite:PATH`, `sqlite://PATH` and a bare path.
    pub fn parse(url: &str) -> Result<Self> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::new(Target::Postgres(url.to_owned())));
        }
        let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:")).unwrap_or(url);
        if path.contains("://") {
            return Err(Error::Configuration("expected postgres://…, sqlite:PATH or a path".into()));
        }
        if path.is_empty() || path.starts_with(":memory:") {
            return Err(Error::Configuration("SQLite needs the path of a file".into()));
        }
        Ok(Self::new(Target::Sqlite(path.into())))
    }

    /// The defaults for a read replica, which is one server: how far it lags is known of it alone.
    pub fn replica(url: &str) -> Result<Self> {
        let options = Self { role: Role::Replica, ..Self::parse(url)? };
        let Target::Postgres(url) = &options.target else {
            return Err(Error::Configuration(
                "a read replica is a PostgreSQL server: expected postgres://…".into(),
            ));
        };
        if Connector::new(url, &options)?.hosts() != 1 {
            return Err(Error::Configuration("a read replica is one server: expected a URL for each".into()));
        }
        Ok(options)
    }

    /// The defaults for this database.
    pub fn new(target: Target) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            target,
            readers: cores.clamp(2, 8),
            pool: 16,
            queue: 4096,
            batch: 256,
            busy_timeout: Duration::from_secs(10),
            statement_timeout: Duration::from_secs(15),
            lock_timeout: Duration::from_secs(5),
            idle_timeout: Duration::from_mins(1),
            connect_timeout: Duration::from_secs(5),
            role: Role::Primary,
            seen: None,
            keys: Keys::none(),
        }
    }

    /// Which kind of database this is.
    pub fn engine(&self) -> Engine {
        match self.target {
            Target::Sqlite(_) => Engine::Sqlite,
            Target::Postgres(_) => Engine::Postgres,
        }
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => f.debug_tuple("Sqlite").field(path).finish(),
            Self::Postgres(url) => {
                let place = url.rsplit_once('@').map_or(url.as_str(), |(_, place)| place);
                let place = place.split_once('?').map_or(place, |(place, _)| place);
                f.debug_tuple("Postgres").field(&place).finish()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn addresses() {
        let path = |text: &str| Options::parse(text).unwrap().target;
        assert_eq!(path("sqlite:/var/x.db"), Target::Sqlite("/var/x.db".into()));
        assert_eq!(path("sqlite:///var/x.db"), Target::Sqlite("/var/x.db".into()));
        assert_eq!(path("x.db"), Target::Sqlite("x.db".into()));
        assert_eq!(path("postgresql://h/d"), Target::Postgres("postgresql://h/d".into()));
        for wrong in ["", "sqlite:", "sqlite::memory:", "mysql://h/d"] {
            assert!(matches!(Options::parse(wrong), Err(Error::Configuration(_))), "{wrong}");
        }
    }

    #[test]
    fn a_replica_is_one_postgresql() {
        let replica = Options::replica("postgres://u:p@h:1/d?sslmode=disable").unwrap();
        assert_eq!((replica.role, replica.engine()), (Role::Replica, Engine::Postgres));
        for wrong in ["x.db", "postgres://h,i/d", "postgres://h:1,h:2/d", "postgres://h:x/d"] {
            assert!(matches!(Options::replica(wrong), Err(Error::Configuration(_))), "{wrong}");
        }
    }

    #[test]
    fn debug_hides_the_password() {
        let shown = format!("{:?}", Options::parse("postgres://u:secret@h:1/d?password=secret").unwrap());
        assert!(shown.contains("h:1/d") && !shown.contains("secret"), "{shown}");
    }
}
