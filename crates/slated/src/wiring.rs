//! Puts the rooms together: the store, the way out, the use-cases.

use std::{net::SocketAddr, sync::Arc};

use anyhow::Context as _;
use ipnet::IpNet;
use slated_app::{App, Clock};
use slated_http::v4::webhook_body::WebhookBodies;
use slated_integrations::{Outbound, OutboundPolicy};
use slated_store::{
    db::{Db, Target},
    migrate,
};

use crate::{
    config::{Config, local_url},
    secrets,
};

/// Opens the database as it is, making the directory and a file for its owner only where there is none.
pub(crate) fn open(config: &Config) -> anyhow::Result<Db> {
    secrets::make_directory(&config.data_dir)
        .with_context(|| format!("the data directory {} cannot be made", config.data_dir.display()))?;
    let opening = || format!("the database {} cannot be opened", place(config));
    if let Target::Sqlite(path) = &config.database.target {
        secrets::make_file(path).with_context(opening)?;
    }
    Db::open(&config.database).with_context(opening)
}

/// Opens the database and brings it up to date.
pub(crate) async fn open_current(config: &Config) -> anyhow::Result<Db> {
    let db = open(config)?;
    let applied = migrate::run(&db, migrate::ALL)
        .await
        .with_context(|| format!("the database {} cannot be brought up to date", place(config)))?;
    if applied > 0 {
        tracing::info!(applied, "brought the database up to date");
    }
    Ok(db)
}

/// The use-cases over a database; `listening` is where this process serves, if it does.
pub(crate) fn app(config: &Config, db: Db, listening: Option<SocketAddr>, also_allow: &[IpNet]) -> App {
    let allow = config.outbound_allow.iter().chain(also_allow).copied().collect();
    let outbound = Outbound::new(OutboundPolicy { allow, ..OutboundPolicy::default() });
    let public_url = config.public_url(listening.unwrap_or(config.listen));
    App::new(db, Clock::System, slated_app::Config { public_url }, outbound, Arc::new(WebhookBodies))
}

/// The networks of this machine itself, which the demo may call.
pub(crate) fn loopback() -> [IpNet; 2] {
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
