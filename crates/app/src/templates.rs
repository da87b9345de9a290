//! Meeting-type templates: what administrators lay down once for many hosts.
//!
//! Assigning one makes a meeting type for a host. Fields that the template locks cannot be changed by the host,
//! and follow the template whenever it changes; the others are the host's own from then on.

use std::collections::BTreeSet;

use jiff::Timestamp;
use slated_store::{
    db::Conn,
    host,
    ids::{CompanyId, TemplateId, UserId},
    meeting_type::{self, Spec},
    template::{self, Template},
    user,
};

pub mod locks;

use crate::{
    App, Ctx, Error, Result,
    access::Scope,
    error::FieldErrors,
    meeting_types::{self, Page, ScheduleChoice},
    queues,
};

/// What a template is to say.
#[derive(Debug, Clone)]
pub struct Draft {
    /// What its meeting types say.
    pub spec: Spec,
    /// `individual` or `team`.
    pub template_type: String,
    /// `simpleRoundRobin`, `advancedRoundRobin` or `equalDistribution`.
    pub queue_type: String,
    /// Keys of the fields that hosts cannot change.
    pub locked_fields: Vec<String>,
}

impl Default for Draft {
    /// Nothing said yet: no name and no duration.
    fn default() -> Self {
        Self {
            spec: meeting_types::Draft::default().spec,
            template_type: "individual".to_owned(),
            queue_type: "simpleRoundRobin".to_owned(),
            locked_fields: vec![],
        }
    }
}

impl Draft {
    fn check(&self) -> Result<()> {
        let mut errors = FieldErrors::default();
        for (index, key) in self.locked_fields.iter().enumerate() {
            if !locks::is_known(key) {
                errors.add(format!("lockedFields[{index}]"), "invalid-value", "Must be the name of a field");
            }
        }
        errors.finish()?;
        meeting_types::check(&self.spec)
    }
}

const NOT_FOUND: Error = Error::NotFound("Template");

impl App {
    /// The company's templates, the oldest first.
    pub async fn list_templates(&self, ctx: &Ctx) -> Result<Vec<Template>> {
        may(ctx)?;
        let company = ctx.actor.company;
        self.db().read(move |c| -> Result<_> { Ok(template::of_company(c, company)?) }).await
    }

    /// One template.
    pub async fn template(&self, ctx: &Ctx, id: TemplateId) -> Result<Template> {
        may(ctx)?;
        let company = ctx.actor.company;
        self.db().read(move |c| living(c, company, id)).await
    }

    /// Adds a template.
    pub async fn create_template(&self, ctx: &Ctx, draft: Draft) -> Result<Template> {
        may(ctx)?;
        draft.check()?;
        let (actor, now) = (ctx.actor.clone(), self.now());
        self.write(ctx, move |tx| {
            let Draft { spec, template_type, queue_type, locked_fields } = draft.clone();
            let template = Template {
                id: TemplateId::new(),
                company_id: actor.company,
                spec,
                template_type,
                queue_type,
                locked_fields,
                created_by: actor.user,
                created_at: now,
                updated_at: now,
                deleted_at: None,
            };
            meeting_types::check_known(tx, actor.company, &template.spec)?;
            if let Some(team) = template.spec.workspace_id {
                queues::must_be_workspace(tx, actor.company, team.into())?;
            }
            template::insert(tx, &template)?;
            Ok(template)
        })
        .await
    }

    /// Changes a template, and the locked fields of every meeting type made from it. `change` is given what the
    /// template says and may be called more than once.
    pub async fn change_template<F>(&self, ctx: &Ctx, id: TemplateId, change: F) -> Result<Template>
    where
        F: Fn(&mut Draft) -> Result<()> + Send + 'static,
    {
        may(ctx)?;
        let (company, now) = (ctx.actor.company, self.now());
        self.change(ctx, move |tx, log| {
            template::lock(tx, company, id)?;
            let Template { spec, template_type, queue_type, locked_fields, .. } = living(tx, company, id)?;
            let mut draft = Draft { spec, template_type, queue_type, locked_fields };
            change(&mut draft)?;
            draft.check()?;
            let Draft { spec, template_type, queue_type, locked_fields } = draft;
            let before = living(tx, company, id)?;
            log.before(&before);
            if let Some(team) = spec.workspace_id.filter(|_| spec.workspace_id != before.spec.workspace_id) {
                queues::must_be_workspace(tx, company, team.into())?;
            }
            let after =
                Template { spec, template_type, queue_type, locked_fields, updated_at: now, ..before };
            meeting_types::check_known(tx, company, &after.spec)?;
            template::update(tx, &after)?;
            follow(tx, &after, now)?;
            Ok(after)
        })
        .await
    }

    /// Deletes a template. Meeting types made from it stay, and nothing in them is locked any more.
    pub async fn delete_template(&self, ctx: &Ctx, id: TemplateId) -> Result<()> {
        may(ctx)?;
        let (company, now) = (ctx.actor.company, self.now());
        self.change(ctx, move |tx, log| {
            log.before(&living(tx, company, id)?);
            if template::delete(tx, company, id, now)? { Ok(()) } else { Err(NOT_FOUND) }
        })
        .await
    }

    /// Makes a meeting type from a template for a user. A user who has one already keeps that one.
    pub async fn assign_template(&self, ctx: &Ctx, id: TemplateId, to: UserId) -> Result<Page> {
        may(ctx)?;
        let (actor, now) = (ctx.actor.clone(), self.now());
        self.write(ctx, move |tx| {
            template::lock(tx, actor.company, id)?;
            let template = living(tx, actor.company, id)?;
            host::touch(tx, actor.company, to)?;
            let host = user::by_id(tx, actor.company, to)?.ok_or(Error::NotFound("User"))?;
            let earlier =
                meeting_type::of_template(tx, actor.company, id)?.into_iter().find(|m| m.user_id == to);
            if let Some(meeting_type) = earlier {
                return meeting_types::page_of(tx, meeting_type, &host);
            }
            let mut draft = meeting_types::Draft { spec: template.spec, ..Default::default() };
            draft.availability = ScheduleChoice::Existing(None);
            let meeting_type = meeting_types::insert(tx, &host, draft, Some(id), actor.user, now)?;
            meeting_types::page_of(tx, meeting_type, &host)
        })
        .await
    }

    /// Deletes the meeting type that a user has from a template, and returns it as it was last.
    pub async fn unassign_template(&self, ctx: &Ctx, id: TemplateId, from: UserId) -> Result<Page> {
        may(ctx)?;
        let (company, now) = (ctx.actor.company, self.now());
        self.change(ctx, move |tx, log| {
            living(tx, company, id)?;
            host::touch(tx, company, from)?;
            let host = user::by_id(tx, company, from)?.ok_or(Error::NotFound("User"))?;
            let assigned =
                meeting_type::of_template(tx, company, id)?.into_iter().find(|m| m.user_id == from);
            let mut meeting_type = assigned.ok_or(Error::NotFound("Assignment"))?;
            log.before(&meeting_type);
            meeting_type::delete(tx, company, meeting_type.id, now)?;
            (meeting_type.deleted_at, meeting_type.updated_at) = (Some(now), now);
            meeting_types::page_of(tx, meeting_type, &host)
        })
        .await
    }
}

fn may(ctx: &Ctx) -> Result<()> {
    ctx.actor.needs(Scope::Scheduling)?;
    ctx.actor.must_be_admin()
}

fn living(c: &mut Conn, company: CompanyId, id: TemplateId) -> Result<Template> {
    template::by_id(c, company, id)?.ok_or(NOT_FOUND)
}

/// Makes the locked fields of all meeting types made from the template say what it says.
fn follow(tx: &mut Conn, template: &Template, now: Timestamp) -> Result<()> {
    if template.locked_fields.is_empty() {
        return Ok(());
    }
    let made = meeting_type::of_template(tx, template.company_id, template.id)?;
    let hosts: BTreeSet<UserId> = made.iter().map(|m| m.user_id).collect();
    for host in hosts {
        host::touch(tx, template.company_id, host)?;
    }
    // Read again, now that nobody else can change them.
    for mut meeting_type in meeting_type::of_template(tx, template.company_id, template.id)? {
        let spec = locks::followed(&template.locked_fields, &template.spec, &meeting_type.spec);
        if spec != meeting_type.spec {
            let before = meeting_type.clone();
            (meeting_type.spec, meeting_type.updated_at) = (spec, now);
            meeting_type.queue_id = queues::settle(tx, &meeting_type, Some(&before), now)?;
            meeting_type::update(tx, &meeting_type)?;
        }
    }
    Ok(())
}
