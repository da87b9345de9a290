#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, HashMap};

use super::*;

/// Loads from flags, environment and a file's text.
fn load(flags: &[(&'static str, &str)], env: &[(&str, &str)], file: Option<&str>) -> Result<Config, String> {
    let env: HashMap<String, String> = env.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    let dir = std::env::temp_dir().join(format!("slated-config-{}", uuid::Uuid::now_v7()));
    std::fs::create_dir(&dir).unwrap();
    let path = file.map(|text| {
        let path = dir.join("slated.toml");
        std::fs::write(&path, text).unwrap();
        path
    });
    let sources = Sources {
        flags: flags.iter().map(|(k, v)| (*k, (*v).to_owned())).collect::<BTreeMap<_, _>>(),
        env: &|name| env.get(name).cloned(),
        file: path,
    };
    let loaded =
        Config::load(&sources).map_err(|error| error.to_string().replace(dir.to_str().unwrap(), "DIR"));
    std::fs::remove_dir_all(&dir).unwrap();
    loaded
}

fn origin(config: &Config, key: &str) -> Origin {
    config.shown.iter().find(|shown| shown.key == key).unwrap().origin.clone()
}

#[test]
fn nothing_configured() {
    let config = load(&[], &[], None).unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.database.target, db::Target::Sqlite("./slated-data/slated.db".into()));
    assert_eq!(config.rate_limit.unwrap().per_minute.get(), 100);
    assert_eq!(config.rate_limit.unwrap().burst.get(), 200);
    assert!(config.worker && config.outbound_allow.is_empty() && config.public_url.is_none());
    assert!(config.shown.iter().all(|shown| shown.origin == Origin::Default));
    assert_eq!(config.shown.len(), settings::all().count(), "every setting is shown");
}

#[test]
fn a_flag_beats_the_environment_beats_the_file_beats_the_default() {
    let file = Some("listen = '127.0.0.1:1'\nrate_limit = 7\nworker = false\n");
    let env = [("SLATED_LISTEN", "127.0.0.1:2"), ("SLATED_RATE_LIMIT", "off")];
    let config = load(&[("listen", "127.0.0.1:3")], &env, file).unwrap();
    assert_eq!(config.listen.port(), 3);
    assert_eq!(origin(&config, "listen"), Origin::Flag("listen".to_owned()));
    assert!(config.rate_limit.is_none());
    assert_eq!(origin(&config, "rate_limit"), Origin::Environment("SLATED_RATE_LIMIT"));
    assert!(!config.worker);
    assert!(matches!(origin(&config, "worker"), Origin::File(_)));
    assert_eq!(origin(&config, "log_format"), Origin::Default);
}

#[test]
fn slated_database_url_beats_database_url_and_empty_variables_do_not_count() {
    let env = [("DATABASE_URL", "sqlite:/a"), ("SLATED_DATABASE_URL", "sqlite:/b")];
    assert_eq!(load(&[], &env, None).unwrap().database.target, db::Target::Sqlite("/b".into()));
    let env = [("DATABASE_URL", "sqlite:/a"), ("SLATED_DATABASE_URL", "  ")];
    assert_eq!(load(&[], &env, None).unwrap().database.target, db::Target::Sqlite("/a".into()));
}

#[test]
fn a_file_may_use_toml_types() {
    let file = "outbound_allow = ['10.0.0.0/8', '127.0.0.1']\ndatabase_pool = 5\nlog_format = 'json'\n";
    let config = load(&[], &[], Some(file)).unwrap();
    assert_eq!(config.outbound_allow.len(), 2);
    assert_eq!(config.database.pool, 5);
    assert_eq!(config.log_format, LogFormat::Json);
}

#[test]
fn every_mistake_is_told_at_once_with_key_and_origin() {
    let env = [("SLATED_LISTEN", "8080"), ("SLATED_PUBLIC_URL", "https://a.example/slated")];
    let error =
        load(&[("rate-limit", "")], &env, Some("rate_limit = 'fast'\nlog_level = 'loud'\n")).unwrap_err();
    assert_eq!(
        error,
        "the configuration cannot be used:\n  \
         listen = \"8080\" (from environment variable SLATED_LISTEN): expected an IP address and a port, such as 127.0.0.1:8080 or [::]:8080\n  \
         public_url = \"https://a.example/slated\" (from environment variable SLATED_PUBLIC_URL): expected scheme, host and port only: Slated is served from the root of its host\n  \
         log_level = \"loud\" (from DIR/slated.toml): expected error, warn, info, debug or trace, or such as info,slated_http=debug\n  \
         rate_limit = \"fast\" (from DIR/slated.toml): expected off, calls per minute such as 100, or with a burst such as 100,200"
    );
}

#[test]
fn unknown_keys_of_the_file_are_errors() {
    let error = load(&[], &[], Some("listn = 'x'\nDatabaseUrl = 'y'\n")).unwrap_err();
    assert!(error.contains("listn (from DIR/slated.toml): there is no such setting"), "{error}");
    assert!(error.contains(
        "DatabaseUrl (from DIR/slated.toml): there is no such setting; did you mean database_url?"
    ));
    let error = load(&[], &[], Some("[log]\nformat = 'json'\n")).unwrap_err();
    assert!(
        error.contains("log (from DIR/slated.toml): there is no such setting; did you mean log_format?"),
        "{error}"
    );
    let error = load(&[], &[], Some("listen = 1.5\n")).unwrap_err();
    assert!(error.contains("listen (from DIR/slated.toml): expected text"), "{error}");
    let error = load(&[], &[], Some("listen = \n")).unwrap_err();
    assert!(error.contains("DIR/slated.toml is not valid TOML"), "{error}");
}

#[test]
fn a_file_that_is_named_must_be_there() {
    let sources = Sources {
        flags: BTreeMap::new(),
        env: &|name| (name == "SLATED_CONFIG").then(|| "/nowhere/slated.toml".to_owned()),
        file: None,
    };
    let error = Config::load(&sources).unwrap_err().to_string();
    assert!(error.contains("the configuration file /nowhere/slated.toml cannot be read"), "{error}");
}

#[test]
fn passwords_are_not_shown() {
    let env = [("DATABASE_URL", "postgres://slated:hunter2@db:5432/slated?password=hunter2")];
    let config = load(&[], &env, None).unwrap();
    let shown = config.shown.iter().find(|shown| shown.key == "database_url").unwrap();
    assert_eq!(shown.value, "postgres://slated:***@db:5432/slated");
    let error = load(&[], &[("DATABASE_URL", "mysql://root:hunter2@db/slated")], None).unwrap_err();
    assert!(
        error.contains("database_url (from environment variable DATABASE_URL)") && !error.contains("hunter2"),
        "{error}"
    );
}

#[test]
fn public_urls() {
    let config = load(&[("public_url", "https://book.example.com/")], &[], None).unwrap();
    assert_eq!(config.public_url(config.listen), "https://book.example.com");
    let config = load(&[("listen", "0.0.0.0:9")], &[], None).unwrap();
    assert_eq!(config.public_url(config.listen), "http://localhost:9");
}

#[test]
fn the_readme_lists_every_setting() {
    let readme = include_str!("../../../../README.md");
    for setting in settings::all() {
        let row = readme
            .lines()
            .find(|line| line.starts_with(&format!("| `{}` `--{}`", setting.key, setting.flag())));
        let row = row.unwrap_or_else(|| panic!("README.md has no row for {}", setting.key));
        for name in setting.env {
            assert!(row.contains(&format!("`{name}`")), "{name}: {row}");
        }
        assert!(row.contains(setting.default), "{}: {row}", setting.default);
    }
}

#[test]
fn replicas_are_postgresql_servers_beside_one() {
    let primary = ("SLATED_DATABASE_URL", "postgres://u:secret@db/slated");
    let two = ("SLATED_DATABASE_REPLICAS", "postgres://u:secret@r1/slated, postgres://u:secret@r2:1/slated");
    let config = load(&[], &[primary, two, ("SLATED_DATABASE_REPLICA_MAX_LAG", "3")], None).unwrap();
    assert_eq!((config.replicas.len(), config.replica_max_lag.as_secs()), (2, 3));
    let shown = config.shown.iter().find(|shown| shown.key == "database_replicas").unwrap();
    assert_eq!(shown.value, "postgres://u:***@r1/slated, postgres://u:***@r2:1/slated");
    assert!(config.database.seen.is_some() && config.replicas.iter().all(|replica| replica.seen.is_some()));
    assert!(load(&[], &[primary], None).unwrap().database.seen.is_none(), "nothing is remembered for nobody");

    for (env, reason) in [
        (vec![two], "SQLite has no replicas"),
        (vec![primary, ("SLATED_DATABASE_REPLICAS", "postgres://r1,r2/slated")], "a PostgreSQL server"),
        (vec![primary, ("SLATED_DATABASE_REPLICAS", "sqlite:/x")], "a PostgreSQL server"),
        (vec![primary, ("SLATED_DATABASE_REPLICA_MAX_LAG", "61")], "from 1 to 60"),
    ] {
        let refused = load(&[], &env, None).unwrap_err();
        assert!(refused.contains(reason) && !refused.contains("secret"), "{refused}");
    }
}
