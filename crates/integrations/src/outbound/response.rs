//! What is kept of an answer: enough for a delivery log, never more than we can afford.

use std::time::Duration;

use reqwest::header::HeaderMap;

/// How the kept body ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyEnd {
    /// It is whole.
    Complete,
    /// There was more than the limit.
    Truncated,
    /// It stopped coming: the time was over or the connection broke.
    Broken,
}

/// An answer, of whatever status (redirects included).
#[derive(Debug, Clone)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// Names in lower case, in the order received; up to 64 of them, values up to 1024 bytes (longer ones are
    /// left out), bytes that are not UTF-8 replaced.
    pub headers: Vec<(String, String)>,
    /// The first bytes of the body, up to the policy's limit.
    pub body_prefix: Vec<u8>,
    /// Whether that is all of it. An answer counts by its status, so a body that breaks off is no error.
    pub body_end: BodyEnd,
    /// From the call until the body was read.
    pub elapsed: Duration,
}

impl Response {
    /// The first value of a header; `name` in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

pub(super) fn kept_headers(headers: &HeaderMap) -> Vec<(String, String)> {
    headers
        .iter()
        .filter(|(_, value)| value.len() <= 1024)
        .take(64)
        .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
        .collect()
}

/// Reads up to `limit` bytes. A body left unread closes its connection; one read to its end leaves it open.
pub(super) async fn read_body(mut answer: reqwest::Response, prefix: &mut Vec<u8>, limit: usize) -> BodyEnd {
    loop {
        match answer.chunk().await {
            Ok(Some(chunk)) => {
                let room = limit - prefix.len();
                prefix.extend_from_slice(&chunk[..chunk.len().min(room)]);
                if chunk.len() > room {
                    return BodyEnd::Truncated;
                }
            }
            Ok(None) => return BodyEnd::Complete,
            Err(_) => return BodyEnd::Broken,
        }
    }
}
