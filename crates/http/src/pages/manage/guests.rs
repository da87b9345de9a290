//! `/manage/{secret}/guests`: bringing somebody along.

use axum::{
    body::Bytes,
    extract::{State, rejection::BytesRejection},
    http::StatusCode,
    response::Response,
};
use slated_app::App;

use super::{Part, page};
use crate::{
    pages::{Failure, Fields, Parts, Result, Visit, Way, counted::Counted, finish, see_other},
    v4::text::Email,
};

/// `POST /manage/{secret}/guests`.
pub(crate) async fn submit(
    _: Counted,
    State(app): State<App>,
    secret: Parts<String>,
    visit: Visit,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let way = Way::new("/manage", &visit);
    finish(&way, submitted(&app, secret, &visit, body).await)
}

async fn submitted(
    app: &App,
    secret: Parts<String>,
    visit: &Visit,
    body: Result<Bytes, BytesRejection>,
) -> Result {
    let body = body.map_err(|_| Failure::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large"))?;
    let typed = Fields::parse(&body).typed("guest");
    let part = Part::find(app, secret, visit, "").await?;
    part.must_stand()?;
    if !part.may_bring_guests() {
        return Ok(see_other(&part.link("", &[])));
    }
    let Ok(email) = Email::parse(&typed) else {
        let refused = (typed, part.words().say("email-wrong"));
        return page(app, &part, StatusCode::BAD_REQUEST, None, Some(refused)).await;
    };
    let secret = part.full.booked.appointment.secret.clone();
    app.add_guest_by_secret(secret, part.attendee, email.into()).await?;
    Ok(see_other(&part.link("", &[("done", "guest")])))
}
