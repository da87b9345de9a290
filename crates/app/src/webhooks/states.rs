//! Pausing, resuming and trying out a webhook, and how it is.

use slated_store::{
    company,
    db::Conn,
    ids::{CompanyId, EventId, WebhookId},
    job::hold,
    webhook::{self, State, Webhook},
};

use super::{NOT_FOUND, health, may_manage};
use crate::{App, Ctx, Result, events};

/// Deliveries are counted up to here.
pub const COUNTED: u32 = 10_000;

/// A webhook, and what is on its way to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The webhook.
    pub webhook: Webhook,
    /// Deliveries that wait or run, at most [`COUNTED`].
    pub waiting: i64,
    /// Deliveries that were given up in the last thirty days, at most [`COUNTED`].
    pub given_up: i64,
}

impl App {
    /// One webhook, and what is on its way to it.
    pub async fn webhook(&self, ctx: &Ctx, id: WebhookId) -> Result<Status> {
        let company = may_manage(ctx)?;
        self.db()
            .read(move |c| {
                let webhook = find(c, company, id)?;
                let (waiting, given_up) = hold::counts(c, company, id.0, COUNTED)?;
                Ok(Status { webhook, waiting, given_up })
            })
            .await
    }

    /// Stops telling a webhook anything; what happens is kept for it until it is resumed, for thirty days.
    pub async fn pause_webhook(&self, ctx: &Ctx, id: WebhookId) -> Result<Webhook> {
        let (company, now) = (may_manage(ctx)?, self.now());
        self.change(ctx, move |tx, log| {
            company::lock(tx, company)?;
            log.before(&find(tx, company, id)?);
            if webhook::set_state(tx, company, id, State::Paused, Some("paused by hand"), now)? {
                hold::hold(tx, company, id.0, now)?;
            }
            find(tx, company, id)
        })
        .await
    }

    /// Tells a webhook again. What was kept for it goes out at once, in order.
    pub async fn resume_webhook(&self, ctx: &Ctx, id: WebhookId) -> Result<Webhook> {
        let (company, now) = (may_manage(ctx)?, self.now());
        let webhook = self
            .change(ctx, move |tx, log| {
                company::lock(tx, company)?;
                log.before(&find(tx, company, id)?);
                health::resume(tx, company, id, now)?;
                find(tx, company, id)
            })
            .await?;
        self.wake_worker();
        Ok(webhook)
    }

    /// Sends a `webhook_test`, once and in whatever state the webhook is. If the endpoint takes it, the webhook is
    /// resumed. What came of it is in the delivery log, under the event's id.
    pub async fn test_webhook(&self, ctx: &Ctx, id: WebhookId) -> Result<EventId> {
        let (app, company, now) = (self.clone(), may_manage(ctx)?, self.now());
        let event = self
            .write(ctx, move |tx| {
                let webhook = find(tx, company, id)?;
                events::record_test(tx, &app, &webhook, now)
            })
            .await?;
        self.wake_worker();
        Ok(event)
    }
}

pub(super) fn find(c: &mut Conn, company: CompanyId, id: WebhookId) -> Result<Webhook> {
    webhook::by_id(c, company, id)?.ok_or(NOT_FOUND)
}
