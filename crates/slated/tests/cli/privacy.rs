//! Exporting and erasing an invitee at the command line.

use serde_json::{Value, json};
use slated_store::both_engines;

use crate::support::{Place, ask, get, text};

both_engines! {
    async fn an_invitee_is_exported_and_erased(db) {
        let place = Place::on(&db);
        let (_server, ready) = place.demo();
        let (url, key) = (ready["url"].as_str().unwrap(), ready["apiKey"].as_str().unwrap());
        let id = get(url, "/v4/meeting-type", key).json()[0]["id"].clone();
        let day = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().saturating_add(jiff::Span::new().days(20));
        let path = format!(
            "/v4/booking-availability?meetingTypeId={}&start={day}&end={}",
            id.as_str().unwrap(),
            day.saturating_add(jiff::Span::new().days(7))
        );
        let start = get(url, &path, key).json()["availableSlots"][0]["start"].clone();
        let attendee = json!({ "email": "zoe@invitee.example", "fullname": "Zoe Ray", "phone": "+43 660 1234" });
        let booked = ask(url, "POST", "/v4/booking", key, Some(&json!({ "meetingTypeId": id, "start": start, "attendee": attendee })));
        assert_eq!(booked.status, 201, "{}", booked.body);

        let export: Value = place.succeed(&["privacy", "export", "--phone", "0043 6601234"]).parse().unwrap();
        assert_eq!(export["appointments"][0]["email"], "zoe@invitee.example");
        let erased = place.succeed(&["privacy", "erase", "--email", "ZOE@invitee.example", "--cancel-future"]);
        assert!(erased.contains("1 attendances") && erased.contains("Cancelled: 1 "), "{erased}");
        let export: Value = place.succeed(&["privacy", "export", "--email", "zoe@invitee.example"]).parse().unwrap();
        assert_eq!(export["appointments"], json!([]));

        let wrong = place.run(&["privacy", "export", "--email", "zoe"]);
        assert!(text(&wrong.stderr).contains("--email: "), "{}", text(&wrong.stderr));
        assert_eq!(place.run(&["privacy", "erase"]).status.code(), Some(2));
    }
}
