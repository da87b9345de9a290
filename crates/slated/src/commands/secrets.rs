//! `slated secrets`: the keys that secrets in the database are sealed with, and changing them while servers run.

use anyhow::{Context as _, bail, ensure};
use jiff::Timestamp;
use slated_app::secrets::{self, Lost};
use slated_store::{
    db::{Db, Target, file},
    sealing::Keys,
};

use crate::{
    cli::{RotateKey, Secrets},
    config::{Config, KeyPlace},
    keyring, wiring,
};

/// The largest SQLite file, in bytes, that is written anew after a rotation: what is written meanwhile waits for a second or two.
const REWRITTEN: u64 = 64 << 20;

/// Runs a subcommand.
pub(crate) async fn run(config: &Config, command: Secrets) -> anyhow::Result<()> {
    let (db, keys) = wiring::open_sealed(config).await?;
    match command {
        Secrets::Status => status(config, &db, &keys).await?,
        Secrets::AddKey => {
            let id = keyring::add(&config.secrets_keys)?;
            println!("{id}");
            eprintln!(
                "{} has a new key, which nothing is sealed with yet. Copy the file to every node, then `slated secrets rotate`.",
                keyring::shown(&config.secrets_keys)
            );
        }
        Secrets::Rotate(args) => rotate(config, &db, &keys, &args).await?,
        Secrets::DropKeys => drop_keys(config, &db, &keys).await?,
    }
    db.close().await;
    Ok(())
}

async fn status(config: &Config, db: &Db, keys: &Keys) -> anyhow::Result<()> {
    let uses = secrets::uses(db).await?;
    let known = keys.ids();
    let current = uses.current.as_ref().map(|current| current.id.as_str());
    println!("keys of {}", keyring::shown(&config.secrets_keys));
    for id in &known {
        let count = uses.secrets.get(&Some(id.clone())).copied().unwrap_or(0);
        let seals = if Some(id.as_str()) == current { "  seals" } else { "" };
        println!("{id}  {count} secrets{seals}");
    }
    for (id, count) in &uses.secrets {
        match id {
            None => println!("{:16}  {count} secrets", "not sealed"),
            Some(id) if !known.contains(id) => println!("{id}  {count} secrets  KEY MISSING"),
            Some(_) => {}
        }
    }
    if let Some(id) = current.filter(|id| !known.iter().any(|known| known == id)) {
        bail!("the key that seals, {id}, is not there: put it back, or the secrets are lost");
    }
    Ok(())
}

async fn rotate(config: &Config, db: &Db, keys: &Keys, args: &RotateKey) -> anyhow::Result<()> {
    let current = secrets::uses(db).await?.current.map(|current| current.id);
    if let Some(current) = current.as_ref().filter(|_| !args.replace_lost) {
        ensure!(
            keys.find(current).is_some(),
            "the key {current} that the secrets are sealed with is not there: without it they cannot be sealed anew. \
             If it is lost for good, --replace-lost makes new secrets"
        );
    }
    if keys.newest().is_none_or(|newest| Some(newest.id()) == current.as_deref()) {
        keyring::add(&config.secrets_keys).context("there is no key newer than the one in use")?;
        keys.read_again();
    }
    let lost = if args.replace_lost { Lost::Replaced } else { Lost::Refused };
    let resealed = secrets::rotate(db, Timestamp::now(), lost).await?;
    let id = keys.newest().context("the key is gone")?.id().to_owned();
    println!("{id}");
    eprintln!("Everything is sealed with the key {id} now; {} rows were written.", resealed.rows);
    if let Target::Sqlite(path) = &config.database.target
        && !file::rewrite(path, REWRITTEN)?
    {
        eprintln!(
            "What was sealed before may stand in free pages of the database file, which is too large or too busy to be written \
             anew now. Run VACUUM with a SQLite client when nobody books, and then `PRAGMA wal_checkpoint(TRUNCATE)`."
        );
    }
    if resealed.replaced > 0 {
        eprintln!(
            "{} secrets could not be read and were replaced: tell receivers of webhooks the new ones (`slated webhook rotate`), \
             and set passwords of booking pages anew.",
            resealed.replaced
        );
    }
    if let KeyPlace::File(_) = config.secrets_keys {
        eprintln!(
            "Keep the key before it until `slated secrets drop-keys` lets it go: older backups need it all the same."
        );
    }
    Ok(())
}

async fn drop_keys(config: &Config, db: &Db, keys: &Keys) -> anyhow::Result<()> {
    let (uses, now) = (secrets::uses(db).await?, Timestamp::now());
    ensure!(uses.current.is_some(), "no key is in use yet");
    let mut dropped = vec![];
    for id in keys.ids() {
        match secrets::needed(db, &uses, &id, now).await? {
            Some(reason) => eprintln!("{id} stays: {reason}."),
            None => dropped.push(id),
        }
    }
    if dropped.is_empty() {
        eprintln!("Nothing is dropped.");
        return Ok(());
    }
    keyring::remove(&config.secrets_keys, &dropped)?;
    for id in dropped {
        println!("{id}");
    }
    eprintln!("Dropped from {}.", keyring::shown(&config.secrets_keys));
    Ok(())
}
