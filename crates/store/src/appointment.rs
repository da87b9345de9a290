//! Appointments: meetings that were booked, and who attends them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    args,
    db::{Conn, FromRow, Json, Result, Row, Value},
    ids::{AppointmentId, AttendeeId, CompanyId, MeetingTypeId, UserId},
    meeting_type::{Ics, Info},
    queue::turn::Turn,
};

// Before the lists, which select the same columns.
macro_rules! columns {
    () => {
        "a.id, a.company_id, a.meeting_type_id, a.secret, a.starts_at, a.ends_at, a.cancelled_at, a.rescheduled_at, \
         a.reschedule_count, a.sequence, a.forced, a.details, a.created_at, a.updated_at"
    };
}

pub use change::{insert, join, reschedule, update};
mod change;
pub(crate) use list::escaped;
pub use list::{Filter, MAX_ATTENDEES, Order, page};
mod list;

/// A booked meeting. It keeps its id and its secret when it is moved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Appointment {
    /// Which.
    pub id: AppointmentId,
    /// Of which company.
    pub company_id: CompanyId,
    /// What was booked.
    pub meeting_type_id: MeetingTypeId,
    /// Lets an attendee act without signing in: unguessable.
    pub secret: String,
    /// Begin, without buffers.
    pub starts_at: Timestamp,
    /// End, without buffers.
    pub ends_at: Timestamp,
    /// When it was cancelled.
    pub cancelled_at: Option<Timestamp>,
    /// When it was last moved.
    pub rescheduled_at: Option<Timestamp>,
    /// How often it was moved.
    pub reschedule_count: i64,
    /// iCalendar SEQUENCE: rises with every change an invite must tell.
    pub sequence: i64,
    /// Booked past the rules (policies 16).
    pub forced: bool,
    /// Everything that is only told.
    pub details: Details,
    /// When it was booked.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// What is known of an appointment beside its times.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Details {
    /// The meeting type as it was when this was booked.
    pub info: Info,
    /// Where it takes place.
    pub channel: String,
    /// Address, for meetings in person.
    pub location: Option<String>,
    /// Link to join.
    pub meeting_link: Option<String>,
    /// iCalendar UID: never changes.
    pub ical_uid: String,
    /// iCalendar ORGANIZER: the main host's address at the booking, because a change of it splits the event.
    pub organizer: Option<String>,
    /// Seats, for group meetings.
    pub spots: Option<u32>,
    /// Overrides of the invite.
    pub ics: Option<Ics>,
    /// The platform's metadata of the meeting type.
    pub metadata: std::collections::BTreeMap<String, String>,
    /// The host's note.
    pub note: Option<String>,
    /// Who cancelled and why.
    pub cancel: Option<Cancel>,
    /// Resources booked along.
    pub resource_channel_ids: Vec<Uuid>,
    /// The start before the last move.
    pub previous_start: Option<Timestamp>,
    /// No mails were wanted.
    pub skip_notifications: bool,
    /// Why these hosts, when there was a choice.
    pub host_choice: Option<String>,
    /// Whose turn of a queue it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub turn: Option<Turn>,
    /// The buffers its claims were made with, in minutes.
    pub buffer_before: u32,
    /// See `buffer_before`.
    pub buffer_after: u32,
}

/// How an appointment ended early.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cancel {
    /// `host` or `attendee`.
    pub action_source: String,
    /// When.
    pub action_at: Timestamp,
    /// Who: a user or an attendee.
    pub action_by: Option<Uuid>,
    /// Why.
    pub reason: Option<String>,
    /// The attendees were to get no mail.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub quiet: bool,
}

/// Somebody who attends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attendee {
    /// Which.
    pub id: AttendeeId,
    /// Of which company.
    pub company_id: CompanyId,
    /// What they attend.
    pub appointment_id: AppointmentId,
    /// None only for bookings by phone.
    pub email: Option<String>,
    /// Everything else.
    pub details: AttendeeDetails,
    /// When they booked.
    pub created_at: Timestamp,
    /// When they left.
    pub cancelled_at: Option<Timestamp>,
}

/// What is known of an attendee.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AttendeeDetails {
    /// First name.
    pub firstname: String,
    /// Last name.
    pub lastname: String,
    /// Whole name.
    pub fullname: String,
    /// Phone number as given.
    pub phone: Option<String>,
    /// IANA zone.
    pub timezone: Option<String>,
    /// Two-letter code.
    pub language: Option<String>,
    /// The language as they read it, with region and clock: `en-US-u-hc-h23`. From the pages only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// Wants reminders.
    pub receive_reminders: bool,
    /// Answers, keyed by label or field id.
    pub notes: serde_json::Map<String, serde_json::Value>,
    /// Guests brought along.
    pub guests: Vec<String>,
    /// Ticked the consent box.
    pub data_policy_accepted: Option<bool>,
    /// When it was noted that they did not come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_show_at: Option<Timestamp>,
}

impl AttendeeDetails {
    /// How to speak to them, as exactly as is known.
    pub fn speaks(&self) -> Option<&str> {
        self.locale.as_deref().or(self.language.as_deref())
    }
}

/// An appointment with everybody in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Booked {
    /// The meeting.
    pub appointment: Appointment,
    /// Its hosts, the main host first.
    pub hosts: Vec<UserId>,
    /// Everybody who attends, also those who left.
    pub attendees: Vec<Attendee>,
}

impl FromRow for Appointment {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.take()?,
            company_id: row.take()?,
            meeting_type_id: row.take()?,
            secret: row.take()?,
            starts_at: row.take()?,
            ends_at: row.take()?,
            cancelled_at: row.take()?,
            rescheduled_at: row.take()?,
            reschedule_count: row.take()?,
            sequence: row.take()?,
            forced: row.take()?,
            details: row.take::<Json<_>>()?.0,
            created_at: row.take()?,
            updated_at: row.take()?,
        })
    }
}

macro_rules! attendee_columns {
    () => {
        "id, company_id, appointment_id, email, details, created_at, cancelled_at"
    };
}
pub(crate) use attendee_columns;

/// What an attendee is found by.
pub(crate) fn searched(t: &Attendee) -> String {
    let (email, d) = (t.email.as_deref().unwrap_or_default(), &t.details);
    [email, &d.fullname, d.phone.as_deref().unwrap_or_default()].join(" ").to_lowercase()
}

/// The attendee with this id.
pub fn attendee(c: &mut Conn, company: CompanyId, id: AttendeeId) -> Result<Option<Attendee>> {
    c.one(
        concat!("SELECT ", attendee_columns!(), " FROM attendee WHERE company_id = $1 AND id = $2"),
        args![company, id],
    )
}

/// The appointment with this id, and everybody in it.
pub fn by_id(c: &mut Conn, company: CompanyId, id: AppointmentId) -> Result<Option<Booked>> {
    let found = c.one(
        concat!("SELECT ", columns!(), " FROM appointment a WHERE a.company_id = $1 AND a.id = $2"),
        args![company, id],
    )?;
    found.map(|appointment| with_people(c, appointment)).transpose()
}

/// The appointment whose secret this is, of whatever company: the secret is the permission.
pub fn by_secret(c: &mut Conn, secret: &str) -> Result<Option<Booked>> {
    let found =
        c.one(concat!("SELECT ", columns!(), " FROM appointment a WHERE a.secret = $1"), args![secret])?;
    found.map(|appointment| with_people(c, appointment)).transpose()
}

/// How many appointments of each host begin in `[from, to)`, cancelled ones left out, and when the last of them was
/// booked.
pub fn loads_of(
    c: &mut Conn,
    company: CompanyId,
    hosts: &[UserId],
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<(u32, Option<Timestamp>)>> {
    let sets: Vec<Vec<Value>> = hosts.iter().map(|host| args![company, *host, from, to].to_vec()).collect();
    let found = c.query_each(
        "SELECT COUNT(*), MAX(a.created_at) FROM appointment_host h JOIN appointment a \
         ON a.company_id = h.company_id AND a.id = h.appointment_id \
         WHERE h.company_id = $1 AND h.host_id = $2 AND h.starts_at >= $3 AND h.starts_at < $4 \
         AND a.cancelled_at IS NULL",
        &sets,
    )?;
    Ok(found.into_iter().map(|mut rows| rows.pop().unwrap_or((0, None))).collect())
}

/// Adds the hosts, the main host first, and the attendees in the order they booked.
fn with_people(c: &mut Conn, appointment: Appointment) -> Result<Booked> {
    let key = args![appointment.company_id, appointment.id];
    let hosts = c.query(
        "SELECT host_id FROM appointment_host WHERE company_id = $1 AND appointment_id = $2 ORDER BY position",
        key,
    )?;
    let attendees = c.query(
        concat!(
            "SELECT ",
            attendee_columns!(),
            " FROM attendee WHERE company_id = $1 AND appointment_id = $2 ORDER BY created_at, id"
        ),
        key,
    )?;
    Ok(Booked { appointment, hosts, attendees })
}

impl FromRow for Attendee {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.take()?,
            company_id: row.take()?,
            appointment_id: row.take()?,
            email: row.take()?,
            details: row.take::<Json<_>>()?.0,
            created_at: row.take()?,
            cancelled_at: row.take()?,
        })
    }
}
