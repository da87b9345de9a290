//! Configuration: what the operator decided, by flag, environment or file, checked before anything starts.
//!
//! Every setting is in one list ([`settings`]); where a value came from is kept beside it, so that an error
//! names the key and its origin, and `slated doctor` can show what is in force.

use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use ipnet::IpNet;
use slated_http::limits::Allowance;
use slated_store::db;

use crate::logging::{LogFormat, LogLevel};

mod file;
mod parse;
pub(crate) mod settings;
mod sources;

pub(crate) use parse::redacted;
pub(crate) use sources::{Origin, Sources};

use settings::Setting;

/// What the operator decided, ready to be used.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    /// Where to listen; port 0 lets the system choose.
    pub(crate) listen: SocketAddr,
    /// Where everything that Slated keeps on disk lives.
    pub(crate) data_dir: PathBuf,
    /// The database.
    pub(crate) database: db::Options,
    /// Standbys that may tell free starts.
    pub(crate) replicas: Vec<db::Options>,
    /// By how much they may lag.
    pub(crate) replica_max_lag: Duration,
    /// Where the keys are that secrets are sealed with.
    pub(crate) secrets_keys: KeyPlace,
    /// Where the API and the pages are reached from outside; none follows `listen`.
    pub(crate) public_url: Option<String>,
    /// How log lines look.
    pub(crate) log_format: LogFormat,
    /// Which log lines are written.
    pub(crate) log_level: LogLevel,
    /// Calls per credential; none is no limit.
    pub(crate) rate_limit: Option<Allowance>,
    /// Reverse proxies whose word is taken for whom they speak.
    pub(crate) trusted_proxies: Vec<IpNet>,
    /// Private networks that webhooks may reach.
    pub(crate) outbound_allow: Vec<IpNet>,
    /// How mails leave.
    pub(crate) mail: MailWay,
    /// Who they come from; none follows `public_url`.
    pub(crate) mail_from: Option<String>,
    /// Run jobs in the process that serves.
    pub(crate) worker: bool,
    /// Every setting as it was given.
    pub(crate) shown: Vec<Shown>,
}

/// Where the keys are that secrets in the database are sealed with.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum KeyPlace {
    /// They were given themselves, the newest first.
    Given(Vec<String>),
    /// In this file.
    File(PathBuf),
}

/// How mails leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum MailWay {
    /// To the server at this URL.
    Smtp(String),
    /// Into a directory in the data directory.
    Spool,
    /// Not at all.
    Off,
}

/// A setting as it was given, fit to be shown: passwords are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) key: &'static str,
    pub(crate) value: String,
    pub(crate) origin: Origin,
}

/// Everything that is wrong with the configuration, a line each.
#[derive(Debug, thiserror::Error)]
#[error("the configuration cannot be used:\n{}", .0.iter().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n"))]
pub(crate) struct Invalid(pub(crate) Vec<String>);

impl std::fmt::Debug for KeyPlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Given(keys) => f.debug_tuple("Given").field(&keys.len()).finish(),
            Self::File(path) => f.debug_tuple("File").field(path).finish(),
        }
    }
}

impl Config {
    /// Reads the file if one is named, puts the sources together and checks every value.
    pub(crate) fn load(sources: &Sources<'_>) -> Result<Self, Invalid> {
        let file = sources.read_file().map_err(Invalid)?;
        let mut wrong = vec![];
        let mut shown = vec![];
        let mut take = |setting: &'static Setting| {
            let found = sources.find(setting, &file);
            shown.push(Shown {
                key: setting.key,
                value: match setting.shown {
                    settings::Shown::Whole => found.value.clone(),
                    settings::Shown::WithoutPassword => parse::redacted(&found.value),
                    settings::Shown::WithoutPasswords => found
                        .value
                        .split(',')
                        .map(str::trim)
                        .map(parse::redacted)
                        .collect::<Vec<_>>()
                        .join(", "),
                    settings::Shown::Never if found.value.is_empty() => String::new(),
                    settings::Shown::Never => "***".to_owned(),
                },
                origin: found.origin.clone(),
            });
            found
        };
        macro_rules! setting {
            ($setting:ident, $parse:expr) => {{
                let found = take(&settings::$setting);
                let parsed = $parse(found.value.as_str());
                parsed
                    .map_err(|reason: String| wrong.push(found.complaint(&settings::$setting, &reason)))
                    .ok()
            }};
        }
        let listen = setting!(LISTEN, parse::address);
        let data_dir = setting!(DATA_DIR, parse::path);
        let place = data_dir.clone().unwrap_or_default();
        let database = setting!(DATABASE_URL, |text| parse::database(text, &place));
        let replicas = setting!(DATABASE_REPLICAS, |text| parse::replicas(text, database.as_ref()));
        let given = setting!(SECRETS_KEY, parse::keys);
        let key_file = setting!(SECRETS_KEY_FILE, |text| Ok(parse::key_file(text, &place)));
        let readers = setting!(DATABASE_READERS, |text| parse::count(text, 1..=64));
        let pool = setting!(DATABASE_POOL, |text| parse::count(text, 1..=512));
        let statement_timeout = setting!(DATABASE_STATEMENT_TIMEOUT, |text| parse::seconds(text, 1..=600));
        let lock_timeout = setting!(DATABASE_LOCK_TIMEOUT, |text| parse::seconds(text, 1..=600));
        let idle_timeout = setting!(DATABASE_IDLE_TIMEOUT, |text| parse::seconds(text, 1..=600));
        let max_lag = setting!(DATABASE_REPLICA_MAX_LAG, |text| parse::seconds(text, 1..=60));
        let public_url = setting!(PUBLIC_URL, parse::public_url);
        let log_format = setting!(LOG_FORMAT, parse::log_format);
        let log_level = setting!(LOG_LEVEL, LogLevel::parse);
        let rate_limit = setting!(RATE_LIMIT, parse::rate_limit);
        let trusted_proxies = setting!(TRUSTED_PROXIES, parse::networks);
        let outbound_allow = setting!(OUTBOUND_ALLOW, parse::networks);
        let mail = setting!(MAIL_URL, parse::mail);
        let mail_from = setting!(MAIL_FROM, parse::sender);
        let worker = setting!(WORKER, parse::switch);
        let config = (|| {
            let mut database = database?;
            database.readers = readers?.unwrap_or(database.readers);
            database.pool = pool?.unwrap_or(database.pool);
            database.statement_timeout = statement_timeout?;
            database.lock_timeout = lock_timeout?;
            database.idle_timeout = idle_timeout?;
            let (mut replicas, replica_max_lag) = (replicas?, max_lag?);
            if !replicas.is_empty() {
                // An answer is begun within the bound, and may take as long again.
                database.seen = Some(Arc::new(db::Seen::new(2 * replica_max_lag)));
            }
            for replica in &mut replicas {
                replica.pool = database.pool;
                replica.statement_timeout = replica_max_lag.min(database.statement_timeout);
                replica.seen.clone_from(&database.seen);
            }
            let (given, key_file) = (given?, key_file?);
            let secrets_keys =
                if given.is_empty() { KeyPlace::File(key_file) } else { KeyPlace::Given(given) };
            Some(Self {
                listen: listen?,
                data_dir: data_dir?,
                database,
                replicas,
                replica_max_lag,
                secrets_keys,
                public_url: public_url?,
                log_format: log_format?,
                log_level: log_level?,
                rate_limit: rate_limit?,
                trusted_proxies: trusted_proxies?,
                outbound_allow: outbound_allow?,
                mail: mail?,
                mail_from: mail_from?,
                worker: worker?,
                shown,
            })
        })();
        config.ok_or(Invalid(wrong))
    }

    /// Where the API and the pages are reached from outside, once it is known where we listen.
    pub(crate) fn public_url(&self, listening: SocketAddr) -> String {
        self.public_url.clone().unwrap_or_else(|| local_url(listening))
    }
}

/// Where a listener is reached from this machine.
pub(crate) fn local_url(listening: SocketAddr) -> String {
    if listening.ip().is_unspecified() {
        format!("http://localhost:{}", listening.port())
    } else {
        format!("http://{listening}")
    }
}

#[cfg(test)]
mod tests;
