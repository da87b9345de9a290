//! The demo company: two hosts in two countries, three meeting types, some bookings in the coming days.

use jiff::{Timestamp, ToSpan as _, tz::TimeZone};
use slated_app::{
    App, Ctx, Result,
    booking::{self, Book, NewAttendee},
    companies::NewCompany,
    meeting_types::Draft,
    people::{NewMeetingType, NewUser},
    slots::{Bound, Question},
};
use slated_store::{appointment::AttendeeDetails, company::Company, ids::MeetingTypeId};

use crate::commands::who;

/// Who books what: given name, family name, the meeting type by its place, and how many days ahead.
const GUESTS: [(&str, &str, usize, i64); 5] = [
    ("Mara", "Lindqvist", 0, 1),
    ("Tomás", "Herrera", 1, 1),
    ("Aiko", "Tanaka", 0, 2),
    ("Jonas", "Weber", 2, 3),
    ("Priya", "Nair", 1, 5),
];

/// Founds the company with everything in it.
pub(super) async fn found(app: &App, slug: &str) -> anyhow::Result<Company> {
    all(app, slug).await.map_err(who::told)
}

async fn all(app: &App, slug: &str) -> Result<Company> {
    let owner = host("Clara", "Novak", "Europe/Berlin", "Consultation", 30, "jitsi");
    let new = NewCompany { name: "Demo Company".to_owned(), slug: Some(slug.to_owned()), owner };
    let founded = app.found_company(new).await?;
    let ctx = who::operator(&founded.company, "demo");
    let second = host("Samuel", "Reed", "America/New_York", "Product tour", 60, "connect");
    let second = app.create_user(&ctx, second).await?;
    let mut intro = Draft::default();
    "Intro call".clone_into(&mut intro.spec.info.name);
    "A short call to get to know each other.".clone_into(&mut intro.spec.info.description);
    intro.spec.info.duration = 15;
    intro.spec.info.buffer_after = 5;
    let intro = app.create_meeting_type(&ctx, None, intro).await?;
    let types = [founded.owner.meeting_type.id, intro.page.meeting_type.id, second.meeting_type.id];
    for (index, (given_name, family_name, place, days)) in GUESTS.into_iter().enumerate() {
        book(app, &ctx, types[place], days, index, given_name, family_name).await?;
    }
    Ok(founded.company)
}

fn host(given: &str, family: &str, zone: &str, meeting: &str, minutes: u32, channel: &str) -> NewUser {
    NewUser {
        email: format!("{}@demo.example", given.to_lowercase()),
        given_name: given.to_owned(),
        family_name: family.to_owned(),
        timezone: zone.to_owned(),
        language: "en".to_owned(),
        availability_name: None,
        availability_timezone: None,
        hours: None,
        meeting_type: NewMeetingType {
            name: meeting.to_owned(),
            duration: minutes,
            slug: None,
            channel: channel.to_owned(),
        },
    }
}

/// Books one of the starts on offer some days ahead, each guest a later one.
async fn book(
    app: &App,
    ctx: &Ctx,
    meeting_type: MeetingTypeId,
    days: i64,
    nth: usize,
    given_name: &str,
    family_name: &str,
) -> Result<()> {
    let today = app.now().to_zoned(TimeZone::UTC).date();
    // A week is enough to get past any weekend.
    let (from, to) = (today.saturating_add(days.days()), today.saturating_add((days + 7).days()));
    let slots = app.slots(ctx, Question::plain(meeting_type, Bound::Day(from), Bound::Day(to))).await?;
    let Some(slot) = slots.starts.get(2 * nth + 1).or(slots.starts.first()) else { return Ok(()) };
    let attendee = NewAttendee {
        email: Some(format!("{}@guest.example", family_name.to_lowercase())),
        details: AttendeeDetails {
            firstname: given_name.to_owned(),
            lastname: family_name.to_owned(),
            fullname: format!("{given_name} {family_name}"),
            timezone: Some("Europe/Berlin".to_owned()),
            receive_reminders: true,
            ..AttendeeDetails::default()
        },
    };
    app.book(ctx, plain(meeting_type, slot.start, attendee)).await.map(drop)
}

/// A booking with nothing special about it.
fn plain(meeting_type: MeetingTypeId, start: Timestamp, attendee: NewAttendee) -> Book {
    Book {
        meeting_type,
        start,
        hosts: None,
        queue: None,
        company: booking::Company::Anyone,
        attendee,
        duration: None,
        channel: None,
        location: None,
        resources: vec![],
        ics: None,
        skip_notifications: true,
        phone_only: false,
        ignore_availability: false,
        one_time_link: None,
        password: None,
        decided: None,
    }
}
