//! Why a request was not made, or brought no answer.

use std::error::Error;
use std::time::Duration;

/// Why a URL is not called. Meant to be shown to the user who gave it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// It is longer than 2048 bytes.
    #[error("the URL is longer than 2048 bytes")]
    TooLong,
    /// It is no absolute URL, or one that could be read in more than one way.
    #[error("this is not a well-formed absolute URL")]
    Malformed,
    /// The scheme is neither `https:` nor `http:`.
    #[error("the URL must start with https://")]
    Scheme,
    /// `http:` to a place that is not in an allowed network.
    #[error("the URL must start with https://; plain http is for networks the operator has allowed")]
    PlainHttp,
    /// A user name or password stands before the host.
    #[error("the URL must not contain a user name or password")]
    UserInfo,
    /// Port 0.
    #[error("the URL names port 0")]
    Port,
    /// The host is, or resolves to, an address that is not public.
    #[error("the host is not publicly reachable ({range} address)")]
    Address {
        /// The kind of address: `loopback`, `private`, `link-local` and so on.
        range: &'static str,
    },
    /// The host's name is one for use inside a network.
    #[error("the host name is for use inside a private network")]
    PrivateName,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OutboundError {
    /// The guard does not let the request out; trying again helps only once the URL, its DNS entry or the
    /// policy has changed.
    #[error("refused: {reason}")]
    Refused {
        /// What is wrong with the URL.
        #[from]
        reason: Refusal,
    },
    /// No connection, or no answer, in the time allowed. The request may have been received all the same.
    #[error("no answer within {after:.1?}")]
    Timeout {
        /// How long we waited.
        after: Duration,
    },
    /// The name is unknown or nobody took the connection. Nothing was received.
    #[error("could not connect: {detail}")]
    Connect {
        /// The cause in words, without the URL.
        detail: String,
    },
    /// The other side's certificate is not trusted, or it does not speak TLS. Nothing was received.
    #[error("TLS failed: {detail}")]
    Tls {
        /// The cause in words, without the URL.
        detail: String,
    },
    /// A header that cannot be sent: malformed, or one that belongs to the client itself.
    #[error("the header \"{name}\" cannot be sent")]
    Header {
        /// Its name.
        name: String,
    },
    /// The connection broke, or what came back was no HTTP. The request may have been received.
    #[error("the exchange failed: {detail}")]
    Other {
        /// The cause in words, without the URL.
        detail: String,
    },
}

impl OutboundError {
    pub(super) fn from_client(error: reqwest::Error, after: Duration) -> Self {
        // The URL may hold a token, and this text ends up in delivery logs.
        let error = error.without_url();
        if let Some(reason) = cause::<Refusal>(&error) {
            return Self::Refused { reason: reason.clone() };
        }
        if error.is_timeout() {
            return Self::Timeout { after };
        }
        if let Some(tls) = cause::<rustls::Error>(&error) {
            return Self::Tls { detail: tls.to_string() };
        }
        let detail = innermost(&error).to_string();
        if error.is_connect() { Self::Connect { detail } } else { Self::Other { detail } }
    }
}

/// The first error of type `E` in the chain.
fn cause<'e, E: Error + 'static>(error: &'e (dyn Error + 'static)) -> Option<&'e E> {
    chain(error).find_map(|link| link.downcast_ref())
}

fn innermost<'e>(error: &'e (dyn Error + 'static)) -> &'e (dyn Error + 'static) {
    chain(error).last().expect("a chain starts with the error itself")
}

fn chain<'e>(error: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&link| {
        // An io::Error hides the error it was made of: its `source` is already that one's source.
        let made_of = link.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        made_of.map(|inner| inner as &(dyn Error + 'static)).or_else(|| link.source())
    })
}
