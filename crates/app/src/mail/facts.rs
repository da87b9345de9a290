//! What a mail tells, as it was when the mail became necessary. Kept in the job, so that a mail that leaves late
//! still says what was so.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};
use slated_store::{
    appointment::{Attendee, AttendeeDetails},
    ids::{AttendeeId, MeetingTypeId},
    meeting_type::{Ics, MeetingType},
    user::User,
};
use uuid::Uuid;

use crate::{appointments::Full, booking::provisional::Waiting, texts::Language};

/// A meeting, as one attendee's mails tell of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// The appointment, or the booking that waits.
    pub subject: Uuid,
    /// What was booked.
    pub meeting_type: MeetingTypeId,
    /// iCalendar UID.
    pub uid: String,
    /// iCalendar SEQUENCE.
    pub sequence: i64,
    /// When it was booked.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Begin.
    pub start: Timestamp,
    /// End.
    pub end: Timestamp,
    /// Where it was before it was moved.
    pub previous_start: Option<Timestamp>,
    /// What it is called.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// Where it takes place (contract section 8.2).
    pub channel: String,
    /// What a channel of the host's own is called.
    pub channel_name: Option<String>,
    /// Address.
    pub location: Option<String>,
    /// Where to join.
    pub link: Option<String>,
    /// Templates of the invite.
    pub ics: Option<Ics>,
    /// Who invites: the address it was booked with, whatever the host's is now.
    pub organizer: Option<String>,
    /// The hosts, the main host first.
    pub hosts: Vec<Party>,
    /// The attendee.
    pub guest: Party,
    /// Everybody else of a group: told to hosts only.
    pub others: Vec<Party>,
    /// Whom the attendee brings along.
    pub brought: Vec<String>,
    /// What the attendee answered: told to hosts only.
    pub notes: serde_json::Map<String, serde_json::Value>,
    /// Why it was cancelled or declined.
    pub reason: Option<String>,
    /// Does not take place any more.
    pub cancelled: bool,
    /// Takes place without the attendee, or not at all.
    pub left: bool,
    /// Lets its bearer act, without signing in.
    pub secret: String,
    /// The part of a group that links are about.
    pub attendee: Option<AttendeeId>,
    /// Until when the slot is held.
    pub deadline: Option<Timestamp>,
    /// The host's colour.
    pub accent: Option<String>,
    /// The path of the page it was booked on.
    pub booking_path: Option<String>,
}

/// Somebody in a meeting.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Party {
    /// As shown.
    pub name: String,
    /// First name.
    pub first: String,
    /// Last name.
    pub last: String,
    /// None for bookings by phone.
    pub email: Option<String>,
    /// As given.
    pub phone: Option<String>,
    /// IANA zone.
    pub timezone: Option<String>,
    /// Language tag.
    pub language: Option<String>,
}

impl Facts {
    /// Of an appointment, as `attendee` sees it.
    pub fn of(full: &Full, attendee: &Attendee) -> Self {
        let (a, d) = (&full.booked.appointment, &full.booked.appointment.details);
        // Those who take part, or would have until just now.
        let with = |other: &&Attendee| other.cancelled_at.is_none_or(|left| Some(left) == a.cancelled_at);
        let others = full.booked.attendees.iter().filter(|other| other.id != attendee.id).filter(with);
        let host = full.hosts.first();
        Self {
            subject: a.id.0,
            meeting_type: a.meeting_type_id,
            uid: d.ical_uid.clone(),
            sequence: a.sequence,
            created_at: a.created_at,
            updated_at: a.updated_at,
            start: a.starts_at,
            end: a.ends_at,
            previous_start: d.previous_start,
            name: d.info.name.clone(),
            description: d.info.description.clone(),
            channel: d.channel.clone(),
            channel_name: d.info.custom_channel_name.clone(),
            location: d.location.clone().filter(|place| !place.is_empty()),
            link: d.meeting_link.clone(),
            ics: d.ics.clone(),
            organizer: d.organizer.clone(),
            hosts: full.hosts.iter().map(Party::host).collect(),
            guest: Party::attendee(attendee.email.as_deref(), &attendee.details),
            others: others.map(|other| Party::attendee(other.email.as_deref(), &other.details)).collect(),
            brought: attendee.details.guests.clone(),
            notes: attendee.details.notes.clone(),
            reason: d.cancel.as_ref().and_then(|cancel| cancel.reason.clone()),
            cancelled: a.cancelled_at.is_some(),
            left: attendee.cancelled_at.is_some(),
            secret: a.secret.clone(),
            attendee: Some(attendee.id),
            deadline: None,
            accent: host.and_then(accent),
            booking_path: booking_path(host, full.meeting_type.as_ref()),
        }
    }

    /// Of a booking that waits.
    pub fn of_waiting(waiting: &Waiting) -> Self {
        let (held, book) = (&waiting.held, &waiting.book);
        let spec = waiting.meeting_type.as_ref().map(|found| found.spec.clone()).unwrap_or_default();
        let host = waiting.hosts.first();
        let minutes = book.duration.unwrap_or(spec.info.duration);
        let channel = book.channel.clone().unwrap_or_else(|| spec.info.channel.clone());
        Self {
            subject: held.id.0,
            meeting_type: held.meeting_type_id,
            uid: String::new(),
            sequence: 0,
            created_at: held.created_at,
            updated_at: held.created_at,
            start: held.starts_at,
            end: held.starts_at + SignedDuration::from_mins(i64::from(minutes)),
            previous_start: None,
            location: book
                .location
                .clone()
                .or_else(|| spec.locations.first().filter(|_| channel == "local").cloned()),
            channel,
            channel_name: spec.info.custom_channel_name,
            name: spec.info.name,
            description: spec.info.description,
            link: None,
            ics: None,
            organizer: None,
            hosts: waiting.hosts.iter().map(Party::host).collect(),
            guest: Party::attendee(book.attendee.email.as_deref(), &book.attendee.details),
            others: vec![],
            brought: vec![],
            notes: book.attendee.details.notes.clone(),
            reason: waiting.reason.clone(),
            cancelled: false,
            left: false,
            secret: held.secret.clone(),
            attendee: None,
            deadline: Some(held.expires_at),
            accent: host.and_then(accent),
            booking_path: booking_path(host, waiting.meeting_type.as_ref()),
        }
    }

    /// The main host.
    pub fn host(&self) -> Party {
        self.hosts.first().cloned().unwrap_or_default()
    }

    /// Minutes.
    pub fn minutes(&self) -> u32 {
        u32::try_from(self.start.duration_until(self.end).as_mins()).unwrap_or(0)
    }
}

impl Party {
    /// A user.
    pub fn host(user: &User) -> Self {
        Self {
            name: user.full_name(),
            first: user.given_name.clone(),
            last: user.family_name.clone(),
            email: Some(user.email.clone()),
            phone: user.profile.phone_number.clone(),
            timezone: Some(user.timezone.clone()),
            language: Some(user.language.clone()),
        }
    }

    fn attendee(email: Option<&str>, details: &AttendeeDetails) -> Self {
        let joined = format!("{} {}", details.firstname, details.lastname);
        let name = [details.fullname.trim(), joined.trim(), email.unwrap_or_default()];
        Self {
            name: name.into_iter().find(|name| !name.is_empty()).unwrap_or_default().to_owned(),
            first: details.firstname.clone(),
            last: details.lastname.clone(),
            email: email.map(str::to_owned),
            phone: details.phone.clone(),
            timezone: details.timezone.clone(),
            language: details.speaks().map(str::to_owned),
        }
    }

    /// How to address them: the first name where there is one.
    pub fn called(&self) -> &str {
        if self.first.trim().is_empty() { &self.name } else { &self.first }
    }
}

/// The first of these zones there is.
pub(crate) fn zone<'a>(names: impl IntoIterator<Item = Option<&'a str>>) -> TimeZone {
    let mut known = names.into_iter().flatten().filter_map(|name| TimeZone::get(name).ok());
    known.next().unwrap_or(TimeZone::UTC)
}

/// The first of these languages that there are texts in.
pub fn language<'a>(tags: impl IntoIterator<Item = Option<&'a str>>) -> Language {
    let mut known = tags.into_iter().flatten().filter_map(Language::parse);
    known.next().unwrap_or_else(|| Language::parse("en").expect("English is there"))
}

pub(super) fn accent(host: &User) -> Option<String> {
    host.personal_page.primary_color.clone().filter(|_| host.personal_page.use_custom_colors)
}

/// Of a team's it takes a look at the team, which is left to whoever can.
fn booking_path(host: Option<&User>, meeting_type: Option<&MeetingType>) -> Option<String> {
    let host = host.filter(|host| host.deleted_at.is_none())?;
    let meeting_type = meeting_type.filter(|m| m.queue_id.is_none())?;
    Some(format!("/{}/{}", host.slug, meeting_type.slug))
}
