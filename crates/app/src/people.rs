//! People: users are created, found, changed, deleted.
//!
//! A new user can be booked at once: they come with a schedule and a meeting type. What changes a user raises
//! their host lock first, so that two changes follow one another.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use slated_store::{
    availability, company,
    company::Company,
    db::Conn,
    host,
    ids::{CompanyId, MeetingTypeId, UserId},
    meeting_type, queue, session, sign_in_link,
    user::{self, User},
    user_password,
};

pub(crate) use create::create;
pub use create::{NewMeetingType, NewUser, Person, Role};
mod create;
pub(crate) mod names;

use crate::{
    App, Ctx, Error, Result,
    access::{Scope, Via},
    events::{self, Happened},
};

/// A user, and what they can be booked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Listed {
    /// The user.
    pub user: User,
    /// Their living meeting types, the oldest first.
    pub meeting_types: Vec<MeetingTypeId>,
}

/// The caller, and the company they act in.
#[derive(Debug, Clone)]
pub struct Me {
    /// The user acted as.
    pub listed: Listed,
    /// Their company.
    pub company: Company,
}

/// One page of a company's users.
#[derive(Debug, Clone)]
pub struct Page {
    /// The oldest first.
    pub users: Vec<Listed>,
    /// How many there are on all pages.
    pub total: i64,
}

/// What is to change in a user. What is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct UserChange {
    /// First name.
    pub given_name: Option<String>,
    /// Last name.
    pub family_name: Option<String>,
    /// The first part of their booking URLs; folded, and refused when taken.
    pub slug: Option<String>,
}

impl App {
    /// Where a user's personal page is.
    pub fn personal_page_url(&self, user_slug: &str) -> String {
        format!("{}/{user_slug}", self.config().public_url)
    }

    /// Adds a user with a schedule and a meeting type.
    pub async fn create_user(&self, ctx: &Ctx, new: NewUser) -> Result<Person> {
        self.add(ctx, new, Role::Member).await
    }

    /// The same, for one who may administer the company. Only the operator may do this.
    pub async fn create_administrator(&self, ctx: &Ctx, new: NewUser) -> Result<Person> {
        if ctx.actor.via != Via::Operator {
            return Err(Error::forbidden("operator-required", "Only the operator makes administrators"));
        }
        self.add(ctx, new, Role::Administrator).await
    }

    async fn add(&self, ctx: &Ctx, new: NewUser, role: Role) -> Result<Person> {
        ctx.actor.must_be_platform()?;
        let (company, by, now) = (ctx.actor.company, ctx.actor.user, self.now());
        let app = self.clone();
        let person = self
            .write(ctx, move |tx| {
                let person = create(tx, company, Some(by), &new, role, now)?;
                let joined = Happened::NewEmployee(&person.user);
                events::record(tx, &app, &joined, now)?;
                Ok(person)
            })
            .await?;
        self.wake_worker();
        Ok(person)
    }

    /// Who the caller acts as. Any credential may ask this: it is how clients try one out.
    pub async fn me(&self, ctx: &Ctx) -> Result<Me> {
        let (company, id) = (ctx.actor.company, ctx.actor.user);
        self.db()
            .read(move |c| {
                let user = user::by_id(c, company, id)?.ok_or(NOT_FOUND)?;
                let company = company::by_id(c, company)?.ok_or(Error::NotFound("Company"))?;
                Ok(Me { listed: listed(c, user)?, company })
            })
            .await
    }

    /// The company's users, the oldest first, only those of `user_type` if it is given.
    pub async fn list_users(
        &self,
        ctx: &Ctx,
        user_type: Option<&'static str>,
        limit: u32,
        offset: u32,
    ) -> Result<Page> {
        ctx.actor.needs(Scope::Account)?;
        ctx.actor.must_be_admin()?;
        let company = ctx.actor.company;
        self.db()
            .read(move |c| {
                let (users, total) = user::page(c, company, user_type, limit, offset)?;
                let users = users.into_iter().map(|user| listed(c, user)).collect::<Result<_>>()?;
                Ok(Page { users, total })
            })
            .await
    }

    /// Changes names and slug. Booking URLs with the old slug lead nowhere from then on.
    pub async fn change_user(&self, ctx: &Ctx, id: UserId, change: UserChange) -> Result<Listed> {
        ctx.actor.must_be_platform()?;
        let (actor, now) = (ctx.actor.clone(), self.now());
        self.change(ctx, move |tx, log| {
            let mut user = locked(tx, actor.company, id)?;
            actor.may_touch(id)?;
            log.before(&user);
            if let Some(wanted) = &change.slug {
                let slug = names::user_slug(wanted)?;
                if slug != user.slug && user::slug_is_taken(tx, &slug)? {
                    return Err(slug_taken());
                }
                user.slug = slug;
            }
            user.given_name = change.given_name.clone().unwrap_or(user.given_name);
            user.family_name = change.family_name.clone().unwrap_or(user.family_name);
            user.updated_at = now;
            // Somebody else may have taken it between the look and now.
            user::update(tx, &user).map_err(|error| match error.constraint() {
                Some("users_slug") => slug_taken(),
                _ => error.into(),
            })?;
            listed(tx, user)
        })
        .await
    }

    /// Deletes a user: their pages stop at once, slug and e-mail address become free, appointments stay.
    ///
    /// The owner cannot be deleted, nor the user acted as: nobody would be left to act as.
    pub async fn delete_user(&self, ctx: &Ctx, id: UserId) -> Result<()> {
        ctx.actor.must_be_platform()?;
        let (actor, now) = (ctx.actor.clone(), self.now());
        self.change(ctx, move |tx, log| {
            log.before(&locked(tx, actor.company, id)?);
            delete(tx, actor.company, actor.user, id, now)
        })
        .await?;
        self.forget_actors();
        Ok(())
    }
}

const NOT_FOUND: Error = Error::NotFound("User");

/// Deletes a user who is locked.
fn delete(tx: &mut Conn, company: CompanyId, by: UserId, id: UserId, now: Timestamp) -> Result<()> {
    let owner = company::by_id(tx, company)?.ok_or(Error::NotFound("Company"))?.owner_id;
    if id == owner {
        return Err(Error::conflict("owner-cannot-be-deleted", "The owner of the company cannot be deleted"));
    }
    if id == by {
        return Err(Error::conflict("cannot-delete-yourself", "The user acted as cannot delete themselves"));
    }
    for offered in meeting_type::of_user(tx, company, id)? {
        meeting_type::delete(tx, company, offered.id, now)?;
    }
    for schedule in availability::of_user(tx, company, id)? {
        availability::delete(tx, company, schedule.id, now)?;
    }
    queue::leave_all(tx, company, id)?;
    session::end_all(tx, company, id, None)?;
    sign_in_link::delete_of_user(tx, company, id)?;
    user_password::delete(tx, company, id)?;
    user::delete(tx, company, id, now)?;
    Ok(())
}

/// The user, with their calendar locked: bookings and changes that are under way come before.
fn locked(tx: &mut Conn, company: CompanyId, id: UserId) -> Result<User> {
    host::touch(tx, company, id)?;
    user::by_id(tx, company, id)?.ok_or(NOT_FOUND)
}

fn listed(c: &mut Conn, user: User) -> Result<Listed> {
    let meeting_types = meeting_type::ids_of_user(c, user.company_id, user.id)?;
    Ok(Listed { user, meeting_types })
}

fn slug_taken() -> Error {
    Error::invalid("slug", "slug-taken", "This slug is taken")
}
