//! `slated privacy`: what a company knows of an invitee, and forgetting it.

use anyhow::Context as _;
use slated_app::{
    App,
    privacy::{Future, Person},
};
use slated_http::v4::{privacy::ExportBody, text::Email};

use super::who;
use crate::cli::{Invitee, Privacy};

/// Runs a subcommand.
pub(crate) async fn run(app: &App, command: Privacy) -> anyhow::Result<()> {
    match command {
        Privacy::Export(invitee) => {
            let company = who::company(app, invitee.company.company.as_deref()).await?;
            let known =
                app.export_invitee(&who::operator(&company, "privacy export"), person(&invitee)?).await;
            let export = ExportBody::new(known.map_err(who::told)?, app.now());
            println!("{}", serde_json::to_string_pretty(&export).context("the export has no JSON form")?);
        }
        Privacy::Erase(args) => {
            let company = who::company(app, args.invitee.company.company.as_deref()).await?;
            let future = if args.cancel_future { Future::Cancel } else { Future::Keep };
            let erased = app
                .erase_invitee(&who::operator(&company, "privacy erase"), person(&args.invitee)?, future)
                .await;
            let erased = erased.map_err(who::told)?;
            println!(
                "Erased: {} attendances, {} waiting or decided bookings, {} other mentions. Cancelled: {} appointments.",
                erased.attendances, erased.provisional, erased.mentions, erased.cancelled
            );
            eprintln!(
                "Backups made before, mails that were sent and what webhooks were told are out of reach."
            );
        }
    }
    Ok(())
}

fn person(invitee: &Invitee) -> anyhow::Result<Person> {
    match (&invitee.email, &invitee.phone) {
        (Some(email), _) => {
            let email = Email::parse(email).map_err(|refusal| anyhow::anyhow!("--email: {}", refusal.1))?;
            Ok(Person::Email(email.into()))
        }
        (None, Some(phone)) if phone.chars().filter(char::is_ascii_digit).count() >= 5 => {
            Ok(Person::Phone(phone.clone()))
        }
        (None, _) => anyhow::bail!("--phone: Must have at least five digits"),
    }
}
