//! Extractors: what a handler is given, parsed and refused at the door.

mod body;
mod caller;
mod operation;
mod params;
mod refusal;

pub use body::{Empty, Maybe, Write};
pub use caller::Caller;
pub use operation::Deed;
pub use params::{Id, Params};
pub use refusal::refuse;
