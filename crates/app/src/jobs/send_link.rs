//! Writes to somebody with a link by which they sign in or set a password. Each try makes a link of its own: its secret
//! stands in the mail, and nowhere else.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use slated_integrations::Letter;
use slated_store::{
    company::{self, Company},
    db::{self, Conn},
    ids::{CompanyId, UserId},
    job::{self, Job, New},
    sign_in_link::{self, Purpose},
    user::{self, User},
};
use uuid::Uuid;

use super::{Verdict, failed, send_mail};
use crate::{
    App,
    accounts::links::{self, lifetime},
    mail::link,
};

pub(super) const KIND: &str = "send_link";

/// The most good links of one user: who asks for more has mails enough.
const MOST: i64 = 5;

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Payload {
    to: UserId,
    purpose: Purpose,
    /// From then on nobody waits for it.
    not_after: Timestamp,
}

/// What a mail is made of.
struct Made {
    company: Company,
    user: User,
    token: String,
}

/// Writes the job.
pub(crate) fn enqueue(tx: &mut Conn, user: &User, purpose: Purpose, now: Timestamp) -> db::Result<()> {
    let payload = Payload { to: user.id, purpose, not_after: now + lifetime(purpose) };
    let new = New { company: user.company_id, kind: KIND, queue: job::MAIL, lane: None, payload };
    job::enqueue(tx, new, now)
}

pub(super) async fn run(app: &App, job: &Job) -> Verdict {
    let Ok(payload) = serde_json::from_str::<Payload>(&job.payload) else {
        return failed("the payload cannot be read");
    };
    let (company, now) = (job.company_id, app.now());
    if now >= payload.not_after {
        return Verdict::Done;
    }
    match app.db().write(move |tx| make(tx, company, payload, now)).await {
        Ok(Some(made)) => send_mail::post(app, &letter(app, payload.purpose, &made, now)).await,
        Ok(None) => Verdict::Done,
        Err(error) => failed(error.to_string()),
    }
}

/// None when there is nobody to be written to any more, or they have links enough.
fn make(tx: &mut Conn, company: CompanyId, payload: Payload, now: Timestamp) -> db::Result<Option<Made>> {
    let found = company::by_id(tx, company)?.zip(user::by_id(tx, company, payload.to)?);
    let Some((company, user)) = found else { return Ok(None) };
    if sign_in_link::good_of_user(tx, company.id, user.id, payload.purpose, now)? >= MOST {
        return Ok(None);
    }
    let token = links::make(tx, &user, payload.purpose, now)?;
    Ok(Some(Made { company, user, token }))
}

fn letter(app: &App, purpose: Purpose, made: &Made, now: Timestamp) -> Letter {
    let Made { company, user, token } = made;
    let content = link::content(purpose, user, company, &app.config().public_url, token);
    // A mail of its own at every try, because the links differ.
    send_mail::to_user(app, (company, user), content, (Uuid::now_v7(), None), now)
}
