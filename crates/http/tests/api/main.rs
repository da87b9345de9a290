//! The API as its callers meet it: every test runs against the whole service, on both engines.
#![allow(clippy::unwrap_used)]

// First, because it brings the macro that the others use.
#[macro_use]
mod support;

mod accounts;
mod appointment;
mod audit_log;
mod availability;
mod booking;
mod booking_availability;
mod calendar;
mod clock;
mod credentials;
mod cross_tenant;
mod delivery;
mod events;
mod headers;
mod idempotency;
mod logs;
mod mail;
mod many_endpoints;
mod many_hosts;
mod meeting_type;
mod nodes;
mod one_event_each;
mod one_time_link;
mod pages;
mod personal_page;
mod privacy;
mod properties;
mod queue;
mod rate_limit;
mod receiver;
mod replicas;
mod round_trips;
mod sdk;
mod secrets_at_rest;
mod slow_endpoints;
mod template;
mod user;
mod webhook;
mod webhook_history;
mod webhook_states;
