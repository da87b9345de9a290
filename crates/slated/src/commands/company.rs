//! `slated company`: founding and listing companies.

use slated_app::{App, companies::NewCompany};
use slated_store::company;

use super::{user::new_user, who};
use crate::cli::Company;

/// Runs a subcommand.
pub(crate) async fn run(app: &App, command: Company) -> anyhow::Result<()> {
    match command {
        Company::Create(args) => {
            let owner = new_user(args.owner)?;
            let new = NewCompany { name: args.name, slug: args.slug, owner };
            let founded = app.found_company(new).await.map_err(who::told)?;
            let issued = app
                .create_api_key(&who::operator(&founded.company, "company create"), "first key", None)
                .await
                .map_err(who::told)?;
            println!("company   {} ({})", founded.company.slug, founded.company.id);
            println!("owner     {} ({})", founded.owner.user.email, founded.owner.user.id);
            println!(
                "booking   {}",
                app.booking_url(&founded.owner.user.slug, &founded.owner.meeting_type.slug)
            );
            println!("api key   {}", issued.text);
            eprintln!("The key is shown this once; it does not expire until it is revoked.");
        }
        Company::List => {
            for company in app.db().read(company::all).await? {
                println!("{}  {}  {}", company.id, company.slug, company.name);
            }
        }
    }
    Ok(())
}
