//! The spool: letters as `.eml` files in a directory, where no mail server is configured; and reading them again.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use jiff::Timestamp;
use mail_parser::{MessageParser, MimeHeaders as _};
use tokio::task::spawn_blocking;

use super::{Letter, MailError};

/// How the names of letters begin that are being written.
const UNFINISHED: char = '.';

/// A letter that lies in the spool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spooled {
    /// Its file.
    pub name: String,
    /// When it was written.
    pub date: Option<Timestamp>,
    /// Name and address, as shown.
    pub from: String,
    /// Name and address, as shown.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// The mail as plain text.
    pub text: String,
    /// The mail as HTML.
    pub html: String,
    /// The invite in it.
    pub invite: Option<String>,
    /// Everything, as it would be sent.
    pub raw: String,
}

/// Puts a letter into the directory: whole or not at all, and once however often it is tried.
pub(super) async fn put(directory: PathBuf, letter: &Letter, content: Vec<u8>) -> Result<(), MailError> {
    let date = letter.date.strftime("%Y%m%dT%H%M%S%3f");
    let name = format!("{date}{}{}.eml", marked(&letter.owner), file_name(&letter.id));
    let written = spawn_blocking(move || -> io::Result<()> {
        make(&directory)?;
        let (unfinished, path) = (directory.join(format!("{UNFINISHED}{name}")), directory.join(name));
        fs::write(&unfinished, content)?;
        fs::rename(unfinished, path)
    });
    finished(written.await)
}

/// Whether letters can be put there.
pub(super) async fn check(directory: PathBuf) -> Result<(), MailError> {
    let checked = spawn_blocking(move || -> io::Result<()> {
        // The nearest directory that is there must be one that can be written to.
        let there = directory.ancestors().find(|path| path.exists()).unwrap_or(Path::new("."));
        if fs::metadata(there)?.permissions().readonly() {
            return Err(io::Error::from(io::ErrorKind::PermissionDenied));
        }
        Ok(())
    });
    finished(checked.await)
}

/// The newest letters, at most `limit`.
pub async fn list(directory: PathBuf, limit: usize) -> io::Result<Vec<Spooled>> {
    blocking(move || {
        let mut names = names(&directory)?;
        names.sort_unstable_by(|a, b| b.cmp(a));
        names.truncate(limit);
        names.into_iter().map(|name| open(&directory, name)).collect()
    })
    .await
}

/// The letter of this name.
pub async fn read(directory: PathBuf, name: String) -> io::Result<Option<Spooled>> {
    blocking(move || {
        let known = names(&directory)?.contains(&name);
        known.then(|| open(&directory, name)).transpose()
    })
    .await
}

/// Removes letters that were written before the `age`; how many those were.
pub async fn forget_older(directory: PathBuf, age: Duration) -> io::Result<usize> {
    blocking(move || {
        forget(&directory, |path| {
            Ok(fs::metadata(path)?.modified()?.elapsed().is_ok_and(|since| since > age))
        })
    })
    .await
}

/// Removes an owner's letters that belong to one of these [threads](Letter::thread) or hold a text that `names`
/// somebody; how many those were.
pub async fn forget_about(
    directory: PathBuf,
    owner: &str,
    threads: BTreeSet<String>,
    names: impl Fn(&str) -> bool + Send + 'static,
) -> io::Result<usize> {
    let owner = marked(owner);
    blocking(move || {
        forget(&directory, |path| {
            if !path.file_name().is_some_and(|name| name.to_string_lossy().contains(&owner)) {
                return Ok(false);
            }
            let content = fs::read(path)?;
            Ok(texts(&content, &threads).is_none_or(|texts| texts.iter().any(|text| names(text))))
        })
    })
    .await
}

/// Removes the letters that are to be forgotten, also those that were not finished.
fn forget(directory: &Path, is_to_be: impl Fn(&Path) -> io::Result<bool>) -> io::Result<usize> {
    let mut forgotten = 0;
    for name in files(directory)? {
        let path = directory.join(name);
        let removed =
            is_to_be(&path).and_then(|yes| if yes { fs::remove_file(&path).map(|()| 1) } else { Ok(0) });
        forgotten += match removed {
            // Finished or removed by somebody else in the meantime.
            Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
            removed => removed?,
        };
    }
    Ok(forgotten)
}

/// Everything that can be read in a letter; none if it belongs to one of these threads.
fn texts(content: &[u8], threads: &BTreeSet<String>) -> Option<Vec<String>> {
    let raw = String::from_utf8_lossy(content).into_owned();
    let Some(message) = MessageParser::default().parse(content) else { return Some(vec![raw]) };
    let references = message.references().as_text_list().unwrap_or_default();
    let belongs = |id: &str| {
        let thread = id.split_once('@').map_or(id, |(thread, _)| thread);
        threads.contains(thread)
    };
    if references.iter().any(|id| belongs(id)) {
        return None;
    }
    let addresses = [message.from(), message.to(), message.reply_to()].into_iter().flatten();
    let people = addresses.flat_map(|address| address.iter()).flat_map(|one| [one.name(), one.address()]);
    let mut texts: Vec<String> = people.flatten().map(str::to_owned).collect();
    texts.extend(message.subject().map(str::to_owned));
    // Lines of invites are folded.
    texts.extend(
        message.parts.iter().filter_map(|part| part.text_contents()).map(|text| text.replace("\r\n ", "")),
    );
    texts.push(raw);
    Some(texts)
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    spawn_blocking(work).await.map_err(io::Error::other)?
}

fn finished(done: Result<io::Result<()>, tokio::task::JoinError>) -> Result<(), MailError> {
    let failed = |error: &dyn std::fmt::Display| MailError::Failed(format!("the spool directory: {error}"));
    done.map_err(|error| failed(&error))?.map_err(|error| failed(&error))
}

/// For its owner only: letters hold names, addresses and links that are permissions.
fn make(directory: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory)
}

/// Those that are finished.
fn names(directory: &Path) -> io::Result<Vec<String>> {
    Ok(files(directory)?.into_iter().filter(|name| !name.starts_with(UNFINISHED)).collect())
}

fn files(directory: &Path) -> io::Result<Vec<String>> {
    let entries = match fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(vec![]),
        Err(error) => return Err(error),
    };
    let mut names = vec![];
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if Path::new(&name).extension().is_some_and(|kind| kind == "eml") {
            names.push(name);
        }
    }
    Ok(names)
}

/// How an owner stands in the names of files.
fn marked(owner: &str) -> String {
    format!("-{}-", file_name(owner))
}

fn file_name(id: &str) -> String {
    id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect()
}

fn open(directory: &Path, name: String) -> io::Result<Spooled> {
    let content = fs::read(directory.join(&name))?;
    let raw = String::from_utf8_lossy(&content).into_owned();
    let message = MessageParser::default().parse(&content).ok_or(io::ErrorKind::InvalidData)?;
    let shown = |address: Option<&mail_parser::Address<'_>>| {
        let first = address.and_then(|address| address.first());
        first.map(|first| match (first.name(), first.address()) {
            (Some(name), Some(email)) => format!("{name} <{email}>"),
            (_, email) => email.unwrap_or_default().to_owned(),
        })
    };
    let invite = message.parts.iter().find(|part| {
        part.content_type().is_some_and(|kind| kind.ctype() == "text" && kind.subtype() == Some("calendar"))
    });
    Ok(Spooled {
        name,
        date: message.date().and_then(|date| Timestamp::from_second(date.to_timestamp()).ok()),
        from: shown(message.from()).unwrap_or_default(),
        to: shown(message.to()).unwrap_or_default(),
        subject: message.subject().unwrap_or_default().to_owned(),
        text: message.body_text(0).unwrap_or_default().into_owned(),
        html: message.body_html(0).unwrap_or_default().into_owned(),
        invite: invite.and_then(|part| part.text_contents()).map(str::to_owned),
        raw,
    })
}
