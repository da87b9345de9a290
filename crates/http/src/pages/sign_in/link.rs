//! `/sign-in/link/{token}`: signing in by a link. Looking changes nothing, because mail programs look at every link; only
//! the form does. The page says as whom, so that nobody is signed in as somebody else unawares.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use slated_app::{App, Error, accounts::Offered};
use slated_store::{sign_in_link::Purpose, user::PersonalPage};

use super::{
    super::{
        Failure, Parts, Result, Visit, Way, account, answer::AnswerPage, brand::Brand, finish,
        own_form::OwnForm, see_other,
    },
    PATH, agent, cookie, plain, shell, signed_in,
};

/// The longest secret that is looked up.
const LONGEST: usize = 100;

/// `GET /sign-in/link/{token}`.
pub(crate) async fn ask(State(app): State<App>, token: Parts<String>, visit: Visit) -> Response {
    let way = plain(PATH, &visit);
    finish(&way, asked(&app, token, &way).await)
}

async fn asked(app: &App, token: Parts<String>, way: &Way) -> Result {
    let (_, offered) = find(app, token, Purpose::SignIn, way).await?;
    let way = spoken(way, &offered);
    let words = way.words;
    let title = words.with("sign-in-to", "company", &offered.company.name);
    let shell = shell(title, &way, brand(&offered));
    let page = AnswerPage {
        facts: vec![(words.say("email"), vec![offered.user.email.clone()])],
        answers: vec![("sign-in", words.say("sign-in"))],
        ..AnswerPage::new(&shell)
    };
    Ok(shell.respond(StatusCode::OK, &page))
}

/// `POST /sign-in/link/{token}`.
pub(crate) async fn submit(
    State(app): State<App>,
    token: Parts<String>,
    headers: HeaderMap,
    visit: Visit,
    _: OwnForm,
) -> Response {
    let way = plain(PATH, &visit);
    finish(&way, submitted(&app, token, &headers, &way).await)
}

async fn submitted(app: &App, token: Parts<String>, headers: &HeaderMap, way: &Way) -> Result {
    let used = match read(token) {
        Some(token) => app.sign_in_by_link(&token, agent(headers)).await,
        None => Err(Error::NotFound("Link")),
    };
    match used {
        Ok(new) => Ok(signed_in(app, &new, account::PATH)),
        // The button was pressed twice.
        Err(Error::NotFound(_)) if is_signed_in(app, headers).await? => Ok(see_other(account::PATH)),
        Err(error) => Err(gone_or(error, way)),
    }
}

async fn is_signed_in(app: &App, headers: &HeaderMap) -> Result<bool, Error> {
    match cookie::token(app, headers) {
        Some(token) => Ok(app.account(&token).await?.is_some()),
        None => Ok(false),
    }
}

/// The link's secret, and what it offers.
pub(super) async fn find(
    app: &App,
    token: Parts<String>,
    purpose: Purpose,
    way: &Way,
) -> Result<(String, Offered)> {
    let token = read(token).ok_or_else(|| gone(way))?;
    let offered = app.offered(&token, purpose).await.map_err(|error| gone_or(error, way))?;
    Ok((token, offered))
}

/// Paths can hold anything.
fn read(token: Parts<String>) -> Option<String> {
    token.ok().map(|Path(token)| token).filter(|token| token.len() <= LONGEST)
}

fn gone(way: &Way) -> Failure {
    Failure::new(StatusCode::NOT_FOUND, "link-over").with_link(way.away(PATH, &[]), "sign-in-back")
}

pub(super) fn gone_or(error: Error, way: &Way) -> Failure {
    if matches!(error, Error::NotFound("Link")) { gone(way) } else { error.into() }
}

/// In the language of whom the link is for, unless the browser or the address say another.
pub(super) fn spoken(way: &Way, offered: &Offered) -> Way {
    way.clone().spoken(None, Some(&offered.user.language))
}

pub(super) fn brand(offered: &Offered) -> Brand {
    Brand::of(&PersonalPage::default(), &offered.company)
}
