//! The demo: a company to try everything with, made in a new database, and what is told of it when it is ready.

use std::{net::SocketAddr, path::PathBuf};

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use slated_app::App;
use slated_http::demo::Demo;
use slated_store::{
    company::{self, Company},
    ids::CompanyId,
    meeting_type, user,
};

use crate::{
    commands::who,
    config::{Config, MailWay, redacted},
    secrets, serve, wiring,
};

mod company_of_two;

/// The demo company's slug.
const SLUG: &str = "demo";
/// Where its key is kept, in the data directory: the database holds only a hash.
const KEY_FILE: &str = "demo.json";

/// What a script needs to know of a demo that is ready.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Ready {
    url: String,
    api_key: String,
    company_id: String,
    company_slug: String,
    owner_id: String,
    booking_url: String,
}

impl Ready {
    /// What the demo's own page embeds.
    fn demo(&self) -> Demo {
        let path = self.booking_url.splitn(4, '/').nth(3).unwrap_or_default();
        Demo { url: self.url.clone(), company: self.company_slug.clone(), booking_path: format!("/{path}") }
    }
}

/// The kept key, and of which company it is.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct KeptKey {
    company_id: CompanyId,
    api_key: String,
}

/// `slated demo`: serves the demo company, making it where it is not there yet.
pub(crate) async fn run(config: &Config, json: bool) -> anyhow::Result<()> {
    let (listener, address) = serve::listen(config).await?;
    let app = wiring::app(config, wiring::open_current(config).await?, Some(address), wiring::For::Demo);
    let company = match demo_company(&app).await? {
        Some(company) => company,
        None => company_of_two::found(&app, SLUG).await.context("the demo company cannot be made")?,
    };
    let ready = ready(config, &app, &company, address).await?;
    tell(&ready, config, json)?;
    serve::serve(config, app, listener, Some(ready.demo())).await
}

/// `slated` without a command: a demo where the database is new, else just what is there.
pub(crate) async fn first_run(config: &Config) -> anyhow::Result<()> {
    let (listener, address) = serve::listen(config).await?;
    let db = wiring::open_current(config).await?;
    let is_new = db.read(company::all).await?.is_empty();
    if !is_new && !key_file(config).exists() {
        let app = wiring::app(config, db, Some(address), wiring::For::Users);
        println!("Slated is serving {} (API reference: {0}/docs)", wiring::url(address));
        return serve::serve(config, app, listener, None).await;
    }
    let app = wiring::app(config, db, Some(address), wiring::For::Demo);
    let company = if is_new {
        Some(company_of_two::found(&app, SLUG).await.context("the demo company cannot be made")?)
    } else {
        demo_company(&app).await?
    };
    let mut demo = None;
    if let Some(company) = company {
        let ready = ready(config, &app, &company, address).await?;
        tell(&ready, config, false)?;
        demo = Some(ready.demo());
    }
    serve::serve(config, app, listener, demo).await
}

async fn demo_company(app: &App) -> anyhow::Result<Option<Company>> {
    Ok(app.db().read(|c| company::by_slug(c, SLUG)).await?)
}

async fn ready(config: &Config, app: &App, company: &Company, address: SocketAddr) -> anyhow::Result<Ready> {
    let (id, owner) = (company.id, company.owner_id);
    let (user_slug, type_slug) = app
        .db()
        .read(move |c| -> anyhow::Result<_> {
            let owner = user::by_id(c, id, owner)?.context("the demo company's owner was deleted")?;
            let first = meeting_type::of_user(c, id, owner.id)?.into_iter().next();
            Ok((owner.slug, first.map(|found| found.slug)))
        })
        .await?;
    let booking_url = match type_slug {
        Some(type_slug) => app.booking_url(&user_slug, &type_slug),
        None => app.personal_page_url(&user_slug),
    };
    Ok(Ready {
        url: wiring::url(address),
        api_key: key(config, app, company).await?,
        company_id: company.id.to_string(),
        company_slug: company.slug.clone(),
        owner_id: company.owner_id.to_string(),
        booking_url,
    })
}

/// The kept key while it works, else a new one.
async fn key(config: &Config, app: &App, company: &Company) -> anyhow::Result<String> {
    let path = key_file(config);
    let kept = secrets::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let kept: Option<KeptKey> = kept.and_then(|text| serde_json::from_str(&text).ok());
    if let Some(kept) = kept.filter(|kept| kept.company_id == company.id)
        && app.authenticate(&kept.api_key, None).await.is_ok()
    {
        return Ok(kept.api_key);
    }
    let issued =
        app.create_api_key(&who::operator(company, "demo"), "demo", None).await.map_err(who::told)?;
    let kept = KeptKey { company_id: company.id, api_key: issued.text };
    secrets::make_directory(&config.data_dir)
        .and_then(|()| secrets::write(&path, &serde_json::to_string(&kept)?))
        .with_context(|| format!("cannot write {}", path.display()))?;
    Ok(kept.api_key)
}

pub(crate) fn key_file(config: &Config) -> PathBuf {
    config.data_dir.join(KEY_FILE)
}

fn tell(ready: &Ready, config: &Config, json: bool) -> anyhow::Result<()> {
    if json {
        println!("{}", serde_json::to_string(ready)?);
        return Ok(());
    }
    println!(
        "Slated is running with a demo company.\n\n  \
         Address        {url}\n  \
         API reference  {url}/docs\n  \
         Booking page   {booking_url}\n  \
         Every embed    {url}/demo/embed\n  \
         Mails          {mails}\n  \
         API key        {api_key}\n\n\
         The data is in {}, the key in {}.\n\
         Webhooks may go to this machine. Ctrl-C stops.",
        config.data_dir.display(),
        key_file(config).display(),
        url = ready.url,
        mails = mails(config, &ready.url),
        booking_url = ready.booking_url,
        api_key = ready.api_key,
    );
    Ok(())
}

/// Where mails are to be found.
fn mails(config: &Config, url: &str) -> String {
    match &config.mail {
        MailWay::Spool => format!("{url}/demo/mail"),
        MailWay::Smtp(server) => format!("sent by {}", redacted(server)),
        MailWay::Off => "off".to_owned(),
    }
}
