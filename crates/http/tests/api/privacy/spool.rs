//! Mails that lie in the spool are forgotten with the people they are about: every file is searched afterwards.

use serde_json::json;

use super::{EMAIL, HERS, PHONE, booking, forget_at, leave_traces, meeting_type};
use crate::support::{TestApp, id};

/// The words that stand in some mail, in whatever part, read and as it is; and how many mails there are.
async fn standing(app: &TestApp, words: &[&'static str]) -> (Vec<&'static str>, usize) {
    let mails = app.spooled().await;
    let all: Vec<String> = mails
        .iter()
        .map(|mail| {
            let invite = mail.invite.clone().unwrap_or_default().replace("\r\n ", "");
            [&mail.to, &mail.from, &mail.subject, &mail.text, &mail.html, &invite, &mail.raw]
                .map(|part| part.to_lowercase())
                .join("\n")
        })
        .collect();
    let stands = |word: &&&str| all.iter().any(|mail| mail.contains(&word.to_lowercase()));
    (words.iter().filter(stands).copied().collect(), mails.len())
}

/// Somebody else's booking, whose mails stay.
async fn others(app: &TestApp) {
    let own = meeting_type(app, "Four", json!({})).await;
    let mut other = booking(&own, "2027-03-08T10:00:00Z");
    other["location"] = json!("Nebenstraße 1");
    other["attendee"] = json!({ "email": "olga@elsewhere.example", "fullname": "Olga Other" });
    app.key.post("/v4/booking", other).await.created();
    app.app.drain_jobs().await.unwrap();
}

on_both_engines! {
    with mail:
    async fn no_mail_of_an_erased_invitee_is_left(app) {
        leave_traces(&app).await;
        others(&app).await;
        let (before, all) = standing(&app, &HERS).await;
        // Notes of the host are told to nobody; the rest stands in mails.
        assert!(HERS.iter().all(|word| before.contains(word) || *word == "she prefers the balcony"), "{before:?}");
        app.foreign.key.post("/v4/privacy/erase", json!({ "email": EMAIL })).await.ok();
        assert_eq!(standing(&app, &[]).await.1, all);
        app.key.post("/v4/privacy/erase", json!({ "email": EMAIL.to_uppercase() })).await.ok();
        app.app.drain_jobs().await.unwrap();
        let (left, some) = standing(&app, &HERS).await;
        assert_eq!((left, some), (vec![], 2), "only the other's and their host's");
        assert_eq!(standing(&app, &["Olga Other"]).await.0, ["Olga Other"]);
    }

    async fn by_the_number_too(app) {
        leave_traces(&app).await;
        others(&app).await;
        app.key.post("/v4/privacy/erase", json!({ "phone": PHONE, "cancelFutureAppointments": true })).await.ok();
        app.app.drain_jobs().await.unwrap();
        let (left, _) = standing(&app, &HERS).await;
        assert_eq!(left, Vec::<&str>::new());
        assert_eq!(standing(&app, &["Olga Other"]).await.0, ["Olga Other"]);
    }

    async fn of_a_guest_only_what_names_them(app) {
        let (_, standing_appointment, _) = leave_traces(&app).await;
        app.key.post("/v4/privacy/erase", json!({ "email": "friend@elsewhere.example" })).await.ok();
        app.app.drain_jobs().await.unwrap();
        assert_eq!(standing(&app, &["friend@elsewhere.example"]).await.0, Vec::<&str>::new());
        assert_eq!(standing(&app, &["Zelmira"]).await.0, ["Zelmira"], "{}", id(&standing_appointment));
    }

    async fn rules_reach_the_spool(app) {
        leave_traces(&app).await;
        app.key.patch("/v4/privacy/retention", json!({ "appointmentDays": 10, "provisionalBookingDays": 5 })).await.ok();
        forget_at(&app, "2027-03-16T12:00:00Z").await;
        // Of the booking that waited only that it expired is left, which was told just now.
        let mails = app.spooled().await;
        let subjects: Vec<_> = mails.iter().map(|mail| mail.subject.as_str()).collect();
        assert!(subjects.iter().all(|subject| subject.starts_with("Not booked") || subject.starts_with("Please decide") || subject.starts_with("Request")), "{subjects:?}");
    }
}
