//! Events: what the outside is told.
//!
//! Whoever changes an appointment records the event in the same transaction ([`record`]); its body is rendered
//! there and then, so that it says what was so at that moment, however late it is delivered.

use jiff::Timestamp;
use slated_store::{
    db::Conn,
    event::{self, Event},
    ids::{AttendeeId, CompanyId, EventId},
    user::User,
    webhook::Webhook,
};
use uuid::Uuid;

use crate::{App, Result, appointments::Full, booking::provisional::Waiting, jobs::deliver_webhook, mail};

mod kind;

pub use kind::EventType;

/// What happened.
#[derive(Debug, Clone)]
pub enum Happened<'a> {
    /// `booking_created`.
    BookingCreated(&'a Full),
    /// `booking_cancelled`: the whole appointment, or one attendee of a group.
    BookingCancelled {
        /// As it is now.
        appointment: &'a Full,
        /// The one who left, when others stay.
        attendee: Option<AttendeeId>,
    },
    /// `booking_rescheduled`.
    BookingRescheduled {
        /// As it is now.
        appointment: &'a Full,
        /// Where it was.
        previous_start: Timestamp,
    },
    /// `booking_pending`: a booking holds its slot and waits for a decision.
    BookingPending(&'a Waiting),
    /// `booking_confirmed`: a booking that waited became an appointment, which `booking_created` tells of too.
    BookingConfirmed {
        /// What waited.
        waiting: &'a Waiting,
        /// What it became.
        appointment: &'a Full,
    },
    /// `booking_declined`: the host does not want it.
    BookingDeclined(&'a Waiting),
    /// `booking_expired`: nobody decided in time.
    BookingExpired(&'a Waiting),
    /// `booking_no_show`: attendees did not come.
    BookingNoShow {
        /// As it is now.
        appointment: &'a Full,
        /// Who is newly known not to have come.
        attendees: &'a [AttendeeId],
    },
    /// `new_employee`: a user joined the company.
    NewEmployee(&'a User),
    /// `webhook_paused`: an endpoint failed for too long.
    WebhookPaused(&'a Webhook),
    /// `webhook_disabled`: an endpoint said that it is gone.
    WebhookDisabled(&'a Webhook),
    /// `webhook_test`: somebody tries an endpoint out.
    WebhookTest(&'a Webhook),
}

impl Happened<'_> {
    /// What webhooks subscribe to.
    pub fn event_type(&self) -> EventType {
        match self {
            Self::BookingCreated(_) => EventType::BookingCreated,
            Self::BookingCancelled { .. } => EventType::BookingCancelled,
            Self::BookingRescheduled { .. } => EventType::BookingRescheduled,
            Self::BookingPending(_) => EventType::BookingPending,
            Self::BookingConfirmed { .. } => EventType::BookingConfirmed,
            Self::BookingDeclined(_) => EventType::BookingDeclined,
            Self::BookingExpired(_) => EventType::BookingExpired,
            Self::BookingNoShow { .. } => EventType::BookingNoShow,
            Self::NewEmployee(_) => EventType::NewEmployee,
            Self::WebhookPaused(_) => EventType::WebhookPaused,
            Self::WebhookDisabled(_) => EventType::WebhookDisabled,
            Self::WebhookTest(_) => EventType::WebhookTest,
        }
    }
}

/// Renders what webhooks are told (contract section 12.3).
pub trait EventBody: Send + Sync + 'static {
    /// The JSON body.
    fn body(&self, happened: &Happened<'_>, at: Timestamp) -> String;

    /// The JSON body of an event of this kind whose people were erased: it names its subject and nothing else.
    fn erased(&self, kind: &str, subject: Uuid, at: Timestamp) -> String;
}

/// Writes down what happened to `subject` (an appointment, a booking that waits, or a user), and what must follow.
///
/// The event is kept even when nobody listens, for those who ask later. Each endpoint of the company that listens
/// gets a job of its own, in a lane of the subject, so that it hears of one appointment in the order things happened.
/// Call [`crate::App::wake_worker`] after the commit.
pub fn record(
    tx: &mut Conn,
    app: &App,
    company: CompanyId,
    subject: Uuid,
    happened: &Happened<'_>,
    at: Timestamp,
) -> Result<()> {
    mail::follow::follow(tx, app, happened, at)?;
    let event = keep(tx, app, company, subject, happened, at)?;
    deliver_webhook::enqueue(tx, &event)
}

/// Writes down a try-out of one endpoint, of which no other hears.
pub(crate) fn record_test(tx: &mut Conn, app: &App, webhook: &Webhook, at: Timestamp) -> Result<EventId> {
    let event = keep(tx, app, webhook.company_id, webhook.id.0, &Happened::WebhookTest(webhook), at)?;
    deliver_webhook::enqueue_test(tx, webhook.id, &event, at)?;
    Ok(event.id)
}

fn keep(
    tx: &mut Conn,
    app: &App,
    company: CompanyId,
    subject: Uuid,
    happened: &Happened<'_>,
    at: Timestamp,
) -> Result<Event> {
    let event = Event {
        // Made here, under the locks of the change, and not when the request came: whoever reads events by their ids
        // then finds no earlier one where the reading has passed.
        id: EventId::at(app.now_in_order()),
        company_id: company,
        kind: happened.event_type().as_str().to_owned(),
        subject_id: subject,
        body: app.bodies().body(happened, at),
        created_at: at,
    };
    event::insert(tx, &event)?;
    Ok(event)
}
