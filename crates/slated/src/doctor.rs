//! `slated doctor`: what is misconfigured, and how to mend it. It changes nothing.

use std::{
    io::{self, ErrorKind},
    net::TcpListener,
    path::{Path, PathBuf},
    process::ExitCode,
};

use slated_store::{
    company,
    db::{Db, Target},
    heartbeat, migrate,
    sealing::book,
};
use uuid::Uuid;

use crate::{
    config::{Config, Invalid, KeyPlace, MailWay, redacted},
    demo, keyring, secrets, wiring,
};

/// What a check found.
enum Finding {
    Good(String),
    /// It works, but somebody should know.
    Notice(String),
    /// It does not work, or is not safe.
    Bad(String),
}

use Finding::{Bad, Good, Notice};

/// Prints the settings in force and what the checks found. Fails when something must be mended.
pub(crate) async fn examine(loaded: Result<Config, Invalid>) -> anyhow::Result<ExitCode> {
    let config = match loaded {
        Ok(config) => config,
        Err(invalid) => {
            println!("{}", report("configuration", &Bad(invalid.to_string())));
            return Ok(ExitCode::FAILURE);
        }
    };
    println!("Settings");
    for shown in &config.shown {
        let value = if shown.value.is_empty() { "-" } else { &shown.value };
        println!("  {:<26} {value}  ({})", shown.key, shown.origin);
    }
    println!("\nChecks");
    let mut findings = vec![("data directory", data_directory(&config.data_dir))];
    findings.extend(secret_files(&config).into_iter().map(|finding| ("secrets", finding)));
    findings.extend([
        ("clock", clock()),
        ("port", port(&config)),
        ("public URL", public_url(&config)),
        ("outbound", outbound(&config)),
        ("rate limit", rate_limit(&config)),
        ("mail", mail(&config).await),
    ]);
    findings.extend(database(&config).await.into_iter().map(|finding| ("database", finding)));
    findings.extend(replicas(&config).await.into_iter().map(|finding| ("replica", finding)));
    for (subject, finding) in &findings {
        println!("{}", report(subject, finding));
    }
    let sound = !findings.iter().any(|(_, finding)| matches!(finding, Bad(_)));
    println!("\n{}", if sound { "Slated can run." } else { "Slated needs mending." });
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn report(subject: &str, finding: &Finding) -> String {
    let (mark, text) = match finding {
        Good(text) => ("ok", text),
        Notice(text) => ("note", text),
        Bad(text) => ("BAD", text),
    };
    format!("  {mark:<5} {subject}: {text}")
}

fn data_directory(path: &Path) -> Finding {
    let shown = path.display();
    match path.metadata() {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            Good(format!("{shown} is not there yet and will be made at the first start"))
        }
        Err(error) => Bad(format!("{shown} cannot be read ({error}): run as the user who owns it")),
        Ok(found) if !found.is_dir() => {
            Bad(format!("{shown} is no directory: name another one with --data-dir"))
        }
        Ok(_) => match (writable(path), secrets::open_to_others(path)) {
            (Err(error), _) => {
                Bad(format!("{shown} cannot be written ({error}): run as the user who owns it"))
            }
            (Ok(()), Ok(Some(_))) => Bad(format!("{shown} is open to other users: chmod 700 {shown}")),
            (Ok(()), Ok(None)) => Good(format!("{shown} is there and private")),
            (Ok(()), Err(error)) => Bad(format!("the permissions of {shown} cannot be read ({error})")),
        },
    }
}

fn writable(directory: &Path) -> io::Result<()> {
    let probe = directory.join(format!(".doctor-{}", std::process::id()));
    std::fs::File::create_new(&probe)?;
    std::fs::remove_file(probe)
}

fn secret_files(config: &Config) -> Vec<Finding> {
    let mut files = vec![demo::key_file(config)];
    if let KeyPlace::File(keys) = &config.secrets_keys {
        files.push(keys.clone());
    }
    let private = |file: &PathBuf| match secrets::open_to_others(file) {
        Ok(None) => Some(Good(format!("{} is private", file.display()))),
        Ok(Some(_)) => Some(Bad(format!("{0} is open to other users: chmod 600 {0}", file.display()))),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => Some(Bad(format!("{} cannot be read ({error})", file.display()))),
    };
    let found: Vec<_> = files.iter().filter_map(private).collect();
    if found.is_empty() { vec![Good("none are kept in files".to_owned())] } else { found }
}

/// Whether the secrets in the database can be read.
async fn sealing(config: &Config, db: &Db) -> Finding {
    let place = keyring::shown(&config.secrets_keys);
    let known = match keyring::load(&config.secrets_keys) {
        Ok(keys) => keys.ids(),
        Err(error) => return Bad(format!("{error:#}")),
    };
    match db.read(book::current).await {
        Ok(None) => Good("nothing is sealed yet: the first start chooses a key".to_owned()),
        Ok(Some(current)) if known.contains(&current.id) => {
            Good(format!("its secrets are sealed with the key {} of {place}", current.id))
        }
        Ok(Some(current)) => Bad(format!(
            "its secrets are sealed with the key {}, which is not in {place}: put it back (docs/operations.md)",
            current.id
        )),
        Err(error) => Bad(format!("cannot be read: {error}")),
    }
}

/// Whether the standbys that may tell free starts are there, and are standbys.
async fn replicas(config: &Config) -> Vec<Finding> {
    let mut findings = vec![];
    for options in &config.replicas {
        let asked = match Db::open(options) {
            Ok(db) => db.read(|c| heartbeat::number(c, Uuid::nil())).await.map(drop),
            Err(error) => Err(error),
        };
        let place = &options.target;
        findings.push(match asked {
            Ok(()) => Good(format!("{place:?} can be asked for free starts")),
            Err(error) => Notice(format!("{place:?} is not asked, the primary is: {error}")),
        });
    }
    findings
}

fn clock() -> Finding {
    let now = jiff::Timestamp::now();
    // A machine without a battery wakes up in 1970; no real clock is before the year this was written.
    if (2026..2100).contains(&now.to_zoned(jiff::tz::TimeZone::UTC).year()) {
        Good(format!("it is {now:.0}"))
    } else {
        Bad(format!("it says {now:.0}, which cannot be: set it, and keep it right with NTP"))
    }
}

fn port(config: &Config) -> Finding {
    match TcpListener::bind(config.listen) {
        Ok(_) => Good(format!("{} is free", config.listen)),
        Err(error) if error.kind() == ErrorKind::AddrInUse => Notice(format!(
            "{} is in use: if that is not Slated already running, choose another one with --listen",
            config.listen
        )),
        Err(error) => {
            Bad(format!("cannot listen on {} ({error}): choose another address with --listen", config.listen))
        }
    }
}

fn public_url(config: &Config) -> Finding {
    match &config.public_url {
        None if config.listen.ip().is_loopback() => {
            Good("not set; links lead to this machine, which is right for trying out".to_owned())
        }
        None => Bad(format!(
            "not set although Slated listens on {}: links would lead to {}; set public_url (SLATED_PUBLIC_URL)",
            config.listen,
            config.public_url(config.listen)
        )),
        Some(url) if url.starts_with("http://") && !is_local(url) => {
            Notice(format!("{url} is not encrypted: put a proxy with TLS in front and use https://"))
        }
        Some(url) => Good(url.clone()),
    }
}

fn is_local(url: &str) -> bool {
    ["http://localhost", "http://127.", "http://[::1]"].iter().any(|local| url.starts_with(local))
}

fn outbound(config: &Config) -> Finding {
    let metadata = std::net::IpAddr::from([169, 254, 169, 254]);
    let allowed = config.outbound_allow.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    if config.outbound_allow.is_empty() {
        Good("webhooks may go to public addresses only".to_owned())
    } else if config.outbound_allow.iter().any(|net| net.prefix_len() == 0 || net.contains(&metadata)) {
        Bad(format!(
            "webhooks may go to {allowed}, which holds the cloud's metadata service: name narrower networks"
        ))
    } else {
        Notice(format!("webhooks may also go to {allowed}, over plain HTTP too"))
    }
}

fn rate_limit(config: &Config) -> Finding {
    match config.rate_limit {
        Some(allowance) => {
            Good(format!("{} calls per minute, {} at once", allowance.per_minute, allowance.burst))
        }
        None => Notice("off: a single key can use the whole machine".to_owned()),
    }
}

async fn mail(config: &Config) -> Finding {
    let public_url = config.public_url(config.listen);
    let sender = wiring::sender(config, &public_url);
    let checked = wiring::mailer(config, &public_url).check().await;
    match (&config.mail, checked) {
        (MailWay::Off, _) => Notice("off: nobody is told of bookings, and nobody is reminded".to_owned()),
        (MailWay::Spool, Ok(())) => Notice(
            "no mail server is configured: mails are kept in the data directory and reach nobody; set mail_url (SLATED_MAIL_URL)"
                .to_owned(),
        ),
        (MailWay::Smtp(url), Ok(())) if config.mail_from.is_none() => Notice(format!(
            "{} answers; mails come from {sender}, which that server may refuse: set mail_from (SLATED_MAIL_FROM)",
            redacted(url)
        )),
        (MailWay::Smtp(url), Ok(())) => Good(format!("{} answers; mails come from {sender}", redacted(url))),
        (MailWay::Smtp(url), Err(error)) => Bad(format!(
            "{} cannot be used: {error}. Check mail_url (SLATED_MAIL_URL)", redacted(url)
        )),
        (MailWay::Spool, Err(error)) => Bad(format!("mails cannot be kept: {error}")),
    }
}

async fn database(config: &Config) -> Vec<Finding> {
    let place = wiring::place(config);
    if let Target::Sqlite(path) = &config.database.target {
        if !path.exists() {
            return vec![Good(format!("{place} is not there yet and will be made at the first start"))];
        }
        if path.parent() != Some(&config.data_dir)
            && let Ok(Some(_)) = secrets::open_to_others(path)
        {
            return vec![Bad(format!("{place} is open to other users: chmod 600 {place}"))];
        }
    }
    let db = match Db::open(&config.database) {
        Ok(db) => db,
        Err(error) => return vec![Bad(format!("{place} cannot be opened: {error}"))],
    };
    let mut findings = vec![match migrate::missing(&db, migrate::ALL).await {
        Ok(0) => Good(format!("{place} answers and is up to date")),
        Ok(missing) => {
            Notice(format!("{place} answers; {missing} migrations are missing: run `slated migrate`"))
        }
        Err(migrate::Error::Database(error)) => Bad(format!(
            "{place} does not answer: {error}. Check database_url (SLATED_DATABASE_URL, DATABASE_URL) and that the server runs"
        )),
        Err(error) => Bad(format!("{place}: {error}")),
    }];
    if matches!(findings[0], Good(_)) {
        findings.push(match db.read(company::all).await {
            Ok(companies) if companies.is_empty() => {
                Notice("no company is in it: found one with `slated company create`".to_owned())
            }
            Ok(companies) => Good(format!("{} companies are in it", companies.len())),
            Err(error) => Bad(format!("{place} cannot be read: {error}")),
        });
        findings.push(sealing(config, &db).await);
    }
    db.close().await;
    findings
}
