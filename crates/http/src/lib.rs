//! Slated over HTTP: how is it said?
//!
//! Wire types live beside their handlers in [`v4`] and nowhere else; the contract's double spellings are folded
//! into one domain type right there. This room holds no SQL, calls nothing outside, and does no arithmetic on
//! time: it parses, asks the use-cases, and renders.

mod assets;
pub mod demo;
mod docs;
pub mod error;
pub mod extract;
mod health;
mod layers;
pub mod limits;
pub mod metrics;
pub mod openapi;
mod pages;
pub mod proxies;
pub mod router;
mod sdk;
pub mod state;
pub mod v4;

pub use pages::mail::MailPages;
pub use router::router;
pub use state::HttpState;
