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
    super::{Failure, Parts, Result, Sent, Visit, Way, counted::Counted, finish},
    shown, submitted,
};

/// `GET /{userSlug}/{meetingTypeSlug}`.
pub(crate) async fn show(State(app): State<App>, path: Parts<(String, String)>, visit: Visit) -> Response {
    let Ok((way, address)) = plain(path, &visit) else {
        return Failure::not_found().page(&Way::new("/", &visit));
    };
    finish(&way, shown(&app, address, way.clone(), visit.query).await)
}

/// `GET /embed/{companySlug}/{userSlug}/{meetingTypeSlug}`.
pub(crate) async fn show_embedded(
    State(app): State<App>,
    path: Parts<(String, String, String)>,
    visit: Visit,
) -> Response {
    let Ok((way, address)) = embedded(path, &visit) else {
        return Failure::not_found().page(&Way::new("/", &visit));
    };
    finish(&way, shown(&app, address, way.clone(), visit.query).await)
}

/// `GET /team/{teamSlug}/{meetingTypeSlug}`.
pub(crate) async fn show_team(
    State(app): State<App>,
    path: Parts<(String, String)>,
    visit: Visit,
) -> Response {
    let Ok((way, address)) = of_team(path, &visit) else {
        return Failure::not_found().page(&Way::new("/", &visit));
    };
    finish(&way, shown(&app, address, way.clone(), visit.query).await)
}

/// `POST /{userSlug}/{meetingTypeSlug}`.
pub(crate) async fn submit(
    _: Counted,
    State(app): State<App>,
    path: Parts<(String, String)>,
    visit: Visit,
    Sent(typed): Sent,
) -> Response {
    let Ok((way, address)) = plain(path, &visit) else {
        return Failure::not_found().page(&Way::new("/", &visit));
    };
    finish(&way, submitted(&app, address, way.clone(), visit.query, &typed).await)
}

/// `POST /embed/{companySlug}/{userSlug}/{meetingTypeSlug}`.
pub(crate) async fn submit_embedded(
    _: Counted,
    State(app): State<App>,
    path: Parts<(String, String, String)>,
    visit: Visit,
    Sent(typed): Sent,
) -> Response {
    let Ok((way, address)) = embedded(path, &visit) else {
        return Failure::not_found().page(&Way::new("/", &visit));
    };
    finish(&way, submitted(&app, address, way.clone(), visit.query, &typed).await)
}

/// `POST /team/{teamSlug}/{meetingTypeSlug}`.
pub(crate) async fn submit_team(
    _: Counted,
    State(app): State<App>,
    path: Parts<(String, String)>,
    visit: Visit,
    Sent(typed): Sent,
) -> Response {
    let Ok((way, address)) = of_team(path, &visit) else {
        return Failure::not_found().page(&Way::new("/", &visit));
    };
    finish(&way, submitted(&app, address, way.clone(), visit.query, &typed).await)
}

fn of_team(path: Parts<(String, String)>, visit: &Visit) -> Result<(Way, Address), ()> {
    let Path((team, meeting_type)) = path.map_err(|_| ())?;
    let way = Way::new(format!("/team/{}/{}", segment(&team), segment(&meeting_type)), visit);
    Ok((way, Address { company: None, of: Whose::Team(team), meeting_type }))
}

fn plain(path: Parts<(String, String)>, visit: &Visit) -> Result<(Way, Address), ()> {
    let Path((host, meeting_type)) = path.map_err(|_| ())?;
    let way = Way::new(format!("/{}/{}", segment(&host), segment(&meeting_type)), visit);
    Ok((way, Address { company: None, of: Whose::Host(host), meeting_type }))
}

fn embedded(path: Parts<(String, String, String)>, visit: &Visit) -> Result<(Way, Address), ()> {
    let Path((company, host, meeting_type)) = path.map_err(|_| ())?;
    let parts = [&company, &host, &meeting_type].map(|part| segment(part));
    let way = Way::new(format!("/embed/{}", parts.join("/")), visit).embedded();
    Ok((way, Address { company: Some(company), of: Whose::Host(host), meeting_type }))
}

/// A part of a path as it is written in one.
fn segment(part: &str) -> String {
    url::form_urlencoded::byte_serialize(part.as_bytes()).collect::<String>().replace('+', "%20")
}
