//! Quick mails: what a host writes to an attendee by hand (contract section 9.7).

use jiff::SignedDuration;
use slated_store::{appointment, ids::AttendeeId, quick_mail, user};
use uuid::Uuid;

use super::{Kind, Role, facts::Facts, follow::Outbox, templates::Text};
use crate::{
    App, Ctx, Error, Result,
    access::Scope,
    appointments::{complete, find},
    jobs::send_mail::Order,
};

/// So many in [`PERIOD`] (contract section 3).
const MOST: u32 = 5;
const PERIOD: SignedDuration = SignedDuration::from_mins(5);

impl App {
    /// Writes to an attendee; the id of the mail.
    pub async fn quick_mail(&self, ctx: &Ctx, attendee: AttendeeId, text: Text) -> Result<Uuid> {
        ctx.actor.needs(Scope::Scheduling)?;
        if !self.post().mailer.is_on() {
            return Err(Error::conflict("mail-off", "Mail is switched off in this installation"));
        }
        let (actor, now) = (ctx.actor.clone(), self.now());
        let id = self
            .write(ctx, move |tx| {
                let company = actor.company;
                let missing = || Error::NotFound("Attendee");
                let found = appointment::attendee(tx, company, attendee)?.ok_or_else(missing)?;
                let booked = find(tx, &actor, found.appointment_id)?;
                // Orders the mails of one sender, so that they are counted one after the other.
                slated_store::host::lock(tx, company, &[actor.user])?;
                let since = now - PERIOD;
                if let Some(oldest) = quick_mail::admit(tx, company, actor.scope_id(), since, MOST, now)? {
                    let wait = (oldest + PERIOD).duration_since(now);
                    return Err(Error::TooOften { wait });
                }
                let full = complete(tx, booked)?;
                let mut facts = Facts::of(&full, &found);
                // The answer goes to whoever wrote.
                if let Some(writer) = user::by_id(tx, company, actor.user)? {
                    let writer = super::facts::Party::host(&writer);
                    facts.hosts.retain(|host| host.email != writer.email);
                    facts.hosts.insert(0, writer);
                }
                let guest = facts.guest.clone();
                let order = Order::new(Kind::QuickMail, Role::Booker, &guest, facts, now);
                let order = order.ok_or_else(|| {
                    Error::bad_request(
                        "attendee-without-email",
                        "This attendee booked without an e-mail address",
                    )
                })?;
                let order = Order { written: Some(text.clone()), ..order };
                let id = order.id;
                Outbox { tx, at: now }.order(company, &order)?;
                Ok(id)
            })
            .await?;
        self.wake_worker();
        Ok(id)
    }
}
