//! Claims: what touches a range, what the database itself refuses, and giving time back.
#![allow(clippy::unwrap_used)]

use slated_engine::{Ms, Span};
use slated_store::{
    both_engines, busy,
    claim::{self, Claim},
    db::{Conn, Db, Error, Result},
    ids::{AppointmentId, CompanyId, MeetingTypeId, UserId},
};

const HOUR: Ms = 3_600_000;

fn claim(company: CompanyId, host_id: UserId, from: Ms, to: Ms) -> Claim {
    Claim {
        host_id,
        starts_at: from,
        ends_at: to,
        holder_id: AppointmentId::new().0,
        company_id: company,
        meeting_type_id: MeetingTypeId::new(),
        meeting_starts_at: from,
        meeting_ends_at: to,
        taken: 1,
        forced: false,
    }
}

fn as_taken(claim: Claim) -> claim::Taken {
    let claimed = claim::Claimed {
        holder_id: claim.holder_id,
        meeting_type_id: claim.meeting_type_id,
        meeting_starts_at: claim.meeting_starts_at,
        meeting_ends_at: claim.meeting_ends_at,
        taken: claim.taken,
    };
    claim::Taken { starts_at: claim.starts_at, ends_at: claim.ends_at, claimed: Some(claimed) }
}

async fn taken(db: &Db, company: CompanyId, host: UserId, from: Ms, to: Ms) -> Vec<claim::Taken> {
    db.read(move |c| claim::taken(c, company, &[host], from, to)).await.unwrap().remove(0)
}

fn is_overlap(outcome: &Result<()>) -> bool {
    matches!(outcome, Err(Error::Conflict { constraint, .. }) if constraint == "claim_overlap")
}

both_engines! {
    async fn the_database_refuses_what_overlaps(db) {
        let (company, host, other) = (CompanyId::new(), UserId::new(), UserId::new());
        let attempt = async |new: Claim| db.write(move |tx: &mut Conn| claim::insert(tx, &new)).await;
        attempt(claim(company, host, 10 * HOUR, 11 * HOUR)).await.unwrap();

        for (from, to) in [(10, 11), (9, 12), (9, 11), (10, 12)] {
            let outcome = attempt(claim(company, host, from * HOUR, to * HOUR)).await;
            assert!(is_overlap(&outcome), "{from} to {to} gave {outcome:?}");
        }
        let inside = claim(company, host, 10 * HOUR + 1, 11 * HOUR - 1);
        assert!(is_overlap(&attempt(inside).await));

        // Half-open: neighbours may touch. Other hosts are free. A forced claim may overlap, and lets others do so.
        attempt(claim(company, host, 9 * HOUR, 10 * HOUR)).await.unwrap();
        attempt(claim(company, host, 11 * HOUR, 12 * HOUR)).await.unwrap();
        attempt(claim(company, other, 10 * HOUR, 11 * HOUR)).await.unwrap();
        attempt(Claim { forced: true, ..claim(company, host, 10 * HOUR, 12 * HOUR) }).await.unwrap();
    }

    async fn a_long_claim_is_found_from_far_behind(db) {
        let (company, host) = (CompanyId::new(), UserId::new());
        let day = claim::LONGEST;
        let long = claim(company, host, 0, day);
        let (stored, late) = (long.clone(), claim(company, host, day - 1, day + HOUR));
        db.write(move |tx: &mut Conn| claim::insert(tx, &stored)).await.unwrap();
        assert!(is_overlap(&db.write(move |tx: &mut Conn| claim::insert(tx, &late)).await));
        assert_eq!(taken(&db, company, host, day - 1, day).await, [as_taken(long)]);
        assert_eq!(taken(&db, company, host, day, day + HOUR).await, [], "it ends where the range begins");
        assert_eq!(taken(&db, company, host, -HOUR, 0).await, [], "it begins where the range ends");
        assert_eq!(taken(&db, company, host, -HOUR, 1).await.len(), 1);
    }

    async fn whatever_reaches_into_a_range_is_found(db) {
        let (company, host) = (CompanyId::new(), UserId::new());
        let mut random = 1_u64;
        let mut below = move |most: i64| {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            i64::try_from(random >> 33).unwrap() % most
        };
        // Three days of claims, long and short; those that overlap are forced, and stay where the database lets them.
        let mut stored: Vec<Claim> = Vec::new();
        for n in 0..150 {
            let (from, length) = (below(72 * 4) * HOUR / 4, (1 + below(if n % 7 == 0 { 96 } else { 6 })) * HOUR / 4);
            let new = claim(company, host, from, from + length);
            let overlaps = |other: &Claim| !other.forced && from < other.ends_at && other.starts_at < from + length;
            let new = Claim { forced: n % 5 == 0 || stored.iter().any(overlaps), ..new };
            stored.push(new.clone());
            db.write(move |tx: &mut Conn| claim::insert(tx, &new)).await.unwrap();
        }
        let free = stored.iter().filter(|claim| !claim.forced).count();
        assert!((20..130).contains(&free), "{free} are not forced");
        for (from, to) in (-2..80).flat_map(|hour| [(hour, hour + 1), (hour, hour + 26)]) {
            let (from, to) = (from * HOUR, to * HOUR);
            let touches = |claim: &&Claim| claim.starts_at < to && from < claim.ends_at;
            let mut expected: Vec<_> = stored.iter().filter(touches).cloned().map(as_taken).collect();
            let mut found = taken(&db, company, host, from, to).await;
            let order = |taken: &claim::Taken| taken.claimed.as_ref().unwrap().holder_id;
            expected.sort_by_key(order);
            found.sort_by_key(order);
            assert_eq!(found, expected, "{from} to {to}");
        }
    }

    async fn a_claim_beyond_the_longest_is_refused(db) {
        let new = claim(CompanyId::new(), UserId::new(), 0, claim::LONGEST + 1);
        assert!(db.write(move |tx: &mut Conn| claim::insert(tx, &new)).await.is_err());
    }

    async fn released_time_is_free_again(db) {
        let (company, host) = (CompanyId::new(), UserId::new());
        // With a buffer of a quarter of an hour, the meeting starts later than the claim.
        let held = Claim { meeting_starts_at: HOUR + HOUR / 4, ..claim(company, host, HOUR, 2 * HOUR) };
        let (stored, again) = (held.clone(), claim(company, host, HOUR, 2 * HOUR));
        db.write(move |tx: &mut Conn| claim::insert(tx, &stored)).await.unwrap();

        let (holder, start) = (held.holder_id, held.meeting_starts_at);
        let foreign = CompanyId::new();
        db.write(move |tx: &mut Conn| claim::release(tx, foreign, host, holder, start)).await.unwrap();
        assert_eq!(taken(&db, company, host, 0, 3 * HOUR).await.len(), 1, "it is another company's");
        db.write(move |tx: &mut Conn| claim::release(tx, company, host, holder, start)).await.unwrap();
        assert_eq!(taken(&db, company, host, 0, 3 * HOUR).await, []);
        db.write(move |tx: &mut Conn| claim::insert(tx, &again)).await.unwrap();
    }

    async fn a_hold_is_handed_over(db) {
        let (company, host) = (CompanyId::new(), UserId::new());
        let hold = claim(company, host, HOUR, 2 * HOUR);
        let (stored, from, to) = (hold.clone(), hold.holder_id, AppointmentId::new().0);
        db.write(move |tx: &mut Conn| claim::insert(tx, &stored)).await.unwrap();
        db.write(move |tx: &mut Conn| claim::hand_over(tx, company, host, HOUR, from, to, 3)).await.unwrap();
        let found = taken(&db, company, host, 0, 3 * HOUR).await;
        assert_eq!(found, [as_taken(Claim { holder_id: to, taken: 3, ..hold })]);
    }

    async fn busy_times_from_outside_stand_beside_claims_each_with_its_host(db) {
        let (company, host, other, foreign) = (CompanyId::new(), UserId::new(), UserId::new(), CompanyId::new());
        let claimed = claim(company, other, HOUR, 2 * HOUR);
        let stored = claimed.clone();
        let spans = [Span::new(0, HOUR), Span::new(HOUR / 2, 3 * HOUR), Span::new(9 * HOUR, 10 * HOUR)];
        db.write(move |tx: &mut Conn| {
            claim::insert(tx, &stored)?;
            busy::replace(tx, company, host, "test", &spans)
        }).await.unwrap();
        let both = db.read(move |c| claim::taken(c, company, &[other, host], HOUR, 9 * HOUR)).await.unwrap();
        let outside = claim::Taken { starts_at: HOUR / 2, ends_at: 3 * HOUR, claimed: None };
        assert_eq!(both, [vec![as_taken(claimed)], vec![outside]]);
        let none = db.read(move |c| claim::taken(c, foreign, &[other, host], 0, 9 * HOUR)).await.unwrap();
        assert_eq!(none, [vec![], vec![]]);
    }
}
