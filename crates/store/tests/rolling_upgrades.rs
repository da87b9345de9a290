//! Migrations run while servers of the version before still serve: what would break those is found in the texts.
//!
//! What must go is taken away by a later release, when no server uses it any more: a statement under a comment
//! `-- contract: WHY` is let through.
#![allow(clippy::unwrap_used)]

use slated_store::{args, both_engines, db::Conn, migrate};
use uuid::Uuid;

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

/// Statements of the version before whose `ON CONFLICT` names columns that need a unique index of their own.
const BEFORE: &[&str] = &[
    "INSERT INTO busy (host_id, ends_at, starts_at, source, company_id) VALUES ($1, 2, 1, 'outside', $2) \
     ON CONFLICT (host_id, ends_at, starts_at, source) DO NOTHING",
    "INSERT INTO user_password (user_id, company_id, hash, changed_at) VALUES ($1, $2, 'hash', 1) \
     ON CONFLICT (user_id) DO UPDATE SET hash = 'other' WHERE user_password.company_id = $2",
    "INSERT INTO queue_user_group (id, company_id, queue_id, name, capacity, created_at, updated_at) \
     VALUES ($1, $2, $1, 'name', 1, 1, 1) \
     ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE queue_user_group.company_id = excluded.company_id",
];

both_engines! {
    async fn the_version_before_goes_on_writing(db) {
        let (id, company) = (Uuid::now_v7(), Uuid::now_v7());
        for (place, &statement) in BEFORE.iter().enumerate() {
            let write = move |tx: &mut Conn| tx.execute(statement, args![id, company]);
            assert_eq!(db.write(write).await.unwrap(), 1, "{statement}");
            // Nothing, or what is there is changed.
            assert_eq!(db.write(write).await.unwrap(), u64::from(place > 0), "{statement}");
        }
    }
}
