//! How many passed, how many failed: per suite, and in all.

use anyhow::{Error, Result};

/// The count of one suite.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) suite: String,
    pub(super) passed: u32,
    pub(super) failed: u32,
    pub(super) skipped: u32,
}

impl Tally {
    pub(super) fn new(suite: impl Into<String>) -> Self {
        Self { suite: suite.into(), passed: 0, failed: 0, skipped: 0 }
    }

    /// A suite that could not run at all: one failure, and why.
    pub(super) fn broken(suite: impl Into<String>, error: &Error) -> Self {
        let suite = suite.into();
        eprintln!("{suite}: {error:#}");
        Self { failed: 1, ..Self::new(suite) }
    }

    /// A check that cannot be made here, and why.
    pub(super) fn skipped(suite: impl Into<String>, why: &Error) -> Self {
        let suite = suite.into();
        println!("{suite}: SKIPPED: {why:#}");
        Self { skipped: 1, ..Self::new(suite) }
    }

    /// `outcome`, or the failure to get one.
    pub(super) fn of(suite: &str, outcome: Result<Self>) -> Self {
        outcome.unwrap_or_else(|error| Self::broken(suite, &error))
    }

    /// One check that passed or did not.
    pub(super) fn check(suite: &str, outcome: Result<bool>) -> Self {
        match outcome {
            Ok(true) => Self { passed: 1, ..Self::new(suite) },
            Ok(false) => Self { failed: 1, ..Self::new(suite) },
            Err(error) => Self::broken(suite, &error),
        }
    }

    /// Holds the suite to its promises: a run that failed without a failed test failed once (it crashed, or
    /// did not compile), and so did one in which no test ran, unless the user filtered them away.
    pub(super) fn judged(mut self, succeeded: bool, filtered: bool) -> Self {
        if self.failed == 0 && !succeeded {
            eprintln!("{}: the run failed outside of its tests", self.suite);
            self.failed = 1;
        }
        if self.passed + self.failed == 0 && !filtered {
            eprintln!("{}: no test ran", self.suite);
            self.failed = 1;
        }
        self
    }
}

/// Prints every suite and, as the last line, `N passed, N failed`; true when nothing failed.
pub(super) fn report(tallies: &[Tally]) -> bool {
    println!();
    let width = tallies.iter().map(|tally| tally.suite.len()).max().unwrap_or(0);
    for Tally { suite, passed, failed, skipped } in tallies {
        let skipped = if *skipped > 0 { format!("  {skipped} skipped") } else { String::new() };
        println!("  {suite:width$}  {passed:>5} ok  {failed:>3} bad{skipped}");
    }
    let passed: u32 = tallies.iter().map(|tally| tally.passed).sum();
    let failed: u32 = tallies.iter().map(|tally| tally.failed).sum();
    println!("\n{passed} passed, {failed} failed");
    failed == 0 && passed > 0
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn a_run_without_tests_or_with_a_crash_fails() {
        assert_eq!(Tally::new("s").judged(true, false).failed, 1);
        assert_eq!(Tally::new("s").judged(true, true).failed, 0);
        assert_eq!(Tally { passed: 3, ..Tally::new("s") }.judged(false, false).failed, 1);
        assert_eq!(Tally { passed: 3, failed: 2, ..Tally::new("s") }.judged(false, false).failed, 2);
        assert_eq!(Tally { passed: 3, ..Tally::new("s") }.judged(true, false).failed, 0);
    }
}
