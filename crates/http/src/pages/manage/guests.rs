//! `/manage/{secret}/guests`: bringing somebody along.

use axum::{extract::State, http::StatusCode, response::Response};
use slated_app::App;

use super::{Part, page};
use crate::{
    pages::{Fields, Result, Sent, counted::Counted, finish, see_other},
    v4::text::Email,
};

/// `POST /manage/{secret}/guests`.
pub(crate) async fn submit(_: Counted, State(app): State<App>, part: Part, Sent(typed): Sent) -> Response {
    finish(&part.way, submitted(&app, &part, &typed).await)
}

async fn submitted(app: &App, part: &Part, typed: &Fields) -> Result {
    part.must_stand()?;
    if !part.may_bring_guests() {
        return Ok(see_other(&part.link("", &[])));
    }
    let typed = typed.typed("guest");
    let Ok(email) = Email::parse(&typed) else {
        let refused = (typed, part.words().say("email-wrong"));
        return page(app, part, StatusCode::BAD_REQUEST, None, Some(refused)).await;
    };
    let secret = part.full.booked.appointment.secret.clone();
    app.add_guest_by_secret(secret, part.attendee, email.into()).await?;
    Ok(see_other(&part.link("", &[("done", "guest")])))
}
