//! The texts of mails: changed, tried out, reset.

use serde_json::json;
use uuid::Uuid;

use super::{book, one, sam};
use crate::support::id;

const PATH: &str = "/v4/mail-template";

on_both_engines! {
    with mail:
    async fn a_company_says_it_in_its_own_words(app) {
        let all = app.key.get("/v4/mail-template?language=en").await.ok();
        assert_eq!(all.as_array().unwrap().len(), 13);
        assert_eq!((&all[0]["kind"], &all[0]["source"], &all[0]["subject"]), (&json!("confirmation"), &json!("default"), &json!("Booked: {!M.Meeting.Name} – {!M.Meeting.Start}")));
        let meeting_type = app.company.owner.user.default_meeting_type_id.unwrap().0;
        let ours = json!({ "kind": "confirmation", "language": "en", "subject": "See you, {!M.Guest.Firstname}", "body": "{!M.Meeting.Name} at {!M.Company.Name}: <b>bring</b> a card.\n\nUntil {!M.Meeting.Time}." });
        let put = app.key.request(axum::http::Method::PUT, PATH, Some(ours.clone())).await.ok();
        assert_eq!((&put["source"], &put["meetingTypeId"]), (&json!("company"), &json!(null)));
        let mut theirs = ours.clone();
        theirs["meetingTypeId"] = json!(meeting_type);
        theirs["subject"] = json!("Only this type\nand one line");
        app.key.request(axum::http::Method::PUT, PATH, Some(theirs)).await.ok();
        let company = app.key.get("/v4/mail-template?language=en").await.ok();
        assert_eq!((&company[0]["source"], &company[0]["subject"]), (&json!("company"), &ours["subject"]));
        let own = app.key.get(&format!("/v4/mail-template?language=en&meetingTypeId={meeting_type}")).await.ok();
        assert_eq!(own[0]["source"], "meetingType");
        assert_eq!(app.key.get("/v4/mail-template?language=de").await.ok()[0]["source"], "default");

        let booked = book(&app, sam()).await;
        let mail = one(app.mails_to("sam@").await);
        assert_eq!(mail.subject, "Only this type and one line");
        assert!(mail.text.starts_with("30min Meeting at Example Health: <b>bring</b> a card.\r\n\r\nUntil 03:00.") || mail.text.starts_with("30min Meeting at Example Health: <b>bring</b> a card.\n\nUntil 03:00."), "{}", mail.text);
        assert!(mail.html.contains("&#60;b&#62;bring&#60;/b&#62; a card."), "{}", mail.html);
        assert!(mail.text.contains("When: "), "what is known stands in every mail");
        app.key.delete(&format!("{PATH}?kind=confirmation&language=en&meetingTypeId={meeting_type}")).await.no_content();
        app.key.delete(&format!("/v4/appointment/{}", id(&booked["id"]))).await.ok();
        app.mails().await;
        book(&app, sam()).await;
        assert_eq!(one(app.mails_to("sam@").await).subject, "See you, Sam");
        for _ in 0..2 {
            app.key.delete(&format!("{PATH}?kind=confirmation&language=en")).await.no_content();
        }
        assert_eq!(app.key.get("/v4/mail-template?language=en").await.ok()[0]["source"], "default");
    }

    async fn a_text_is_tried_out_before_it_is_sent(app) {
        let path = "/v4/mail-template/preview";
        let own = json!({ "kind": "reminder", "language": "de", "subject": "Bald: {!M.Meeting.Name}", "body": "Hallo {!M.Guest.Fullname}" });
        let preview = app.key.post(path, own).await.ok();
        assert_eq!(preview["subject"], "Bald: Consultation");
        assert!(preview["html"].as_str().unwrap().contains("Hallo Sam Guest") && preview["text"].as_str().unwrap().contains("Ortszeit Berlin, GMT+1"), "{preview}");
        assert_eq!(preview["ics"], json!(null));
        let meeting_type = app.company.owner.user.default_meeting_type_id.unwrap().0;
        for template in app.key.get("/v4/mail-template?language=ar").await.ok().as_array().unwrap() {
            let preview = app.key.post(path, json!({ "kind": template["kind"], "language": "ar", "meetingTypeId": meeting_type })).await.ok();
            let html = preview["html"].as_str().unwrap();
            assert!(html.contains("<html lang=\"ar\" dir=\"rtl\">") && !html.contains("{!"), "{html}");
        }
        let cancelled = app.key.post(path, json!({ "kind": "cancelled", "language": "en" })).await.ok();
        assert!(cancelled["ics"].as_str().unwrap().contains("METHOD:CANCEL"));
        app.key.post(path, json!({ "kind": "reminder", "language": "en", "subject": "x" })).await.invalid("body", "required");
        assert_eq!(app.mails().await, []);
    }

    async fn every_token_of_the_documents_is_one(app) {
        let page = include_str!("../../../../../docs/mail.md");
        let mut tokens = vec![];
        for row in page.lines().filter(|line| line.starts_with("| `{!M.")) {
            let (group, names) = row.trim_start_matches("| `{!").split_once(".…}` | ").unwrap();
            tokens.extend(names.trim_end_matches(" |").split(", ").map(|name| format!("{{!{group}.{}}}", name.trim_matches('`'))));
        }
        assert!(tokens.len() > 20, "{tokens:?}");
        for token in &tokens {
            let own = json!({ "kind": "rescheduled", "language": "en", "subject": "x", "body": format!("<{token}>") });
            let preview = app.key.post("/v4/mail-template/preview", own).await.ok();
            assert!(!preview["text"].as_str().unwrap().contains("{!"), "{token}: {preview}");
        }
    }

    async fn what_cannot_be_used_is_named(app) {
        let put = |body| app.key.request(axum::http::Method::PUT, PATH, Some(body));
        put(json!({ "kind": "confirmation", "language": "en", "subject": "{!M.Guest.Name}", "body": "x" })).await.invalid("subject", "unknown-token");
        put(json!({ "kind": "confirmation", "language": "en", "subject": "x", "body": "a {!M.Meeting.Nmae} b" })).await.invalid("body", "unknown-token");
        put(json!({ "kind": "confirmation", "language": "en", "subject": " ", "body": "x" })).await.invalid("subject", "too-short");
        put(json!({ "kind": "quick_mail", "language": "en", "subject": "x", "body": "x" })).await.invalid("kind", "invalid-value");
        put(json!({ "kind": "confirmation", "language": "xx", "subject": "x", "body": "x" })).await.invalid("language", "invalid-value");
        app.key.get("/v4/mail-template?language=de-AT").await.invalid("language", "invalid-value");
        let nobodys = Uuid::now_v7();
        put(json!({ "kind": "confirmation", "language": "en", "meetingTypeId": nobodys, "subject": "x", "body": "x" })).await.refused(404, "not-found");
        let employee = app.user("Grace", "Hopper").await;
        let token = app.token(id(&employee["userId"]), &[]).await;
        token.get("/v4/mail-template?language=en").await.refused(403, "admin-required");
        token.request(axum::http::Method::PUT, PATH, Some(json!({ "kind": "confirmation", "language": "en", "subject": "x", "body": "x" }))).await.refused(403, "admin-required");
    }
}
