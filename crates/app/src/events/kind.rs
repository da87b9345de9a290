//! The types of events.

/// The types of events a webhook can subscribe to (contract section 12.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventType {
    /// An appointment was booked.
    BookingCreated,
    /// An appointment was cancelled, or one attendee of a group left.
    BookingCancelled,
    /// An appointment was moved.
    BookingRescheduled,
    /// Something of an appointment was changed, but neither when it takes place nor who attends.
    BookingUpdated,
    /// A user joined the company.
    NewEmployee,
    /// A booking holds its slot and waits for a decision.
    BookingPending,
    /// A booking that waited became an appointment.
    BookingConfirmed,
    /// A booking that waited was declined by the host.
    BookingDeclined,
    /// A booking that waited was not decided in time.
    BookingExpired,
    /// Attendees did not come.
    BookingNoShow,
    /// An endpoint failed for so long that what it is to be told is kept until it is resumed.
    WebhookPaused,
    /// An endpoint said that it is gone.
    WebhookDisabled,
    /// Asked for by hand, to try an endpoint out. Nobody subscribes to it.
    WebhookTest,
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
    pub const ALL: [Self; 17] = [
        Self::BookingCreated,
        Self::BookingCancelled,
        Self::BookingRescheduled,
        Self::BookingUpdated,
        Self::NewEmployee,
        Self::BookingPending,
        Self::BookingConfirmed,
        Self::BookingDeclined,
        Self::BookingExpired,
        Self::BookingNoShow,
        Self::WebhookPaused,
        Self::WebhookDisabled,
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
            Self::BookingUpdated => "booking_updated",
            Self::NewEmployee => "new_employee",
            Self::BookingPending => "booking_pending",
            Self::BookingConfirmed => "booking_confirmed",
            Self::BookingDeclined => "booking_declined",
            Self::BookingExpired => "booking_expired",
            Self::BookingNoShow => "booking_no_show",
            Self::WebhookPaused => "webhook_paused",
            Self::WebhookDisabled => "webhook_disabled",
            Self::WebhookTest => "webhook_test",
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
