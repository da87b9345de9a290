//! Where an installation's files lie: with room for everything, or on a disk that is full now and then.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::process;
use crate::scratch::Scratch;
use crate::{tools, workspace};

/// Room for some ten thousand appointments, and the log before it is folded in.
const SIZE: &str = "size=256m";
const BALLAST: &str = "ballast";

pub(super) enum Disk {
    Plain(Scratch),
    /// A file system of its own.
    Small(PathBuf),
    /// No file system can be mounted here; what a process may write to a file is limited instead.
    Limited(Scratch),
}

impl Disk {
    pub(super) fn plain() -> Result<Self> {
        Ok(Self::Plain(Scratch::new(&workspace::target().join("xtask"), "chaos")?))
    }

    /// A disk that can be filled.
    pub(super) fn small() -> Result<Self> {
        let place = workspace::target().join("chaos/disk");
        fs::create_dir_all(&place)?;
        if tools::we_are_root() {
            // Left by a run that was killed.
            let _ = process::output(Command::new("umount").arg(&place));
            let mut mount = Command::new("mount");
            mount.args(["-t", "tmpfs", "-o", SIZE, "slated-chaos"]).arg(&place);
            if process::output(&mut mount).is_ok() {
                return Ok(Self::Small(place));
            }
        }
        Ok(Self::Limited(Scratch::new(&workspace::target().join("xtask"), "chaos")?))
    }

    pub(super) fn path(&self) -> &Path {
        match self {
            Self::Plain(scratch) | Self::Limited(scratch) => scratch.path(),
            Self::Small(place) => place,
        }
    }

    /// How it is filled, in words.
    pub(super) fn way(&self) -> &'static str {
        match self {
            Self::Plain(_) => "",
            Self::Small(_) => "a tmpfs of 256 MB",
            Self::Limited(_) => "RLIMIT_FSIZE",
        }
    }

    /// From now on not another page can be written by this process.
    pub(super) fn fill(&self, process: u32) -> Result<()> {
        match self {
            Self::Plain(_) => {}
            Self::Small(place) => {
                let mut ballast = File::options().create(true).append(true).open(place.join(BALLAST))?;
                // The smaller pieces fill what the larger ones left.
                for size in [64 * 1024, 1024] {
                    while ballast.write_all(&vec![1; size]).is_ok() {}
                }
            }
            Self::Limited(_) => limit(process, "1:unlimited")?,
        }
        Ok(())
    }

    /// There is room again.
    pub(super) fn free(&self, process: u32) -> Result<()> {
        match self {
            Self::Plain(_) => Ok(()),
            Self::Small(place) => Ok(fs::remove_file(place.join(BALLAST))?),
            Self::Limited(_) => limit(process, "unlimited:unlimited"),
        }
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        if let Self::Small(place) = self {
            let _ = process::output(Command::new("umount").arg(place));
        }
    }
}

fn limit(process: u32, bytes: &str) -> Result<()> {
    let mut command = Command::new("prlimit");
    command.arg(format!("--pid={process}")).arg(format!("--fsize={bytes}"));
    process::output(&mut command).map(drop)
}
