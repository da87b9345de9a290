//! The world outside: everything Slated says to, or hears from, machines that are not its own.
//!
//! A request to an address that a user gave us goes through [`outbound`] and nowhere else; what we send is
//! signed by [`signing`]. Mail leaves by [`mail`], invites are written by [`ical`].
//!
//! This room knows no database, no users and no permissions: it is handed what it needs and reports what
//! happened. It is called by jobs, never inside a request.
#![warn(missing_docs)]

pub mod address;
mod endpoint;
pub mod ical;
pub mod mail;
pub mod outbound;
mod resolver;
pub mod signing;

pub use ipnet::IpNet;
pub use mail::{Letter, MailError, Mailer};
pub use outbound::{BodyEnd, Outbound, OutboundError, OutboundPolicy, Refusal, Response};
pub use signing::{Message, SigningError, SigningSecret, VerifyError};
