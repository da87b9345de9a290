//! What the documents promise is held by tests that exist.

use std::fs;

use super::{assert_none, root};

/// What a document of promises names without it being there: linked files, and tests in the file linked last.
fn missing(document: &str, read: impl Fn(&str) -> Option<String>) -> (usize, Vec<String>) {
    let (mut named, mut missing, mut source) = (0, vec![], None);
    let mut rest = document;
    while let Some(at) = rest.find(['(', '`', '#']) {
        let (mark, after) = (rest.as_bytes()[at], &rest[at + 1..]);
        rest = after;
        match mark {
            // A new section, or a new link: what was linked before is not meant any more.
            b'#' => source = None,
            b'(' if after.starts_with("../") => {
                let path = after.split(')').next().unwrap_or_default();
                source = read(path);
                if source.is_none() {
                    missing.push(format!("there is no {path}"));
                }
                rest = &after[path.len()..];
            }
            b'`' => {
                let name = after.split('`').next().unwrap_or_default();
                rest = after.get(name.len() + 1..).unwrap_or_default();
                if let Some(source) = &source {
                    named += 1;
                    let there = source.contains(&format!("fn {name}("));
                    missing.extend(
                        (!there).then(|| format!("there is no test {name} in the file linked before it")),
                    );
                }
            }
            _ => {}
        }
    }
    (named, missing)
}

#[test]
fn guarantees_are_held_by_tests_that_exist() {
    let docs = root().join("docs");
    let document = fs::read_to_string(docs.join("guarantees.md")).unwrap();
    let (named, missing) = missing(&document, |path| fs::read_to_string(docs.join(path)).ok());
    assert!(named >= 25, "only {named} tests are named");
    assert_none(&missing);
}

#[test]
fn empty_promises_are_found_out() {
    let read = |path: &str| (path == "../a.rs").then(|| "async fn is_there(db) {}".to_owned());
    assert_eq!(missing("# A\n`x` [a](../a.rs): `is_there`", read), (1, vec![]));
    assert_eq!(missing("[a](../a.rs): `is_not`", read).1.len(), 1);
    assert_eq!(missing("[a](../b.rs): `is_there`", read).1, ["there is no ../b.rs"]);
    assert_eq!(missing("[a](../a.rs)\n## B\n`anything`", read), (0, vec![]));
}
