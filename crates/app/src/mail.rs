//! Mail: what invitees and hosts are written, and when.
//!
//! [`follow`] decides who is written to when something happens, in the transaction in which it happens: one job per
//! mail, with the [`facts`] as they are then. What the mail says comes from a [`templates`] text, in the receiver's
//! language and zone, when it is sent.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use slated_integrations::Mailer;

pub mod content;
pub mod facts;
pub(crate) mod follow;
pub mod invite;
pub(crate) mod link;
pub mod links;
pub(crate) mod notice;
pub mod outbox;
pub mod quick;
pub(crate) mod said;
pub mod stop;
pub mod templates;
pub mod timers;
pub mod tokens;

pub use content::{Content, MailHtml};
pub use outbox::Spooled;

/// How mails look, and the way they leave.
#[derive(Clone)]
pub struct Post {
    /// The way out.
    pub mailer: Mailer,
    /// Renders the HTML part: templates are not this room's business.
    pub html: Arc<dyn MailHtml>,
}

/// What a mail is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// To the attendee: it is booked.
    Confirmation,
    /// To the host: somebody booked.
    HostBooked,
    /// To the attendee: it was moved.
    Rescheduled,
    /// To the host: it was moved.
    HostRescheduled,
    /// To the attendee: it was cancelled.
    Cancelled,
    /// To the host: it was cancelled, or one of a group left.
    HostCancelled,
    /// To the host: approve or decline.
    ApprovalRequest,
    /// To the attendee: the host was asked.
    RequestReceived,
    /// To the attendee: confirm that it was you.
    OptIn,
    /// To the attendee: the host declined.
    Declined,
    /// To the attendee: nobody decided in time.
    Expired,
    /// To the attendee: it is soon.
    Reminder,
    /// To the attendee: it is over.
    FollowUp,
    /// To the attendee: what somebody wrote by hand.
    QuickMail,
}

impl Kind {
    /// Every kind whose text can be changed.
    pub const EDITABLE: [Self; 13] = [
        Self::Confirmation,
        Self::HostBooked,
        Self::Rescheduled,
        Self::HostRescheduled,
        Self::Cancelled,
        Self::HostCancelled,
        Self::ApprovalRequest,
        Self::RequestReceived,
        Self::OptIn,
        Self::Declined,
        Self::Expired,
        Self::Reminder,
        Self::FollowUp,
    ];

    /// As stored and sent.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Confirmation => "confirmation",
            Self::HostBooked => "host_booked",
            Self::Rescheduled => "rescheduled",
            Self::HostRescheduled => "host_rescheduled",
            Self::Cancelled => "cancelled",
            Self::HostCancelled => "host_cancelled",
            Self::ApprovalRequest => "approval_request",
            Self::RequestReceived => "request_received",
            Self::OptIn => "opt_in",
            Self::Declined => "declined",
            Self::Expired => "expired",
            Self::Reminder => "reminder",
            Self::FollowUp => "follow_up",
            Self::QuickMail => "quick_mail",
        }
    }

    /// The editable kind of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::EDITABLE.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Goes to a host.
    pub fn is_for_host(self) -> bool {
        matches!(self, Self::HostBooked | Self::HostRescheduled | Self::HostCancelled | Self::ApprovalRequest)
    }

    /// Comes by itself, so that the receiver may want no more of it.
    pub fn can_be_stopped(self) -> bool {
        matches!(self, Self::Reminder | Self::FollowUp)
    }

    /// The messages with its usual subject and text.
    fn messages(self) -> (&'static str, &'static str) {
        match self {
            Self::Confirmation => ("mail-confirmation-subject", "mail-confirmation-text"),
            Self::HostBooked => ("mail-host-booked-subject", "mail-host-booked-text"),
            Self::Rescheduled => ("mail-rescheduled-subject", "mail-rescheduled-text"),
            Self::HostRescheduled => ("mail-host-rescheduled-subject", "mail-host-rescheduled-text"),
            Self::Cancelled => ("mail-cancelled-subject", "mail-cancelled-text"),
            Self::HostCancelled => ("mail-host-cancelled-subject", "mail-host-cancelled-text"),
            Self::ApprovalRequest => ("mail-approval-request-subject", "mail-approval-request-text"),
            Self::RequestReceived => ("mail-request-received-subject", "mail-request-received-text"),
            Self::OptIn => ("mail-opt-in-subject", "mail-opt-in-text"),
            Self::Declined => ("mail-declined-subject", "mail-declined-text"),
            Self::Expired => ("mail-expired-subject", "mail-expired-text"),
            Self::Reminder => ("mail-reminder-subject", "mail-reminder-text"),
            Self::FollowUp | Self::QuickMail => ("mail-follow-up-subject", "mail-follow-up-text"),
        }
    }
}

/// As what somebody is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Who booked, and may change the booking.
    Booker,
    /// Whom the booker brings along.
    Guest,
    /// Who takes the meeting.
    Host,
}
