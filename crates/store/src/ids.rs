//! Identifiers: one newtype per noun, so that a user's id can never be passed for a company's.
//!
//! All are UUIDs, version 7: unguessable enough to be public, and ordered by creation.

use std::sync::atomic::{AtomicU32, Ordering};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::db;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new identifier, later than all made before it on this machine.
            #[expect(clippy::new_without_default, reason = "a default that differs each time would surprise")]
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
        impl From<$name> for db::Value {
            fn from(id: $name) -> Self {
                db::Value::Uuid(id.0)
            }
        }
        impl db::FromColumn for $name {
            fn from_column(column: db::Column<'_>) -> db::Result<Self> {
                Uuid::from_column(column).map(Self)
            }
        }
    )*};
}

id! {
    /// A company: the tenant. Everything belongs to exactly one.
    CompanyId,
    /// A user of a company; as one who takes meetings, a host.
    UserId,
    /// An API key or a personal access token.
    CredentialId,
    /// A browser in which somebody is signed in.
    SessionId,
    /// An availability schedule.
    AvailabilityId,
    /// A meeting type.
    MeetingTypeId,
    /// A meeting-type template.
    TemplateId,
    /// A booking link that works once.
    OneTimeLinkId,
    /// An appointment.
    AppointmentId,
    /// An attendee of an appointment.
    AttendeeId,
    /// A booking that waits for a decision.
    ProvisionalId,
    /// A webhook endpoint.
    WebhookId,
    /// Something that happened.
    EventId,
    /// One attempt to deliver an event.
    DeliveryId,
    /// An entry of the audit log.
    AuditId,
    /// A workspace: a team.
    WorkspaceId,
    /// The queue of a team's meeting type.
    QueueId,
    /// A group of users in a queue.
    UserGroupId,
}

impl EventId {
    /// The id of what happens at `at`: ids order events by time, and by their making within a millisecond.
    pub fn at(at: Timestamp) -> Self {
        Self(ordered(at))
    }

    /// Before every id of `at` and later.
    pub fn floor(at: Timestamp) -> Self {
        Self(floor(at))
    }

    /// Before every id, also of other nouns, that was made in the same millisecond.
    pub(crate) fn millisecond(self) -> Uuid {
        Uuid::from_u128(self.0.as_u128() >> 80 << 80)
    }
}

impl AuditId {
    /// See [`EventId::at`].
    pub fn at(at: Timestamp) -> Self {
        Self(ordered(at))
    }

    /// See [`EventId::floor`].
    pub fn floor(at: Timestamp) -> Self {
        Self(floor(at))
    }
}

impl DeliveryId {
    /// See [`EventId::at`].
    pub fn at(at: Timestamp) -> Self {
        Self(ordered(at))
    }

    /// See [`EventId::floor`].
    pub fn floor(at: Timestamp) -> Self {
        Self(floor(at))
    }
}

/// Follows the application's clock rather than the machine's, so that "older than 30 days" is a range of ids.
fn ordered(at: Timestamp) -> Uuid {
    static MADE: AtomicU32 = AtomicU32::new(0);
    const BITS: u8 = 24;
    let count = MADE.fetch_add(1, Ordering::Relaxed) & ((1 << BITS) - 1);
    let (seconds, nanos) = since_epoch(at);
    Uuid::new_v7(uuid::Timestamp::from_unix_time(seconds, nanos, count.into(), BITS))
}

fn floor(at: Timestamp) -> Uuid {
    let (seconds, nanos) = since_epoch(at);
    let ms = u128::from(seconds) * 1000 + u128::from(nanos / 1_000_000);
    Uuid::from_u128(ms << 80)
}

fn since_epoch(at: Timestamp) -> (u64, u32) {
    let at = at.max(Timestamp::UNIX_EPOCH);
    (at.as_second().unsigned_abs(), at.subsec_nanosecond().unsigned_abs())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn events_are_ordered_by_the_clock_they_are_given() {
        let at = |ms| Timestamp::from_millisecond(ms).unwrap();
        let (a, b) = (EventId::at(at(1_000)), EventId::at(at(1_000)));
        let later = EventId::at(at(1_001));
        assert!(a < b && b < later, "{a} {b} {later}");
        assert!(
            EventId::floor(at(1_000)) < a
                && later > EventId::floor(at(1_001))
                && b < EventId::floor(at(1_001))
        );
    }
}
