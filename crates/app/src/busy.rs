//! Busy times that come from outside, such as connected calendars and imported files.

use jiff::Timestamp;
use slated_engine::Span;
use slated_store::{busy, host, ids::UserId, user};

use crate::{App, Ctx, Error, Result, access::Scope};

impl App {
    /// Replaces everything that `source` said about when a user is busy. Spans are half-open: `[start, end)`.
    pub async fn replace_busy(
        &self,
        ctx: &Ctx,
        owner: UserId,
        source: &'static str,
        spans: &[(Timestamp, Timestamp)],
    ) -> Result<()> {
        ctx.actor.needs(Scope::Scheduling)?;
        ctx.actor.may_touch(owner)?;
        let company = ctx.actor.company;
        if let Some(index) = spans.iter().position(|(start, end)| start >= end) {
            return Err(Error::invalid(
                format!("[{index}]"),
                "invalid-range",
                "The end must come after the start",
            ));
        }
        let span =
            |(start, end): &(Timestamp, Timestamp)| Span::new(start.as_millisecond(), end.as_millisecond());
        let spans: Vec<Span> = spans.iter().map(span).collect();
        self.write(ctx, move |tx| {
            // Behind the host's lock, so that no booking decides on half of it.
            if !host::touch(tx, company, owner)? || user::by_id(tx, company, owner)?.is_none() {
                return Err(Error::NotFound("User"));
            }
            Ok(busy::replace(tx, company, owner, source, &spans)?)
        })
        .await
    }
}
