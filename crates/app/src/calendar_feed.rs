//! Calendar feeds: a host's appointments for any calendar app, behind a secret address that can be changed and taken
//! away; and one appointment as a file.

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest as _, Sha256};
use slated_integrations::ical::{Calendar, Event, Method};
use slated_store::{
    appointment::{self, Filter, Order},
    calendar_feed::{self, CalendarFeed},
    company,
    ids::{AttendeeId, UserId},
    user,
};

use crate::{
    App, Ctx, Error, Result,
    access::{Scope, credentials},
    appointments::{Full, complete},
    mail::{
        Role,
        facts::{self, Facts},
        invite,
        links::AddToCalendar,
        said::Said,
    },
};

/// How far a feed reaches back and ahead.
const BACK: SignedDuration = SignedDuration::from_hours(24 * 30);
const AHEAD: SignedDuration = SignedDuration::from_hours(24 * 366);
/// The most appointments in a feed: the earliest ones of its range.
const MOST: u32 = 2_000;

/// A feed just made. The address is shown once: only its hash is kept.
#[derive(Debug, Clone)]
pub struct Made {
    /// Where calendar apps subscribe.
    pub url: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A feed as it is now.
#[derive(Debug, Clone)]
pub struct Feed {
    /// The iCalendar document.
    pub document: String,
    /// When something in it last changed.
    pub changed_at: Timestamp,
}

/// One appointment for an attendee's calendar.
#[derive(Debug, Clone)]
pub struct Download {
    /// The iCalendar document.
    pub document: String,
    /// Links that do the same on the web.
    pub links: AddToCalendar,
}

impl App {
    /// Makes the acting user's feed; the former address no longer works.
    pub async fn make_calendar_feed(&self, ctx: &Ctx) -> Result<Made> {
        ctx.actor.needs(Scope::Scheduling)?;
        let (actor, now) = (ctx.actor.clone(), self.now());
        let secret = credentials::random(32);
        let made = Made { url: format!("{}/feed/{secret}.ics", self.config().public_url), created_at: now };
        let hash = Sha256::digest(secret.as_bytes()).to_vec();
        // Not kept for an Idempotency-Key, nor written into the log: the address would lie in the database as it is.
        let once = Ctx { idempotency: None, ..ctx.clone() };
        self.change(&once, move |tx, log| {
            user::by_id(tx, actor.company, actor.user)?.ok_or(Error::NotFound("User"))?;
            if let Some(before) = calendar_feed::of_user(tx, actor.company, actor.user)? {
                log.before(&before.created_at);
            }
            let feed = CalendarFeed {
                user_id: actor.user,
                company_id: actor.company,
                secret_hash: hash.clone(),
                created_at: now,
            };
            Ok(calendar_feed::put(tx, &feed)?)
        })
        .await?;
        Ok(made)
    }

    /// When the acting user's feed was made; not found where there is none.
    pub async fn calendar_feed(&self, ctx: &Ctx) -> Result<Timestamp> {
        ctx.actor.needs(Scope::Scheduling)?;
        let actor = ctx.actor.clone();
        let found = self.db().read(move |c| calendar_feed::of_user(c, actor.company, actor.user)).await?;
        found.map(|feed| feed.created_at).ok_or(Error::NotFound("Calendar feed"))
    }

    /// Takes the acting user's feed away.
    pub async fn delete_calendar_feed(&self, ctx: &Ctx) -> Result<()> {
        ctx.actor.needs(Scope::Scheduling)?;
        let actor = ctx.actor.clone();
        self.change(ctx, move |tx, log| {
            if let Some(before) = calendar_feed::of_user(tx, actor.company, actor.user)? {
                log.before(&before.created_at);
            }
            let there = calendar_feed::delete(tx, actor.company, actor.user)?;
            if there { Ok(()) } else { Err(Error::NotFound("Calendar feed")) }
        })
        .await
    }

    /// The feed behind a secret: from 30 days ago to a year ahead, without what was cancelled.
    pub async fn read_calendar_feed(&self, secret: String) -> Result<Feed> {
        let hash: [u8; 32] = Sha256::digest(secret.as_bytes()).into();
        let (app, now) = (self.clone(), self.now());
        self.db()
            .read(move |c| {
                let missing = || Error::NotFound("Calendar feed");
                let feed = calendar_feed::by_secret_hash(c, &hash)?.ok_or_else(missing)?;
                let host = user::by_id(c, feed.company_id, feed.user_id)?.ok_or_else(missing)?;
                let company = company::by_id(c, feed.company_id)?.ok_or_else(missing)?;
                let filter = Filter {
                    host: Some(host.id),
                    from: Some(now - BACK),
                    to: Some(now + AHEAD),
                    ..Filter::default()
                };
                let (page, _) = appointment::page(c, feed.company_id, &filter, Order::Start, 0, MOST)?;
                let mut changed_at = feed.created_at;
                let mut events = Vec::with_capacity(page.len());
                for booked in page {
                    // One that was cancelled changes the feed by not being in it.
                    changed_at = changed_at.max(booked.appointment.updated_at);
                    if booked.appointment.cancelled_at.is_some() {
                        continue;
                    }
                    let full = complete(c, booked)?;
                    events.extend(app.host_event(&full, host.id, &company.name));
                }
                let name = Some(format!("{} – {}", host.full_name(), company.name));
                let document = Calendar { method: Method::Publish, name, events }.render();
                Ok(Feed { document, changed_at })
            })
            .await
    }

    fn host_event(&self, full: &Full, host: UserId, company: &str) -> Option<Event> {
        let staying = full.booked.attendees.iter().find(|t| t.cancelled_at.is_none());
        let host = full.hosts.iter().find(|found| found.id == host)?;
        let facts = Facts { secret: String::new(), ..Facts::of(full, staying?) };
        let said = Said {
            facts: &facts,
            role: Role::Host,
            language: facts::language([Some(host.language.as_str())]),
            zone: facts::zone([Some(host.timezone.as_str())]),
            base: &self.config().public_url,
            company,
        };
        Some(invite::event(&said, full.booked.appointment.updated_at))
    }

    /// An attendee's own appointment as a file and as links.
    pub async fn calendar_download(&self, full: &Full, attendee: AttendeeId) -> Result<Download> {
        let found = full.booked.attendees.iter().find(|t| t.id == attendee);
        let facts = Facts::of(full, found.ok_or(Error::NotFound("Attendee"))?);
        let id = full.booked.appointment.company_id;
        let company = self.db().read(move |c| company::by_id(c, id)).await?;
        let host = facts.host();
        let said = Said {
            facts: &facts,
            role: Role::Booker,
            language: facts::language([facts.guest.language.as_deref(), host.language.as_deref()]),
            zone: facts::zone([facts.guest.timezone.as_deref(), host.timezone.as_deref()]),
            base: &self.config().public_url,
            company: company.as_ref().map_or("", |company| company.name.as_str()),
        };
        let event =
            Event { cancelled: facts.cancelled || facts.left, ..invite::event(&said, facts.updated_at) };
        let links = AddToCalendar::of(&event);
        let document = Calendar { method: Method::Publish, name: None, events: vec![event] }.render();
        Ok(Download { document, links })
    }
}
