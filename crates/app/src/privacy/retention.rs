//! How long a company keeps what it knows: the rules, and following them, which is a job's business.

use jiff::{SignedDuration, Timestamp};
use slated_store::{
    appointment,
    db::{self, Conn},
    host,
    ids::{AppointmentId, CompanyId, UserId},
    privacy,
    retention::{self, Retention},
};

pub use slated_store::retention::Rules;

use super::{forget, may};
use crate::{App, Ctx, Error, Result};

/// Appointments per transaction: small enough that no request waits for it.
const APPOINTMENTS: u32 = 50;
/// Rows per transaction.
const BATCH: u32 = 500;
/// How often appointments are looked at from the beginning, for what was booked into the past.
const ANEW: SignedDuration = SignedDuration::from_hours(24);

impl App {
    /// The company's rules. For API keys and the operator; no token may.
    pub async fn retention(&self, ctx: &Ctx) -> Result<Rules> {
        may(ctx)?;
        let company = ctx.actor.company;
        self.db()
            .read(move |c| {
                Ok(retention::of_company(c, company)?.map(|found| found.rules).unwrap_or_default())
            })
            .await
    }

    /// Changes the rules. They are followed within the hour.
    pub async fn change_retention<F>(&self, ctx: &Ctx, change: F) -> Result<Rules>
    where
        F: Fn(&mut Rules) + Send + 'static,
    {
        may(ctx)?;
        let (company, now) = (ctx.actor.company, self.now());
        self.change(ctx, move |tx, log| {
            slated_store::company::lock(tx, company)?;
            let mut rules = retention::of_company(tx, company)?.map(|found| found.rules).unwrap_or_default();
            log.before(&rules);
            change(&mut rules);
            retention::set(tx, company, &rules, now)?;
            Ok(rules)
        })
        .await
    }
}

/// Follows the rules of every company.
pub(crate) async fn follow_all(app: &App) -> Result<()> {
    for company in app.db().read(retention::all).await? {
        follow(app, &company).await?;
    }
    Ok(())
}

async fn follow(app: &App, kept: &Retention) -> Result<()> {
    let (company, rules, now) = (kept.company_id, kept.rules, app.now());
    if let Some(cutoff) = cutoff(now, rules.appointment_days) {
        forget_appointments(app, kept, cutoff, now).await?;
    }
    if let Some(cutoff) = cutoff(now, rules.provisional_days) {
        in_batches(app, move |tx| retention::forget_provisional(tx, company, cutoff, BATCH)).await?;
    }
    if let Some(cutoff) = cutoff(now, rules.event_days) {
        in_batches(app, move |tx| retention::forget_events(tx, company, cutoff, BATCH)).await?;
    }
    if let Some(cutoff) = cutoff(now, rules.delivery_days) {
        in_batches(app, move |tx| retention::forget_deliveries(tx, company, cutoff, BATCH)).await?;
    }
    Ok(())
}

fn cutoff(now: Timestamp, days: Option<u32>) -> Option<Timestamp> {
    now.checked_sub(SignedDuration::from_hours(24 * i64::from(days?))).ok()
}

/// Forgets the people of appointments that began before `cutoff`, from where the last run came to.
async fn forget_appointments(app: &App, kept: &Retention, cutoff: Timestamp, now: Timestamp) -> Result<()> {
    let company = kept.company_id;
    let anew = kept.begun_at + ANEW <= now;
    let begun_at = if anew { now } else { kept.begun_at };
    let mut from = if anew { Timestamp::UNIX_EPOCH } else { kept.seen_to };
    let mut forgotten = vec![];
    loop {
        let batch = app
            .db()
            .read(move |c| privacy::known_appointments(c, company, from, cutoff, APPOINTMENTS))
            .await?;
        let through = batch.len() < APPOINTMENTS as usize;
        let seen_to = if through { cutoff.max(from) } else { batch.last().map_or(from, |(_, at)| *at) };
        let (app_, ids): (App, Vec<_>) = (app.clone(), batch.into_iter().map(|(id, _)| id).collect());
        forgotten.extend(ids.iter().map(|id| id.0));
        app.db()
            .write(move |tx| {
                forget_batch(tx, &app_, company, &ids, now)?;
                Ok::<_, Error>(retention::followed(tx, company, seen_to, begun_at)?)
            })
            .await?;
        if through {
            break;
        }
        from = seen_to;
    }
    if forgotten.is_empty() { Ok(()) } else { app.forget_spooled(company, forgotten, vec![]).await }
}

fn forget_batch(
    tx: &mut Conn,
    app: &App,
    company: CompanyId,
    ids: &[AppointmentId],
    now: Timestamp,
) -> Result<()> {
    let mut hosts: Vec<UserId> = vec![];
    for &id in ids {
        hosts.extend(appointment::by_id(tx, company, id)?.into_iter().flat_map(|booked| booked.hosts));
    }
    host::lock(tx, company, &hosts)?;
    for &id in ids {
        forget::attendees(tx, app, company, id, forget::Whom::Everybody, None, now)?;
    }
    Ok(())
}

async fn in_batches<F>(app: &App, forget: F) -> db::Result<()>
where
    F: FnMut(&mut Conn) -> db::Result<u64> + Clone + Send + 'static,
{
    while app.db().write(forget.clone()).await? == u64::from(BATCH) {}
    Ok(())
}
