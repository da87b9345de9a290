//! Who has to agree before a booking stands: what a meeting type demands (policies 13, contract section 15).

use slated_store::{meeting_type::MeetingType, provisional::Provisional};

use super::Book;

/// The switch that turns a demand on; anything else leaves it off.
const ENABLED: &str = "enabled";

/// Whom a booking waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitsFor {
    /// The host approves or declines.
    Host,
    /// The attendee says that it was them.
    Attendee,
}

impl WaitsFor {
    /// As stored and sent.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Host => "requireHostConfirmation",
            Self::Attendee => "doubleOptIn",
        }
    }

    /// Whom this one waits for, or waited for last.
    pub fn of(held: &Provisional) -> Self {
        if held.kind == Self::Attendee.as_str() { Self::Attendee } else { Self::Host }
    }
}

/// Who is asked, and in which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// One of them.
    Only(WaitsFor),
    /// The host first, and the attendee once the host has approved.
    HostThenAttendee,
}

impl Asked {
    /// None for what stands at once, such as a seat in a group, which takes place anyway.
    pub(super) fn by(meeting_type: &MeetingType, book: &Book) -> Option<Self> {
        if meeting_type.spec.spots.unwrap_or(1) > 1 {
            return None;
        }
        let options = &meeting_type.spec.options;
        let host = options.require_host_confirmation.as_deref() == Some(ENABLED);
        // Opting in confirms an address; whoever books by phone has given none.
        let attendee = options.double_opt_in.as_deref() == Some(ENABLED) && book.attendee.email.is_some();
        match (host, attendee) {
            (true, true) => Some(Self::HostThenAttendee),
            (true, false) => Some(Self::Only(WaitsFor::Host)),
            (false, true) => Some(Self::Only(WaitsFor::Attendee)),
            (false, false) => None,
        }
    }

    /// Who is asked first.
    pub(super) fn first(self) -> WaitsFor {
        match self {
            Self::Only(one) => one,
            Self::HostThenAttendee => WaitsFor::Host,
        }
    }
}
