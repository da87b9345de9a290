//! Secrets at rest: never readable in the database, opened in their place only, sealed anew while others write.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use jiff::Timestamp;
use slated_store::{
    args, both_engines, company,
    company::{Branding, Company},
    db::{Conn, Db, Error, Options, Result},
    idempotency::{self, Begun, Kept},
    ids::{CompanyId, MeetingTypeId, TemplateId, UserId, WebhookId},
    meeting_type::{self, BookingPagePassword, MeetingType, Spec},
    sealing::{
        Key, Keys, Unusable, book,
        rows::{self, Resealed, Table},
    },
    template::{self, Template},
    testing::{Database, KEY, texts},
    webhook::{self, State, Webhook},
};
use uuid::Uuid;

const COMPANY: CompanyId = CompanyId(Uuid::from_u128(1));
const NOW: Timestamp = Timestamp::UNIX_EPOCH;
const SIGNING: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const BEFORE: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
const PAGE: &str = "Open Sesame, says the page";
const TEMPLATE: &str = "Open Sesame, says the template";
const ANSWER: &str = "Open Sesame, says the answer";
const ALL: [&str; 5] = [SIGNING, BEFORE, PAGE, TEMPLATE, ANSWER];

fn spec(password: &str) -> Spec {
    let mut spec = Spec::default();
    let page = BookingPagePassword { enable: true, password: Some(password.to_owned()) };
    spec.options.booking_page_password = Some(page);
    spec
}

fn hook() -> Webhook {
    Webhook {
        id: WebhookId::new(),
        company_id: COMPANY,
        endpoint: "https://hooks.example/".to_owned(),
        description: None,
        event_types: vec![],
        secret: SIGNING.to_owned(),
        previous_secret: Some(BEFORE.to_owned()),
        previous_secret_until: Some(NOW),
        state: State::Active,
        state_reason: None,
        state_since: None,
        failing_since: None,
        created_at: NOW,
        updated_at: NOW,
    }
}

fn kind() -> MeetingType {
    MeetingType {
        id: MeetingTypeId::new(),
        company_id: COMPANY,
        user_id: UserId(Uuid::from_u128(2)),
        template_id: None,
        slug: "intro".to_owned(),
        enabled: true,
        availability_id: None,
        queue_id: None,
        spec: spec(PAGE),
        created_by: UserId(Uuid::from_u128(2)),
        created_at: NOW,
        updated_at: NOW,
        deleted_at: None,
    }
}

fn pattern() -> Template {
    Template {
        id: TemplateId::new(),
        company_id: COMPANY,
        spec: spec(TEMPLATE),
        template_type: "individual".to_owned(),
        queue_type: "simpleRoundRobin".to_owned(),
        locked_fields: vec![],
        created_by: UserId(Uuid::from_u128(2)),
        created_at: NOW,
        updated_at: NOW,
        deleted_at: None,
    }
}

fn key() -> idempotency::Key {
    idempotency::Key { scope: Uuid::from_u128(3), key: "again".to_owned(), fingerprint: [0; 32] }
}

struct Stored {
    hook: Webhook,
    kind: MeetingType,
    pattern: Template,
}

/// One secret of every sort.
async fn store(db: &Db) -> Stored {
    let stored = Stored { hook: hook(), kind: kind(), pattern: pattern() };
    let (hook, kind, pattern) = (stored.hook.clone(), stored.kind.clone(), stored.pattern.clone());
    let company = Company {
        id: COMPANY,
        slug: "acme".to_owned(),
        name: "Acme".to_owned(),
        owner_id: UserId(Uuid::from_u128(2)),
        branding: Branding::default(),
        created_at: NOW,
        updated_at: NOW,
    };
    db.write(move |tx| -> Result<()> {
        company::insert(tx, &company)?;
        webhook::insert(tx, &hook)?;
        meeting_type::insert(tx, &kind)?;
        template::insert(tx, &pattern)?;
        assert!(matches!(idempotency::begin::<String>(tx, &key(), NOW)?, Begun::Fresh));
        idempotency::answer(tx, &key(), &ANSWER, Kept::Sealed)
    })
    .await
    .unwrap();
    stored
}

/// All of them come back as they went.
async fn opens(db: &Db, stored: &Stored) {
    let (hook, kind, pattern) = (stored.hook.clone(), stored.kind.clone(), stored.pattern.clone());
    db.read(move |c| -> Result<()> {
        assert_eq!(webhook::by_id(c, COMPANY, hook.id)?, Some(hook.clone()));
        assert_eq!(webhook::of_company(c, COMPANY)?, [hook]);
        assert_eq!(meeting_type::by_id(c, COMPANY, kind.id)?, Some(kind.clone()));
        assert_eq!(meeting_type::of_user(c, COMPANY, kind.user_id)?, [kind]);
        assert_eq!(template::of_company(c, COMPANY)?, [pattern]);
        Ok(())
    })
    .await
    .unwrap();
}

/// The same database with other keys.
fn with(db: &Database, keys: Keys) -> Db {
    Db::open(&Options { keys, ..db.options().clone() }).unwrap()
}

fn keys(texts: &[&str]) -> Keys {
    let keys: Vec<_> = texts.iter().map(|text| Key::parse(text).unwrap()).collect();
    Keys::from_source(move || Some(keys.clone()))
}

async fn reseal(db: &Db, lost: Option<rows::Replacement>) -> Result<Vec<Resealed>> {
    db.write(move |tx| {
        rows::ALL.map(|table| rows::reseal(tx, (COMPANY, table), Uuid::nil(), lost)).into_iter().collect()
    })
    .await
}

async fn by_key(db: &Db) -> BTreeMap<Option<String>, u64> {
    let mut counted = BTreeMap::new();
    for table in rows::ALL {
        let mut so_far = std::mem::take(&mut counted);
        let read = move |c: &mut Conn| -> Result<_> {
            assert_eq!(rows::count(c, (COMPANY, table), Uuid::nil(), &mut so_far)?, None);
            Ok(so_far)
        };
        counted = db.read(read).await.unwrap();
    }
    counted
}

fn id(text: &str) -> String {
    Key::parse(text).unwrap().id().to_owned()
}

both_engines! {
    async fn secrets_stand_nowhere_as_they_are(db) {
        let stored = store(&db).await;
        opens(&db, &stored).await;
        let again = db.write(|tx| idempotency::begin::<String>(tx, &key(), NOW)).await.unwrap();
        assert!(matches!(&again, Begun::Answered(answer) if answer == ANSWER), "{again:?}");
        let all = db.read(texts).await.unwrap();
        assert!(all.iter().filter(|found| found.text.contains("sealed:1:")).count() >= 5);
        for secret in ALL {
            let found: Vec<_> = all.iter().filter(|found| found.text.contains(secret)).collect();
            assert!(found.is_empty(), "{found:?}");
        }
    }

    async fn a_sealed_text_opens_in_its_own_row_only(db) {
        let stored = store(&db).await;
        let (first, mut second) = (stored.hook.id, hook());
        second.secret = "whsec_other".to_owned();
        let other = second.id;
        db.write(move |tx| webhook::insert(tx, &second)).await.unwrap();
        let copy = "UPDATE webhook SET secret = (SELECT secret FROM webhook WHERE id = $1) WHERE id = $2";
        db.write(move |tx| tx.execute(copy, args![first, other])).await.unwrap();
        let refused = db.read(move |c| webhook::by_id(c, COMPANY, other)).await.unwrap_err();
        assert!(matches!(refused, Error::Sealing(Unusable::Broken("webhook.secret"))), "{refused:?}");
        assert!(db.read(move |c| webhook::by_id(c, COMPANY, first)).await.unwrap().is_some());

        let swap = "UPDATE webhook SET previous_secret = secret WHERE id = $1";
        db.write(move |tx| tx.execute(swap, args![first])).await.unwrap();
        assert!(db.read(move |c| webhook::by_id(c, COMPANY, first)).await.is_err(), "nor in another column");
        let plain = "UPDATE webhook SET secret = 'whsec_known' WHERE id = $1";
        db.write(move |tx| tx.execute(plain, args![other])).await.unwrap();
        let refused = db.read(move |c| webhook::by_id(c, COMPANY, other)).await.unwrap_err();
        assert!(matches!(refused, Error::Sealing(Unusable::Plain("webhook.secret"))), "{refused:?}");
    }

    async fn the_key_of_the_database_must_be_there(db) {
        let stored = store(&db).await;
        let other = Key::random();
        for (keys, missing) in [(keys(&[&other]), true), (Keys::none(), true), (keys(&[&other, KEY]), false)] {
            let node = with(&db, keys);
            let begun = node.write(|tx| book::begin(tx, NOW)).await;
            if missing {
                let error = begun.unwrap_err();
                assert!(matches!(&error, Error::Sealing(Unusable::KeyMissing(key)) if *key == id(KEY)), "{error:?}");
                let kind = stored.kind.id;
                assert!(node.read(move |c| meeting_type::by_id(c, COMPANY, kind)).await.is_err());
                let hook = hook();
                assert!(node.write(move |tx| webhook::insert(tx, &hook)).await.is_err(), "nothing is stored unsealed");
            } else {
                assert_eq!(begun.unwrap().id, id(KEY), "the database says which key seals, not the file");
                opens(&node, &stored).await;
            }
        }
    }

    async fn of_nodes_that_begin_together_one_chooses_the_key(db) {
        db.write(|tx| tx.execute("DELETE FROM secret_key", args![])).await.unwrap();
        let texts: Vec<_> = (0..6).map(|_| Key::random()).collect();
        let nodes: Vec<_> = texts.iter().map(|text| with(&db, keys(&[text]))).collect();
        let begun = nodes.iter().map(|node| node.write(|tx| book::begin(tx, NOW)));
        let mut chosen = vec![];
        for (begun, text) in futures(begun).await.into_iter().zip(&texts) {
            match begun {
                Ok(current) => {
                    assert_eq!(current.id, id(text));
                    chosen.push(current.id);
                }
                Err(error) => assert!(matches!(error, Error::Sealing(Unusable::KeyMissing(_))), "{error:?}"),
            }
        }
        assert_eq!(chosen.len(), 1, "{chosen:?}");
    }

    async fn everything_is_sealed_with_another_key_and_the_old_one_can_go(db) {
        let (stored, new) = (store(&db).await, Key::random());
        let node = with(&db, keys(&[&new, KEY]));
        assert_eq!(node.write(|tx| book::switch(tx, NOW)).await.unwrap().id, id(&new));
        opens(&node, &stored).await;
        let changed: Vec<_> = reseal(&node, None).await.unwrap().iter().map(|page| page.changed).collect();
        assert_eq!(changed, [1, 1, 1]);
        assert!(reseal(&node, None).await.unwrap().iter().all(|page| page.changed == 0), "once is enough");
        assert_eq!(by_key(&node).await, BTreeMap::from([(Some(id(&new)), 4)]));
        assert_eq!(node.read(|c| book::answers(c, &id(KEY))).await.unwrap(), 1, "answers go by themselves");
        assert_eq!(node.read(|c| book::retired(c, &id(KEY))).await.unwrap(), Some(NOW));

        let without_old = with(&db, keys(&[&new]));
        opens(&without_old, &stored).await;
        let lost = without_old.write(|tx| idempotency::begin::<String>(tx, &key(), NOW)).await.unwrap();
        assert!(matches!(lost, Begun::Erased), "{lost:?}");
        let kind = stored.kind.id;
        let refused = db.read(move |c| meeting_type::by_id(c, COMPANY, kind)).await.unwrap_err();
        assert!(matches!(refused, Error::Sealing(Unusable::KeyMissing(_))), "{refused:?}");
    }

    async fn what_earlier_versions_stored_is_sealed(db) {
        let stored = store(&db).await;
        let (hook, kind) = (stored.hook.id, stored.kind.id);
        let document = serde_json::to_string(&stored.kind.spec).unwrap();
        db.write(move |tx| -> Result<()> {
            tx.execute("UPDATE webhook SET secret = $1, previous_secret = NULL WHERE id = $2", args![SIGNING, hook])?;
            tx.execute("UPDATE meeting_type SET spec = $1, deleted_at = 5 WHERE id = $2", args![&document, kind])?;
            Ok(())
        }).await.unwrap();
        assert_eq!(by_key(&db).await[&None], 2);
        let changed: Vec<_> = reseal(&db, None).await.unwrap().iter().map(|page| page.changed).collect();
        assert_eq!(changed, [1, 1, 0], "pages that were deleted, too");
        assert_eq!(by_key(&db).await.get(&None), None);
        let found = db.read(move |c| webhook::by_id(c, COMPANY, hook)).await.unwrap().unwrap();
        assert_eq!((found.secret.as_str(), found.previous_secret), (SIGNING, None));
    }

    async fn what_no_key_opens_is_replaced_only_when_asked(db) {
        let stored = store(&db).await;
        let new = Key::random();
        let node = with(&db, keys(&[&new]));
        node.write(|tx| book::switch(tx, NOW)).await.unwrap();
        assert!(reseal(&node, None).await.is_err());
        let replaced: Vec<_> = reseal(&node, Some(fresh)).await.unwrap().iter().map(|page| page.replaced).collect();
        assert_eq!(replaced, [2, 1, 1]);
        let (hook, kind) = (stored.hook.id, stored.kind.id);
        let found = node.read(move |c| webhook::by_id(c, COMPANY, hook)).await.unwrap().unwrap();
        assert_eq!(found.secret, "fresh for Webhook");
        let found = node.read(move |c| meeting_type::by_id(c, COMPANY, kind)).await.unwrap().unwrap();
        assert_eq!(found.spec, spec("fresh for MeetingType"));
        assert!(reseal(&node, Some(fresh)).await.unwrap().iter().all(|page| page.replaced == 0));
    }

    async fn a_company_of_many_pages_is_sealed_page_by_page(db) {
        store(&db).await;
        db.write(|tx| -> Result<()> {
            for n in 0..450 {
                let mut one = kind();
                one.slug = format!("intro-{n}");
                meeting_type::insert(tx, &one)?;
            }
            Ok(())
        }).await.unwrap();
        let new = Key::random();
        let node = with(&db, keys(&[&new, KEY]));
        node.write(|tx| book::switch(tx, NOW)).await.unwrap();
        let (mut after, mut pages) = (Some(Uuid::nil()), vec![]);
        while let Some(from) = after {
            let table = (COMPANY, Table::MeetingType);
            let page = node.write(move |tx| rows::reseal(tx, table, from, None)).await.unwrap();
            pages.push(page.changed);
            after = page.next;
        }
        assert_eq!(pages, [200, 200, 51]);
    }
}

fn fresh(table: Table) -> String {
    format!("fresh for {table:?}")
}

/// All at once.
async fn futures<T: Send + 'static, F: Future<Output = T>>(all: impl Iterator<Item = F>) -> Vec<T> {
    let mut waiting: Vec<_> = all.map(Box::pin).collect();
    let mut done: Vec<Option<T>> = waiting.iter().map(|_| None).collect();
    std::future::poll_fn(move |context| {
        for (future, done) in waiting.iter_mut().zip(&mut done) {
            if done.is_none()
                && let std::task::Poll::Ready(outcome) = future.as_mut().poll(context)
            {
                *done = Some(outcome);
            }
        }
        if done.iter().all(Option::is_some) {
            std::task::Poll::Ready(done.iter_mut().filter_map(Option::take).collect())
        } else {
            std::task::Poll::Pending
        }
    })
    .await
}
