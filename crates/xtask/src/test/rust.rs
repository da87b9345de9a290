//! `cargo test` over the workspace, both engines, doc tests included.

use anyhow::Result;

use super::tally::Tally;
use crate::postgres::Postgres;
use crate::{process, workspace};

/// Runs the Rust tests with `SLATED_TEST_POSTGRES` set.
pub(super) fn run(postgres: &Postgres, filter: Option<&str>) -> Result<Tally> {
    let mut command = workspace::cargo();
    command
        .args(["test", "--quiet", "--workspace", "--no-fail-fast"])
        .args(filter)
        .env("SLATED_TEST_POSTGRES", postgres.home());
    println!("cargo test --workspace");
    let mut tally = Tally::new("rust");
    let status = process::watch(&mut command, |line| count(&mut tally, line))?;
    Ok(tally.judged(status.success(), filter.is_some()))
}

/// Adds what a line like `test result: ok. 3 passed; 0 failed; 1 ignored; …` says.
fn count(tally: &mut Tally, line: &str) {
    let Some((_, counts)) = line.split_once("test result: ") else { return };
    // The verdict stands before the first count: `ok. 3 passed`, `FAILED. 2 passed`.
    let counts = counts.split_once(". ").map_or(counts, |(_, counts)| counts);
    for part in counts.split(';') {
        let mut words = part.split_whitespace();
        let number = words.next().and_then(|number| number.parse::<u32>().ok());
        match (number, words.next()) {
            (Some(number), Some("passed")) => tally.passed += number,
            (Some(number), Some("failed")) => tally.failed += number,
            (Some(number), Some("ignored")) => tally.skipped += number,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Tally, count};

    #[test]
    fn results_add_up_and_other_lines_count_nothing() {
        let mut tally = Tally::new("rust");
        for line in [
            "running 3 tests",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "test result: FAILED. 2 passed; 4 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.1s",
            "5 passed; 5 failed",
        ] {
            count(&mut tally, line);
        }
        assert_eq!((tally.passed, tally.failed, tally.skipped), (5, 4, 1));
    }
}
