//! What Slated's developers run: `cargo xtask test | bench | soak | chaos | generate | counts | deny | fuzz | openapi | sbom | sdk`.
//!
//! This room starts things (PostgreSQL, the binary, Node, Python), watches them and stops them again.
//! It must hold no product logic: whatever the product does is asked of the `slated` binary.

mod bench;
mod chaos;
mod counts;
mod deny;
mod fuzz;
mod openapi;
mod port;
mod postgres;
mod process;
mod sbom;
mod scratch;
mod sdk;
mod server;
mod soak;
mod test;
mod tools;
mod workspace;

use std::process::ExitCode;

const HELP: &str = "\
Usage: cargo xtask COMMAND

  test      Install what the tests need, then run all of them
              --only lint|rust|e2e|schemathesis|fuzz|chaos
                                                  just that part
              --filter TEXT                       just the tests whose name holds TEXT
  bench     Measure the release binary on SQLite and PostgreSQL, beside two bare handlers
              --seconds N                         length of each measurement, in five turns (default 5)
              --only sqlite|postgres              just that engine
              --database-size                     a large database beside a small one instead
              --hosts N --appointments M          how large (default 100000 and 10000000)
  generate  Fill a new database with as much as one likes, for measuring
              --database URL                      postgres://… or sqlite:PATH
              --hosts N --appointments M          how much (default 1000 and 100000)
  soak      Send very many events to endpoints of which some are slow, failing or gone; all must arrive in order
              --events N                          how many (default 100000)
              --on sqlite|postgres                which engine (default sqlite)
              --build release|debug               which build (default release)
  chaos     Kill, cut, restart and fill up what Slated runs on while clients book; nothing acknowledged may be lost
              --minutes N                         how long (default: as briefly as test does it)
              --only ROW                          just the rows whose names begin so
              --seed N                            the same choices as another run
  counts    Count the engine's instructions per question, which no noisy machine can blur
  fuzz      Feed the engine and the wire types what nobody would send, for longer than test does
              --seconds N                         length of each target's run (default 60)
              --only engine|recurrence|wire       just that target
  deny      Check licences, bans, sources and known vulnerabilities of all dependencies (deny.toml)
  sbom      Write what the product is made of as CycloneDX (default: target/slated.cdx.json)
              [FILE]                              where to
  openapi   Write openapi.json from the code
              --check                             only say whether it is up to date
  sdk       Write the embed SDK as it is served, web/assets/integration.min.js, from integration.js
              --check                             only say whether it is up to date
  help      This text

Environment
  SLATED_TEST_POSTGRES   URL of a PostgreSQL server to test against (a role that may create databases);
                         without it the tests start their own from the installed binaries
  SLATED_SEEDS           directory of the two seed documents (default: ../shared/seeds)
";

fn main() -> ExitCode {
    process::stop_everything_on_signals();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.split_first().map(|(command, rest)| (command.as_str(), rest)) {
        Some(("test", rest)) => test::run(rest),
        Some(("openapi", rest)) => openapi::run(rest),
        Some(("sdk", rest)) => sdk::run(rest),
        Some(("bench", rest)) => bench::run(rest),
        Some(("soak", rest)) => soak::run(rest),
        Some(("chaos", rest)) => chaos::run(rest),
        Some(("counts", rest)) => counts::run(rest),
        Some(("generate", rest)) => bench::generate(rest),
        Some(("deny", rest)) => deny::run(rest),
        Some(("sbom", rest)) => sbom::run(rest),
        Some(("fuzz", rest)) => fuzz::run(rest),
        Some(("bare", rest)) => bench::serve_bare(rest),
        Some(("help" | "--help" | "-h", _)) => {
            print!("{HELP}");
            Ok(true)
        }
        _ => {
            eprint!("{HELP}");
            Ok(false)
        }
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
