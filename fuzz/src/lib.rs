//! What the fuzz targets are fed: bytes as questions to the engine.
//!
//! Values that real questions hold are the common case, so that most runs get past validation; every kind of value also has
//! an unbounded form, because the engine promises an answer to anything.

mod question;
mod schedule;
mod time;

pub use question::Question;
pub use schedule::RawSchedule;
pub use time::{At, Zone};
