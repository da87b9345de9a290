//! Rate limits: per credential, with the contract's answer.

use std::{num::NonZeroU32, time::Duration};

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
        assert_eq!(served, 200);
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
        assert_eq!(refusal.headers["retry-after"], "1");
        app.passes(Duration::from_millis(999));
        app.key.get("/webhooks").await.refused(429, "rate-limited");
        app.passes(Duration::from_millis(1));
        app.key.get("/webhooks").await.ok();
    }

    async fn whoever_guesses_at_credentials_is_not_listened_to(database) {
        let app = TestApp::limited(database, Allowance::default()).await;
        let wrong = app.guest.with_bearer("rgo-abcdefghijklmnopqrstuvwxyz012345");
        let mut refused = 0;
        let refusal = loop {
            let answer = wrong.get("/v4/user/me").await;
            if answer.status != 401 {
                break answer;
            }
            refused += 1;
        };
        // The first that is too many is still answered.
        assert_eq!(refused, 31);
        refusal.refused(429, "rate-limited");
        // From that address even the right key is refused, so that a lucky guess is none; from another it is not.
        app.key.get("/v4/user/me").await.refused(429, "rate-limited");
        assert_eq!(from(&app, "198.51.100.7", None).await, 200);
        // Nobody's word is taken for another address.
        assert_eq!(from(&app, "0.0.0.0", Some("198.51.100.7")).await, 429);
        app.passes(Duration::from_secs(2));
        app.key.get("/v4/user/me").await.ok();
    }

    async fn whoever_guesses_at_links_is_not_listened_to(database) {
        let app = TestApp::limited(database, Allowance::default()).await;
        let mut wrong = 0;
        let guess = |n: i32| match n % 3 {
            0 => format!("/manage/{n}aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
            1 => format!("/pending/{n}aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
            _ => format!("/feed/{n}aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.ics"),
        };
        while app.guest.get(&guess(wrong)).await.status == 404 {
            wrong += 1;
        }
        assert_eq!(wrong, 31);
        let refused = app.guest.get("/manage/x/cancel").await;
        assert_eq!(refused.status, 429);
        assert!(refused.headers.contains_key("retry-after"));
        assert!(refused.headers["content-type"].to_str().unwrap().starts_with("text/html"));
    }

    async fn pages_are_counted_by_address(database) {
        let app = TestApp::limited(database, Allowance::default()).await;
        let mut seen = 0;
        while app.guest.get("/nobody").await.status == 404 {
            seen += 1;
        }
        assert_eq!(seen, 600);
        assert_eq!(app.guest.get("/nobody/at-all").await.status, 429);
        // The API is not the pages' business.
        app.key.get("/v4/user/me").await.ok();
    }

    async fn limits_can_be_switched_off(database) {
        let app = TestApp::new(database).await;
        for _ in 0..450 {
            app.key.get("/webhooks").await.ok();
        }
    }
}

/// The status of a call with the company's key that comes from this address.
async fn from(app: &TestApp, peer: &str, forwarded: Option<&str>) -> u16 {
    let peer = std::net::SocketAddr::new(peer.parse().unwrap(), 4711);
    let mut request = axum::http::Request::get("/v4/user/me")
        .header("authorization", format!("Bearer {}", app.key.bearer()))
        .extension(axum::extract::ConnectInfo(peer));
    if let Some(forwarded) = forwarded {
        request = request.header("x-forwarded-for", forwarded);
    }
    app.send(request.body(axum::body::Body::empty()).unwrap()).await.status
}
