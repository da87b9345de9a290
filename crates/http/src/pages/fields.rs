//! What a form or a query says. Unknown names are ignored, and nothing here can fail: pages are opened from links that
//! other people wrote.

/// Names and values, in the order they came.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads a query or an `application/x-www-form-urlencoded` body.
    pub(super) fn parse(encoded: &[u8]) -> Self {
        // PostgreSQL takes no NUL, and no person types one.
        let clean = |text: std::borrow::Cow<'_, str>| text.replace('\0', "").replace("\r\n", "\n");
        Self(url::form_urlencoded::parse(encoded).map(|(name, value)| (clean(name), clean(value))).collect())
    }

    /// Reads a query that may be missing.
    pub(super) fn query(query: Option<&str>) -> Self {
        Self::parse(query.unwrap_or_default().as_bytes())
    }

    /// Says what somebody else said by other names.
    pub(super) fn of<T: Into<String>>(pairs: impl IntoIterator<Item = (T, T)>) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }

    /// Everything, as it came.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The value of this name, without blanks around it; none if there is nothing else.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let value = self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim());
        value.filter(|value| !value.is_empty())
    }

    /// Every value of this name that is not empty.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        let values = self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.trim());
        values.filter(|value| !value.is_empty())
    }

    /// The same, parsed; none if it cannot be.
    pub(super) fn read<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.parse().ok()
    }

    /// The same, as typed.
    pub(super) fn typed(&self, name: &str) -> String {
        self.get(name).unwrap_or_default().to_owned()
    }

    /// A switch: there, and not off.
    pub(super) fn is_on(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| !matches!(value, "false" | "0"))
    }
}
