//! The `slated` binary: reads the configuration, understands the command line, and wires the rooms together.
//!
//! No rule of scheduling is decided here: commands call use-cases and print what comes back.

use std::process::ExitCode;

use clap::FromArgMatches as _;

mod cli;
mod commands;
mod config;
mod demo;
mod doctor;
mod keyring;
mod logging;
mod secrets;
mod serve;
mod wiring;

fn main() -> ExitCode {
    let matches = cli::command().get_matches();
    let cli = cli::Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    match commands::run(cli.command, &matches) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
