//! Every language says everything that English says, with the same parts, and nothing is said that nobody says.
#![allow(clippy::unwrap_used)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use super::*;

/// What a translation may leave out: only English orders dates by region.
const OPTIONAL: &str = "region";

/// The keys of a language's messages and attributes, with the variables each uses.
fn messages(tongue: Tongue) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for file in files(tongue) {
        FluentResource::try_new(file.to_owned())
            .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", tongue.code()));
        let mut key = String::new();
        let mut message = String::new();
        for line in file.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
            let named = line.split_once(" =").map(|(name, _)| name);
            if let Some(name) = named.filter(|name| !name.starts_with(' ')) {
                name.clone_into(&mut message);
                key.clone_from(&message);
            } else if let Some(attribute) = named.and_then(|name| name.trim().strip_prefix('.')) {
                key = format!("{message}.{attribute}");
            }
            let twice = named.is_some_and(|name| !name.contains('{')) && found.contains_key(&key);
            assert!(!twice, "{}: {key} is there twice", tongue.code());
            let variables: &mut BTreeSet<String> = found.entry(key.clone()).or_default();
            variables.extend(line.split('$').skip(1).map(|rest| {
                rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect::<String>()
            }));
        }
    }
    // A message that is all attributes says nothing itself.
    found
}

#[test]
fn every_language_says_what_english_says() {
    let english = messages(Tongue::En);
    assert!(english.len() > 10);
    for tongue in Tongue::ALL {
        let own = messages(tongue);
        let missing: Vec<_> = english.keys().filter(|key| !own.contains_key(*key)).collect();
        let more: Vec<_> = own.keys().filter(|key| !english.contains_key(*key)).collect();
        assert!(
            missing.is_empty() && more.is_empty(),
            "{}: missing {missing:?}, more {more:?}",
            tongue.code()
        );
        for (key, variables) in &english {
            let used = |variables: &BTreeSet<String>| {
                variables.iter().filter(|name| *name != OPTIONAL).cloned().collect::<BTreeSet<_>>()
            };
            assert_eq!(used(&own[key]), used(variables), "{}: {key}", tongue.code());
        }
    }
}

#[test]
fn every_key_is_known_and_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
    let mut sources = Vec::new();
    for folder in ["crates/app/src", "crates/http/src/pages", "web/templates"] {
        collect(&root.join(folder), &mut sources);
    }
    assert!(sources.len() > 30, "the sources were not found");
    let english = messages(Tongue::En);
    for (path, text) in &sources {
        for asked in asked(text) {
            assert!(english.contains_key(asked), "{}: there is no message {asked}", path.display());
        }
    }
    let said = |key: &String| sources.iter().any(|(_, text)| text.contains(&format!("\"{key}\"")));
    // Attributes are asked for with their message.
    let unused: Vec<_> = english.keys().filter(|key| !key.contains('.') && !said(key)).collect();
    assert!(unused.is_empty(), "nobody says {unused:?}");
}

/// The keys that a source asks for in so many words.
fn asked(text: &str) -> impl Iterator<Item = &str> {
    let calls = ["say(language, \"", ".say(\"", ".with(\"", ".count(\""];
    calls
        .into_iter()
        .flat_map(move |call| text.split(call).skip(1).map(|rest| rest.split('"').next().unwrap_or_default()))
}

fn collect(folder: &Path, sources: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, sources);
        } else if !path.ends_with("texts/tests.rs") {
            let text = fs::read_to_string(&path).unwrap();
            sources.push((path, text));
        }
    }
}

#[test]
fn plurals_follow_the_language() {
    let length = |tag: &str, minutes| dates::length(Language::parse(tag).unwrap(), minutes);
    assert_eq!([length("en", 1), length("en", 2)], ["1 minute", "2 minutes"]);
    assert_eq!([length("pl", 1), length("pl", 22), length("pl", 25)], ["1 minuta", "22 minuty", "25 minut"]);
    assert_eq!([length("pl", 120), length("pl", 300)], ["2 godziny", "5 godzin"]);
    assert_eq!([length("ar", 60), length("ar", 120)], ["ساعة واحدة", "ساعتان"]);
    assert_eq!(length("no", 60), "1 time");
}

#[test]
fn marks_of_direction_are_not_nested() {
    let arabic = Language::parse("ar").unwrap();
    let at = jiff::civil::date(2026, 12, 7).at(14, 30, 0, 0);
    let start = dates::day_time(arabic, at);
    let said = say(arabic, "mail-webhook-paused-subject", &[("host", start.into())]);
    assert_eq!((said.matches('\u{2068}').count(), said.matches('\u{2069}').count()), (1, 1), "{said:?}");
}

#[test]
fn marks_of_direction_only_where_they_are_needed() {
    for language in Language::ALL {
        let said = dates::date(language, jiff::civil::date(2026, 12, 7));
        let marked = said.contains('\u{2068}');
        assert_eq!(marked, language.direction() == Direction::Rtl, "{said}");
    }
}
