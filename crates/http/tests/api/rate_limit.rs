//! Rate limits: per credential, with the contract's answer.

use std::num::NonZeroU32;

use serde_json::json;
use slated_http::limits::Allowance;

use crate::support::TestApp;

slated_store::both_engines! {
    async fn two_hundred_at_once_then_the_contracts_refusal(database) {
        let app = TestApp::limited(database, Allowance::default()).await;
        let mut served = 0;
        let refusal = loop {
            let answer = app.key.get("/webhooks").await;
            if answer.status != 200 {
                break answer;
            }
            served += 1;
        };
        // The limits run on real time: a slow machine is given one more every 600 ms.
        assert!((200..=230).contains(&served), "{served}");
        assert_eq!(refusal.is(429), json!({
            "statusCode": 429, "message": "Too Many Requests", "error": "Too Many Requests", "errorCode": "rate-limited",
        }));
        assert_eq!(refusal.headers["retry-after"], "1");
        app.key.as_user(app.owner_id()).get("/webhooks").await.refused(429, "rate-limited");
        // Others are not concerned, and who has no valid credential learns that first.
        app.foreign.key.get("/webhooks").await.ok();
        app.token(app.owner_id(), &[]).await.get("/webhooks").await.ok();
        app.guest.with_bearer("ak_live:x:y").get("/webhooks").await.refused(401, "invalid-api-key");
        app.guest.get("/healthz").await.ok();
    }

    async fn after_the_time_it_said_the_caller_is_served_again(database) {
        let (per_minute, burst) = (NonZeroU32::new(60).unwrap(), NonZeroU32::new(2).unwrap());
        let app = TestApp::limited(database, Allowance { per_minute, burst }).await;
        for _ in 0..2 {
            app.key.get("/webhooks").await.ok();
        }
        let refusal = app.key.post("/webhooks", json!({})).await;
        refusal.refused(429, "rate-limited");
        let wait: u64 = refusal.headers["retry-after"].to_str().unwrap().parse().unwrap();
        assert_eq!(wait, 1);
        tokio::time::sleep(std::time::Duration::from_secs(wait)).await;
        app.key.get("/webhooks").await.ok();
    }

    async fn limits_can_be_switched_off(database) {
        let app = TestApp::new(database).await;
        for _ in 0..450 {
            app.key.get("/webhooks").await.ok();
        }
    }
}
