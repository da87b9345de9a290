//! One client: books, moves, cancels and looks, one call after the other, and remembers what it was told.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use reqwest::Method;
use serde_json::{Value, json};

use super::journal::{Step, Story, Told, What};
use super::site::{Answer, Call, Patience, Site};

/// Whether others may have taken the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Start {
    Own,
    Contested,
}

/// An appointment that the client has and knows all about.
struct Mine {
    /// Its place among the stories.
    story: usize,
    host: usize,
    id: String,
    start: Timestamp,
    told: Acknowledgement,
}

/// When a change was acknowledged, and by which node if it was asked alone.
#[derive(Clone, Copy)]
struct Acknowledgement {
    at: Instant,
    by: Option<usize>,
}

struct Client {
    site: Arc<Site>,
    number: usize,
    rng: StdRng,
    stories: Vec<Story>,
    mine: Vec<Mine>,
    keys: usize,
}

/// Goes on until the site is closed; what became of its bookings.
pub(super) async fn run(site: Arc<Site>, number: usize, seed: u64) -> Vec<Story> {
    let rng = StdRng::seed_from_u64(seed);
    let mut client = Client { site, number, rng, stories: vec![], mine: vec![], keys: 0 };
    while !client.site.over.load(Ordering::Relaxed) {
        match client.rng.random_range(0..100) {
            0..45 => client.book(Start::Own).await,
            45..65 => client.book(Start::Contested).await,
            65..80 => client.change(Start::Own).await,
            80..84 => client.change(Start::Contested).await,
            84..93 => client.cancel().await,
            _ => client.look().await,
        }
        let rest = client.rng.random_range(5..40);
        tokio::time::sleep(Duration::from_millis(rest)).await;
    }
    client.stories
}

impl Client {
    async fn book(&mut self, kind: Start) {
        let (host, start) = self.start(kind);
        let email = format!("c{}-{}@chaos.example", self.number, self.stories.len());
        let attendee = json!({ "email": email, "fullname": "Jane Client" });
        let body = json!({ "meetingTypeId": self.site.host(host), "start": start.to_string(), "attendee": attendee });
        let (answer, told_by) = self.write(Method::POST, "/v4/booking".to_owned(), body, kind).await;
        let id = match &answer {
            Answer::Done(booked) => booked["id"].as_str().map(str::to_owned),
            _ => None,
        };
        self.site.log.line(format_args!("{email} book {host} {start}: {}", said(&answer)));
        let step = Step { what: What::Book(start), told: told(&answer) };
        if let Some(id) = id.clone() {
            self.mine.push(Mine { story: self.stories.len(), host, id, start, told: told_by });
        }
        self.stories.push(Story { email, id, steps: vec![step] });
    }

    /// Moves one of ours to another start of its host.
    async fn change(&mut self, kind: Start) {
        let (host, start) = self.start(kind);
        let candidates: Vec<_> = (0..self.mine.len()).filter(|&one| self.mine[one].host == host).collect();
        if candidates.is_empty() {
            return;
        }
        let mut mine = self.mine.swap_remove(candidates[self.rng.random_range(0..candidates.len())]);
        let path = format!("/v4/appointment/{}/reschedule", mine.id);
        let (answer, told_by) =
            self.write(Method::POST, path, json!({ "start": start.to_string() }), kind).await;
        self.note(&mine, What::Move(start), &answer);
        // What is not known for sure is left alone from now on.
        if told(&answer) != Told::Unknown {
            if matches!(answer, Answer::Done(_)) {
                (mine.start, mine.told) = (start, told_by);
            }
            self.mine.push(mine);
        }
    }

    async fn cancel(&mut self) {
        if self.mine.is_empty() {
            return;
        }
        let mine = self.mine.swap_remove(self.rng.random_range(0..self.mine.len()));
        let path = format!("/v4/appointment/{}", mine.id);
        let (answer, _) = self.write(Method::DELETE, path, Value::Null, Start::Own).await;
        self.note(&mine, What::Cancel, &answer);
    }

    /// No node may offer what one of them has sold us; what another has, for as long as free starts may lag.
    async fn look(&mut self) {
        if self.mine.is_empty() {
            return;
        }
        let mine = &self.mine[self.rng.random_range(0..self.mine.len())];
        let day = mine.start.strftime("%Y-%m-%d");
        let of = self.site.host(mine.host);
        let path = format!("/v4/booking-availability?meetingTypeId={of}&start={day}&end={day}");
        let call = Call { method: Method::GET, path, body: Value::Null, key: None };
        let known_for = mine.told.at.elapsed();
        let (answer, by) = self.site.ask(&call, Patience::GivesUp, &mut self.rng).await;
        let Answer::Done(offered) = answer else { return };
        if known_for < self.site.lag && (by.is_none() || by != mine.told.by) {
            return;
        }
        let starts = offered["availableSlots"].as_array().into_iter().flatten();
        let mut starts =
            starts.filter_map(|slot| slot["start"].as_str().and_then(|start| start.parse().ok()));
        if starts.any(|start: Timestamp| start == mine.start) {
            self.site.complain(format!("{} is offered, though {} has it", mine.start, mine.id));
        }
    }

    fn start(&mut self, kind: Start) -> (usize, Timestamp) {
        match kind {
            Start::Own => self.site.own_start(),
            Start::Contested => self.site.contested_start(&mut self.rng),
        }
    }

    /// A write with a key of its own. Most clients insist on an answer; a few of those that have one ask again.
    async fn write(
        &mut self,
        method: Method,
        path: String,
        body: Value,
        kind: Start,
    ) -> (Answer, Acknowledgement) {
        self.keys += 1;
        let key = format!("chaos-{}-{}", self.number, self.keys);
        let insists = self.rng.random_bool(0.75);
        let patience = if insists { Patience::Insists } else { Patience::GivesUp };
        let call = Call { method, path, body, key: Some(&key) };
        let (answer, by) = self.site.ask(&call, patience, &mut self.rng).await;
        let told = Acknowledgement { at: Instant::now(), by };
        match &answer {
            Answer::Refused { code, .. } if kind == Start::Own => {
                self.site.complain(format!("{} ({key}) was refused: {code}, though free", call.path));
            }
            Answer::Done(first) if self.rng.random_bool(0.1) => {
                let (again, _) = self.site.ask(&call, Patience::GivesUp, &mut self.rng).await;
                let same = match &again {
                    Answer::Done(second) => second == first,
                    Answer::Refused { .. } => false,
                    Answer::Unknown => true,
                };
                if !same {
                    self.site.complain(format!("{key} was answered {first}, and then {again:?}"));
                }
            }
            _ => {}
        }
        (answer, told)
    }

    fn note(&mut self, mine: &Mine, what: What, answer: &Answer) {
        let story = &mut self.stories[mine.story];
        story.steps.push(Step { what, told: told(answer) });
        self.site.log.line(format_args!("{} {what:?}: {}", story.email, said(answer)));
    }
}

fn told(answer: &Answer) -> Told {
    match answer {
        Answer::Done(_) => Told::Acknowledged,
        Answer::Refused { open: false, .. } => Told::Refused,
        Answer::Refused { open: true, .. } | Answer::Unknown => Told::Unknown,
    }
}

/// For the journal.
fn said(answer: &Answer) -> String {
    match answer {
        Answer::Done(body) => format!("done {}", body["id"].as_str().unwrap_or_default()),
        Answer::Refused { code, open: false } => format!("refused {code}"),
        Answer::Refused { code, open: true } => format!("refused {code} after a try without an answer"),
        Answer::Unknown => "unknown".to_owned(),
    }
}
