//! `slated export` and `slated import`: a whole company as a file, the way from one database to another.

use std::{
    fs::{self, File},
    io::{self, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, ensure};
use slated_store::{
    db::Db,
    transfer::{self, Error, Imported, Secrets},
};

use super::backup::in_the_making;
use crate::{
    cli::{Export, Import},
    secrets,
};

/// Writes the company to a file, or to standard output.
pub(crate) async fn export(db: &Db, args: Export) -> anyhow::Result<()> {
    let with = if args.with_secrets { Secrets::With } else { Secrets::Without };
    let rows = match &args.file {
        Some(file) => {
            let shown = file.display();
            ensure!(!file.exists(), "{shown} is there already");
            let partial = in_the_making(file);
            let written = written(db, &args.company, with, &partial).await;
            let placed = written.and_then(|rows| Ok(fs::rename(&partial, file).map(|()| rows)?));
            if placed.is_err() {
                let _ = fs::remove_file(&partial);
            }
            placed.with_context(|| format!("{} cannot be exported to {shown}", args.company))?
        }
        None => printed(db, &args.company, with).await?,
    };
    let kept = match with {
        Secrets::With => {
            "hashes of keys are in it, and the secrets of webhooks as they are sealed: keep it like a key"
        }
        Secrets::Without => "keys and webhooks are left out (--with-secrets takes them along)",
    };
    eprintln!("Exported {}, {rows} rows; {kept}.", args.company);
    Ok(())
}

/// Stores a company from a file, whole or not at all.
pub(crate) async fn import(db: &Db, args: Import) -> anyhow::Result<()> {
    let shown = args.file.display().to_string();
    let stored = db
        .write(move |tx| -> anyhow::Result<_> {
            let imported = transfer::import(tx, BufReader::new(File::open(&args.file)?))?;
            slated_app::secrets::adopt(tx, imported.id).context(
                "its secrets are sealed with keys of the installation it comes from: add those to the keys here \
                 (docs/operations.md)",
            )?;
            Ok(imported)
        })
        .await;
    let Imported { slug, rows, .. } = stored.with_context(|| format!("{shown} cannot be imported"))?;
    eprintln!("Imported {slug}, {rows} rows.");
    Ok(())
}

async fn written(db: &Db, company: &str, with: Secrets, partial: &Path) -> anyhow::Result<u64> {
    let (company, path) = (company.to_owned(), PathBuf::from(partial));
    let write = move |c: &mut slated_store::db::Conn| -> Result<u64, Error> {
        // Begun again where the connection broke.
        let mut out = BufWriter::new(secrets::create(&path)?);
        let rows = transfer::export(c, &company, with, &mut out)?;
        out.get_ref().sync_all()?;
        Ok(rows)
    };
    Ok(db.snapshot(write).await?)
}

async fn printed(db: &Db, company: &str, with: Secrets) -> anyhow::Result<u64> {
    let (company, mut begun) = (company.to_owned(), false);
    let print = move |c: &mut slated_store::db::Conn| {
        if std::mem::replace(&mut begun, true) {
            let lost = "the connection to the database was lost; what was printed is not whole";
            return Err(Error::File(io::Error::other(lost)));
        }
        let mut out = BufWriter::new(io::stdout());
        let rows = transfer::export(c, &company, with, &mut out)?;
        out.flush()?;
        Ok(rows)
    };
    Ok(db.snapshot(print).await?)
}
