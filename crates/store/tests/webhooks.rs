//! Webhooks, events and deliveries, on both engines.
#![allow(clippy::unwrap_used)]

use jiff::{SignedDuration, Timestamp};
use slated_store::{
    both_engines,
    db::Db,
    delivery::{self, Delivery, Filter},
    event::{self, Event},
    ids::{CompanyId, DeliveryId, EventId, WebhookId},
    job,
    webhook::{self, Parcel, State, Webhook},
};
use uuid::Uuid;

const COMPANY: CompanyId = CompanyId(Uuid::from_u128(1));
const FOREIGN: CompanyId = CompanyId(Uuid::from_u128(2));
const SUBJECT: Uuid = Uuid::from_u128(1000);

fn at(seconds: i64) -> Timestamp {
    "2027-03-01T08:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_secs(seconds)
}

fn sample(n: i64, types: &[&str]) -> Webhook {
    Webhook {
        id: WebhookId::new(),
        company_id: COMPANY,
        endpoint: format!("https://hooks.example/{n}?q=%20Ä"),
        description: (n % 2 == 0).then(|| "a note".to_owned()),
        event_types: types.iter().map(|&t| t.to_owned()).collect(),
        secret: format!("whsec_{n}"),
        previous_secret: None,
        previous_secret_until: None,
        state: State::Active,
        state_reason: None,
        state_since: None,
        failing_since: None,
        created_at: at(n),
        updated_at: at(n),
    }
}

async fn insert(db: &Db, webhook: &Webhook) {
    let webhook = webhook.clone();
    db.write(move |tx| webhook::insert(tx, &webhook)).await.unwrap();
}

async fn record(db: &Db, when: Timestamp, body: &'static str) -> Event {
    let kind = "booking_created".to_owned();
    let body = body.to_owned();
    let event = Event {
        id: EventId::at(when),
        company_id: COMPANY,
        kind,
        subject_id: SUBJECT,
        body,
        created_at: when,
    };
    let stored = event.clone();
    db.write(move |tx| event::insert(tx, &stored)).await.unwrap();
    event
}

both_engines! {
    async fn a_webhook_is_stored_changed_counted_and_removed_within_its_company(db) {
        let (a, b) = (sample(0, &["booking_created"]), sample(1, &["booking_created", "booking_cancelled"]));
        insert(&db, &a).await;
        insert(&db, &b).await;
        assert_eq!(db.read(|c| webhook::of_company(c, COMPANY)).await.unwrap(), [a.clone(), b.clone()]);
        assert_eq!(db.read(|c| webhook::of_company(c, FOREIGN)).await.unwrap(), []);
        assert_eq!(db.read(|c| webhook::count(c, COMPANY)).await.unwrap(), 2);
        assert_eq!(db.read(|c| webhook::count(c, FOREIGN)).await.unwrap(), 0);

        let id = a.id;
        let event_types = vec!["new_employee".to_owned()];
        let changed = Webhook {
            event_types, description: None, endpoint: "https://x.example".into(), secret: "whsec_new".into(),
            previous_secret: Some(a.secret), previous_secret_until: Some(at(99)), updated_at: at(9), ..a
        };
        let new = changed.clone();
        assert!(db.write(move |tx| webhook::update(tx, &new)).await.unwrap());
        assert_eq!(db.read(move |c| webhook::by_id(c, COMPANY, id)).await.unwrap(), Some(changed.clone()));
        assert_eq!(db.read(move |c| webhook::by_id(c, FOREIGN, id)).await.unwrap(), None);
        let foreign = Webhook { company_id: FOREIGN, ..changed };
        assert!(!db.write(move |tx| webhook::update(tx, &foreign)).await.unwrap());

        assert!(!db.write(move |tx| webhook::delete(tx, FOREIGN, id)).await.unwrap());
        assert!(db.write(move |tx| webhook::delete(tx, COMPANY, id)).await.unwrap());
        assert!(!db.write(move |tx| webhook::delete(tx, COMPANY, id)).await.unwrap());
        assert_eq!(db.read(|c| webhook::of_company(c, COMPANY)).await.unwrap(), [b]);
    }

    async fn only_webhooks_of_the_company_that_named_the_type_listen(db) {
        let (a, b) = (sample(0, &["booking_created"]), sample(1, &["booking_cancelled", "booking_created"]));
        insert(&db, &a).await;
        insert(&db, &b).await;
        let queues = async |company, event_type: &'static str| {
            db.write(move |tx| {
                job::enqueue_for_listeners(tx, company, "deliver", event_type, SUBJECT, event_type, at(2))
            }).await.unwrap();
            let mut queues = Vec::new();
            for queue in [a.id.0, b.id.0] {
                let jobs = db.write(move |tx| job::claim(tx, queue, at(2), at(60), 9)).await.unwrap();
                for job in jobs {
                    assert_eq!((job.company_id, job.kind.as_str(), job.lane), (COMPANY, "deliver", Some(SUBJECT)));
                    assert_eq!((job.payload.trim_matches('"'), job.created_at), (event_type, at(2)));
                    queues.push(job.queue);
                    assert!(db.write(move |tx| job::done(tx, &job)).await.unwrap());
                }
            }
            queues
        };
        assert_eq!(queues(COMPANY, "booking_created").await, [a.id.0, b.id.0]);
        assert_eq!(queues(COMPANY, "booking_cancelled").await, [b.id.0]);
        assert_eq!(queues(COMPANY, "booking").await, Vec::<Uuid>::new());
        assert_eq!(queues(FOREIGN, "booking_created").await, Vec::<Uuid>::new());
    }

    async fn a_listeners_job_waits_with_its_lane(db) {
        let webhook = sample(0, &["booking_created"]);
        insert(&db, &webhook).await;
        let (queue, kind) = (webhook.id.0, "booking_created");
        let tell = async |when| {
            db.write(move |tx| job::enqueue_for_listeners(tx, COMPANY, "deliver", kind, SUBJECT, 1, when)).await.unwrap();
        };
        tell(at(0)).await;
        let first = db.write(move |tx| job::claim(tx, queue, at(0), at(60), 9)).await.unwrap().remove(0);
        assert!(db.write(move |tx| job::retry(tx, &first, at(30), "no")).await.unwrap());
        tell(at(1)).await;
        let due = db.read(|c| job::queues(c, Uuid::nil(), 9)).await.unwrap();
        assert_eq!(due, [(queue, Some(at(30)))]);
    }

    async fn a_parcel_needs_a_webhook_and_an_event_of_one_company(db) {
        let webhook = sample(0, &["booking_created"]);
        insert(&db, &webhook).await;
        let event = record(&db, at(0), "{\"a\":1}").await;
        let (id, event_id) = (webhook.id, event.id);
        let parcel = Parcel {
            endpoint: webhook.endpoint, secret: webhook.secret, previous_secret: None, previous_secret_until: None,
            state: State::Active, failing_since: None, body: event.body.clone(),
        };
        assert_eq!(db.read(move |c| webhook::parcels(c, &[(COMPANY, id, event_id), (FOREIGN, id, event_id), (COMPANY, WebhookId::new(), event_id)])).await.unwrap(), [Some(parcel), None, None]);
        db.write(move |tx| webhook::delete(tx, COMPANY, id)).await.unwrap();
        assert_eq!(db.read(move |c| webhook::parcels(c, &[(COMPANY, id, event_id)])).await.unwrap(), [None]);
        assert_eq!(db.read(move |c| event::by_id(c, COMPANY, event_id)).await.unwrap(), Some(event));
        assert_eq!(db.read(move |c| event::by_id(c, FOREIGN, event_id)).await.unwrap(), None);
    }

    async fn events_are_listed_from_a_cursor_in_the_order_they_happened(db) {
        let (a, b, c) = (record(&db, at(0), "1").await, record(&db, at(0), "2").await, record(&db, at(5), "3").await);
        let after = |company, cursor: Option<EventId>, limit| {
            let cursor = cursor.unwrap_or(EventId(Uuid::nil()));
            db.read(move |conn| event::after(conn, company, cursor, at(6), "hidden", limit))
        };
        assert_eq!(after(COMPANY, None, 10).await.unwrap(), [a.clone(), b.clone(), c.clone()]);
        assert_eq!(after(COMPANY, None, 2).await.unwrap(), [a.clone(), b.clone()]);
        assert_eq!(after(COMPANY, Some(c.id), 2).await.unwrap(), []);
        assert_eq!(after(COMPANY, Some(a.id), 9).await.unwrap().len(), 2);
        assert_eq!(after(FOREIGN, None, 10).await.unwrap(), []);
        let first = EventId(Uuid::nil());
        let until = |end, hidden| db.read(move |c| event::after(c, COMPANY, first, end, hidden, 10));
        assert_eq!(until(at(5), "hidden").await.unwrap().len(), 2, "before its end");
        assert_eq!(until(at(6), "booking_created").await.unwrap(), []);

        let range = |company, from, to, limit| {
            let range = (EventId::floor(from), EventId::floor(to));
            db.read(move |c| event::range(c, company, range, limit))
        };
        let told = |e: &Event| (e.id, e.kind.clone(), e.subject_id);
        assert_eq!(range(COMPANY, at(0), at(6), 9).await.unwrap(), [told(&a), told(&b), told(&c)]);
        assert_eq!(range(COMPANY, at(1), at(6), 9).await.unwrap(), [told(&c)]);
        assert_eq!(range(COMPANY, at(0), at(6), 1).await.unwrap(), [told(&a)]);
        assert_eq!(range(FOREIGN, at(0), at(6), 9).await.unwrap(), []);
    }

    async fn an_open_transaction_is_known_to_be_unsettled_where_others_can_write_meanwhile(db) {
        assert_eq!(db.read(event::unsettled_since).await.unwrap(), None);
        let during = db.write(|tx| {
            let event = Event {
                id: EventId::at(at(0)), company_id: COMPANY, kind: "booking_created".into(), subject_id: SUBJECT,
                body: "{}".into(), created_at: at(0),
            };
            event::insert(tx, &event)?;
            event::unsettled_since(tx)
        }).await.unwrap();
        let postgres = db.engine() == slated_store::db::Engine::Postgres;
        assert_eq!(during.is_some(), postgres);
        if let Some(since) = during {
            assert!(Timestamp::now().duration_since(since).as_secs().abs() < 60, "{since}");
        }
        assert_eq!(db.read(event::unsettled_since).await.unwrap(), None);
    }

    async fn a_webhook_changes_its_state_once_and_starts_afresh(db) {
        let webhook = sample(0, &["booking_created"]);
        insert(&db, &webhook).await;
        let id = webhook.id;
        let set = |company, state, reason, seconds| {
            db.write(move |tx| webhook::set_state(tx, company, id, state, reason, at(seconds)))
        };
        assert!(!set(COMPANY, State::Active, None, 1).await.unwrap());
        assert!(!set(FOREIGN, State::Paused, None, 1).await.unwrap());
        assert!(!db.write(move |tx| webhook::begin_failing(tx, FOREIGN, id, at(2))).await.unwrap());
        assert!(db.write(move |tx| webhook::begin_failing(tx, COMPANY, id, at(2))).await.unwrap());
        assert!(!db.write(move |tx| webhook::begin_failing(tx, COMPANY, id, at(3))).await.unwrap());
        let now = || db.read(move |c| webhook::by_id(c, COMPANY, id));
        assert_eq!(now().await.unwrap().unwrap().failing_since, Some(at(2)));
        assert!(db.write(move |tx| webhook::end_failing(tx, COMPANY, id)).await.unwrap());
        assert!(!db.write(move |tx| webhook::end_failing(tx, COMPANY, id)).await.unwrap());
        db.write(move |tx| webhook::begin_failing(tx, COMPANY, id, at(4))).await.unwrap();
        assert!(set(COMPANY, State::Paused, Some("why"), 5).await.unwrap());
        let paused = Webhook {
            state: State::Paused, state_reason: Some("why".into()), state_since: Some(at(5)), ..webhook.clone()
        };
        assert_eq!(now().await.unwrap().unwrap(), paused);
        let listening = async || {
            let kind = "booking_created";
            let told = |tx: &mut _| job::enqueue_for_listeners(tx, COMPANY, "deliver", kind, SUBJECT, 1, at(9));
            db.write(told).await.unwrap();
            db.write(move |tx| job::claim(tx, id.0, at(9), at(60), 9)).await.unwrap().len()
        };
        assert_eq!(listening().await, 1, "what happens is kept for it");
        assert!(set(COMPANY, State::Disabled, None, 6).await.unwrap());
        assert_eq!(listening().await, 0);
    }

    async fn attempts_are_listed_newest_first_and_forgotten_with_their_events(db) {
        let webhook = WebhookId::new();
        let mut kept = Vec::new();
        for n in 0..5u16 {
            let when = at(i64::from(n));
            let event = record(&db, when, "{}").await;
            let attempt = Delivery {
                id: DeliveryId::at(when),
                company_id: COMPANY,
                webhook_id: webhook,
                event_id: event.id,
                attempt: u32::from(n) + 1,
                endpoint: (n != 0).then(|| "https://hooks.example/".to_owned()),
                signature: (n != 0).then(|| "v1,x".to_owned()),
                response_headers: (n == 1).then(|| [("server".to_owned(), "x".to_owned())].into()),
                response_body: (n == 1).then(|| "ok…".to_owned()),
                response_status: (n != 2).then_some(200 + n),
                error: (n == 2).then(|| "no answer".to_owned()),
                elapsed_ms: 12,
                created_at: when,
            };
            let stored = attempt.clone();
            db.write(move |tx| delivery::insert(tx, &stored)).await.unwrap();
            kept.insert(0, attempt);
        }
        let page = |company, filter, limit| db.read(move |c| delivery::page(c, company, webhook, filter, limit));
        let list = |company, limit| page(company, Filter::default(), limit);
        assert_eq!(list(COMPANY, 9).await.unwrap(), kept);
        assert_eq!(list(COMPANY, 2).await.unwrap(), kept[..2]);
        assert_eq!(list(FOREIGN, 9).await.unwrap(), []);
        let only = |filter| page(COMPANY, filter, 9);
        assert_eq!(only(Filter { before: Some(kept[1].id), ..Filter::default() }).await.unwrap(), kept[2..]);
        assert_eq!(only(Filter { event: Some(kept[3].event_id), ..Filter::default() }).await.unwrap(), kept[3..4]);
        assert_eq!(only(Filter { succeeded: Some(false), ..Filter::default() }).await.unwrap(), kept[2..3]);
        assert_eq!(only(Filter { succeeded: Some(true), ..Filter::default() }).await.unwrap().len(), 4);
        let one = kept[0].id;
        assert_eq!(db.read(move |c| delivery::by_id(c, COMPANY, one)).await.unwrap().as_ref(), Some(&kept[0]));
        assert_eq!(db.read(move |c| delivery::by_id(c, FOREIGN, one)).await.unwrap(), None);

        let forget = |limit| db.write(move |tx| Ok::<_, slated_store::db::Error>(
            (event::forget_old(tx, at(3), limit)?, delivery::forget_old(tx, at(3), limit)?)
        ));
        assert_eq!([forget(2).await.unwrap(), forget(2).await.unwrap(), forget(2).await.unwrap()], [(2, 2), (1, 1), (0, 0)]);
        assert_eq!(list(COMPANY, 9).await.unwrap(), kept[..2]);
        assert_eq!(db.read(|c| event::after(c, COMPANY, EventId(Uuid::nil()), at(9), "hidden", 9)).await.unwrap().len(), 2);
    }

    async fn many_attempts_are_stored_at_once(db) {
        let (webhook, event) = (WebhookId::new(), EventId::at(at(0)));
        let attempt = |n: u32| Delivery {
            id: DeliveryId::at(at(1)), company_id: COMPANY, webhook_id: webhook, event_id: event, attempt: n,
            endpoint: Some(format!("https://hooks.example/{n}")), signature: None, response_status: Some(200),
            response_headers: None, response_body: n.is_multiple_of(2).then(|| n.to_string()), error: None,
            elapsed_ms: n.into(), created_at: at(1),
        };
        let mut all: Vec<_> = (0..37).map(attempt).collect();
        let stored = all.clone();
        db.write(move |tx| delivery::insert_all(tx, &stored.iter().collect::<Vec<_>>())).await.unwrap();
        all.reverse();
        let found = db.read(move |c| delivery::page(c, COMPANY, webhook, Filter::default(), 99)).await.unwrap();
        assert_eq!(found, all);
    }
}
