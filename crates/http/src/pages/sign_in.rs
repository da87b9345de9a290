//! `/sign-in`: by a password, or having a link sent. What is answered says nothing of who has an account.

use askama::Template;
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use slated_app::{
    App,
    accounts::{Entry, SignedIn, sign_in::Choice},
};
use slated_store::sign_in_link::Purpose;

use super::{
    Failure, Fields, Result, Shell, Visit, Way, account, brand::Brand, calendar::Link, cookie,
    failure::MessagePage, finish, own_form::OwnForm, see_other, text::text_of,
};
use crate::{HttpState, v4::text::Email};

pub(crate) mod link;
pub(crate) mod password;

/// The path of this page.
pub(super) const PATH: &str = "/sign-in";
/// What links of these pages carry along. Whoever sends somebody here has no say in how it looks.
const CARRIED: [&str; 5] = ["lang", "locale", "hourCycle", "timezone", "next"];

#[derive(Template)]
#[template(path = "sign-in.html")]
struct SignInPage<'a> {
    shell: &'a Shell,
    action: String,
    email: String,
    next: String,
    email_error: Option<String>,
    password_error: Option<String>,
    /// Why all of it is refused.
    refused: Option<String>,
    /// Links can be sent.
    by_mail: bool,
}

#[derive(Template)]
#[template(path = "sign-in-choose.html")]
struct ChoosePage<'a> {
    shell: &'a Shell,
    /// Where each leads, and what it says.
    choices: Vec<Link>,
}

/// What of the form is not as it must be: messages.
#[derive(Default)]
struct Faults {
    email: Option<&'static str>,
    password: Option<&'static str>,
    all: Option<&'static str>,
}

/// `GET /sign-in`.
pub(crate) async fn show(State(app): State<App>, headers: HeaderMap, visit: Visit) -> Response {
    let way = plain(PATH, &visit);
    let token = cookie::token(&app, &headers);
    finish(&way, shown(&app, &way, token).await)
}

async fn shown(app: &App, way: &Way, token: Option<String>) -> Result {
    let signed_in = match token {
        Some(token) => app.account(&token).await?.is_some(),
        None => false,
    };
    if signed_in {
        return Ok(see_other(&onward(way.query.get("next"))));
    }
    Ok(page(app, way, &way.query, Faults::default()))
}

/// `POST /sign-in`.
pub(crate) async fn submit(
    State(state): State<HttpState>,
    headers: HeaderMap,
    visit: Visit,
    form: OwnForm,
) -> Response {
    let way = plain(PATH, &visit);
    finish(&way, submitted(&state, agent(&headers), &way, &form).await)
}

async fn submitted(
    state: &HttpState,
    agent: &str,
    way: &Way,
    OwnForm { typed, address }: &OwnForm,
) -> Result {
    let (app, address) = (&state.app, *address);
    let faulty = |faults| Ok(page(app, way, typed, faults));
    let Some(email) = typed.get("email") else {
        return faulty(Faults { email: Some("email-missing"), ..Faults::default() });
    };
    let Ok(email) = Email::parse(email) else {
        return faulty(Faults { email: Some("email-wrong"), ..Faults::default() });
    };
    let purpose = match typed.get("with") {
        Some("link") => Some(Purpose::SignIn),
        Some("new-password") => Some(Purpose::SetPassword),
        _ => None,
    };
    if let Some(purpose) = purpose {
        state.limits.count_link(&email.lower()).map_err(|refused| Failure::too_many(&refused))?;
        app.ask_for_link(email.lower(), purpose).await?;
        return Ok(sent(way, &email.lower()));
    }
    let Some(password) = as_typed(typed, "password") else {
        return faulty(Faults { password: Some("password-missing"), ..Faults::default() });
    };
    let allowed = state.limits.may_guess(address);
    let allowed = allowed.and_then(|()| state.limits.count_password(&email.lower()));
    allowed.map_err(|refused| Failure::too_many(&refused))?;
    match app.sign_in_by_password(email.lower(), password, agent).await? {
        Entry::SignedIn(new) => Ok(signed_in(app, &new, &onward(typed.get("next")))),
        Entry::Choose(choices) => Ok(choose(way, choices)),
        Entry::Refused => {
            state.limits.guessed_wrong(address);
            faulty(Faults { all: Some("sign-in-wrong"), ..Faults::default() })
        }
    }
}

fn page(app: &App, way: &Way, typed: &Fields, faults: Faults) -> Response {
    let words = way.words;
    let is_faulty = faults.email.or(faults.password).or(faults.all).is_some();
    let shell = shell(words.title(words.say("sign-in"), is_faulty), way, Brand::default());
    let said = |key: Option<&'static str>| key.map(|key| words.say(key));
    let page = SignInPage {
        shell: &shell,
        action: way.away(PATH, &[]),
        email: typed.typed("email"),
        next: typed.typed("next"),
        email_error: said(faults.email),
        password_error: said(faults.password),
        refused: said(faults.all),
        by_mail: app.post().mailer.is_on(),
    };
    let status = match (is_faulty, faults.all) {
        (_, Some(_)) => StatusCode::FORBIDDEN,
        (true, None) => StatusCode::BAD_REQUEST,
        (false, None) => StatusCode::OK,
    };
    shell.respond(status, &page)
}

/// The same whether anything was sent or not.
fn sent(way: &Way, email: &str) -> Response {
    let words = way.words;
    let title = words.say("check-mail");
    let shell = shell(title.clone(), way, Brand::default());
    let text = words.with(&text_of("check-mail"), "email", email);
    let link = Some((way.away(PATH, &[]), words.say("sign-in-back")));
    let page = MessagePage {
        shell: &shell,
        title: &title,
        text: &text,
        link: link.as_ref().map(|(href, label)| (href.as_str(), label.clone())),
    };
    shell.respond(StatusCode::OK, &page)
}

fn choose(way: &Way, choices: Vec<Choice>) -> Response {
    let shell = shell(way.words.say("sign-in-choose"), way, Brand::default());
    let shell = Shell { others: vec![], ..shell };
    let link = |choice: Choice| Link {
        href: way.away(&format!("{PATH}/link/{}", choice.token), &[]),
        label: choice.company,
    };
    let page = ChoosePage { shell: &shell, choices: choices.into_iter().map(link).collect() };
    shell.respond(StatusCode::OK, &page)
}

/// The browser keeps the session, and goes on.
pub(super) fn signed_in(app: &App, new: &SignedIn, onward: &str) -> Response {
    let mut response = see_other(onward);
    response.headers_mut().insert(header::SET_COOKIE, cookie::keep(app, &new.token));
    response
}

/// The frame of these pages: nobody else's.
pub(super) fn shell(title: String, way: &Way, brand: Brand) -> Shell {
    Shell::new(title, way, brand).private().alone().in_other_languages(way)
}

/// One of these pages, without what a link says of its looks.
pub(super) fn plain(path: &str, visit: &Visit) -> Way {
    let kept = visit.query.pairs().filter(|(name, _)| CARRIED.contains(name));
    Way::new(path, &Visit { query: Fields::of(kept), accepted: visit.accepted })
}

/// A field as it was typed, blanks around it included: they are part of a password.
pub(super) fn as_typed<'a>(typed: &'a Fields, name: &str) -> Option<&'a str> {
    typed.pairs().find(|(known, _)| *known == name).map(|(_, value)| value).filter(|value| !value.is_empty())
}

/// What a browser says of itself.
pub(super) fn agent(headers: &HeaderMap) -> &str {
    headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default()
}

/// Where to go once signed in: a path on this site, or the account.
pub(super) fn onward(next: Option<&str>) -> String {
    let is_path = |next: &&str| {
        next.len() <= 500
            && next.starts_with('/')
            && !next.starts_with("//")
            && next.bytes().all(|b| b.is_ascii_graphic() && b != b'\\')
    };
    next.filter(is_path).unwrap_or(account::PATH).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_to_another_site() {
        for good in ["/account", "/account?done=password", "/ada-l/intro", "/"] {
            assert_eq!(onward(Some(good)), good);
        }
        for bad in [
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/\t/evil.example",
            "/\n/evil.example",
            "account",
            "",
            " //evil.example",
            "/a b",
            "/é",
        ] {
            assert_eq!(onward(Some(bad)), "/account", "{bad:?}");
        }
        assert_eq!(onward(None), "/account");
    }
}
