//! Finds out who has an account of an address, and has a link sent to each: in a job, so that who asked for the link is
//! answered alike whether there is somebody or not.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use slated_store::{
    db::{Conn, Result},
    job::{self, EVERY_COMPANY, Job, New},
    sign_in_link::Purpose,
    user,
};

use super::{Verdict, failed, send_link};
use crate::{App, accounts::links::lifetime};

pub(super) const KIND: &str = "find_accounts";

/// The most accounts of one address that are written to.
const MOST: usize = 20;

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Payload {
    /// In lower case.
    email: String,
    purpose: Purpose,
    /// From then on nobody waits for it.
    not_after: Timestamp,
}

/// Writes the job. `email` is in lower case.
pub(crate) fn enqueue(tx: &mut Conn, email: &str, purpose: Purpose, now: Timestamp) -> Result<()> {
    let payload = Payload { email: email.to_owned(), purpose, not_after: now + lifetime(purpose) };
    let new = New { company: EVERY_COMPANY, kind: KIND, queue: job::TIMERS, lane: None, payload };
    job::enqueue(tx, new, now)
}

pub(super) async fn run(app: &App, job: &Job) -> Verdict {
    let Ok(payload) = serde_json::from_str::<Payload>(&job.payload) else {
        return failed("the payload cannot be read");
    };
    let now = app.now();
    if now >= payload.not_after {
        return Verdict::Done;
    }
    let sent = app.db().write(move |tx| -> Result<()> {
        for user in user::by_email_anywhere(tx, &payload.email)?.iter().take(MOST) {
            send_link::enqueue(tx, user, payload.purpose, now)?;
        }
        Ok(())
    });
    match sent.await {
        Ok(()) => {
            app.wake_worker();
            Verdict::Done
        }
        Err(error) => failed(error.to_string()),
    }
}
