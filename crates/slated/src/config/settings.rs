//! The list of settings: one line each, from which flags, environment, file, `doctor` and the README's table follow.

/// One thing the operator can decide.
#[derive(Debug)]
pub(crate) struct Setting {
    /// Its name in the file; with dashes, its flag.
    pub(crate) key: &'static str,
    /// Its names in the environment, the stronger first.
    pub(crate) env: &'static [&'static str],
    /// What holds when nobody says anything; empty where that depends on other settings.
    pub(crate) default: &'static str,
    /// What of its value may be shown.
    pub(crate) shown: Shown,
    /// For `--help`.
    pub(crate) help: &'static str,
}

/// What of a value may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// All of it.
    Whole,
    /// All but the password of the URL that it is.
    WithoutPassword,
    /// All but the passwords of the URLs that it lists.
    WithoutPasswords,
    /// Nothing.
    Never,
}

macro_rules! settings {
    ($($name:ident = $key:literal, [$($env:literal),+], $default:literal, $help:literal;)+) => {
        $(pub(crate) static $name: Setting = Setting {
            key: $key, env: &[$($env),+], default: $default, shown: Shown::Whole, help: $help,
        };)+
        /// Every setting but those that hold a secret: [`DATABASE_URL`], [`DATABASE_REPLICAS`], [`MAIL_URL`], [`SECRETS_KEY`].
        static PLAIN: &[&Setting] = &[$(&$name),+];
    };
}

settings! {
    LISTEN = "listen", ["SLATED_LISTEN"], "127.0.0.1:8080",
        "Address and port to listen on; port 0 lets the system choose";
    DATA_DIR = "data_dir", ["SLATED_DATA_DIR"], "./slated-data",
        "Directory for the SQLite database and the secrets beside it";
    SECRETS_KEY_FILE = "secrets_key_file", ["SLATED_SECRETS_KEY_FILE"], "",
        "File of those keys, a line each; made at the first start where the database has no key yet [default: secrets.key in the data directory]";
    DATABASE_READERS = "database_readers", ["SLATED_DATABASE_READERS"], "",
        "SQLite: threads that read, 1 to 64 [default: one per core, 2 to 8]";
    DATABASE_POOL = "database_pool", ["SLATED_DATABASE_POOL"], "",
        "PostgreSQL: connections at most, 1 to 512 [default: 16]";
    DATABASE_STATEMENT_TIMEOUT = "database_statement_timeout", ["SLATED_DATABASE_STATEMENT_TIMEOUT"], "15",
        "PostgreSQL: seconds that a statement may take, 1 to 600";
    DATABASE_LOCK_TIMEOUT = "database_lock_timeout", ["SLATED_DATABASE_LOCK_TIMEOUT"], "5",
        "PostgreSQL: seconds that a statement may wait for another transaction's lock, 1 to 600";
    DATABASE_IDLE_TIMEOUT = "database_idle_timeout", ["SLATED_DATABASE_IDLE_TIMEOUT"], "60",
        "PostgreSQL: seconds that a transaction may stand idle before the server ends it, 1 to 600";
    DATABASE_REPLICA_MAX_LAG = "database_replica_max_lag", ["SLATED_DATABASE_REPLICA_MAX_LAG"], "1",
        "PostgreSQL: seconds that a read replica may lag to be asked for free starts, 1 to 60";
    PUBLIC_URL = "public_url", ["SLATED_PUBLIC_URL"], "",
        "Where the API and the pages are reached from outside, such as https://book.example.com [default: http:// and the listening address]";
    LOG_FORMAT = "log_format", ["SLATED_LOG_FORMAT"], "pretty",
        "How log lines look: pretty or json";
    LOG_LEVEL = "log_level", ["SLATED_LOG_LEVEL"], "info",
        "Which log lines are written: error, warn, info, debug, trace, or such as info,slated_http=debug";
    RATE_LIMIT = "rate_limit", ["SLATED_RATE_LIMIT"], "100,200",
        "Calls per minute and credential, and how many at once after a pause: off, 100 or 100,200";
    TRUSTED_PROXIES = "trusted_proxies", ["SLATED_TRUSTED_PROXIES"], "",
        "Networks of reverse proxies whose X-Forwarded-For is believed, such as 127.0.0.1 [default: none]";
    OUTBOUND_ALLOW = "outbound_allow", ["SLATED_OUTBOUND_ALLOW"], "",
        "Private networks that webhooks may reach, such as 10.1.0.0/16,127.0.0.1 [default: none]";
    MAIL_FROM = "mail_from", ["SLATED_MAIL_FROM"], "",
        "Sender of mails, such as bookings@example.com or Bookings <bookings@example.com> [default: bookings@ and the host of public_url]";
    WORKER = "worker", ["SLATED_WORKER"], "on",
        "Run jobs (webhook deliveries, mails, reminders) in the process that serves: on or off";
}

/// The database's URL, set apart because it may hold a password.
pub(crate) static DATABASE_URL: Setting = Setting {
    key: "database_url",
    env: &["SLATED_DATABASE_URL", "DATABASE_URL"],
    default: "",
    shown: Shown::WithoutPassword,
    help: "postgres://… or sqlite:PATH [default: slated.db in the data directory]",
};

/// URLs of read replicas, set apart because they may hold passwords.
pub(crate) static DATABASE_REPLICAS: Setting = Setting {
    key: "database_replicas",
    env: &["SLATED_DATABASE_REPLICAS"],
    default: "",
    shown: Shown::WithoutPasswords,
    help: "PostgreSQL: standbys that may tell free starts, postgres://…, separated by commas, each of one server [default: none]",
};

/// The mail server's URL, set apart because it may hold a password.
pub(crate) static MAIL_URL: Setting = Setting {
    key: "mail_url",
    env: &["SLATED_MAIL_URL"],
    default: "",
    shown: Shown::WithoutPassword,
    help: "smtps://user:password@host, smtp://user:password@host:587?tls=required, spool or off [default: spool, the directory mail in the data directory]",
};

/// The keys themselves.
pub(crate) static SECRETS_KEY: Setting = Setting {
    key: "secrets_key",
    env: &["SLATED_SECRETS_KEY"],
    default: "",
    shown: Shown::Never,
    help: "Keys that secrets in the database are sealed with, the newest first, separated by commas; each is base64 of 32 bytes [default: those of secrets_key_file]",
};

/// Every setting.
pub(crate) fn all() -> impl Iterator<Item = &'static Setting> {
    let (first, rest) = PLAIN.split_at(2);
    let secret = [&DATABASE_URL, &DATABASE_REPLICAS, &MAIL_URL, &SECRETS_KEY];
    first.iter().copied().chain(secret).chain(rest.iter().copied())
}

impl Setting {
    /// Its flag, without the dashes in front.
    pub(crate) fn flag(&self) -> String {
        self.key.replace('_', "-")
    }

    /// What `--help` says of it.
    pub(crate) fn described(&self) -> String {
        let default =
            if self.default.is_empty() { String::new() } else { format!(" [default: {}]", self.default) };
        format!("{}{default} [env: {}]", self.help, self.env.join(" or "))
    }
}
