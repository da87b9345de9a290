//! The list of what every column holds, against the schema of both engines.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use slated_store::{both_engines, db::Engine, privacy::columns::COLUMNS, testing::text_columns};

both_engines! {
    async fn what_every_column_holds_is_listed(db) {
        let schema: BTreeSet<_> = db.read(text_columns).await.unwrap().into_iter().collect();
        let listed: BTreeSet<_> =
            COLUMNS.iter().map(|column| (column.table.to_owned(), column.column.to_owned())).collect();
        assert_eq!(listed.len(), COLUMNS.len(), "a column is listed twice");
        let forgotten: Vec<_> = schema.difference(&listed).collect();
        assert!(forgotten.is_empty(), "say in store/src/privacy/columns.rs what these hold: {forgotten:?}");
        if db.engine() == Engine::Postgres {
            let gone: Vec<_> = listed.difference(&schema).collect();
            assert!(gone.is_empty(), "these are no columns of text or bytes: {gone:?}");
        }
    }
}
