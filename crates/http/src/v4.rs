//! The API, one file per noun: wire types, handlers, and the conversions between wire and domain.

pub mod instant;
pub mod language;
pub mod number;
mod one_of;
mod paging;
pub mod patch;
pub mod text;

pub mod appointment;
pub mod attendee;
pub mod audit_log;
pub mod availability;
pub mod booking;
pub mod booking_availability;
pub mod calendar_feed;
pub mod channel;
pub mod company;
pub mod event;
pub mod mail_template;
pub mod meeting_type;
pub mod meeting_type_template;
pub mod one_time_link;
pub mod personal_page;
pub mod privacy;
pub mod provisional_booking;
pub mod queue;
pub mod queue_user_group;
pub mod user;
pub mod webhook;
pub mod webhook_body;
pub mod workspace;
