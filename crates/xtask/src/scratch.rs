//! Directories that are gone when we are.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::{Context as _, Result};

static OPEN: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// A fresh directory, removed when dropped (and on Ctrl-C, by [`remove_all`]).
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    /// Makes `parent/NAME-PID-NUMBER`.
    pub(crate) fn new(parent: &Path, name: &str) -> Result<Self> {
        let mut open = OPEN.lock().expect("no holder of the list panics");
        let mut number = 0;
        let path = loop {
            let path = parent.join(format!("{name}-{}-{number}", std::process::id()));
            if !open.contains(&path) {
                break path;
            }
            number += 1;
        };
        // Left by a killed run whose process id has come round again.
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).with_context(|| format!("cannot make {}", path.display()))?;
        open.insert(path.clone());
        Ok(Self(path))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
        OPEN.lock().expect("no holder of the list panics").remove(&self.0);
    }
}

/// Removes every directory that is still open; for the way out after a signal.
pub(crate) fn remove_all() {
    for path in OPEN.lock().expect("no holder of the list panics").iter() {
        let _ = fs::remove_dir_all(path);
    }
}
