//! What happens when the form is sent.

use axum::{http::StatusCode, response::Response};
use jiff::Timestamp;
use serde_json::json;
use sha2::{Digest, Sha256};
use slated_app::{
    App, Ctx, Error,
    booking::{Book, Company, NewAttendee, Outcome, demands::WaitsFor},
    context::IdempotencyKey,
    error::Unbookable,
};
use slated_store::{appointment::AttendeeDetails, provisional::Provisional};
use uuid::Uuid;

use super::{
    Meeting, Open,
    field::Field,
    form::{self, Form, GUESTS},
    onward, questions,
};
use crate::{
    pages::{Failure, Fields, Result, Shell, see_other, shell::When, text::Words, zones},
    v4::text::Email,
};

use askama::Template;

#[derive(Template)]
#[template(path = "pending.html")]
struct PendingPage<'a> {
    shell: &'a Shell,
    meeting: Meeting,
    when: When,
    /// The host decides; else the invitee confirms, by the link in a mail to this address.
    by_host: bool,
    email: Option<String>,
}

/// Books what was sent, or shows the form again with what is wrong.
pub(super) async fn book(app: &App, open: &Open, typed: &Fields) -> Result {
    let start: Option<Timestamp> = typed.read("start");
    let token: Uuid = typed.read("token").unwrap_or_else(Uuid::new_v4);
    let mut fields = form::fields(open, typed);
    let phone_only = check(open, typed, &mut fields);
    let form = Form { start, token: token.to_string(), fields };
    let Some(start) = start else {
        let refused = Unbookable { code: "", message: String::new(), nearest: vec![] };
        return Ok(form::again(open, form, StatusCode::BAD_REQUEST, Some(&refused)));
    };
    if form.fields.iter().any(|field| field.error.is_some()) {
        return Ok(form::again(open, form, StatusCode::BAD_REQUEST, None));
    }
    let request = request(open, typed, start, phone_only);
    let ctx = Ctx { idempotency: Some(key(open, token, &request)), ..open.page.guest() };
    match app.book(&ctx, request).await {
        Ok(Outcome::Booked(full)) => {
            let a = &full.booked.appointment;
            // The last who joined: in a group, everybody has a part of their own.
            let attendee = full.booked.attendees.last().map(|t| t.id.to_string()).unwrap_or_default();
            if let Some(url) = onward::url(open, &full) {
                return Ok(see_other(&url));
            }
            let path = format!("/manage/{}/confirmation", a.secret);
            let zone = zones::name(&open.zone);
            Ok(see_other(&open.way.away(&path, &[("attendee", &attendee), ("timezone", &zone)])))
        }
        Ok(Outcome::Pending(held)) => Ok(pending(open, typed, &held)),
        Err(Error::Unbookable(refused)) => {
            let status =
                if refused.code == "slot-occupied" { StatusCode::CONFLICT } else { StatusCode::BAD_REQUEST };
            Ok(form::again(open, form, status, Some(&refused)))
        }
        Err(Error::IdempotencyKeyReused) => {
            let failure = Failure::from(Error::IdempotencyKeyReused);
            Err(failure.with_link(open.way.here(&[]), "book-another"))
        }
        Err(error) => Err(error.into()),
    }
}

/// Notes at each field what is wrong with it. True when the phone number stands in for the e-mail address.
fn check(open: &Open, typed: &Fields, fields: &mut [Field]) -> bool {
    let phone_will_do = open.page.meeting_type.spec.options.allow_phone_only_booking;
    let questions = &open.page.meeting_type.spec.questions;
    let (_, problems) = questions::answered(questions, typed);
    let longer = |name: &str, most: usize| typed.get(name).is_some_and(|text| text.chars().count() > most);
    let email = typed.get("email");
    let phone = typed.get("phone");
    let words = open.way.words;
    for field in &mut *fields {
        field.error = match field.name.as_str() {
            "phone" if field.required && !can_be_called(phone) => Some(words.say("phone-missing")),
            "name" if typed.get("name").is_none() => Some(words.say("name-missing")),
            "name" if longer("name", 200) => Some(words.count("name-long", "most", 200)),
            "email" => match email {
                Some(email) => Email::parse(email).is_err().then(|| words.say("email-wrong")),
                None if !phone_will_do => Some(words.say("email-missing")),
                // Where it is needed anyway, it is asked for at its own field.
                None => (phone.is_none() && !form::calls(open)).then(|| words.say("email-or-phone")),
            },
            "phone" if longer("phone", 50) => Some(words.count("phone-long", "most", 50)),
            "address" if typed.get("address").is_none() => Some(words.say("address-missing")),
            "guests" => wrong_guests(words, typed),
            "consent" if field.required && typed.get("consent").is_none() => {
                Some(words.say("consent-missing"))
            }
            "notes" if longer("notes", 5_000) => Some(words.count("notes-long", "most", 5_000)),
            _ => None,
        };
    }
    for (index, (question, problem)) in questions.iter().zip(problems).enumerate() {
        let name = questions::name(index);
        let error = problem.map(|problem| questions::said(words, question, &problem));
        fields.iter_mut().filter(|field| field.name == name).for_each(|field| field.error.clone_from(&error));
    }
    phone_will_do && email.is_none()
}

/// Whatever else is in a number, it has digits.
fn can_be_called(phone: Option<&str>) -> bool {
    phone.is_some_and(|phone| phone.chars().filter(|c| c.is_numeric()).count() >= 3)
}

/// Guests as typed: one per line, or with commas between them.
fn guests(typed: &Fields) -> impl Iterator<Item = &str> {
    let typed = typed.get("guests").unwrap_or_default();
    typed.split(['\n', ',', ';']).map(str::trim).filter(|guest| !guest.is_empty())
}

fn wrong_guests(words: Words, typed: &Fields) -> Option<String> {
    if guests(typed).count() > GUESTS {
        return Some(words.count("guests-many", "most", GUESTS));
    }
    let wrong = guests(typed).find(|guest| Email::parse(guest).is_err());
    wrong.map(|guest| words.with("guests-wrong", "guest", guest))
}

fn request(open: &Open, typed: &Fields, start: Timestamp, phone_only: bool) -> Book {
    let fullname = typed.get("name").unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    let (firstname, lastname) = fullname.split_once(' ').unwrap_or((&fullname, ""));
    let spec = &open.page.meeting_type.spec;
    let (mut notes, _) = questions::answered(&spec.questions, typed);
    if let Some(text) = typed.get("notes") {
        notes.entry("notes").or_insert_with(|| json!(text));
    }
    let bringing = spec.options.allow_adding_guests;
    let asked_to_agree = spec.options.data_policy.as_ref().is_some_and(|policy| policy.enable);
    let place = match open.channel() {
        "local-attendee" => typed.get("address"),
        "local" => typed.get("location").filter(|place| spec.locations.iter().any(|known| known == place)),
        _ => None,
    };
    let details = AttendeeDetails {
        firstname: firstname.to_owned(),
        lastname: lastname.to_owned(),
        phone: typed.get("phone").map(str::to_owned),
        timezone: Some(zones::name(&open.zone)),
        language: Some(open.way.words.0.code().to_owned()),
        locale: Some(open.way.words.0.locale()),
        receive_reminders: true,
        notes,
        guests: guests(typed).filter(|_| bringing).map(str::to_owned).collect(),
        data_policy_accepted: asked_to_agree.then(|| typed.get("consent").is_some()),
        fullname,
        ..AttendeeDetails::default()
    };
    Book {
        meeting_type: open.page.meeting_type.id,
        start,
        hosts: open.host.as_ref().map(|host| vec![host.id]),
        queue: None,
        company: Company::Anyone,
        attendee: NewAttendee { email: typed.get("email").map(str::to_owned), details },
        duration: open.duration,
        channel: open.channel.clone(),
        location: place.map(str::to_owned),
        resources: vec![],
        ics: None,
        skip_notifications: false,
        phone_only,
        ignore_availability: false,
        one_time_link: open.one_time_link(),
        password: open.page.password(open.query.get("key")),
        decided: None,
    }
}

/// The form's token as an Idempotency-Key: the same form sent twice is answered twice and booked once.
fn key(open: &Open, token: Uuid, request: &Book) -> IdempotencyKey {
    let request = serde_json::to_vec(request).expect("a request is plain data");
    IdempotencyKey {
        scope: open.page.host.id.0,
        key: format!("page:{token}"),
        fingerprint: Sha256::digest(&request).into(),
    }
}

fn pending(open: &Open, typed: &Fields, held: &Provisional) -> Response {
    let info = &open.page.meeting_type.spec.info;
    let email = typed.get("email").map(str::to_owned);
    let shell = open.shell(&open.way.words.with("waiting-title", "meeting", &info.name)).private().tell(&json!({
        "event": "booking-successful",
        "data": {
            "bookingType": held.kind, "provisionalBookingId": held.id, "attendeeEmail": &email, "title": info.name,
            "startTime": held.starts_at.to_string(), "eventTypeId": held.meeting_type_id, "status": "pending",
        },
    }));
    let page = PendingPage {
        shell: &shell,
        meeting: open.meeting(),
        when: When::of(open.way.words, held.starts_at, open.minutes(), &open.zone),
        by_host: WaitsFor::of(held) == WaitsFor::Host,
        email,
    };
    shell.respond(StatusCode::OK, &page)
}
