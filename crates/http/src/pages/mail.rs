//! The HTML part of mails. It needs nothing from elsewhere, and can be read on light and dark grounds, with or without
//! its style sheet.

use askama::Template;
use slated_app::{
    mail::{Content, MailHtml},
    texts::Direction,
};

use super::brand;

/// The usual colour of buttons, and of text on them.
const USUAL: (&str, &str) = ("#2456c4", "#ffffff");

#[derive(Template)]
#[template(path = "mail.html")]
struct MailTemplate<'a> {
    mail: &'a Content,
    lang: String,
    dir: &'static str,
    fill: String,
    on_fill: String,
    /// What mail programs show beside the subject.
    preheader: String,
    /// Paragraphs and their lines.
    paragraphs: Vec<Vec<&'a str>>,
}

/// Renders mails with the template in `web/templates/mail.html`.
#[derive(Debug, Clone, Copy, Default)]
pub struct MailPages;

impl MailHtml for MailPages {
    fn html(&self, content: &Content) -> String {
        let own = content.accent.as_deref().and_then(brand::button);
        let (fill, on_fill) = own.unwrap_or_else(|| (USUAL.0.to_owned(), USUAL.1.to_owned()));
        let template = MailTemplate {
            mail: content,
            lang: content.language.tag(),
            dir: match content.language.direction() {
                Direction::Ltr => "ltr",
                Direction::Rtl => "rtl",
            },
            fill,
            on_fill,
            preheader: content.paragraphs.last().cloned().unwrap_or_default(),
            paragraphs: content.paragraphs.iter().map(|text| text.lines().collect()).collect(),
        };
        template.render().expect("the template does nothing that can fail")
    }
}
