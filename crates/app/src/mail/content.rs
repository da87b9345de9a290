//! What a mail holds before it is HTML or plain text.

use slated_store::{
    company::{Branding, Company},
    user::User,
};

use super::facts;
use crate::texts::{Language, Value, say};

/// A mail, in parts.
#[derive(Debug, Clone)]
pub struct Content {
    /// In which language.
    pub language: Language,
    /// One line.
    pub subject: String,
    /// Whose mail it is.
    pub company: String,
    /// The host's colour, else the company's.
    pub accent: Option<String>,
    /// URL of the company's picture.
    pub logo: Option<String>,
    /// What is said.
    pub paragraphs: Vec<String>,
    /// What is known.
    pub rows: Vec<Row>,
    /// What can be done.
    pub buttons: Vec<Button>,
    /// Where else to go, with smaller words.
    pub links: Vec<Button>,
    /// What brought this mail, and how to get no more of it.
    pub footer: Vec<String>,
    /// How to get no more of it.
    pub stop: Option<Button>,
}

/// A line of facts.
#[derive(Debug, Clone)]
pub struct Row {
    /// What it is.
    pub label: String,
    /// Its lines.
    pub lines: Vec<String>,
    /// Where it leads.
    pub href: Option<String>,
    /// Not so any more.
    pub struck: bool,
}

/// Something to press.
#[derive(Debug, Clone)]
pub struct Button {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

/// Renders the HTML part of mails.
pub trait MailHtml: Send + Sync + 'static {
    /// A whole HTML document that needs nothing from elsewhere.
    fn html(&self, content: &Content) -> String;
}

impl Content {
    /// To a user of a company, about the company's own affairs. The messages are the subject and the text, whose paragraphs
    /// are an empty line apart.
    pub(crate) fn to_user(
        user: &User,
        company: &Company,
        (subject, text): (&str, &str),
        words: &[(&str, Value<'_>)],
    ) -> Self {
        let language = facts::language([Some(user.language.as_str())]);
        let mut words = words.to_vec();
        words.extend([("first", user.given_name.as_str().into()), ("company", company.name.as_str().into())]);
        let content = Self {
            language,
            subject: say(language, subject, &words),
            company: company.name.clone(),
            accent: None,
            logo: None,
            paragraphs: say(language, text, &words).split("\n\n").map(str::to_owned).collect(),
            rows: vec![],
            buttons: vec![],
            links: vec![],
            footer: vec![say(language, "mail-sent-by", &words)],
            stop: None,
        };
        content.dressed(&company.branding)
    }

    /// In the company's colours, where the host has none.
    #[must_use]
    pub(crate) fn dressed(self, branding: &Branding) -> Self {
        let accent = self.accent.or_else(|| branding.primary_color.clone());
        let logo = branding.logo.clone().filter(|url| url.starts_with("https://"));
        Self { accent, logo, ..self }
    }

    /// The mail as plain text.
    pub fn text(&self) -> String {
        let mut text = self.paragraphs.join("\n\n");
        if !self.rows.is_empty() {
            text.push_str("\n\n");
        }
        for row in self.rows.iter().filter(|row| !row.struck) {
            text.extend([row.label.as_str(), ": ", &row.lines.join(", "), "\n"]);
        }
        for button in self.buttons.iter().chain(&self.links).chain(&self.stop) {
            text.extend(["\n", button.label.as_str(), ":\n", &button.href, "\n"]);
        }
        text.push_str("\n-- \n");
        text.push_str(&self.footer.join("\n"));
        text.push('\n');
        text
    }
}
