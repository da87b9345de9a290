//! How much each queue may have running at once in this process: a queue that is slow or fails is held to little, so
//! that a few broken endpoints never use up what the healthy ones need.

use std::{collections::HashMap, time::Duration};

use slated_store::job;
use uuid::Uuid;

/// Jobs of one queue at once.
const AT_ONCE: u32 = 32;
/// The same for mails: servers allow one client but a few connections, and mails may wait a little while requests may
/// not.
const MAILS_AT_ONCE: u32 = 8;
/// The same for a queue in trouble.
const IN_TROUBLE: u32 = 2;
/// Longer tries mean trouble, whatever comes of them.
const SLOW: Duration = Duration::from_secs(2);
/// Queues in trouble that are remembered.
const REMEMBERED: usize = 10_000;

/// The queues that have something running, or are in trouble.
#[derive(Debug, Default)]
pub(super) struct Load(HashMap<Uuid, Queue>);

#[derive(Debug, Default)]
struct Queue {
    running: u32,
    in_trouble: bool,
}

impl Load {
    /// How many more jobs of this queue may be begun.
    pub(super) fn room(&self, queue: Uuid) -> u32 {
        let usual = if queue == job::MAIL { MAILS_AT_ONCE } else { AT_ONCE };
        let Some(queue) = self.0.get(&queue) else { return usual };
        let most = if queue.in_trouble { IN_TROUBLE } else { usual };
        most.saturating_sub(queue.running)
    }

    /// One was begun.
    pub(super) fn begun(&mut self, queue: Uuid) {
        self.0.entry(queue).or_default().running += 1;
    }

    /// One is through.
    pub(super) fn through(&mut self, queue: Uuid, took: Duration, succeeded: bool) {
        let remembered = self.0.len();
        let Some(state) = self.0.get_mut(&queue) else { return };
        state.running = state.running.saturating_sub(1);
        state.in_trouble = took > SLOW || !succeeded;
        if state.running == 0 && (!state.in_trouble || remembered > REMEMBERED) {
            self.0.remove(&queue);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_queue_in_trouble_is_held_to_little_until_a_try_succeeds_quickly() {
        let (mut load, queue) = (Load::default(), Uuid::from_u128(7));
        assert_eq!(load.room(queue), AT_ONCE);
        load.begun(queue);
        load.begun(queue);
        assert_eq!(load.room(queue), AT_ONCE - 2);
        load.through(queue, Duration::from_millis(5), false);
        assert_eq!(load.room(queue), IN_TROUBLE - 1);
        load.through(queue, Duration::from_secs(15), true);
        assert_eq!(load.room(queue), IN_TROUBLE);
        load.begun(queue);
        load.through(queue, Duration::from_millis(5), true);
        assert_eq!(load.room(queue), AT_ONCE);
        assert!(load.0.is_empty());
    }
}
