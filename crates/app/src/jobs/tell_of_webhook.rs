//! Writes to an administrator that a webhook was paused or disabled: once for each time it was, however many calls
//! failed, and not when it was resumed or removed in the meantime.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use slated_integrations::Letter;
use slated_store::{
    company::{self, Company},
    db::Conn,
    ids::{CompanyId, UserId, WebhookId},
    job::{self, Job, New},
    user::{self, User},
    webhook::{self, State, Webhook},
};
use uuid::Uuid;

use super::{Verdict, deliver_webhook::Trouble, failed, send_mail};
use crate::{
    App, Result,
    mail::{follow, notice},
};

pub(super) const KIND: &str = "tell_of_webhook";

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Payload {
    /// The mail's own: the same at every try.
    id: Uuid,
    to: UserId,
    webhook: WebhookId,
    /// When the webhook got into the state that is told of.
    since: Timestamp,
    /// Why its last call failed. Jobs of earlier versions did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    trouble: Option<Trouble>,
}

/// Writes a job for each administrator of the company.
pub(crate) fn enqueue(
    tx: &mut Conn,
    app: &App,
    webhook: &Webhook,
    trouble: Option<Trouble>,
    now: Timestamp,
) -> Result<()> {
    if !app.post().mailer.is_on() {
        return Ok(());
    }
    let company = webhook.company_id;
    for reader in user::administrators(tx, company)? {
        let since = webhook.state_since.unwrap_or(now);
        let payload = Payload { id: Uuid::now_v7(), to: reader.id, webhook: webhook.id, since, trouble };
        let lane = Some(follow::lane(webhook.id.0, &reader.email));
        job::enqueue(tx, New { company, kind: KIND, queue: job::MAIL, lane, payload }, now)?;
    }
    Ok(())
}

pub(super) async fn run(app: &App, job: &Job) -> Verdict {
    let Ok(payload) = serde_json::from_str::<Payload>(&job.payload) else {
        return failed("the payload cannot be read");
    };
    let company = job.company_id;
    match app.db().read(move |c| read(c, company, payload)).await {
        Ok(Some((company, reader, webhook))) => {
            let letter = letter(app, &payload, &company, &reader, &webhook);
            send_mail::post(app, &letter).await
        }
        Ok(None) => Verdict::Done,
        Err(error) => failed(error.to_string()),
    }
}

/// None when nobody needs to read it any more.
fn read(c: &mut Conn, company: CompanyId, payload: Payload) -> Result<Option<(Company, User, Webhook)>> {
    let found = webhook::by_id(c, company, payload.webhook)?;
    let still = |w: &Webhook| w.state != State::Active && w.state_since == Some(payload.since);
    let Some(webhook) = found.filter(still) else { return Ok(None) };
    let reader = user::by_id(c, company, payload.to)?.filter(|reader| reader.is_admin);
    let company = company::by_id(c, company)?;
    Ok(company.zip(reader).map(|(company, reader)| (company, reader, webhook)))
}

fn letter(app: &App, payload: &Payload, company: &Company, reader: &User, webhook: &Webhook) -> Letter {
    let content = notice::of_webhook(webhook, payload.trouble, reader, company, &app.config().public_url);
    send_mail::to_user(app, (company, reader), content, (payload.id, Some(webhook.id.0)), payload.since)
}
