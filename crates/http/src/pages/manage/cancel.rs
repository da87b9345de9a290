//! `/manage/{secret}/cancel`: asked once more, with a reason if one likes to give it.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use slated_app::App;

use super::{Details, Part, Standing};
use crate::pages::{Failure, Fields, Result, Sent, Shell, counted::Counted, finish, see_other};

const LONGEST_REASON: usize = 1_000;

#[derive(Template)]
#[template(path = "cancel.html")]
struct CancelPage<'a> {
    shell: &'a Shell,
    details: Details,
    action: String,
    back: String,
    group: bool,
    reason: String,
    error: Option<String>,
}

/// `GET /manage/{secret}/cancel`.
pub(crate) async fn show(part: Part) -> Response {
    finish(&part.way, shown(&part))
}

/// `POST /manage/{secret}/cancel`.
pub(crate) async fn submit(_: Counted, State(app): State<App>, part: Part, Sent(typed): Sent) -> Response {
    finish(&part.way, submitted(&app, &part, &typed).await)
}

fn shown(part: &Part) -> Result {
    part.must_be_cancellable()?;
    Ok(page(part, StatusCode::OK, String::new(), None))
}

async fn submitted(app: &App, part: &Part, typed: &Fields) -> Result {
    let done = part.link("", &[("done", "cancelled")]);
    if part.is_cancelled() {
        // Sent twice: it is what was wanted.
        return Ok(see_other(&done));
    }
    part.must_be_cancellable()?;
    let reason = typed.get("reason").map(str::to_owned);
    if reason.as_deref().is_some_and(|reason| reason.chars().count() > LONGEST_REASON) {
        let error = part.words().count("reason-long", "most", LONGEST_REASON);
        return Ok(page(part, StatusCode::BAD_REQUEST, typed.typed("reason"), Some(error)));
    }
    let secret = part.full.booked.appointment.secret.clone();
    let whom = part.attendee.filter(|_| part.is_group());
    app.cancel_by_secret(secret, whom, reason).await?;
    Ok(see_other(&done))
}

impl Part {
    fn is_cancelled(&self) -> bool {
        self.state() == Standing::Cancelled
    }

    fn must_be_cancellable(&self) -> Result<()> {
        self.must_stand()?;
        if self.attendee.is_none() {
            return Err(Failure::new(StatusCode::BAD_REQUEST, "whose").branded(&self.brand));
        }
        if !self.lets_cancel {
            return Err(self.refusal("cannot-cancel"));
        }
        Ok(())
    }
}

fn page(part: &Part, status: StatusCode, reason: String, error: Option<String>) -> Response {
    let details = part.details();
    let title = part.words().with("cancel-title", "meeting", &details.name);
    let shell = part.shell(&part.words().title(title, error.is_some())).in_other_languages(&part.way);
    let page = CancelPage {
        shell: &shell,
        details,
        action: part.link("/cancel", &[]),
        back: part.link("", &[]),
        group: part.is_group(),
        reason,
        error,
    };
    shell.respond(status, &page)
}
