//! What invitees are told, in their language: pages and mails say it with [`say`], dates with [`dates`].
//!
//! The words are Fluent messages in `web/locales/<language>/`, embedded in the binary and parsed once per language
//! when it is first spoken. `en` is complete by definition; a test holds the others to it. Nothing is escaped here:
//! what comes out is plain text.

use std::sync::OnceLock;

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};

pub mod dates;
pub mod direction;
mod language;

#[cfg(test)]
mod tests;

pub use fluent_bundle::FluentValue as Value;
pub use language::{Clock, Direction, Language};

use language::Tongue;

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: [OnceLock<Bundle>; Tongue::ALL.len()] = [const { OnceLock::new() }; Tongue::ALL.len()];

/// A language's files.
macro_rules! files {
    ($code:literal) => {
        [
            include_str!(concat!("../../../web/locales/", $code, "/accounts.ftl")),
            include_str!(concat!("../../../web/locales/", $code, "/dates.ftl")),
            include_str!(concat!("../../../web/locales/", $code, "/mail.ftl")),
            include_str!(concat!("../../../web/locales/", $code, "/pages.ftl")),
        ]
    };
}

fn files(tongue: Tongue) -> [&'static str; 4] {
    match tongue {
        Tongue::En => files!("en"),
        Tongue::De => files!("de"),
        Tongue::Fr => files!("fr"),
        Tongue::Es => files!("es"),
        Tongue::No => files!("no"),
        Tongue::Nl => files!("nl"),
        Tongue::It => files!("it"),
        Tongue::Pl => files!("pl"),
        Tongue::Sv => files!("sv"),
        Tongue::Tr => files!("tr"),
        Tongue::Da => files!("da"),
        Tongue::Ar => files!("ar"),
    }
}

/// The message of this key, with its placeables filled in. `key.attribute` is an attribute of a message.
///
/// Numbers must be given as numbers for plural forms to be chosen: `say(language, "length-hours", &[("hours", 2.into())])`.
pub fn say(language: Language, key: &str, args: &[(&str, Value<'_>)]) -> String {
    let said = in_bundle(bundle(language.tongue()), key, args);
    let said = said.or_else(|| in_bundle(bundle(Tongue::En), key, args));
    debug_assert!(said.is_some(), "there is no message {key}");
    let said = said.unwrap_or_else(|| key.to_owned());
    // What is put in may have been said before.
    if language.direction() == Direction::Rtl { direction::outermost(&said) } else { said }
}

fn in_bundle(bundle: &Bundle, key: &str, args: &[(&str, Value<'_>)]) -> Option<String> {
    let (id, attribute) = key.split_once('.').map_or((key, None), |(id, attribute)| (id, Some(attribute)));
    let message = bundle.get_message(id)?;
    let pattern = match attribute {
        Some(attribute) => message.get_attribute(attribute)?.value(),
        None => message.value()?,
    };
    let args: FluentArgs<'_> = args.iter().map(|(name, value)| (*name, value.clone())).collect();
    let mut errors = Vec::new();
    let said = bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
    debug_assert!(errors.is_empty(), "{key}: {errors:?}");
    Some(said)
}

fn bundle(tongue: Tongue) -> &'static Bundle {
    BUNDLES[tongue as usize].get_or_init(|| {
        let language = tongue.plural_rules().parse().expect("our languages have valid tags");
        let mut bundle = Bundle::new_concurrent(vec![language]);
        // Marks around names and numbers are needed only where they would turn the text around them.
        bundle.set_use_isolating(tongue.direction() == Direction::Rtl);
        for file in files(tongue) {
            let resource = FluentResource::try_new(file.to_owned());
            let resource = resource.expect("a test parses every embedded file");
            bundle.add_resource(resource).expect("a test finds keys that are there twice");
        }
        bundle
    })
}
