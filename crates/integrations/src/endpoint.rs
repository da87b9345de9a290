//! What a user-given URL must look like, decided without any look-up.
//!
//! This is the first of the guard's layers; it runs when a URL is saved and again when it is used. It judges
//! literal addresses and names that are private by their form. What a public-looking name resolves to
//! is judged by [`crate::resolver`] when the connection is made.

use ipnet::IpNet;
use url::{Host, Url};

use crate::address::{Reach, judge};
use crate::outbound::Refusal;

/// Longest URL accepted, in bytes as the user wrote it.
const MAX_LENGTH: usize = 2048;

/// Parses and judges a URL. What comes back has no fragment, and no user information.
pub(crate) fn judge_url(raw: &str, allow: &[IpNet]) -> Result<Url, Refusal> {
    if raw.len() > MAX_LENGTH {
        return Err(Refusal::TooLong);
    }
    // The URL standard drops tabs and line ends and reads `\` as `/`. Where readers of a URL may differ is
    // where guards are passed, so such text is refused instead of repaired.
    if raw.chars().any(|c| c.is_whitespace() || c.is_control() || c == '\\') {
        return Err(Refusal::Malformed);
    }
    let mut url = Url::parse(raw).map_err(|_| Refusal::Malformed)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Refusal::Scheme);
    }
    // Likewise `https:host` and `https:///host`, which the standard repairs.
    let authority = raw[url.scheme().len()..]
        .strip_prefix("://")
        .and_then(|rest| rest.split(['/', '?', '#']).next())
        .filter(|authority| !authority.is_empty())
        .ok_or(Refusal::Malformed)?;
    if authority.contains('@') {
        return Err(Refusal::UserInfo);
    }
    if url.port() == Some(0) {
        return Err(Refusal::Port);
    }
    judge_host(&url, allow)?;
    url.set_fragment(None);
    Ok(url)
}

fn judge_host(url: &Url, allow: &[IpNet]) -> Result<(), Refusal> {
    let plain = url.scheme() == "http";
    let address = |ip| match judge(ip, allow) {
        Ok(Reach::Public) if plain => Err(Refusal::PlainHttp),
        Ok(_) => Ok(()),
        Err(range) => Err(Refusal::Address { range }),
    };
    match url.host() {
        None => Err(Refusal::Malformed),
        Some(Host::Ipv4(ip)) => address(ip.into()),
        Some(Host::Ipv6(ip)) => address(ip.into()),
        Some(Host::Domain(name)) => judge_name(name, plain, allow),
    }
}

fn judge_name(name: &str, plain: bool, allow: &[IpNet]) -> Result<(), Refusal> {
    let name = name.strip_suffix('.').unwrap_or(name);
    let well_formed = name.len() <= 253
        && name.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        });
    if !well_formed {
        return Err(Refusal::Malformed);
    }
    if is_under(name, "localhost") {
        let loopback = ["127.0.0.1", "::1"].map(|ip| ip.parse().expect("a literal address"));
        let reachable = loopback.iter().any(|&ip| judge(ip, allow).is_ok());
        return if reachable { Ok(()) } else { Err(Refusal::Address { range: "loopback" }) };
    }
    if is_private_name(name) {
        // Which network it means is known only when it is resolved; without an allowed network, none will do.
        return if allow.is_empty() { Err(Refusal::PrivateName) } else { Ok(()) };
    }
    if plain { Err(Refusal::PlainHttp) } else { Ok(()) }
}

/// Names that never are public: a single label, and the domains set aside for local use (RFC 6762 appendix G
/// and RFC 8375; `internal` by ICANN's board in 2024).
fn is_private_name(name: &str) -> bool {
    let domains = ["local", "internal", "intranet", "lan", "home", "corp", "private", "home.arpa"];
    !name.contains('.') || domains.iter().any(|domain| is_under(name, domain))
}

fn is_under(name: &str, domain: &str) -> bool {
    name.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::address::parse_networks;

    fn check(raw: &str, allow: &str) -> Result<String, Refusal> {
        judge_url(raw, &parse_networks(allow).unwrap()).map(Into::into)
    }

    #[test]
    fn public_https_endpoints_pass() {
        for raw in [
            "https://example.com/hook",
            "HTTPS://Example.COM/hook",
            "https://hooks.example.com:8443/a/b?token=x%20y&z=@1",
            "https://example.com./hook",
            "https://bücher.example/haken",
            "https://8.8.8.8/hook",
            "https://[2606:4700:4700::1111]/hook",
            "https://local.example.com/",
            "https://mylocalhost.com/",
            "https://localhost.example.com/",
        ] {
            assert!(check(raw, "").is_ok(), "{raw}: {:?}", check(raw, ""));
        }
        assert_eq!(check("https://example.com/a?b#secret", "").unwrap(), "https://example.com/a?b");
    }

    #[test]
    fn malformed_or_unfit_urls_are_refused_with_their_reason() {
        let long = format!("https://example.com/{}", "a".repeat(2048));
        let long_label = format!("https://{}.example.com/", "a".repeat(64));
        for (raw, reason) in [
            ("", Refusal::Malformed),
            ("example.com/hook", Refusal::Malformed),
            ("/hook", Refusal::Malformed),
            ("https://", Refusal::Malformed),
            ("https:example.com", Refusal::Malformed),
            ("https:/example.com", Refusal::Malformed),
            ("https:///example.com", Refusal::Malformed),
            ("https:\\\\example.com", Refusal::Malformed),
            ("https://example.com\\@127.0.0.1/", Refusal::Malformed),
            ("https://exa\tmple.com/", Refusal::Malformed),
            (" https://example.com/", Refusal::Malformed),
            ("https://example.com/a b", Refusal::Malformed),
            ("https://exam%00ple.com/", Refusal::Malformed),
            ("https://a..example.com/", Refusal::Malformed),
            ("https://ex*mple.com/", Refusal::Malformed),
            (&long_label, Refusal::Malformed),
            ("https://example.com:99999/", Refusal::Malformed),
            ("https://[fe80::1%25eth0]/", Refusal::Malformed),
            ("https://1.2.3.4.5/", Refusal::Malformed),
            (&long, Refusal::TooLong),
            ("https://example.com:0/", Refusal::Port),
            ("https://user@example.com/", Refusal::UserInfo),
            ("https://user:pass@example.com/", Refusal::UserInfo),
            ("https://:@example.com/", Refusal::UserInfo),
            ("https://@example.com/", Refusal::UserInfo),
            ("ftp://example.com/", Refusal::Scheme),
            ("file:///etc/passwd", Refusal::Scheme),
            ("gopher://127.0.0.1:6379/_x", Refusal::Scheme),
            ("javascript:alert(1)", Refusal::Scheme),
            ("unix:/run/x.sock", Refusal::Scheme),
            ("http://example.com/", Refusal::PlainHttp),
            ("http://8.8.8.8/", Refusal::PlainHttp),
            ("https://n8n/", Refusal::PrivateName),
            ("https://metadata.google.internal/", Refusal::PrivateName),
            ("https://printer.local./", Refusal::PrivateName),
        ] {
            assert_eq!(check(raw, ""), Err(reason), "{raw}");
        }
    }

    #[test]
    fn plain_http_is_for_allowed_networks_only() {
        let allow = "127.0.0.0/8 172.16.0.0/12";
        for raw in [
            "http://127.0.0.1:8080/",
            "http://localhost:8080/",
            "http://localhost./",
            "http://hooks.localhost/",
            "http://172.20.0.3/",
            "http://n8n:5678/webhook",
            "http://hooks.svc.cluster.local/",
        ] {
            assert!(check(raw, allow).is_ok(), "{raw}");
        }
        assert_eq!(check("http://example.com/", allow), Err(Refusal::PlainHttp));
        assert_eq!(check("http://8.8.8.8/", allow), Err(Refusal::PlainHttp));
        assert_eq!(check("http://10.0.0.1/", allow), Err(Refusal::Address { range: "private" }));
        assert_eq!(check("http://localhost/", "10.0.0.0/8"), Err(Refusal::Address { range: "loopback" }));
        assert!(check("http://8.8.8.8/", "0.0.0.0/0").is_ok());
    }
}
