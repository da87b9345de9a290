//! Three accounts of what happened, held against each other: what clients were told, what the database holds, and what
//! the webhook receiver took. Pure, so that it can be shown every kind of lie.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use super::holdings::{Held, Holdings};
use super::journal::{Story, Told, What};
use super::receiver::Receipt;

/// What came of the comparison. Everything from `duplicated` on must be zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Verdict {
    /// Bookings and changes that clients were told are done, and how many of them are.
    pub(super) acknowledged: usize,
    pub(super) found: usize,
    pub(super) refused: usize,
    /// Bookings and changes that clients do not know about: those that happened, and those that did not.
    pub(super) unknown_there: usize,
    pub(super) unknown_not_there: usize,
    /// Events of the database, and how often one was taken again.
    pub(super) events: usize,
    pub(super) redelivered: usize,
    pub(super) duplicated: usize,
    pub(super) lost: usize,
    /// What was refused and happened all the same.
    pub(super) against_refusal: usize,
    pub(super) overlaps: usize,
    /// Appointments without their claim or event, rows that belong to nothing.
    pub(super) torn: usize,
    pub(super) events_lost: usize,
    pub(super) out_of_order: usize,
    /// What is wrong, with names.
    pub(super) complaints: Vec<String>,
}

/// Where an appointment may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    NotThere,
    At(Timestamp),
    Cancelled,
}

/// Holds the accounts against each other.
pub(super) fn compare(stories: &[Story], holdings: &Holdings, receipts: &[Receipt]) -> Verdict {
    let mut verdict = Verdict::default();
    let mut by_email: HashMap<&str, Vec<&Held>> = HashMap::new();
    for held in &holdings.appointments {
        by_email.entry(&held.email).or_default().push(held);
    }
    for story in stories {
        let found = by_email.remove(story.email.as_str()).unwrap_or_default();
        verdict.judge_story(story, &found);
    }
    for (email, held) in by_email {
        verdict.against_refusal += held.len();
        verdict.complain(format!("nobody booked for {email}: {held:?}"));
    }
    verdict.overlaps = holdings.overlaps.len();
    verdict.complaints.extend(holdings.overlaps.iter().cloned());
    verdict.torn += holdings.torn.len();
    verdict.complaints.extend(holdings.torn.iter().cloned());
    for held in &holdings.appointments {
        verdict.judge_rows(held);
    }
    verdict.judge_receipts(holdings, receipts);
    verdict
}

impl Verdict {
    /// Whether nothing is wrong.
    pub(super) fn is_clean(&self) -> bool {
        self.complaints.is_empty()
    }

    pub(super) fn complain(&mut self, what: String) {
        self.complaints.push(what);
    }

    fn judge_story(&mut self, story: &Story, found: &[&Held]) {
        let count = |told| story.steps.iter().filter(|step| step.told == told).count();
        let (acknowledged, unknown) = (count(Told::Acknowledged), count(Told::Unknown));
        self.acknowledged += acknowledged;
        self.refused += count(Told::Refused);
        let [held] = found else {
            if found.is_empty() {
                self.unknown_not_there += unknown;
                if acknowledged > 0 {
                    self.lost += acknowledged;
                    self.complain(format!("lost: {story:?}"));
                }
            } else {
                self.duplicated += found.len() - 1;
                self.complain(format!("there {} times: {story:?}", found.len()));
            }
            return;
        };
        let now = if held.cancelled { State::Cancelled } else { State::At(held.start) };
        if !possible(story).contains(&now) {
            if story.steps.iter().all(|step| step.told == Told::Refused) {
                self.against_refusal += 1;
            } else {
                self.lost += 1;
            }
            self.complain(format!("it is {now:?}: {story:?}"));
        } else if story.id.as_ref().is_some_and(|id| id.replace('-', "") != held.id) {
            self.lost += 1;
            self.complain(format!("another appointment, {}, is there: {story:?}", held.id));
        } else {
            self.found += acknowledged;
        }
        self.judge_number_of_moves(story, held);
        let happened = 1 + held.moves + usize::from(held.cancelled);
        let there = happened.saturating_sub(acknowledged).min(unknown);
        self.unknown_there += there;
        self.unknown_not_there += unknown - there;
    }

    /// Each move happens once, however often it was sent.
    fn judge_number_of_moves(&mut self, story: &Story, held: &Held) {
        let moves = |told| {
            story.steps.iter().filter(|step| matches!(step.what, What::Move(_)) && step.told == told).count()
        };
        let least = moves(Told::Acknowledged);
        let most = least + moves(Told::Unknown);
        if held.moves > most {
            self.duplicated += held.moves - most;
            self.complain(format!("moved {} times: {story:?}", held.moves));
        }
        if held.moves < least {
            self.lost += least - held.moves;
            self.complain(format!("moved only {} times: {story:?}", held.moves));
        }
    }

    /// An appointment has its claim while it holds its time, and one event for each thing that happened to it.
    fn judge_rows(&mut self, held: &Held) {
        if held.claims != usize::from(!held.cancelled) {
            self.torn += 1;
            self.complain(format!("{} claims: {held:?}", held.claims));
        }
        let mut expected = vec!["booking_created"];
        expected.extend(std::iter::repeat_n("booking_rescheduled", held.moves));
        expected.extend(held.cancelled.then_some("booking_cancelled"));
        let kinds: Vec<_> = held.events.iter().map(|(_, kind)| kind.as_str()).collect();
        if kinds != expected {
            self.events_lost += expected.len().abs_diff(kinds.len()).max(1);
            self.complain(format!("its events are not {expected:?}: {held:?}"));
        }
        self.events += kinds.len();
    }

    fn judge_receipts(&mut self, holdings: &Holdings, receipts: &[Receipt]) {
        let mut told: HashMap<String, Vec<String>> = HashMap::new();
        let mut seen = HashSet::new();
        for receipt in receipts {
            let event = receipt.event.replace('-', "");
            if seen.insert(event.clone()) {
                told.entry(receipt.appointment.replace('-', "")).or_default().push(event);
            } else {
                self.redelivered += 1;
            }
        }
        for held in &holdings.appointments {
            let told = told.remove(&held.id).unwrap_or_default();
            let happened: Vec<_> = held.events.iter().map(|(event, _)| event.clone()).collect();
            let missing = happened.iter().filter(|event| !told.contains(event)).count();
            let strange = told.iter().filter(|event| !happened.contains(event)).count();
            self.events_lost += missing + strange;
            if missing + strange > 0 {
                self.complain(format!("told of {told:?}: {held:?}"));
            } else if told != happened {
                self.out_of_order += 1;
                self.complain(format!("told in this order, {told:?}: {held:?}"));
            }
        }
        for (appointment, told) in told {
            self.events_lost += told.len();
            self.complain(format!("told of {appointment}, which is not there: {told:?}"));
        }
    }
}

/// Where the appointment may be, by what its client was told.
fn possible(story: &Story) -> Vec<State> {
    let mut states = vec![State::NotThere];
    for step in &story.steps {
        let after = |state: &State| match (step.what, *state) {
            (What::Book(start), State::NotThere) | (What::Move(start), State::At(_)) => State::At(start),
            (What::Cancel, State::At(_)) => State::Cancelled,
            (_, state) => state,
        };
        match step.told {
            Told::Acknowledged => states = states.iter().map(after).collect(),
            Told::Refused => {}
            Told::Unknown => states.extend(states.iter().map(after).collect::<Vec<_>>()),
        }
    }
    states
}

#[cfg(test)]
mod tests;
