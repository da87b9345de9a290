//! Availability schedules: when a host works.
//!
//! Whatever changes a schedule raises its owner's host lock, so that nothing computed from the old one is used
//! again. Hours and exceptions are wall-clock times of the schedule's zone (policies 1).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use slated_store::{
    availability::{self, Availability, Hours, Travel, Week},
    db::Conn,
    host,
    ids::{AvailabilityId, CompanyId, UserId},
    meeting_type, user,
};

pub use exceptions::{Edge, ExceptionDraft, span};
mod exceptions;

use crate::{App, Ctx, Error, Result, access::Scope, error::FieldErrors, slots};

/// A schedule, and whether it is its owner's default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Schedule {
    /// The schedule.
    pub availability: Availability,
    /// Used by the owner's meeting types that name none.
    pub is_default: bool,
}

/// What a new schedule is to say.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// Shown to its owner.
    pub name: String,
    /// IANA zone; none is the owner's.
    pub timezone: Option<String>,
    /// The week; none is closed every day, for working by exceptions alone.
    pub hours: Option<Week>,
    /// Dates that differ.
    pub exceptions: Vec<ExceptionDraft>,
    /// Dates abroad.
    pub travel: Vec<Travel>,
    /// Becomes the owner's default.
    pub make_default: bool,
}

/// What is to change in a schedule. What is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// Shown to its owner.
    pub name: Option<String>,
    /// IANA zone. Hours and exceptions keep their wall-clock times.
    pub timezone: Option<String>,
    /// The whole week.
    pub hours: Option<Week>,
    /// The whole list; entries that name an id replace the one with that id.
    pub exceptions: Option<Vec<ExceptionDraft>>,
    /// The whole list.
    pub travel: Option<Vec<Travel>>,
    /// Becomes the owner's default.
    pub make_default: bool,
}

/// Monday to Friday, 09:00 to 17:00: what a user works who says nothing.
pub fn office_hours() -> Week {
    let day = || vec![Hours { from: 9 * 60, to: 17 * 60 }];
    [day(), day(), day(), day(), day(), vec![], vec![]]
}

/// The row of a new schedule. Field errors name paths within the schedule, such as `exceptions[0].end`.
pub fn build(
    draft: Draft,
    company: CompanyId,
    owner: UserId,
    zone: &str,
    now: Timestamp,
) -> Result<Availability> {
    let mut schedule = Availability {
        id: AvailabilityId::new(),
        company_id: company,
        user_id: owner,
        name: draft.name,
        timezone: draft.timezone.unwrap_or_else(|| zone.to_owned()),
        hours: draft.hours.unwrap_or_default(),
        exceptions: availability::Exceptions { next_id: 1, ..Default::default() },
        created_at: now,
        updated_at: now,
        deleted_at: None,
    };
    let mut errors = FieldErrors::default();
    exceptions::replace(&mut schedule, draft.exceptions, now, &mut errors);
    schedule.exceptions.travel = draft.travel;
    check(&schedule, errors)?;
    Ok(schedule)
}

impl App {
    /// A user's schedules, the oldest first; without a user, the caller's own.
    pub async fn list_availability(&self, ctx: &Ctx, of: Option<UserId>) -> Result<Vec<Schedule>> {
        ctx.actor.needs(Scope::Scheduling)?;
        let (company, owner) = (ctx.actor.company, of.unwrap_or(ctx.actor.user));
        ctx.actor.may_touch(owner)?;
        self.db()
            .read(move |c| -> Result<_> {
                let user = user::by_id(c, company, owner)?.ok_or(Error::NotFound("User"))?;
                let schedules = availability::of_user(c, company, owner)?;
                let default = user.default_availability_id;
                Ok(schedules
                    .into_iter()
                    .map(|a| Schedule { is_default: default == Some(a.id), availability: a })
                    .collect())
            })
            .await
    }

    /// One schedule.
    pub async fn availability(&self, ctx: &Ctx, id: AvailabilityId) -> Result<Schedule> {
        ctx.actor.needs(Scope::Scheduling)?;
        let actor = ctx.actor.clone();
        self.db()
            .read(move |c| -> Result<_> {
                let schedule = living(c, actor.company, id)?;
                actor.may_touch(schedule.user_id)?;
                seen(c, schedule)
            })
            .await
    }

    /// Adds a schedule for a user; without a user, for the caller. A user's first schedule is the default.
    pub async fn create_availability(&self, ctx: &Ctx, of: Option<UserId>, draft: Draft) -> Result<Schedule> {
        ctx.actor.needs(Scope::Scheduling)?;
        let (company, owner, now) = (ctx.actor.company, of.unwrap_or(ctx.actor.user), self.now());
        ctx.actor.may_touch(owner)?;
        self.write(ctx, move |tx| {
            host::touch(tx, company, owner)?;
            let user = user::by_id(tx, company, owner)?.ok_or(Error::NotFound("User"))?;
            let schedule = build(draft.clone(), company, owner, &user.timezone, now)?;
            availability::insert(tx, &schedule)?;
            if draft.make_default || user.default_availability_id.is_none() {
                availability::make_default(tx, company, owner, schedule.id, now)?;
            }
            seen(tx, schedule)
        })
        .await
    }

    /// Changes a schedule.
    pub async fn change_availability(
        &self,
        ctx: &Ctx,
        id: AvailabilityId,
        change: Change,
    ) -> Result<Schedule> {
        ctx.actor.needs(Scope::Scheduling)?;
        let (actor, now) = (ctx.actor.clone(), self.now());
        self.change(ctx, move |tx, log| {
            let owner = living(tx, actor.company, id)?.user_id;
            actor.may_touch(owner)?;
            host::touch(tx, actor.company, owner)?;
            let before = living(tx, actor.company, id)?;
            log.before(&before);
            let mut schedule = before.clone();
            let mut errors = FieldErrors::default();
            let Change { name, timezone, hours, exceptions: list, travel, make_default } = change.clone();
            schedule.name = name.unwrap_or(schedule.name);
            schedule.timezone = timezone.unwrap_or(schedule.timezone);
            schedule.hours = hours.unwrap_or(schedule.hours);
            schedule.exceptions.travel = travel.unwrap_or(schedule.exceptions.travel);
            if let Some(list) = list {
                exceptions::replace(&mut schedule, list, now, &mut errors);
            }
            check(&schedule, errors)?;
            if schedule != before {
                // Compiled schedules are kept by this instant, so two changes must never share one.
                schedule.updated_at = now.max(before.updated_at + SignedDuration::from_millis(1));
                availability::update(tx, &schedule)?;
            }
            if make_default {
                availability::make_default(tx, actor.company, owner, id, now)?;
            }
            seen(tx, schedule)
        })
        .await
    }

    /// Deletes a schedule that nothing depends on: neither its owner's default nor named by a meeting type.
    pub async fn delete_availability(&self, ctx: &Ctx, id: AvailabilityId) -> Result<()> {
        ctx.actor.needs(Scope::Scheduling)?;
        let (actor, now) = (ctx.actor.clone(), self.now());
        self.change(ctx, move |tx, log| {
            let before = living(tx, actor.company, id)?;
            let owner = before.user_id;
            actor.may_touch(owner)?;
            host::touch(tx, actor.company, owner)?;
            let user = user::by_id(tx, actor.company, owner)?;
            if user.is_some_and(|user| user.default_availability_id == Some(id)) {
                let message = "This is the default schedule of its owner; make another one the default first";
                return Err(Error::conflict("availability-is-default", message));
            }
            for used in meeting_type::of_user(tx, actor.company, owner)? {
                let channels = &used.spec.options.channel_availabilities;
                if used.availability_id == Some(id) || channels.values().any(|channel| *channel == id) {
                    let message = format!("The meeting type '{}' uses this schedule", used.slug);
                    return Err(Error::conflict("availability-in-use", message));
                }
            }
            log.before(&before);
            if availability::delete(tx, actor.company, id, now)? { Ok(()) } else { Err(NOT_FOUND) }
        })
        .await
    }
}

const NOT_FOUND: Error = Error::NotFound("Availability");

fn living(c: &mut Conn, company: CompanyId, id: AvailabilityId) -> Result<Availability> {
    availability::by_id(c, company, id)?.ok_or(NOT_FOUND)
}

fn seen(c: &mut Conn, availability: Availability) -> Result<Schedule> {
    let user = user::by_id(c, availability.company_id, availability.user_id)?;
    let is_default = user.is_some_and(|user| user.default_availability_id == Some(availability.id));
    Ok(Schedule { availability, is_default })
}

/// Refuses what the engine could not read.
fn check(schedule: &Availability, mut errors: FieldErrors) -> Result<()> {
    let travel = &schedule.exceptions.travel;
    for (index, this) in travel.iter().enumerate() {
        if this.to < this.from {
            errors.add(format!("travel[{index}].to"), "invalid-range", "Must not be before from");
        } else if travel[..index].iter().any(|other| this.from <= other.to && other.from <= this.to) {
            errors.add(format!("travel[{index}]"), "invalid-range", "Must not share a date with another");
        }
    }
    errors.finish()?;
    slots::schedules::build(schedule)
        .map(drop)
        .map_err(|reason| Error::invalid("schedule", "invalid-value", reason))
}
