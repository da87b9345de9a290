//! A PostgreSQL server of our own, from the installed binaries, or the one we were given.

mod instance;

use std::time::Duration;

use anyhow::{Context as _, Result};
use postgres::{Client, NoTls};

pub(crate) use instance::{Follows, Instance, Replay};

/// What a commit must survive.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// Nothing: for tests, whose data nobody will miss.
    Off,
    /// The death of all processes, and of a server whose standby follows, but not a power cut: no `fsync`.
    Processes,
    /// A power cut, as an operator would run it: for figures.
    On,
    /// Nothing, and the machine is there for whoever fills it. See [`Postgres::for_filling`].
    Filling,
}

/// A server to make databases on. Ours is stopped and removed when dropped.
pub(crate) struct Postgres {
    /// The URL of a database that exists, to make others from.
    home: String,
    server: Option<Instance>,
}

impl Postgres {
    /// The server named by `SLATED_TEST_POSTGRES`, or one of our own.
    pub(crate) fn given_or_own() -> Result<Self> {
        match std::env::var("SLATED_TEST_POSTGRES") {
            Ok(url) if !url.is_empty() => {
                connect(&url).context("SLATED_TEST_POSTGRES cannot be reached")?;
                println!("Using the PostgreSQL of SLATED_TEST_POSTGRES");
                Ok(Self { home: url, server: None })
            }
            _ => Self::own(Durability::Off),
        }
    }

    /// A server of our own on a free port of loopback.
    pub(crate) fn own(durability: Durability) -> Result<Self> {
        let server = Instance::create(durability)?;
        println!("Started PostgreSQL on {}", server.address());
        Ok(Self { home: server.home(), server: Some(server) })
    }

    /// A server of our own that takes in a great deal in a short time; [`filled`](Self::filled) ends that.
    pub(crate) fn for_filling() -> Result<Self> {
        Self::own(Durability::Filling)
    }

    /// From now on it is as an operator would run it, with all it was filled with on disk.
    pub(crate) fn filled(&mut self) -> Result<()> {
        let server = self.server.as_mut().context("a server that was given to us is not ours to restart")?;
        server.restart(Durability::On)
    }

    /// The URL of a database that exists, for tests that make their own.
    pub(crate) fn home(&self) -> &str {
        &self.home
    }

    /// Makes database `name` afresh and returns its URL.
    pub(crate) fn fresh_database(&self, name: &str) -> Result<String> {
        self.remove_database(name)?;
        connect(&self.home)?.batch_execute(&format!("CREATE DATABASE \"{name}\""))?;
        with_database(&self.home, name)
    }

    /// Removes database `name`; a server that was given to us is left as it was.
    pub(crate) fn remove_database(&self, name: &str) -> Result<()> {
        let mut client = connect(&self.home)?;
        Ok(client.batch_execute(&format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)"))?)
    }
}

/// A connection to look at what is so, and to manage databases.
pub(crate) fn connect(url: &str) -> Result<Client> {
    let mut config: postgres::Config = url.parse().context("not a PostgreSQL URL")?;
    Ok(config.connect_timeout(Duration::from_secs(5)).connect(NoTls)?)
}

/// The same server's URL for database `name`.
pub(crate) fn with_database(url: &str, name: &str) -> Result<String> {
    let (scheme, rest) = url.split_once("://").context("the PostgreSQL address is not a URL")?;
    let (rest, query) = rest.split_once('?').map_or((rest, None), |(rest, query)| (rest, Some(query)));
    let host = rest.split_once('/').map_or(rest, |(host, _)| host);
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    Ok(format!("{scheme}://{host}/{name}{query}"))
}

#[cfg(test)]
mod tests {
    use super::with_database;

    #[test]
    fn only_the_database_of_a_url_is_replaced() {
        let ok = |url: &str| with_database(url, "new").expect("a good URL");
        assert_eq!(ok("postgres://u:p@h:1/db"), "postgres://u:p@h:1/new");
        assert_eq!(ok("postgres://h?sslmode=disable"), "postgres://h/new?sslmode=disable");
        assert_eq!(ok("postgresql://h/db?a=b"), "postgresql://h/new?a=b");
        assert!(with_database("h:5432", "new").is_err());
    }
}
