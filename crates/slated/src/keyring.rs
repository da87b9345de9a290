//! The keys that secrets in the database are sealed with: given as a setting, or in a file that only its owner may read.
//!
//! The file has a key on each line, the newest first. It is read again when a key is met that is not known yet, so a
//! running server learns of one that was added.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail, ensure};
use slated_store::sealing::{Key, Keys};

use crate::{config::KeyPlace, secrets};

/// The keys there are now, and those that will be there.
pub(crate) fn load(place: &KeyPlace) -> anyhow::Result<Keys> {
    match place {
        KeyPlace::Given(texts) => {
            let keys: Vec<_> = texts.iter().filter_map(|text| Key::parse(text)).collect();
            Ok(Keys::from_source(move || Some(keys.clone())))
        }
        KeyPlace::File(path) => {
            read(path)?;
            let path = path.clone();
            Ok(Keys::from_source(move || match read(&path) {
                Ok(texts) => Some(keys(&texts)).filter(|keys| !keys.is_empty()),
                Err(error) => {
                    tracing::error!(error = format!("{error:#}"), "the key file cannot be read");
                    None
                }
            }))
        }
    }
}

/// Makes the file with a first key, unless it is there. True when it was made.
pub(crate) fn found(place: &KeyPlace) -> anyhow::Result<bool> {
    let KeyPlace::File(path) = place else { return Ok(false) };
    let linked = with_scratch(path, &[Key::random()], |scratch| match fs::hard_link(scratch, path) {
        // Another process was faster.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        linked => linked.map(|()| true),
    });
    linked.with_context(|| format!("the key file {} cannot be made", path.display()))
}

/// Takes away the file that [`found`] made.
pub(crate) fn undo(place: &KeyPlace) {
    if let KeyPlace::File(path) = place {
        let _ = fs::remove_file(path);
    }
}

/// Puts a new key in front of those in the file; its id.
pub(crate) fn add(place: &KeyPlace) -> anyhow::Result<String> {
    let path = file(place)?;
    let mut texts = read(path)?;
    let new = Key::random();
    texts.insert(0, new.clone());
    replace(path, &texts)?;
    Ok(Key::parse(&new).expect("it was just made").id().to_owned())
}

/// Takes the keys with these ids out of the file.
pub(crate) fn remove(place: &KeyPlace, ids: &[String]) -> anyhow::Result<()> {
    let path = file(place)?;
    let mut texts = read(path)?;
    texts.retain(|text| Key::parse(text).is_none_or(|key| !ids.iter().any(|id| id == key.id())));
    ensure!(!texts.is_empty(), "the last key is never dropped");
    replace(path, &texts)
}

/// In words.
pub(crate) fn shown(place: &KeyPlace) -> String {
    match place {
        KeyPlace::Given(_) => "secrets_key (SLATED_SECRETS_KEY)".to_owned(),
        KeyPlace::File(path) => path.display().to_string(),
    }
}

fn file(place: &KeyPlace) -> anyhow::Result<&PathBuf> {
    match place {
        KeyPlace::File(path) => Ok(path),
        KeyPlace::Given(_) => bail!(
            "the keys are given by secrets_key (SLATED_SECRETS_KEY): change that yourself, with the newest key first \
             (`openssl rand -base64 32` prints one)"
        ),
    }
}

/// None where there is no file.
fn read(path: &Path) -> anyhow::Result<Vec<String>> {
    let shown = path.display();
    let text = secrets::read(path).with_context(|| format!("the key file {shown} cannot be read"))?;
    let mut texts = vec![];
    for (number, line) in (1..).zip(text.as_deref().unwrap_or_default().lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        ensure!(Key::parse(line).is_some(), "the key file {shown}: line {number} is not base64 of 32 bytes");
        texts.push(line.to_owned());
    }
    Ok(texts)
}

fn keys(texts: &[String]) -> Vec<Key> {
    texts.iter().filter_map(|text| Key::parse(text)).collect()
}

fn replace(path: &Path, texts: &[String]) -> anyhow::Result<()> {
    with_scratch(path, texts, |scratch| fs::rename(scratch, path))
        .with_context(|| format!("the key file {} cannot be written", path.display()))
}

/// Writes the keys to a file of its own beside `path`, on disk when it is put in its place.
fn with_scratch<T>(path: &Path, texts: &[String], put: impl FnOnce(&Path) -> io::Result<T>) -> io::Result<T> {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}", std::process::id()));
    let scratch = PathBuf::from(name);
    if let Some(directory) = path.parent().filter(|directory| !directory.as_os_str().is_empty()) {
        secrets::make_directory(directory)?;
    }
    let head =
        "# Keys that secrets in the database are sealed with, the newest first. Without them those are lost.";
    let written = secrets::create(&scratch).and_then(|mut file| {
        writeln!(file, "{head}\n{}", texts.join("\n"))?;
        file.sync_all()
    });
    let done = written.and_then(|()| put(&scratch));
    let _ = fs::remove_file(&scratch);
    done
}
