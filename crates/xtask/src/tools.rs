//! What the tests need beside Rust, installed where it is missing.
//!
//! The product needs none of this to build or to run.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::{process, workspace};

/// The least Node whose test runner has what the e2e suites use.
const NODE_MAJOR: u32 = 20;

/// Whether this process may do everything.
pub(crate) fn we_are_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|data| data.uid() == 0)
}

/// The directory of `initdb` and `postgres`.
pub(crate) fn postgres_binaries() -> Result<PathBuf> {
    if let Some(found) = find_postgres() {
        return Ok(found);
    }
    apt_install("PostgreSQL's server (initdb, postgres)", &["postgresql"])?;
    find_postgres().context("PostgreSQL was installed, but initdb and postgres are not to be found")
}

/// Node and the packages of `e2e/package-lock.json`.
pub(crate) fn node() -> Result<()> {
    if !runs("node") || !runs("npm") {
        apt_install("Node.js", &["nodejs", "npm"])?;
    }
    let version = process::output(Command::new("node").arg("--version"))?;
    let major = version.trim().trim_start_matches('v').split('.').next().and_then(|major| major.parse().ok());
    if major.is_none_or(|major: u32| major < NODE_MAJOR) {
        bail!("the e2e tests need Node.js {NODE_MAJOR} or later; this is {}", version.trim());
    }
    let e2e = workspace::e2e();
    once_per_content(&e2e.join("package-lock.json"), &e2e.join("node_modules/.installed"), || {
        process::run(Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(&e2e))
            .context("the npm packages of e2e/ cannot be installed (is the npm registry reachable?)")
    })
}

/// A Python with what `e2e/requirements.txt` names; the path of its interpreter.
pub(crate) fn python() -> Result<PathBuf> {
    let directory = workspace::target().join("e2e-python");
    let requirements = workspace::e2e().join("requirements.txt");
    once_per_content(&requirements, &directory.join(".installed"), || {
        let _ = fs::remove_dir_all(&directory);
        let make = || process::output(Command::new("python3").args(["-m", "venv"]).arg(&directory));
        if make().is_err() {
            apt_install("Python with venv", &["python3", "python3-venv"])?;
            make().context("Python cannot make a virtual environment")?;
        }
        let mut pip = Command::new(directory.join("bin/python"));
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"]).arg(&requirements);
        process::run(&mut pip)
            .context("the packages of e2e/requirements.txt cannot be installed (is PyPI reachable?)")
    })?;
    Ok(directory.join("bin/python"))
}

/// Go, which one test of the code in docs/webhooks.md is compiled with.
pub(crate) fn go() -> Result<()> {
    if on_path("go").is_some() {
        return Ok(());
    }
    apt_install("Go", &["golang-go"])
}

/// The Chromium the page tests drive.
pub(crate) fn chromium() -> Result<PathBuf> {
    if let Ok(given) = std::env::var("SLATED_CHROMIUM") {
        return Ok(given.into());
    }
    let find = || ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| on_path(name));
    if let Some(found) = find() {
        return Ok(found);
    }
    apt_install("Chromium (or name one in SLATED_CHROMIUM)", &["chromium"])?;
    find().context("Chromium was installed, but is not on the PATH")
}

/// A subcommand of cargo, such as `cargo-fuzz`.
pub(crate) fn cargo_tool(name: &str) -> Result<()> {
    let command = name.trim_start_matches("cargo-");
    if process::output(workspace::cargo().args([command, "--version"])).is_ok() {
        return Ok(());
    }
    println!("Installing {name}");
    process::run(workspace::cargo().args(["install", name, "--locked", "--quiet"]))
        .with_context(|| format!("{name} is missing, and cannot be installed (is crates.io reachable?)"))
}

/// A program that comes with `e2e/requirements.txt`.
pub(crate) fn python_program(name: &str) -> Result<PathBuf> {
    let program = python()?.with_file_name(name);
    program.exists().then_some(program).with_context(|| format!("{name} is not among the Python packages"))
}

/// A program that cannot be installed for a test, if it is there.
pub(crate) fn present(name: &str) -> Result<PathBuf> {
    on_path(name).with_context(|| format!("{name} is not on this machine"))
}

/// A program of a Debian package, from the PATH or unpacked below the target directory: installed, it would be started.
pub(crate) fn unpacked(package: &str, program: &str) -> Result<PathBuf> {
    let name = program.rsplit('/').next().unwrap_or(program);
    if let Some(found) = on_path(name) {
        return Ok(found);
    }
    let root = workspace::target().join("xtask/unpacked").join(package);
    let path = root.join(program);
    if path.exists() {
        return Ok(path);
    }
    let (apt, dpkg) = (present("apt-get")?, present("dpkg-deb")?);
    fs::create_dir_all(&root)?;
    let download = || process::output(Command::new(&apt).args(["download", package]).current_dir(&root));
    println!("Fetching {package}");
    if download().is_err() {
        apt_update(!we_are_root());
        download().with_context(|| format!("the package {package} cannot be fetched"))?;
    }
    for entry in fs::read_dir(&root)? {
        let file = entry?.path();
        if file.extension().is_some_and(|extension| extension == "deb") {
            process::output(Command::new(&dpkg).arg("-x").arg(file).arg(&root))?;
        }
    }
    anyhow::ensure!(path.exists(), "the package {package} has no {program}");
    Ok(path)
}

/// Valgrind, installed if need be.
pub(crate) fn valgrind() -> Result<()> {
    if on_path("valgrind").is_some() {
        return Ok(());
    }
    apt_install("Valgrind", &["valgrind"])
}

fn find_postgres() -> Option<PathBuf> {
    // What lies on the path may be a link, without the other programs beside it.
    let on_path =
        on_path("postgres").and_then(|path| Some(fs::canonicalize(path).ok()?.parent()?.to_owned()));
    let configured = process::output(Command::new("pg_config").arg("--bindir"));
    let mut packaged: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .collect();
    packaged.sort();
    on_path
        .into_iter()
        .chain(configured.ok().map(|path| path.trim().into()))
        .chain(packaged.into_iter().rev())
        .find(|directory| directory.join("initdb").exists() && directory.join("postgres").exists())
}

/// Installs Debian packages; an error says what is missing and what to do about it.
fn apt_install(what: &str, packages: &[&str]) -> Result<()> {
    let missing = format!("{what} is missing, and the tests need it");
    if on_path("apt-get").is_none() {
        bail!("{missing}; there is no apt-get here, so install it by hand");
    }
    let sudo = !we_are_root();
    if sudo && !runs_with("sudo", &["-n", "true"]) {
        bail!("{missing}; run `sudo apt-get install {}`", packages.join(" "));
    }
    let apt = |arguments: &[&str]| {
        let mut command = Command::new(if sudo { "sudo" } else { "apt-get" });
        if sudo {
            command.args(["-n", "apt-get"]);
        }
        command.args(arguments).args(packages).env("DEBIAN_FRONTEND", "noninteractive");
        process::output(&mut command)
    };
    println!("Installing {}", packages.join(" "));
    let install = ["install", "--yes", "--no-install-recommends"];
    apt_update(sudo);
    apt(&install).with_context(|| format!("{missing}, and apt-get cannot install it"))?;
    Ok(())
}

/// A failing update is not the end of it: the lists may be fresh enough already.
fn apt_update(sudo: bool) {
    let update = Command::new(if sudo { "sudo" } else { "apt-get" })
        .args(if sudo { &["-n", "apt-get", "update"][..] } else { &["update"] })
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status();
    if !update.is_ok_and(|status| status.success()) {
        eprintln!("warning: `apt-get update` failed; trying with the package lists that are here");
    }
}

/// Does `work` unless `stamp` says it was done for just this content of `source`.
fn once_per_content(source: &Path, stamp: &Path, work: impl FnOnce() -> Result<()>) -> Result<()> {
    let content = fs::read_to_string(source).with_context(|| format!("cannot read {}", source.display()))?;
    if fs::read_to_string(stamp).is_ok_and(|done| done == content) {
        return Ok(());
    }
    work()?;
    fs::write(stamp, content).with_context(|| format!("cannot write {}", stamp.display()))
}

fn on_path(name: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|directory| directory.join(name))
        .find(|path| path.is_file())
}

fn runs(program: &str) -> bool {
    runs_with(program, &["--version"])
}

fn runs_with(program: &str, arguments: &[&str]) -> bool {
    process::output(Command::new(program).args(arguments)).is_ok()
}
