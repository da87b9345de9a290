//! `/account`: who is signed in, what lies ahead of them, their password, and where else they are signed in.
//!
//! Everything is changed by forms of this page, which say a token that no other site knows.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{FromRequestParts, State},
    http::{StatusCode, header, request},
    response::Response,
};
use jiff::{Timestamp, tz::TimeZone};
use slated_app::{
    App, Error,
    accounts::{
        Account, NewPassword,
        agenda::Agenda,
        sessions::{form_token, is_form_token},
    },
    audit::Operation,
    texts::{Language, dates},
};
use slated_store::{ids::SessionId, session::Session, sign_in_link::Purpose, user::PersonalPage};

use super::{
    Failure, Fields, Result, Shell, Visit, Way,
    brand::Brand,
    browsers::known_as,
    calendar::Link,
    cookie, finish,
    manage::join_link,
    own_form::{OwnForm, foreign},
    see_other,
    sign_in::{self, as_typed, password, plain, shell},
    zones,
};
use crate::{HttpState, extract::Deed};

/// The path of this page.
pub(super) const PATH: &str = "/account";

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage<'a> {
    shell: &'a Shell,
    /// What was just done.
    done: Option<String>,
    name: String,
    email: &'a str,
    company: &'a str,
    page: Link,
    /// What every form says besides.
    token: String,
    zone: String,
    waiting: Vec<Ahead>,
    ahead: Vec<Ahead>,
    password: Password,
    sessions: Vec<Row>,
}

/// An appointment, or what may become one.
struct Ahead {
    name: String,
    /// For programs.
    machine: String,
    day: String,
    time: String,
    people: Vec<String>,
    /// Where to join or decide.
    link: Option<Link>,
}

/// The part of the page about the password.
struct Password {
    /// One is set, so that it can be changed here.
    is_set: bool,
    /// Links can be sent.
    by_mail: bool,
    hint: String,
    current_error: Option<String>,
    new_error: Option<String>,
}

/// A browser in which they are signed in.
struct Row {
    id: String,
    browser: String,
    seen: String,
    is_this: bool,
}

/// Somebody who is signed in. Whoever is not is led to where they can be, and back.
pub(crate) struct Visitor {
    account: Account,
    token: String,
}

impl FromRequestParts<HttpState> for Visitor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut request::Parts, state: &HttpState) -> Result<Self, Response> {
        let token = cookie::token(&state.app, &parts.headers);
        let way = plain(PATH, &Visit::new(parts.uri.query(), &parts.headers));
        let account = match &token {
            Some(token) => state.app.account(token).await,
            None => Ok(None),
        };
        match account.map(|account| account.zip(token)) {
            Ok(Some((account, token))) => Ok(Self { account, token }),
            Ok(None) => Err(see_other(&way.away(sign_in::PATH, &[("next", parts.uri.path())]))),
            Err(error) => Err(Failure::from(error).page(&way)),
        }
    }
}

impl Visitor {
    fn way(&self, visit: &Visit) -> Way {
        let way = plain(PATH, visit);
        // Their own language before the browser's: they are known here.
        let own = Language::parse(&self.account.user.language);
        way.spoken(own, None)
    }
}

/// `GET /account`.
pub(crate) async fn show(State(app): State<App>, visitor: Visitor, visit: Visit) -> Response {
    let way = visitor.way(&visit);
    let done = match visit.query.get("done") {
        Some("password") => Some("done-password"),
        Some("link") => Some("done-link"),
        Some("session") => Some("done-session"),
        _ => None,
    };
    finish(&way, page(&app, &visitor, &way, done, BTreeMap::new()).await)
}

/// `POST /account`.
pub(crate) async fn submit(
    State(state): State<HttpState>,
    Deed(operation): Deed,
    visitor: Visitor,
    visit: Visit,
    OwnForm { typed, .. }: OwnForm,
) -> Response {
    let way = visitor.way(&visit);
    if !typed.get("token").is_some_and(|said| is_form_token(&visitor.token, said)) {
        return foreign().page(&way);
    }
    let app = &state.app;
    let done = match typed.get("do") {
        Some("sign-out") => {
            leave(app, app.end_session(&visitor.account, visitor.account.session.id).await.map(drop))
        }
        Some("sign-out-everywhere") => leave(app, app.sign_out_everywhere(&visitor.account).await),
        Some("end") => end(app, &visitor, &typed).await,
        Some("password") => change_password(&state, operation, &visitor, &way, &typed).await,
        Some("password-link") => send_link(&state, &visitor).await,
        _ => Err(Failure::new(StatusCode::BAD_REQUEST, "broken")),
    };
    finish(&way, done)
}

/// Signed out: the browser forgets the session, and what it kept of these pages.
fn leave(app: &App, ended: Result<(), Error>) -> Result {
    ended?;
    let mut response = see_other(sign_in::PATH);
    response.headers_mut().insert(header::SET_COOKIE, cookie::forget(app));
    Ok(response)
}

async fn end(app: &App, visitor: &Visitor, typed: &Fields) -> Result {
    if let Some(id) = typed.read::<uuid::Uuid>("session") {
        // One that has ended already is as it should be.
        app.end_session(&visitor.account, SessionId(id)).await?;
    }
    Ok(see_other(&format!("{PATH}?done=session")))
}

async fn send_link(state: &HttpState, visitor: &Visitor) -> Result {
    let email = visitor.account.user.email.clone();
    state.limits.count_link(&email).map_err(|refused| Failure::too_many(&refused))?;
    state.app.ask_for_link(email, Purpose::SetPassword).await?;
    Ok(see_other(&format!("{PATH}?done=link")))
}

async fn change_password(
    state: &HttpState,
    operation: Option<Operation>,
    visitor: &Visitor,
    way: &Way,
    typed: &Fields,
) -> Result {
    let app = &state.app;
    let new = match NewPassword::parse(as_typed(typed, "new").unwrap_or_default()) {
        Ok(new) => new,
        Err(unfit) => {
            let errors = BTreeMap::from([("new", password::said(way.words, unfit))]);
            return page(app, visitor, way, None, errors).await;
        }
    };
    let account = &visitor.account;
    state.limits.count_password(&account.user.email).map_err(|refused| Failure::too_many(&refused))?;
    let current = as_typed(typed, "current").unwrap_or_default();
    match app.change_password(account, current, new, operation).await {
        Ok(true) => Ok(see_other(&format!("{PATH}?done=password"))),
        // Somebody else was faster: what was typed is not the password any more.
        Ok(false) | Err(Error::Conflict { code: "password-changed", .. }) => {
            let errors = BTreeMap::from([("current", way.words.say("password-wrong"))]);
            page(app, visitor, way, None, errors).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `errors` are those of the fields of the form for the password.
async fn page(
    app: &App,
    visitor: &Visitor,
    way: &Way,
    done: Option<&'static str>,
    mut errors: BTreeMap<&'static str, String>,
) -> Result {
    let Visitor { account, token } = visitor;
    let Account { user, company, session } = account;
    let (words, is_faulty) = (way.words, !errors.is_empty());
    let zone = zones::of(&user.timezone).unwrap_or(TimeZone::UTC);
    let local = |at: Timestamp| at.to_zoned(zone.clone()).datetime();
    let Agenda { appointments, waiting } = app.agenda(account).await?;
    let sessions = app.sessions(account).await?;
    let shell = shell(
        words.title(words.say("account"), is_faulty),
        way,
        Brand::of(&PersonalPage::default(), company),
    );
    let ahead = appointments.into_iter().map(|full| {
        let (a, attendees) = (full.booked.appointment, full.booked.attendees);
        Ahead {
            name: a.details.info.name.clone(),
            machine: a.starts_at.to_string(),
            day: dates::date(words.0, local(a.starts_at).date()),
            time: dates::time_range(words.0, local(a.starts_at).time(), local(a.ends_at).time()),
            people: attendees
                .into_iter()
                .filter(|t| t.cancelled_at.is_none())
                .map(|t| t.details.fullname)
                .collect(),
            link: join_link(words, a.details.meeting_link.as_deref()),
        }
    });
    let waiting = waiting.into_iter().map(|held| Ahead {
        name: held.name,
        machine: held.starts_at.to_string(),
        day: dates::date(words.0, local(held.starts_at).date()),
        time: dates::time(words.0, local(held.starts_at).time()),
        people: vec![],
        link: Some(Link { href: way.away(&held.path, &[]), label: words.say("mail-decide") }),
    });
    let row = |one: Session| Row {
        id: one.id.to_string(),
        seen: dates::day_time(words.0, local(one.seen_at)),
        is_this: one.id == session.id,
        browser: known_as(&one.user_agent),
    };
    let page_url = app.personal_page_url(&user.slug);
    let page = AccountPage {
        shell: &shell,
        done: done.map(|done| words.say(done)),
        name: user.full_name(),
        email: &user.email,
        company: &company.name,
        page: Link { label: page_url, href: format!("/{}", user.slug) },
        token: form_token(token),
        zone: dates::zone(words.0, &zone, app.now()),
        waiting: waiting.collect(),
        ahead: ahead.collect(),
        password: Password {
            is_set: app.has_password(account).await?,
            by_mail: app.post().mailer.is_on(),
            hint: password::hint(words),
            current_error: errors.remove("current"),
            new_error: errors.remove("new"),
        },
        sessions: sessions.into_iter().map(row).collect(),
    };
    Ok(shell.respond(if is_faulty { StatusCode::BAD_REQUEST } else { StatusCode::OK }, &page))
}
