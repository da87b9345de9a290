//! Whom a command is about, and how refusals are told to the operator.

use anyhow::{Context as _, bail};
use slated_app::{
    App, Ctx, Error,
    access::{Actor, Via},
};
use slated_store::{company, company::Company, user, user::User};

/// The company of this slug; the only one, when none is named.
pub(crate) async fn company(app: &App, slug: Option<&str>) -> anyhow::Result<Company> {
    let mut companies = app.db().read(company::all).await?;
    let slugs = companies.iter().map(|company| company.slug.as_str()).collect::<Vec<_>>().join(", ");
    match slug {
        Some(slug) => companies
            .into_iter()
            .find(|company| company.slug == slug)
            .with_context(|| format!("there is no company '{slug}'; there are: {slugs}")),
        None if companies.len() > 1 => bail!("there are several companies, name one with --company: {slugs}"),
        None => companies.pop().context("there is no company yet: found one with `slated company create`"),
    }
}

/// The operator, acting in a company by a command such as `key create`.
pub(crate) fn operator(company: &Company, command: &str) -> Ctx {
    let operator = Actor { company: company.id, user: company.owner_id, is_admin: true, via: Via::Operator };
    Ctx::commanded(operator, command)
}

/// The user of a company with this id, e-mail address or slug.
pub(crate) async fn user(app: &App, company: &Company, named: &str) -> anyhow::Result<User> {
    let (id, wanted) = (company.id, named.to_owned());
    let found = app
        .db()
        .read(move |c| {
            if let Ok(uuid) = wanted.parse::<uuid::Uuid>() {
                return user::by_id(c, id, uuid.into());
            }
            if wanted.contains('@') {
                return user::by_email(c, id, &wanted.to_lowercase());
            }
            Ok(user::by_slug(c, &wanted)?.filter(|user| user.company_id == id))
        })
        .await?;
    found.with_context(|| format!("{} has no user '{named}'", company.name))
}

/// A refusal, with each value that cannot be used.
pub(crate) fn told(error: Error) -> anyhow::Error {
    match error {
        Error::Invalid(fields) => {
            let lines: Vec<_> = fields.iter().map(|f| format!("{}: {}", f.field, f.message)).collect();
            anyhow::anyhow!(lines.join("; "))
        }
        other => other.into(),
    }
}
