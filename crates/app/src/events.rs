//! Events: what happens to appointments, and what the outside is told of it.
//!
//! A use-case changes an appointment by saying what happened ([`record`]); there is no other way, since the store takes a
//! change only with its event. The body is rendered there and then, so that it says what was so at that moment, however
//! late it is delivered.

use jiff::Timestamp;
use slated_store::{
    appointment::Attendee,
    db::Conn,
    event::Event,
    ids::{AttendeeId, CompanyId, EventId},
    user::User,
    webhook::Webhook,
};
use uuid::Uuid;

use crate::{App, Result, appointments::Full, booking::provisional::Waiting, jobs::deliver_webhook, mail};

mod change;
mod kind;

pub use kind::EventType;

/// What happened, to something as it is now.
#[derive(Debug, Clone)]
pub enum Happened<'a> {
    /// `booking_created`: a new appointment.
    BookingCreated(&'a Full),
    /// `booking_created`: one more in a group.
    BookingJoined {
        /// As it is now.
        appointment: &'a Full,
        /// The last of its attendees, who joined.
        attendee: &'a Attendee,
    },
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
    /// `booking_updated`: something beside the time and who attends.
    BookingUpdated {
        /// As it is now.
        appointment: &'a Full,
        /// What.
        edit: Edit<'a>,
    },
    /// `booking_pending`: a booking holds its slot and waits for a decision.
    BookingPending(&'a Waiting),
    /// `booking_pending`: its host has approved it, and it waits for its attendee.
    BookingApproved(&'a Waiting),
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

/// What was changed in an appointment that takes place as before.
#[derive(Debug, Clone, Copy)]
pub enum Edit<'a> {
    /// The host's note.
    Note,
    /// An attendee brings somebody along.
    GuestAdded(AttendeeId, &'a str),
    /// An attendee wants no more mails that come by themselves.
    RemindersStopped(AttendeeId),
}

impl Edit<'_> {
    /// Whose, when it is an attendee's.
    pub fn attendee(&self) -> Option<AttendeeId> {
        match self {
            Self::Note => None,
            Self::GuestAdded(attendee, _) | Self::RemindersStopped(attendee) => Some(*attendee),
        }
    }
}

impl Happened<'_> {
    /// What webhooks subscribe to.
    pub fn event_type(&self) -> EventType {
        match self {
            Self::BookingCreated(_) | Self::BookingJoined { .. } => EventType::BookingCreated,
            Self::BookingCancelled { .. } => EventType::BookingCancelled,
            Self::BookingRescheduled { .. } => EventType::BookingRescheduled,
            Self::BookingUpdated { .. } => EventType::BookingUpdated,
            Self::BookingPending(_) | Self::BookingApproved(_) => EventType::BookingPending,
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

    /// In which company, and to which appointment, booking that waits, user or webhook.
    fn subject(&self) -> (CompanyId, Uuid) {
        match self {
            Self::BookingCreated(appointment)
            | Self::BookingJoined { appointment, .. }
            | Self::BookingCancelled { appointment, .. }
            | Self::BookingRescheduled { appointment, .. }
            | Self::BookingUpdated { appointment, .. }
            | Self::BookingNoShow { appointment, .. } => {
                let a = &appointment.booked.appointment;
                (a.company_id, a.id.0)
            }
            Self::BookingPending(waiting)
            | Self::BookingApproved(waiting)
            | Self::BookingConfirmed { waiting, .. }
            | Self::BookingDeclined(waiting)
            | Self::BookingExpired(waiting) => (waiting.held.company_id, waiting.held.id.0),
            Self::NewEmployee(user) => (user.company_id, user.id.0),
            Self::WebhookPaused(webhook) | Self::WebhookDisabled(webhook) | Self::WebhookTest(webhook) => {
                (webhook.company_id, webhook.id.0)
            }
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

/// Makes something happen: writes the change of an appointment or a booking that waits, the event, and the mails and
/// webhooks that follow, all in this transaction.
///
/// The event is kept even when nobody listens, for those who ask later. Each endpoint of the company that listens
/// gets a job of its own, in a lane of the subject, so that it hears of one appointment in the order things happened.
/// Call it under the locks of the hosts, and [`crate::App::wake_worker`] after the commit. Refused when a booking that
/// waited was decided before.
pub fn record(tx: &mut Conn, app: &App, happened: &Happened<'_>, at: Timestamp) -> Result<()> {
    let event = render(app, happened, at);
    change::write(tx, happened, &event)?;
    mail::follow::follow(tx, app, happened, at)?;
    deliver_webhook::enqueue(tx, &event)
}

/// Writes down a try-out of one endpoint, of which no other hears.
pub(crate) fn record_test(tx: &mut Conn, app: &App, webhook: &Webhook, at: Timestamp) -> Result<EventId> {
    let happened = Happened::WebhookTest(webhook);
    let event = render(app, &happened, at);
    change::write(tx, &happened, &event)?;
    deliver_webhook::enqueue_test(tx, webhook.id, &event, at)?;
    Ok(event.id)
}

fn render(app: &App, happened: &Happened<'_>, at: Timestamp) -> Event {
    let (company_id, subject_id) = happened.subject();
    Event {
        // Made here, under the locks of the change, and not when the request came: whoever reads events by their ids
        // then finds no earlier one where the reading has passed.
        id: EventId::at(app.now_in_order()),
        company_id,
        kind: happened.event_type().as_str().to_owned(),
        subject_id,
        body: app.bodies().body(happened, at),
        created_at: at,
    }
}
