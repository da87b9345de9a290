//! Companies, users and credentials at the command line.

use slated_store::both_engines;

use crate::support::{Place, ask, get, text};

both_engines! {
    async fn keys_are_made_listed_and_revoked(db) {
        let place = Place::on(&db);
        let (_server, ready) = place.demo();
        let url = ready["url"].as_str().unwrap();

        let key = place.succeed(&["key", "create", "--name", "platform", "--days", "7"]);
        let key = key.trim();
        assert_eq!(get(url, "/v4/user/me", key).status, 200);
        let id = key.split(':').nth(1).unwrap();
        let listed = place.succeed(&["key", "list"]);
        let line = listed.lines().find(|line| line.starts_with(id)).unwrap();
        assert!(line.contains("api-key  active") && line.ends_with("platform"), "{line}");
        assert!(!listed.contains(key), "only the id is shown");

        place.succeed(&["key", "revoke", id]);
        assert!(place.succeed(&["key", "list"]).lines().any(|line| line.starts_with(id) && line.contains("revoked")));
        // The running server may trust what it knows of a key for five seconds.
        std::thread::sleep(std::time::Duration::from_millis(5_100));
        let refused = get(url, "/v4/user/me", key);
        assert_eq!((refused.status, &refused.json()["message"]), (401, &"Invalid API key".into()));
        assert!(!place.run(&["key", "revoke", id]).status.success(), "a key is revoked once");
        let log = get(url, "/v4/audit-log", ready["apiKey"].as_str().unwrap());
        let entries = log.json()["items"].as_array().unwrap().clone();
        let of = |operation: &str| entries.iter().filter(|entry| entry["operation"] == operation).collect::<Vec<_>>();
        assert_eq!(of("slated company create").len(), 1, "{}", log.body);
        let (made, revoked) = (of("slated key create"), of("slated key revoke"));
        assert_eq!((made.len(), revoked.len()), (1, 1), "{}", log.body);
        assert_eq!((&made[0]["via"], &made[0]["outcome"]["name"]), (&"command-line".into(), &"platform".into()));
        assert_eq!(revoked[0]["before"]["id"], id);
        assert!(!log.body.contains(key), "the key itself stands nowhere");
    }

    async fn a_user_is_sent_a_link_to_set_their_password(db) {
        let place = Place::on(&db);
        let (_server, ready) = place.demo();
        let url = ready["url"].as_str().unwrap();
        let said = place.succeed(&["user", "password-link", "samuel@demo.example"]);
        assert_eq!(said.trim(), "a link is on its way to samuel@demo.example");
        let nobody = place.run(&["user", "password-link", "nobody@demo.example"]);
        assert!(text(&nobody.stderr).contains("Demo Company has no user 'nobody@demo.example'"));
        let sent = || get(url, "/demo/mail", "").body.contains("samuel@demo.example");
        for _ in 0..100 {
            if sent() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        assert!(sent(), "the running server sends it");
        let log = get(url, "/v4/audit-log", ready["apiKey"].as_str().unwrap());
        assert!(log.body.contains("slated user password-link"), "{}", log.body);
    }

    async fn tokens_act_for_their_owner_within_their_scopes(db) {
        let place = Place::on(&db);
        let (_server, ready) = place.demo();
        let url = ready["url"].as_str().unwrap();
        let token = place.succeed(&["key", "create", "--user", "samuel@demo.example", "--scope", "scheduling"]);
        let token = token.trim();
        assert!(token.starts_with("rgo-") && token.len() == 36, "{token}");
        assert_eq!(get(url, "/v4/meeting-type", token).json()[0]["slug"], "product-tour");
        assert_eq!(get(url, "/v4/user", token).status, 403);

        let wrong = place.run(&["key", "create", "--user", "samuel-reed", "--scope", "everything"]);
        assert!(text(&wrong.stderr).contains("there is no group of calls 'everything'; there are: scheduling"));
        let nobody = place.run(&["key", "create", "--user", "nobody@demo.example"]);
        assert!(text(&nobody.stderr).contains("Demo Company has no user 'nobody@demo.example'"));
    }

    async fn companies_and_users_are_made(db) {
        let place = Place::on(&db);
        let none = place.run(&["user", "list"]);
        assert!(text(&none.stderr).contains("found one with `slated company create`"));
        let person = ["--email", "Ada@Acme.example", "--given-name", "Ada", "--family-name", "Byron"];
        let founded =
            place.succeed(&[&["company", "create", "--name", "Acme GmbH", "--slug", "acme"][..], &person[..]].concat());
        assert!(founded.contains("company   acme (") && founded.contains("owner     ada@acme.example ("), "{founded}");
        let twice =
            place.run(&[&["company", "create", "--name", "Acme", "--slug", "acme"][..], &person[..]].concat());
        assert!(text(&twice.stderr).contains("A company with this slug already exists"), "{}", text(&twice.stderr));

        let user = ["user", "create", "--email", "bo@acme.example", "--given-name", "Bo", "--family-name", "Li"];
        place.succeed(&user);
        let twice = place.run(&user);
        assert!(text(&twice.stderr).contains("A user with this email already exists"));
        let admin = ["--email", "cy@acme.example", "--given-name", "Cy", "--family-name", "Fox", "--admin"];
        place.succeed(&[&["user", "create"][..], &admin[..]].concat());
        let listed = place.succeed(&["user", "list", "--company", "acme"]);
        assert!(listed.lines().any(|line| line.contains("cy@acme.example  admin  Cy Fox")), "{listed}");
        assert!(listed.lines().any(|line| line.contains("ada@acme.example  owner  Ada Byron")), "{listed}");
        assert!(listed.lines().any(|line| line.contains("bo@acme.example  member  Bo Li")), "{listed}");

        place.succeed(&[
            "company", "create", "--name", "Other", "--email", "o@o.example", "--given-name", "O", "--family-name", "O",
        ]);
        let which = place.run(&["user", "list"]);
        assert!(text(&which.stderr).contains("name one with --company: acme, other"), "{}", text(&which.stderr));
    }

    async fn imported_busy_times_are_not_offered(db) {
        let place = Place::on(&db);
        let (_server, ready) = place.demo();
        let (url, key) = (ready["url"].as_str().unwrap(), ready["apiKey"].as_str().unwrap());
        let types = get(url, "/v4/meeting-type", key).json();
        let id = types[0]["id"].as_str().unwrap();
        let month = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().saturating_add(jiff::Span::new().days(20));
        let path = format!("/v4/booking-availability?meetingTypeId={id}&start={month}&end={}", month.saturating_add(jiff::Span::new().days(7)));
        let count = || get(url, &path, key).json()["availableSlots"].as_array().unwrap().len();
        assert!(count() > 0);

        let day = |n| format!("{}T00:00:00Z", month.saturating_add(jiff::Span::new().days(n)));
        let busy = serde_json::json!([{ "start": day(-1), "end": day(9) }]).to_string();
        let file = place.file("busy.json", &busy);
        place.succeed(&["import-busy", "--user", ready["ownerId"].as_str().unwrap(), "--file", file.to_str().unwrap()]);
        assert_eq!(count(), 0);
        let file = place.file("busy.json", "[]");
        place.succeed(&["import-busy", "--user", "clara-novak", "--file", file.to_str().unwrap()]);
        assert!(count() > 0, "an import replaces the one before it");

        let file = place.file("busy.json", r#"[{ "start": "2027-03-01T09:00:00Z", "end": "2027-03-01T09:00:00Z" }]"#);
        let refused = place.run(&["import-busy", "--user", "clara-novak", "--file", file.to_str().unwrap()]);
        assert!(text(&refused.stderr).contains("[0]: The end must come after the start"), "{}", text(&refused.stderr));
    }
}

#[test]
fn wrong_values_are_named() {
    let place = Place::new();
    let zone = place.run(&[
        "company",
        "create",
        "--name",
        "A",
        "--email",
        "a@a.example",
        "--given-name",
        "A",
        "--family-name",
        "A",
        "--timezone",
        "Europe/Atlantis",
    ]);
    assert!(text(&zone.stderr).contains("--timezone: "), "{}", text(&zone.stderr));
    let email = place.run(&[
        "company",
        "create",
        "--name",
        "A",
        "--email",
        "a.example",
        "--given-name",
        "A",
        "--family-name",
        "A",
    ]);
    assert!(text(&email.stderr).contains("--email: "), "{}", text(&email.stderr));
    let days = place.run(&["key", "create", "--days", "0"]);
    assert_eq!(days.status.code(), Some(2));
}

#[test]
fn an_expired_key_is_told_apart() {
    // A key cannot be made in the past; the contract's literal is tested over HTTP with a clock that moves. Here:
    // that --no-expiry and --days exclude each other, so that nobody gets an eternal key by accident.
    let place = Place::new();
    let both = place.run(&["key", "create", "--days", "3", "--no-expiry"]);
    assert_eq!(both.status.code(), Some(2));
    let (_server, ready) = place.demo();
    let key = place.succeed(&["key", "create", "--no-expiry"]);
    let url = ready["url"].as_str().unwrap();
    assert_eq!(ask(url, "GET", "/v4/user/me", key.trim(), None).status, 200);
    assert!(place.succeed(&["key", "list"]).lines().last().unwrap().contains("expires -"));
}
