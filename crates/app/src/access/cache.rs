//! Remembers for a few seconds who a credential is, so that a busy platform does not ask the store each time.
//!
//! A revoked credential or a deleted user is forgotten at once in this process and within [`KEPT`] in others.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use slated_store::ids::UserId;

use super::Actor;

/// How long an answer is trusted.
const KEPT: Duration = Duration::from_secs(5);
/// How many are remembered before the old ones are swept out.
const MOST: usize = 10_000;

type Key = ([u8; 32], Option<UserId>);

/// Who is behind a credential's hash and a named user.
#[derive(Default)]
pub(crate) struct Actors(Mutex<Known>);

#[derive(Default)]
struct Known {
    actors: HashMap<Key, (Instant, Actor)>,
    /// How often everything was forgotten.
    forgotten: u64,
}

impl Actors {
    /// Who it is, if that is known; else a ticket for [`Actors::put`], to be taken before the store is asked.
    pub(crate) fn get(&self, key: &Key) -> Result<Actor, u64> {
        let known = self.known();
        let found = known.actors.get(key).filter(|(at, _)| at.elapsed() < KEPT);
        found.map(|(_, actor)| actor.clone()).ok_or(known.forgotten)
    }

    /// Remembers an answer, unless something changed since the ticket was taken.
    pub(crate) fn put(&self, key: Key, actor: Actor, ticket: u64) {
        let mut known = self.known();
        if known.actors.len() >= MOST {
            known.actors.retain(|_, (at, _)| at.elapsed() < KEPT);
        }
        if known.actors.len() < MOST && known.forgotten == ticket {
            known.actors.insert(key, (Instant::now(), actor));
        }
    }

    /// Forgets everything: something changed about who may do what.
    pub(crate) fn clear(&self) {
        let mut known = self.known();
        known.actors.clear();
        known.forgotten += 1;
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
