//! Who may call: the literals and rules of the contract's section 2.

use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::json;
use slated_app::access::{Scope, credentials::new_api_key};
use slated_store::credential;

use crate::support::id;

on_both_engines! {
    async fn without_a_credential_nothing_is_told(app) {
        let refused = app.guest.get("/v4/user/me").await.refused(401, "missing-authorization");
        assert_eq!(refused, json!({
            "statusCode": 401, "message": "Missing authorization header", "error": "Unauthorized",
            "errorCode": "missing-authorization",
        }));
    }

    async fn a_wrong_credential_is_invalid(app) {
        for bearer in ["", "nonsense", "rgo-00000000000000000000000000000000", "ak_live:x:y"] {
            let refused = app.guest.with_bearer(bearer).get("/v4/user/me").await.refused(401, "invalid-api-key");
            assert_eq!(refused["message"], "Invalid API key", "{bearer}");
        }
        let basic = Request::get("/v4/user/me").header(header::AUTHORIZATION, "Basic YTpi").body(Body::empty());
        app.send(basic.unwrap()).await.refused(401, "invalid-api-key");
    }

    async fn a_key_stops_working_when_it_expires(app) {
        let (company, owner) = (app.company.company.id, app.company.company.owner_id);
        let issued = new_api_key(company, owner, "short", app.app.now(), Some("2027-03-02T07:00:00Z".parse().unwrap()));
        let stored = issued.credential;
        app.app.db().write(move |tx| credential::insert(tx, &stored)).await.unwrap();
        let key = app.guest.with_bearer(&issued.text);
        key.get("/v4/user/me").await.ok();
        app.set_now("2027-03-02T07:00:00Z");
        app.app.forget_actors();
        let refused = key.get("/v4/user/me").await.refused(401, "expired-api-key");
        assert_eq!(refused["message"], "API key has expired");
    }

    async fn a_revoked_key_is_invalid(app) {
        let (company, owner) = (app.company.company.id, app.company.company.owner_id);
        let issued = new_api_key(company, owner, "lost", app.app.now(), None);
        let (stored, credential_id, now) = (issued.credential.clone(), issued.credential.id, app.app.now());
        app.app.db().write(move |tx| credential::insert(tx, &stored)).await.unwrap();
        let key = app.guest.with_bearer(&issued.text);
        key.get("/v4/user/me").await.ok();
        assert!(app.app.db().write(move |tx| credential::revoke(tx, company, credential_id, now)).await.unwrap());
        app.app.forget_actors();
        key.get("/v4/user/me").await.refused(401, "invalid-api-key");
    }

    async fn a_key_acts_as_the_owner_or_as_whom_it_names(app) {
        assert_eq!(app.key.get("/v4/user/me").await.ok()["email"], "ada@example.com");
        let grace = id(&app.user("Grace", "Hopper").await["userId"]);
        assert_eq!(app.key.as_user(grace).get("/v4/user/me").await.ok()["id"], grace.to_string());
        let shouted = Request::get("/v4/user/me")
            .header("X-MEETERGO-API-USER-ID", grace.to_string())
            .header(header::AUTHORIZATION, format!("bearer {}", app.key.bearer()));
        assert_eq!(app.send(shouted.body(Body::empty()).unwrap()).await.ok()["id"], grace.to_string());
    }

    async fn the_named_user_must_be_one_of_the_company(app) {
        app.key.as_user("me").get("/v4/user/me").await.invalid("x-meetergo-api-user-id", "invalid-id");
        app.key.as_user(uuid::Uuid::nil()).get("/v4/user/me").await.refused(404, "not-found");
        let eve = app.foreign.company.owner.user.id;
        let refused = app.key.as_user(eve).get("/v4/user/me").await.refused(404, "not-found");
        assert_eq!(refused["message"], "User not found");
    }

    async fn a_token_acts_as_its_owner_only(app) {
        let grace = id(&app.user("Grace", "Hopper").await["userId"]);
        let token = app.token(grace, &[]).await;
        assert_eq!(token.get("/v4/user/me").await.ok()["id"], grace.to_string());
        token.as_user(grace).get("/v4/user/me").await.ok();
        token.as_user(app.owner_id()).get("/v4/user/me").await.refused(403, "token-acts-for-its-owner");
    }

    async fn a_token_may_not_change_users(app) {
        let token = app.token(app.owner_id(), &[]).await;
        let grace = id(&app.user("Grace", "Hopper").await["userId"]);
        let path = format!("/v4/user/{grace}");
        let new = json!({"email": "x@example.com", "givenName": "X", "familyName": "Y", "timezone": "UTC"});
        token.post("/v4/user", new).await.refused(403, "platform-key-required");
        token.patch(&path, json!({"givenName": "Amazing"})).await.refused(403, "platform-key-required");
        token.delete(&path).await.refused(403, "platform-key-required");
        assert_eq!(app.key.as_user(grace).get("/v4/user/me").await.ok()["givenName"], "Grace");
    }

    async fn a_token_is_held_to_its_scopes(app) {
        let scheduling = app.token(app.owner_id(), &[Scope::Scheduling]).await;
        let refused = scheduling.get("/v4/user").await.refused(403, "missing-scope");
        assert_eq!(refused["message"], "This token does not have the 'account' scope");
        scheduling.get("/v4/personal-page/me").await.ok();
        let account = app.token(app.owner_id(), &[Scope::Account, Scope::Crm]).await;
        account.get("/v4/user").await.ok();
        account.get("/v4/personal-page/me").await.refused(403, "missing-scope");
        // Any credential may ask who it is: clients try one out this way.
        for token in [scheduling, account] {
            token.get("/v4/user/me").await.ok();
        }
    }

    async fn only_an_admins_token_lists_users(app) {
        let grace = id(&app.user("Grace", "Hopper").await["userId"]);
        app.token(grace, &[]).await.get("/v4/user").await.refused(403, "admin-required");
        assert_eq!(app.token(app.owner_id(), &[]).await.get("/v4/user").await.ok()["total"], 2);
    }

    async fn a_token_goes_with_its_owner(app) {
        let grace = id(&app.user("Grace", "Hopper").await["userId"]);
        let token = app.token(grace, &[]).await;
        token.get("/v4/user/me").await.ok();
        app.key.delete(&format!("/v4/user/{grace}")).await.no_content();
        token.get("/v4/user/me").await.refused(401, "invalid-api-key");
    }
}
