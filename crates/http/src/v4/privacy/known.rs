//! Everything that is known of an invitee, as it is handed out.

use jiff::Timestamp;
use serde::Serialize;
use slated_app::{
    booking::{NewAttendee, provisional},
    privacy::Known,
};
use slated_store::{
    appointment::{Attendee, AttendeeDetails, Booked},
    event::Event,
    provisional::Provisional,
};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::v4::instant::Instant;

/// Everything the company knows of a person.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ExportBody {
    /// When it was asked.
    exported_at: Instant,
    /// What they booked.
    appointments: Vec<AttendanceBody>,
    /// Attendees who brought them along.
    brought_by: Vec<BroughtByBody>,
    /// Their bookings that wait or waited for a decision.
    provisional_bookings: Vec<WaitingBody>,
    /// What webhooks were told of their appointments.
    events: Vec<ToldBody>,
}

/// One attendance.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AttendanceBody {
    appointment_id: Uuid,
    meeting_type_id: Uuid,
    /// What was booked.
    name: String,
    start: Instant,
    end: Instant,
    host_ids: Vec<Uuid>,
    location: Option<String>,
    meeting_link: Option<String>,
    /// The host's note; left out where others attend too.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    note: Option<String>,
    /// Why it was cancelled; left out where others attend too.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    cancel_reason: Option<String>,
    attendee_id: Uuid,
    #[serde(flatten)]
    person: PersonBody,
    booked_at: Instant,
    cancelled_at: Option<Instant>,
}

/// What a person said of themselves.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PersonBody {
    email: Option<String>,
    firstname: String,
    lastname: String,
    fullname: String,
    phone: Option<String>,
    timezone: Option<String>,
    language: Option<String>,
    /// The language with region and clock, as the pages kept it.
    locale: Option<String>,
    receive_reminders: bool,
    /// Answers.
    #[schema(value_type = std::collections::HashMap<String, serde_json::Value>)]
    notes: serde_json::Map<String, serde_json::Value>,
    /// Guests brought along.
    bringalong_emails: Vec<String>,
    data_policy_accepted: Option<bool>,
    /// When it was noted that they did not come.
    no_show_at: Option<Instant>,
}

/// An attendee who brought the person along.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BroughtByBody {
    appointment_id: Uuid,
    attendee_id: Uuid,
}

/// A booking that waits or waited for a decision.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WaitingBody {
    id: Uuid,
    meeting_type_id: Uuid,
    status: String,
    start: Instant,
    host_id: Uuid,
    location: Option<String>,
    #[serde(flatten)]
    person: PersonBody,
    asked_at: Instant,
}

/// What webhooks were told.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ToldBody {
    id: Uuid,
    event_type: String,
    /// The appointment, or the waiting booking.
    subject_id: Uuid,
    at: Instant,
}

impl ExportBody {
    /// As it is at `now`.
    pub fn new(known: Known, now: Timestamp) -> Self {
        Self {
            exported_at: Instant(now),
            appointments: known.attendances.into_iter().map(AttendanceBody::from).collect(),
            brought_by: known
                .brought_by
                .into_iter()
                .map(|(attendee, appointment)| BroughtByBody {
                    appointment_id: appointment.0,
                    attendee_id: attendee.0,
                })
                .collect(),
            provisional_bookings: known.provisional.into_iter().map(WaitingBody::from).collect(),
            events: known.events.into_iter().map(ToldBody::from).collect(),
        }
    }
}

impl From<(Attendee, Booked)> for AttendanceBody {
    fn from((attendee, booked): (Attendee, Booked)) -> Self {
        let alone = booked.attendees.len() == 1;
        let (a, d) = (booked.appointment, attendee.details);
        Self {
            appointment_id: a.id.0,
            meeting_type_id: a.meeting_type_id.0,
            name: a.details.info.name,
            start: Instant(a.starts_at),
            end: Instant(a.ends_at),
            host_ids: booked.hosts.iter().map(|host| host.0).collect(),
            location: a.details.location,
            meeting_link: a.details.meeting_link,
            note: a.details.note.filter(|_| alone),
            cancel_reason: a.details.cancel.and_then(|by| by.reason).filter(|_| alone),
            attendee_id: attendee.id.0,
            person: PersonBody::new(attendee.email, d),
            booked_at: Instant(attendee.created_at),
            cancelled_at: attendee.cancelled_at.map(Instant),
        }
    }
}

impl PersonBody {
    // Member by member, so that a new one does not compile until it is handed out too.
    fn new(email: Option<String>, details: AttendeeDetails) -> Self {
        let AttendeeDetails {
            firstname,
            lastname,
            fullname,
            phone,
            timezone,
            language,
            locale,
            receive_reminders,
            notes,
            guests,
            data_policy_accepted,
            no_show_at,
        } = details;
        Self {
            email,
            firstname,
            lastname,
            fullname,
            phone,
            timezone,
            language,
            locale,
            receive_reminders,
            notes,
            bringalong_emails: guests,
            data_policy_accepted,
            no_show_at: no_show_at.map(Instant),
        }
    }
}

impl From<Provisional> for WaitingBody {
    fn from(held: Provisional) -> Self {
        let request = provisional::request(&held).ok();
        let location = request.as_ref().and_then(|book| book.location.clone());
        let NewAttendee { email, details } = request.map(|book| book.attendee).unwrap_or_default();
        Self {
            id: held.id.0,
            meeting_type_id: held.meeting_type_id.0,
            status: held.status,
            start: Instant(held.starts_at),
            host_id: held.host_id.0,
            location,
            person: PersonBody::new(email, details),
            asked_at: Instant(held.created_at),
        }
    }
}

impl From<Event> for ToldBody {
    fn from(event: Event) -> Self {
        Self {
            id: event.id.0,
            event_type: event.kind,
            subject_id: event.subject_id,
            at: Instant(event.created_at),
        }
    }
}
