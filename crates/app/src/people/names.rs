//! Slugs of users and companies: made from names, unique in the installation.

use slated_store::db::{self, Conn};

use crate::{Error, Result, slug};

/// The fewest characters of a user's slug (contract section 6.4).
const SHORTEST: usize = 5;

/// First parts of paths that are the service's own, so that no user's page can hide one. Sorted.
const RESERVED: [&str; 50] = [
    "about",
    "account",
    "admin",
    "appointment",
    "appointments",
    "assets",
    "attendee",
    "availability",
    "booking",
    "booking-availability",
    "bookings",
    "cancel",
    "company",
    "confirm",
    "dashboard",
    "data-field",
    "embed",
    "favicon",
    "health",
    "healthz",
    "integration",
    "integrations",
    "knowledge",
    "login",
    "logout",
    "manage",
    "meeting-type",
    "metrics",
    "one-time",
    "openapi",
    "openapi-json",
    "password",
    "pending",
    "personal-page",
    "provisional-booking",
    "public",
    "queue",
    "readyz",
    "reschedule",
    "robots",
    "routing-form",
    "settings",
    "sign-in",
    "signup",
    "sitemap",
    "static",
    "support",
    "users",
    "web-chat",
    "webhooks",
];

/// Whether no user may be called this in URLs. What is shorter than five characters (`f`, `v4`, `docs`, `team`,
/// `auth`, `crm`) cannot be a user's slug anyway.
fn is_reserved(slug: &str) -> bool {
    RESERVED.binary_search(&slug).is_ok()
}

/// The slug that somebody asked for, folded; refused when it is too short or the service's own.
pub(crate) fn user_slug(wanted: &str) -> Result<String> {
    let slug = slug::fold(wanted);
    if slug.len() < SHORTEST {
        let message = format!("Must have at least {SHORTEST} letters or digits");
        return Err(Error::invalid("slug", "too-short", message));
    }
    if is_reserved(&slug) {
        return Err(Error::invalid("slug", "slug-taken", "This slug is taken"));
    }
    Ok(slug)
}

/// What the slug of a new user begins with: the name, helped out by the e-mail address where it is too short or
/// has no Latin letters.
pub(crate) fn user_stem(given_name: &str, family_name: &str, email: &str) -> String {
    let name = slug::fold(&format!("{given_name} {family_name}"));
    if name.len() >= SHORTEST && !is_reserved(&name) {
        return name;
    }
    let local = slug::fold(email.split('@').next().unwrap_or_default());
    let both = if name.is_empty() { local } else { slug::fold(&format!("{name} {local}")) };
    if both.len() >= SHORTEST && !is_reserved(&both) { both } else { slug::fold(&format!("user {both}")) }
}

/// What the slug of a new company begins with.
pub(crate) fn company_stem(name: &str) -> String {
    let folded = slug::fold(name);
    if folded.is_empty() { "company".to_owned() } else { folded }
}

/// One of `stem`, `stem-2`, `stem-3` … that is not taken now: the first, as long as none before it was freed.
///
/// Found by doubling and halving, so that the ten-thousandth of a name costs no ten thousand looks. Another
/// transaction may take it before this one does: whoever stores it must be ready to ask again.
pub(crate) fn free(
    tx: &mut Conn,
    stem: &str,
    mut is_taken: impl FnMut(&mut Conn, &str) -> db::Result<bool>,
) -> db::Result<String> {
    if !is_taken(tx, stem)? {
        return Ok(stem.to_owned());
    }
    let (mut taken, mut open) = (1u64, 2u64);
    while is_taken(tx, &numbered(stem, open))? {
        (taken, open) = (open, open.saturating_mul(2));
    }
    while open - taken > 1 {
        let middle = taken + (open - taken) / 2;
        if is_taken(tx, &numbered(stem, middle))? { taken = middle } else { open = middle }
    }
    Ok(numbered(stem, open))
}

fn numbered(stem: &str, n: u64) -> String {
    let tail = format!("-{n}");
    let head = &stem[..stem.len().min(slug::MAX - tail.len())];
    format!("{}{tail}", head.trim_end_matches('-'))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn stems() {
        for (given, family, email, stem) in [
            ("John", "Smith", "john@example.com", "john-smith"),
            ("José", "Núñez", "j@example.com", "jose-nunez"),
            ("A", "B", "ada.byron@example.com", "a-b-ada-byron"),
            ("李", "明", "li.ming@example.com", "li-ming"),
            ("李", "明", "li@example.com", "user-li"),
            ("", "", "@", "user"),
            ("Admin", "", "boss@example.com", "admin-boss"),
        ] {
            let made = user_stem(given, family, email);
            assert_eq!(made, stem);
        }
    }

    #[test]
    fn the_reserved_are_in_order() {
        assert!(RESERVED.is_sorted());
        assert!(RESERVED.iter().all(|slug| slug::fold(slug) == *slug));
    }

    #[test]
    fn asked_for() {
        assert_eq!(user_slug("John Doe").unwrap(), "john-doe");
        assert!(user_slug("john").is_err() && user_slug("embed").is_err() && user_slug("—").is_err());
    }

    #[test]
    fn numbers_fit() {
        assert_eq!(numbered("john-smith", 2), "john-smith-2");
        let long = "x".repeat(slug::MAX);
        assert_eq!(numbered(&long, 12_345).len(), slug::MAX);
    }
}
