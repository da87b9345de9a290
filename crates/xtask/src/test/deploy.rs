//! The examples of `deploy/`, each read by the program it is for, or by a linter of its kind. None of them is run here.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use super::lint::succeeds;
use super::tally::Tally;
use crate::scratch::Scratch;
use crate::{process, tools, workspace};

/// What reads a file, where it comes from, and how it is asked.
struct Check {
    name: &'static str,
    reader: fn() -> Result<PathBuf>,
    ask: fn(&Path) -> Result<bool>,
}

const CHECKS: [Check; 5] = [
    Check { name: "lint: Dockerfile", reader: || tools::python_program("hadolint"), ask: dockerfile },
    Check { name: "lint: compose", reader: || tools::python_program("check-jsonschema"), ask: compose },
    Check { name: "lint: Caddyfile", reader: || tools::unpacked("caddy", "usr/bin/caddy"), ask: caddyfile },
    Check { name: "lint: nginx.conf", reader: nginx_reader, ask: nginx },
    Check { name: "lint: systemd unit", reader: || tools::present("systemd-analyze"), ask: unit },
];

/// Every check; one whose reader cannot be had here is skipped, and says so.
pub(super) fn run() -> Vec<Tally> {
    let judged = |check: &Check| match (check.reader)() {
        Ok(reader) => Tally::check(check.name, (check.ask)(&reader)),
        Err(missing) => Tally::skipped(check.name, &missing),
    };
    CHECKS.iter().map(judged).collect()
}

fn deploy() -> PathBuf {
    workspace::root().join("deploy")
}

fn scratch() -> Result<Scratch> {
    Scratch::new(&workspace::target().join("xtask"), "deploy")
}

fn dockerfile(hadolint: &Path) -> Result<bool> {
    succeeds(Command::new(hadolint).arg("--failure-threshold=info").arg(deploy().join("Dockerfile")))
}

fn compose(check_jsonschema: &Path) -> Result<bool> {
    let mut command = Command::new(check_jsonschema);
    command.args(["--builtin-schema", "vendor.compose-spec"]);
    command.args(["compose.yaml", "compose.cluster.yaml"].map(|file| deploy().join(file)));
    succeeds(&mut command)
}

fn caddyfile(caddy: &Path) -> Result<bool> {
    let home = scratch()?;
    for nodes in ["slated:8080", "slated-1:8080 slated-2:8080 slated-3:8080"] {
        let mut command = Command::new(caddy);
        command.args(["validate", "--adapter", "caddyfile", "--config"]).arg(deploy().join("Caddyfile"));
        command.envs([("SLATED_HOST", "book.example.com"), ("SLATED_NODES", nodes)]);
        command.envs(["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"].map(|name| (name, home.path())));
        process::output(&mut command)?;
    }
    Ok(true)
}

/// openssl makes the certificate that nginx wants to see.
fn nginx_reader() -> Result<PathBuf> {
    tools::present("openssl")?;
    tools::unpacked("nginx", "usr/sbin/nginx")
}

/// nginx looks for the certificate and for its own directories and logs, so it gets some.
fn nginx(nginx: &Path) -> Result<bool> {
    let home = scratch()?;
    let at = |name: &str| home.path().join(name).display().to_string();
    let (certificate, key) = (at("certificate.pem"), at("key.pem"));
    let mut openssl = Command::new("openssl");
    openssl.args([
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "1",
        "-subj",
        "/CN=book.example.com",
    ]);
    process::output(openssl.args(["-out", &certificate, "-keyout", &key]))
        .context("no certificate was made")?;
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("\n    {name}_temp_path {};", at(name)))
        .concat();
    let text = fs::read_to_string(deploy().join("nginx.conf"))?
        .replace("/etc/ssl/slated/fullchain.pem", &certificate)
        .replace("/etc/ssl/slated/privkey.pem", &key)
        .replace("/var/log/nginx/access.log", &at("access.log"))
        .replace("http {", &format!("http {{{temporary}"));
    let file = at("nginx.conf");
    fs::write(&file, text)?;
    let globals = format!("pid {}; error_log stderr;", at("pid"));
    process::output(Command::new(nginx).args(["-t", "-e", "stderr", "-c", &file, "-g", &globals]))?;
    Ok(true)
}

/// The unit may name a program that is not installed here.
fn unit(analyze: &Path) -> Result<bool> {
    let home = scratch()?;
    let text = fs::read_to_string(deploy().join("slated.service"))?;
    let file = home.path().join("slated.service");
    fs::write(&file, text.replace("/usr/local/bin/slated", "/bin/true"))?;
    process::output(Command::new(analyze).args(["verify", "--man=no"]).arg(&file))?;
    // In tenths, of ten: what systemd itself calls "ok" ends at 5.0; ours must stay well below.
    process::output(
        Command::new(analyze).args(["security", "--offline=true", "--no-pager", "--threshold=20"]).arg(&file),
    )?;
    Ok(true)
}
