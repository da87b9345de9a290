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
    webhook,
};
use uuid::Uuid;

use crate::{Result, appointments::Full, jobs::deliver_webhook};

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
    /// `new_employee`: a user joined the company.
    NewEmployee(&'a User),
}

impl Happened<'_> {
    /// What webhooks subscribe to.
    pub fn event_type(&self) -> EventType {
        match self {
            Self::BookingCreated(_) => EventType::BookingCreated,
            Self::BookingCancelled { .. } => EventType::BookingCancelled,
            Self::BookingRescheduled { .. } => EventType::BookingRescheduled,
            Self::NewEmployee(_) => EventType::NewEmployee,
        }
    }
}

/// The types of events a webhook can subscribe to (contract section 12.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventType {
    /// An appointment was booked.
    BookingCreated,
    /// An appointment was cancelled, or one attendee of a group left.
    BookingCancelled,
    /// An appointment was moved.
    BookingRescheduled,
    /// A user joined the company.
    NewEmployee,
    /// A routing form was sent.
    FormSubmission,
    /// A connection to a calendar or another service stopped working.
    CredentialError,
    /// An attendee wrote a review.
    ReviewSubmitted,
    /// A review was made public.
    ReviewPublished,
    /// A document was signed by everybody.
    SignatureCompleted,
}

impl EventType {
    /// Every type that can be subscribed to.
    pub const ALL: [Self; 9] = [
        Self::BookingCreated,
        Self::BookingCancelled,
        Self::BookingRescheduled,
        Self::NewEmployee,
        Self::FormSubmission,
        Self::CredentialError,
        Self::ReviewSubmitted,
        Self::ReviewPublished,
        Self::SignatureCompleted,
    ];

    /// As stored and sent.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BookingCreated => "booking_created",
            Self::BookingCancelled => "booking_cancelled",
            Self::BookingRescheduled => "booking_rescheduled",
            Self::NewEmployee => "new_employee",
            Self::FormSubmission => "form_submission",
            Self::CredentialError => "credential_error",
            Self::ReviewSubmitted => "review_submitted",
            Self::ReviewPublished => "review_published",
            Self::SignatureCompleted => "signature_completed",
        }
    }

    /// The type of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.as_str() == name)
    }
}

/// Renders what webhooks are told (contract section 12.3).
pub trait EventBody: Send + Sync + 'static {
    /// The JSON body.
    fn body(&self, happened: &Happened<'_>, at: Timestamp) -> String;
}

/// Writes down what happened to `subject` (an appointment, or a user), and what must follow from it.
///
/// The event is kept even when nobody listens, for those who ask later. Each endpoint of the company that listens
/// gets a job of its own, in a lane of the subject, so that it hears of one appointment in the order things happened.
/// Call [`crate::App::wake_worker`] after the commit.
pub fn record(
    tx: &mut Conn,
    bodies: &dyn EventBody,
    company: CompanyId,
    subject: Uuid,
    happened: &Happened<'_>,
    at: Timestamp,
) -> Result<()> {
    let kind = happened.event_type().as_str();
    let event = Event {
        id: EventId::at(at),
        company_id: company,
        kind: kind.to_owned(),
        subject_id: subject,
        body: bodies.body(happened, at),
        created_at: at,
    };
    event::insert(tx, &event)?;
    for webhook in webhook::listening(tx, company, kind)? {
        deliver_webhook::enqueue(tx, company, webhook, &event, at)?;
    }
    Ok(())
}
