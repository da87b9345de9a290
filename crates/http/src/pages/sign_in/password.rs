//! `/password/{token}`: setting a password by a link, the first or one in place of a forgotten one.

use askama::Template;
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use slated_app::{
    App,
    accounts::{
        NewPassword, Offered, Unfit,
        password::{LONGEST, SHORTEST},
    },
};
use slated_store::sign_in_link::Purpose;

use super::{
    super::{Fields, Parts, Result, Shell, Visit, Way, account, finish, own_form::OwnForm, text::Words},
    agent, as_typed,
    link::{brand, find, gone_or, spoken},
    plain, shell, signed_in,
};
use crate::extract::Deed;

#[derive(Template)]
#[template(path = "password-new.html")]
struct PasswordPage<'a> {
    shell: &'a Shell,
    title: String,
    email: &'a str,
    hint: String,
    error: Option<String>,
}

/// `GET /password/{token}`.
pub(crate) async fn ask(State(app): State<App>, token: Parts<String>, visit: Visit) -> Response {
    let way = plain("/password", &visit);
    let asked = find(&app, token, Purpose::SetPassword, &way).await;
    finish(&way, asked.map(|(_, offered)| page(&way, &offered, None)))
}

/// `POST /password/{token}`.
pub(crate) async fn submit(
    State(app): State<App>,
    deed: Deed,
    token: Parts<String>,
    headers: HeaderMap,
    visit: Visit,
    OwnForm { typed, .. }: OwnForm,
) -> Response {
    let way = plain("/password", &visit);
    finish(&way, submitted(&app, deed, token, &headers, &way, &typed).await)
}

async fn submitted(
    app: &App,
    Deed(operation): Deed,
    token: Parts<String>,
    headers: &HeaderMap,
    way: &Way,
    typed: &Fields,
) -> Result {
    let (token, offered) = find(app, token, Purpose::SetPassword, way).await?;
    let password = match NewPassword::parse(as_typed(typed, "password").unwrap_or_default()) {
        Ok(password) => password,
        Err(unfit) => return Ok(page(way, &offered, Some(unfit))),
    };
    let set = app.set_password_by_link(&token, password, agent(headers), operation).await;
    let new = set.map_err(|error| gone_or(error, way))?;
    Ok(signed_in(app, &new, &format!("{}?done=password", account::PATH)))
}

fn page(way: &Way, offered: &Offered, unfit: Option<Unfit>) -> Response {
    let way = spoken(way, offered);
    let words = way.words;
    let title = words.say("password-set");
    let shell = shell(words.title(title.clone(), unfit.is_some()), &way, brand(offered));
    let page = PasswordPage {
        shell: &shell,
        title,
        email: &offered.user.email,
        hint: hint(words),
        error: unfit.map(|unfit| said(words, unfit)),
    };
    shell.respond(if unfit.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK }, &page)
}

/// How long a password must be.
pub(in crate::pages) fn hint(words: Words) -> String {
    words.with("password-hint", "least", &SHORTEST.to_string())
}

/// Why a password cannot be set.
pub(in crate::pages) fn said(words: Words, unfit: Unfit) -> String {
    match unfit {
        Unfit::Short => words.with("password-short", "least", &SHORTEST.to_string()),
        Unfit::Long => words.with("password-long", "most", &LONGEST.to_string()),
    }
}
