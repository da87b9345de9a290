//! What belongs to another company does not exist: every operation of the API is asked for another company's
//! things, by path, by query, by body and by header, and must answer as if they were not there, and change nothing.
//!
//! The operations come out of the generated OpenAPI document. A new one fails these tests until it is listed here.

use std::collections::BTreeSet;

use axum::http::Method;
use serde_json::{Value, json};
use slated_store::{
    args,
    db::Conn,
    delivery::{self, Delivery},
    event,
    ids::{CompanyId, DeliveryId, EventId, WebhookId},
};
use uuid::Uuid;

use crate::support::{TestApp, id};

/// One of everything that another company can have.
pub struct Theirs {
    pub user: Uuid,
    availability: Uuid,
    pub meeting_type: Uuid,
    pub template: Uuid,
    one_time_link: Uuid,
    appointment: Uuid,
    attendee: Uuid,
    provisional_booking: Uuid,
    pub webhook: Uuid,
    delivery: Uuid,
    event: Uuid,
    /// One without meeting types.
    pub workspace: Uuid,
    pub team_type: Uuid,
    pub queue: Uuid,
    pub group: Uuid,
}

impl Theirs {
    pub async fn new(app: &TestApp) -> Self {
        let key = &app.foreign.key;
        let user = json!({"email": "mallory@example.com", "givenName": "Mallory", "familyName": "Elsewhere"});
        let made = key.post("/v4/user", user).await.created();
        let user = id(&made["userId"]);
        let key = key.as_user(user);
        let meeting_type = id(&made["meetingTypeId"]);
        let booking = |start: &str, meeting_type: Uuid| json!({"meetingTypeId": meeting_type, "start": start, "attendee": {"email": "guest@example.com", "fullname": "G"}});
        let booked = key.post("/v4/booking", booking("2027-03-02T10:00:00Z", meeting_type)).await.created();
        let confirmed = json!({
            "name": "Asks first", "duration": 30, "meetingOptions": {"requireHostConfirmation": "enabled"},
        });
        let asks_first = id(&key.post("/v4/meeting-type", confirmed).await.created()["id"]);
        let waiting = key.post("/v4/booking", booking("2027-03-02T12:00:00Z", asks_first)).await.created();
        let link =
            key.post(&format!("/v4/one-time-booking-link/create/{meeting_type}"), json!({})).await.created();
        let template = json!({"name": "Template", "duration": 30});
        let webhook = json!({"endpoint": "https://hooks.example.com/", "eventTypes": ["booking_created"]});
        let webhook = id(&key.post("/webhooks", webhook).await.created()["id"]);
        let admin = &app.foreign.key;
        let workspace = id(&admin.post("/v4/workspace", json!({"name": "Theirs"})).await.created()["id"]);
        let team = admin.post("/v4/workspace", json!({"name": "Their team"})).await.created();
        let team = json!({"name": "Team", "duration": 30, "workspaceId": team["id"]});
        let team = admin.post("/v4/meeting-type", team).await.created();
        let (team_type, queue) = (id(&team["id"]), id(&team["queueId"]));
        let group = json!({"queueId": queue, "name": "Pair"});
        let group = id(&admin.post("/v4/queue-user-group", group).await.created()["id"]);
        Self {
            workspace,
            team_type,
            queue,
            group,
            user,
            meeting_type,
            availability: id(&key.post("/v4/availability", json!({"name": "Spare"})).await.created()["id"]),
            template: id(&key.post("/v4/meeting-type-template/create", template).await.created()["id"]),
            one_time_link: id(&link["id"]),
            appointment: id(&booked["id"]),
            attendee: id(&booked["attendees"][0]["id"]),
            provisional_booking: id(&waiting["provisionalBookingId"]),
            webhook,
            delivery: attempt(app, webhook).await,
            event: event(app).await,
        }
    }

    /// What a path parameter stands for, by the segment before it.
    fn named(&self, path: &str, noun: &str) -> Uuid {
        match noun {
            "user" | "personal-page" => self.user,
            "availability" => self.availability,
            "meeting-type" if path.starts_with("/v4/queue/") => self.team_type,
            "meeting-type" => self.meeting_type,
            "meeting-type-template" | "assign" | "unassign" => self.template,
            "create" if path.starts_with("/v4/one-time-booking-link") => self.meeting_type,
            "appointment" => self.appointment,
            "provisional-booking" => self.provisional_booking,
            "webhooks" => self.webhook,
            "deliveries" => self.delivery,
            "workspace" => self.workspace,
            "queue" => self.queue,
            "queue-user-group" => self.group,
            _ => panic!("say in `named` what the id after '{noun}' in {path} is"),
        }
    }

    /// The body with ids that nobody has in place of theirs.
    fn forget(&self, body: Value) -> Value {
        let mut text = body.to_string();
        for theirs in [
            self.user,
            self.availability,
            self.meeting_type,
            self.one_time_link,
            self.appointment,
            self.event,
            self.workspace,
            self.queue,
        ] {
            text = text.replace(&theirs.to_string(), &Uuid::now_v7().to_string());
        }
        text.parse().unwrap()
    }

    /// The path with their ids in it.
    pub fn fill(&self, path: &str) -> String {
        let segments: Vec<_> = path.split('/').collect();
        let filled = segments.iter().enumerate().map(|(index, segment)| {
            if segment.starts_with('{') {
                self.named(path, segments[index - 1]).to_string()
            } else {
                (*segment).to_owned()
            }
        });
        filled.collect::<Vec<_>>().join("/")
    }
}

/// A body that would do, were the thing ours. `own` is one of our meeting types.
pub fn body(method: &Method, path: &str, own: &Own) -> Option<Value> {
    if method == Method::GET || method == Method::DELETE {
        return None;
    }
    Some(match (method.as_str(), path) {
        ("POST", "/v4/user") => json!({"email": "new@example.com", "givenName": "New", "familyName": "User"}),
        ("PATCH", "/v4/user/{id}") => json!({"givenName": "Changed"}),
        ("PATCH", "/v4/personal-page" | "/v4/personal-page/me") => json!({"headerTitle": "Changed"}),
        ("PATCH", "/v4/company/branding") => json!({"primaryColor": "#112233"}),
        ("POST", "/v4/booking") => own.booking(),
        ("POST", "/v4/appointment/{id}/reschedule") => json!({"start": "2027-03-03T10:00:00Z"}),
        ("PATCH", "/v4/appointment/{id}/guest") => json!({"email": "new@example.com"}),
        ("PATCH", "/v4/appointment/{id}/notes") => json!({"note": "changed"}),
        ("POST", "/v4/appointment/{id}/cancel" | "/v4/provisional-booking/{id}/decline") => {
            json!({"reason": "none"})
        }
        (
            "POST",
            "/v4/calendar-feed"
            | "/v4/provisional-booking/{id}/confirm"
            | "/v4/appointment/{id}/no-show"
            | "/v4/one-time-booking-link/create/{meetingTypeId}"
            | "/webhooks/{id}/pause"
            | "/webhooks/{id}/resume"
            | "/webhooks/{id}/test"
            | "/webhooks/{id}/rotate-secret"
            | "/v4/user/{id}/password-link",
        ) => json!({}),
        ("POST", "/v4/availability" | "/availability") => json!({"name": "Hours"}),
        ("POST", "/v4/meeting-type" | "/v4/meeting-type-template/create") => {
            json!({"name": "New", "duration": 30})
        }
        (
            "PATCH",
            "/v4/availability/{id}"
            | "/v4/meeting-type/{id}"
            | "/v4/meeting-type-template/{id}"
            | "/v4/workspace/{id}"
            | "/v4/queue-user-group/{groupId}",
        )
        | ("POST", "/v4/workspace") => json!({"name": "Changed"}),
        (
            "POST",
            "/v4/meeting-type-template/assign/{templateId}"
            | "/v4/meeting-type-template/unassign/{templateId}",
        ) => {
            json!({"userId": own.user})
        }
        ("POST", "/v4/attendee/quick-mail") => {
            json!({"attendeeId": own.user, "title": "Hello", "content": "There"})
        }
        ("PUT", "/v4/mail-template") => {
            json!({"kind": "reminder", "language": "en", "subject": "Changed", "body": "Changed"})
        }
        ("POST", "/v4/mail-template/preview") => json!({"kind": "reminder", "language": "en"}),
        ("POST", "/webhooks" | "/v4/webhooks") => {
            json!({"endpoint": "https://hooks.example.com/", "eventTypes": ["booking_created"]})
        }
        ("POST", "/v4/privacy/export" | "/v4/privacy/erase") => json!({"email": "guest@example.com"}),
        ("PATCH", "/v4/queue/meeting-type/{meetingTypeId}") => json!({"userId": own.user}),
        ("POST", "/v4/queue-user-group") => json!({"queueId": own.queue, "name": "New"}),
        ("PATCH", "/v4/privacy/retention") => json!({"appointmentDays": 30}),
        ("PATCH", "/webhooks/{id}" | "/v4/webhooks/{id}") => json!({"description": "changed"}),
        ("POST", "/webhooks/{id}/replay") => json!({"from": "2027-03-01T00:00:00Z"}),
        _ => panic!("say in `body` what {method} {path} takes"),
    })
}

/// The query that an operation cannot do without.
pub fn query(path: &str, own: &Own) -> String {
    match path {
        "/v4/user/{userId}/bookable-windows" => "?startDate=2027-03-02&endDate=2027-03-03".to_owned(),
        "/v4/booking-availability" => {
            format!("?meetingTypeId={}&start=2027-03-02&end=2027-03-03", own.meeting_type)
        }
        "/v4/mail-template" => "?language=en&kind=reminder".to_owned(),
        _ => String::new(),
    }
}

/// Our own things, for what is asked beside theirs.
pub struct Own {
    pub user: Uuid,
    pub meeting_type: Uuid,
    pub template: Uuid,
    pub webhook: Uuid,
    pub team_type: Uuid,
    pub queue: Uuid,
    pub group: Uuid,
}

impl Own {
    async fn new(app: &TestApp) -> Self {
        let template = json!({"name": "Ours", "duration": 30});
        let webhook = json!({"endpoint": "https://ours.example.com/", "eventTypes": ["booking_created"]});
        let template = app.key.post("/v4/meeting-type-template/create", template).await.created();
        let workspace = app.key.post("/v4/workspace", json!({"name": "Ours"})).await.created();
        let team = json!({"name": "Team", "duration": 30, "workspaceId": workspace["id"]});
        let team = app.key.post("/v4/meeting-type", team).await.created();
        let group = json!({"queueId": team["queueId"], "name": "Pair"});
        let group = app.key.post("/v4/queue-user-group", group).await.created();
        Self {
            team_type: id(&team["id"]),
            queue: id(&team["queueId"]),
            group: id(&group["id"]),
            user: app.owner_id(),
            meeting_type: app.company.owner.meeting_type.id.0,
            template: id(&template["id"]),
            webhook: id(&app.key.post("/webhooks", webhook).await.created()["id"]),
        }
    }

    fn booking(&self) -> Value {
        json!({
            "meetingTypeId": self.meeting_type, "start": "2027-03-02T10:00:00Z",
            "attendee": {"email": "guest@example.com", "fullname": "G"},
        })
    }
}

/// Every operation of the document, and the aliases that it does not list.
pub fn operations() -> Vec<(Method, String)> {
    let document = serde_json::to_value(slated_http::router::document()).unwrap();
    let mut found = vec![];
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            if item.get(method.as_str().to_lowercase()).is_some() {
                found.push((method, path.clone()));
            }
        }
    }
    assert!(found.len() > 40, "the document lists the API");
    for (method, path) in [
        (Method::GET, "/availability"),
        (Method::POST, "/availability"),
        (Method::GET, "/v4/webhooks"),
        (Method::POST, "/v4/webhooks"),
        (Method::PATCH, "/v4/webhooks/{id}"),
        (Method::DELETE, "/v4/webhooks/{id}"),
    ] {
        found.push((method, path.to_owned()));
    }
    found
}

/// An attempt at a webhook of the other company, which nobody made.
async fn attempt(app: &TestApp, webhook: Uuid) -> Uuid {
    let (id, now) = (DeliveryId::new(), app.app.now());
    let delivery = Delivery {
        id,
        company_id: app.foreign.company.company.id,
        webhook_id: WebhookId(webhook),
        event_id: EventId::at(now),
        attempt: 1,
        endpoint: Some("https://hooks.example.com/".to_owned()),
        signature: None,
        response_status: None,
        response_headers: None,
        response_body: None,
        error: Some("none".to_owned()),
        elapsed_ms: 1,
        created_at: now,
    };
    app.app.db().write(move |tx| delivery::insert(tx, &delivery)).await.unwrap();
    id.0
}

/// The first thing that happened in the other company.
async fn event(app: &TestApp) -> Uuid {
    let (company, all) = (app.foreign.company.company.id, (EventId(Uuid::nil()), EventId(Uuid::max())));
    app.app.db().read(move |c| event::range(c, company, all, 1)).await.unwrap()[0].0.0
}

/// Everything that the other company can see of itself, and how many rows it has in every table.
async fn seen(app: &TestApp, theirs: &Theirs) -> Vec<Value> {
    let key = app.foreign.key.as_user(theirs.user);
    let mut all = vec![];
    for path in [
        "/v4/user".to_owned(),
        "/v4/availability".to_owned(),
        "/v4/meeting-type".to_owned(),
        "/v4/meeting-type-template".to_owned(),
        "/v4/personal-page/me".to_owned(),
        "/v4/company/branding".to_owned(),
        "/v4/workspace".to_owned(),
        format!("/v4/queue/workspace/{}", theirs.workspace),
        "/v4/appointment/paginated".to_owned(),
        "/v4/provisional-booking/paginated".to_owned(),
        "/webhooks".to_owned(),
        format!("/v4/appointment/{}", theirs.appointment),
        format!(
            "/v4/booking-availability?meetingTypeId={}&start=2027-03-01&end=2027-03-31",
            theirs.meeting_type
        ),
    ] {
        all.push(key.get(&path).await.ok());
    }
    let company = app.foreign.company.company.id;
    let rows = app.app.db().read(move |c| count(c, company)).await.unwrap();
    all.push(json!(rows));
    all
}

/// Rows by table; of hosts, how often they were locked.
fn count(c: &mut Conn, company: CompanyId) -> slated_store::db::Result<Vec<i64>> {
    macro_rules! counts {
        ($($table:literal),*) => {[$(concat!("SELECT COUNT(*) FROM ", $table, " WHERE company_id = $1")),*]};
    }
    let mut sql = counts![
        "users",
        "credential",
        "availability",
        "meeting_type",
        "meeting_type_template",
        "one_time_link",
        "appointment",
        "appointment_host",
        "attendee",
        "provisional_booking",
        "claim",
        "busy",
        "event",
        "webhook",
        "delivery",
        "held_queue",
        "mail_template",
        "calendar_feed",
        "quick_mail",
        "workspace",
        "queue",
        "queue_member",
        "queue_user_group",
        "queue_group_user",
        "queue_turn",
        "job"
    ]
    .to_vec();
    sql.push("SELECT CAST(SUM(seq) AS BIGINT) FROM host WHERE company_id = $1");
    sql.push("SELECT COUNT(*) FROM one_time_link WHERE company_id = $1 AND used_at IS NOT NULL");
    sql.into_iter().map(|sql| c.one(sql, args![company]).map(Option::unwrap_or_default)).collect()
}

on_both_engines! {
    async fn ids_in_paths(app) {
        let theirs = Theirs::new(&app).await;
        let own = Own::new(&app).await;
        let before = seen(&app, &theirs).await;
        let token = app.token(app.owner_id(), &[]).await;
        let mut asked = 0;
        for (method, path) in operations().into_iter().filter(|(_, path)| path.contains('{')) {
            let target = theirs.fill(&path) + &query(&path, &own);
            let body = body(&method, &path, &own);
            app.key.request(method.clone(), &target, body.clone()).await.refused(404, "not-found");
            // A token may be refused before anything is looked up, which tells nothing either.
            let by_token = token.request(method.clone(), &target, body.clone()).await;
            if by_token.status == 403 {
                by_token.refused(403, "platform-key-required");
            } else {
                by_token.refused(404, "not-found");
            }
            // The very same request is good for those whose thing it is, so nothing else was wrong with it. Only
            // reading is tried, since the rest would change what is compared below.
            if method == Method::GET {
                app.foreign.key.request(method, &target, body).await.ok();
            }
            asked += 1;
        }
        assert!(asked >= 24, "{asked} operations with ids in their path");
        assert_eq!(seen(&app, &theirs).await, before);
    }

    async fn the_user_header(app) {
        let theirs = Theirs::new(&app).await;
        let own = Own::new(&app).await;
        let before = seen(&app, &theirs).await;
        let as_theirs = app.key.as_user(theirs.user);
        for (method, path) in operations() {
            let target = theirs.fill(&path) + &query(&path, &own);
            let refused = as_theirs.request(method.clone(), &target, body(&method, &path, &own)).await;
            assert_eq!(refused.refused(404, "not-found")["message"], "User not found", "{method} {path}");
        }
        assert_eq!(seen(&app, &theirs).await, before);
    }

    async fn without_a_credential(app) {
        let theirs = Theirs::new(&app).await;
        let own = Own::new(&app).await;
        let before = seen(&app, &theirs).await;
        for (method, path) in operations() {
            let target = theirs.fill(&path) + &query(&path, &own);
            let refused = app.guest.request(method.clone(), &target, body(&method, &path, &own)).await;
            refused.refused(401, "missing-authorization");
        }
        assert_eq!(seen(&app, &theirs).await, before);
    }

    async fn ids_in_queries(app) {
        let theirs = Theirs::new(&app).await;
        let own = Own::new(&app).await;
        let before = seen(&app, &theirs).await;
        let ours = own.meeting_type;
        let range = "start=2027-03-02&end=2027-03-03";
        let slots = |rest: String| format!("/v4/booking-availability?{range}&{rest}");
        for path in [
            slots(format!("meetingTypeId={}", theirs.meeting_type)),
            slots(format!("meetingTypeId={ours}&hostIds={}", theirs.user)),
            slots(format!("meetingTypeId={ours}&hostIds={},{}", own.user, theirs.user)),
            slots(format!("meetingTypeId={ours}&existingAppointmentId={}", theirs.appointment)),
            slots(format!("meetingTypeId={ours}&queueId={}", theirs.queue)),
            slots(format!("meetingTypeId={}&queueId={}", own.team_type, theirs.queue)),
            format!("/v4/availability?userId={}", theirs.user),
            format!("/availability?userId={}", theirs.user),
            format!("/v4/meeting-type?userId={}", theirs.user),
            format!("/v4/mail-template?language=en&meetingTypeId={}", theirs.meeting_type),
            format!("/v4/appointment/paginated?userId={}", theirs.user),
            format!("/v4/provisional-booking/paginated?userId={}", theirs.user),
        ] {
            app.key.get(&path).await.refused(404, "not-found");
        }
        // Filters that match nothing of ours.
        for (path, list) in [
            (format!("/v4/appointment/paginated?meetingTypeId={}", theirs.meeting_type), "appointments"),
            (format!("/v4/appointment/paginated?attendeeIds={}", theirs.attendee), "appointments"),
            (format!("/v4/provisional-booking/paginated?meetingTypeId={}", theirs.meeting_type), "provisionalBookings"),
        ] {
            let page = app.key.get(&path).await.ok();
            assert_eq!((&page[list], &page["total"]), (&json!([]), &json!(0)), "{path}");
        }
        // Nor is theirs a cursor into anything but ours.
        let deliveries = format!("/webhooks/{}/deliveries", own.webhook);
        for query in [format!("eventId={}", theirs.event), format!("before={}", theirs.delivery)] {
            assert_eq!(app.key.get(&format!("{deliveries}?{query}")).await.ok()["deliveries"], json!([]));
        }
        app.set_now("2027-03-01T08:00:00Z");
        let events = app.key.get(&format!("/v4/events?after={}", theirs.event)).await.ok();
        assert_eq!(events["events"], json!([]));
        assert_eq!(seen(&app, &theirs).await, before);
    }

    async fn ids_in_bodies(app) {
        let theirs = Theirs::new(&app).await;
        let own = Own::new(&app).await;
        let before = seen(&app, &theirs).await;
        let with = |base: &Value, extra: Value| {
            let mut body = base.clone();
            body.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
            body
        };
        let (booking, kind) = (own.booking(), json!({"name": "New", "duration": 30}));
        let ours = format!("/v4/meeting-type/{}", own.meeting_type);
        let channels = json!({"meetingOptions": {"channelAvailabilities": {"phone": theirs.availability}}});
        let room = json!({"resourceChannels": [{"name": "Room", "availabilityId": theirs.availability}]});
        for (method, path, body) in [
            (Method::POST, "/v4/booking".to_owned(), with(&booking, json!({"meetingTypeId": theirs.meeting_type}))),
            (Method::POST, "/v4/booking".to_owned(), with(&booking, json!({"hostIds": [theirs.user]}))),
            (Method::POST, "/v4/booking".to_owned(), with(&booking, json!({"appointmentId": theirs.appointment}))),
            (Method::POST, "/v4/booking".to_owned(), with(&booking, json!({"oneTimeLinkId": theirs.one_time_link}))),
            (Method::POST, "/v4/booking".to_owned(), with(&booking, json!({"queueId": theirs.queue}))),
            (Method::POST, "/v4/booking".to_owned(), with(&booking, json!({"meetingTypeId": own.team_type, "queueId": theirs.queue}))),
            (Method::POST, "/v4/meeting-type".to_owned(), with(&kind, json!({"workspaceId": theirs.workspace}))),
            (Method::PATCH, ours.clone(), json!({"workspaceId": theirs.workspace})),
            (Method::POST, "/v4/meeting-type-template/create".to_owned(), with(&kind, json!({"workspaceId": theirs.workspace}))),
            (Method::PATCH, format!("/v4/meeting-type-template/{}", own.template), json!({"workspaceId": theirs.workspace})),
            (Method::PATCH, format!("/v4/queue/meeting-type/{}", own.team_type), json!({"userId": theirs.user})),
            (Method::PATCH, format!("/v4/queue/meeting-type/{}", own.team_type), json!({"users": [{"userId": theirs.user}]})),
            (Method::PATCH, format!("/v4/queue/meeting-type/{}", own.team_type), json!({"userCapacities": [{"userId": theirs.user, "capacity": 1}]})),
            (Method::PATCH, format!("/v4/queue-user-group/{}", own.group), json!({"userId": theirs.user})),
            (Method::PATCH, format!("/v4/queue-user-group/{}", own.group), json!({"mainGroupHostId": theirs.user})),
            (Method::POST, "/v4/queue-user-group".to_owned(), json!({"queueId": theirs.queue, "name": "X"})),
            (Method::POST, "/v4/availability".to_owned(), json!({"name": "X", "userId": theirs.user})),
            (Method::POST, "/v4/meeting-type".to_owned(), with(&kind, json!({"userId": theirs.user}))),
            (Method::POST, "/v4/meeting-type".to_owned(), with(&kind, json!({"availabilityId": theirs.availability}))),
            (Method::POST, "/v4/meeting-type".to_owned(), with(&kind, channels.clone())),
            (Method::POST, "/v4/meeting-type".to_owned(), with(&kind, room.clone())),
            (Method::PATCH, ours.clone(), json!({"availabilityId": theirs.availability})),
            (Method::PATCH, ours.clone(), channels.clone()),
            (Method::PATCH, ours, room.clone()),
            (Method::POST, "/v4/meeting-type-template/create".to_owned(), with(&kind, channels.clone())),
            (Method::POST, "/v4/meeting-type-template/create".to_owned(), with(&kind, room.clone())),
            (Method::PATCH, format!("/v4/meeting-type-template/{}", own.template), channels),
            (Method::PATCH, format!("/v4/meeting-type-template/{}", own.template), room),
            (Method::POST, format!("/v4/meeting-type-template/assign/{}", own.template), json!({"userId": theirs.user})),
            (Method::POST, format!("/v4/meeting-type-template/unassign/{}", own.template), json!({"userId": theirs.user})),
            (Method::PUT, "/v4/mail-template".to_owned(), json!({"kind": "reminder", "language": "en", "subject": "x", "body": "x", "meetingTypeId": theirs.meeting_type})),
            (Method::POST, "/v4/mail-template/preview".to_owned(), json!({"kind": "reminder", "language": "en", "meetingTypeId": theirs.meeting_type})),
            (Method::PATCH, "/v4/personal-page".to_owned(), json!({"meetingTypeOrder": [theirs.meeting_type]})),
            (Method::PATCH, "/v4/personal-page/me".to_owned(), json!({"meetingTypeOrder": [theirs.meeting_type]})),
            (Method::POST, format!("/webhooks/{}/replay", own.webhook), json!({"eventIds": [theirs.event]})),
        ] {
            let answer = app.key.request(method.clone(), &path, Some(body.clone())).await;
            if answer.status == 404 {
                answer.refused(404, "not-found");
            } else {
                // A field that names what is not there.
                let refusal = answer.is(400);
                let code = &refusal["errors"][0]["code"];
                assert!(code == "invalid-id" || refusal["errorCode"] == "one-time-link-used", "{path} {body}: {refusal}");
            }
            // What is theirs is not told apart from what nobody has.
            let nobodys = theirs.forget(body);
            assert_eq!(app.key.request(method, &path, Some(nobodys)).await.text, answer.text, "{path}");
        }
        assert_eq!(seen(&app, &theirs).await, before);
        // Nor did any of it happen on our side.
        assert_eq!(app.key.get("/v4/appointment/paginated").await.ok()["total"], 0);
        assert_eq!(app.key.get("/v4/meeting-type").await.ok().as_array().unwrap().len(), 2);
    }

    async fn lists_hold_what_is_ours_only(app) {
        let theirs = Theirs::new(&app).await;
        for path in [
            "/v4/user", "/v4/availability", "/v4/meeting-type", "/v4/meeting-type-template", "/v4/appointment/paginated",
            "/v4/appointment/today", "/v4/provisional-booking/paginated", "/webhooks", "/v4/events", "/v4/workspace",
        ] {
            let told = app.key.get(path).await.ok().to_string();
            assert!(!told.contains("Mallory") && !told.contains(&theirs.user.to_string()), "{path}: {told}");
        }
    }
}

/// Every id that a query can carry is tried above, or here is why not.
#[test]
fn no_id_in_a_query_is_forgotten() {
    let tried = BTreeSet::from([
        "meetingTypeId",
        "hostIds",
        "existingAppointmentId",
        "userId",
        "attendeeIds",
        "eventId",
        "queueId",
    ]);
    // Nothing is looked up by these: resources are not things of a company yet.
    let passed_through = BTreeSet::from(["resourceChannelIds"]);
    let document = serde_json::to_value(slated_http::router::document()).unwrap();
    for (path, item) in document["paths"].as_object().unwrap() {
        for parameter in
            item.as_object().unwrap().values().filter_map(|o| o["parameters"].as_array()).flatten()
        {
            let name = parameter["name"].as_str().unwrap();
            let is_id = parameter["in"] == "query" && (name.ends_with("Id") || name.ends_with("Ids"));
            assert!(
                !is_id || tried.contains(name) || passed_through.contains(name),
                "try {name} of {path} in ids_in_queries"
            );
        }
    }
}

/// Every id that a body can carry is tried above, or here is why not.
#[test]
fn no_id_in_a_body_is_forgotten() {
    let tried = BTreeSet::from([
        "meetingTypeId",
        "hostIds",
        "appointmentId",
        "oneTimeLinkId",
        "userId",
        "availabilityId",
        "channelAvailabilities",
        "meetingTypeOrder",
        "eventIds",
        "workspaceId",
        "queueId",
        "mainGroupHostId",
    ]);
    // Kept as sent and never looked up; or, as `attendeeId`, only within a thing that was found in the company.
    let passed_through = BTreeSet::from([
        "formId",
        "communicationSettingsId",
        "resourceId",
        "resourceChannelIds",
        "attendeeId",
        "routingFormId",
        "attendeePendingId",
        "paymentId",
        "rwgMerchantId",
    ]);
    let document = serde_json::to_value(slated_http::router::document()).unwrap();
    let mut names = BTreeSet::new();
    for item in document["paths"].as_object().unwrap().values() {
        for operation in item.as_object().unwrap().values() {
            properties(
                &document,
                &operation["requestBody"]["content"]["application/json"]["schema"],
                &mut names,
                0,
            );
        }
    }
    assert!(names.contains("userId") && names.contains("availabilityId"), "{names:?}");
    for name in &names {
        let known = tried.contains(name.as_str()) || passed_through.contains(name.as_str());
        assert!(known, "try {name} in ids_in_bodies");
    }
}

/// The names of all properties of a schema that look like ids.
fn properties(document: &Value, schema: &Value, names: &mut BTreeSet<String>, depth: usize) {
    if depth > 12 {
        return;
    }
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap();
        return properties(document, &document["components"]["schemas"][name], names, depth + 1);
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        if name.ends_with("Id")
            || name.ends_with("Ids")
            || name.ends_with("Order")
            || name.ends_with("Availabilities")
        {
            names.insert(name.clone());
        }
        properties(document, property, names, depth + 1);
    }
    for inner in ["oneOf", "anyOf", "allOf"].iter().filter_map(|key| schema[key].as_array()).flatten() {
        properties(document, inner, names, depth + 1);
    }
    for inner in ["items", "additionalProperties"] {
        properties(document, &schema[inner], names, depth + 1);
    }
}
