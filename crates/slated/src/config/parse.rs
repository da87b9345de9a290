//! Each value's parse rule. Errors say what would be right; the caller adds key and origin.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    num::NonZeroU32,
    ops::RangeInclusive,
    path::{Path, PathBuf},
    time::Duration,
};

use ipnet::IpNet;
use slated_http::limits::Allowance;
use slated_integrations::mail;
use slated_store::{db, sealing::Key};

use super::MailWay;
use crate::logging::LogFormat;

/// The file of the default database.
const DATABASE_FILE: &str = "slated.db";
/// The file of the keys that secrets are sealed with.
const KEY_FILE: &str = "secrets.key";

pub(super) fn address(text: &str) -> Result<SocketAddr, String> {
    let local =
        |port: &str| port.parse().ok().map(|port| SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port));
    text.parse()
        .ok()
        .or_else(|| text.strip_prefix("localhost:").and_then(local))
        .ok_or_else(|| "expected an IP address and a port, such as 127.0.0.1:8080 or [::]:8080".to_owned())
}

pub(super) fn path(text: &str) -> Result<PathBuf, String> {
    if text.is_empty() { Err("expected a directory".to_owned()) } else { Ok(PathBuf::from(text)) }
}

pub(super) fn database(text: &str, data_dir: &Path) -> Result<db::Options, String> {
    if text.is_empty() {
        return Ok(db::Options::new(db::Target::Sqlite(data_dir.join(DATABASE_FILE))));
    }
    db::Options::parse(text).map_err(|error| error.to_string())
}

/// None are none.
pub(super) fn replicas(text: &str, of: Option<&db::Options>) -> Result<Vec<db::Options>, String> {
    let urls: Vec<&str> = text.split(',').map(str::trim).filter(|url| !url.is_empty()).collect();
    if !urls.is_empty() && of.is_some_and(|of| of.engine() == db::Engine::Sqlite) {
        return Err("SQLite has no replicas: expected postgres://… in database_url".to_owned());
    }
    urls.into_iter().map(|url| db::Options::replica(url).map_err(|error| error.to_string())).collect()
}

/// None stands for the default.
pub(super) fn count(text: &str, range: RangeInclusive<usize>) -> Result<Option<usize>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let expected = || format!("expected a number from {} to {}", range.start(), range.end());
    text.parse().ok().filter(|n| range.contains(n)).map(Some).ok_or_else(expected)
}

/// None are none.
pub(super) fn keys(text: &str) -> Result<Vec<String>, String> {
    let keys: Vec<_> =
        text.split(',').map(str::trim).filter(|key| !key.is_empty()).map(str::to_owned).collect();
    if keys.iter().all(|key| Key::parse(key).is_some()) {
        Ok(keys)
    } else {
        Err("expected base64 of 32 bytes, such as `openssl rand -base64 32` prints".to_owned())
    }
}

pub(super) fn key_file(text: &str, data_dir: &Path) -> PathBuf {
    if text.is_empty() { data_dir.join(KEY_FILE) } else { PathBuf::from(text) }
}

pub(super) fn seconds(text: &str, range: RangeInclusive<u64>) -> Result<Duration, String> {
    let expected = || format!("expected seconds, from {} to {}", range.start(), range.end());
    text.parse().ok().filter(|n| range.contains(n)).map(Duration::from_secs).ok_or_else(expected)
}

pub(super) fn public_url(text: &str) -> Result<Option<String>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let url = url::Url::parse(text)
        .map_err(|error| format!("expected a URL such as https://book.example.com: {error}"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("expected a URL that begins with https:// or http://".to_owned());
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() {
        return Err(
            "expected scheme, host and port only: Slated is served from the root of its host".to_owned()
        );
    }
    Ok(Some(url.origin().ascii_serialization()))
}

pub(super) fn log_format(text: &str) -> Result<LogFormat, String> {
    match text {
        "pretty" => Ok(LogFormat::Pretty),
        "json" => Ok(LogFormat::Json),
        _ => Err("expected pretty or json".to_owned()),
    }
}

pub(super) fn rate_limit(text: &str) -> Result<Option<Allowance>, String> {
    if text == "off" {
        return Ok(None);
    }
    let (rate, burst) = text.split_once(',').map_or((text, None), |(rate, burst)| (rate, Some(burst)));
    let number = |text: &str| text.trim().parse::<NonZeroU32>().ok();
    number(rate)
        .and_then(|per_minute| {
            let doubled = per_minute.saturating_mul(NonZeroU32::MIN.saturating_add(1));
            let burst = burst.map_or(Some(doubled), number)?;
            Some(Some(Allowance { per_minute, burst }))
        })
        .ok_or_else(|| {
            "expected off, calls per minute such as 100, or with a burst such as 100,200".to_owned()
        })
}

pub(super) fn networks(text: &str) -> Result<Vec<IpNet>, String> {
    slated_integrations::address::parse_networks(text).map_err(|error| error.to_string())
}

pub(super) fn mail(text: &str) -> Result<MailWay, String> {
    match text {
        "" | "spool" => Ok(MailWay::Spool),
        "off" => Ok(MailWay::Off),
        url => mail::check_server(url)
            .map(|()| MailWay::Smtp(url.to_owned()))
            .map_err(|error| format!("expected smtp://…, smtps://…, spool or off: {error}")),
    }
}

/// None stands for the default.
pub(super) fn sender(text: &str) -> Result<Option<String>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    mail::check_sender(text).map(|()| Some(text.to_owned())).map_err(|error| error.to_string())
}

pub(super) fn switch(text: &str) -> Result<bool, String> {
    match text {
        "on" | "true" | "1" => Ok(true),
        "off" | "false" | "0" => Ok(false),
        _ => Err("expected on or off".to_owned()),
    }
}

/// A URL without its password and its parameters, which may hold one.
pub(crate) fn redacted(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let rest = rest.split_once('?').map_or(rest, |(rest, _)| rest);
    match rest.rsplit_once('@') {
        Some((user, place)) => {
            let user = user.split_once(':').map_or(user, |(user, _)| user);
            format!("{scheme}://{user}:***@{place}")
        }
        None => format!("{scheme}://{rest}"),
    }
}
