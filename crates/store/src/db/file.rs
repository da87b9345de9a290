//! A SQLite database as a file: who is using it, copying it while it is written to, and putting another in its place.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use rusqlite::{Connection, ErrorCode, OpenFlags, backup::Backup, backup::StepResult};

use super::{
    error::{Error, Outage, Result},
    sqlite::unusable,
};

/// Pages copied between two looks at the outcome: 16 MiB.
const STEP: i32 = 4096;

/// Nobody else uses the file for as long as this lives: no [`Db`](super::Db) of any process has it open.
#[derive(Debug)]
pub struct Alone {
    _lock: File,
}

/// Keeps everybody from the file; refused as out of resources while a [`Db`](super::Db) has it open.
pub fn alone(path: &Path) -> Result<Alone> {
    let lock = lock_file(path).map_err(resources)?;
    match lock.try_lock() {
        Ok(()) => Ok(Alone { _lock: lock }),
        Err(TryLockError::WouldBlock) => {
            Err(resources(io::Error::new(io::ErrorKind::ResourceBusy, "another process uses the database")))
        }
        Err(TryLockError::Error(error)) => Err(resources(error)),
    }
}

/// Says for as long as the answer lives that the file is in use. Any number may say so at once.
pub(super) fn share(path: &Path) -> Result<Option<File>> {
    let lock = lock_file(path).map_err(resources)?;
    match lock.try_lock_shared() {
        Ok(()) => Ok(Some(lock)),
        Err(TryLockError::WouldBlock) => Err(resources(io::Error::new(
            io::ErrorKind::ResourceBusy,
            "another process is putting another database in its place",
        ))),
        // Some network file systems have no locks; SQLite will have to say whether it can work on them.
        Err(TryLockError::Error(error)) => {
            tracing::warn!(%error, "the database's lock file cannot be locked");
            Ok(None)
        }
    }
}

/// Copies the database as it is at this moment to a new file for its owner only, checked and on disk when this returns.
/// Others go on reading and writing meanwhile; what they write during the copy is not in it.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(to).map_err(resources)?;
    copy_pages(from, to).map_err(unusable)?;
    check(to)?;
    sync(to).map_err(resources)
}

/// Puts the file `with` in the place of the database, which is gone then, or there is an error and it is as it was.
/// Both lie on one file system.
pub fn replace(path: &Path, with: &Path, _alone: &Alone) -> Result<()> {
    if path.exists() {
        fold(path)?;
    }
    // A log that stays behind would be read into the other database.
    for suffix in ["-wal", "-shm", "-journal"] {
        match fs::remove_file(beside(path, suffix)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(resources(error)),
            _ => {}
        }
    }
    fs::rename(with, path).and_then(|()| sync(path)).map_err(resources)
}

/// Writes the file anew without what was deleted or replaced in it, and empties its log. False when nothing was done,
/// because it has more than `most` bytes: writers wait meanwhile, about a second for 50 MB.
pub fn rewrite(path: &Path, most: u64) -> Result<bool> {
    if fs::metadata(path).map_err(resources)?.len() > most {
        return Ok(false);
    }
    let rewrite = || {
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(10))?;
        connection.execute_batch("VACUUM")?;
        // Waits for those who read what was there before.
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, bool>(0))
    };
    rewrite().map(|busy| !busy).map_err(unusable)
}

fn copy_pages(from: &Path, to: &Path) -> rusqlite::Result<()> {
    let source = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    source.busy_timeout(Duration::from_secs(10))?;
    let mut copy = Connection::open(to)?;
    // Held to the end, so that every page is of the same moment and no writer makes the copy begin again.
    source.execute_batch("BEGIN")?;
    source.query_row("SELECT COUNT(*) FROM sqlite_master", [], |_| Ok(()))?;
    let backup = Backup::new(&source, &mut copy)?;
    loop {
        match backup.step(STEP)? {
            StepResult::Done => break,
            StepResult::More => {}
            _ => std::thread::sleep(Duration::from_millis(10)),
        }
    }
    drop(backup);
    // One file that needs no other beside it; opening it for use turns the log on again.
    copy.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))
}

/// Reads the whole file: every page, every index against its table.
fn check(path: &Path) -> Result<()> {
    let look = || {
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get::<_, String>(0))
    };
    match look().map_err(unusable)?.as_str() {
        "ok" => Ok(()),
        damage => Err(Error::engine(format!("the database is damaged: {damage}"))),
    }
}

/// Moves what is still in the log into the file itself. What is too damaged for that has nothing to lose.
fn fold(path: &Path) -> Result<()> {
    let fold = || {
        let connection = Connection::open(path)?;
        connection.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))
    };
    match fold() {
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => Err(unusable(error)),
        Err(error) => {
            tracing::warn!(%error, "the database that is replaced cannot be read");
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}

/// The file and its name are on disk.
fn sync(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()?;
    match path.parent() {
        Some(directory) if !directory.as_os_str().is_empty() => File::open(directory)?.sync_all(),
        _ => File::open(".")?.sync_all(),
    }
}

/// A file of its own: closing any handle of the database itself would end SQLite's locks on it.
fn lock_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(false).open(beside(path, ".lock"))
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn resources(error: io::Error) -> Error {
    Error::Unavailable(Outage::Resources(Arc::new(error)))
}
