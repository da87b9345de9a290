//! Pages that mails lead to, with one question each: answering a booking that waits (`/pending/{secret}`), and wanting
//! no more reminders (`/manage/{secret}/reminders`).
//!
//! Looking changes nothing, because mail programs look at every link; only the form does. A mail program that knows
//! one-click unsubscription (RFC 8058) sends the second page's form by itself.

use askama::Template;
use axum::{
    body::Bytes,
    extract::{RawQuery, State},
    http::{StatusCode, header},
    response::{Html, IntoResponse as _, Response},
};
use slated_app::{
    App, Error,
    booking::answer::Answer,
    mail::{Role, facts},
    texts::{Direction, Language, say},
};
use slated_store::ids::AttendeeId;
use uuid::Uuid;

use super::{Fields, Parts, counted::Counted};
use crate::{assets, error::ApiError};

/// The longest secret that is looked up.
const LONGEST: usize = 200;
/// The longest reason that is taken, in characters.
const LONGEST_REASON: usize = 500;

#[derive(Template)]
#[template(path = "answer.html")]
struct AnswerPage {
    lang: String,
    dir: &'static str,
    css: String,
    title: String,
    facts: Vec<(String, Vec<String>)>,
    /// Label of the field for one.
    reason: Option<String>,
    /// Values and labels.
    answers: Vec<(&'static str, String)>,
}

impl AnswerPage {
    fn new(language: Language, title: String) -> Self {
        Self {
            lang: language.tag(),
            dir: match language.direction() {
                Direction::Ltr => "ltr",
                Direction::Rtl => "rtl",
            },
            css: assets::url("pages.css"),
            title,
            facts: vec![],
            reason: None,
            answers: vec![],
        }
    }

    fn respond(&self, status: StatusCode) -> Response {
        let html = self.render().expect("the template does nothing that can fail");
        // Opened from a mail, never in a frame.
        let headers = [
            (
                header::CONTENT_SECURITY_POLICY,
                "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; \
                 frame-ancestors 'none'",
            ),
            (header::CACHE_CONTROL, "no-store"),
            (header::REFERRER_POLICY, "same-origin"),
        ];
        (status, headers, Html(html)).into_response()
    }
}

/// `GET /pending/{secret}`.
pub(crate) async fn ask(State(app): State<App>, secret: Parts<String>) -> Response {
    match asked(&app, secret).await {
        Ok(page) => page.respond(StatusCode::OK),
        Err(error) => refused(error),
    }
}

async fn asked(app: &App, secret: Parts<String>) -> Result<AnswerPage, Error> {
    let question = app.pending_question(readable(secret)?).await?;
    let language = question.language;
    if !question.is_open {
        return Ok(AnswerPage::new(language, say(language, "pending-decided", &[])));
    }
    let facts = question.facts.into_iter().map(|row| (row.label, row.lines)).collect();
    let page = if question.of == Role::Host {
        AnswerPage {
            reason: Some(say(language, "pending-reason", &[])),
            answers: vec![
                ("approve", say(language, "pending-approve-button", &[])),
                ("decline", say(language, "pending-decline-button", &[])),
            ],
            ..AnswerPage::new(language, say(language, "pending-decide", &[]))
        }
    } else {
        AnswerPage {
            answers: vec![("confirm", say(language, "pending-confirm-button", &[]))],
            ..AnswerPage::new(language, say(language, "pending-confirm", &[]))
        }
    };
    Ok(AnswerPage { facts, ..page })
}

/// `POST /pending/{secret}`.
pub(crate) async fn answer(
    _: Counted,
    State(app): State<App>,
    secret: Parts<String>,
    body: Bytes,
) -> Response {
    match answered(&app, secret, &Fields::parse(&body)).await {
        Ok(page) => page.respond(StatusCode::OK),
        Err(error) => refused(error),
    }
}

async fn answered(app: &App, secret: Parts<String>, typed: &Fields) -> Result<AnswerPage, Error> {
    let secret = readable(secret)?;
    let language = app.pending_question(secret.clone()).await?.language;
    let reason = typed.get("reason").map(|reason| reason.chars().take(LONGEST_REASON).collect());
    let (answer, done) = match typed.get("answer") {
        Some("approve") => (Answer::Approve, say(language, "pending-approved", &[])),
        Some("decline") => (Answer::Decline(reason), say(language, "pending-declined", &[])),
        Some("confirm") => (Answer::Confirm, say(language, "pending-confirmed", &[])),
        _ => return Err(Error::bad_request("validation-failed", "There is no such answer")),
    };
    match app.answer_pending(secret, answer).await {
        Ok(()) => Ok(AnswerPage::new(language, done)),
        Err(Error::Conflict { .. }) => Ok(AnswerPage::new(language, say(language, "pending-decided", &[]))),
        Err(error) => Err(error),
    }
}

/// `GET /manage/{secret}/reminders`.
pub(crate) async fn ask_to_stop(
    State(app): State<App>,
    secret: Parts<String>,
    RawQuery(query): RawQuery,
) -> Response {
    match part(&app, secret, &Fields::query(query.as_deref())).await {
        Ok((_, _, language)) => {
            let answers = vec![("stop", say(language, "reminders-stop-button", &[]))];
            let page =
                AnswerPage { answers, ..AnswerPage::new(language, say(language, "reminders-stop", &[])) };
            page.respond(StatusCode::OK)
        }
        Err(error) => refused(error),
    }
}

/// `POST /manage/{secret}/reminders`.
pub(crate) async fn stop(
    _: Counted,
    State(app): State<App>,
    secret: Parts<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let stopped = async {
        let (secret, attendee, language) = part(&app, secret, &Fields::query(query.as_deref())).await?;
        app.stop_reminders(secret, attendee).await?;
        Ok(AnswerPage::new(language, say(language, "reminders-stopped", &[])))
    };
    match stopped.await {
        Ok(page) => page.respond(StatusCode::OK),
        Err(error) => refused(error),
    }
}

/// The attendee that a link is about, and their language.
async fn part(
    app: &App,
    secret: Parts<String>,
    query: &Fields,
) -> Result<(String, AttendeeId, Language), Error> {
    let secret = readable(secret)?;
    let full = app.appointment_by_secret(secret.clone()).await?;
    let named = query.get("attendee").and_then(|id| id.parse::<Uuid>().ok());
    let found = full.booked.attendees.iter().find(|t| Some(t.id.0) == named);
    let found = found.ok_or(Error::NotFound("Attendee"))?;
    let host = full.hosts.first().map(|host| host.language.as_str());
    let language = facts::language([found.details.language.as_deref(), host]);
    Ok((secret, found.id, language))
}

/// Paths can hold anything; PostgreSQL takes no NUL.
fn readable(secret: Parts<String>) -> Result<String, Error> {
    let secret = secret.map(|path| path.0).unwrap_or_default();
    if secret.is_empty() || secret.len() > LONGEST || secret.contains('\0') {
        return Err(Error::NotFound("Booking"));
    }
    Ok(secret)
}

/// In the API's words: what cannot be found has no language.
fn refused(error: Error) -> Response {
    ApiError::from(error).into_response()
}
