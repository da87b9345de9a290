//! Every kind of lie is noticed, and the truth is not taken for one.

use jiff::Timestamp;

use super::super::holdings::{Held, Holdings};
use super::super::journal::{Step, Story, Told, What};
use super::super::receiver::Receipt;
use super::{Verdict, compare};

fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + 60 * minute).expect("an instant")
}

fn step(what: What, told: Told) -> Step {
    Step { what, told }
}

fn story(email: &str, id: &str, steps: &[Step]) -> Story {
    let id = (steps[0].told == Told::Acknowledged).then(|| id.to_owned());
    Story { email: email.to_owned(), id, steps: steps.to_vec() }
}

/// An appointment with all its rows as they should be.
fn held(email: &str, id: &str, start: Timestamp, moves: usize, cancelled: bool) -> Held {
    let mut kinds = vec!["booking_created"];
    kinds.extend(std::iter::repeat_n("booking_rescheduled", moves));
    kinds.extend(cancelled.then_some("booking_cancelled"));
    let events = kinds.iter().enumerate().map(|(n, kind)| (format!("{id}e{n}"), (*kind).to_owned()));
    let (claims, email) = (usize::from(!cancelled), email.to_owned());
    Held { id: id.to_owned(), email, start, cancelled, moves, claims, events: events.collect() }
}

fn receipts(holdings: &Holdings) -> Vec<Receipt> {
    let of = |held: &Held| {
        let appointment = held.id.clone();
        let receipt = move |(event, kind): &(String, String)| Receipt {
            event: event.clone(),
            kind: kind.clone(),
            appointment: appointment.clone(),
        };
        held.events.iter().map(receipt).collect::<Vec<_>>()
    };
    holdings.appointments.iter().flat_map(of).collect()
}

/// A booking that was moved, one that was moved and cancelled, and one whose client knows nothing.
fn scene() -> (Vec<Story>, Holdings) {
    use Told::{Acknowledged, Refused, Unknown};
    let stories = vec![
        story("a", "a1", &[step(What::Book(at(0)), Acknowledged), step(What::Move(at(30)), Acknowledged)]),
        story("b", "b1", &[step(What::Book(at(60)), Acknowledged), step(What::Cancel, Unknown)]),
        story("c", "c1", &[step(What::Book(at(90)), Unknown)]),
        story("d", "d1", &[step(What::Book(at(90)), Refused)]),
        story("e", "e1", &[step(What::Book(at(120)), Unknown)]),
    ];
    let appointments = vec![
        held("a", "a1", at(30), 1, false),
        held("b", "b1", at(60), 0, true),
        held("c", "c1", at(90), 0, false),
    ];
    (stories, Holdings { appointments, ..Holdings::default() })
}

/// What comes of the scene after somebody has meddled with it.
fn meddled(meddle: impl FnOnce(&mut Vec<Story>, &mut Holdings, &mut Vec<Receipt>)) -> Verdict {
    let (mut stories, mut holdings) = scene();
    let mut receipts = receipts(&holdings);
    meddle(&mut stories, &mut holdings, &mut receipts);
    compare(&stories, &holdings, &receipts)
}

#[test]
fn the_truth_is_found_in_order() {
    let verdict = meddled(|_, _, receipts| receipts.push(receipts[0].clone()));
    assert!(verdict.is_clean(), "{:?}", verdict.complaints);
    assert_eq!((verdict.acknowledged, verdict.found, verdict.refused), (3, 3, 1));
    assert_eq!((verdict.unknown_there, verdict.unknown_not_there), (2, 1));
    assert_eq!((verdict.events, verdict.redelivered), (5, 1));
}

#[test]
fn what_is_gone_was_lost() {
    let gone = meddled(|_, holdings, receipts| {
        holdings.appointments.remove(0);
        receipts.retain(|receipt| receipt.appointment != "a1");
    });
    assert_eq!((gone.lost, gone.acknowledged - gone.found), (2, 2));
    assert_eq!(meddled(|_, holdings, _| holdings.appointments[0].start = at(0)).lost, 1);
    assert!(meddled(|_, holdings, _| holdings.appointments[0] = held("a", "a1", at(0), 0, false)).lost > 0);
    let replaced = meddled(|_, holdings, receipts_| {
        holdings.appointments[0] = held("a", "a2", at(30), 1, false);
        *receipts_ = receipts(holdings);
    });
    assert_eq!(replaced.lost, 1);
}

#[test]
fn what_is_there_twice_was_duplicated() {
    let twice = meddled(|_, holdings, _| holdings.appointments.push(held("c", "c2", at(300), 0, false)));
    assert_eq!(twice.duplicated, 1);
    let moved_twice = meddled(|_, holdings, receipts_| {
        holdings.appointments[0] = held("a", "a1", at(30), 2, false);
        *receipts_ = receipts(holdings);
    });
    assert_eq!(moved_twice.duplicated, 1);
}

#[test]
fn what_was_refused_or_never_asked_for_must_not_be_there() {
    let refused = meddled(|_, holdings, receipts_| {
        holdings.appointments.push(held("d", "d1", at(90), 0, false));
        *receipts_ = receipts(holdings);
    });
    assert_eq!(refused.against_refusal, 1);
    let unasked = meddled(|_, holdings, receipts_| {
        holdings.appointments.push(held("x", "x1", at(990), 0, false));
        *receipts_ = receipts(holdings);
    });
    assert_eq!(unasked.against_refusal, 1);
}

#[test]
fn rows_that_do_not_belong_together_are_noticed() {
    assert_eq!(meddled(|_, holdings, _| holdings.overlaps.push("two".to_owned())).overlaps, 1);
    assert_eq!(meddled(|_, holdings, _| holdings.torn.push("a key".to_owned())).torn, 1);
    assert_eq!(meddled(|_, holdings, _| holdings.appointments[0].claims = 0).torn, 1);
    assert_eq!(meddled(|_, holdings, _| holdings.appointments[1].claims = 1).torn, 1);
    assert!(meddled(|_, holdings, _| drop(holdings.appointments[0].events.pop())).events_lost > 0);
}

#[test]
fn what_the_receiver_missed_or_heard_in_another_order_is_noticed() {
    assert_eq!(meddled(|_, _, receipts| drop(receipts.remove(0))).events_lost, 1);
    assert_eq!(meddled(|_, _, receipts| receipts.swap(0, 1)).out_of_order, 1);
    let phantom = |_: &mut Vec<Story>, _: &mut Holdings, receipts: &mut Vec<Receipt>| {
        receipts.push(Receipt {
            event: "z".into(),
            kind: "booking_created".into(),
            appointment: "z1".into(),
        });
    };
    assert_eq!(meddled(phantom).events_lost, 1);
}
