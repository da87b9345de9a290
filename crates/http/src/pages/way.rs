//! Where a page is, and what its links carry along: the invitee's zone, what was prefilled, how the page is embedded.

use slated_app::texts::{Clock, Language};

use super::{Fields, Visit, brand::Theme, text::Words};

/// What every link carries along (contract section 14): how the page is embedded, looks and speaks.
const EVERYWHERE: [&str; 11] = [
    "embed",
    "align",
    "theme",
    "cssVars",
    "cssVarsPerTheme",
    "bodyBackground",
    "hideEventTypeDetails",
    "lang",
    "locale",
    "hourCycle",
    "timezone",
];
/// What links within a booking page carry along besides.
const WITHIN: [&str; 17] = [
    "attendee",
    "duration",
    "channel",
    "host",
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

fn is_carried(name: &str) -> bool {
    EVERYWHERE.contains(&name) || WITHIN.contains(&name)
}

/// What steers a page; no question is answered by it.
const STEERS: [&str; 10] =
    ["date", "start", "month", "slot", "attendee", "duration", "channel", "host", "oneTimeLinkId", "key"];

/// Whether a question of this name can be answered by a link.
pub(super) fn can_answer(name: &str) -> bool {
    !STEERS.contains(&name) && !EVERYWHERE.contains(&name)
}

/// A page's path, and what came with it.
#[derive(Debug, Clone)]
pub(super) struct Way {
    path: String,
    carried: Vec<(String, String)>,
    /// Everything that the address says.
    pub(super) query: Fields,
    /// Shown inside another page.
    pub(super) embedded: bool,
    /// Light or dark, when whoever embeds the page decides.
    pub(super) scheme: Option<&'static str>,
    /// How whoever embeds the page wants it to look.
    pub(super) theme: Theme,
    /// What is booked is told around the frame already.
    pub(super) brief: bool,
    /// The language the link asks for.
    pub(super) asked: Option<Language>,
    accepted: Option<Language>,
    /// How hours are to be counted, whatever is usual.
    clock: Option<Clock>,
    /// What the page says, in the language that was settled on.
    pub(super) words: Words,
}

impl Way {
    /// The page at `path`, opened like this.
    pub(super) fn new(path: impl Into<String>, visit: &Visit) -> Self {
        let query = &visit.query;
        let carried = EVERYWHERE.into_iter().chain(WITHIN);
        let carried = carried.filter_map(|name| Some((name.to_owned(), query.get(name)?.to_owned())));
        let asked = ["lang", "locale"].into_iter().find_map(|name| Language::parse(query.get(name)?));
        let way = Self {
            path: path.into(),
            carried: carried.collect(),
            query: query.clone(),
            embedded: query.is_on("embed"),
            scheme: ["light", "dark"].into_iter().find(|scheme| query.get("theme") == Some(scheme)),
            theme: Theme::of(query),
            brief: query.is_on("hideEventTypeDetails"),
            asked: asked.map(|asked| asked.at_home_with(visit.accepted)),
            accepted: visit.accepted,
            clock: query.get("hourCycle").and_then(Clock::parse),
            words: Words::default(),
        };
        way.spoken(None, None)
    }

    /// In the language the link asks for, else that of the booking, the browser's, or at last the host's.
    pub(super) fn spoken(self, booked_in: Option<Language>, host: Option<&str>) -> Self {
        let language = self.asked.or(booked_in).or(self.accepted).or_else(|| Language::parse(host?));
        Self { words: Words(language.unwrap_or_default().with_clock(self.clock)), ..self }
    }

    /// In another language than the address says.
    pub(super) fn speaking(self, language: Language) -> Self {
        let kept = self.carried.into_iter().filter(|(name, _)| name != "lang" && name != "locale");
        let carried = kept.chain([("lang".to_owned(), language.tag())]).collect();
        Self { carried, asked: Some(language.at_home_with(self.accepted)), ..self }.spoken(None, None)
    }

    /// This very page in another language: an address that is relative to the one it has, and keeps all that says.
    pub(super) fn in_language(&self, language: Language) -> String {
        let mut query = url::form_urlencoded::Serializer::for_suffix("?".to_owned(), 1);
        query.append_pair("lang", language.code());
        query.extend_pairs(self.query.pairs().filter(|(name, _)| !matches!(*name, "lang" | "locale")));
        query.finish()
    }

    /// Carries along what a link says to these names too.
    pub(super) fn carrying<'a>(mut self, names: impl IntoIterator<Item = &'a str>, query: &Fields) -> Self {
        for name in names {
            if can_answer(name) && !is_carried(name) {
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
            Some(is_carried),
            &[("key", ""), ("oneTimeLinkId", ""), ("duration", ""), ("channel", ""), ("host", "")],
        )
    }

    /// Another page.
    pub(super) fn away(&self, path: &str, changes: &[(&str, &str)]) -> String {
        self.link(path, Some(|name| EVERYWHERE.contains(&name)), changes)
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
    fn link(&self, path: &str, only: Option<fn(&str) -> bool>, changes: &[(&str, &str)]) -> String {
        let kept = self.carried.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let kept = kept.filter(|(name, _)| {
            only.is_none_or(|only| only(name)) && changes.iter().all(|(changed, _)| changed != name)
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
    fn another_language_keeps_all_that_the_address_says() {
        let said =
            visit("locale=de&start=2026-12-01T09%3A00%3A00Z&utm_source=x&answer=a&answer=b&hourCycle=h12");
        let way = Way::new("/ada-l/intro", &said);
        let french = Language::parse("fr").expect("it is there");
        assert_eq!(
            way.in_language(french),
            "?lang=fr&start=2026-12-01T09%3A00%3A00Z&utm_source=x&answer=a&answer=b&hourCycle=h12"
        );
        let way = way.speaking(french);
        assert_eq!(way.here(&[]), "/ada-l/intro?hourCycle=h12&lang=fr");
        assert_eq!(way.words.0.locale(), "fr-u-hc-h12");
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
