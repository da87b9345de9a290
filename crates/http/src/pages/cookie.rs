//! The cookie of a session: sent over the way it came, to this host only, and read by no script.

use axum::http::{HeaderMap, HeaderValue, header};
use slated_app::{App, accounts::sessions::LONGEST};

/// What random tokens are as long as at most; anything longer is none.
const LONGEST_TOKEN: usize = 64;

/// What is said of the cookie. Browsers hold `__Host-` to be secure, of this host alone, and of all its paths; it cannot be
/// used where pages are served without TLS.
struct Cookie {
    name: &'static str,
    attributes: &'static str,
}

impl Cookie {
    fn of(app: &App) -> Self {
        if app.config().public_url.starts_with("https:") {
            Self { name: "__Host-slated_session", attributes: "Path=/; HttpOnly; SameSite=Lax; Secure" }
        } else {
            Self { name: "slated_session", attributes: "Path=/; HttpOnly; SameSite=Lax" }
        }
    }
}

/// The token that a request shows.
pub(super) fn token(app: &App, headers: &HeaderMap) -> Option<String> {
    let name = Cookie::of(app).name;
    let sent = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = sent.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let (_, token) = pairs.find(|(known, _)| *known == name)?;
    (!token.is_empty() && token.len() <= LONGEST_TOKEN).then(|| token.to_owned())
}

/// Has the browser keep a token.
pub(super) fn keep(app: &App, token: &str) -> HeaderValue {
    let Cookie { name, attributes } = Cookie::of(app);
    let cookie = format!("{name}={token}; Max-Age={}; {attributes}", LONGEST.as_secs());
    HeaderValue::try_from(cookie).expect("tokens are ASCII")
}

/// Has the browser forget it.
pub(super) fn forget(app: &App) -> HeaderValue {
    let Cookie { name, attributes } = Cookie::of(app);
    HeaderValue::try_from(format!("{name}=; Max-Age=0; {attributes}")).expect("it is ASCII")
}
