//! What webhooks are told (contract section 12.3): one body for two generations of receivers.
//!
//! The newer find the appointment's members at the top, beside `webhookType`; the older look for `event` and for the
//! same appointment under `data`.

use std::collections::BTreeMap;

use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;
use slated_app::{
    appointments::Full,
    events::{EventBody, Happened},
};
use slated_store::{ids::AttendeeId, user::User};
use uuid::Uuid;

use super::{
    appointment::{AttendeeBody, CancelBody, HostBody},
    instant::Instant,
};

mod updated;
mod users;
mod waiting;
mod webhooks;

use updated::Updated;
use users::UserTold;
use waiting::WaitingTold;
use webhooks::WebhookTold;

/// Renders events in the contract's form.
#[derive(Debug, Clone, Copy, Default)]
pub struct WebhookBodies;

impl EventBody for WebhookBodies {
    fn body(&self, happened: &Happened<'_>, at: Timestamp) -> String {
        let head =
            Head { webhook_type: happened.event_type().as_str(), event: happened.event_type().as_str(), at };
        match happened {
            Happened::BookingCreated(full) | Happened::BookingJoined { appointment: full, .. } => {
                superset(&head, &AppointmentTold::new(full), &Nothing {})
            }
            Happened::BookingCancelled { appointment, attendee } => {
                let members = AppointmentTold::new(appointment);
                match attendee.and_then(|id| told(appointment, id)) {
                    Some(cancelled_attendee) => superset(&head, &members, &Left { cancelled_attendee }),
                    None => superset(&head, &members, &Nothing {}),
                }
            }
            Happened::BookingRescheduled { appointment, previous_start } => {
                let told = AppointmentTold::new(appointment);
                let previous_start = offset(*previous_start, &zone(&appointment.hosts));
                let original_start = previous_start.clone();
                superset(
                    &head,
                    &told,
                    &Moved { original_start, previous_start, rescheduled_appointment: &told },
                )
            }
            Happened::BookingUpdated { appointment, edit } => {
                superset(&head, &AppointmentTold::new(appointment), &Updated::new(appointment, *edit))
            }
            Happened::BookingPending(waiting)
            | Happened::BookingApproved(waiting)
            | Happened::BookingDeclined(waiting)
            | Happened::BookingExpired(waiting) => superset(&head, &WaitingTold::new(waiting), &Nothing {}),
            Happened::BookingConfirmed { waiting, appointment } => {
                let confirmed = Confirmed {
                    provisional_booking_id: waiting.held.id.0,
                    booking_type: waiting.held.kind.clone(),
                };
                superset(&head, &AppointmentTold::new(appointment), &confirmed)
            }
            Happened::BookingNoShow { appointment, attendees } => {
                let missing = attendees.iter().filter_map(|&id| told(appointment, id)).collect();
                superset(&head, &AppointmentTold::new(appointment), &Missing { no_show_attendees: missing })
            }
            Happened::WebhookPaused(webhook)
            | Happened::WebhookDisabled(webhook)
            | Happened::WebhookTest(webhook) => superset(&head, &WebhookTold::new(webhook), &Nothing {}),
            Happened::NewEmployee(user) => superset(&head, &UserTold::new(user), &Nothing {}),
        }
    }

    fn erased(&self, kind: &str, subject: Uuid, at: Timestamp) -> String {
        superset(
            &Head { webhook_type: kind, event: kind, at },
            &Gone { id: subject, erased: true },
            &Nothing {},
        )
    }
}

/// `{head, members, more, "data": {members, more}}`; the members, being the most of it, are rendered once.
fn superset(head: &Head<'_>, members: &impl Serialize, more: &impl Serialize) -> String {
    let (head, members, more) = (inside(head), inside(members), inside(more));
    let data = if more.is_empty() { members } else { format!("{members},{more}") };
    format!("{{{head},{data},\"data\":{{{data}}}}}")
}

/// A struct's JSON without its braces.
fn inside(part: &impl Serialize) -> String {
    let mut json = serde_json::to_string(part).expect("these types have a JSON form");
    json.pop();
    json.remove(0);
    json
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Head<'a> {
    webhook_type: &'a str,
    event: &'a str,
    #[serde(rename = "timestamp", serialize_with = "instant")]
    at: Timestamp,
}

fn instant<S: serde::Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    Instant(*at).serialize(serializer)
}

#[derive(Serialize)]
struct Nothing {}

/// What is left when the people of an event were erased.
#[derive(Serialize)]
struct Gone {
    id: Uuid,
    erased: bool,
}

/// One attendee of a group left, the others meet all the same.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Left {
    cancelled_attendee: AttendeeBody,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Moved<'a> {
    original_start: String,
    previous_start: String,
    rescheduled_appointment: &'a AppointmentTold,
}

/// What an appointment was before somebody decided.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Confirmed {
    provisional_booking_id: Uuid,
    booking_type: String,
}

/// Attendees who did not come.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Missing {
    no_show_attendees: Vec<AttendeeBody>,
}

/// An appointment as webhooks are told of it. `start` and `end` carry the offset of the main host's zone.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AppointmentTold {
    id: Uuid,
    secret: String,
    start: String,
    end: String,
    timezone: String,
    status: &'static str,
    location: Option<String>,
    meeting_link: Option<String>,
    is_cancelled: bool,
    cancel: Option<CancelBody>,
    rescheduled_at: Option<Instant>,
    reschedule_count: i64,
    meeting_info: MeetingInfoTold,
    attendees: Vec<AttendeeBody>,
    attendee_ids: Vec<Uuid>,
    hosts: Vec<HostBody>,
    host_ids: Vec<Uuid>,
    meeting_type: MeetingTypeTold,
    meeting_type_id: Uuid,
    company_id: Uuid,
    created_at: Instant,
    updated_at: Instant,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MeetingInfoTold {
    name: String,
    channel: String,
    meeting_link: Option<String>,
}

/// As it was when the appointment was booked; the slug is as it is now, null once the type is deleted.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MeetingTypeTold {
    id: Uuid,
    slug: Option<String>,
    meeting_info: MeetingTypeInfoTold,
    metadata: BTreeMap<String, String>,
}

#[derive(Serialize)]
struct MeetingTypeInfoTold {
    name: String,
    duration: u32,
}

impl AppointmentTold {
    fn new(full: &Full) -> Self {
        let (a, d, zone) = (&full.booked.appointment, &full.booked.appointment.details, zone(&full.hosts));
        Self {
            id: a.id.0,
            secret: a.secret.clone(),
            start: offset(a.starts_at, &zone),
            end: offset(a.ends_at, &zone),
            timezone: zone.iana_name().unwrap_or("UTC").to_owned(),
            status: if a.cancelled_at.is_some() { "cancelled" } else { "confirmed" },
            location: d.location.clone(),
            meeting_link: d.meeting_link.clone(),
            is_cancelled: a.cancelled_at.is_some(),
            cancel: d.cancel.as_ref().map(CancelBody::from),
            rescheduled_at: a.rescheduled_at.map(Instant),
            reschedule_count: a.reschedule_count,
            meeting_info: MeetingInfoTold {
                name: d.info.name.clone(),
                channel: d.channel.clone(),
                meeting_link: d.meeting_link.clone(),
            },
            attendees: full.booked.attendees.iter().map(AttendeeBody::from).collect(),
            attendee_ids: full.booked.attendees.iter().map(|attendee| attendee.id.0).collect(),
            hosts: full.hosts.iter().map(HostBody::from).collect(),
            host_ids: full.booked.hosts.iter().map(|id| id.0).collect(),
            meeting_type: MeetingTypeTold {
                id: a.meeting_type_id.0,
                slug: full.meeting_type.as_ref().map(|meeting_type| meeting_type.slug.clone()),
                meeting_info: MeetingTypeInfoTold { name: d.info.name.clone(), duration: d.info.duration },
                metadata: d.metadata.clone(),
            },
            meeting_type_id: a.meeting_type_id.0,
            company_id: a.company_id.0,
            created_at: Instant(a.created_at),
            updated_at: Instant(a.updated_at),
        }
    }
}

fn told(full: &Full, id: AttendeeId) -> Option<AttendeeBody> {
    full.booked.attendees.iter().find(|attendee| attendee.id == id).map(AttendeeBody::from)
}

/// The main host's zone.
fn zone(hosts: &[User]) -> TimeZone {
    hosts.first().and_then(|host| TimeZone::get(&host.timezone).ok()).unwrap_or(TimeZone::UTC)
}

/// `2024-01-15T09:00:00+01:00`.
fn offset(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn times_carry_the_offset_of_the_zone_at_that_time() {
        let check = |at: &str, zone| offset(at.parse().unwrap(), &TimeZone::get(zone).unwrap());
        assert_eq!(check("2024-01-15T08:00:00Z", "Europe/Berlin"), "2024-01-15T09:00:00+01:00");
        assert_eq!(check("2024-07-15T07:00:00Z", "Europe/Berlin"), "2024-07-15T09:00:00+02:00");
        assert_eq!(check("2024-01-15T08:00:00Z", "America/St_Johns"), "2024-01-15T04:30:00-03:30");
        assert_eq!(check("2024-01-15T08:00:00Z", "UTC"), "2024-01-15T08:00:00+00:00");
    }

    #[test]
    fn members_stand_at_the_top_and_under_data() {
        #[derive(Serialize)]
        struct Members {
            id: u8,
        }
        #[derive(Serialize)]
        struct More {
            more: &'static str,
        }
        let head = Head { webhook_type: "x", event: "x", at: Timestamp::UNIX_EPOCH };
        let parse = |text: String| serde_json::from_str::<serde_json::Value>(&text).unwrap();
        assert_eq!(
            parse(superset(&head, &Members { id: 1 }, &More { more: "{}" })),
            serde_json::json!({ "webhookType": "x", "event": "x", "timestamp": "1970-01-01T00:00:00.000Z",
                "id": 1, "more": "{}", "data": { "id": 1, "more": "{}" } })
        );
        assert_eq!(
            parse(superset(&head, &Members { id: 1 }, &Nothing {}))["data"],
            serde_json::json!({ "id": 1 })
        );
    }
}
