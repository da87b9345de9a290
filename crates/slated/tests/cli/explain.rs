//! `slated explain` on real refusals.

use jiff::{ToSpan, civil::Weekday, tz::TimeZone};
use serde_json::{Value, json};
use slated_store::both_engines;

use crate::support::{Place, ask, text};

/// The exit code and what was printed.
fn explain(place: &Place, of: &str, start: &str, more: &[&str]) -> (Option<i32>, String) {
    let output = place.run(&[&["explain", "--meeting-type", of, "--start", start], more].concat());
    assert!(output.stderr.is_empty(), "{}", text(&output.stderr));
    (output.status.code(), text(&output.stdout))
}

/// The codes of the rules that refuse.
fn refusing(words: &str) -> Vec<&str> {
    words
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("REFUSE")?.split_whitespace().next())
        .collect()
}

both_engines! {
    async fn refusals_are_explained(db) {
        let place = Place::on(&db);
        let (_server, ready) = place.demo();
        let (url, key) = (ready["url"].as_str().unwrap(), ready["apiKey"].as_str().unwrap());
        let made = |method, path: &str, body: Value| {
            let answer = ask(url, method, path, key, Some(&body));
            assert!([200, 201].contains(&answer.status), "{path}: {}", answer.body);
            answer.json()
        };
        // From 9 to 17 in Berlin; next year, around the Sunday on which the clock moves.
        let user = made("POST", "/v4/user", json!({
            "email": "hedy@demo.example", "givenName": "Hedy", "familyName": "Lamarr", "timezone": "Europe/Berlin",
        }));
        let of = user["meetingTypeId"].as_str().unwrap();
        let change = |patch| made("PATCH", &format!("/v4/meeting-type/{of}"), patch);
        change(json!({ "bufferAfter": 15, "daysIntoFuture": { "mode": "unlimited" } }));
        let march = jiff::Timestamp::now().to_zoned(TimeZone::UTC).date().first_of_year().saturating_add(1.year().months(2));
        let sunday = march.last_of_month().tomorrow().unwrap().nth_weekday(-1, Weekday::Sunday).unwrap();
        let (friday, monday) = (sunday.saturating_sub(2.days()), sunday.tomorrow().unwrap());

        // The last half hour of a winter day is past the end of a summer day.
        let (code, words) = explain(&place, of, &format!("{friday}T15:30:00Z"), &[]);
        assert_eq!((code, refusing(&words)), (Some(0), vec![]), "{words}");
        let (code, words) = explain(&place, of, &format!("{monday}T15:30:00Z"), &[]);
        assert_eq!((code, refusing(&words)), (Some(1), vec!["outside-working-hours"]), "{words}");
        let needed = format!("not inside working hours: {monday}T15:30:00Z to {monday}T16:00:00Z is needed, no window is open");
        assert!(words.contains(&needed), "{words}");
        assert!(words.contains(&format!("needed Mon {monday} 17:30 to 18:00 (+02:00)")), "{words}");

        // 10:00 to 10:30 with its buffer until 10:45 leaves no room at 10:30.
        made("POST", "/v4/booking", json!({
            "meetingTypeId": of, "start": format!("{friday}T09:00:00Z"), "attendee": { "email": "jane@example.com", "fullname": "Jane Client" },
        }));
        let (code, words) = explain(&place, of, &format!("{friday}T09:30:00Z"), &["--host", "hedy@demo.example"]);
        assert_eq!((code, refusing(&words)), (Some(1), vec!["slot-occupied"]), "{words}");
        assert!(words.contains(&format!("busy is {friday}T09:00:00Z to {friday}T09:45:00Z by an appointment")), "{words}");
        assert!(words.contains(&format!("busy Fri {friday} 10:00 to 10:45 (+01:00)")), "{words}");

        change(json!({ "bookingMinimum": 3 * 525_600 }));
        let start = format!("{friday}T09:00:00+01:00");
        let (code, words) = explain(&place, of, &start, &[]);
        assert_eq!((code, refusing(&words)), (Some(1), vec!["minimum-notice"]), "{words}");
        assert!(words.contains("not enough notice: possible from 20"), "{words}");
        assert!(words.contains(&format!("Fri {friday} 09:00 to 09:30 (+01:00) in Europe/Berlin: refused")), "{words}");

        let (code, told) = explain(&place, of, &start, &["--json"]);
        let told: Value = serde_json::from_str(&told).unwrap();
        assert_eq!((code, &told["offered"], &told["hosts"][0]["timezone"]), (Some(1), &json!(false), &json!("Europe/Berlin")));
        let rules = told["hosts"][0]["rules"].as_array().unwrap();
        let refused: Vec<_> = rules.iter().filter(|rule| rule["passes"] == false).collect();
        assert_eq!(refused.len(), 1, "{told:#}");
        assert_eq!(refused[0]["code"], "minimum-notice");
        assert!(rules.len() >= 6, "those that pass are told too: {told:#}");

        change(json!({ "bookingMinimum": 0, "enabled": false }));
        let (code, words) = explain(&place, of, &start, &[]);
        assert_eq!((code, refusing(&words)), (Some(1), vec![]), "{words}");
        assert!(words.contains("The meeting type is switched off"), "{words}");

        let nowhere = place.run(&["explain", "--meeting-type", "0192f0c1-0000-7000-8000-000000000000", "--start", &start]);
        assert_eq!(nowhere.status.code(), Some(2));
        assert!(text(&nowhere.stderr).contains("error: "), "{}", text(&nowhere.stderr));
    }
}
