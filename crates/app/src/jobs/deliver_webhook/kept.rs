//! What is kept of a call for the delivery log: enough to find a mistake, bounded, and without what must stay secret.

use std::collections::BTreeMap;

use slated_integrations::{BodyEnd, Response};
use url::Url;

/// The longest answer that is kept, in bytes.
pub(super) const BODY_LIMIT: usize = 4 * 1024;

/// The headers of an answer that help whoever looks for a mistake. Cookies and credentials are not among them.
const HEADERS: [&str; 12] = [
    "allow",
    "cf-ray",
    "content-length",
    "content-type",
    "date",
    "location",
    "retry-after",
    "server",
    "traceparent",
    "via",
    "x-amzn-trace-id",
    "x-request-id",
];

/// What stands for what is not shown.
const REDACTED: &str = "[redacted]";

/// The URL with the values of its query left out: many platforms put a key there.
pub(crate) fn endpoint(url: &str) -> String {
    let Ok(mut url) = Url::parse(url) else { return String::new() };
    url.set_fragment(None);
    if url.query().is_some() {
        let names: Vec<_> = url.query_pairs().map(|(name, _)| name.into_owned()).collect();
        url.query_pairs_mut().clear().extend_pairs(names.iter().map(|name| (name, REDACTED)));
    }
    url.into()
}

/// The headers of use.
pub(super) fn headers(response: &Response) -> BTreeMap<String, String> {
    let kept = HEADERS.into_iter().filter_map(|name| {
        let value = response.header(name)?;
        Some((name.to_owned(), if name == "location" { endpoint(value) } else { value.to_owned() }))
    });
    kept.collect()
}

/// How the body begins; none if it is empty. What is no text is not kept.
pub(super) fn body(response: &Response, secrets: &[String]) -> Option<String> {
    if response.body_prefix.is_empty() {
        return None;
    }
    let text = str::from_utf8(&response.body_prefix);
    // What was cut in the middle of a character is text all the same.
    let text = match text {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() && error.valid_up_to() > 0 => {
            str::from_utf8(&response.body_prefix[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return Some(format!("[{} bytes that are not text]", response.body_prefix.len())),
    };
    // PostgreSQL stores no NUL.
    let mut text = text.replace('\0', "\u{fffd}");
    for secret in secrets {
        text = text.replace(secret.as_str(), REDACTED);
    }
    let cut = text.len() > BODY_LIMIT || response.body_end != BodyEnd::Complete;
    if text.len() > BODY_LIMIT {
        let end = (0..=BODY_LIMIT).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        text.truncate(end);
    }
    if cut {
        text.push('…');
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::time::Duration;

    use super::*;

    fn answered(headers: &[(&str, &str)], body: &[u8], body_end: BodyEnd) -> Response {
        Response {
            status: 200,
            headers: headers.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect(),
            body_prefix: body.to_vec(),
            body_end,
            elapsed: Duration::ZERO,
        }
    }

    #[test]
    fn a_query_keeps_its_names_only() {
        assert_eq!(
            endpoint("https://a.example/b?token=x&n=2#c"),
            "https://a.example/b?token=%5Bredacted%5D&n=%5Bredacted%5D"
        );
        assert_eq!(endpoint("https://a.example:8443/b"), "https://a.example:8443/b");
        assert_eq!(endpoint("/login"), "");
    }

    #[test]
    fn only_headers_of_use_are_kept() {
        let sent = [
            ("content-type", "text/plain"),
            ("set-cookie", "session=1"),
            ("location", "https://b.example/?key=1"),
        ];
        let kept = headers(&answered(&sent, b"", BodyEnd::Complete));
        let kept: Vec<_> = kept.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(
            kept,
            [("content-type", "text/plain"), ("location", "https://b.example/?key=%5Bredacted%5D")]
        );
    }

    #[test]
    fn a_body_is_cut_and_what_is_secret_in_it_left_out() {
        let check = |bytes: &[u8], end| body(&answered(&[], bytes, end), &["whsec_a".to_owned()]);
        assert_eq!(check(b"", BodyEnd::Complete), None);
        assert_eq!(check(b"ok", BodyEnd::Complete).unwrap(), "ok");
        assert_eq!(check(b"ok", BodyEnd::Truncated).unwrap(), "ok…");
        assert_eq!(
            check(b"your secret whsec_a\0", BodyEnd::Complete).unwrap(),
            "your secret [redacted]\u{fffd}"
        );
        assert_eq!(check(&[0xff, 0xfe], BodyEnd::Complete).unwrap(), "[2 bytes that are not text]");
        assert_eq!(check("xü".as_bytes().split_last().unwrap().1, BodyEnd::Truncated).unwrap(), "x…");
        let long = check("ü".repeat(BODY_LIMIT).as_bytes(), BodyEnd::Complete).unwrap();
        assert_eq!(long.len(), BODY_LIMIT + '…'.len_utf8());
    }
}
