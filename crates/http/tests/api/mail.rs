//! What invitees and hosts are written: read from the spool, as it would be sent.

use serde_json::{Value, json};
use slated_app::mail::Spooled;

use crate::{
    pages::browser::Browser,
    support::{TestApp, id},
};

mod approval_then_opt_in;
mod marks;
mod reminders;
mod templates;
mod waiting;
mod webhooks;

/// A Tuesday, 09:00 in Berlin.
pub(super) const START: &str = "2027-03-02T08:00:00Z";

/// Books the owner for an attendee.
pub(super) async fn book(app: &TestApp, attendee: Value) -> Value {
    book_at(app, START, attendee).await
}

pub(super) async fn book_at(app: &TestApp, start: &str, attendee: Value) -> Value {
    let meeting_type = app.company.owner.user.default_meeting_type_id.unwrap().0;
    let body = json!({ "meetingTypeId": meeting_type, "start": start, "attendee": attendee });
    app.key.post("/v4/booking", body).await.created()
}

pub(super) fn sam() -> Value {
    json!({ "email": "sam@example.org", "firstname": "Sam", "lastname": "Guest", "timezone": "America/New_York", "language": "en" })
}

/// Changes the owner's meeting type.
pub(super) async fn change(app: &TestApp, patch: Value) {
    let meeting_type = app.company.owner.user.default_meeting_type_id.unwrap().0;
    app.key.patch(&format!("/v4/meeting-type/{meeting_type}"), patch).await.ok();
}

/// The subjects of mails and who got them.
pub(super) fn told(mails: &[Spooled]) -> Vec<(&str, &str)> {
    let mut told: Vec<_> = mails.iter().map(|mail| (mail.to.as_str(), mail.subject.as_str())).collect();
    told.sort_unstable();
    told
}

/// An unfolded property of the invite in a mail.
pub(super) fn property(mail: &Spooled, name: &str) -> Vec<String> {
    let invite = mail.invite.as_deref().unwrap_or_default().replace("\r\n ", "");
    invite.lines().filter(|line| line.starts_with(name)).map(str::to_owned).collect()
}

#[track_caller]
pub(super) fn one(mails: Vec<Spooled>) -> Spooled {
    let [mail] = <[Spooled; 1]>::try_from(mails).unwrap_or_else(|mails| panic!("{:?}", told(&mails)));
    mail
}

on_both_engines! {
    with mail:
    async fn a_booking_is_confirmed_to_both_sides(app) {
        let booked = book(&app, json!({ "email": "sam@example.org", "firstname": "Sam", "lastname": "Guest",
            "timezone": "America/New_York", "language": "de", "phone": "+1 555 01", "notes": { "Topic": "Öl" } })).await;
        let mails = app.mails().await;
        assert_eq!(told(&mails), [
            ("Ada Lovelace <ada@example.com>", "New booking: Sam Guest – 30min Meeting, Tuesday, 2 March, 09:00"),
            ("Sam Guest <sam@example.org>", "Gebucht: 30min Meeting – Dienstag, 2. März, 03:00 Uhr"),
        ]);
        let [host, guest] = mails.as_slice() else { panic!() };
        let (guest, host) = if guest.to.starts_with("Sam") { (guest, host) } else { (host, guest) };
        assert_eq!(guest.from, "Example Health <bookings@example.com>");
        for part in [&guest.text, &guest.html] {
            for said in ["Guten Tag Sam,", "Dienstag, 2. März 2027", "03:00 – 03:30 Uhr", "Ortszeit New York, GMT−5", "Ada Lovelace", "Telefonisch"] {
                assert!(part.contains(said), "{said} is not in {part}");
            }
            assert!(!part.contains("{!") && !part.contains("ada@example.com"), "{part}");
        }
        let secret = booked["secret"].as_str().unwrap();
        let attendee = id(&booked["attendees"][0]["id"]);
        assert!(guest.text.contains(&format!("https://book.example.com/manage/{secret}/cancel?attendee={attendee}")), "{}", guest.text);
        assert!(guest.raw.contains("Reply-To: \"Ada Lovelace\" <ada@example.com>"), "{}", guest.raw);
        for said in ["Berlin time, GMT+1", "09:00 – 09:30", "sam@example.org", "+1 555 01", "Topic: Öl"] {
            assert!(host.text.contains(said), "{said} is not in {}", host.text);
        }
        assert!(!host.raw.contains(secret), "only the attendee acts by the secret");
        assert!(guest.raw.contains("method=REQUEST"), "{}", guest.raw);
        assert_eq!(property(guest, "METHOD"), ["METHOD:REQUEST"]);
        assert_eq!(property(guest, "UID"), property(host, "UID"));
        assert_eq!(property(guest, "SEQUENCE"), ["SEQUENCE:0"]);
        assert_eq!(property(guest, "DTSTART"), ["DTSTART:20270302T080000Z"]);
        assert_eq!(property(guest, "ORGANIZER"), ["ORGANIZER;CN=\"Ada Lovelace\":mailto:ada@example.com"]);
        assert_eq!(property(guest, "ATTENDEE").len(), 2);
        assert_eq!(property(guest, "SUMMARY"), ["SUMMARY:30min Meeting – Ada Lovelace"]);
        assert_eq!(property(host, "SUMMARY"), ["SUMMARY:30min Meeting – Sam Guest"]);
        assert_eq!(app.mails().await, [], "nothing is sent twice");
    }

    async fn a_move_and_a_cancellation_are_told_in_order(app) {
        let booked = id(&book(&app, sam()).await["id"]);
        let first = one(app.mails_to("sam@").await);
        app.key.post(&format!("/v4/appointment/{booked}/reschedule"), json!({ "start": "2027-03-02T10:00:00Z" })).await.created();
        let reason = json!({ "reason": "Ada is ill" });
        app.key.post(&format!("/v4/appointment/{booked}/cancel"), reason).await.created();
        let mails = app.mails().await;
        let guest: Vec<_> = mails.iter().filter(|mail| mail.to.contains("sam@")).collect();
        assert_eq!(guest.iter().map(|mail| mail.subject.as_str()).collect::<Vec<_>>(), [
            "Moved: 30min Meeting – now Tuesday, 2 March, 05:00", "Cancelled: 30min Meeting – Tuesday, 2 March, 05:00",
        ]);
        assert!(guest[0].html.contains("<s>Tuesday, 2 March, 03:00</s>"), "{}", guest[0].html);
        assert!(guest[1].text.contains("Reason: Ada is ill"), "{}", guest[1].text);
        assert_eq!(property(guest[0], "METHOD"), ["METHOD:REQUEST"]);
        assert_eq!(property(guest[1], "METHOD"), ["METHOD:CANCEL"]);
        assert_eq!(property(guest[1], "STATUS"), ["STATUS:CANCELLED"]);
        assert_eq!([property(guest[0], "SEQUENCE"), property(guest[1], "SEQUENCE")], [["SEQUENCE:1"], ["SEQUENCE:2"]]);
        for mail in guest {
            assert_eq!(property(mail, "UID"), property(&first, "UID"));
            assert_eq!(property(mail, "ORGANIZER"), property(&first, "ORGANIZER"));
        }
        assert_eq!(mails.iter().filter(|mail| mail.to.contains("ada@")).count(), 2);
    }

    async fn who_is_not_to_be_told_is_not(app) {
        let booked = id(&book(&app, sam()).await["id"]);
        app.mails().await;
        app.key.request(axum::http::Method::DELETE, &format!("/v4/appointment/{booked}"), Some(json!({ "notifyAttendees": false }))).await.ok();
        let host = one(app.mails().await);
        assert_eq!(host.to, "Ada Lovelace <ada@example.com>");
        let meeting_type = app.company.owner.user.default_meeting_type_id.unwrap().0;
        let body = json!({ "meetingTypeId": meeting_type, "start": START, "attendee": sam(), "skipNotifications": true });
        let quiet = id(&app.key.post("/v4/booking", body).await.created()["id"]);
        app.key.post(&format!("/v4/appointment/{quiet}/cancel"), json!({})).await.created();
        assert_eq!(told(&app.mails().await), []);
    }

    async fn one_of_a_group_leaves_and_nobody_hears_of_the_others(app) {
        change(&app, json!({ "spots": 3 })).await;
        for name in ["Jane", "John", "Jill"] {
            book(&app, json!({ "fullname": name, "email": format!("{name}@example.org").to_lowercase() })).await;
        }
        let mails = app.mails().await;
        for mail in mails.iter().filter(|mail| mail.to.contains("jane@")) {
            assert!(!mail.raw.contains("john@") && !mail.text.contains("Jill"), "{}", mail.raw);
            assert_eq!(property(mail, "ATTENDEE").len(), 2);
        }
        let last = mails.iter().rfind(|mail| mail.to.contains("ada@")).unwrap();
        assert_eq!(property(last, "ATTENDEE").len(), 4, "the host is told of everybody: {:?}", last.invite);
        let hosts = mails.iter().filter(|mail| mail.to.contains("ada@"));
        let sequences: Vec<_> = hosts.flat_map(|mail| property(mail, "SEQUENCE")).collect();
        assert_eq!(sequences, ["SEQUENCE:0", "SEQUENCE:1", "SEQUENCE:2"], "each takes the place of the one before");
        let list = app.key.get("/v4/appointment/paginated?page=0&pageSize=1").await.ok();
        let booked = &list["appointments"][0];
        let cancel = format!("/v4/appointment/{}/cancel", id(&booked["id"]));
        app.key.post(&cancel, json!({ "attendeeId": booked["attendees"][1]["id"] })).await.created();
        let mails = app.mails().await;
        assert_eq!(told(&mails), [
            ("Ada Lovelace <ada@example.com>", "Cancelled: John – 30min Meeting, Tuesday, 2 March, 09:00"),
            ("John <john@example.org>", "Cancelled: 30min Meeting – Tuesday, 2 March, 09:00"),
        ]);
        let of = |email: &str| mails.iter().find(|mail| mail.to.contains(email)).unwrap();
        assert_eq!(property(of("john@"), "METHOD"), ["METHOD:CANCEL"]);
        assert_eq!(property(of("ada@"), "METHOD"), ["METHOD:REQUEST"], "the host's event stays");
        let invited = property(of("ada@"), "ATTENDEE").join("\n");
        assert!(invited.contains("jane@") && invited.contains("jill@") && !invited.contains("john@"), "{invited}");
        app.set_now("2027-03-01T07:01:00Z");
        app.key.post(&cancel, json!({ "cancelAll": true })).await.created();
        let mails = app.mails().await;
        assert_eq!(mails.len(), 3, "{:?}", told(&mails));
        assert!(mails.iter().all(|mail| property(mail, "METHOD") == ["METHOD:CANCEL"]));
    }

    async fn guests_are_invited_without_the_bookers_links(app) {
        let mut attendee = sam();
        attendee["bringalongEmails"] = json!(["kim@example.org"]);
        let booked = book(&app, attendee).await;
        let mail = one(app.mails_to("kim@").await);
        assert!(!mail.raw.contains(booked["secret"].as_str().unwrap()), "{}", mail.raw);
        let kim = property(&mail, "ATTENDEE").into_iter().find(|line| line.contains("kim@")).unwrap();
        assert!(kim.contains("PARTSTAT=NEEDS-ACTION") && kim.contains("RSVP=TRUE"), "{kim}");
        let guest = json!({ "attendeeId": booked["attendees"][0]["id"], "email": "lee@example.org" });
        for _ in 0..2 {
            app.key.patch(&format!("/v4/appointment/{}/guest", id(&booked["id"])), guest.clone()).await.ok();
        }
        let mail = one(app.mails().await);
        assert_eq!((mail.to.as_str(), property(&mail, "SEQUENCE")), ("lee@example.org", vec!["SEQUENCE:1".to_owned()]));

        // The booker brings somebody by their own link.
        change(&app, json!({ "meetingOptions": { "allowAddingGuests": true } })).await;
        let secret = booked["secret"].as_str().unwrap();
        let browser = Browser::new(&app);
        let manage = browser.open(&format!("/manage/{secret}?attendee={}", id(&booked["attendees"][0]["id"]))).await.ok();
        browser.send(&manage, &[("guest", "max@example.org")]).await.has(303);
        let mail = one(app.mails().await);
        assert_eq!((mail.to.as_str(), property(&mail, "METHOD"), property(&mail, "SEQUENCE")),
            ("max@example.org", vec!["METHOD:REQUEST".to_owned()], vec!["SEQUENCE:2".to_owned()]));
        assert_eq!(property(&mail, "ATTENDEE").len(), 5, "{:?}", mail.invite);
        assert!(!mail.raw.contains(secret), "{}", mail.raw);
        // Whoever came later is told of what follows, and has no part in it any more once it is cancelled.
        app.key.delete(&format!("/v4/appointment/{}", id(&booked["id"]))).await.ok();
        let mails = app.mails().await;
        let mut told: Vec<_> = mails.iter().map(|mail| mail.to.as_str()).collect();
        told.sort_unstable();
        assert_eq!(told, ["Ada Lovelace <ada@example.com>", "Sam Guest <sam@example.org>", "kim@example.org", "lee@example.org", "max@example.org"]);
        assert!(mails.iter().all(|mail| property(mail, "METHOD") == ["METHOD:CANCEL"] && property(mail, "SEQUENCE") == ["SEQUENCE:3"]));
    }

    async fn names_add_no_headers_and_no_markup(app) {
        let evil = "Eve\r\nBcc: all@example.com\r\n<script>alert(1)</script> {!M.Host.Email}";
        change(&app, json!({ "ics": { "title": "{!M.Guest.Fullname}: {!M.Meeting.Name}", "description": "Bei {!M.Host.Fullname}, {!M.Meeting.Venue}" } })).await;
        book(&app, json!({ "email": "eve@example.org", "firstname": evil, "lastname": "X" })).await;
        for mail in app.mails().await {
            let (headers, _) = mail.raw.split_once("\r\n\r\n").unwrap();
            assert!(!headers.to_lowercase().contains("\nbcc:"), "{headers}");
            assert!(!mail.html.contains("<script>alert") && mail.html.contains("&#60;script&#62;"), "{}", mail.html);
            assert!(mail.text.contains("{!M.Host.Email}"), "what a value holds is not looked at again: {}", mail.text);
            assert_eq!(property(&mail, "DESCRIPTION"), ["DESCRIPTION:Bei Ada Lovelace\\, By phone"]);
        }
    }

    async fn a_quick_mail_says_what_was_typed(app) {
        let booked = book(&app, sam()).await;
        app.mails().await;
        let attendee = id(&booked["attendees"][0]["id"]);
        let send = json!({ "attendeeId": attendee, "title": "One more <thing>", "content": "Bring your card.\n\nThe red one." });
        app.foreign.key.post("/v4/attendee/quick-mail", send.clone()).await.refused(404, "not-found");
        app.guest.post("/v4/attendee/quick-mail", send.clone()).await.refused(401, "missing-authorization");
        app.key.post("/v4/attendee/quick-mail", json!({ "attendeeId": attendee, "title": "", "content": "x" })).await.invalid("title", "too-short");
        for _ in 0..5 {
            app.key.post("/v4/attendee/quick-mail", send.clone()).await.created();
        }
        let refused = app.key.post("/v4/attendee/quick-mail", send.clone()).await;
        refused.refused(429, "rate-limited");
        assert_eq!(refused.headers["retry-after"], "300");
        let mails = app.mails().await;
        assert_eq!(mails.len(), 5);
        assert_eq!((mails[0].to.as_str(), mails[0].subject.as_str()), ("Sam Guest <sam@example.org>", "One more <thing>"));
        assert!(mails[0].html.contains("Bring your card.") && mails[0].html.contains("The red one."));
        assert_eq!(mails[0].invite, None);
        app.set_now("2027-03-01T07:05:00Z");
        app.key.post("/v4/attendee/quick-mail", send).await.created();
        change(&app, json!({ "allowPhoneOnlyBooking": true })).await;
        let meeting_type = app.company.owner.user.default_meeting_type_id.unwrap().0;
        let by_phone = json!({ "meetingTypeId": meeting_type, "start": "2027-03-02T09:00:00Z", "phoneOnlyBooking": true, "attendee": { "phone": "+43 1" } });
        let phone = app.key.post("/v4/booking", by_phone).await.created();
        let send = json!({ "attendeeId": phone["attendees"][0]["id"], "title": "Hi", "content": "x" });
        app.set_now("2027-03-01T07:30:00Z");
        app.key.post("/v4/attendee/quick-mail", send).await.refused(400, "attendee-without-email");
    }

    async fn a_mail_that_cannot_leave_stops_no_other(app) {
        // No mail server takes this address, and never will.
        let key = app.key.clone();
        let booked = book(&app, json!({ "email": "sam@example.org", "fullname": "Sam", "bringalongEmails": [] })).await;
        let attendee = id(&booked["attendees"][0]["id"]);
        app.app.db().write(move |tx| tx.execute("UPDATE job SET payload = REPLACE(payload, 'sam@example.org', 'not an address')", slated_store::args![])).await.unwrap();
        let mails = app.mails().await;
        assert_eq!(told(&mails).iter().map(|(to, _)| *to).collect::<Vec<_>>(), ["Ada Lovelace <ada@example.com>"]);
        let given_up: Option<(String, i64)> = app.app.db().read(|c| c.one("SELECT last_error, attempts FROM job WHERE gave_up_at IS NOT NULL", slated_store::args![])).await.unwrap();
        let (error, attempts) = given_up.unwrap();
        assert!(error.contains("not an address") && attempts == 1, "{error}");
        key.post("/v4/attendee/quick-mail", json!({ "attendeeId": attendee, "title": "Hi", "content": "x" })).await.created();
        assert_eq!(app.mails().await.len(), 1);
    }

    async fn the_spool_can_be_looked_at_safely(app) {
        book(&app, sam()).await;
        app.app.drain_jobs().await.unwrap();
        let list = app.guest.get("/demo/mail").await;
        assert_eq!(list.status, 200);
        assert!(list.text.contains("Booked: 30min Meeting"), "{}", list.text);
        let path = list.text.split("href=\"").find_map(|rest| rest.strip_prefix("/demo/mail/")).unwrap();
        let path = format!("/demo/mail/{}", path.split('"').next().unwrap());
        let shown = app.guest.get(&path).await;
        assert!(shown.text.contains("<iframe title=\"The mail as HTML\" sandbox ") && shown.text.contains("BEGIN:VCALENDAR"));
        let html = app.guest.get(&format!("{path}/html")).await;
        let policy = html.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("sandbox") && policy.contains("default-src 'none'"), "{policy}");
        app.guest.get("/demo/mail/..%2Fsecret.eml").await.refused(404, "not-found");
    }
}
