//! One `slated demo`, started for a test or a measurement, and stopped when dropped.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::process::{self, Group};
use crate::scratch::Scratch;
use crate::workspace;

/// What secrets are sealed with in databases that tests and benchmarks make.
const SECRETS_KEY: &str = "dGhlIGtleSB0aGF0IHRlc3RzIHNlYWwgd2l0aCwgMzI=";

/// Which build of the binary.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    Debug,
    Release,
}

/// Which store the server runs on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    /// In the data directory.
    Sqlite,
    /// A file elsewhere.
    File(PathBuf),
    /// With the URL of its database.
    Postgres(String),
}

impl Engine {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Sqlite | Self::File(_) => "sqlite",
            Self::Postgres(_) => "postgres",
        }
    }

    /// Has a command use it; for the file in the data directory nothing needs to be said. Servers of one database need
    /// one key, wherever their data directories are.
    pub(crate) fn tell(&self, command: &mut Command) {
        command.env_remove("DATABASE_URL").env("SLATED_SECRETS_KEY", SECRETS_KEY);
        match self {
            Self::Sqlite => {}
            Self::File(path) => drop(command.env("DATABASE_URL", format!("sqlite:{}", path.display()))),
            Self::Postgres(url) => drop(command.env("DATABASE_URL", url)),
        }
    }
}

/// Founds a company as an operator does, beside running servers or before them; its API key.
pub(crate) fn found_company(binary: &Path, engine: &Engine, data: &Path, name: &str) -> Result<String> {
    let mut command = Command::new(binary);
    let email = format!("{}@example.org", name.to_lowercase().replace(' ', "-"));
    command.args(["company", "create", "--name", name, "--email", &email]);
    command.args(["--given-name", "An", "--family-name", "Owner"]).env("SLATED_DATA_DIR", data);
    engine.tell(&mut command);
    let printed = process::output(&mut command)?;
    Ok(printed.split_whitespace().last().context("no API key was printed")?.to_owned())
}

/// A running server and what it said when it was ready.
pub(crate) struct Server {
    pub(crate) url: String,
    pub(crate) api_key: String,
    /// From the start of the process to its ready line.
    pub(crate) ready_after: Duration,
    ready: Value,
    log: PathBuf,
    // In this order: the server stops before its files go.
    group: Group,
    _data: Option<Scratch>,
    _spool: Option<Scratch>,
}

/// Builds the binary and returns its path.
pub(crate) fn build(profile: Profile) -> Result<PathBuf> {
    let mut command = workspace::cargo();
    match profile {
        // With the features that the tests were built with, so that they share what they depend on.
        Profile::Debug => command.args(["build", "--quiet", "--workspace", "--bin", "slated"]),
        // As it is shipped.
        Profile::Release => command.args(["build", "--quiet", "--package", "slated", "--release"]),
    };
    process::run(&mut command)?;
    let directory = if profile == Profile::Release { "release" } else { "debug" };
    Ok(workspace::target().join(directory).join("slated"))
}

impl Server {
    /// Starts the demo in a data directory of its own, which is removed afterwards.
    pub(crate) fn start(binary: &Path, engine: &Engine) -> Result<Self> {
        let data = Scratch::new(&workspace::target().join("xtask"), "data")?;
        let path = data.path().to_owned();
        Self::launch(binary, engine, &path, Some(data), None)
    }

    /// The same, its mails spooled into memory where the system has files there: thousands of small files that are made and
    /// removed again cost an ext4 more than the server's own work, and an operator's mails go to a mail server.
    pub(crate) fn start_for_figures(binary: &Path, engine: &Engine) -> Result<Self> {
        let data = Scratch::new(&workspace::target().join("xtask"), "data")?;
        let memory = Path::new("/dev/shm");
        let spool = memory.is_dir().then(|| Scratch::new(memory, "slated-spool")).transpose()?;
        if let Some(spool) = &spool {
            std::os::unix::fs::symlink(spool.path(), data.path().join("mail"))?;
        }
        let path = data.path().to_owned();
        Ok(Self { _spool: spool, ..Self::launch(binary, engine, &path, Some(data), None)? })
    }

    /// The same, sending its mail to a server that a suite starts on this port.
    pub(crate) fn start_mailing(binary: &Path, engine: &Engine, port: u16) -> Result<Self> {
        let data = Scratch::new(&workspace::target().join("xtask"), "data")?;
        let path = data.path().to_owned();
        Self::launch(binary, engine, &path, Some(data), Some(port))
    }

    /// Starts the demo in `data`, which is kept.
    pub(crate) fn start_in(binary: &Path, engine: &Engine, data: &Path) -> Result<Self> {
        Self::launch(binary, engine, data, None, None)
    }

    fn launch(
        binary: &Path,
        engine: &Engine,
        data: &Path,
        scratch: Option<Scratch>,
        mail: Option<u16>,
    ) -> Result<Self> {
        let log = workspace::target().join(format!("xtask/slated-{}.log", engine.name()));
        fs::create_dir_all(log.parent().expect("the log lies in a directory"))?;
        let mut command = Command::new(binary);
        command
            .current_dir(workspace::root())
            .args(["demo", "--json", "--listen", "127.0.0.1:0", "--data-dir"])
            .arg(data)
            .env("SLATED_RATE_LIMIT", "off")
            .stdout(Stdio::piped())
            .stderr(Stdio::from(File::create(&log)?));
        engine.tell(&mut command);
        if let Some(port) = mail {
            command
                .env("SLATED_MAIL_URL", format!("smtp://127.0.0.1:{port}"))
                .env("SLATED_MAIL_FROM", "Bookings <bookings@example.com>");
        }
        let started = Instant::now();
        let mut group = Group::spawn(&mut command)?;
        let output = group.stdout().context("the output is piped")?;

        let (tell, told) = mpsc::channel();
        thread::spawn(move || {
            let mut lines = BufReader::new(output).lines().map_while(Result::ok);
            if let Some(line) = lines.next() {
                let _ = tell.send((line, Instant::now()));
            }
            // Whatever follows is read and dropped, so that the server never waits for a full pipe.
            lines.for_each(drop);
        });
        let Ok((line, at)) = told.recv_timeout(Duration::from_mins(1)) else {
            let log = fs::read_to_string(&log).unwrap_or_default();
            bail!("`slated demo` on {} was not ready within a minute; it said:\n{log}", engine.name());
        };
        let ready: Value =
            serde_json::from_str(&line).with_context(|| format!("the ready line is not JSON: {line}"))?;
        let text = |name: &str| {
            let value =
                ready[name].as_str().with_context(|| format!("the ready line has no `{name}`: {line}"));
            Ok::<_, anyhow::Error>(value?.to_owned())
        };
        Ok(Self {
            url: text("url")?.trim_end_matches('/').to_owned(),
            api_key: text("apiKey")?,
            ready_after: at - started,
            ready,
            log,
            group,
            _data: scratch,
            _spool: None,
        })
    }

    /// The address without its scheme: `127.0.0.1:1234`.
    pub(crate) fn address(&self) -> &str {
        self.url.trim_start_matches("http://")
    }

    pub(crate) fn process_id(&self) -> u32 {
        self.group.id()
    }

    /// What the server has logged so far.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// The ready line as environment variables: `companySlug` becomes `SLATED_COMPANY_SLUG`.
    pub(crate) fn environment(&self) -> Vec<(String, String)> {
        let members = self.ready.as_object().into_iter().flatten();
        members
            .filter_map(|(name, value)| {
                let mut key = String::from("SLATED_");
                for letter in name.chars() {
                    if letter.is_ascii_uppercase() {
                        key.push('_');
                    }
                    key.push(letter.to_ascii_uppercase());
                }
                Some((key, value.as_str()?.to_owned()))
            })
            .collect()
    }
}
