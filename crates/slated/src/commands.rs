//! What each command does: configuration first, then a few lines of wiring.

use std::process::ExitCode;

use anyhow::Context as _;
use clap::ArgMatches;
use slated_app::App;

use crate::{
    cli::{self, Command},
    config::{Config, Sources},
    demo, doctor, logging, serve, wiring,
};

mod backup;
mod company;
mod explain;
mod import_busy;
mod key;
mod openapi;
mod privacy;
mod secrets;
mod transfer;
mod user;
mod webhook;
pub(crate) mod who;

/// Runs a command to its end.
pub(crate) fn run(command: Option<Command>, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    if let Some(Command::Openapi) = command {
        openapi::print()?;
        return Ok(ExitCode::SUCCESS);
    }
    let env = |name: &str| std::env::var(name).ok();
    let sources = Sources { flags: cli::flags(matches), env: &env, file: matches.get_one("config").cloned() };
    let loaded = Config::load(&sources);
    if let Some(Command::Doctor) = command {
        return runtime()?.block_on(doctor::examine(loaded));
    }
    let config = loaded?;
    logging::start(config.log_format, &config.log_level);
    if let Some(Command::Explain(args)) = command {
        let answered = runtime()?.block_on(async { explain::run(&open(&config).await?, args).await });
        return Ok(explain::code(answered));
    }
    runtime()?.block_on(async {
        match command {
            None => demo::first_run(&config).await,
            Some(Command::Serve) => plain_serve(&config).await,
            Some(Command::Demo(args)) => demo::run(&config, args.json).await,
            Some(Command::Worker) => serve::work_only(open(&config).await?).await,
            Some(Command::Backup(args)) => backup::back_up(&config, &args),
            Some(Command::Restore(args)) => backup::restore(&config, &args).await,
            Some(Command::Export(args)) => {
                transfer::export(&wiring::open_current(&config).await?, args).await
            }
            Some(Command::Import(args)) => {
                transfer::import(&wiring::open_current(&config).await?, args).await
            }
            Some(Command::Migrate) => wiring::open_current(&config).await.map(drop),
            Some(Command::Company(args)) => company::run(&open(&config).await?, args).await,
            Some(Command::User(args)) => user::run(&open(&config).await?, args).await,
            Some(Command::Key(args)) => key::run(&open(&config).await?, args).await,
            Some(Command::Privacy(args)) => privacy::run(&open(&config).await?, args).await,
            Some(Command::Webhook(args)) => webhook::run(&open(&config).await?, args).await,
            Some(Command::Secrets(args)) => secrets::run(&config, args).await,
            Some(Command::ImportBusy(args)) => import_busy::run(&open(&config).await?, args).await,
            Some(Command::Openapi | Command::Doctor | Command::Explain(_)) => {
                unreachable!("dealt with above")
            }
        }
    })?;
    Ok(ExitCode::SUCCESS)
}

async fn plain_serve(config: &Config) -> anyhow::Result<()> {
    let (listener, address) = serve::listen(config).await?;
    let app = wiring::app(config, wiring::open_current(config).await?, Some(address), wiring::For::Users);
    println!("Slated is serving {} (API reference: {0}/docs)", wiring::url(address));
    serve::serve(config, app, listener, None).await
}

/// The use-cases, without a server around them.
async fn open(config: &Config) -> anyhow::Result<App> {
    Ok(wiring::app(config, wiring::open_current(config).await?, None, wiring::For::Users))
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("the runtime cannot be started")
}
