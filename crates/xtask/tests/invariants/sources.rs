//! What dependencies cannot say: where the clock is read, where SQL is written, where anything is awaited,
//! how long files are and what modules are called.

use std::fs;
use std::path::Path;

use super::lexer::{Piece, pieces};
use super::{assert_none, root};

/// The longest a file may be before it must be asked for its second idea.
const LINES: usize = 400;

/// Names that say nothing about what is inside.
const EMPTY_NAMES: &[&str] = &["common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"];

/// Where a rule does not hold, and why. A line that is not needed any more fails the test.
const EXCEPTIONS: &[(Rule, &str, &str)] = &[
    (Rule::Await, "store/src/migrate.rs", "runs before anything is served, through the waist like everyone"),
    (Rule::Await, "store/src/testing.rs", "not in the product: opens databases for tests"),
    (Rule::Clock, "store/src/migrate.rs", "stamps when a migration ran, which no logic reads"),
    (Rule::Clock, "store/src/testing.rs", "not in the product: tells old test databases from new ones"),
    (Rule::Told, "store/src/privacy.rs", "takes people out of what stays; what was told of them goes too"),
    (Rule::Told, "store/src/retention.rs", "what was decided long ago is forgotten"),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    /// Nothing in the store is async but its waist.
    Await,
    /// SQL is written in the store.
    Sql,
    /// Whatever changes an appointment or a booking that waits demands the event that tells of it.
    Told,
    /// The time is an argument; it is read in the binary and in app's one clock.
    Clock,
    /// The engine does nothing but compute.
    Pure,
    Length,
    Name,
}

const RULES: &[Rule] =
    &[Rule::Await, Rule::Sql, Rule::Told, Rule::Clock, Rule::Pure, Rule::Length, Rule::Name];

impl Rule {
    /// Whether this rule is about the file at `path` (below crates/, like `store/src/db.rs`).
    fn covers(self, path: &str) -> bool {
        let room = path.split('/').next().unwrap_or_default();
        match self {
            Self::Await => room == "store" && !path.starts_with("store/src/db"),
            Self::Sql => matches!(room, "app" | "http"),
            Self::Told => room == "store",
            Self::Clock => !matches!(room, "slated" | "xtask") && path != "app/src/clock.rs",
            Self::Pure => room == "engine",
            Self::Length | Self::Name => true,
        }
    }

    /// What breaks the rule in a file, if something does.
    fn broken_by(self, path: &str, source: &str) -> Option<String> {
        let shipped = without_tests(source);
        match self {
            Self::Await => in_code(shipped, &["async ", ".await"]),
            Self::Sql => in_strings(shipped),
            Self::Told => untold(shipped),
            Self::Clock => in_code(
                shipped,
                &["Timestamp::now", "SystemTime::now", "Zoned::now", "Utc::now", "Local::now"],
            ),
            Self::Pure => in_code(
                shipped,
                &[
                    "std::fs",
                    "std::net",
                    "std::env",
                    "std::process",
                    "std::thread",
                    "std::io",
                    "Instant::now",
                    "async ",
                    "println!",
                    "eprintln!",
                ],
            ),
            Self::Length => {
                let lines = source.lines().count();
                (lines > LINES).then(|| format!("{lines} lines"))
            }
            Self::Name => {
                let words = path.trim_end_matches(".rs").split('/');
                words.skip(1).find(|word| EMPTY_NAMES.contains(word)).map(str::to_owned)
            }
        }
    }
}

#[test]
fn sources_keep_the_house_rules() {
    let mut violations = Vec::new();
    let mut excused = Vec::new();
    let files = files();
    assert!(files.len() > 20, "the sources were not found");
    for (path, source) in &files {
        for &rule in RULES.iter().filter(|rule| rule.covers(path)) {
            let Some(what) = rule.broken_by(path, source) else { continue };
            if EXCEPTIONS.iter().any(|(excepted, file, _)| *excepted == rule && file == path) {
                excused.push((rule, path.as_str()));
            } else {
                violations.push(format!("crates/{path}: {rule:?}: {what}"));
            }
        }
    }
    for (rule, path, _) in EXCEPTIONS {
        if !excused.contains(&(*rule, *path)) {
            violations.push(format!("crates/{path}: the exception from {rule:?} is not needed any more"));
        }
    }
    assert_none(&violations);
}

/// Every Rust file below `crates/*/src`, by its path below crates/.
fn files() -> Vec<(String, String)> {
    let crates = root().join("crates");
    let mut files = Vec::new();
    for room in fs::read_dir(&crates).unwrap() {
        collect(&crates, &room.unwrap().path().join("src"), &mut files);
    }
    files.sort();
    files
}

fn collect(crates: &Path, directory: &Path, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(directory).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(crates, &path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !is_test(&path) {
            let name = path.strip_prefix(crates).unwrap().to_str().unwrap().to_owned();
            files.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
}

/// Modules that are compiled for tests only: `tests.rs` and what lies in `tests/`.
fn is_test(path: &Path) -> bool {
    path.file_stem().is_some_and(|stem| stem == "tests")
        || path.components().any(|part| part.as_os_str() == "tests")
}

/// The file up to its test module, which stands last.
fn without_tests(source: &str) -> &str {
    let end = source.match_indices("#[cfg(test)]").find(|(at, marker)| {
        let next = source[at + marker.len()..].trim_start();
        next.starts_with("mod ") && next.lines().next().is_some_and(|line| line.ends_with('{'))
    });
    end.map_or(source, |(at, _)| &source[..at])
}

fn in_code(source: &str, words: &[&str]) -> Option<String> {
    pieces(source).into_iter().find_map(|piece| match piece {
        Piece::Code(code) => words.iter().find(|word| code.contains(**word)).map(|word| (*word).to_owned()),
        _ => None,
    })
}

/// A string literal that is SQL.
fn in_strings(source: &str) -> Option<String> {
    let sql = |text: &str| {
        ["SELECT ", "INSERT INTO ", "DELETE FROM ", "CREATE TABLE "].iter().any(|word| text.contains(word))
            || (text.contains("UPDATE ") && text.contains(" SET "))
    };
    pieces(source).into_iter().find_map(|piece| match piece {
        Piece::Text(text) if sql(text) => Some(text.to_owned()),
        _ => None,
    })
}

/// The tables whose changes are told.
const TOLD: &[&str] = &["appointment", "appointment_host", "attendee", "provisional_booking"];

/// A public function that takes no event, in a file whose SQL changes what is told.
fn untold(source: &str) -> Option<String> {
    let changes = |text: &str| {
        let words: Vec<_> = text.split_whitespace().filter(|word| *word != "\\").collect();
        words.windows(3).any(|words| match words {
            ["INSERT", "INTO", table] | ["DELETE", "FROM", table] | ["UPDATE", table, "SET"] => {
                TOLD.contains(table)
            }
            _ => false,
        })
    };
    let pieces = pieces(source);
    if !pieces.iter().any(|piece| matches!(piece, Piece::Text(text) if changes(text))) {
        return None;
    }
    let code =
        pieces.iter().filter_map(|piece| if let Piece::Code(code) = piece { Some(*code) } else { None });
    let code: String = code.collect();
    let mut signatures = code.split("pub ").filter_map(|item| item.split('{').next());
    let writes =
        |head: &&str| head.contains("fn ") && head.contains("tx: &mut Conn") && !head.contains("&Event");
    signatures.find(writes).map(str::to_owned)
}

#[test]
fn bad_sources_are_found_out() {
    let broken =
        |rule: Rule, path: &str, source: &str| rule.covers(path) && rule.broken_by(path, source).is_some();

    assert!(broken(Rule::Await, "store/src/users.rs", "async fn f() {}"));
    assert!(broken(Rule::Await, "store/src/users.rs", "fn f() { g().await }"));
    assert!(!broken(Rule::Await, "store/src/users.rs", "//! nothing async here\nfn f() { \"x.await\"; }"));
    assert!(!broken(Rule::Await, "store/src/db/conn.rs", "async fn f() {}"));
    assert!(!broken(
        Rule::Await,
        "store/src/users.rs",
        "fn f() {}\n#[cfg(test)]\nmod tests {\n    async fn t() {}\n}"
    ));

    assert!(broken(Rule::Sql, "app/src/booking.rs", "c.query(\"SELECT id FROM host\")"));
    assert!(broken(Rule::Sql, "http/src/v4/user.rs", "r#\"UPDATE host SET seq = 1\"#"));
    assert!(!broken(Rule::Sql, "app/src/booking.rs", "// SELECT x\nlog(\"UPDATE it\")"));
    assert!(!broken(Rule::Sql, "store/src/users.rs", "\"SELECT 1\""));

    let silent =
        "pub fn cancel(tx: &mut Conn, id: Id) {\n    tx.execute(\"UPDATE appointment \\\n SET x = 1\");\n}";
    assert!(broken(Rule::Told, "store/src/appointment/cancel.rs", silent));
    assert!(!broken(Rule::Told, "store/src/host.rs", &silent.replace("appointment", "host")));
    assert!(!broken(
        Rule::Told,
        "store/src/appointment/cancel.rs",
        &silent.replace("Id)", "Id, event: &Event)")
    ));
    assert!(broken(
        Rule::Told,
        "store/src/a.rs",
        &silent.replace("UPDATE appointment", "DELETE FROM attendee")
    ));

    assert!(broken(Rule::Clock, "http/src/v4/user.rs", "let now = Timestamp::now();"));
    assert!(broken(Rule::Clock, "app/src/booking.rs", "std::time::SystemTime::now()"));
    assert!(!broken(Rule::Clock, "app/src/clock.rs", "Timestamp::now()"));
    assert!(!broken(Rule::Clock, "slated/src/main.rs", "Timestamp::now()"));

    assert!(broken(Rule::Pure, "engine/src/slots.rs", "use std::fs;"));
    assert!(!broken(Rule::Pure, "engine/src/slots.rs", "/// println!(\"x\")\nfn f() {}"));

    assert!(broken(Rule::Length, "app/src/a.rs", &"x\n".repeat(LINES + 1)));
    assert!(!broken(Rule::Length, "app/src/a.rs", &"x\n".repeat(LINES)));

    assert!(broken(Rule::Name, "app/src/utils.rs", ""));
    assert!(broken(Rule::Name, "http/src/common/mod.rs", ""));
    assert!(!broken(Rule::Name, "http/src/commons.rs", ""));
}
