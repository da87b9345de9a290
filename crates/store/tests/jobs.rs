//! Jobs: leases, lanes, queues and what is kept, on both engines.
#![allow(clippy::unwrap_used)]

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};
use slated_store::{
    both_engines,
    db::{Db, Error, Result},
    ids::CompanyId,
    job::{self, HOUSEKEEPING, Job, New},
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
        assert_eq!(db.read(|c| job::queues(c, Uuid::nil(), 9)).await.unwrap(), [(QUEUE, at(100))]);
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
        let all: Vec<_> = (0..20).map(|n| (queue(n), at(i64::from(n)))).collect();
        let ask = |after, limit| db.read(move |c| job::queues(c, after, limit));
        assert_eq!(ask(Uuid::nil(), 100).await.unwrap(), all);
        assert_eq!(ask(Uuid::nil(), 3).await.unwrap(), all[..3]);
        assert_eq!(ask(queue(2), 3).await.unwrap(), all[3..6]);
        assert_eq!(ask(queue(18), 3).await.unwrap(), all[19..]);
        assert_eq!(ask(queue(19), 3).await.unwrap(), []);
        let jobs = claim(&db, queue(0), at(0), 9).await;
        assert_eq!(ask(Uuid::nil(), 1).await.unwrap(), [(queue(0), at(60))], "a lease counts until its end");
        on(&db, &jobs[0], |tx, job| job::give_up(tx, job, at(0), "no use")).await;
        assert_eq!(ask(Uuid::nil(), 1).await.unwrap(), [(queue(0), at(100))]);
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
}
