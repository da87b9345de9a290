//! Meeting types: what can be booked with a host.
//!
//! Whatever changes one raises its host's lock, so that nothing computed from the old one is used again.
//! Numbers are within their bounds when they come here (the wire parses them); what is checked here is what
//! concerns several fields, or the store.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use slated_store::{
    db::{self, Conn},
    host,
    ids::{AvailabilityId, CompanyId, MeetingTypeId, OneTimeLinkId, TemplateId, UserId, WorkspaceId},
    meeting_type::{self, MeetingType, Spec},
    one_time_link, queue, template,
    user::{self, User},
    workspace,
};

pub(crate) use draft::check;
pub use draft::{CHANNELS, Draft, ScheduleChoice, default_spec};
mod draft;

use crate::{
    App, Ctx, Error, Result,
    access::{Actor, Scope, Via},
    availability, one_time_links, queues, slug,
    templates::locks,
};

/// A meeting type, with what its URL is made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// The meeting type.
    pub meeting_type: MeetingType,
    /// Its host's slug.
    pub user_slug: String,
    /// Its team's slug, when it is a team's.
    pub team_slug: Option<String>,
}

impl Page {
    /// The path of its booking page.
    pub fn path(&self) -> String {
        let slug = &self.meeting_type.slug;
        self.team_slug
            .as_ref()
            .map_or_else(|| format!("/{}/{slug}", self.user_slug), |team| format!("/team/{team}/{slug}"))
    }
}

/// A meeting type just made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Created {
    /// The meeting type.
    pub page: Page,
    /// A link that works once, if one was asked for.
    pub one_time_link: Option<OneTimeLinkId>,
}

const NOT_FOUND: Error = Error::NotFound("Meeting type");

impl App {
    /// Where a host's meeting type is booked.
    pub fn booking_url(&self, user_slug: &str, slug: &str) -> String {
        format!("{}/{user_slug}/{slug}", self.config().public_url)
    }

    /// Where a meeting type is booked, whether it is a host's or a team's.
    pub fn page_url(&self, page: &Page) -> String {
        format!("{}{}", self.config().public_url, page.path())
    }

    /// A user's meeting types, the oldest first; without a user, the caller's own.
    pub async fn list_meeting_types(&self, ctx: &Ctx, of: Option<UserId>) -> Result<Vec<Page>> {
        ctx.actor.needs(Scope::Scheduling)?;
        let (company, owner) = (ctx.actor.company, of.unwrap_or(ctx.actor.user));
        ctx.actor.may_touch(owner)?;
        self.db()
            .read(move |c| -> Result<_> {
                let user = user::by_id(c, company, owner)?.ok_or(Error::NotFound("User"))?;
                let types = meeting_type::of_user(c, company, owner)?;
                types.into_iter().map(|meeting_type| page_of(c, meeting_type, &user)).collect()
            })
            .await
    }

    /// One meeting type.
    pub async fn meeting_type(&self, ctx: &Ctx, id: MeetingTypeId) -> Result<Page> {
        ctx.actor.needs(Scope::Scheduling)?;
        let actor = ctx.actor.clone();
        self.db()
            .read(move |c| -> Result<_> {
                let found = living(c, actor.company, id)?;
                actor.may_touch(found.user_id)?;
                page(c, found)
            })
            .await
    }

    /// Adds a meeting type for a user; without a user, for the caller.
    pub async fn create_meeting_type(&self, ctx: &Ctx, of: Option<UserId>, draft: Draft) -> Result<Created> {
        ctx.actor.needs(Scope::Scheduling)?;
        let (actor, owner, now) = (ctx.actor.clone(), of.unwrap_or(ctx.actor.user), self.now());
        actor.may_touch(owner)?;
        draft.check()?;
        self.write(ctx, move |tx| {
            host::touch(tx, actor.company, owner)?;
            let user = user::by_id(tx, actor.company, owner)?.ok_or(Error::NotFound("User"))?;
            let meeting_type = insert(tx, &user, draft.clone(), None, actor.user, now)?;
            let link = draft.one_time_link.then(|| one_time_links::build(&meeting_type, actor.user, now));
            if let Some(link) = &link {
                one_time_link::insert(tx, link)?;
            }
            let page = page_of(tx, meeting_type, &user)?;
            Ok(Created { page, one_time_link: link.map(|link| link.id) })
        })
        .await
    }

    /// Changes a meeting type: `change` is given what it says and may be called more than once.
    pub async fn change_meeting_type<F>(&self, ctx: &Ctx, id: MeetingTypeId, change: F) -> Result<Page>
    where
        F: Fn(&mut Draft) -> Result<()> + Send + 'static,
    {
        ctx.actor.needs(Scope::Scheduling)?;
        let (actor, now) = (ctx.actor.clone(), self.now());
        self.change(ctx, move |tx, log| {
            let owner = living(tx, actor.company, id)?.user_id;
            actor.may_touch(owner)?;
            host::touch(tx, actor.company, owner)?;
            let before = living(tx, actor.company, id)?;
            log.before(&before);
            let mut draft = Draft::of(&before);
            change(&mut draft)?;
            draft.check()?;
            let host = user::by_id(tx, actor.company, owner)?.ok_or(Error::NotFound("User"))?;
            let mut after = MeetingType {
                availability_id: choose(tx, &host, draft.availability.clone(), now)?,
                slug: draft.slug.clone().unwrap_or_else(|| before.slug.clone()),
                enabled: draft.enabled,
                spec: draft.spec.clone(),
                updated_at: now,
                ..before.clone()
            };
            check_channels(tx, &host, &after.spec)?;
            refuse_locked(tx, &actor, &before, &after)?;
            after.queue_id = queues::settle(tx, &after, Some(&before), now)?;
            meeting_type::update(tx, &after).map_err(slug_taken)?;
            page_of(tx, after, &host)
        })
        .await
    }

    /// Deletes a meeting type: its page stops at once, its appointments stay.
    pub async fn delete_meeting_type(&self, ctx: &Ctx, id: MeetingTypeId) -> Result<()> {
        ctx.actor.needs(Scope::Scheduling)?;
        let (actor, now) = (ctx.actor.clone(), self.now());
        self.change(ctx, move |tx, log| {
            let before = living(tx, actor.company, id)?;
            let owner = before.user_id;
            actor.may_touch(owner)?;
            host::touch(tx, actor.company, owner)?;
            log.before(&before);
            if meeting_type::delete(tx, actor.company, id, now)? { Ok(()) } else { Err(NOT_FOUND) }
        })
        .await
    }
}

/// The living meeting type with this id, for other use-cases too.
pub(crate) fn living(c: &mut Conn, company: CompanyId, id: MeetingTypeId) -> Result<MeetingType> {
    meeting_type::by_id(c, company, id)?.ok_or(NOT_FOUND)
}

/// The meeting type with its host's slug.
pub(crate) fn page(c: &mut Conn, meeting_type: MeetingType) -> Result<Page> {
    let host = user::by_id(c, meeting_type.company_id, meeting_type.user_id)?.ok_or(NOT_FOUND)?;
    page_of(c, meeting_type, &host)
}

/// The same, of this host.
pub(crate) fn page_of(c: &mut Conn, meeting_type: MeetingType, host: &User) -> Result<Page> {
    let team = meeting_type.queue_id.map(|queue| workspace::of_queue(c, meeting_type.company_id, queue));
    let team_slug = team.transpose()?.flatten().map(|team| team.slug);
    Ok(Page { meeting_type, user_slug: host.slug.clone(), team_slug })
}

/// Stores a new meeting type of a host. Without a slug in the draft it gets the first free one after its name.
/// The host must be locked: that makes the search for a free slug hold.
pub(crate) fn insert(
    tx: &mut Conn,
    host: &User,
    draft: Draft,
    template_id: Option<TemplateId>,
    by: UserId,
    now: Timestamp,
) -> Result<MeetingType> {
    check_channels(tx, host, &draft.spec)?;
    let slug = match draft.slug {
        Some(slug) => slug,
        None => free_slug(tx, host, &draft.spec)?,
    };
    let mut meeting_type = MeetingType {
        id: MeetingTypeId::new(),
        company_id: host.company_id,
        user_id: host.id,
        template_id,
        slug,
        enabled: draft.enabled,
        availability_id: choose(tx, host, draft.availability, now)?,
        queue_id: None,
        spec: draft.spec,
        created_by: by,
        created_at: now,
        updated_at: now,
        deleted_at: None,
    };
    meeting_type.queue_id = queues::settle(tx, &meeting_type, None, now)?;
    meeting_type::insert(tx, &meeting_type).map_err(slug_taken)?;
    Ok(meeting_type)
}

fn free_slug(tx: &mut Conn, host: &User, spec: &Spec) -> Result<String> {
    let folded = slug::fold(&spec.info.name);
    let stem = if folded.is_empty() { "meeting" } else { &folded };
    // Numbered slugs of a long stem lose some of its end.
    let head = &stem[..stem.len().min(slug::MAX - 20)];
    let mut taken = meeting_type::slugs_like(tx, host.company_id, host.id, head)?;
    if let Some(team) = spec.workspace_id.map(WorkspaceId) {
        workspace::lock(tx, host.company_id, team)?;
        taken.extend(queue::slugs_like(tx, host.company_id, team, head)?);
    }
    Ok(slug::free(stem, |slug| taken.iter().any(|t| t == slug)))
}

fn choose(
    tx: &mut Conn,
    host: &User,
    choice: ScheduleChoice,
    now: Timestamp,
) -> Result<Option<AvailabilityId>> {
    match choice {
        ScheduleChoice::Existing(None) => Ok(None),
        ScheduleChoice::Existing(Some(id)) => {
            must_be_of(tx, host, id, "availabilityId")?;
            Ok(Some(id))
        }
        ScheduleChoice::New(draft) => {
            let schedule = availability::build(*draft, host.company_id, host.id, &host.timezone, now)
                .map_err(|error| error.under("availability"))?;
            slated_store::availability::insert(tx, &schedule)?;
            Ok(Some(schedule.id))
        }
    }
}

fn check_channels(tx: &mut Conn, host: &User, spec: &Spec) -> Result<()> {
    for (channel, id) in &spec.options.channel_availabilities {
        must_be_of(tx, host, *id, &format!("meetingOptions.channelAvailabilities.{channel}"))?;
    }
    check_known(tx, host.company_id, spec)
}

/// Refuses schedules that the company has not got. A resource's may be anybody's.
pub(crate) fn check_known(tx: &mut Conn, company: CompanyId, spec: &Spec) -> Result<()> {
    let channels = spec.options.channel_availabilities.iter();
    let channels = channels.map(|(name, id)| (format!("meetingOptions.channelAvailabilities.{name}"), *id));
    let resources = spec.resource_channels.iter().enumerate().filter_map(|(index, resource)| {
        Some((format!("resourceChannels[{index}].availabilityId"), resource.availability_id?))
    });
    for (field, id) in channels.chain(resources) {
        if slated_store::availability::by_id(tx, company, id)?.is_none() {
            return Err(Error::invalid(field, "invalid-id", "There is no such availability"));
        }
    }
    Ok(())
}

fn must_be_of(tx: &mut Conn, host: &User, id: AvailabilityId, field: &str) -> Result<()> {
    let found = slated_store::availability::by_id(tx, host.company_id, id)?;
    if found.is_some_and(|schedule| schedule.user_id == host.id) {
        Ok(())
    } else {
        Err(Error::invalid(field, "invalid-id", "The host has no such availability"))
    }
}

fn slug_taken(error: db::Error) -> Error {
    match error {
        db::Error::Conflict { .. } => slug_exists(),
        other => other.into(),
    }
}

/// There is another with this slug.
pub(crate) fn slug_exists() -> Error {
    Error::conflict("slug-taken", "A meeting type with this slug already exists")
}

/// A host cannot change what the template locks; whoever acts for the company can.
fn refuse_locked(tx: &mut Conn, actor: &Actor, before: &MeetingType, after: &MeetingType) -> Result<()> {
    let Some(template) = before.template_id else { return Ok(()) };
    let as_host = match actor.via {
        Via::ApiKey { named, .. } => named && actor.user == before.user_id,
        Via::Token { .. } | Via::Session(_) | Via::Guest | Via::Operator => !actor.is_admin,
    };
    if !as_host || slated_store::company::by_id(tx, actor.company)?.is_some_and(|c| c.owner_id == actor.user)
    {
        return Ok(());
    }
    let Some(template) = template::by_id(tx, actor.company, template)? else { return Ok(()) };
    match locks::changed(&template.locked_fields, before, after) {
        None => Ok(()),
        Some(field) => Err(Error::forbidden(
            "field-locked",
            format!("The template does not let its hosts change '{field}'"),
        )),
    }
}
