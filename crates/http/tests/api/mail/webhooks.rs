//! Mails to administrators about webhooks that cannot be delivered to.

use serde_json::json;
use slated_app::{
    Ctx,
    access::{Actor, Via},
    mail::Spooled,
    people::{NewMeetingType, NewUser},
};
use slated_store::job::{self, hold};

use super::told;
use crate::{
    delivery::{book, drain, later, listen, start},
    receiver::{Receiver, status},
    support::TestApp,
    webhook_states::{for_three_days, post},
};

/// A second administrator, who reads German; and a user who administers nothing.
async fn people(app: &TestApp) {
    let company = &app.company.company;
    let operator = Actor { company: company.id, user: company.owner_id, is_admin: true, via: Via::Operator };
    let new = NewUser {
        email: "grete@example.com".to_owned(),
        given_name: "Grete".to_owned(),
        family_name: "Hermann".to_owned(),
        timezone: "America/New_York".to_owned(),
        language: "de".to_owned(),
        availability_name: None,
        availability_timezone: None,
        hours: None,
        meeting_type: NewMeetingType::default(),
    };
    app.app.create_administrator(&Ctx::from(operator), new).await.unwrap();
    app.user("Grace", "Hopper").await;
}

/// What administrators are told of webhooks; the mails about bookings are left aside.
async fn of_webhooks(app: &TestApp) -> Vec<Spooled> {
    let mut mails = app.mails().await;
    mails.retain(|mail| mail.subject.starts_with("Webhook"));
    mails.sort_by(|a, b| a.to.cmp(&b.to));
    mails
}

on_both_engines! {
    with mail:
    async fn administrators_read_once_that_a_webhook_is_paused(app) {
        let receiver = Receiver::start().await;
        people(&app).await;
        let (webhook, secret) = listen(&app, &receiver).await;
        receiver.refuse(|_| true);
        book(&app, &start(60)).await;
        book(&app, &start(61)).await;
        drain(&app).await;
        for_three_days(&app).await;
        let mails = of_webhooks(&app).await;
        assert_eq!(told(&mails), [
            ("Ada Lovelace <ada@example.com>", "Webhook paused: 127.0.0.1"),
            ("Grete Hermann <grete@example.com>", "Webhook angehalten: 127.0.0.1"),
        ]);
        let (english, german) = (&mails[0], &mails[1]);
        let resume = format!("POST https://book.example.com/webhooks/{webhook}/resume");
        for part in [&english.text, &english.html] {
            let reason = "Nothing was delivered for 60 hours. The endpoint answered 500.";
            for said in ["Hello Ada,", "a webhook of Example Health", reason, &resume, "Berlin time"] {
                assert!(part.contains(said), "{said} is not in {part}");
            }
        }
        assert!(german.text.contains("Grund: 60 Stunden lang wurde nichts zugestellt. Der Empfänger hat mit 500 geantwortet."), "{}", german.text);
        assert!(!german.text.contains("endpoint") && !german.text.contains("delivered"), "{}", german.text);
        assert!(german.text.contains("Guten Tag Grete,") && german.text.contains("Ortszeit New York, GMT−5"), "{}", german.text);
        for mail in &mails {
            assert!(!mail.raw.contains(&secret) && !mail.text.contains("%7e") && !mail.text.contains("token=~"), "{}", mail.text);
            assert!(mail.text.contains("token=%5Bredacted%5D") && mail.invite.is_none(), "{}", mail.text);
        }
        // Paused it stays, and nobody is told again; nor of a pause by hand.
        later(&app, 3 * 24 * 3600);
        assert_eq!(told(&of_webhooks(&app).await), []);
        receiver.refuse(|_| false);
        post(&app, webhook, "resume").await;
        drain(&app).await;
        post(&app, webhook, "pause").await;
        assert_eq!(told(&of_webhooks(&app).await), []);
        // The next time is told of.
        post(&app, webhook, "resume").await;
        receiver.refuse(|_| true);
        app.user("Late", "Comer").await;
        drain(&app).await;
        for_three_days(&app).await;
        assert_eq!(of_webhooks(&app).await.len(), 2);
    }

    async fn administrators_read_that_an_endpoint_is_gone(app) {
        let receiver = Receiver::start().await;
        people(&app).await;
        receiver.answer([status(410), status(410), status(410)]);
        let (webhook, _) = listen(&app, &receiver).await;
        for n in 0..3 {
            book(&app, &start(n)).await;
        }
        let mails = of_webhooks(&app).await;
        assert_eq!(told(&mails), [
            ("Ada Lovelace <ada@example.com>", "Webhook disabled: 127.0.0.1"),
            ("Grete Hermann <grete@example.com>", "Webhook abgeschaltet: 127.0.0.1"),
        ]);
        assert!(mails[0].text.contains("answered that it is gone (410)") && mails[0].text.contains(&webhook.to_string()), "{}", mails[0].text);
        assert!(mails[1].text.contains("Grund: Der Empfänger hat mit 410 geantwortet."), "{}", mails[1].text);
    }

    async fn what_was_mended_before_the_mail_left_is_not_told(app) {
        let receiver = Receiver::start().await;
        receiver.answer([status(410)]);
        let (webhook, _) = listen(&app, &receiver).await;
        let (company, now) = (app.company.company.id, app.app.now());
        app.app.db().write(move |tx| hold::hold(tx, company, job::MAIL, now)).await.unwrap();
        app.user("Grace", "Hopper").await;
        drain(&app).await;
        assert_eq!(app.key.get(&format!("/webhooks/{webhook}")).await.ok()["state"], json!("disabled"));
        post(&app, webhook, "resume").await;
        app.app.db().write(move |tx| hold::release(tx, company, job::MAIL)).await.unwrap();
        assert_eq!(told(&of_webhooks(&app).await), []);
    }
}
