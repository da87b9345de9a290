//! Appointments: finding, listing, cancelling, moving.

use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use slated_store::{
    appointment::{self, Booked, Filter, Order},
    db::Conn,
    host,
    ids::{AppointmentId, CompanyId, UserId},
    meeting_type::{self, MeetingType},
    user::{self, User},
};

use crate::{
    App, Ctx, Error, Result,
    access::{Actor, Scope, Via},
    events::{self, Edit, Happened},
};

mod cancel;
mod guests;
mod no_show;
mod policy;
mod reschedule;

pub(crate) use cancel::cancel_attendee;
pub use cancel::{Cancellation, Told, Whom};
pub use guests::MAX_GUESTS;
pub use policy::Change;
pub(crate) use reschedule::same_again;

/// An appointment with everything that is told of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Full {
    /// The appointment and its attendees.
    pub booked: Booked,
    /// What was booked, as it is now; none once it is deleted.
    pub meeting_type: Option<MeetingType>,
    /// The hosts, the main host first.
    pub hosts: Vec<User>,
}

impl App {
    /// One appointment.
    pub async fn appointment(&self, ctx: &Ctx, id: AppointmentId) -> Result<Full> {
        let actor = ctx.actor.clone();
        actor.needs(Scope::Scheduling)?;
        self.db()
            .read(move |c| {
                let booked = find(c, &actor, id)?;
                complete(c, booked)
            })
            .await
    }

    /// The appointment that a secret link is about. The secret is the permission.
    pub async fn appointment_by_secret(&self, secret: String) -> Result<Full> {
        self.db()
            .read(move |c| {
                let booked = appointment::by_secret(c, &secret)?.ok_or(Error::NotFound("Appointment"))?;
                complete(c, booked)
            })
            .await
    }

    /// One page of appointments, and how many there are.
    ///
    /// Without a host in the filter these are the acting user's; an API key that names no user sees its company's.
    pub async fn appointments(
        &self,
        ctx: &Ctx,
        mut filter: Filter,
        order: Order,
        offset: u32,
        limit: u32,
    ) -> Result<(Vec<Full>, u32)> {
        let actor = ctx.actor.clone();
        actor.needs(Scope::Scheduling)?;
        match filter.host {
            Some(host) => actor.may_touch(host)?,
            None => filter.host = own(&actor),
        }
        self.db()
            .read(move |c| {
                known(c, actor.company, filter.host)?;
                let (page, total) = appointment::page(c, actor.company, &filter, order, offset, limit)?;
                let page = page.into_iter().map(|booked| complete(c, booked)).collect::<Result<_>>()?;
                Ok((page, total))
            })
            .await
    }

    /// The appointments of the acting user's local day, cancelled ones left out.
    pub async fn appointments_today(&self, ctx: &Ctx) -> Result<Vec<Full>> {
        let actor = ctx.actor.clone();
        let acting = self.db().read(move |c| user::by_id(c, actor.company, actor.user)).await?;
        let zone = acting.ok_or(Error::NotFound("User"))?.timezone;
        let today = self.now().in_tz(&zone).and_then(|now| now.start_of_day());
        let (from, to) = today
            .and_then(|begin| Ok((begin.timestamp(), begin.checked_add(1.day())?.timestamp())))
            .map_err(|_| Error::bad_request("invalid-timezone", "The user's timezone is unknown"))?;
        let filter = Filter { from: Some(from), to: Some(to), cancelled: Some(false), ..Filter::default() };
        let (page, _) = self.appointments(ctx, filter, Order::Start, 0, 1_000).await?;
        Ok(page)
    }

    /// Replaces the host's note. The same note again changes and tells nothing.
    pub async fn note_appointment(&self, ctx: &Ctx, id: AppointmentId, note: Option<String>) -> Result<Full> {
        let (app, actor, now) = (self.clone(), ctx.actor.clone(), self.now());
        actor.needs(Scope::Scheduling)?;
        let full = self
            .write(ctx, move |tx| {
                let seen = find(tx, &actor, id)?;
                host::lock(tx, actor.company, &seen.hosts)?;
                // Read again under the lock: it may have been moved or cancelled in between.
                let mut booked = find(tx, &actor, id)?;
                if booked.appointment.details.note == note {
                    return complete(tx, booked);
                }
                booked.appointment.details.note.clone_from(&note);
                booked.appointment.updated_at = now;
                let full = complete(tx, booked)?;
                let noted = Happened::BookingUpdated { appointment: &full, edit: Edit::Note };
                events::record(tx, &app, &noted, now)?;
                Ok(full)
            })
            .await?;
        self.wake_worker();
        Ok(full)
    }
}

/// Whose appointments are listed when nobody is named.
fn own(actor: &Actor) -> Option<UserId> {
    match actor.via {
        Via::ApiKey { named: false, .. } | Via::Operator => None,
        _ => Some(actor.user),
    }
}

/// Refuses a filter by a host that the company never had.
pub(crate) fn known(c: &mut Conn, company: CompanyId, host: Option<UserId>) -> Result<()> {
    match host {
        Some(host) if user::by_id_even_deleted(c, company, host)?.is_none() => Err(Error::NotFound("User")),
        _ => Ok(()),
    }
}

/// An appointment that the actor may touch: one of their own, or any of the company for administrators.
pub(crate) fn find(c: &mut Conn, actor: &Actor, id: AppointmentId) -> Result<Booked> {
    let booked = appointment::by_id(c, actor.company, id)?.ok_or(Error::NotFound("Appointment"))?;
    if !booked.hosts.contains(&actor.user) {
        let owner = booked.hosts.first().copied().ok_or(Error::NotFound("Appointment"))?;
        actor.may_touch(owner)?;
    }
    Ok(booked)
}

/// Adds what was booked and with whom.
pub(crate) fn complete(c: &mut Conn, booked: Booked) -> Result<Full> {
    let company = booked.appointment.company_id;
    let meeting_type = meeting_type::by_id(c, company, booked.appointment.meeting_type_id)?;
    let hosts = hosts(c, &booked)?;
    Ok(Full { booked, meeting_type, hosts })
}

/// The hosts of an appointment, also those who left the company since.
pub(crate) fn hosts(c: &mut Conn, booked: &Booked) -> Result<Vec<User>> {
    let company = booked.appointment.company_id;
    let found = booked.hosts.iter().map(|&id| user::by_id_even_deleted(c, company, id));
    Ok(found.collect::<slated_store::db::Result<Vec<_>>>()?.into_iter().flatten().collect())
}

impl Full {
    /// It took place, or would have.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.booked.appointment.ends_at <= now
    }
}
