//! How far a replica lags, and what is known here that it may not know yet.
#![allow(clippy::unwrap_used)]

use std::{sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};
use slated_store::{
    both_engines,
    db::{Db, Engine, Error, Options, Seen},
    heartbeat, host,
    ids::{CompanyId, UserId},
    migrate, testing,
};
use uuid::Uuid;

both_engines! {
    async fn each_process_has_its_number_until_a_day_after_its_last(db) {
        let (one, other) = (Uuid::now_v7(), Uuid::now_v7());
        let now = Timestamp::now();
        let number = async |process| db.read(move |c| heartbeat::number(c, process)).await.unwrap();
        assert_eq!(number(one).await, None);
        for raised in [1, 2] {
            db.write(move |tx| heartbeat::beat(tx, one, raised, now)).await.unwrap();
            assert_eq!(number(one).await, Some(raised));
        }
        let earlier = now - SignedDuration::from_hours(25);
        db.write(move |tx| heartbeat::beat(tx, other, 7, earlier)).await.unwrap();
        assert_eq!((number(one).await, number(other).await), (Some(2), Some(7)));

        assert_eq!(db.write(move |tx| heartbeat::forget_silent(tx, now)).await.unwrap(), 1);
        assert_eq!((number(one).await, number(other).await), (Some(2), None));
    }
}

/// Which replica may be believed follows from this.
#[test]
fn numbers_of_hosts_are_known_from_looking_and_once_a_lock_is_committed() {
    testing::run(Engine::Postgres, migrate::ALL, |database| async move {
        let seen = Some(Arc::new(Seen::new(Duration::from_mins(1))));
        let db = Db::open(&Options { seen, ..database.options().clone() }).unwrap();
        let (company, user) = (CompanyId::new(), UserId::new());
        database.write(move |tx| host::insert(tx, company, user)).await.unwrap();
        let look =
            async |db: &Db| db.read(move |c| host::standing(c, company, &[user])).await.unwrap().unwrap();
        let at_first = look(&db).await;
        assert!(!host::is_outdated(&db, &at_first));

        let refused: Result<(), Error> = db
            .write(move |tx| {
                host::lock(tx, company, &[user])?;
                Err(Error::LostRace)
            })
            .await;
        assert!(refused.is_err());
        assert!(!host::is_outdated(&db, &at_first), "what was rolled back never was");

        db.write(move |tx| host::lock(tx, company, &[user])).await.unwrap();
        assert!(host::is_outdated(&db, &at_first), "what was committed here is known");
        let then = look(&database).await;
        assert!(!host::is_outdated(&db, &then));

        database.write(move |tx| host::touch(tx, company, user)).await.unwrap();
        assert!(!host::is_outdated(&db, &then), "what another process has written is not known");
        look(&db).await;
        assert!(host::is_outdated(&db, &then), "until it is seen");
        assert!(!host::is_outdated(&database, &at_first), "where nothing is remembered, nothing is outdated");
    });
}
