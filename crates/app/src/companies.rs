//! Companies: the tenants, and how one comes to be.

use jiff::Timestamp;
use slated_store::{
    company::{self, Company},
    db::{self, Conn},
    ids::CompanyId,
};

use crate::{
    App, Error, Result,
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

impl App {
    /// Founds a company. For the command line and tests: no caller of the API may.
    pub async fn found_company(&self, new: NewCompany) -> Result<Founded> {
        let now = self.now();
        self.db().write(move |tx| found(tx, &new, now)).await
    }
}
