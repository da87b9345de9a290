//! What surrounds every page: the document's head, and the headers it is sent with.

use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse as _, Response},
};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde_json::Value;
use slated_app::texts::{Direction, Language, dates};

use super::{
    Way,
    brand::{Brand, Style},
    text::Words,
};
use crate::assets;

/// A span of time, as an invitee reads it.
#[derive(Debug)]
pub(super) struct When {
    /// `Monday, 7 December 2026`.
    pub(super) day: String,
    /// `14:30 – 15:00`.
    pub(super) time: String,
    /// `Berlin time, GMT+1`.
    pub(super) zone: String,
    /// For programs.
    pub(super) machine: String,
}

impl When {
    /// `minutes` from `start` on, in a zone.
    pub(super) fn of(words: Words, start: Timestamp, minutes: u32, zone: &TimeZone) -> Self {
        // A start comes from a link, and may be the last moment there is.
        let end = start.checked_add(SignedDuration::from_mins(i64::from(minutes))).unwrap_or(start);
        Self::between(words, start, end, zone)
    }

    /// From one moment to another, in a zone.
    pub(super) fn between(words: Words, start: Timestamp, end: Timestamp, zone: &TimeZone) -> Self {
        let (from, to) = (start.to_zoned(zone.clone()), end.to_zoned(zone.clone()));
        Self {
            day: dates::date(words.0, from.date()),
            time: dates::time_range(words.0, from.time(), to.time()),
            zone: dates::zone(words.0, zone, start),
            machine: start.to_string(),
        }
    }
}

/// Which sites frame what is framed by none.
const NOBODY: &str = "'none'";

/// The page in another language.
#[derive(Debug)]
pub(super) struct Other {
    pub(super) language: Language,
    /// The address; without, it is a button of the page's form, so that what was typed is not lost.
    pub(super) href: Option<String>,
}

/// What the base template needs.
#[derive(Debug)]
pub(super) struct Shell {
    pub(super) title: String,
    /// What everything on the page is said in.
    pub(super) t: Words,
    /// None where the page cannot be shown again without doing something twice.
    pub(super) others: Vec<Other>,
    /// Of the root element.
    pub(super) classes: String,
    pub(super) embedded: bool,
    pub(super) scheme: Option<&'static str>,
    pub(super) style: Style,
    pub(super) logo: Option<(String, String)>,
    /// Says what made the page.
    pub(super) credit: bool,
    /// Kept out of search engines and caches: it is behind a secret, or an answer to one person.
    pub(super) private: bool,
    /// Which sites may frame it, as a Content-Security-Policy says it.
    pub(super) framed_by: &'static str,
    /// The zone that was assumed because nobody said: the script may know better.
    pub(super) guessed_zone: Option<String>,
    /// Told to the page that frames this one (contract section 14).
    pub(super) event: Option<String>,
    /// Another site that sending the page's form may lead to.
    pub(super) form_target: Option<String>,
    pub(super) css: String,
    pub(super) js: String,
    /// What framed pages load too.
    pub(super) embed_js: String,
}

impl Shell {
    pub(super) fn new(title: impl Into<String>, way: &Way, brand: Brand) -> Self {
        let classes = [("embedded", way.embedded), ("brief", way.brief)];
        let classes: Vec<_> = classes.into_iter().filter_map(|(name, on)| on.then_some(name)).collect();
        Self {
            title: title.into(),
            t: way.words,
            others: vec![],
            classes: classes.join(" "),
            embedded: way.embedded,
            scheme: way.scheme,
            style: brand.style(&way.theme),
            logo: brand.logo.filter(|_| !way.embedded),
            credit: brand.credit,
            private: false,
            // By anybody, on purpose: booking pages live in other people's sites. Nothing here rides on a cookie.
            framed_by: "*",
            guessed_zone: None,
            event: None,
            form_target: None,
            css: assets::url("pages.css"),
            js: assets::url("pages.js"),
            embed_js: assets::url("embed.js"),
        }
    }

    pub(super) fn lang(&self) -> String {
        self.t.0.tag()
    }

    pub(super) fn dir(&self) -> &'static str {
        match self.t.0.direction() {
            Direction::Ltr => "ltr",
            Direction::Rtl => "rtl",
        }
    }

    /// Offers the same page in other languages.
    pub(super) fn in_other_languages(self, way: &Way) -> Self {
        self.offering(|language| Some(way.in_language(language)))
    }

    /// The same where something may have been typed: the form with the id `book` is sent, and shown again.
    pub(super) fn typed_in_other_languages(self) -> Self {
        self.offering(|_| None)
    }

    fn offering(self, href: impl Fn(Language) -> Option<String>) -> Self {
        let others = Language::ALL.into_iter().filter(|language| language.code() != self.t.0.code());
        let others = others.map(|language| Other { language, href: href(language) }).collect();
        Self { others, ..self }
    }

    pub(super) fn private(self) -> Self {
        Self { private: true, ..self }
    }

    /// Opened from a mail, and never in a frame.
    pub(super) fn alone(self) -> Self {
        Self { framed_by: NOBODY, ..self }
    }

    /// Tells the page around this one.
    pub(super) fn tell(self, event: &Value) -> Self {
        Self { event: Some(event.to_string()), ..self }
    }

    /// The page, with everything a browser must know to keep it safe.
    pub(super) fn respond(&self, status: StatusCode, page: &impl Template) -> Response {
        let onward = self.form_target.as_deref().unwrap_or_default();
        let html = page.render().expect("the templates do nothing that can fail");
        let styles = self.style.csp_source().unwrap_or_default();
        let policy = format!(
            "default-src 'none'; style-src 'self' {styles}; script-src 'self'; connect-src 'self'; img-src 'self' data: https:; \
             form-action 'self' {onward}; base-uri 'none'; frame-ancestors {}",
            self.framed_by
        );
        let policy = HeaderValue::try_from(policy).expect("the policy is ASCII");
        let cache = if self.private { "no-store" } else { "no-cache" };
        let mut response = (status, Html(html)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        // Links hold secrets; and "same-origin" still lets our own forms say where they come from.
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
        // Both let pages that isolate themselves frame this one, if it is framed at all.
        let sharing = if self.framed_by == NOBODY { "same-origin" } else { "cross-origin" };
        headers.insert("cross-origin-resource-policy", HeaderValue::from_static(sharing));
        headers.insert("cross-origin-embedder-policy", HeaderValue::from_static("credentialless"));
        response
    }
}
