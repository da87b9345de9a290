//! Jobs: leases, lanes, queues and what is kept, on both engines.
#![allow(clippy::unwrap_used)]

use std::{
    collections::HashSet,
    time::{Duration, Instant},
};

use jiff::{SignedDuration, Timestamp};
use slated_store::{
    args, both_engines, claim,
    db::{Db, Engine, Error, Options, Result},
    ids::{CompanyId, UserId},
    job::{self, HOUSEKEEPING, Job, New, hold},
    testing::run,
};
use uuid::Uuid;

const COMPANY: CompanyId = CompanyId(Uuid::from_u128(1));
const QUEUE: Uuid = Uuid::from_u128(100);
const OTHER_QUEUE: Uuid = Uuid::from_u128(200);
const LANE: Uuid = Uuid::from_u128(1000);
const OTHER_LANE: Uuid = Uuid::from_u128(2000);

fn at(seconds: i64) -> Timestamp {
    "2027-03-01T08:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_secs(seconds)
}

async fn enqueue(db: &Db, queue: Uuid, lane: Option<Uuid>, payload: &'static str, now: Timestamp) {
    db.write(move |tx| job::enqueue(tx, New { company: COMPANY, kind: "test", queue, lane, payload }, now))
        .await
        .unwrap();
}

/// Leases for a minute.
async fn claim(db: &Db, queue: Uuid, now: Timestamp, limit: u32) -> Vec<Job> {
    db.write(move |tx| job::claim(tx, queue, now, now + SignedDuration::from_mins(1), limit)).await.unwrap()
}

async fn on<T: Send + 'static>(
    db: &Db,
    job: &Job,
    mut settle: impl FnMut(&mut slated_store::db::Conn, &Job) -> Result<T> + Send + 'static,
) -> T {
    let job = job.clone();
    db.write(move |tx| settle(tx, &job)).await.unwrap()
}

fn payloads(jobs: &[Job]) -> Vec<&str> {
    jobs.iter().map(|job| job.payload.trim_matches('"')).collect()
}

both_engines! {
    async fn a_job_is_had_once_and_is_gone_when_done(db) {
        enqueue(&db, QUEUE, None, "a", at(0)).await;
        assert_eq!(claim(&db, QUEUE, at(-1), 9).await, []);
        assert_eq!(claim(&db, OTHER_QUEUE, at(0), 9).await, []);
        let jobs = claim(&db, QUEUE, at(0), 9).await;
        assert_eq!(payloads(&jobs), ["a"]);
        assert_eq!((jobs[0].company_id, jobs[0].kind.as_str(), jobs[0].attempts), (COMPANY, "test", 1));
        assert_eq!((jobs[0].queue, jobs[0].lane, jobs[0].created_at), (QUEUE, None, at(0)));
        assert_eq!(claim(&db, QUEUE, at(0), 9).await, []);
        assert!(on(&db, &jobs[0], job::done).await);
        assert!(!on(&db, &jobs[0], job::done).await);
        assert_eq!(db.read(job::counts).await.unwrap(), (0, 0));
    }

    async fn a_rolled_back_transaction_leaves_no_job(db) {
        let refused: Result<()> = db.write(|tx| {
            job::enqueue(tx, New { company: COMPANY, kind: "test", queue: QUEUE, lane: None, payload: 1 }, at(0))?;
            Err(Error::decode("changed our mind"))
        }).await;
        assert!(refused.is_err());
        assert_eq!(db.read(job::counts).await.unwrap(), (0, 0));
    }

    async fn a_lane_keeps_its_order_and_lanes_do_not_wait_for_each_other(db) {
        for (lane, payload) in [(LANE, "a1"), (LANE, "a2"), (OTHER_LANE, "b1"), (LANE, "a3")] {
            enqueue(&db, QUEUE, Some(lane), payload, at(0)).await;
        }
        enqueue(&db, OTHER_QUEUE, Some(LANE), "elsewhere", at(0)).await;
        let first = claim(&db, QUEUE, at(0), 9).await;
        assert_eq!(payloads(&first), ["a1", "b1"]);
        assert_eq!(payloads(&claim(&db, OTHER_QUEUE, at(0), 9).await), ["elsewhere"]);
        assert_eq!(claim(&db, QUEUE, at(0), 9).await, []);
        on(&db, &first[0], job::done).await;
        let second = claim(&db, QUEUE, at(0), 9).await;
        assert_eq!(payloads(&second), ["a2"]);
        on(&db, &second[0], |tx, job| job::give_up(tx, job, at(0), "no use")).await;
        assert_eq!(payloads(&claim(&db, QUEUE, at(0), 9).await), ["a3"]);
        assert_eq!(db.read(job::counts).await.unwrap(), (3, 1));
    }

    async fn a_lane_waits_for_the_retry_of_its_first_job(db) {
        for payload in ["a1", "a2"] {
            enqueue(&db, QUEUE, Some(LANE), payload, at(0)).await;
        }
        let jobs = claim(&db, QUEUE, at(0), 9).await;
        assert!(on(&db, &jobs[0], |tx, job| job::retry(tx, job, at(100), "busy")).await);
        enqueue(&db, QUEUE, Some(LANE), "a3", at(1)).await;
        // All three are put off, so that nothing is looked at in vain meanwhile.
        assert_eq!(db.read(|c| job::queues(c, Uuid::nil(), 9)).await.unwrap(), [(QUEUE, Some(at(100)))]);
        assert_eq!(claim(&db, QUEUE, at(99), 9).await, []);
        let again = claim(&db, QUEUE, at(100), 9).await;
        assert_eq!((payloads(&again), again[0].attempts), (vec!["a1"], 2));
        on(&db, &again[0], job::done).await;
        assert_eq!(payloads(&claim(&db, QUEUE, at(100), 9).await), ["a2"]);
    }

    async fn a_lease_that_ends_gives_the_job_to_another(db) {
        enqueue(&db, QUEUE, Some(LANE), "a", at(0)).await;
        let dead = claim(&db, QUEUE, at(0), 1).await;
        assert_eq!(claim(&db, QUEUE, at(59), 1).await, []);
        let heir = claim(&db, QUEUE, at(60), 1).await;
        assert_eq!((heir[0].id, heir[0].attempts), (dead[0].id, 2));
        // The first one was not dead after all, but it has no more say.
        assert!(!on(&db, &dead[0], job::done).await);
        assert!(!on(&db, &dead[0], |tx, job| job::retry(tx, job, at(500), "late")).await);
        assert!(!on(&db, &dead[0], |tx, job| job::give_up(tx, job, at(500), "late")).await);
        assert!(on(&db, &heir[0], job::done).await);
    }

    async fn a_job_that_is_handed_back_is_due_at_once_and_the_try_does_not_count(db) {
        enqueue(&db, QUEUE, None, "a", at(0)).await;
        let jobs = claim(&db, QUEUE, at(0), 1).await;
        assert!(on(&db, &jobs[0], |tx, job| job::hand_back(tx, job, at(1))).await);
        assert_eq!(claim(&db, QUEUE, at(1), 1).await[0].attempts, 1);
    }

    async fn a_housekeeping_job_is_there_once_and_comes_again_with_a_clean_record(db) {
        for now in [at(0), at(1)] {
            db.write(move |tx| job::ensure_housekeeping(tx, "tidy", LANE, now)).await.unwrap();
        }
        db.write(|tx| job::ensure_housekeeping(tx, "sweep", OTHER_LANE, at(0))).await.unwrap();
        assert_eq!(db.read(job::counts).await.unwrap(), (2, 0));
        // Two nodes that start at the same moment may both write it.
        db.write(|tx| {
            let queue = HOUSEKEEPING;
            job::enqueue(tx, New { company: COMPANY, kind: "tidy", queue, lane: Some(LANE), payload: () }, at(0))
        }).await.unwrap();
        let jobs = claim(&db, HOUSEKEEPING, at(1), 9).await;
        assert_eq!(jobs.iter().map(|job| job.kind.as_str()).collect::<Vec<_>>(), ["tidy", "sweep"]);
        assert_eq!(on(&db, &jobs[0], job::drop_twins).await, 1);
        assert!(on(&db, &jobs[0], |tx, job| job::again(tx, job, at(3600))).await);
        assert_eq!(claim(&db, HOUSEKEEPING, at(3599), 9).await.len(), 1, "only the other kind, whose lease is over");
        let again = claim(&db, HOUSEKEEPING, at(3600), 9).await;
        assert_eq!((again[0].id, again[0].attempts), (jobs[0].id, 1));
    }

    async fn queues_are_found_in_order_with_their_first_due_job(db) {
        let queue = |n: u32| Uuid::from_u128(1000 + u128::from(n));
        for n in 0..20 {
            enqueue(&db, queue(n), None, "late", at(100 + i64::from(n))).await;
            enqueue(&db, queue(n), None, "soon", at(i64::from(n))).await;
        }
        let all: Vec<_> = (0..20).map(|n| (queue(n), Some(at(i64::from(n))))).collect();
        let ask = |after, limit| db.read(move |c| job::queues(c, after, limit));
        assert_eq!(ask(Uuid::nil(), 100).await.unwrap(), all);
        assert_eq!(ask(Uuid::nil(), 3).await.unwrap(), all[..3]);
        assert_eq!(ask(queue(2), 3).await.unwrap(), all[3..6]);
        assert_eq!(ask(queue(18), 3).await.unwrap(), all[19..]);
        assert_eq!(ask(queue(19), 3).await.unwrap(), []);
        let jobs = claim(&db, queue(0), at(0), 9).await;
        assert_eq!(ask(Uuid::nil(), 1).await.unwrap(), [(queue(0), Some(at(60)))], "a lease counts until its end");
        on(&db, &jobs[0], |tx, job| job::give_up(tx, job, at(0), "no use")).await;
        assert_eq!(ask(Uuid::nil(), 1).await.unwrap(), [(queue(0), Some(at(100)))]);
    }

    async fn what_was_given_up_is_forgotten_in_batches(db) {
        for _ in 0..5 {
            enqueue(&db, QUEUE, None, "a", at(0)).await;
        }
        for (n, job) in claim(&db, QUEUE, at(0), 9).await.iter().enumerate().take(4) {
            let when = at(i64::try_from(n).unwrap());
            on(&db, job, move |tx, job| job::give_up(tx, job, when, "no use")).await;
        }
        let forget = |limit| db.write(move |tx| job::forget_given_up(tx, at(3), limit));
        assert_eq!([forget(2).await.unwrap(), forget(2).await.unwrap(), forget(2).await.unwrap()], [2, 1, 0]);
        assert_eq!(db.read(job::counts).await.unwrap(), (1, 1));
    }

    async fn workers_that_claim_at_once_never_get_the_same_job(db) {
        for n in 0..100u128 {
            let lane = (n % 2 == 0).then(|| Uuid::from_u128(n));
            enqueue(&db, QUEUE, lane, "a", at(0)).await;
        }
        let second = Db::open(db.options()).unwrap();
        let workers = (0..8).map(|n| {
            let db = if n % 2 == 0 { Db::clone(&db) } else { second.clone() };
            tokio::spawn(async move {
                let mut had = Vec::new();
                loop {
                    let jobs = claim(&db, QUEUE, at(0), 3).await;
                    if jobs.is_empty() {
                        return had;
                    }
                    had.extend(jobs.into_iter().map(|job| job.id));
                }
            })
        });
        let mut all = Vec::new();
        for worker in workers.collect::<Vec<_>>() {
            all.extend(worker.await.unwrap());
        }
        // SKIP LOCKED may let a worker leave while another holds the last rows, but nothing is had twice or lost.
        all.extend(claim(&db, QUEUE, at(0), 100).await.into_iter().map(|job| job.id));
        assert_eq!((all.len(), all.iter().collect::<HashSet<_>>().len()), (100, 100));
        second.close().await;
    }

    async fn one_lane_runs_in_order_however_many_workers_take_from_it(db) {
        for _ in 0..30 {
            enqueue(&db, QUEUE, Some(LANE), "a", at(0)).await;
        }
        let order = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
        let workers = (0..6).map(|_| {
            let (db, order) = (Db::clone(&db), order.clone());
            tokio::spawn(async move {
                while order.lock().unwrap().len() < 30 {
                    for job in claim(&db, QUEUE, at(0), 5).await {
                        order.lock().unwrap().push(job.id);
                        assert!(on(&db, &job, job::done).await);
                    }
                }
            })
        });
        for worker in workers.collect::<Vec<_>>() {
            worker.await.unwrap();
        }
        let order = order.lock().unwrap();
        assert!(order.len() == 30 && order.is_sorted(), "{order:?}");
    }

    async fn a_held_queue_keeps_its_jobs_until_it_is_let_go(db) {
        for (lane, payload) in [(LANE, "a1"), (LANE, "a2"), (OTHER_LANE, "b1")] {
            enqueue(&db, QUEUE, Some(lane), payload, at(0)).await;
        }
        enqueue(&db, OTHER_QUEUE, None, "c", at(0)).await;
        let failed = claim(&db, QUEUE, at(0), 1).await.remove(0);
        on(&db, &failed, |tx, job| job::retry(tx, job, at(500), "no")).await;
        for _ in 0..2 {
            db.write(|tx| hold::hold(tx, COMPANY, QUEUE, at(1))).await.unwrap();
        }
        let queues = || db.read(|c| job::queues(c, Uuid::nil(), 9));
        assert_eq!(queues().await.unwrap(), [(QUEUE, None), (OTHER_QUEUE, Some(at(0)))]);
        assert!(!db.write(|tx| hold::release(tx, CompanyId(Uuid::from_u128(2)), QUEUE)).await.unwrap());
        assert!(db.write(|tx| hold::release(tx, COMPANY, QUEUE)).await.unwrap());
        assert!(!db.write(|tx| hold::release(tx, COMPANY, QUEUE)).await.unwrap());
        assert_eq!(queues().await.unwrap(), [(QUEUE, Some(at(0))), (OTHER_QUEUE, Some(at(0)))]);

        assert_eq!(payloads(&claim(&db, QUEUE, at(2), 9).await), ["b1"]);
        let hasten = |limit| db.write(move |tx| hold::hasten(tx, COMPANY, QUEUE, at(2), limit));
        assert_eq!([hasten(1).await.unwrap(), hasten(9).await.unwrap(), hasten(9).await.unwrap()], [1, 1, 0]);
        let next = claim(&db, QUEUE, at(2), 9).await;
        assert_eq!((payloads(&next), next[0].attempts), (vec!["a1"], 1), "in order, and with a clean record");
    }

    async fn what_was_given_up_is_taken_up_again_in_order(db) {
        for (seconds, payload) in [(0, "a"), (1, "b"), (2, "c"), (3, "d")] {
            enqueue(&db, QUEUE, Some(LANE), payload, at(seconds)).await;
        }
        for _ in 0..3 {
            let job = claim(&db, QUEUE, at(9), 9).await.remove(0);
            on(&db, &job, |tx, job| job::give_up(tx, job, at(9), "no")).await;
        }
        let counts = || db.read(|c| hold::counts(c, COMPANY, QUEUE, 2));
        assert_eq!(counts().await.unwrap(), (1, 2), "counted up to two");
        let revive = |company, after, from, to, limit| {
            db.write(move |tx| hold::revive(tx, company, QUEUE, after, (at(from), at(to)), at(10), limit))
        };
        assert_eq!(revive(CompanyId(Uuid::from_u128(2)), 0, 0, 9, 9).await.unwrap().len(), 0);
        let first = revive(COMPANY, 0, 0, 2, 1).await.unwrap();
        let second = revive(COMPANY, first[0], 0, 2, 1).await.unwrap();
        assert!(first.len() == 1 && second.len() == 1 && first[0] < second[0], "{first:?} {second:?}");
        assert_eq!(revive(COMPANY, second[0], 0, 2, 1).await.unwrap().len(), 0, "the third was written later");
        assert_eq!(counts().await.unwrap(), (2, 1));
        for payload in ["a", "b", "d"] {
            let job = claim(&db, QUEUE, at(10), 9).await;
            assert_eq!(payloads(&job), [payload], "before what came after them in their lane");
            on(&db, &job[0], job::done).await;
        }
    }

    async fn held_jobs_are_forgotten_when_they_are_old(db) {
        enqueue(&db, QUEUE, None, "old", at(0)).await;
        enqueue(&db, QUEUE, None, "new", at(9)).await;
        enqueue(&db, OTHER_QUEUE, None, "not held", at(0)).await;
        db.write(|tx| hold::hold(tx, COMPANY, QUEUE, at(1))).await.unwrap();
        let forget = || db.write(|tx| hold::forget_old(tx, at(5), 9));
        assert_eq!([forget().await.unwrap(), forget().await.unwrap()], [1, 0]);
        assert_eq!(db.read(job::counts).await.unwrap(), (2, 0));
    }

    async fn many_are_done_at_once_but_for_those_that_passed_to_another(db) {
        for _ in 0..40 {
            enqueue(&db, QUEUE, None, "x", at(0)).await;
        }
        let mine = claim(&db, QUEUE, at(0), 40).await;
        // The lease of all ends; another takes three of them.
        let theirs = claim(&db, QUEUE, at(61), 3).await;
        let jobs = mine.clone();
        let held = db.write(move |tx| job::done_all(tx, &jobs.iter().collect::<Vec<_>>())).await.unwrap();
        let taken: HashSet<_> = theirs.iter().map(|job| job.id).collect();
        let expected: HashSet<_> = mine.iter().map(|job| job.id).filter(|id| !taken.contains(id)).collect();
        assert_eq!((held.len(), held), (37, expected));
        assert_eq!(db.read(job::counts).await.unwrap(), (3, 0));
        assert_eq!(db.write(|tx| job::done_all(tx, &[])).await.unwrap().len(), 0);
    }
}

/// PostgreSQL plans while the table is empty and keeps that plan: then no other index may look as good as the right one.
#[test]
fn looks_that_are_made_often_take_the_index_that_was_made_for_them() {
    run(Engine::Postgres, slated_store::migrate::ALL, |db| async move {
        let one = Db::open(&Options { pool: 1, ..db.options().clone() }).unwrap();
        let host = UserId::new();
        for n in 0..40 {
            enqueue(&one, QUEUE, Some(LANE), "a", at(n)).await;
            one.read(move |c| claim::taken(c, COMPANY, &[host], 0, 1)).await.unwrap();
        }
        one.close().await;
        let scans = |index: &'static str| {
            let db = Db::clone(&db);
            async move {
                let sql = "SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = $1";
                db.read(move |c| c.one::<i64>(sql, args![index])).await.unwrap().unwrap()
            }
        };
        let end = Instant::now() + Duration::from_secs(30);
        while scans("job_lane").await < 40 || scans("claim_forced").await < 40 {
            assert!(Instant::now() < end, "they were looked at by another index");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(scans("job_due").await, 0, "a lane is not looked for in the whole queue");
    });
}
