//! Where a page is, and what its links carry along: the invitee's zone, what was prefilled, how the page is embedded.

use slated_app::texts::Language;

use super::{Fields, Visit, brand::Theme, text::Words};

/// What links within a booking page carry along (contract section 14).
const CARRIED: [&str; 26] = [
    "attendee",
    "embed",
    "align",
    "theme",
    "cssVars",
    "cssVarsPerTheme",
    "bodyBackground",
    "hideEventTypeDetails",
    "lang",
    "locale",
    "timezone",
    "duration",
    "channel",
    "address",
    "guests",
    "oneTimeLinkId",
    "key",
    "email",
    "name",
    "fullname",
    "firstname",
    "lastname",
    "lastName",
    "phone",
    "message",
    "company",
];
/// What links to other pages carry along.
const EVERYWHERE: [&str; 10] = [
    "embed",
    "align",
    "theme",
    "cssVars",
    "cssVarsPerTheme",
    "bodyBackground",
    "hideEventTypeDetails",
    "lang",
    "locale",
    "timezone",
];

/// What steers a page; no question is answered by it.
const STEERS: [&str; 9] =
    ["date", "start", "month", "slot", "attendee", "duration", "channel", "oneTimeLinkId", "key"];

/// Whether a question of this name can be answered by a link.
pub(super) fn can_answer(name: &str) -> bool {
    !STEERS.contains(&name) && !EVERYWHERE.contains(&name)
}

/// A page's path, and what came with it.
#[derive(Debug, Clone)]
pub(super) struct Way {
    path: String,
    carried: Vec<(String, String)>,
    /// Shown inside another page.
    pub(super) embedded: bool,
    /// Light or dark, when whoever embeds the page decides.
    pub(super) scheme: Option<&'static str>,
    /// How whoever embeds the page wants it to look.
    pub(super) theme: Theme,
    /// What is booked is told around the frame already.
    pub(super) brief: bool,
    /// The language the link asks for.
    asked: Option<Language>,
    accepted: Option<Language>,
    /// What the page says, in the language that was settled on.
    pub(super) words: Words,
}

impl Way {
    /// The page at `path`, opened like this.
    pub(super) fn new(path: impl Into<String>, visit: &Visit) -> Self {
        let query = &visit.query;
        let carried =
            CARRIED.into_iter().filter_map(|name| Some((name.to_owned(), query.get(name)?.to_owned())));
        let asked = ["lang", "locale"].into_iter().find_map(|name| Language::parse(query.get(name)?));
        Self {
            path: path.into(),
            carried: carried.collect(),
            embedded: query.is_on("embed"),
            scheme: ["light", "dark"].into_iter().find(|scheme| query.get("theme") == Some(scheme)),
            theme: Theme::of(query),
            brief: query.is_on("hideEventTypeDetails"),
            asked,
            accepted: visit.accepted,
            words: Words(asked.or(visit.accepted).unwrap_or_default()),
        }
    }

    /// In the language the link asks for, else that of the booking, the browser's, or at last the host's.
    pub(super) fn spoken(self, booked_in: Option<Language>, host: Option<&str>) -> Self {
        let language = self.asked.or(booked_in).or(self.accepted).or_else(|| Language::parse(host?));
        Self { words: Words(language.unwrap_or_default()), ..self }
    }

    /// Carries along what a link says to these names too.
    pub(super) fn carrying<'a>(mut self, names: impl IntoIterator<Item = &'a str>, query: &Fields) -> Self {
        for name in names {
            if can_answer(name) && !CARRIED.contains(&name) {
                self.carried.extend(query.all(name).map(|value| (name.to_owned(), value.to_owned())));
            }
        }
        self
    }

    /// A page that is always embedded.
    pub(super) fn embedded(self) -> Self {
        Self { embedded: true, ..self }
    }

    /// This page with other parameters.
    pub(super) fn here(&self, changes: &[(&str, &str)]) -> String {
        self.link(&self.path, None, changes)
    }

    /// Another page of the same kind: what was prefilled comes along, what opened this page does not.
    pub(super) fn beside(&self, path: &str) -> String {
        self.link(
            path,
            Some(&CARRIED),
            &[("key", ""), ("oneTimeLinkId", ""), ("duration", ""), ("channel", "")],
        )
    }

    /// Another page.
    pub(super) fn away(&self, path: &str, changes: &[(&str, &str)]) -> String {
        self.link(path, Some(&EVERYWHERE), changes)
    }

    /// Where forms of this page are sent that say everything else themselves.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// What a form that is sent by GET must carry along, apart from its own fields.
    pub(super) fn hidden(&self, own: &[&str]) -> Vec<(&str, &str)> {
        let others = self.carried.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        others.filter(|(name, _)| !own.contains(name)).collect()
    }

    /// `only` these names are kept; without, all.
    fn link(&self, path: &str, only: Option<&[&str]>, changes: &[(&str, &str)]) -> String {
        let kept = self.carried.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let kept = kept.filter(|(name, _)| {
            only.is_none_or(|only| only.contains(name)) && changes.iter().all(|(changed, _)| changed != name)
        });
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(kept.chain(changes.iter().copied().filter(|(_, value)| !value.is_empty())));
        let query = query.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visit(query: &str) -> Visit {
        Visit { query: Fields::query(Some(query)), accepted: None }
    }

    #[test]
    fn links_carry_what_matters_and_nothing_else() {
        let visit = visit("embed=true&utm_source=x&email=a%40b.c&key=k&timezone=Asia/Tokyo&lang=de");
        let way = Way::new("/ada-l/intro", &visit);
        assert_eq!(
            way.here(&[("date", "2026-12-01"), ("timezone", "UTC")]),
            "/ada-l/intro?embed=true&lang=de&key=k&email=a%40b.c&date=2026-12-01&timezone=UTC"
        );
        assert_eq!(way.away("/manage/s", &[]), "/manage/s?embed=true&lang=de&timezone=Asia%2FTokyo");
        assert_eq!(way.beside("/ada-l"), "/ada-l?embed=true&lang=de&timezone=Asia%2FTokyo&email=a%40b.c");
        assert!(way.embedded && !Way::new("/", &self::visit("embed=false")).embedded);
    }

    #[test]
    fn the_language_is_the_links_then_the_bookings_then_the_browsers_then_the_hosts() {
        let language = |tag: &str| Language::parse(tag);
        let code = |query: &str, booked: &str, accepted: &str, host: &str| {
            let visit = Visit { accepted: language(accepted), ..visit(query) };
            Way::new("/", &visit).spoken(language(booked), Some(host)).words.0.code()
        };
        assert_eq!(code("locale=fr-CA", "de", "pl", "it"), "fr");
        assert_eq!(code("lang=xx", "de", "pl", "it"), "de");
        assert_eq!(code("", "", "pl", "it"), "pl");
        assert_eq!(code("", "", "", "it"), "it");
        assert_eq!(code("", "", "", "pt"), "en");
    }
}
