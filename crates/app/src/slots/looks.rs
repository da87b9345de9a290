//! Looks at hosts' sequence numbers, taken together: while one is under way, the questions that come meanwhile wait for
//! the next one and share it. A look begins after the question that asked for it, so what it tells is as current
//! as a look of its own would be, and a busy node asks its database a few hundred times a second instead of once a question.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use slated_store::{
    db::{Conn, Db},
    host::{self, Standing},
    ids::{CompanyId, UserId},
};
use tokio::sync::oneshot;

use super::snapshots::Terms;

/// When the look under way was begun so long ago, its connection may be dead: another is begun beside it.
const STALLED: Duration = Duration::from_millis(50);

type Told = Option<Arc<[Standing]>>;

/// The looks at one copy of the database that are under way, and the questions that wait for one.
#[derive(Clone)]
pub(crate) struct Looks {
    db: Db,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    waiting: Vec<Waiting>,
    under_way: usize,
    begun: Option<Instant>,
}

struct Waiting {
    company: CompanyId,
    terms: Arc<Terms>,
    reply: oneshot::Sender<Told>,
}

impl Looks {
    pub(crate) fn at(db: Db) -> Self {
        Self { db, state: Arc::default() }
    }

    /// How those who are watched stand, in their order, at some moment after this was called. None when the company has
    /// not got all of them, or the store did not answer: whoever asks it again by themselves learns why.
    pub(super) async fn standing(&self, company: CompanyId, terms: Arc<Terms>) -> Told {
        let (reply, told) = oneshot::channel();
        let begins = {
            let mut state = self.state();
            state.waiting.push(Waiting { company, terms, reply });
            state.may_begin()
        };
        if begins {
            tokio::spawn(take_turns(self.clone()));
        }
        told.await.unwrap_or_default()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn may_begin(&mut self) -> bool {
        let stalled = || self.begun.is_some_and(|begun| begun.elapsed() > STALLED);
        let begins = self.under_way == 0 || stalled();
        if begins {
            self.under_way += 1;
            self.begun = Some(Instant::now());
        }
        begins
    }

    /// Everybody who waits now; none ends the turn.
    fn next(&mut self) -> Option<Vec<Waiting>> {
        if self.waiting.is_empty() {
            self.under_way -= 1;
            return None;
        }
        self.begun = Some(Instant::now());
        Some(std::mem::take(&mut self.waiting))
    }
}

/// Looks for everybody who waits, until nobody does. Before each look those go first who are ready to ask for one.
async fn take_turns(looks: Looks) {
    loop {
        tokio::task::yield_now().await;
        let Some(waiting) = looks.state().next() else { return };
        // A look that fails drops its questions, which tells them.
        let _ = looks.db.read(move |c| look(c, waiting)).await;
    }
}

fn look(c: &mut Conn, waiting: Vec<Waiting>) -> slated_store::db::Result<()> {
    // What several ask for alike is asked once.
    let mut sets: Vec<(CompanyId, &[UserId])> = Vec::with_capacity(waiting.len());
    let mut asked: HashMap<(CompanyId, &[UserId]), usize> = HashMap::with_capacity(waiting.len());
    let places: Vec<usize> = waiting
        .iter()
        .map(|one| {
            let set = (one.company, one.terms.watched());
            *asked.entry(set).or_insert_with(|| {
                sets.push(set);
                sets.len() - 1
            })
        })
        .collect();
    let told: Vec<Told> = host::standings(c, &sets)?.into_iter().map(|told| told.map(Arc::from)).collect();
    for (one, place) in waiting.into_iter().zip(places) {
        // Who does not wait any more need not know.
        let _ = one.reply.send(told[place].clone());
    }
    Ok(())
}
