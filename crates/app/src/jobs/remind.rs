//! Writes a reminder or a follow-up when it is time, if it still makes sense: nothing is sent of a meeting that was
//! moved, cancelled or has begun, and of several that were missed only the last.

use jiff::Timestamp;
use slated_store::{appointment, db::Conn, job::Job};

use super::{Verdict, failed};
use crate::{
    App, Result,
    appointments::complete,
    mail::{Kind, Role, facts::Facts, follow::Outbox, timers::Timer},
};

pub(crate) const KIND: &str = "remind";

pub(super) async fn run(app: &App, job: &Job) -> Verdict {
    let Ok(timer) = serde_json::from_str::<Timer>(&job.payload) else {
        return failed("the payload cannot be read");
    };
    let (company, now) = (job.company_id, app.now());
    let written = app.db().write(move |tx| -> Result<()> { write(tx, company, &timer, now) }).await;
    if let Err(error) = written {
        return failed(error.to_string());
    }
    app.wake_worker();
    Verdict::Done
}

fn write(tx: &mut Conn, company: slated_store::ids::CompanyId, timer: &Timer, now: Timestamp) -> Result<()> {
    let Some(booked) = appointment::by_id(tx, company, timer.appointment)? else { return Ok(()) };
    let a = &booked.appointment;
    let attendee = booked.attendees.iter().find(|t| t.id == timer.attendee).cloned();
    let Some(attendee) = attendee.filter(|t| t.cancelled_at.is_none() && t.details.receive_reminders) else {
        return Ok(());
    };
    let superseded = a.cancelled_at.is_some() || a.starts_at != timer.start || now >= timer.until;
    if superseded || (timer.kind == Kind::FollowUp && attendee.details.no_show_at.is_some()) {
        return Ok(());
    }
    let full = complete(tx, booked)?;
    let facts = Facts::of(&full, &attendee);
    let guest = facts.guest.clone();
    Outbox { tx, at: now }.put(company, timer.kind, Role::Booker, &guest, facts)
}
