//! Workspaces: the teams of a company, whose meeting types are shared out by queues. Everybody in the company may see
//! them; administrators make and change them.

use slated_store::{
    company,
    db::{self, Conn},
    ids::{CompanyId, WorkspaceId},
    queue,
    workspace::{self, Workspace},
};

use crate::{App, Ctx, Error, Result, access::Scope, people::names, slug};

/// What is to change in a workspace, or to be said of a new one.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// Shown.
    pub name: Option<String>,
    /// A part of its booking URLs, folded; a new one without gets the first free one after its name.
    pub slug: Option<String>,
}

const NOT_FOUND: Error = Error::NotFound("Workspace");
/// How often a free slug is looked for while other companies take those that were found.
const TRIES: usize = 8;

impl App {
    /// The company's workspaces, the oldest first.
    pub async fn list_workspaces(&self, ctx: &Ctx) -> Result<Vec<Workspace>> {
        ctx.actor.needs(Scope::Scheduling)?;
        let company = ctx.actor.company;
        self.db().read(move |c| -> Result<_> { Ok(workspace::of_company(c, company)?) }).await
    }

    /// One workspace.
    pub async fn workspace(&self, ctx: &Ctx, id: WorkspaceId) -> Result<Workspace> {
        ctx.actor.needs(Scope::Scheduling)?;
        let company = ctx.actor.company;
        self.db().read(move |c| living(c, company, id)).await
    }

    /// Adds a workspace; it needs a name.
    pub async fn create_workspace(&self, ctx: &Ctx, new: Change) -> Result<Workspace> {
        may_change(ctx)?;
        let name = new.name.ok_or_else(|| Error::invalid("name", "required", "name is required"))?;
        let (company, now) = (ctx.actor.company, self.now());
        self.write(ctx, move |tx| {
            company::lock(tx, company)?;
            let made = Workspace {
                id: WorkspaceId::new(),
                company_id: company,
                name: name.clone(),
                slug: String::new(),
                created_at: now,
                updated_at: now,
                deleted_at: None,
            };
            insert(tx, made, new.slug.as_deref())
        })
        .await
    }

    /// Changes a workspace. Booking URLs with the old slug lead nowhere from then on.
    pub async fn change_workspace(&self, ctx: &Ctx, id: WorkspaceId, change: Change) -> Result<Workspace> {
        may_change(ctx)?;
        let (company, now) = (ctx.actor.company, self.now());
        self.change(ctx, move |tx, log| {
            workspace::lock(tx, company, id)?;
            let before = living(tx, company, id)?;
            log.before(&before);
            let after = Workspace {
                name: change.name.clone().unwrap_or_else(|| before.name.clone()),
                slug: change.slug.clone().unwrap_or_else(|| before.slug.clone()),
                updated_at: now,
                ..before
            };
            workspace::update(tx, &after).map_err(|error| match error {
                db::Error::Conflict { .. } => slug_taken(),
                other => other.into(),
            })?;
            Ok(after)
        })
        .await
    }

    /// Deletes a workspace that has no meeting types any more.
    pub async fn delete_workspace(&self, ctx: &Ctx, id: WorkspaceId) -> Result<()> {
        may_change(ctx)?;
        let (company, now) = (ctx.actor.company, self.now());
        self.change(ctx, move |tx, log| {
            workspace::lock(tx, company, id)?;
            log.before(&living(tx, company, id)?);
            if !queue::of_workspace(tx, company, id)?.is_empty() {
                let message = "The workspace has meeting types: delete them, or take them out of it, first";
                return Err(Error::conflict("workspace-in-use", message));
            }
            workspace::delete(tx, company, id, now)?;
            Ok(())
        })
        .await
    }
}

/// The living workspace with this id, for other use-cases too.
pub(crate) fn living(c: &mut Conn, company: CompanyId, id: WorkspaceId) -> Result<Workspace> {
    workspace::by_id(c, company, id)?.ok_or(NOT_FOUND)
}

fn may_change(ctx: &Ctx) -> Result<()> {
    ctx.actor.needs(Scope::Scheduling)?;
    ctx.actor.must_be_admin()
}

fn insert(tx: &mut Conn, mut made: Workspace, wanted: Option<&str>) -> Result<Workspace> {
    if let Some(wanted) = wanted {
        wanted.clone_into(&mut made.slug);
        return if workspace::insert(tx, &made)? { Ok(made) } else { Err(slug_taken()) };
    }
    let folded = slug::fold(&made.name);
    let stem = if folded.is_empty() { "team" } else { &folded };
    for _ in 0..TRIES {
        made.slug = names::free(tx, stem, |c, slug| Ok(workspace::by_slug(c, slug)?.is_some()))?;
        if workspace::insert(tx, &made)? {
            return Ok(made);
        }
    }
    Err(slug_taken())
}

fn slug_taken() -> Error {
    Error::conflict("slug-taken", "A workspace with this slug already exists")
}
