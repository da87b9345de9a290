//! What a process takes of the machine, by what Linux says in /proc.

use std::fs;
use std::time::Duration;

use anyhow::{Context as _, Result};

/// A process that is being watched.
pub(crate) struct Footprint(u32);

impl Footprint {
    pub(crate) fn of(process: u32) -> Self {
        Self(process)
    }

    /// Resident memory now, in KiB.
    pub(crate) fn resident(&self) -> Result<u64> {
        self.status("VmRSS:")
    }

    /// The most memory that was ever resident, in KiB.
    pub(crate) fn peak(&self) -> Result<u64> {
        self.status("VmHWM:")
    }

    /// CPU time used so far, in user and system mode.
    pub(crate) fn cpu(&self) -> Result<Duration> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.0))?;
        // The second field is the name in parentheses, which may hold anything.
        let (_, rest) = stat.rsplit_once(')').context("not a stat line")?;
        let fields: Vec<&str> = rest.split_whitespace().collect();
        let ticks =
            |at: usize| fields.get(at).and_then(|ticks| ticks.parse::<u64>().ok()).context("not a stat line");
        // Fields 14 and 15 of proc(5), in ticks of a hundredth of a second on every Linux we build for.
        Ok(Duration::from_millis((ticks(11)? + ticks(12)?) * 10))
    }

    fn status(&self, name: &str) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.0))?;
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        number.with_context(|| format!("/proc/{}/status has no {name}", self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::Footprint;

    #[test]
    fn we_can_watch_ourselves() {
        let ourselves = Footprint::of(std::process::id());
        let resident = ourselves.resident().expect("we have memory");
        assert!(resident > 100 && ourselves.peak().expect("we have memory") >= resident / 2);
        ourselves.cpu().expect("we have used time");
    }
}
