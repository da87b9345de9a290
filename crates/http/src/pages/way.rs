//! Where a page is, and what its links carry along: the invitee's zone, what was prefilled, how the page is embedded.

use super::{Fields, brand::Theme};

/// What links within a booking page carry along (contract section 14).
const CARRIED: [&str; 20] = [
    "attendee",
    "embed",
    "theme",
    "cssVars",
    "cssVarsPerTheme",
    "bodyBackground",
    "hideEventTypeDetails",
    "timezone",
    "duration",
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
const EVERYWHERE: [&str; 7] =
    ["embed", "theme", "cssVars", "cssVarsPerTheme", "bodyBackground", "hideEventTypeDetails", "timezone"];

/// A page's path, and what came with it.
#[derive(Debug, Clone)]
pub(super) struct Way {
    path: String,
    carried: Vec<(&'static str, String)>,
    /// Shown inside another page.
    pub(super) embedded: bool,
    /// Light or dark, when whoever embeds the page decides.
    pub(super) scheme: Option<&'static str>,
    /// How whoever embeds the page wants it to look.
    pub(super) theme: Theme,
    /// What is booked is told around the frame already.
    pub(super) brief: bool,
}

impl Way {
    /// The page at `path`, opened with this query.
    pub(super) fn new(path: impl Into<String>, query: &Fields) -> Self {
        let carried = CARRIED.into_iter().filter_map(|name| Some((name, query.get(name)?.to_owned())));
        Self {
            path: path.into(),
            carried: carried.collect(),
            embedded: query.is_on("embed"),
            scheme: ["light", "dark"].into_iter().find(|scheme| query.get("theme") == Some(scheme)),
            theme: Theme::of(query),
            brief: query.is_on("hideEventTypeDetails"),
        }
    }

    /// A page that is always embedded.
    pub(super) fn embedded(self) -> Self {
        Self { embedded: true, ..self }
    }

    /// This page with other parameters.
    pub(super) fn here(&self, changes: &[(&str, &str)]) -> String {
        self.link(&self.path, &CARRIED, changes)
    }

    /// Another page of the same kind: what was prefilled comes along, what opened this page does not.
    pub(super) fn beside(&self, path: &str) -> String {
        self.link(path, &CARRIED, &[("key", ""), ("oneTimeLinkId", ""), ("duration", "")])
    }

    /// Another page.
    pub(super) fn away(&self, path: &str, changes: &[(&str, &str)]) -> String {
        self.link(path, &EVERYWHERE, changes)
    }

    /// Where forms of this page are sent that say everything else themselves.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// What a form that is sent by GET must carry along, apart from its own fields.
    pub(super) fn hidden(&self, own: &[&str]) -> Vec<(&'static str, &str)> {
        let others = self.carried.iter().filter(|(name, _)| !own.contains(name));
        others.map(|(name, value)| (*name, value.as_str())).collect()
    }

    fn link(&self, path: &str, names: &[&str], changes: &[(&str, &str)]) -> String {
        let kept = self.carried.iter().map(|(name, value)| (*name, value.as_str()));
        let kept = kept
            .filter(|(name, _)| names.contains(name) && changes.iter().all(|(changed, _)| changed != name));
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(kept.chain(changes.iter().copied().filter(|(_, value)| !value.is_empty())));
        let query = query.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_carry_what_matters_and_nothing_else() {
        let query = Fields::query(Some("embed=true&utm_source=x&email=a%40b.c&key=k&timezone=Asia/Tokyo"));
        let way = Way::new("/ada-l/intro", &query);
        assert_eq!(
            way.here(&[("date", "2026-12-01"), ("timezone", "UTC")]),
            "/ada-l/intro?embed=true&key=k&email=a%40b.c&date=2026-12-01&timezone=UTC"
        );
        assert_eq!(way.away("/manage/s", &[]), "/manage/s?embed=true&timezone=Asia%2FTokyo");
        assert_eq!(way.beside("/ada-l"), "/ada-l?embed=true&timezone=Asia%2FTokyo&email=a%40b.c");
        assert!(way.embedded && !Way::new("/", &Fields::query(Some("embed=false"))).embedded);
    }
}
