//! Migrations run while servers of the version before still serve: what would break those is found in the texts.
//!
//! What must go is taken away by a later release, when no server uses it any more: a statement under a comment
//! `-- contract: WHY` is let through.
#![allow(clippy::unwrap_used)]

use slated_store::migrate;

/// The first makes everything, before anybody serves.
const FOUNDATION: u32 = 1;

/// Statements of a text that a server of the version before would stumble over.
fn harmful(text: &str) -> Vec<String> {
    let mut found = vec![];
    for statement in text.split(';') {
        let (comments, code): (Vec<&str>, Vec<&str>) =
            statement.lines().map(str::trim).partition(|line| line.starts_with("--"));
        if comments.iter().any(|line| line.starts_with("-- contract: ")) {
            continue;
        }
        let code = code.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
        let words = format!(" {} ", code.to_uppercase().replace(['(', ')', ','], " "));
        let has = |phrase: &str| words.contains(&format!(" {phrase} "));
        let altered = has("ALTER TABLE");
        let adds_without_default = altered && has("ADD") && has("NOT NULL") && !has("DEFAULT");
        let changes =
            ["RENAME", "DROP COLUMN", "SET NOT NULL", "TYPE"].iter().any(|phrase| altered && has(phrase));
        if has("DROP TABLE") || has("DROP VIEW") || adds_without_default || changes {
            found.push(code);
        }
    }
    found
}

#[test]
fn migrations_leave_the_version_before_at_work() {
    for migration in migrate::ALL.iter().filter(|migration| migration.version > FOUNDATION) {
        let found = harmful(migration.sql);
        assert!(found.is_empty(), "{}: expand now, contract in a later release: {found:#?}", migration.name);
    }
}

#[test]
fn harmful_statements_are_found_out() {
    for bad in [
        "DROP TABLE host;",
        "CREATE TABLE a (b TEXT);\nALTER TABLE users RENAME COLUMN slug TO name;",
        "ALTER TABLE users RENAME TO people",
        "alter table users\n  drop column slug;",
        "ALTER TABLE users ADD COLUMN age BIGINT NOT NULL;",
        "ALTER TABLE users ALTER COLUMN slug SET NOT NULL;",
        "ALTER TABLE users ALTER COLUMN slug TYPE VARCHAR(10);",
        "-- a comment\nDROP TABLE host;",
    ] {
        assert_eq!(harmful(bad).len(), 1, "{bad}");
    }
    for good in [
        "CREATE TABLE a (b TEXT NOT NULL, type TEXT NOT NULL);",
        "ALTER TABLE users ADD COLUMN age BIGINT;",
        "ALTER TABLE users ADD COLUMN age BIGINT NOT NULL DEFAULT 0;",
        "DROP INDEX users_slug;",
        "-- contract: nothing reads it since 0.3\nALTER TABLE users DROP COLUMN slug;",
        "UPDATE users SET slug = 'x' WHERE slug IS NULL;",
    ] {
        assert_eq!(harmful(good), [""; 0], "{good}");
    }
}
