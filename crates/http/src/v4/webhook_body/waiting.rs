//! A booking that waits, as webhooks are told of it: what an appointment shows, as far as it is known.

use jiff::SignedDuration;
use serde::Serialize;
use slated_app::booking::{NewAttendee, provisional::Waiting};
use uuid::Uuid;

use super::{MeetingInfoTold, MeetingTypeInfoTold, MeetingTypeTold, offset, zone};
use crate::v4::{appointment::HostBody, instant::Instant};

/// `id` is the waiting booking's; an appointment that comes of it has another.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WaitingTold {
    id: Uuid,
    provisional_booking_id: Uuid,
    booking_type: String,
    status: String,
    start: String,
    end: String,
    timezone: String,
    meeting_info: MeetingInfoTold,
    attendees: Vec<AskingTold>,
    hosts: Vec<HostBody>,
    host_ids: Vec<Uuid>,
    meeting_type: MeetingTypeTold,
    meeting_type_id: Uuid,
    company_id: Uuid,
    expires_at: Instant,
    decided_at: Option<Instant>,
    created_at: Instant,
}

/// Who asks. Only attendees of an appointment have an id.
#[derive(Serialize)]
struct AskingTold {
    email: Option<String>,
    firstname: String,
    lastname: String,
    fullname: String,
    phone: Option<String>,
    timezone: Option<String>,
    language: Option<String>,
}

impl WaitingTold {
    pub(super) fn new(waiting: &Waiting) -> Self {
        let Waiting { held, book, meeting_type, hosts, reason: _ } = waiting;
        let zone = zone(hosts);
        let info = meeting_type.as_ref().map(|m| m.spec.info.clone()).unwrap_or_default();
        let duration = book.duration.unwrap_or(info.duration);
        Self {
            id: held.id.0,
            provisional_booking_id: held.id.0,
            booking_type: held.kind.clone(),
            status: held.status.clone(),
            start: offset(held.starts_at, &zone),
            end: offset(held.starts_at + SignedDuration::from_mins(duration.into()), &zone),
            timezone: zone.iana_name().unwrap_or("UTC").to_owned(),
            meeting_info: MeetingInfoTold {
                name: info.name.clone(),
                channel: book.channel.clone().unwrap_or(info.channel),
                meeting_link: None,
            },
            attendees: vec![AskingTold::new(&book.attendee)],
            hosts: hosts.iter().map(HostBody::from).collect(),
            host_ids: book.hosts.iter().flatten().map(|id| id.0).collect(),
            meeting_type: MeetingTypeTold {
                id: held.meeting_type_id.0,
                slug: meeting_type.as_ref().map(|m| m.slug.clone()),
                meeting_info: MeetingTypeInfoTold { name: info.name, duration },
                metadata: meeting_type.as_ref().map(|m| m.spec.metadata.clone()).unwrap_or_default(),
            },
            meeting_type_id: held.meeting_type_id.0,
            company_id: held.company_id.0,
            expires_at: Instant(held.expires_at),
            decided_at: held.decided_at.map(Instant),
            created_at: Instant(held.created_at),
        }
    }
}

impl AskingTold {
    fn new(asking: &NewAttendee) -> Self {
        let details = asking.details.clone();
        Self {
            email: asking.email.clone(),
            firstname: details.firstname,
            lastname: details.lastname,
            fullname: details.fullname,
            phone: details.phone,
            timezone: details.timezone,
            language: details.language,
        }
    }
}
