//! After a webhook was resumed: what waits for a retry has waited long enough.

use serde::{Deserialize, Serialize};
use slated_store::{
    db::{self, Conn},
    ids::{CompanyId, WebhookId},
    job::{self, Job, New, hold},
};

use super::{Verdict, failed};
use crate::App;

pub(super) const KIND: &str = "hasten_webhook";

/// Jobs per transaction: small enough that no request waits for it.
const BATCH: u32 = 500;

#[derive(Serialize, Deserialize)]
struct Payload {
    webhook: WebhookId,
}

/// Writes the job.
pub(crate) fn enqueue(
    tx: &mut Conn,
    company: CompanyId,
    webhook: WebhookId,
    now: jiff::Timestamp,
) -> db::Result<()> {
    let new = New { company, kind: KIND, queue: company.0, lane: None, payload: Payload { webhook } };
    job::enqueue(tx, new, now)
}

pub(super) async fn run(app: &App, job: &Job) -> Verdict {
    let Ok(Payload { webhook }) = serde_json::from_str(&job.payload) else {
        return failed("the payload cannot be read");
    };
    let (company, now) = (job.company_id, app.now());
    loop {
        let hastening = app.db().write(move |tx| hold::hasten(tx, company, webhook.0, now, BATCH));
        match hastening.await {
            Ok(count) if count == u64::from(BATCH) => {}
            Ok(_) => return Verdict::Done,
            Err(error) => return failed(error.to_string()),
        }
    }
}
