//! The addresses a booking page is reached at: each is read, and the page shown or sent under it.

use axum::{
    extract::{Path, State},
    response::Response,
};
use slated_app::{
    App,
    booking_pages::{Address, Whose},
};

use super::{
    super::{Failure, Fields, Parts, Result, Sent, Visit, Way, counted::Counted, finish},
    shown, submitted,
};

/// `GET /{userSlug}/{meetingTypeSlug}`.
pub(crate) async fn show(State(app): State<App>, path: Parts<(String, String)>, visit: Visit) -> Response {
    show_at(&app, plain(path, &visit), visit).await
}

/// `GET /embed/{companySlug}/{userSlug}/{meetingTypeSlug}`.
pub(crate) async fn show_embedded(
    State(app): State<App>,
    path: Parts<(String, String, String)>,
    visit: Visit,
) -> Response {
    show_at(&app, embedded(path, &visit), visit).await
}

/// `GET /team/{teamSlug}/{meetingTypeSlug}`.
pub(crate) async fn show_team(
    State(app): State<App>,
    path: Parts<(String, String)>,
    visit: Visit,
) -> Response {
    show_at(&app, of_team(path, &visit), visit).await
}

/// `POST /{userSlug}/{meetingTypeSlug}`.
pub(crate) async fn submit(
    _: Counted,
    State(app): State<App>,
    path: Parts<(String, String)>,
    visit: Visit,
    Sent(typed): Sent,
) -> Response {
    submit_at(&app, plain(path, &visit), visit, &typed).await
}

/// `POST /embed/{companySlug}/{userSlug}/{meetingTypeSlug}`.
pub(crate) async fn submit_embedded(
    _: Counted,
    State(app): State<App>,
    path: Parts<(String, String, String)>,
    visit: Visit,
    Sent(typed): Sent,
) -> Response {
    submit_at(&app, embedded(path, &visit), visit, &typed).await
}

/// `POST /team/{teamSlug}/{meetingTypeSlug}`.
pub(crate) async fn submit_team(
    _: Counted,
    State(app): State<App>,
    path: Parts<(String, String)>,
    visit: Visit,
    Sent(typed): Sent,
) -> Response {
    submit_at(&app, of_team(path, &visit), visit, &typed).await
}

/// The way to a page and whose it is; nothing where the path cannot be read.
type Found = Result<(Way, Address), ()>;

async fn show_at(app: &App, found: Found, visit: Visit) -> Response {
    let Ok((way, address)) = found else { return nowhere(&visit) };
    finish(&way, shown(app, address, way.clone(), visit.query).await)
}

async fn submit_at(app: &App, found: Found, visit: Visit, typed: &Fields) -> Response {
    let Ok((way, address)) = found else { return nowhere(&visit) };
    finish(&way, submitted(app, address, way.clone(), visit.query, typed).await)
}

fn nowhere(visit: &Visit) -> Response {
    Failure::not_found().page(&Way::new("/", visit))
}

fn of_team(path: Parts<(String, String)>, visit: &Visit) -> Found {
    let Path((team, meeting_type)) = path.map_err(|_| ())?;
    let way = Way::new(format!("/team/{}/{}", segment(&team), segment(&meeting_type)), visit);
    Ok((way, Address { company: None, of: Whose::Team(team), meeting_type }))
}

fn plain(path: Parts<(String, String)>, visit: &Visit) -> Found {
    let Path((host, meeting_type)) = path.map_err(|_| ())?;
    let way = Way::new(format!("/{}/{}", segment(&host), segment(&meeting_type)), visit);
    Ok((way, Address { company: None, of: Whose::Host(host), meeting_type }))
}

fn embedded(path: Parts<(String, String, String)>, visit: &Visit) -> Found {
    let Path((company, host, meeting_type)) = path.map_err(|_| ())?;
    let parts = [&company, &host, &meeting_type].map(|part| segment(part));
    let way = Way::new(format!("/embed/{}", parts.join("/")), visit).embedded();
    Ok((way, Address { company: Some(company), of: Whose::Host(host), meeting_type }))
}

/// A part of a path as it is written in one.
fn segment(part: &str) -> String {
    url::form_urlencoded::byte_serialize(part.as_bytes()).collect::<String>().replace('+', "%20")
}
