//! What lies ahead of somebody who signed in: their next appointments, and what waits for their decision.

use jiff::Timestamp;
use slated_store::{
    appointment::{Filter, Order},
    meeting_type, provisional,
};

use super::Account;
use crate::{App, Result, appointments::Full, booking::demands::WaitsFor};

/// The most of either that are shown.
const MOST: u32 = 10;

/// What lies ahead.
#[derive(Debug)]
pub struct Agenda {
    /// The next appointments, the earliest first.
    pub appointments: Vec<Full>,
    /// Bookings that wait for the host's decision, the newest first.
    pub waiting: Vec<Waiting>,
}

/// A booking that waits for its host's decision.
#[derive(Debug)]
pub struct Waiting {
    /// What is to be booked.
    pub name: String,
    /// When it would begin.
    pub starts_at: Timestamp,
    /// The path of the page on which the host decides.
    pub path: String,
}

impl App {
    /// What lies ahead of them.
    pub async fn agenda(&self, account: &Account) -> Result<Agenda> {
        let (ctx, now, user) = (account.ctx(None), self.now(), account.user.id);
        let ahead = Filter { host: Some(user), from: Some(now), cancelled: Some(false), ..Filter::default() };
        let (appointments, _) = self.appointments(&ctx, ahead, Order::Start, 0, MOST).await?;
        let pending = provisional::Filter {
            host: Some(user),
            status: Some("pending".to_owned()),
            ..provisional::Filter::default()
        };
        let (mut held, _) = self.provisional_bookings(&ctx, pending, 0, MOST).await?;
        held.retain(|held| WaitsFor::of(held) == WaitsFor::Host && held.expires_at > now);
        let company = account.user.company_id;
        let waiting = self.db().read(move |c| -> Result<_> {
            let mut waiting = vec![];
            for held in &held {
                let found = meeting_type::by_id(c, company, held.meeting_type_id)?;
                waiting.extend(found.map(|found| Waiting {
                    name: found.spec.info.name,
                    starts_at: held.starts_at,
                    path: format!("/pending/{}", held.secret),
                }));
            }
            Ok(waiting)
        });
        Ok(Agenda { appointments, waiting: waiting.await? })
    }
}
