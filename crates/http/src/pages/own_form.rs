//! A form of our own pages: read only when the browser says that it comes from there, and within the limit of its address.
//!
//! For forms that sign somebody in, or are sent while somebody is signed in: another site must not be able to send them.

use std::net::IpAddr;

use axum::{
    extract::{FromRequest, FromRequestParts as _, Request},
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use url::Url;

use super::{Failure, Fields, Sent, Visit, Way, counted::Counted};
use crate::HttpState;

/// What stands in a form of our own pages.
#[derive(Debug)]
pub(crate) struct OwnForm {
    pub(super) typed: Fields,
    /// Whom the request is counted for.
    pub(super) address: IpAddr,
}

impl FromRequest<HttpState> for OwnForm {
    type Rejection = Response;

    async fn from_request(request: Request, state: &HttpState) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        Counted::from_request_parts(&mut parts, state).await?;
        if !is_own(&parts.headers, &state.app.config().public_url) {
            let visit = Visit::new(parts.uri.query(), &parts.headers);
            return Err(foreign().page(&Way::new(parts.uri.path(), &visit)));
        }
        let address = state.limits.address(&parts.extensions, &parts.headers);
        let Sent(typed) = Sent::from_request(Request::from_parts(parts, body), state).await?;
        Ok(Self { typed, address })
    }
}

/// The form did not come from our own page.
pub(super) fn foreign() -> Failure {
    Failure::new(StatusCode::FORBIDDEN, "form-foreign")
}

/// Browsers say where a form comes from: the newer ones as `Sec-Fetch-Site`, to addresses that are secure or their own
/// machine's, all as `Origin`. A form that nobody says anything of is not taken.
fn is_own(headers: &HeaderMap, public_url: &str) -> bool {
    let said = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    match (said("sec-fetch-site"), said(header::ORIGIN.as_str())) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => {
            Url::parse(public_url).is_ok_and(|own| own.origin().ascii_serialization() == origin)
        }
        (None, None) => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_what_the_browser_calls_our_own_is_taken() {
        let own = |pairs: &[(&'static str, &str)]| {
            let pairs = pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
            is_own(&pairs.collect::<HeaderMap>(), "https://book.example.com")
        };
        assert!(own(&[("sec-fetch-site", "same-origin")]));
        assert!(own(&[("origin", "https://book.example.com")]));
        assert!(own(&[("origin", "http://10.0.0.1"), ("sec-fetch-site", "same-origin")]), "by another name");
        for bad in [
            &[][..],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "cross-site"), ("origin", "https://book.example.com")],
            &[("sec-fetch-site", "none")],
            &[("sec-fetch-site", "")],
            &[("origin", "null")],
            &[("origin", "http://book.example.com")],
            &[("origin", "https://book.example.com.evil.example")],
            &[("origin", "https://book.example.com:8443")],
            &[("referer", "https://book.example.com/sign-in")],
        ] {
            assert!(!own(bad), "{bad:?}");
        }
    }
}
