//! A company moves from SQLite to PostgreSQL: what was there is there, and its keys go on working.

use std::fs;

use serde_json::json;
use slated_store::{
    db::Engine,
    migrate,
    testing::{Database, run},
};

use crate::support::{Place, ask, get, mode, text};

#[test]
fn a_company_moves_to_postgres_and_goes_on() {
    run(Engine::Postgres, migrate::ALL, |db: Database| async move {
        let old = Place::new();
        let (server, ready) = old.demo();
        let key = ready["apiKey"].as_str().unwrap();
        let before =
            get(ready["url"].as_str().unwrap(), "/v4/appointment/paginated?page=0&pageSize=50", key).json();
        drop(server);
        let file = old.data().join("demo.jsonl");
        let shown = file.to_str().unwrap();
        old.succeed(&["export", "--company", "demo", "--with-secrets", shown]);
        assert_eq!(mode(&file), 0o600);
        let printed = old.succeed(&["export", "--company", "demo", "--with-secrets"]);
        assert!(printed == fs::read_to_string(&file).unwrap(), "a file and standard output get the same");

        let new = Place::on(&db);
        new.succeed(&["import", shown]);
        let (server, url) = new.serve(&[]);
        let after = get(&url, "/v4/appointment/paginated?page=0&pageSize=50", key).json();
        assert_eq!(before["total"], 5);
        assert_eq!(before, after);
        let person = json!({ "email": "new@demo.example", "givenName": "New", "familyName": "Comer", "timezone": "UTC" });
        assert_eq!(ask(&url, "POST", "/v4/user", key, Some(&person)).status, 201);
        drop(server);

        for (place, args, words) in [
            (&new, vec!["import", shown], "there is a company 'demo' in this database already"),
            (&old, vec!["export", "--company", "demo", shown], "is there already"),
            (&old, vec!["export", "--company", "nobody"], "there is no company 'nobody'"),
            (&old, vec!["import", "nowhere.jsonl"], "cannot be imported"),
        ] {
            let output = place.run(&args);
            assert!(
                !output.status.success() && text(&output.stderr).contains(words),
                "{}",
                text(&output.stderr)
            );
        }
    });
}
