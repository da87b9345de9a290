//! Pages that mails lead to, with one question each: answering a booking that waits (`/pending/{secret}`), and wanting
//! no more reminders (`/manage/{secret}/reminders`).
//!
//! Looking changes nothing, because mail programs look at every link; only the form does. A mail program that knows
//! one-click unsubscription (RFC 8058) sends the second page's form by itself.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use slated_app::{
    App, Error,
    booking::{
        answer::{Answer, Question, Standing},
        demands::WaitsFor,
    },
};

use super::{
    Failure, Fields, Parts, Result, Sent, Shell, Visit, Way, brand::Brand, calendar::Link, counted::Counted,
    finish, manage::Part,
};

/// The longest secret that is looked up.
const LONGEST: usize = 200;
/// The longest reason that is taken, in characters.
const LONGEST_REASON: usize = 500;

#[derive(Template)]
#[template(path = "answer.html")]
pub(super) struct AnswerPage<'a> {
    pub(super) shell: &'a Shell,
    pub(super) facts: Vec<(String, Vec<String>)>,
    /// Label of the field for one.
    pub(super) reason: Option<String>,
    /// Values and labels.
    pub(super) answers: Vec<(&'static str, String)>,
    pub(super) next: Option<Link>,
}

impl<'a> AnswerPage<'a> {
    pub(super) fn new(shell: &'a Shell) -> Self {
        Self { shell, facts: vec![], reason: None, answers: vec![], next: None }
    }
}

/// `GET /pending/{secret}`.
pub(crate) async fn ask(State(app): State<App>, secret: Parts<String>, visit: Visit) -> Response {
    let way = Way::new("/pending", &visit);
    let asked = match find(&app, secret, &way).await {
        Ok((_, question)) => asked(&app, &way, question, StatusCode::OK).await,
        Err(failure) => Err(failure),
    };
    finish(&way, asked)
}

/// `POST /pending/{secret}`.
pub(crate) async fn answer(
    _: Counted,
    State(app): State<App>,
    secret: Parts<String>,
    visit: Visit,
    Sent(typed): Sent,
) -> Response {
    let way = Way::new("/pending", &visit);
    finish(&way, answered(&app, secret, &way, &typed).await)
}

async fn answered(app: &App, secret: Parts<String>, way: &Way, typed: &Fields) -> Result {
    let (secret, question) = find(app, secret, way).await?;
    let reason = typed.get("reason").map(|reason| reason.chars().take(LONGEST_REASON).collect());
    let answer = match (typed.get("answer"), question.of) {
        (Some("approve"), WaitsFor::Host) => Answer::Approve,
        (Some("decline"), WaitsFor::Host) => Answer::Decline(reason),
        (Some("confirm"), WaitsFor::Attendee) => Answer::Confirm,
        _ => return asked(app, way, question, StatusCode::BAD_REQUEST).await,
    };
    match app.answer_pending(secret.clone(), answer).await {
        // Whoever was late is shown what was decided instead.
        Ok(()) | Err(Error::Conflict { .. }) => {
            let question = app.pending_question(secret, way.asked).await?;
            asked(app, way, question, StatusCode::OK).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn find(app: &App, secret: Parts<String>, way: &Way) -> Result<(String, Question)> {
    let missing = || Failure::new(StatusCode::NOT_FOUND, "booking-not-found");
    let Path(secret) = secret.map_err(|_| missing())?;
    // Paths can hold anything; PostgreSQL takes no NUL.
    if secret.len() > LONGEST || secret.contains('\0') {
        return Err(missing());
    }
    let question = app.pending_question(secret.clone(), way.asked).await;
    Ok((
        secret,
        question
            .map_err(|error| if matches!(error, Error::NotFound(_)) { missing() } else { error.into() })?,
    ))
}

async fn asked(app: &App, way: &Way, question: Question, status: StatusCode) -> Result {
    let way = way.clone().spoken(Some(question.language), None);
    let words = way.words;
    let title = words.say(match (question.standing, question.of) {
        (Standing::Waits, WaitsFor::Host) => "pending-decide",
        (Standing::Waits, _) => "pending-confirm",
        (Standing::WaitsForOther, WaitsFor::Host) => "pending-approved-asks",
        (Standing::WaitsForOther, _) => "waiting-you",
        (Standing::Taken, WaitsFor::Host) => "pending-approved",
        (Standing::Taken, _) => "pending-confirmed",
        (Standing::Declined, WaitsFor::Host) => "pending-declined",
        (Standing::Declined, _) => "pending-turned-down",
        (Standing::Expired, _) => "pending-expired",
    });
    let company = app.company(question.company).await?;
    let brand = question.host.as_ref().map(|host| Brand::of(&host.personal_page, &company));
    let shell = Shell::new(title, &way, brand.unwrap_or_default());
    let shell = shell.private().alone().in_other_languages(&way);
    let button = |value, key| (value, words.say(key));
    let waits = question.standing == Standing::Waits;
    let answers = match question.of {
        _ if !waits => vec![],
        WaitsFor::Host => {
            vec![button("approve", "pending-approve-button"), button("decline", "pending-decline-button")]
        }
        WaitsFor::Attendee => vec![button("confirm", "pending-confirm-button")],
    };
    let lost =
        question.of != WaitsFor::Host && matches!(question.standing, Standing::Declined | Standing::Expired);
    let again = question.booking_path.filter(|_| lost);
    let page = AnswerPage {
        facts: question.facts.into_iter().map(|row| (row.label, row.lines)).collect(),
        reason: (waits && question.of == WaitsFor::Host).then(|| words.say("pending-reason")),
        answers,
        next: again.map(|path| Link { href: way.away(&path, &[]), label: words.say("book-another") }),
        ..AnswerPage::new(&shell)
    };
    Ok(shell.respond(status, &page))
}

/// `GET /manage/{secret}/reminders`.
pub(crate) async fn ask_to_stop(part: Part) -> Response {
    finish(&part.way, stopping(&part, "reminders-stop", &[("stop", "reminders-stop-button")]))
}

/// `POST /manage/{secret}/reminders`.
pub(crate) async fn stop(_: Counted, State(app): State<App>, part: Part) -> Response {
    let page = stopping(&part, "reminders-stopped", &[]);
    let (secret, attendee) = (part.full.booked.appointment.secret.clone(), part.attendee);
    let stopped = match attendee {
        Some(attendee) if page.is_ok() => app.stop_reminders(secret, attendee).await.map_err(Failure::from),
        _ => Ok(()),
    };
    finish(&part.way, stopped.and(page))
}

fn stopping(part: &Part, title: &str, answers: &[(&'static str, &str)]) -> Result {
    // One attendee's mails: the link in each of them says whose.
    if part.way.query.get("attendee").is_none() {
        return Err(Failure::new(StatusCode::NOT_FOUND, "booking-not-found"));
    }
    let words = part.way.words;
    let shell = part.shell(&words.say(title)).alone().in_other_languages(&part.way);
    let answers = answers.iter().map(|(value, key)| (*value, words.say(key))).collect();
    let page = AnswerPage { answers, ..AnswerPage::new(&shell) };
    Ok(shell.respond(StatusCode::OK, &page))
}
