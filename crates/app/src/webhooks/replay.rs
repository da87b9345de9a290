//! Sending again what was sent, or what could not be.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use slated_store::{
    db::Conn,
    event,
    ids::{CompanyId, EventId, WebhookId},
    job::hold,
    webhook::{State, Webhook},
};

use super::{may_manage, states::find};
use crate::{App, Ctx, Error, Result, jobs::deliver_webhook};

/// Deliveries per call.
pub const MOST: u32 = 1_000;

/// What is to be sent again. An event keeps its `webhook-id`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// These events, of whatever type.
    Events(Vec<EventId>),
    /// What happened in `[from, to)`, of the types the webhook is told of; after the event of the cursor.
    Happened {
        /// From when.
        from: Timestamp,
        /// Until before when.
        to: Timestamp,
        /// Where the call before ended.
        after: Option<EventId>,
    },
    /// What was given up, of what happened in `[from, to)`.
    GivenUp {
        /// From when.
        from: Timestamp,
        /// Until before when.
        to: Timestamp,
        /// Where the call before ended.
        after: Option<i64>,
    },
}

/// What a call has done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replayed {
    /// Deliveries that are on their way now.
    pub queued: usize,
    /// Where to go on; none when that was all.
    pub next: Option<String>,
}

impl App {
    /// Sends up to [`MOST`] events to a webhook again. Those of one appointment keep their order.
    pub async fn replay(&self, ctx: &Ctx, id: WebhookId, which: Which) -> Result<Replayed> {
        let (company, now) = (may_manage(ctx)?, self.now());
        let replayed = self
            .write(ctx, move |tx| {
                let webhook = find(tx, company, id)?;
                if webhook.state == State::Disabled {
                    let message = "The webhook is disabled: resume it first";
                    return Err(Error::conflict("webhook-disabled", message));
                }
                match &which {
                    Which::Events(ids) => these(tx, &webhook, ids, now),
                    Which::Happened { from, to, after } => {
                        let begin = after.unwrap_or_else(|| EventId::floor(*from));
                        happened(tx, &webhook, (begin, EventId::floor(*to)), now)
                    }
                    Which::GivenUp { from, to, after } => {
                        given_up(tx, (company, id), after.unwrap_or(0), (*from, *to), now)
                    }
                }
            })
            .await?;
        self.wake_worker();
        Ok(replayed)
    }
}

fn these(tx: &mut Conn, webhook: &Webhook, ids: &[EventId], now: Timestamp) -> Result<Replayed> {
    for &id in ids {
        let event = event::by_id(tx, webhook.company_id, id)?.ok_or(Error::NotFound("Event"))?;
        deliver_webhook::enqueue_one(tx, webhook.company_id, webhook.id, (id, event.subject_id), now)?;
    }
    Ok(Replayed { queued: ids.len(), next: None })
}

fn happened(tx: &mut Conn, webhook: &Webhook, range: (EventId, EventId), now: Timestamp) -> Result<Replayed> {
    let seen = event::range(tx, webhook.company_id, range, MOST)?;
    let next = seen.last().filter(|_| seen.len() == MOST as usize).map(|(id, ..)| id.to_string());
    let mut queued = 0;
    for (id, _, subject) in seen.into_iter().filter(|(_, kind, _)| webhook.event_types.contains(kind)) {
        deliver_webhook::enqueue_one(tx, webhook.company_id, webhook.id, (id, subject), now)?;
        queued += 1;
    }
    Ok(Replayed { queued, next })
}

fn given_up(
    tx: &mut Conn,
    (company, id): (CompanyId, WebhookId),
    after: i64,
    range: (Timestamp, Timestamp),
    now: Timestamp,
) -> Result<Replayed> {
    let revived = hold::revive(tx, company, id.0, after, range, now, MOST)?;
    let next = revived.last().filter(|_| revived.len() == MOST as usize).map(ToString::to_string);
    Ok(Replayed { queued: revived.len(), next })
}
