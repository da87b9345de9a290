//! Puts the rooms together: the store, the way out, the use-cases.

use std::{net::SocketAddr, sync::Arc};

use anyhow::Context as _;
use ipnet::IpNet;
use slated_app::{App, Clock, mail::Post, replicas::Replicas};
use slated_http::{MailPages, v4::webhook_body::WebhookBodies};
use slated_integrations::{Mailer, Outbound, OutboundPolicy};
use slated_store::{
    db::{Db, Options, Target},
    migrate,
    sealing::Keys,
};

use crate::{
    config::{Config, MailWay, local_url},
    keyring, secrets,
};

/// The directory of mails in the data directory, where no mail server is configured.
const SPOOL: &str = "mail";

/// For whom the service runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum For {
    /// For users.
    Users,
    /// To be tried out: webhooks may go to this machine, and mails in the spool can be looked at.
    Demo,
}

/// Opens the database as it is, making the directory and a file for its owner only where there is none.
fn open(config: &Config, keys: Keys) -> anyhow::Result<Db> {
    secrets::make_directory(&config.data_dir)
        .with_context(|| format!("the data directory {} cannot be made", config.data_dir.display()))?;
    let opening = || format!("the database {} cannot be opened", place(config));
    if let Target::Sqlite(path) = &config.database.target {
        secrets::make_file(path).with_context(opening)?;
    }
    Db::open(&Options { keys, ..config.database.clone() }).with_context(opening)
}

/// Opens the database, brings it up to date, and makes sure that its secrets can be read.
pub(crate) async fn open_current(config: &Config) -> anyhow::Result<Db> {
    let (db, keys) = open_sealed(config).await?;
    let place = &config.secrets_keys;
    let made = keys.ids().is_empty() && !slated_app::secrets::is_chosen(&db).await? && keyring::found(place)?;
    keys.read_again();
    match slated_app::secrets::begin(&db, jiff::Timestamp::now()).await {
        Ok(resealed) if resealed.rows > 0 => {
            tracing::info!(rows = resealed.rows, "sealed the secrets in the database");
        }
        Ok(_) => {}
        Err(error) => {
            if made {
                keyring::undo(place);
            }
            return Err(told(&error, config, &keys).unwrap_or_else(|| error.into()));
        }
    }
    if made {
        tracing::warn!(
            file = keyring::shown(place),
            "made a key to seal secrets with: keep a copy, apart from backups; every node needs it"
        );
    }
    Ok(db)
}

/// Opens the database and brings it up to date, whether its secrets can be read or not.
pub(crate) async fn open_sealed(config: &Config) -> anyhow::Result<(Db, Keys)> {
    let keys = keyring::load(&config.secrets_keys)?;
    let db = open(config, keys.clone())?;
    let applied = migrate::run(&db, migrate::ALL)
        .await
        .with_context(|| format!("the database {} cannot be brought up to date", place(config)))?;
    if applied > 0 {
        tracing::info!(applied, "brought the database up to date");
    }
    Ok((db, keys))
}

/// What to do about a key that is not the database's.
fn told(error: &slated_app::Error, config: &Config, keys: &Keys) -> Option<anyhow::Error> {
    let (place, database) = (keyring::shown(&config.secrets_keys), place(config));
    let has = match keys.ids() {
        ids if ids.is_empty() => "has none".to_owned(),
        ids => format!("has {}", ids.join(", ")),
    };
    let way_out = "Put the key in its place: from the node that has it, or from where you keep it. If it is lost for good, \
                   `slated secrets rotate --replace-lost` makes new secrets (docs/operations.md)";
    let words = match slated_app::secrets::missing_key(error) {
        Some(id) => {
            format!("the secrets in {database} are sealed with the key {id}, but {place} {has}. {way_out}")
        }
        None if slated_app::secrets::is_other_key(error) => {
            format!("the key in {place} is called like that of {database}, but is another. {way_out}")
        }
        None => return None,
    };
    Some(anyhow::anyhow!(words))
}

/// The use-cases over a database; `listening` is where this process serves, if it does.
pub(crate) fn app(config: &Config, db: Db, listening: Option<SocketAddr>, for_whom: For) -> App {
    let also_allow: &[IpNet] = if for_whom == For::Demo { &loopback() } else { &[] };
    let allow = config.outbound_allow.iter().chain(also_allow).copied().collect();
    let outbound = Outbound::new(OutboundPolicy { allow, ..OutboundPolicy::default() });
    let public_url = config.public_url(listening.unwrap_or(config.listen));
    let post = Post { mailer: mailer(config, &public_url), html: Arc::new(MailPages) };
    let settings = slated_app::Config { public_url, open_spool: for_whom == For::Demo };
    App::new(db, Clock::System, settings, outbound, Arc::new(WebhookBodies), post)
}

/// The standbys that may tell free starts.
pub(crate) fn replicas(config: &Config) -> anyhow::Result<Replicas> {
    let open = |options| Db::open(options).context("a read replica cannot be used");
    let databases = config.replicas.iter().map(open).collect::<anyhow::Result<_>>()?;
    Ok(Replicas::new(databases, config.replica_max_lag))
}

/// How mails leave.
pub(crate) fn mailer(config: &Config, public_url: &str) -> Mailer {
    let from = sender(config, public_url);
    let mailer = match &config.mail {
        MailWay::Off => return Mailer::off(),
        MailWay::Spool => Mailer::spool(config.data_dir.join(SPOOL), &from),
        MailWay::Smtp(url) => Mailer::smtp(url, &from),
    };
    mailer.expect("the configuration was checked when it was read")
}

/// Who mails come from.
pub(crate) fn sender(config: &Config, public_url: &str) -> String {
    let named = config.mail_from.clone();
    named.unwrap_or_else(|| {
        let url = url::Url::parse(public_url).ok();
        // Mail cannot come from a bare address of the network.
        let host = url.as_ref().and_then(|url| url.domain()).unwrap_or("localhost");
        format!("bookings@{host}")
    })
}

/// The networks of this machine itself, which the demo may call.
fn loopback() -> [IpNet; 2] {
    ["127.0.0.0/8", "::1/128"].map(|net| net.parse().expect("a literal network"))
}

/// The database in words, without its password.
pub(crate) fn place(config: &Config) -> String {
    match &config.database.target {
        Target::Sqlite(path) => path.display().to_string(),
        postgres @ Target::Postgres(_) => format!("{postgres:?}"),
    }
}

/// Where this process is reached from this machine.
pub(crate) fn url(listening: SocketAddr) -> String {
    local_url(listening)
}
