//! Host choice: what the product promises about queues, and the bounds of fairness.

#![allow(clippy::pedantic, clippy::unwrap_used)]

use proptest::collection::vec;
use proptest::prelude::*;
use slated_engine::DAY;
use slated_engine::hosts::{DecidedBy, Distribution, Member, choose, next_in_turn, offered};

/// `bookings` of a member with one host, priority 0, capacity 1, free now.
fn member(host: usize, bookings: u32) -> Member {
    Member { hosts: vec![host], priority: 0, capacity: 1, bookings, last: None, next_free: Some(0) }
}

const ALL: [usize; 8] = [0, 1, 2, 3, 4, 5, 6, 7];
const MAX: Distribution = Distribution::MAXIMAL_AVAILABILITY;

fn book(members: &mut [Member], able: &[usize], now: i64) -> usize {
    let chosen = choose(MAX, members, able).unwrap().member;
    members[chosen].bookings += 1;
    members[chosen].last = Some(now);
    chosen
}

#[test]
fn hosts_rotate() {
    let mut members = [member(0, 0), member(1, 0), member(2, 0)];
    let turns: Vec<_> = (0..7).map(|now| book(&mut members, &ALL, now)).collect();
    assert_eq!(turns, [0, 1, 2, 0, 1, 2, 0]);
}

#[test]
fn who_is_busy_is_skipped_and_catches_up() {
    let mut members = [member(0, 0), member(1, 0)];
    assert_eq!(book(&mut members, &[1], 0), 1);
    assert_eq!(book(&mut members, &ALL, 1), 0);
    assert_eq!(choose(MAX, &members, &[]), None);
}

#[test]
fn a_cancellation_gives_the_turn_back() {
    let mut members = [member(0, 4), member(1, 4)];
    members[1].last = Some(1);
    members[0].last = Some(2);
    assert_eq!(choose(MAX, &members, &ALL).unwrap().reason.decided_by, DecidedBy::LeastRecent);
    assert_eq!(choose(MAX, &members, &ALL).unwrap().member, 1);
    members[0].bookings -= 1;
    assert_eq!(choose(MAX, &members, &ALL).unwrap().member, 0);
}

#[test]
fn priority_goes_before_share() {
    let mut members = [member(0, 0), member(1, 50)];
    members[1].priority = 3;
    let choice = choose(MAX, &members, &ALL).unwrap();
    assert_eq!((choice.member, choice.reason.decided_by), (1, DecidedBy::Priority));
    assert_eq!(choose(MAX, &members, &[0]).unwrap().member, 0);
}

#[test]
fn weights_are_kept_to() {
    let mut members = [member(0, 0), member(1, 0)];
    members[0].capacity = 3;
    let turns: Vec<_> = (0..8).map(|now| book(&mut members, &ALL, now)).collect();
    assert_eq!(turns.iter().filter(|&&turn| turn == 0).count(), 6, "{turns:?}");
    assert_eq!(turns[..4].iter().filter(|&&turn| turn == 0).count(), 3, "{turns:?}");
}

#[test]
fn a_group_brings_all_its_hosts() {
    let group = Member { hosts: vec![0, 1], ..member(0, 0) };
    let members = [group, member(2, 3)];
    assert_eq!(choose(MAX, &members, &[0, 1]).unwrap().hosts, [0, 1]);
    assert_eq!(choose(MAX, &members, &[1]).unwrap().hosts, [2]);
    assert_eq!(choose(MAX, &members, &[]), None);
}

#[test]
fn equal_distribution_offers_only_the_fewest() {
    let mut members = [member(0, 2), member(1, 1), member(2, 1)];
    assert_eq!(offered(Distribution::EQUAL, &members), [1, 2]);
    assert_eq!(choose(Distribution::EQUAL, &members, &[0]), None);
    // Without free starts nobody holds the others up.
    members[1].next_free = None;
    members[2].next_free = None;
    assert_eq!(offered(Distribution::EQUAL, &members), [0]);
}

#[test]
fn the_lead_threshold_hides_who_is_ahead() {
    let members = [member(0, 5), member(1, 3), member(2, 2)];
    let lead = |max_lead| Distribution { max_lead: Some(max_lead), near_term: None };
    assert_eq!(offered(lead(3), &members), [1, 2]);
    assert_eq!(offered(lead(4), &members), [0, 1, 2]);
    // By weight: 6 bookings with a capacity of 3 are level with 2 of one.
    let heavy = [Member { capacity: 3, ..member(0, 6) }, member(1, 2)];
    assert_eq!(offered(lead(1), &heavy), [0, 1]);
}

#[test]
fn near_term_availability_overrides_the_threshold() {
    let mut members = [member(0, 5), member(1, 0)];
    let near = Distribution { max_lead: Some(1), near_term: Some(0) };
    members[1].next_free = Some(14 * DAY);
    assert_eq!(offered(near, &members), [1]);
    members[1].next_free = Some(14 * DAY + 1);
    assert_eq!(offered(near, &members), [0, 1]);
    assert_eq!(offered(Distribution { near_term: None, ..near }, &members), [1]);
}

#[test]
fn reasons_are_words_and_numbers() {
    let members = [member(0, 3), member(1, 2), member(2, 9)];
    let choice = choose(MAX, &members, &[0, 1]).unwrap();
    assert_eq!(
        choice.reason.to_string(),
        "furthest behind their share; has 2 of 14 bookings with a weight of 1 of 3; of 3 members 1 not free"
    );
    assert_eq!(next_in_turn(MAX, &members), [1, 0, 2]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    /// While all are free, no member is ever a whole booking off their share.
    #[test]
    fn shares_are_within_one_booking(weights in vec(1u32..20, 1..9)) {
        let mut members: Vec<Member> =
            weights.iter().enumerate().map(|(host, &capacity)| Member { capacity, ..member(host, 0) }).collect();
        let all: u32 = weights.iter().sum();
        for turn in 1..=3 * all {
            book(&mut members, &ALL, turn.into());
            for member in &members {
                let (given, due) = (i64::from(member.bookings * all), i64::from(turn * member.capacity));
                prop_assert!((given - due).abs() < i64::from(all), "{weights:?} turn {turn}: {members:?}");
            }
        }
    }

    /// Whoever is free, the choice is one of them, and the same again.
    #[test]
    fn the_choice_is_able_and_deterministic(
        stats in vec((0u32..4, 0u32..5, 0u32..u32::MAX, proptest::option::of(any::<i64>())), 1..9),
        able in vec(0usize..8, 0..8),
        max_lead in proptest::option::of(0u32..5),
    ) {
        let members: Vec<Member> = stats.iter().enumerate().map(|(host, &(priority, capacity, bookings, next_free))| {
            Member { hosts: vec![host], priority, capacity, bookings, last: None, next_free }
        }).collect();
        let distribution = Distribution { max_lead, near_term: Some(0) };
        let choice = choose(distribution, &members, &able);
        prop_assert_eq!(&choice, &choose(distribution, &members, &able));
        if let Some(choice) = choice {
            prop_assert!(choice.hosts.iter().all(|host| able.contains(host)));
            prop_assert!(offered(distribution, &members).contains(&choice.member));
        }
    }
}
