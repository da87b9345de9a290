//! `slated key`: API keys and personal access tokens.

use anyhow::bail;
use jiff::{SignedDuration, Timestamp};
use slated_app::{App, access::Scope};
use slated_store::{credential::Credential, ids::CredentialId};

use super::who;
use crate::cli::{Key, NewKey};

/// Runs a subcommand.
pub(crate) async fn run(app: &App, command: Key) -> anyhow::Result<()> {
    match command {
        Key::Create(args) => create(app, args).await?,
        Key::List(args) => {
            let company = who::company(app, args.company.as_deref()).await?;
            for key in app.list_credentials(&who::operator(&company, "key list")).await.map_err(who::told)? {
                println!("{}", line(&key, app.now()));
            }
        }
        Key::Revoke(args) => {
            let company = who::company(app, args.company.company.as_deref()).await?;
            let id = CredentialId(args.id);
            app.revoke_credential(&who::operator(&company, "key revoke"), id).await.map_err(who::told)?;
            eprintln!("Revoked {id}. Running servers refuse it within five seconds.");
        }
    }
    Ok(())
}

async fn create(app: &App, args: NewKey) -> anyhow::Result<()> {
    let company = who::company(app, args.company.company.as_deref()).await?;
    let ctx = who::operator(&company, "key create");
    let expires_at =
        (!args.no_expiry).then(|| app.now() + SignedDuration::from_hours(24 * i64::from(args.days)));
    let issued = match args.user {
        None => app.create_api_key(&ctx, &args.name, expires_at).await,
        Some(named) => {
            let owner = who::user(app, &company, &named).await?;
            let scopes = scopes(&args.scopes)?;
            app.create_token(&ctx, owner.id, &args.name, &scopes, expires_at).await
        }
    }
    .map_err(who::told)?;
    println!("{}", issued.text);
    let until = expires_at.map_or_else(|| "never expires".to_owned(), |at| format!("expires at {at:.0}"));
    eprintln!("This is shown once and not stored; it {until}. Its id is {}.", issued.credential.id);
    Ok(())
}

fn scopes(names: &[String]) -> anyhow::Result<Vec<Scope>> {
    let mut scopes = vec![];
    for name in names {
        let Some(scope) = Scope::parse(name) else {
            let all: Vec<_> = Scope::ALL.iter().map(|scope| scope.as_str()).collect();
            bail!("--scope: there is no group of calls '{name}'; there are: {}", all.join(", "));
        };
        scopes.push(scope);
    }
    Ok(scopes)
}

fn line(key: &Credential, now: Timestamp) -> String {
    let state = if key.revoked_at.is_some() {
        "revoked"
    } else if key.disabled_at.is_some() {
        "disabled"
    } else if key.expires_at.is_some_and(|at| at <= now) {
        "expired"
    } else {
        "active"
    };
    let day =
        |at: Option<Timestamp>| at.map_or_else(|| "-".to_owned(), |at| at.strftime("%Y-%m-%d").to_string());
    let scopes = if key.scopes.is_empty() { "all".to_owned() } else { key.scopes.join(",") };
    let (kind, expires, used) = (key.kind.as_str(), day(key.expires_at), day(key.last_used_at));
    format!("{}  {kind}  {state}  expires {expires}  used {used}  {scopes}  {}", key.id, key.name)
}
