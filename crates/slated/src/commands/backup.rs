//! `slated backup` and `slated restore`: a SQLite database as one file, copied while servers write to it, and put back.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail, ensure};
use slated_store::{
    db::{Db, Options, Target, file},
    migrate,
};

use crate::{
    cli::{Backup, Restore},
    config::Config,
    secrets,
};

/// What PostgreSQL has of its own, and does better than we could.
const POSTGRES: &str = "the database is PostgreSQL, which brings its own tools: `pg_dump --format=custom` and `pg_restore` \
     for single backups, base backups with WAL archiving for any point in time (docs/operations.md)";

/// Copies the database as it is now.
pub(crate) fn back_up(config: &Config, args: &Backup) -> anyhow::Result<()> {
    let path = sqlite(config)?;
    ensure!(path.exists(), "there is no database at {}", path.display());
    let shown = args.file.display();
    ensure!(!args.file.exists(), "{shown} is there already");
    let partial = in_the_making(&args.file);
    remove(&partial)?;
    let copied = file::copy(path, &partial).map_err(anyhow::Error::from);
    let placed = copied.and_then(|()| Ok(fs::rename(&partial, &args.file)?));
    if placed.is_err() {
        let _ = fs::remove_file(&partial);
    }
    placed.with_context(|| format!("{} cannot be backed up to {shown}", path.display()))?;
    eprintln!(
        "Backed up {} to {shown}, {} bytes, checked. Secret files of {} are not in it.",
        path.display(),
        fs::metadata(&args.file)?.len(),
        config.data_dir.display()
    );
    Ok(())
}

/// Puts a backup in the place of the database.
pub(crate) async fn restore(config: &Config, args: &Restore) -> anyhow::Result<()> {
    let path = sqlite(config)?;
    let (shown, place) = (args.file.display(), path.display());
    ensure!(args.file.exists(), "there is no file {shown}");
    secrets::make_directory(&config.data_dir)
        .with_context(|| format!("the data directory {} cannot be made", config.data_dir.display()))?;
    let alone = file::alone(path)
        .with_context(|| format!("{place} is in use: stop every server, worker and command first"))?;
    ensure!(args.force || !path.exists(), "{place} is there already: --force puts the backup in its place");

    // In a directory of its own beside the database: on the same file system, and private whatever is made there.
    let scratch = in_the_making(path);
    let _ = fs::remove_dir_all(&scratch);
    secrets::make_directory(&scratch).with_context(|| format!("cannot make {}", scratch.display()))?;
    let restored = async {
        let copy = scratch.join("restored.db");
        file::copy(&args.file, &copy).with_context(|| format!("{shown} cannot be restored"))?;
        let missing =
            current(&copy).await.with_context(|| format!("{shown} is no database of this Slated"))?;
        file::replace(path, &copy, &alone).with_context(|| format!("{place} cannot be replaced"))?;
        anyhow::Ok(missing)
    }
    .await;
    let _ = fs::remove_dir_all(&scratch);
    let missing = restored?;
    eprintln!("Restored {shown} to {place}, checked. Secret files beside it are as they were.");
    if missing > 0 {
        eprintln!("It is of an older Slated: {missing} migrations will run at the next start.");
    }
    Ok(())
}

/// How many migrations a database lacks; an error if this program cannot use it.
async fn current(path: &Path) -> anyhow::Result<usize> {
    let db = Db::open(&Options::new(Target::Sqlite(path.to_owned())))?;
    let missing = migrate::missing(&db, migrate::ALL).await;
    db.close().await;
    let missing = missing?;
    ensure!(missing < migrate::ALL.len(), "no Slated has used it");
    Ok(missing)
}

fn sqlite(config: &Config) -> anyhow::Result<&Path> {
    match &config.database.target {
        Target::Sqlite(path) => Ok(path),
        Target::Postgres(_) => bail!(POSTGRES),
    }
}

/// Where something lies until it is complete.
pub(super) fn in_the_making(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".partial");
    name.into()
}

fn remove(path: &Path) -> anyhow::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("{} cannot be removed", path.display()))
        }
        _ => Ok(()),
    }
}
