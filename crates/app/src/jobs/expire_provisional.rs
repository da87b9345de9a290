//! Gives the slot of a booking that waited too long back (policies 13).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use slated_store::{
    db::Conn,
    ids::{CompanyId, ProvisionalId},
    job::{self, Job, New},
    provisional::{self, Provisional},
};

use super::{Verdict, failed};
use crate::{
    App, Result,
    booking::{self, provisional::Ending},
};

pub(super) const KIND: &str = "expire_provisional";

#[derive(Serialize, Deserialize)]
struct Payload {
    id: ProvisionalId,
}

/// Writes the job that ends a hold at its time.
pub(crate) fn enqueue(tx: &mut Conn, held: &Provisional, now: Timestamp) -> Result<()> {
    let company = held.company_id;
    let new = New { company, kind: KIND, queue: company.0, lane: None, payload: Payload { id: held.id } };
    job::schedule(tx, new, held.expires_at, now)?;
    Ok(())
}

pub(super) async fn run(app: &App, job: &Job) -> Verdict {
    let Ok(Payload { id }) = serde_json::from_str(&job.payload) else {
        return failed("the payload cannot be read");
    };
    let (company, now) = (job.company_id, app.now());
    let expiring = app.clone();
    let ended = app.db().write(move |tx| -> Result<()> { expire(tx, &expiring, company, id, now) }).await;
    app.wake_worker();
    ended.map_or_else(|error| failed(error.to_string()), |()| Verdict::Done)
}

fn expire(tx: &mut Conn, app: &App, company: CompanyId, id: ProvisionalId, now: Timestamp) -> Result<()> {
    // One that was approved since has another deadline, and another job.
    let due = |held: &Provisional| held.is_pending() && now >= held.expires_at;
    if let Some(held) = provisional::by_id(tx, company, id)?.filter(due) {
        booking::provisional::end(tx, app, &held, Ending::Expired, now)?;
    }
    Ok(())
}
