//! What happened, and what was sent of it: the list of events and the log of deliveries. Both are kept for thirty days.

use jiff::{SignedDuration, Timestamp};
use slated_store::{
    delivery::{self, Delivery, Filter},
    event::{self, Event},
    ids::{DeliveryId, EventId, WebhookId},
};
use uuid::Uuid;

use super::{may_manage, states::find};
use crate::{App, Ctx, Error, Result, events::EventType};

/// Events are listed this long after they happened: by then no other process numbers an earlier one.
pub const SETTLING: SignedDuration = SignedDuration::from_secs(2);

impl App {
    /// Up to `limit` events of the company after a cursor, the oldest first. Whoever reads on from the last one misses
    /// nothing.
    pub async fn events_after(&self, ctx: &Ctx, cursor: Option<EventId>, limit: u32) -> Result<Vec<Event>> {
        let (company, end) = (may_manage(ctx)?, self.now() - SETTLING);
        let cursor = cursor.unwrap_or(EventId(Uuid::nil()));
        self.db()
            .read(move |c| {
                // First, so that what is committed in between is seen, and what is not lies behind it.
                let open = event::unsettled_since(c)?.map_or(Timestamp::MAX, |since| since - SETTLING);
                let hidden = EventType::WebhookTest.as_str();
                Ok(event::after(c, company, cursor, end.min(open), hidden, limit)?)
            })
            .await
    }

    /// Up to `limit` attempts at a webhook, the newest first.
    pub async fn deliveries(
        &self,
        ctx: &Ctx,
        id: WebhookId,
        filter: Filter,
        limit: u32,
    ) -> Result<Vec<Delivery>> {
        let company = may_manage(ctx)?;
        self.db()
            .read(move |c| {
                find(c, company, id)?;
                Ok(delivery::page(c, company, id, filter, limit)?)
            })
            .await
    }

    /// One attempt, and the event that was sent if it is still known.
    pub async fn delivery(&self, ctx: &Ctx, id: DeliveryId) -> Result<(Delivery, Option<Event>)> {
        let company = may_manage(ctx)?;
        self.db()
            .read(move |c| {
                let delivery = delivery::by_id(c, company, id)?.ok_or(Error::NotFound("Delivery"))?;
                let event = event::by_id(c, company, delivery.event_id)?;
                Ok((delivery, event))
            })
            .await
    }
}
