//! Booking on the wire (contract section 9.2).

use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use slated_app::{
    App, Ctx, Error,
    booking::{Book, Company, NewAttendee, Outcome},
    error::FieldErrors,
    slots::MAX_HOSTS,
};
use slated_store::{
    appointment::AttendeeDetails,
    ids::{AppointmentId, MeetingTypeId, OneTimeLinkId, QueueId, UserId},
    meeting_type::Ics,
};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    error::{ErrorBody, Result},
    extract::Write,
    v4::{
        appointment::{AppointmentBody, AttendeeBody, HostBody},
        instant::Instant,
        text::{Email, Line, Text, Zone},
    },
};

/// The most answers an attendee may give, and the most bytes they may fill.
const NOTES: (usize, usize) = (100, 50_000);

/// What somebody wants to book. Fields that are not known are ignored.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BookingRequest {
    meeting_type_id: Uuid,
    /// A start that booking-availability offers.
    start: Instant,
    attendee: AttendeeRequest,
    /// With these hosts instead of the meeting type's own, or of its queue; one who is free takes it.
    #[schema(value_type = Option<Vec<Uuid>>, max_items = 1000)]
    host_ids: Option<Vec<Uuid>>,
    /// `everyone` when all of `hostIds` take part.
    #[schema(inline)]
    calculation_method: Option<super::booking_availability::CalculationMethod>,
    /// The queue of a team's meeting type, which chooses; of `hostIds`, if there are any. Left out, it chooses too, unless
    /// there are `hostIds`.
    queue_id: Option<Uuid>,
    /// Minutes, where the meeting type allows several.
    #[schema(minimum = 5, maximum = 480)]
    duration: Option<u32>,
    /// One of the meeting type's channels.
    #[schema(value_type = Option<String>, max_length = 100)]
    channel: Option<Text<100>>,
    /// An address, for meetings in person.
    #[schema(value_type = Option<String>, max_length = 500)]
    location: Option<Line>,
    #[schema(value_type = Option<Vec<Uuid>>, max_items = 20)]
    resource_channel_ids: Option<Vec<Uuid>>,
    /// Title of the calendar invite.
    #[schema(value_type = Option<String>, max_length = 200)]
    ics_title: Option<Text<200>>,
    /// Description in the calendar invite.
    #[schema(value_type = Option<String>, max_length = 2000)]
    ics_description: Option<Text<2000>>,
    #[schema(default = false)]
    skip_notifications: Option<bool>,
    /// Book with a phone number instead of an e-mail address.
    #[schema(default = false)]
    phone_only_booking: Option<bool>,
    /// Book past the host's rules.
    #[schema(default = false)]
    ignore_availability: Option<bool>,
    /// An appointment that is to be moved to `start`. A group is joined by booking its start.
    appointment_id: Option<Uuid>,
    one_time_link_id: Option<Uuid>,
    #[schema(value_type = Option<String>, max_length = 200)]
    booking_password: Option<Text<200>>,
}

/// Who wants to attend.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AttendeeRequest {
    /// Needed unless `phoneOnlyBooking`.
    #[schema(value_type = Option<String>, format = Email, max_length = 254, example = "jane@example.com")]
    email: Option<Email>,
    #[schema(value_type = Option<String>, max_length = 200)]
    firstname: Option<Text<200>>,
    #[schema(value_type = Option<String>, max_length = 200)]
    lastname: Option<Text<200>>,
    #[schema(value_type = Option<String>, max_length = 200, example = "Jane Client")]
    fullname: Option<Text<200>>,
    #[schema(value_type = Option<String>, max_length = 50, example = "+1234567890")]
    phone: Option<Text<50>>,
    #[schema(default = true)]
    receive_reminders: Option<bool>,
    /// Answers, keyed by label or field id.
    #[schema(value_type = Option<std::collections::HashMap<String, serde_json::Value>>)]
    notes: Option<serde_json::Map<String, serde_json::Value>>,
    #[schema(value_type = Option<String>, max_length = 10)]
    language: Option<Text<10>>,
    #[schema(value_type = Option<String>, example = "Europe/Berlin")]
    timezone: Option<Zone>,
    /// Guests brought along.
    #[schema(value_type = Option<Vec<String>>, max_items = 5)]
    bringalong_emails: Option<Vec<Email>>,
    data_policy_accepted: Option<bool>,
}

/// A booking that stands, or one that waits for a decision.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum BookingResponse {
    /// It stands.
    Confirmed(Box<ConfirmedBooking>),
    /// It holds its slot and waits.
    Pending(PendingBooking),
}

/// A booking that stands.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConfirmedBooking {
    id: Uuid,
    /// The same as `id`.
    appointment_id: Uuid,
    /// Lets the attendee cancel or move it without signing in.
    secret: String,
    meeting_link: Option<String>,
    meeting_type_id: Uuid,
    start: Instant,
    end: Instant,
    hosts: Vec<HostBody>,
    attendees: Vec<AttendeeBody>,
    #[schema(example = "confirmed")]
    status: &'static str,
    location: Option<String>,
}

/// A booking that waits for the attendee's or the host's confirmation.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PendingBooking {
    /// `doubleOptIn` or `requireHostConfirmation`.
    #[schema(example = "requireHostConfirmation")]
    booking_type: String,
    provisional_booking_id: Uuid,
    #[schema(example = "pending")]
    status: &'static str,
    /// When the slot is given back.
    expires_at: Instant,
}

/// Book a start.
///
/// Exactly the starts that booking-availability offers can be booked. A refusal says why in `errorCode` and names
/// up to three of the nearest free starts in `alternatives`.
#[utoipa::path(post, path = "/v4/booking", tag = "Booking", request_body = BookingRequest,
    responses((status = 201, body = BookingResponse), (status = 409, description = "Somebody has the slot: `slot-occupied`", body = ErrorBody)))]
pub async fn book(
    State(app): State<App>,
    Write { ctx, body }: Write<BookingRequest>,
) -> Result<(StatusCode, Json<BookingResponse>)> {
    Ok((StatusCode::CREATED, Json(answer(&app, &ctx, body).await?)))
}

async fn answer(app: &App, ctx: &Ctx, body: BookingRequest) -> Result<BookingResponse> {
    if let Some(id) = body.appointment_id {
        let ignore = body.ignore_availability.unwrap_or(false);
        let moved = app.reschedule(ctx, AppointmentId(id), body.start.0, ignore).await?;
        return Ok(confirmed(&AppointmentBody::from(&moved)));
    }
    Ok(match app.book(ctx, body.parse()?).await? {
        Outcome::Booked(full) => confirmed(&AppointmentBody::from(&*full)),
        Outcome::Pending(held) => BookingResponse::Pending(PendingBooking {
            booking_type: held.kind,
            provisional_booking_id: held.id.0,
            status: "pending",
            expires_at: Instant(held.expires_at),
        }),
    })
}

fn confirmed(a: &AppointmentBody) -> BookingResponse {
    let a = a.clone();
    BookingResponse::Confirmed(Box::new(ConfirmedBooking {
        id: a.id,
        appointment_id: a.id,
        secret: a.secret,
        meeting_link: a.meeting_link,
        meeting_type_id: a.meeting_type_id,
        start: a.start,
        end: a.end,
        hosts: a.hosts,
        attendees: a.attendees,
        status: a.status,
        location: a.location,
    }))
}

impl BookingRequest {
    fn parse(self) -> Result<Book, Error> {
        let mut errors = FieldErrors::default();
        if self.host_ids.as_ref().is_some_and(|ids| ids.len() > MAX_HOSTS) {
            errors.add("hostIds", "too-long", format!("At most {MAX_HOSTS} hosts"));
        }
        if self.resource_channel_ids.as_ref().is_some_and(|ids| ids.len() > 20) {
            errors.add("resourceChannelIds", "too-long", "At most 20 resources");
        }
        if self.duration.is_some_and(|minutes| !(5..=480).contains(&minutes)) {
            errors.add("duration", "out-of-range", "Must be 5 to 480 minutes");
        }
        self.attendee.check(&mut errors);
        errors.finish()?;
        let ics = Ics {
            title: self.ics_title.map(String::from),
            description: self.ics_description.map(String::from),
            location: None,
        };
        Ok(Book {
            meeting_type: MeetingTypeId(self.meeting_type_id),
            start: self.start.0,
            hosts: self.host_ids.map(|ids| ids.into_iter().map(UserId).collect()),
            queue: self.queue_id.map(QueueId),
            company: self.calculation_method.map_or(Company::Anyone, Company::from),
            attendee: self.attendee.parse(),
            duration: self.duration,
            channel: self.channel.map(|c| super::channel::of_alias(&c).to_owned()),
            location: self.location.map(String::from),
            resources: self.resource_channel_ids.unwrap_or_default(),
            ics: (ics != Ics::default()).then_some(ics),
            skip_notifications: self.skip_notifications.unwrap_or(false),
            phone_only: self.phone_only_booking.unwrap_or(false),
            ignore_availability: self.ignore_availability.unwrap_or(false),
            one_time_link: self.one_time_link_id.map(OneTimeLinkId),
            password: self.booking_password.map(String::from),
            decided: None,
        })
    }
}

impl AttendeeRequest {
    fn check(&self, errors: &mut FieldErrors) {
        if self.bringalong_emails.as_ref().is_some_and(|guests| guests.len() > 5) {
            errors.add("attendee.bringalongEmails", "too-long", "At most 5 guests");
        }
        let Some(notes) = &self.notes else { return };
        let text = serde_json::to_string(notes).unwrap_or_default();
        if notes.len() > NOTES.0 || text.len() > NOTES.1 {
            errors.add("attendee.notes", "too-long", "At most 100 answers of 50,000 bytes in all");
        }
        if text.contains("\\u0000") {
            errors.add("attendee.notes", "invalid-value", "Must not contain the NUL character");
        }
    }

    /// Whichever of the names is given fills in the others.
    fn parse(self) -> NewAttendee {
        let given = |name: Option<Text<200>>| name.map(|n| n.trim().to_owned()).unwrap_or_default();
        let (mut firstname, mut lastname) = (given(self.firstname), given(self.lastname));
        let mut fullname = given(self.fullname);
        if fullname.is_empty() {
            fullname = format!("{firstname} {lastname}").trim().to_owned();
        } else if firstname.is_empty() && lastname.is_empty() {
            let (first, last) = fullname.split_once(' ').unwrap_or((&fullname, ""));
            (firstname, lastname) = (first.to_owned(), last.trim().to_owned());
        }
        let details = AttendeeDetails {
            firstname,
            lastname,
            fullname,
            phone: self.phone.map(String::from).filter(|phone| !phone.trim().is_empty()),
            timezone: self.timezone.map(String::from),
            language: self.language.map(String::from),
            receive_reminders: self.receive_reminders.unwrap_or(true),
            notes: self.notes.unwrap_or_default(),
            guests: self.bringalong_emails.unwrap_or_default().into_iter().map(String::from).collect(),
            data_policy_accepted: self.data_policy_accepted,
            ..AttendeeDetails::default()
        };
        NewAttendee { email: self.email.map(String::from), details }
    }
}
