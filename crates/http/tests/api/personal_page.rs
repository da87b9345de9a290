//! Personal pages: contract section 10.

use serde_json::{Value, json};

use crate::support::{PUBLIC_URL, id};

const MINE: &str = "/v4/personal-page/me";

fn empty() -> Value {
    json!({
        "headerTitle": null, "headerSubtitle": null, "primaryColor": null, "secondaryColor": null,
        "useCustomColors": false, "headerImage": null, "description": null, "showAllMeetingTypes": true,
        "meetingTypeOrder": [], "onlineProfiles": {},
    })
}

on_both_engines! {
    async fn a_new_page_is_plain_and_lists_the_meeting_types(app) {
        let mut page = app.key.get(MINE).await.ok();
        let types = page.as_object_mut().unwrap().remove("meetingTypes").unwrap();
        assert_eq!(types[0]["id"], app.company.owner.meeting_type.id.to_string());
        assert_eq!(types[0]["meetingInfo"]["name"], "30min Meeting");
        assert_eq!(types[0]["bookingUrl"], format!("{PUBLIC_URL}/ada-lovelace/30min-meeting"));
        let mut expected = json!({"userId": app.owner_id(), "slug": "ada-lovelace", "url": format!("{PUBLIC_URL}/ada-lovelace")});
        expected.as_object_mut().unwrap().extend(empty().as_object().unwrap().clone());
        assert_eq!(page, expected);
    }

    /// The seed sends colours without `useCustomColors` and expects to see them.
    async fn setting_a_colour_turns_colours_on(app) {
        let seed = json!({"headerTitle": "Ada & Co", "headerSubtitle": "Law", "primaryColor": "#0066cc"});
        let page = app.key.patch("/v4/personal-page", seed).await.ok();
        assert_eq!((&page["headerTitle"], &page["headerSubtitle"]), (&json!("Ada & Co"), &json!("Law")));
        assert_eq!((&page["primaryColor"], &page["useCustomColors"]), (&json!("#0066cc"), &json!(true)));
        let page = app.key.patch(MINE, json!({"secondaryColor": "#ABC", "useCustomColors": false})).await.ok();
        assert_eq!((&page["secondaryColor"], &page["useCustomColors"]), (&json!("#ABC"), &json!(false)));
        let page = app.key.patch(MINE, json!({"primaryColor": null})).await.ok();
        assert_eq!((&page["primaryColor"], &page["useCustomColors"]), (&Value::Null, &json!(false)), "clearing is not setting");
    }

    async fn both_paths_do_the_same(app) {
        let body = json!({
            "headerTitle": "T", "description": "Long", "headerImage": "https://example.com/h.png",
            "showAllMeetingTypes": false, "meetingTypeOrder": [app.company.owner.meeting_type.id],
            "onlineProfiles": {"linkedIn": "https://www.linkedin.com/in/ada", "instagram": "@ada",
                "customLinks": [{"name": "Blog", "url": "https://ada.example.com", "icon": "pen"}]},
        });
        let first = app.key.patch("/v4/personal-page", body.clone()).await.ok();
        app.key.patch(MINE, json!({
            "headerTitle": null, "description": null, "headerImage": null, "showAllMeetingTypes": null,
            "meetingTypeOrder": null, "onlineProfiles": null,
        })).await.ok();
        let cleared = app.key.get("/v4/user/me").await.ok()["personalPage"].clone();
        assert_eq!(cleared, empty());
        let second = app.key.patch(MINE, body).await.ok();
        assert_eq!(first, second);
        assert_eq!(app.key.get(MINE).await.ok(), second);
        assert_eq!(app.key.get(&format!("/v4/personal-page/{}", app.owner_id())).await.ok(), second);
    }

    async fn what_is_left_out_stays(app) {
        let links = json!({"onlineProfiles": {"xing": "ada", "phone": "+49 30 123"}, "headerTitle": "T"});
        app.key.patch(MINE, links).await.ok();
        let page = app.key.patch(MINE, json!({"onlineProfiles": {"xing": null, "facebook": "ada"}})).await.ok();
        assert_eq!(page["onlineProfiles"], json!({"phone": "+49 30 123", "facebook": "ada"}));
        assert_eq!(page["headerTitle"], "T");
        app.key.patch(MINE, json!({})).await.ok();
    }

    async fn meeting_types_come_in_the_pages_order(app) {
        let second = app.key.post("/v4/meeting-type", json!({"name": "Second", "duration": 15})).await.created();
        let first = app.company.owner.meeting_type.id.0;
        let second = id(&second["id"]);
        let listed = |page: &Value| -> Vec<uuid::Uuid> {
            page["meetingTypes"].as_array().unwrap().iter().map(|m| id(&m["id"])).collect()
        };
        assert_eq!(listed(&app.key.get(MINE).await.ok()), [first, second]);
        let page = app.key.patch(MINE, json!({"meetingTypeOrder": [second]})).await.ok();
        assert_eq!(listed(&page), [second, first]);
        assert_eq!(page["meetingTypeOrder"], json!([second]));
    }

    async fn only_own_meeting_types_can_be_ordered(app) {
        let grace = app.user("Grace", "Hopper").await;
        for foreign in [
            app.foreign.company.owner.meeting_type.id.0, uuid::Uuid::nil(), id(&grace["meetingTypeId"]),
        ] {
            let refused = app.key.patch(MINE, json!({"meetingTypeOrder": [foreign]})).await.refused(404, "not-found");
            assert_eq!(refused["message"], "Meeting type not found");
        }
        assert_eq!(app.key.get(MINE).await.ok()["meetingTypeOrder"], json!([]));
    }

    async fn what_cannot_stand_on_a_page_is_refused(app) {
        for (body, field, code) in [
            (json!({"primaryColor": "blue"}), "primaryColor", "invalid-color"),
            (json!({"primaryColor": "#12345"}), "primaryColor", "invalid-color"),
            (json!({"secondaryColor": "#0066cc;}"}), "secondaryColor", "invalid-color"),
            (json!({"headerImage": "javascript:alert(1)"}), "headerImage", "invalid-url"),
            (json!({"headerTitle": "x".repeat(201)}), "headerTitle", "too-long"),
            (json!({"headerTitle": "\u{0}"}), "headerTitle", "invalid-value"),
            (json!({"description": "x".repeat(10_001)}), "description", "too-long"),
            (json!({"useCustomColors": "yes"}), "useCustomColors", "invalid-value"),
            (json!({"meetingTypeOrder": ["first"]}), "meetingTypeOrder[0]", "invalid-id"),
            (json!({"meetingTypeOrder": vec![uuid::Uuid::nil(); 201]}), "meetingTypeOrder", "too-many"),
            (json!({"onlineProfiles": {"facebook": "javascript:alert(1)"}}), "onlineProfiles.facebook", "invalid-url"),
            (json!({"onlineProfiles": {"customLinks": [{"name": "X", "url": "data:text/html,x"}]}}),
                "onlineProfiles.customLinks[0].url", "invalid-url"),
            (json!({"onlineProfiles": {"customLinks": [{"name": "X"}]}}), "onlineProfiles.customLinks[0].url", "required"),
        ] {
            app.key.patch(MINE, body).await.invalid(field, code);
        }
        assert_eq!(app.key.get("/v4/user/me").await.ok()["personalPage"], empty());
    }

    async fn other_pages_need_an_administrator(app) {
        let grace = id(&app.user("Grace", "Hopper").await["userId"]);
        let token = app.token(grace, &[]).await;
        assert_eq!(token.get(&format!("/v4/personal-page/{grace}")).await.ok()["slug"], "grace-hopper");
        token.get(&format!("/v4/personal-page/{}", app.owner_id())).await.refused(403, "not-yours");
        assert_eq!(token.patch(MINE, json!({"headerTitle": "Hi"})).await.ok()["userId"], grace.to_string());
        app.token(app.owner_id(), &[]).await.get(&format!("/v4/personal-page/{grace}")).await.ok();
        app.key.get("/v4/personal-page/grace").await.invalid("userId", "invalid-id");
    }
}
