//! PostgreSQL's keys begin with the company, by its own catalog: what divides a database by company demands that.
#![allow(clippy::unwrap_used)]

use slated_store::{
    args,
    db::Engine,
    migrate,
    testing::{Database, run},
};

/// What is unique in the installation and not in a company, and why.
const WITHOUT_COMPANY: &[(&str, &str)] = &[
    ("users_slug", "a booking page's URL names no company"),
    ("workspace_slug", "a team page's URL names no company"),
    ("appointment_secret", "random, and all that a manage link names"),
    ("provisional_booking_secret", "random, and all that a link to decide names"),
    ("provisional_booking_opt_in_secret", "random, and all that a link to confirm names"),
    ("credential_secret", "hash of something random, and all that a request names"),
    ("calendar_feed_secret", "hash of something random, and all that a feed's address names"),
    ("session_token", "hash of something random, and all that a cookie names"),
    ("busy_by_host", "what servers of the version before name in ON CONFLICT"),
    ("user_password_by_user", "what servers of the version before name in ON CONFLICT"),
    ("queue_user_group_by_id", "what servers of the version before name in ON CONFLICT"),
];

/// Table, index, whether it is the primary key, its columns, and its definition as a constraint that excludes.
type Rule = (String, String, bool, String, Option<String>);

async fn rules(db: &Database) -> Vec<Rule> {
    const RULES: &str = "SELECT CAST(t.relname AS TEXT), CAST(x.relname AS TEXT), i.indisprimary, \
        (SELECT string_agg(COALESCE(a.attname, '?'), ' ' ORDER BY k.place) \
         FROM unnest(CAST(i.indkey AS SMALLINT[])) WITH ORDINALITY AS k (number, place) \
         LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number), \
        (SELECT pg_get_constraintdef(c.oid) FROM pg_catalog.pg_constraint c WHERE c.conindid = x.oid AND c.contype = 'x') \
        FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class t ON t.oid = i.indrelid \
        JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid \
        WHERE (i.indisunique OR i.indisexclusion) \
        AND t.relnamespace = to_regnamespace(quote_ident(current_schema())) \
        AND EXISTS (SELECT 1 FROM pg_catalog.pg_attribute a WHERE a.attrelid = t.oid AND a.attname = 'company_id') \
        ORDER BY t.relname, x.relname";
    db.read(|c| c.query(RULES, args![])).await.unwrap()
}

#[test]
fn every_table_of_companies_has_a_primary_key_that_begins_with_the_company() {
    run(Engine::Postgres, migrate::ALL, |db: Database| async move {
        const TABLES: &str = "SELECT CAST(t.relname AS TEXT) FROM pg_catalog.pg_class t \
            JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attname = 'company_id' \
            WHERE t.relkind = 'r' AND t.relnamespace = to_regnamespace(quote_ident(current_schema())) ORDER BY t.relname";
        let tables: Vec<String> = db.read(|c| c.query(TABLES, args![])).await.unwrap();
        let mut keyed: Vec<String> = vec![];
        for (table, key, primary, columns, _) in rules(&db).await {
            if primary {
                assert!(columns.split(' ').next() == Some("company_id"), "{key} begins otherwise: {columns}");
                keyed.push(table);
            }
        }
        assert!(tables.len() > 30, "{tables:?}");
        assert_eq!(keyed, tables, "every one has a primary key");
    });
}

#[test]
fn what_is_unique_is_unique_in_a_company_unless_it_is_named() {
    run(Engine::Postgres, migrate::ALL, |db: Database| async move {
        let mut without: Vec<String> = vec![];
        let mut excluding = 0;
        for (_, index, _, columns, excludes) in rules(&db).await {
            let in_company = match &excludes {
                Some(definition) => definition.contains("company_id WITH ="),
                None => columns.split(' ').any(|column| column == "company_id"),
            };
            excluding += u32::from(excludes.is_some());
            if !in_company {
                without.push(index);
            }
        }
        assert_eq!(excluding, 1, "claim_overlap is looked at");
        let mut named: Vec<String> = WITHOUT_COMPANY.iter().map(|(index, _)| (*index).to_owned()).collect();
        named.sort();
        without.sort();
        assert_eq!(without, named);
    });
}
