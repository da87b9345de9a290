//! Slated's store: what is so?
//!
//! SQL lives here and nowhere else: plain functions over a [`db::Conn`], one file per noun, each statement
//! understood by SQLite and PostgreSQL alike. No HTTP, no wire JSON, no permissions, and nothing async
//! outside [`db`].

pub mod db;
pub mod migrate;
#[cfg(feature = "testing")]
pub mod testing;

pub mod ids;

pub mod appointment;
pub mod audit;
pub mod availability;
pub mod busy;
pub mod calendar_feed;
pub mod claim;
pub mod company;
pub mod credential;
pub mod delivery;
pub mod event;
pub mod heartbeat;
pub mod host;
pub mod idempotency;
pub mod job;
pub mod mail_template;
pub mod meeting_type;
pub mod one_time_link;
pub mod privacy;
pub mod provisional;
pub mod queue;
pub mod quick_mail;
pub mod retention;
pub mod sealing;
pub mod session;
pub mod sign_in_link;
pub mod template;
pub mod transfer;
pub mod user;
pub mod user_password;
pub mod webhook;
pub mod workspace;
