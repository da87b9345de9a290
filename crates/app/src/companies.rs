//! Companies: the tenants, and how one comes to be.

use jiff::Timestamp;
use slated_store::{
    company::{self, Branding, Company},
    db::{self, Conn},
    ids::CompanyId,
};

use crate::{
    App, Ctx, Error, Result,
    access::{Actor, Scope, Via},
    audit,
    people::{self, NewUser, Person, Role, names},
    slug,
};

/// What a new company is to be.
#[derive(Debug, Clone)]
pub struct NewCompany {
    /// Shown.
    pub name: String,
    /// Part of its embed URLs; none is made from the name.
    pub slug: Option<String>,
    /// Its owner.
    pub owner: NewUser,
}

/// A company just founded.
#[derive(Debug, Clone)]
pub struct Founded {
    /// The company.
    pub company: Company,
    /// Its owner.
    pub owner: Person,
}

/// Stores a new company with its owner, who can be booked at once.
pub fn found(tx: &mut Conn, new: &NewCompany, now: Timestamp) -> Result<Founded> {
    let id = CompanyId::new();
    let owner = people::create(tx, id, None, &new.owner, Role::Owner, now)?;
    let mut company = Company {
        id,
        slug: String::new(),
        name: new.name.clone(),
        owner_id: owner.user.id,
        branding: Branding::default(),
        created_at: now,
        updated_at: now,
    };
    match new.slug.as_deref().map(slug::fold) {
        Some(slug) if slug.is_empty() => {
            return Err(Error::invalid("slug", "invalid-slug", "Must contain letters or digits"));
        }
        Some(slug) => {
            company.slug = slug;
            if !company::insert(tx, &company)? {
                return Err(Error::conflict("slug-taken", "A company with this slug already exists"));
            }
        }
        None => {
            company.slug = names::free(tx, &names::company_stem(&new.name), |c, slug| {
                Ok(company::by_slug(c, slug)?.is_some())
            })?;
            if !company::insert(tx, &company)? {
                return Err(db::Error::LostRace.into());
            }
        }
    }
    Ok(Founded { company, owner })
}

/// What is to change in how a company's pages look. Outer `None` stays; inner `None` clears.
#[derive(Debug, Clone, Default)]
pub struct BrandingChange {
    /// URL of a picture.
    pub logo: Option<Option<String>>,
    /// `#rrggbb`.
    pub primary_color: Option<Option<String>>,
    /// `#rrggbb`.
    pub secondary_color: Option<Option<String>>,
    /// The pages say what made them.
    pub show_credit: Option<bool>,
}

impl App {
    /// A company, for its pages.
    pub async fn company(&self, id: CompanyId) -> Result<Company> {
        let found = self.db().read(move |c| company::by_id(c, id)).await?;
        found.ok_or(Error::NotFound("Company"))
    }

    /// How the company's pages look.
    pub async fn branding(&self, ctx: &Ctx) -> Result<Branding> {
        ctx.actor.needs(Scope::Scheduling)?;
        Ok(self.company(ctx.actor.company).await?.branding)
    }

    /// Changes how the company's pages look; for administrators.
    pub async fn change_branding(&self, ctx: &Ctx, change: BrandingChange) -> Result<Branding> {
        ctx.actor.needs(Scope::Scheduling)?;
        ctx.actor.must_be_admin()?;
        let (id, now) = (ctx.actor.company, self.now());
        self.change(ctx, move |tx, log| {
            company::lock(tx, id)?;
            let mut branding = company::by_id(tx, id)?.ok_or(Error::NotFound("Company"))?.branding;
            log.before(&branding);
            let said = change.clone();
            branding.logo = said.logo.unwrap_or(branding.logo);
            branding.primary_color = said.primary_color.unwrap_or(branding.primary_color);
            branding.secondary_color = said.secondary_color.unwrap_or(branding.secondary_color);
            branding.show_credit = said.show_credit.unwrap_or(branding.show_credit);
            company::set_branding(tx, id, &branding, now)?;
            Ok(branding)
        })
        .await
    }

    /// Founds a company. For the command line and tests: no caller of the API may.
    pub async fn found_company(&self, new: NewCompany) -> Result<Founded> {
        let now = self.now();
        self.db()
            .write(move |tx| {
                let founded = found(tx, &new, now)?;
                let (company, owner) = (&founded.company, &founded.owner.user);
                let operator =
                    Actor { company: company.id, user: owner.id, is_admin: true, via: Via::Operator };
                let ctx = Ctx::commanded(operator, "company create");
                audit::record(tx, &ctx, &audit::Record::default(), &(company, owner), now)?;
                Ok(founded)
            })
            .await
    }
}
