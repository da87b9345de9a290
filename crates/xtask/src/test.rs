//! `cargo xtask test`: everything that must hold before a change lands, in one command.

mod deploy;
mod e2e;
mod lint;
mod rust;
mod schemathesis;
mod tally;

use anyhow::{Result, bail};

use crate::postgres::Postgres;
use tally::Tally;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Lint,
    Rust,
    E2e,
    Schemathesis,
    Fuzz,
    Chaos,
}

/// How long each fuzz target runs, in seconds.
const FUZZED: u32 = 15;

struct Options {
    only: Option<Part>,
    filter: Option<String>,
}

/// Runs the parts that were asked for; true when nothing failed. The last line is `N passed, N failed`.
pub(crate) fn run(arguments: &[String]) -> Result<bool> {
    let options = parse(arguments)?;
    let wanted = |part| options.only.is_none_or(|only| only == part);
    let filter = options.filter.as_deref();

    // The quick refusals first; a part that cannot even start counts as one failure, and the others still run.
    let mut tallies = Vec::new();
    if wanted(Part::Lint) {
        tallies.extend(lint::run());
    }
    if wanted(Part::Rust) || wanted(Part::E2e) || wanted(Part::Schemathesis) {
        match Postgres::given_or_own() {
            Ok(postgres) => {
                if wanted(Part::Rust) {
                    tallies.push(Tally::of("rust", rust::run(&postgres, filter)));
                }
                if wanted(Part::E2e) {
                    tallies.extend(e2e::run(&postgres, filter));
                }
                if wanted(Part::Schemathesis) {
                    tallies.extend(schemathesis::run(&postgres));
                }
            }
            Err(error) => tallies.push(Tally::broken("postgres", &error)),
        }
    }
    if wanted(Part::Fuzz) {
        tallies.push(Tally::of("fuzz", fuzz()));
    }
    if wanted(Part::Chaos) {
        tallies.push(Tally::of("chaos", chaos(filter)));
    }
    Ok(tally::report(&tallies))
}

/// Each kind of fault once or twice; `cargo xtask chaos` goes on for longer.
fn chaos(filter: Option<&str>) -> Result<Tally> {
    let (passed, failed) = crate::chaos::briefly(filter)?;
    Ok(Tally { passed, failed, ..Tally::new("chaos") }.judged(failed == 0, filter.is_some()))
}

/// Each fuzz target for a while: what was found before stays mended. `cargo xtask fuzz` goes on for longer.
fn fuzz() -> Result<Tally> {
    let (passed, failed) = crate::fuzz::targets(FUZZED, None)?;
    Ok(Tally { passed, failed, ..Tally::new("fuzz") }.judged(failed == 0, false))
}

fn parse(arguments: &[String]) -> Result<Options> {
    let mut options = Options { only: None, filter: None };
    let mut rest = arguments.iter().map(String::as_str);
    while let Some(argument) = rest.next() {
        match (argument, rest.next()) {
            ("--only", Some("lint")) => options.only = Some(Part::Lint),
            ("--only", Some("rust")) => options.only = Some(Part::Rust),
            ("--only", Some("e2e")) => options.only = Some(Part::E2e),
            ("--only", Some("schemathesis")) => options.only = Some(Part::Schemathesis),
            ("--only", Some("fuzz")) => options.only = Some(Part::Fuzz),
            ("--only", Some("chaos")) => options.only = Some(Part::Chaos),
            ("--filter", Some(text)) => options.filter = Some(text.to_owned()),
            _ => bail!("test takes --only lint|rust|e2e|schemathesis|fuzz|chaos and --filter TEXT"),
        }
    }
    Ok(options)
}

#[cfg(test)]
mod tests {
    use super::{Part, parse};

    fn arguments(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn options_are_read_in_any_order_and_bad_ones_refused() {
        let options = parse(&arguments("--filter slots --only e2e")).expect("good options");
        assert!(options.only == Some(Part::E2e));
        assert_eq!(options.filter.as_deref(), Some("slots"));
        for bad in ["--only", "--only nothing", "--all", "slots"] {
            assert!(parse(&arguments(bad)).is_err(), "{bad}");
        }
    }
}
