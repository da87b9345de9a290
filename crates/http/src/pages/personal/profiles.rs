//! Where else a host can be found: links that the personal page shows, and their icons.

use serde_json::{Map, Value};

use super::web_link;

/// A link with an icon of `icons.html`; without an address it is only told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Profile {
    pub(super) icon: &'static str,
    pub(super) label: String,
    pub(super) href: Option<String>,
}

/// Services by our name, what people call them, and where a name there leads.
const SERVICES: [(&str, &str, &str); 5] = [
    ("linkedIn", "LinkedIn", "https://www.linkedin.com/in/"),
    ("facebook", "Facebook", "https://www.facebook.com/"),
    ("twitter", "X (Twitter)", "https://x.com/"),
    ("instagram", "Instagram", "https://www.instagram.com/"),
    ("xing", "XING", "https://www.xing.com/profile/"),
];

/// What a host says, in a fixed order (contract section 10).
pub(super) fn of(said: &Map<String, Value>) -> Vec<Profile> {
    let get =
        |name: &str| said.get(name).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
    let mut all = Vec::new();
    for (icon, label, base) in SERVICES {
        let Some(handle) = get(icon) else { continue };
        let href = web_link(Some(handle))
            .or_else(|| web_link(Some(&format!("{base}{}", handle.trim_matches(['@', '/'])))));
        all.extend(href.map(|href| Profile { icon, label: label.to_owned(), href: Some(href) }));
    }
    for link in said.get("customLinks").and_then(Value::as_array).into_iter().flatten() {
        let text = |name: &str| link.get(name).and_then(Value::as_str);
        let (Some(label), Some(href)) = (text("name"), web_link(text("url"))) else { continue };
        let label = if label.trim().is_empty() { href.clone() } else { label.to_owned() };
        all.push(Profile { icon: text("icon").map_or("link", known), label, href: Some(href) });
    }
    if let Some(phone) = get("phone") {
        let dialled: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        let href = (!dialled.is_empty()).then(|| format!("tel:{dialled}"));
        all.push(Profile { icon: "phone", label: phone.to_owned(), href });
    }
    if let Some(email) = get("email") {
        let href = email.contains('@').then(|| format!("mailto:{}", email.replace(['?', '&', ' '], "")));
        all.push(Profile { icon: "mail", label: email.to_owned(), href });
    }
    all.extend(address(&get));
    all
}

/// The name of a drawing we have, for the name somebody gave one.
fn known(icon: &str) -> &'static str {
    let drawn = ["phone", "mail", "place", "file", "linkedIn", "facebook", "twitter", "instagram", "xing"];
    drawn.into_iter().find(|name| name.eq_ignore_ascii_case(icon)).unwrap_or("link")
}

fn address<'a>(get: &impl Fn(&str) -> Option<&'a str>) -> Option<Profile> {
    let place =
        [get("addressPostalCode"), get("addressCity")].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let lines =
        [get("addressStreet"), Some(place.as_str()).filter(|place| !place.is_empty()), get("addressCountry")];
    let label = lines.into_iter().flatten().collect::<Vec<_>>().join(", ");
    (!label.is_empty()).then_some(Profile { icon: "place", label, href: None })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn profiles(said: Value) -> Vec<(&'static str, String, String)> {
        let said = said.as_object().cloned().unwrap_or_default();
        of(&said).into_iter().map(|p| (p.icon, p.label, p.href.unwrap_or_default())).collect()
    }

    #[test]
    fn names_and_addresses_become_links() {
        let said = json!({
            "email": "ada@example.com", "linkedIn": "ada-l", "twitter": "@ada", "xing": "https://www.xing.com/x",
            "phone": "+49 (30) 1", "addressStreet": "Weg 1", "addressPostalCode": "10115", "addressCity": "Berlin",
            "customLinks": [{ "name": "Blog", "url": "https://ada.example", "icon": "Mail" }],
        });
        let expected = [
            ("linkedIn", "LinkedIn", "https://www.linkedin.com/in/ada-l"),
            ("twitter", "X (Twitter)", "https://x.com/ada"),
            ("xing", "XING", "https://www.xing.com/x"),
            ("mail", "Blog", "https://ada.example/"),
            ("phone", "+49 (30) 1", "tel:+49301"),
            ("mail", "ada@example.com", "mailto:ada@example.com"),
            ("place", "Weg 1, 10115 Berlin", ""),
        ];
        assert_eq!(
            profiles(said),
            expected.map(|(icon, label, href)| (icon, label.to_owned(), href.to_owned()))
        );
    }

    #[test]
    fn nothing_that_runs_gets_in() {
        let said = json!({
            "linkedIn": " ", "customLinks": [{ "name": "x", "url": "javascript:alert(1)" }, "x", {}],
            "email": "not an address", "facebook": 7,
        });
        assert_eq!(profiles(said), [("mail", "not an address".to_owned(), String::new())]);
    }
}
