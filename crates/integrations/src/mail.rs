//! Mail: letters, and the ways they leave.
//!
//! A letter goes to a mail server ([`Mailer::smtp`]) or, where none is configured, into a directory that can be looked
//! at ([`Mailer::spool`]). Either takes a letter that was taken before without harm: its Message-ID is its own.

use std::{fmt, path::PathBuf};

use jiff::Timestamp;
use lettre::{AsyncTransport as _, message::Mailbox};

mod mime;
mod smtp;
pub mod spool;
#[cfg(test)]
mod tests;

use crate::ical::Method;

/// One mail to one receiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Its own for good, however often it is sent: the part of its Message-ID before the `@`.
    pub id: String,
    /// Whose it is; letters that lie in a directory are forgotten for one owner at a time.
    pub owner: String,
    /// What it belongs to; mails of one thread are shown together.
    pub thread: Option<String>,
    /// Who seems to write: a name, beside the configured address.
    pub from_name: String,
    /// To whom.
    pub to: Address,
    /// Who gets the answer.
    pub reply_to: Option<Address>,
    /// One line.
    pub subject: String,
    /// The mail as plain text.
    pub text: String,
    /// The mail as HTML.
    pub html: String,
    /// An invite or its cancellation.
    pub invite: Option<Invite>,
    /// Where a POST takes the receiver off the list (RFC 8058).
    pub unsubscribe: Option<String>,
    /// When it was written.
    pub date: Timestamp,
}

/// An iCalendar document and its method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invite {
    /// Stands in the MIME type too: clients look there first.
    pub method: Method,
    /// The document.
    pub document: String,
}

/// A name and an e-mail address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Shown; may be empty.
    pub name: String,
    /// The address.
    pub email: String,
}

/// Why a letter did not leave.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// It never will: the address or the letter is refused.
    #[error("{0}")]
    Refused(String),
    /// It may later.
    #[error("{0}")]
    Failed(String),
}

/// A mail configuration that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct BadConfiguration(String);

/// The way out for mail. Cheap to clone.
#[derive(Clone)]
pub struct Mailer {
    way: Way,
    from: Mailbox,
}

#[derive(Clone)]
enum Way {
    Smtp(smtp::Transport),
    Spool(PathBuf),
    Off,
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A transport would print its password.
        let way = match &self.way {
            Way::Smtp(_) => "smtp".to_owned(),
            Way::Spool(directory) => format!("spool {}", directory.display()),
            Way::Off => "off".to_owned(),
        };
        f.debug_struct("Mailer").field("way", &way).field("from", &self.from.to_string()).finish()
    }
}

impl Mailer {
    /// Over a mail server: `smtp://user:password@host:587?tls=required`, `smtps://…`. Connects only when it sends,
    /// but is made within an asynchronous runtime.
    pub fn smtp(url: &str, from: &str) -> Result<Self, BadConfiguration> {
        Ok(Self { way: Way::Smtp(smtp::transport(url)?), from: mailbox(from)? })
    }

    /// Into files of a directory, which is made when the first letter comes.
    pub fn spool(directory: PathBuf, from: &str) -> Result<Self, BadConfiguration> {
        Ok(Self { way: Way::Spool(directory), from: mailbox(from)? })
    }

    /// Nowhere: the operator wants no mail.
    pub fn off() -> Self {
        let from = Mailbox::new(None, "nobody@localhost".parse().expect("a literal address"));
        Self { way: Way::Off, from }
    }

    /// Whether letters leave at all.
    pub fn is_on(&self) -> bool {
        !matches!(self.way, Way::Off)
    }

    /// The directory letters are put into, if that is where they go.
    pub fn directory(&self) -> Option<&std::path::Path> {
        match &self.way {
            Way::Spool(directory) => Some(directory),
            Way::Smtp(_) | Way::Off => None,
        }
    }

    /// Sends a letter.
    pub async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        let message = mime::message(letter, &self.from)?;
        match &self.way {
            Way::Off => Ok(()),
            Way::Spool(directory) => spool::put(directory.clone(), letter, message.formatted()).await,
            Way::Smtp(transport) => match transport.send(message).await {
                Ok(_) => Ok(()),
                Err(error) => Err(smtp::judge(&error)),
            },
        }
    }

    /// Whether a letter could leave now; for whoever checks the configuration.
    pub async fn check(&self) -> Result<(), MailError> {
        match &self.way {
            Way::Off => Ok(()),
            Way::Spool(directory) => spool::check(directory.clone()).await,
            Way::Smtp(transport) => match transport.test_connection().await {
                Ok(true) => Ok(()),
                Ok(false) => Err(MailError::Failed("the mail server does not answer".to_owned())),
                Err(error) => Err(smtp::judge(&error)),
            },
        }
    }
}

/// Whether a mail server's URL can be understood.
pub fn check_server(url: &str) -> Result<(), BadConfiguration> {
    smtp::builder(url).map(|_| ())
}

/// Whether mail can come from this sender: `name@example.com` or `Some Name <name@example.com>`.
pub fn check_sender(from: &str) -> Result<(), BadConfiguration> {
    mailbox(from).map(|_| ())
}

fn mailbox(text: &str) -> Result<Mailbox, BadConfiguration> {
    text.parse().map_err(|_| {
        BadConfiguration(format!(
            "'{text}' is not a sender such as bookings@example.com or Bookings <bookings@example.com>"
        ))
    })
}
