//! The worker's work as one step of a test: no clock but the application's, nothing at the same time.

use std::sync::Arc;

use slated_store::job;
use uuid::Uuid;

use super::{attempt, errand, forget_old, settle, tell, worker::LEASE};
use crate::{App, Result};

impl App {
    /// Writes the jobs of housekeeping, as a worker does when it starts. For tests.
    pub async fn keep_house(&self) -> Result<()> {
        forget_old::ensure(self).await
    }

    /// Runs every job that is due, one after the other, until none is left; how many tries that were. For tests with a
    /// clock that stands still: what fails comes back when the clock is moved.
    pub async fn drain_jobs(&self) -> Result<usize> {
        let mut tries = 0;
        loop {
            let (now, before) = (self.now(), tries);
            let queues = self.db().read(|c| job::queues(c, Uuid::nil(), u32::MAX)).await?;
            let mut due: Vec<Uuid> = queues
                .into_iter()
                .filter(|(_, at)| at.is_some_and(|at| at <= now))
                .map(|(queue, _)| queue)
                .collect();
            // Housekeeping has the first queue of all, but what it removes should have been seen by the others.
            due.sort_by_key(|queue| std::cmp::Reverse(*queue));
            for queue in due {
                let jobs = self.db().write(move |tx| job::claim(tx, queue, now, now + LEASE, 1)).await?;
                for errand in errand::prepare(self, jobs).await {
                    let tried = Arc::new(attempt(self, errand).await);
                    let (app, one) = (self.clone(), Arc::clone(&tried));
                    self.db().write(move |tx| settle(tx, &app, &one)).await?;
                    tell(&tried);
                    tries += 1;
                }
            }
            if tries == before {
                return Ok(tries);
            }
        }
    }
}
