//! `slated doctor`.

use std::{fs, net::TcpListener, os::unix::fs::PermissionsExt as _};

use slated_store::{both_engines, db::Target};

use crate::support::{Place, text};

both_engines! {
    async fn a_sound_installation_is_told_so(db) {
        let place = Place::on(&db);
        if let Target::Sqlite(path) = &db.options().target {
            fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
        }
        drop(place.demo());
        let told = place.succeed(&["doctor", "--listen", "127.0.0.1:0"]);
        assert!(told.contains("answers and is up to date") && told.contains("1 companies are in it"), "{told}");
        assert!(told.ends_with("Slated can run.\n"), "{told}");
    }
}

#[test]
fn before_the_first_start_nothing_is_made() {
    let place = Place::new();
    let told = place.succeed(&["doctor", "--listen", "127.0.0.1:0"]);
    assert!(told.contains("will be made at the first start"), "{told}");
    assert!(!place.data().exists());
}

#[test]
fn a_broken_configuration_is_named() {
    let place = Place::new();
    let file = place.file("slated.toml", "listen = 'everywhere'\nworkers = 4\n");
    let output = place.run(&["doctor", "--config", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("workers (from"), "{}", text(&output.stdout));
    let file = place.file("slated.toml", "listen = 'everywhere'\n");
    let output = place.run(&["doctor", "--config", file.to_str().unwrap()]);
    assert!(text(&output.stdout).contains("listen = \"everywhere\" (from"), "{}", text(&output.stdout));
    let output = place.run(&["serve", "--config", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("listen = \"everywhere\" (from"), "{}", text(&output.stderr));
}

#[test]
fn what_must_be_mended_comes_with_how() {
    let place = Place::new();
    drop(place.demo());
    fs::set_permissions(place.data(), fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(place.data().join("demo.json"), fs::Permissions::from_mode(0o644)).unwrap();
    let output = place.run(&["doctor", "--listen", "0.0.0.0:0", "--outbound-allow", "0.0.0.0/0"]);
    let told = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{told}");
    for advice in ["chmod 700", "chmod 600", "set public_url (SLATED_PUBLIC_URL)", "name narrower networks"] {
        assert!(told.contains(advice), "{advice}: {told}");
    }
    assert!(told.ends_with("Slated needs mending.\n"), "{told}");
}

#[test]
fn a_database_that_is_away_is_bad_and_its_password_stays_hidden() {
    let place = Place::new();
    // Nothing listens on a port that was just free.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("postgres://slated:hunter2@127.0.0.1:{port}/slated");
    let output = place.command(&["doctor"]).env("SLATED_DATABASE_URL", &url).output().unwrap();
    let told = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("BAD   database:") && told.contains("does not answer"), "{told}");
    assert!(!told.contains("hunter2"), "{told}");
}

#[test]
fn a_port_in_use_is_noticed() {
    let place = Place::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = taken.local_addr().unwrap().to_string();
    let told = place.succeed(&["doctor", "--listen", &listen]);
    assert!(told.contains("note  port:") && told.contains("is in use"), "{told}");
    let output = place.run(&["serve", "--listen", &listen]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stderr).contains("choose another address with --listen"),
        "{}",
        text(&output.stderr)
    );
}
