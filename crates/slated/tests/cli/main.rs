//! The binary as its operators use it: run, asked over HTTP, stopped. On both engines where the engine matters.
#![allow(clippy::unwrap_used)]

mod backup;
mod demo;
mod doctor;
mod explain;
mod keys;
mod privacy;
mod secrets;
mod serving;
mod support;
mod transfer;
mod upgrade;
mod webhooks;
