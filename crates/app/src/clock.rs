//! The clock: the only place that asks what time it is.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use jiff::Timestamp;

/// Where "now" comes from.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// A clock that stands still until it is set, for tests.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `now`.
    pub fn fixed(now: Timestamp) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(now.as_millisecond())))
    }

    /// The present moment, to the millisecond.
    pub fn now(&self) -> Timestamp {
        let ms = match self {
            Self::System => Timestamp::now().as_millisecond(),
            Self::Fixed(ms) => ms.load(Ordering::Relaxed),
        };
        Timestamp::from_millisecond(ms).expect("a clock only ever holds instants that jiff gave")
    }

    /// Moves a fixed clock; the machine's clock cannot be moved.
    pub fn set(&self, now: Timestamp) {
        if let Self::Fixed(ms) = self {
            ms.store(now.as_millisecond(), Ordering::Relaxed);
        }
    }
}
