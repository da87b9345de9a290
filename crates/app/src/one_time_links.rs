//! Booking links that work once.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use slated_store::{
    ids::{MeetingTypeId, OneTimeLinkId, UserId},
    meeting_type::MeetingType,
    one_time_link::{self, OneTimeLink},
};

use crate::{
    App, Ctx, Result,
    access::Scope,
    meeting_types::{self, Page},
};

/// A link just made, and what it books.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Made {
    /// Which.
    pub id: OneTimeLinkId,
    /// What it books.
    pub page: Page,
}

impl App {
    /// Makes a link to a meeting type that takes one booking.
    pub async fn create_one_time_link(&self, ctx: &Ctx, id: MeetingTypeId) -> Result<Made> {
        ctx.actor.needs(Scope::Scheduling)?;
        let (actor, now) = (ctx.actor.clone(), self.now());
        self.write(ctx, move |tx| {
            let found = meeting_types::living(tx, actor.company, id)?;
            actor.may_touch(found.user_id)?;
            let link = build(&found, actor.user, now);
            one_time_link::insert(tx, &link)?;
            Ok(Made { id: link.id, page: meeting_types::page(tx, found)? })
        })
        .await
    }

    /// Where a one-time link leads.
    pub fn one_time_url(&self, page: &Page, link: OneTimeLinkId) -> String {
        format!("{}?oneTimeLinkId={link}", self.page_url(page))
    }
}

/// The row of a new link.
pub(crate) fn build(meeting_type: &MeetingType, by: UserId, now: Timestamp) -> OneTimeLink {
    OneTimeLink {
        id: OneTimeLinkId::new(),
        company_id: meeting_type.company_id,
        meeting_type_id: meeting_type.id,
        created_by: by,
        created_at: now,
        used_at: None,
    }
}
