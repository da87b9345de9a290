//! What clients did, and what they were told: in memory for the comparison, and in a file for whoever looks into it.

use std::fmt::Display;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::sync::Mutex;

use anyhow::{Context as _, Result};
use jiff::Timestamp;

/// One booking and what followed, as its client knows it. Nobody else touches it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Story {
    /// The attendee's address, by which the booking is found whatever was answered.
    pub(super) email: String,
    /// The appointment's id, if the client was told.
    pub(super) id: Option<String>,
    /// The booking itself, and then each change.
    pub(super) steps: Vec<Step>,
}

/// One thing asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) what: What,
    pub(super) told: Told,
}

/// What was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Book(Timestamp),
    Move(Timestamp),
    Cancel,
}

/// What the client knows of it in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// That it is done.
    Acknowledged,
    /// That it is not, and why is not asked here.
    Refused,
    /// No answer, or one that leaves it open.
    Unknown,
}

/// A file of lines, which are there even if we are killed.
pub(super) struct Log(Mutex<File>);

impl Log {
    pub(super) fn create(path: &Path) -> Result<Self> {
        if let Some(directory) = path.parent() {
            fs::create_dir_all(directory)?;
        }
        let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(Self(Mutex::new(file)))
    }

    pub(super) fn line(&self, text: impl Display) {
        let line = format!("{:.3} {text}\n", Timestamp::now());
        // A full disk of ours ends the run elsewhere.
        let _ = self.0.lock().expect("no holder panics").write_all(line.as_bytes());
    }
}
