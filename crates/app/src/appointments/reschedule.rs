//! Moving an appointment: it keeps its id, and does not stand in its own way (policies 17).

use jiff::Timestamp;
use slated_engine::Mode;
use slated_store::{
    appointment::{self, Booked},
    db::Conn,
    host,
    ids::{AppointmentId, CompanyId},
};

use super::{Change, Full, complete, find, policy};
use crate::{
    App, Ctx, Error, Result,
    access::Scope,
    booking::{self, Ground},
    events::{self, Happened},
    slots::{Ask, Offer},
};

impl App {
    /// Moves an appointment to another start. `ignore_availability` goes past the rules, as in booking.
    pub async fn reschedule(
        &self,
        ctx: &Ctx,
        id: AppointmentId,
        start: Timestamp,
        ignore_availability: bool,
    ) -> Result<Full> {
        let (app, actor) = (self.clone(), ctx.actor.clone());
        actor.needs(Scope::Scheduling)?;
        let seen = {
            let actor = actor.clone();
            self.db().read(move |c| find(c, &actor, id)).await?
        };
        let (company, ask) = (actor.company, same_again(&seen));
        let outcome = self
            .write(ctx, move |tx| {
                find(tx, &actor, id)?;
                reschedule(tx, &app, company, id, start, ignore_availability)
            })
            .await;
        self.finish_move(company, ask, id, start, outcome).await
    }

    /// Moves what a secret link is about.
    pub async fn reschedule_by_secret(&self, secret: String, start: Timestamp) -> Result<Full> {
        let seen = self.appointment_by_secret(secret).await?.booked;
        // Everybody in a group knows the secret; nobody of them may move the others.
        if seen.appointment.details.spots.unwrap_or(1) > 1 {
            return Err(Error::bad_request(
                "group-cannot-be-moved",
                "Only the host can move a group appointment",
            ));
        }
        let (app, ask) = (self.clone(), same_again(&seen));
        let (company, id) = (seen.appointment.company_id, seen.appointment.id);
        let outcome = self
            .db()
            .write(move |tx| {
                let booked = appointment::by_id(tx, company, id)?.ok_or(Error::NotFound("Appointment"))?;
                policy::check(tx, &booked, Change::Moving, app.now())?;
                reschedule(tx, &app, company, id, start, false)
            })
            .await;
        self.finish_move(company, ask, id, start, outcome).await
    }

    async fn finish_move(
        &self,
        company: CompanyId,
        ask: Ask,
        id: AppointmentId,
        start: Timestamp,
        outcome: Result<Full>,
    ) -> Result<Full> {
        let full = self.name_nearest(company, ask, start, Some(id), outcome).await?;
        self.wake_worker();
        Ok(full)
    }
}

/// The question whose answer decides: the same meeting type, hosts and length.
pub(crate) fn same_again(booked: &Booked) -> Ask {
    let a = &booked.appointment;
    Ask {
        meeting_type: a.meeting_type_id,
        hosts: Some(booked.hosts.clone()),
        queue: None,
        mode: Mode::Everyone,
        duration: Some(a.details.info.duration),
        channel: Some(a.details.channel.clone()),
        resources: a.details.resource_channel_ids.clone(),
    }
}

fn reschedule(
    tx: &mut Conn,
    app: &App,
    company: CompanyId,
    id: AppointmentId,
    start: Timestamp,
    ignore_availability: bool,
) -> Result<Full> {
    let now = app.now();
    let seen = appointment::by_id(tx, company, id)?.ok_or(Error::NotFound("Appointment"))?;
    host::lock(tx, company, &seen.hosts)?;
    // Read again under the lock: it may have been moved or cancelled in between.
    let mut booked = appointment::by_id(tx, company, id)?.ok_or(Error::NotFound("Appointment"))?;
    if booked.appointment.cancelled_at.is_some() {
        return Err(Error::conflict("appointment-cancelled", "A cancelled appointment cannot be moved"));
    }
    let offer = Offer::load(tx, app.schedules(), company, &same_again(&booked))?;
    let ground = if ignore_availability { Ground::Forced } else { Ground::Offered };
    booking::decide(tx, &offer, start, ground, Some(id.0), None, now)?;
    booking::release(tx, &booked)?;
    let a = &mut booked.appointment;
    let previous_start = a.starts_at;
    a.ends_at = start + a.starts_at.duration_until(a.ends_at);
    a.starts_at = start;
    a.rescheduled_at = Some(now);
    a.reschedule_count += 1;
    a.sequence += 1;
    a.updated_at = now;
    a.forced = ignore_availability;
    a.details.previous_start = Some(previous_start);
    a.details.buffer_before = offer.rules.buffer_before;
    a.details.buffer_after = offer.rules.buffer_after;
    booking::claim(tx, &booked)?;
    let full = complete(tx, booked)?;
    let happened = Happened::BookingRescheduled { appointment: &full, previous_start };
    events::record(tx, app, &happened, now)?;
    Ok(full)
}
