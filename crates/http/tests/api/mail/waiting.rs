//! Mails about bookings that wait, and the pages they lead to.

use serde_json::{Value, json};
use slated_app::mail::Spooled;

use super::{book, change, one, property, sam, told};
use crate::support::{Response, TestApp};

/// The path of the page that decides, as the mail names it.
pub(super) fn link(mail: &Spooled) -> String {
    let rest = mail.text.split("https://book.example.com/pending/").nth(1).unwrap();
    format!("/pending/{}", rest.split_whitespace().next().unwrap())
}

/// Sends the page's form.
pub(super) async fn answer(app: &TestApp, path: &str, form: &'static str) -> Response {
    let request = axum::http::Request::post(path).header("content-type", "application/x-www-form-urlencoded");
    app.send(request.body(form.into()).unwrap()).await
}

pub(super) async fn status(app: &TestApp) -> Value {
    app.key.get("/v4/provisional-booking/paginated").await.ok()["provisionalBookings"][0]["status"].clone()
}

on_both_engines! {
    with mail:
    async fn the_host_approves_by_the_link_in_the_mail(app) {
        change(&app, json!({ "meetingOptions": { "requireHostConfirmation": "enabled" } })).await;
        book(&app, sam()).await;
        let mails = app.mails().await;
        assert_eq!(told(&mails), [
            ("Ada Lovelace <ada@example.com>", "Please decide: Sam Guest – 30min Meeting, Tuesday, 2 March, 09:00"),
            ("Sam Guest <sam@example.org>", "Request received: 30min Meeting – Tuesday, 2 March, 03:00"),
        ]);
        let of = |email: &str| mails.iter().find(|mail| mail.to.contains(email)).unwrap();
        let path = link(of("ada@"));
        assert!(!of("sam@").raw.contains(path.trim_start_matches("/pending/")), "only the host decides");
        let page = app.guest.get(&path).await;
        assert!(page.status == 200 && page.text.contains("Approve this booking?") && page.text.contains("Sam Guest"), "{}", page.text);
        assert_eq!(status(&app).await, "pending", "looking decides nothing");
        for other in ["answer=confirm", "answer=perhaps", ""] {
            let again = answer(&app, &path, other).await;
            assert!(again.status == 400 && again.text.contains("Approve this booking?"), "{}", again.text);
        }
        assert_eq!(status(&app).await, "pending");
        let done = answer(&app, &path, "answer=approve").await;
        assert!(done.status == 200 && done.text.contains("The booking is approved."), "{}", done.text);
        // Whoever is late is told how it was decided, and in the language of their choice.
        assert!(answer(&app, &path, "answer=decline").await.text.contains("The booking is approved."));
        assert!(app.guest.get(&format!("{path}?lang=de")).await.text.contains("Die Buchung ist angenommen."));
        assert_eq!(status(&app).await, "confirmed");
        let mails = app.mails().await;
        assert_eq!(mails.len(), 2, "{:?}", told(&mails));
        assert!(mails.iter().all(|mail| property(mail, "METHOD") == ["METHOD:REQUEST"]));
    }

    async fn the_host_declines_and_says_why(app) {
        change(&app, json!({ "meetingOptions": { "requireHostConfirmation": "enabled" } })).await;
        book(&app, sam()).await;
        let path = link(&one(app.mails_to("ada@").await));
        assert_eq!(answer(&app, &path, "answer=decline&reason=On+holiday+%3Cb%3E").await.status, 200);
        assert_eq!(status(&app).await, "declined_by_host");
        let mail = one(app.mails().await);
        assert_eq!((mail.to.as_str(), mail.subject.as_str()), ("Sam Guest <sam@example.org>", "Not booked: 30min Meeting – Tuesday, 2 March, 03:00"));
        assert!(mail.text.contains("Reason: On holiday <b>") && mail.html.contains("On holiday &#60;b&#62;"), "{}", mail.html);
        book(&app, sam()).await;
        app.mails().await;
        let waiting = app.key.get("/v4/provisional-booking/paginated").await.ok()["provisionalBookings"][0]["id"].clone();
        app.key.post(&format!("/v4/provisional-booking/{}/decline", waiting.as_str().unwrap()), json!({ "reason": "Full" })).await.created();
        assert!(one(app.mails().await).text.contains("Reason: Full"));
    }

    async fn the_invitee_confirms_by_the_link_in_the_mail(app) {
        change(&app, json!({ "meetingOptions": { "doubleOptIn": "enabled" } })).await;
        book(&app, sam()).await;
        let mail = one(app.mails().await);
        assert_eq!((mail.to.as_str(), mail.subject.as_str()), ("Sam Guest <sam@example.org>", "Please confirm: 30min Meeting – Tuesday, 2 March, 03:00"));
        let path = link(&mail);
        assert_eq!(answer(&app, &path, "answer=approve").await.status, 400);
        assert!(answer(&app, &path, "answer=confirm").await.text.contains("Your booking is confirmed."));
        assert_eq!(app.mails().await.len(), 2);
        for path in ["/pending/nobody-knows", "/pending/%00", "/pending/%ff", &format!("/pending/{}", "x".repeat(300))] {
            let missing = app.guest.get(path).await;
            assert!(missing.status == 404 && missing.text.contains("Booking not found"), "{}", missing.text);
            assert_eq!(answer(&app, path, "answer=confirm").await.status, 404);
        }
    }

    async fn what_nobody_decides_ends(app) {
        change(&app, json!({ "meetingOptions": { "doubleOptIn": "enabled" } })).await;
        let meeting = json!({ "email": "sam@example.org", "firstname": "Sam", "language": "fr" });
        super::book_at(&app, "2027-03-04T08:00:00Z", meeting).await;
        let path = link(&one(app.mails().await));
        // The page says so even before the job has run.
        app.set_now("2027-03-02T07:00:00Z");
        assert!(answer(&app, &path, "answer=confirm").await.text.contains("Personne n’a confirmé à temps."));
        let mail = one(app.mails().await);
        assert_eq!(mail.subject, "Non réservé: 30min Meeting – jeudi 4 mars à 09:00");
        let late = app.guest.get(&path).await;
        assert!(late.text.contains("Personne n’a confirmé à temps.") && late.text.contains("Réserver un autre"), "{}", late.text);
    }
}
