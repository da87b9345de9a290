//! The appointment object (contract section 9.3).

use std::collections::BTreeMap;

use serde::Serialize;
use slated_app::appointments::Full;
use slated_store::{
    appointment::{Attendee, Cancel, Details},
    meeting_type::{ConfirmationButton, MeetingType},
    user::User,
};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::v4::instant::Instant;

/// An appointment.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AppointmentBody {
    pub id: Uuid,
    /// Lets an attendee act without signing in.
    pub secret: String,
    pub start: Instant,
    pub end: Instant,
    /// `confirmed` or `cancelled`.
    #[schema(example = "confirmed")]
    pub status: &'static str,
    /// Where, for meetings in person.
    pub location: Option<String>,
    /// Where to join.
    pub meeting_link: Option<String>,
    pub is_cancelled: bool,
    pub cancel: Option<CancelBody>,
    pub rescheduled_at: Option<Instant>,
    pub reschedule_count: i64,
    pub meeting_info: MeetingInfoBody,
    pub hosting_info: HostingInfoBody,
    pub attendees: Vec<AttendeeBody>,
    pub attendee_ids: Vec<Uuid>,
    pub meeting_type_id: Uuid,
    /// The meeting type as it is now; null once it is deleted.
    pub meeting_type: Option<MeetingTypeBrief>,
    /// The main host first.
    pub hosts: Vec<HostBody>,
    pub host_ids: Vec<Uuid>,
    /// Why these hosts, when several could have taken it.
    pub host_choice: Option<String>,
    /// The queue whose turn it was.
    pub queue_id: Option<Uuid>,
    pub company_id: Uuid,
    /// The host's note.
    pub notes: Option<String>,
    pub transcription: Option<String>,
    pub summary: Option<String>,
    /// Seats of a group.
    pub spots: Option<u32>,
    /// Overrides of the invite.
    pub ics: IcsBody,
    /// iCalendar UID and SEQUENCE.
    pub ical_uid: String,
    pub sequence: i64,
    /// Booked past the host's rules.
    pub ignored_availability: bool,
    pub resource_channel_ids: Vec<Uuid>,
    pub reminder_ids: Vec<Uuid>,
    /// Passed through.
    pub crm_options: BTreeMap<String, String>,
    pub created_at: Instant,
    pub updated_at: Instant,
}

/// The meeting type as it was when the appointment was booked.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MeetingInfoBody {
    pub name: String,
    pub description: String,
    /// Minutes.
    pub duration: u32,
    pub channel: String,
    pub meeting_link: Option<String>,
    pub custom_channel_name: Option<String>,
    pub custom_channel_link: Option<String>,
    pub enable_redirect: bool,
    pub redirect: Option<String>,
    pub pass_event_details_to_redirect: bool,
    pub group_booking: bool,
    pub show_available_slots: bool,
    pub enrich_invitee: bool,
    pub confirmation_button: Option<ConfirmationButtonBody>,
    /// Minutes.
    pub buffer_before: u32,
    /// Minutes.
    pub buffer_after: u32,
    pub color: Option<String>,
}

/// A button on the confirmation page.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConfirmationButtonBody {
    pub use_confirmation_button: bool,
    pub text: Option<String>,
    pub color: Option<String>,
    pub link: Option<String>,
}

/// Who hosts, and where to join.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HostingInfoBody {
    pub main_host: Option<Uuid>,
    pub meeting_link: Option<String>,
}

/// Title, description and place in the calendar invite.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct IcsBody {
    pub title: Option<String>,
    pub description: Option<String>,
    pub location: Option<String>,
}

/// Who cancelled, when and why.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CancelBody {
    /// `host` or `attendee`.
    #[schema(example = "host")]
    pub action_source: String,
    pub action_at: Instant,
    pub action_by: Option<Uuid>,
    pub reason: Option<String>,
}

/// What was booked, in brief.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MeetingTypeBrief {
    pub id: Uuid,
    pub slug: String,
    pub meeting_info: MeetingInfoBrief,
    /// The platform's own.
    pub metadata: BTreeMap<String, String>,
}

/// Name and length of what was booked.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MeetingInfoBrief {
    pub name: String,
    /// Minutes.
    pub duration: u32,
}

/// Somebody who attends.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AttendeeBody {
    pub id: Uuid,
    pub email: Option<String>,
    pub firstname: String,
    pub lastname: String,
    pub fullname: String,
    pub phone: Option<String>,
    pub timezone: Option<String>,
    pub language: Option<String>,
    pub receive_reminders: bool,
    /// Answers, keyed by label or field id.
    #[schema(value_type = std::collections::HashMap<String, serde_json::Value>)]
    pub notes: serde_json::Map<String, serde_json::Value>,
    /// Guests brought along.
    pub bringalong_emails: Vec<String>,
    pub data_policy_accepted: Option<bool>,
    /// Left a group that goes on.
    pub is_cancelled: bool,
    /// Did not come.
    pub no_show: bool,
}

/// Somebody who hosts.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HostBody {
    pub id: Uuid,
    pub email: String,
    pub given_name: String,
    pub family_name: String,
    pub full_name: String,
    pub slug: String,
    pub picture: Option<String>,
    pub user_type: String,
}

impl From<&Full> for AppointmentBody {
    fn from(full: &Full) -> Self {
        let (a, d) = (&full.booked.appointment, &full.booked.appointment.details);
        let cancelled = a.cancelled_at.is_some();
        let ics = d.ics.clone().unwrap_or_default();
        Self {
            id: a.id.0,
            secret: a.secret.clone(),
            start: Instant(a.starts_at),
            end: Instant(a.ends_at),
            status: if cancelled { "cancelled" } else { "confirmed" },
            location: d.location.clone(),
            meeting_link: d.meeting_link.clone(),
            is_cancelled: cancelled,
            cancel: d.cancel.as_ref().map(CancelBody::from),
            rescheduled_at: a.rescheduled_at.map(Instant),
            reschedule_count: a.reschedule_count,
            meeting_info: MeetingInfoBody::from(d),
            hosting_info: HostingInfoBody {
                main_host: full.booked.hosts.first().map(|id| id.0),
                meeting_link: d.meeting_link.clone(),
            },
            attendees: full.booked.attendees.iter().map(AttendeeBody::from).collect(),
            attendee_ids: full.booked.attendees.iter().map(|t| t.id.0).collect(),
            meeting_type_id: a.meeting_type_id.0,
            meeting_type: full.meeting_type.as_ref().map(MeetingTypeBrief::from),
            hosts: full.hosts.iter().map(HostBody::from).collect(),
            host_ids: full.booked.hosts.iter().map(|id| id.0).collect(),
            host_choice: d.host_choice.clone(),
            queue_id: d.turn.as_ref().map(|turn| turn.queue.0),
            company_id: a.company_id.0,
            notes: d.note.clone(),
            transcription: None,
            summary: None,
            spots: d.spots,
            ics: IcsBody { title: ics.title, description: ics.description, location: ics.location },
            ical_uid: d.ical_uid.clone(),
            sequence: a.sequence,
            ignored_availability: a.forced,
            resource_channel_ids: d.resource_channel_ids.clone(),
            reminder_ids: vec![],
            crm_options: BTreeMap::new(),
            created_at: Instant(a.created_at),
            updated_at: Instant(a.updated_at),
        }
    }
}

impl From<&Details> for MeetingInfoBody {
    fn from(d: &Details) -> Self {
        let info = d.info.clone();
        Self {
            name: info.name,
            description: info.description,
            duration: info.duration,
            channel: d.channel.clone(),
            meeting_link: d.meeting_link.clone(),
            custom_channel_name: info.custom_channel_name,
            custom_channel_link: info.custom_channel_link,
            enable_redirect: info.enable_redirect,
            redirect: info.redirect,
            pass_event_details_to_redirect: info.pass_event_details_to_redirect,
            group_booking: info.group_booking,
            show_available_slots: info.show_available_slots,
            enrich_invitee: info.enrich_invitee,
            confirmation_button: info.confirmation_button.map(ConfirmationButtonBody::from),
            buffer_before: d.buffer_before,
            buffer_after: d.buffer_after,
            color: info.color,
        }
    }
}

impl From<ConfirmationButton> for ConfirmationButtonBody {
    fn from(b: ConfirmationButton) -> Self {
        Self {
            use_confirmation_button: b.use_confirmation_button,
            text: b.text,
            color: b.color,
            link: b.link,
        }
    }
}

impl From<&Cancel> for CancelBody {
    fn from(c: &Cancel) -> Self {
        Self {
            action_source: c.action_source.clone(),
            action_at: Instant(c.action_at),
            action_by: c.action_by,
            reason: c.reason.clone(),
        }
    }
}

impl From<&MeetingType> for MeetingTypeBrief {
    fn from(m: &MeetingType) -> Self {
        Self {
            id: m.id.0,
            slug: m.slug.clone(),
            meeting_info: MeetingInfoBrief { name: m.spec.info.name.clone(), duration: m.spec.info.duration },
            metadata: m.spec.metadata.clone(),
        }
    }
}

impl From<&Attendee> for AttendeeBody {
    fn from(t: &Attendee) -> Self {
        let d = t.details.clone();
        Self {
            id: t.id.0,
            email: t.email.clone(),
            firstname: d.firstname,
            lastname: d.lastname,
            fullname: d.fullname,
            phone: d.phone,
            timezone: d.timezone,
            language: d.language,
            receive_reminders: d.receive_reminders,
            notes: d.notes,
            bringalong_emails: d.guests,
            data_policy_accepted: d.data_policy_accepted,
            is_cancelled: t.cancelled_at.is_some(),
            no_show: d.no_show_at.is_some(),
        }
    }
}

impl From<&User> for HostBody {
    fn from(u: &User) -> Self {
        Self {
            id: u.id.0,
            email: u.email.clone(),
            given_name: u.given_name.clone(),
            family_name: u.family_name.clone(),
            full_name: u.full_name(),
            slug: u.slug.clone(),
            picture: u.profile.picture.clone(),
            user_type: u.user_type.clone(),
        }
    }
}
