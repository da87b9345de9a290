//! A letter as MIME: text, HTML and the invite as alternatives of each other.
//!
//! The invite is an alternative and not an attachment too: some clients add a meeting twice when they see both.

use std::time::{Duration, SystemTime};

use lettre::{
    Message,
    message::{
        Mailbox, MultiPart, SinglePart,
        header::{ContentType, Header, HeaderName, HeaderValue},
    },
};

use super::{Address, Letter, MailError};

pub(super) fn message(letter: &Letter, from: &Mailbox) -> Result<Message, MailError> {
    let refused =
        |error: &dyn std::fmt::Display| MailError::Refused(format!("the letter cannot be written: {error}"));
    let domain = from.email.domain();
    let from_name = line(&letter.from_name);
    let sender =
        if from_name.is_empty() { from.clone() } else { Mailbox::new(Some(from_name), from.email.clone()) };
    let since_epoch = Duration::from_millis(u64::try_from(letter.date.as_millisecond()).unwrap_or(0));
    let mut builder = Message::builder()
        .from(sender)
        .to(receiver(&letter.to)?)
        .subject(line(&letter.subject))
        .date(SystemTime::UNIX_EPOCH + since_epoch)
        .message_id(Some(format!("<{}@{domain}>", letter.id)))
        .header(AutoSubmitted);
    // Somebody who cannot be answered is no reason to tell nothing.
    if let Some(reply_to) = letter.reply_to.as_ref().and_then(|address| receiver(address).ok()) {
        builder = builder.reply_to(reply_to);
    }
    if let Some(thread) = &letter.thread {
        builder = builder.references(format!("<{thread}@{domain}>"));
    }
    if let Some(url) = &letter.unsubscribe {
        builder = builder.header(ListUnsubscribe(format!("<{}>", line(url)))).header(OneClick);
    }
    let mut parts = MultiPart::alternative()
        .singlepart(SinglePart::plain(letter.text.clone()))
        .singlepart(SinglePart::html(letter.html.clone()));
    if let Some(invite) = &letter.invite {
        let kind = format!("text/calendar; charset=utf-8; method={}", invite.method.as_str());
        let kind = ContentType::parse(&kind).map_err(|error| refused(&error))?;
        parts = parts.singlepart(SinglePart::builder().header(kind).body(invite.document.clone()));
    }
    builder.multipart(parts).map_err(|error| refused(&error))
}

fn receiver(address: &Address) -> Result<Mailbox, MailError> {
    let email = address.email.parse().map_err(|error| {
        MailError::Refused(format!(
            "'{}' is not an address mail can be sent to: {error}",
            line(&address.email)
        ))
    })?;
    let name = line(&address.name);
    Ok(Mailbox::new((!name.is_empty()).then_some(name), email))
}

/// On one line: nobody's name or subject adds a header.
fn line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.trim().to_owned()
}

macro_rules! fixed_header {
    ($name:ident, $header:literal, $value:literal) => {
        #[derive(Clone)]
        struct $name;
        impl Header for $name {
            fn name() -> HeaderName {
                HeaderName::new_from_ascii_str($header)
            }
            fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
                Ok(Self)
            }
            fn display(&self) -> HeaderValue {
                HeaderValue::new(Self::name(), $value.to_owned())
            }
        }
    };
}

// Keeps holiday notices from answering (RFC 3834).
fixed_header!(AutoSubmitted, "Auto-Submitted", "auto-generated");
fixed_header!(OneClick, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");

#[derive(Clone)]
struct ListUnsubscribe(String);

impl Header for ListUnsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }
    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(text.to_owned()))
    }
    fn display(&self) -> HeaderValue {
        // As it is: folding or encoding would break the address.
        HeaderValue::dangerous_new_pre_encoded(Self::name(), self.0.clone(), self.0.clone())
    }
}
