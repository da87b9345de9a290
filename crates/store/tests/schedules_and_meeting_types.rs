//! Schedules, meeting types, templates and one-time links, on both engines.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use slated_store::{
    availability::{self, Availability, Exception, Exceptions, Hours, Travel},
    both_engines,
    db::{Db, Error},
    ids::{AvailabilityId, CompanyId, MeetingTypeId, OneTimeLinkId, QueueId, TemplateId, UserId},
    meeting_type::{self, DaysIntoFuture, Limit, LimitPeriod, MeetingType, Spec},
    one_time_link::{self, OneTimeLink},
    template::{self, Template},
};
use uuid::Uuid;

const COMPANY: CompanyId = CompanyId(Uuid::from_u128(1));
const FOREIGN: CompanyId = CompanyId(Uuid::from_u128(2));
const HOST: UserId = UserId(Uuid::from_u128(10));
const OTHER: UserId = UserId(Uuid::from_u128(11));

fn at(seconds: i64) -> Timestamp {
    "2027-03-01T08:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_secs(seconds)
}

fn schedule(n: i64) -> Availability {
    Availability {
        id: AvailabilityId::new(),
        company_id: COMPANY,
        user_id: HOST,
        name: format!("Schedule {n} — Ü"),
        timezone: "Europe/Berlin".to_owned(),
        hours: [
            vec![Hours { from: 540, to: 1020 }],
            vec![],
            vec![],
            vec![],
            vec![],
            vec![],
            vec![Hours { from: 0, to: 1440 }],
        ],
        exceptions: Exceptions {
            list: vec![Exception {
                id: 1,
                available: false,
                start: "2027-12-24T00:00".parse().unwrap(),
                end: "2027-12-27T00:00".parse().unwrap(),
                title: Some("Holidays".to_owned()),
                note: None,
                created_at: at(n),
            }],
            travel: vec![Travel {
                from: "2027-06-01".parse().unwrap(),
                to: "2027-06-07".parse().unwrap(),
                timezone: "America/New_York".to_owned(),
            }],
            next_id: 2,
        },
        created_at: at(n),
        updated_at: at(n),
        deleted_at: None,
    }
}

/// A spec in which as much as possible differs from the default.
fn spec() -> Spec {
    let mut spec = Spec::default();
    spec.info.name = "Erstgespräch".to_owned();
    spec.info.duration = 45;
    spec.info.channel = "custom".to_owned();
    spec.info.custom_channel_link = Some("https://meet.example/x".to_owned());
    spec.options.allowed_durations = vec![30, 60];
    spec.options.channel_availabilities.insert("phone".to_owned(), AvailabilityId::new());
    spec.spots = Some(5);
    spec.locations = vec!["Room 1".to_owned()];
    spec.days_into_future = Some(DaysIntoFuture::Range {
        range_min: "2027-01-01".parse().unwrap(),
        range_max: "2027-12-31".parse().unwrap(),
    });
    spec.limits = vec![Limit { period: LimitPeriod::Week, max_meetings: Some(3), max_minutes: None }];
    spec.metadata.insert("key".to_owned(), "value".to_owned());
    spec
}

fn meeting_type(user: UserId, slug: &str) -> MeetingType {
    MeetingType {
        id: MeetingTypeId::new(),
        company_id: COMPANY,
        user_id: user,
        template_id: None,
        slug: slug.to_owned(),
        enabled: true,
        availability_id: Some(AvailabilityId::new()),
        queue_id: Some(QueueId::new()),
        spec: spec(),
        created_by: HOST,
        created_at: at(0),
        updated_at: at(0),
        deleted_at: None,
    }
}

async fn add(db: &Db, stored: &MeetingType) -> Result<(), Error> {
    let stored = stored.clone();
    db.write(move |tx| meeting_type::insert(tx, &stored)).await
}

fn is_conflict<T: std::fmt::Debug>(result: Result<T, Error>) {
    assert!(matches!(result, Err(Error::Conflict { .. })), "{result:?}");
}

both_engines! {
    async fn a_schedule_is_stored_changed_and_deleted_within_its_company(db) {
        let (first, second) = (schedule(0), schedule(1));
        for schedule in [&second, &first] {
            let schedule = schedule.clone();
            db.write(move |tx| availability::insert(tx, &schedule)).await.unwrap();
        }
        let of = |company, user| db.read(move |c| availability::of_user(c, company, user));
        assert_eq!(of(COMPANY, HOST).await.unwrap(), [first.clone(), second.clone()]);
        assert_eq!(of(COMPANY, OTHER).await.unwrap(), []);
        assert_eq!(of(FOREIGN, HOST).await.unwrap(), []);

        let id = first.id;
        let mut changed = Availability { name: "New".to_owned(), timezone: "UTC".to_owned(), updated_at: at(5), ..first };
        (changed.hours, changed.exceptions) = Default::default();
        let foreign = Availability { company_id: FOREIGN, name: "Foreign".to_owned(), ..changed.clone() };
        let new = changed.clone();
        db.write(move |tx| availability::update(tx, &new)).await.unwrap();
        db.write(move |tx| availability::update(tx, &foreign)).await.unwrap();
        assert_eq!(db.read(move |c| availability::by_id(c, COMPANY, id)).await.unwrap(), Some(changed));
        assert_eq!(db.read(move |c| availability::by_id(c, FOREIGN, id)).await.unwrap(), None);

        assert!(!db.write(move |tx| availability::delete(tx, FOREIGN, id, at(6))).await.unwrap());
        assert!(db.write(move |tx| availability::delete(tx, COMPANY, id, at(6))).await.unwrap());
        assert!(!db.write(move |tx| availability::delete(tx, COMPANY, id, at(7))).await.unwrap());
        assert_eq!(db.read(move |c| availability::by_id(c, COMPANY, id)).await.unwrap(), None);
        assert_eq!(of(COMPANY, HOST).await.unwrap(), [second]);
    }

    async fn a_meeting_type_is_stored_changed_and_deleted_within_its_company(db) {
        let stored = meeting_type(HOST, "first");
        add(&db, &stored).await.unwrap();
        let id = stored.id;
        assert_eq!(db.read(move |c| meeting_type::by_id(c, COMPANY, id)).await.unwrap(), Some(stored.clone()));
        assert_eq!(db.read(move |c| meeting_type::by_id(c, FOREIGN, id)).await.unwrap(), None);
        let by_slug = |company, slug| db.read(move |c| meeting_type::by_slug(c, company, HOST, slug));
        assert_eq!(by_slug(COMPANY, "first").await.unwrap(), Some(stored.clone()));
        assert_eq!(by_slug(COMPANY, "second").await.unwrap(), None);
        assert_eq!(by_slug(FOREIGN, "first").await.unwrap(), None);

        let changed = MeetingType {
            slug: "second".to_owned(),
            enabled: false,
            availability_id: None,
            queue_id: None,
            template_id: Some(TemplateId::new()),
            spec: Spec::default(),
            updated_at: at(9),
            ..stored
        };
        let new = changed.clone();
        db.write(move |tx| meeting_type::update(tx, &new)).await.unwrap();
        let foreign = MeetingType { company_id: FOREIGN, slug: "foreign".to_owned(), ..changed.clone() };
        db.write(move |tx| meeting_type::update(tx, &foreign)).await.unwrap();
        assert_eq!(db.read(|c| meeting_type::of_user(c, COMPANY, HOST)).await.unwrap(), [changed]);
        assert_eq!(db.read(|c| meeting_type::of_user(c, FOREIGN, HOST)).await.unwrap(), []);

        assert!(!db.write(move |tx| meeting_type::delete(tx, FOREIGN, id, at(10))).await.unwrap());
        assert!(db.write(move |tx| meeting_type::delete(tx, COMPANY, id, at(10))).await.unwrap());
        assert!(!db.write(move |tx| meeting_type::delete(tx, COMPANY, id, at(11))).await.unwrap());
        assert_eq!(by_slug(COMPANY, "second").await.unwrap(), None);
    }

    async fn a_slug_is_had_once_per_host_by_a_living_meeting_type(db) {
        let first = meeting_type(HOST, "intro");
        add(&db, &first).await.unwrap();
        is_conflict(add(&db, &meeting_type(HOST, "intro")).await);
        add(&db, &meeting_type(OTHER, "intro")).await.unwrap();
        let mut second = meeting_type(HOST, "intro-2");
        add(&db, &second).await.unwrap();
        add(&db, &meeting_type(HOST, "int")).await.unwrap();
        add(&db, &meeting_type(HOST, "intr%")).await.unwrap();

        let like = |stem| db.read(move |c| meeting_type::slugs_like(c, COMPANY, HOST, stem));
        let mut slugs = like("intro").await.unwrap();
        slugs.sort();
        assert_eq!(slugs, ["intro", "intro-2"]);
        assert_eq!(like("intr%").await.unwrap(), ["intr%"]);

        second.slug = "intro".to_owned();
        let taken = second.clone();
        is_conflict(db.write(move |tx| meeting_type::update(tx, &taken)).await);
        db.write(move |tx| meeting_type::delete(tx, COMPANY, first.id, at(1))).await.unwrap();
        db.write(move |tx| meeting_type::update(tx, &second)).await.unwrap();
    }

    async fn a_template_is_stored_changed_and_deleted_within_its_company(db) {
        let stored = Template {
            id: TemplateId::new(),
            company_id: COMPANY,
            spec: spec(),
            template_type: "individual".to_owned(),
            queue_type: "simpleRoundRobin".to_owned(),
            locked_fields: vec!["duration".to_owned()],
            created_by: HOST,
            created_at: at(0),
            updated_at: at(0),
            deleted_at: None,
        };
        let (id, new) = (stored.id, stored.clone());
        db.write(move |tx| template::insert(tx, &new)).await.unwrap();
        assert_eq!(db.read(move |c| template::by_id(c, FOREIGN, id)).await.unwrap(), None);
        assert_eq!(db.read(|c| template::of_company(c, COMPANY)).await.unwrap(), [stored.clone()]);
        assert_eq!(db.read(|c| template::of_company(c, FOREIGN)).await.unwrap(), []);

        let changed = Template {
            spec: Spec::default(),
            template_type: "team".to_owned(),
            queue_type: "equalDistribution".to_owned(),
            locked_fields: vec![],
            updated_at: at(5),
            ..stored
        };
        let new = changed.clone();
        db.write(move |tx| template::update(tx, &new)).await.unwrap();
        assert_eq!(db.read(move |c| template::by_id(c, COMPANY, id)).await.unwrap(), Some(changed));
        assert!(db.write(move |tx| template::lock(tx, COMPANY, id)).await.unwrap());
        assert!(!db.write(move |tx| template::lock(tx, FOREIGN, id)).await.unwrap());

        assert!(!db.write(move |tx| template::delete(tx, FOREIGN, id, at(6))).await.unwrap());
        assert!(db.write(move |tx| template::delete(tx, COMPANY, id, at(6))).await.unwrap());
        assert!(!db.write(move |tx| template::lock(tx, COMPANY, id)).await.unwrap());
        assert_eq!(db.read(move |c| template::by_id(c, COMPANY, id)).await.unwrap(), None);
    }

    async fn meeting_types_are_found_by_their_template(db) {
        let template = TemplateId::new();
        let of = |n: i64, user, template_id| {
            MeetingType { template_id, created_at: at(n), ..meeting_type(user, &format!("slug-{n}")) }
        };
        let (a, b) = (of(1, HOST, Some(template)), of(2, OTHER, Some(template)));
        for stored in [&b, &a, &of(3, HOST, None), &of(4, HOST, Some(TemplateId::new()))] {
            add(&db, stored).await.unwrap();
        }
        let made = |company| db.read(move |c| meeting_type::of_template(c, company, template));
        assert_eq!(made(COMPANY).await.unwrap(), [a.clone(), b.clone()]);
        assert_eq!(made(FOREIGN).await.unwrap(), []);
        db.write(move |tx| meeting_type::delete(tx, COMPANY, a.id, at(9))).await.unwrap();
        assert_eq!(made(COMPANY).await.unwrap(), [b]);
    }

    async fn a_link_is_used_up_once_however_many_try(db) {
        let link = OneTimeLink {
            id: OneTimeLinkId::new(),
            company_id: COMPANY,
            meeting_type_id: MeetingTypeId::new(),
            created_by: HOST,
            created_at: at(0),
            used_at: None,
        };
        let (id, new) = (link.id, link.clone());
        db.write(move |tx| one_time_link::insert(tx, &new)).await.unwrap();
        assert_eq!(db.read(move |c| one_time_link::by_id(c, COMPANY, id)).await.unwrap(), Some(link.clone()));
        assert_eq!(db.read(move |c| one_time_link::by_id(c, FOREIGN, id)).await.unwrap(), None);
        assert!(!db.write(move |tx| one_time_link::take(tx, FOREIGN, id, at(1))).await.unwrap());

        let db = Arc::new(db);
        let tries: Vec<_> = (0..20)
            .map(|_| {
                let db = Arc::clone(&db);
                tokio::spawn(async move { db.write(move |tx| one_time_link::take(tx, COMPANY, id, at(2))).await.unwrap() })
            })
            .collect();
        let mut taken = 0;
        for attempt in tries {
            taken += usize::from(attempt.await.unwrap());
        }
        assert_eq!(taken, 1);
        let used = OneTimeLink { used_at: Some(at(2)), ..link };
        assert_eq!(db.read(move |c| one_time_link::by_id(c, COMPANY, id)).await.unwrap(), Some(used));
    }
}
