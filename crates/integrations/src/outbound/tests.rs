//! The client against real servers on loopback. Nothing here leaves the machine.
#![allow(clippy::unwrap_used)]

use std::io::{Read, Write};
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use reqwest::dns::{Addrs, Name, Resolving};

use super::*;
use crate::address::parse_networks;

mod guard;
mod receiver;
mod tls;

use receiver::{OK, Receiver};

fn outbound(allow: &str) -> Outbound {
    Outbound::new(policy(allow))
}

fn policy(allow: &str) -> OutboundPolicy {
    OutboundPolicy { allow: parse_networks(allow).unwrap(), ..OutboundPolicy::default() }
}

async fn post(outbound: &Outbound, url: &str) -> Result<Response, OutboundError> {
    outbound.post(url, &[("content-type", "application/json")], b"{\"event\":1}".to_vec()).await
}

#[tokio::test]
async fn a_request_arrives_whole_and_its_answer_is_kept() {
    let receiver = Receiver::answering(OK);
    let headers = [("Content-Type", "application/json"), ("webhook-id", "msg_1")];
    let url = receiver.url("127.0.0.1") + "?token=t#fragment";
    let answer = outbound("127.0.0.1").post(&url, &headers, b"{\"event\":1}".to_vec()).await.unwrap();
    assert_eq!((answer.status, answer.body_prefix.as_slice()), (200, b"ok".as_slice()));
    assert_eq!(answer.body_end, BodyEnd::Complete);
    assert_eq!(answer.header("x-seen"), Some("yes"));
    assert!(answer.elapsed > Duration::ZERO);

    let request = receiver.requests().remove(0).to_lowercase();
    assert!(request.starts_with("post /hook?token=t http/1.1\r\n"), "{request}");
    assert!(request.ends_with("\r\n\r\n{\"event\":1}"), "{request}");
    for line in ["content-type: application/json", "webhook-id: msg_1", "content-length: 11"] {
        assert!(request.contains(line), "{line} in {request}");
    }
    assert!(request.contains(concat!("user-agent: slated/", env!("CARGO_PKG_VERSION"))), "{request}");
    assert!(!request.contains("fragment"), "{request}");
}

#[tokio::test]
async fn connections_are_kept_and_shared_by_clones() {
    let receiver = Receiver::answering(OK);
    let outbound = outbound("127.0.0.1");
    for _ in 0..20 {
        assert_eq!(post(&outbound.clone(), &receiver.url("127.0.0.1")).await.unwrap().status, 200);
    }
    assert_eq!((receiver.requests().len(), receiver.connections()), (20, 1));
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_not_followed() {
    let target = Receiver::answering(OK);
    for status in [301, 302, 303, 307, 308] {
        let moved = format!(
            "HTTP/1.1 {status} Moved\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n",
            target.url("127.0.0.1")
        );
        let receiver = Receiver::answering(moved);
        let answer = post(&outbound("127.0.0.1"), &receiver.url("127.0.0.1")).await.unwrap();
        assert_eq!(answer.status, status);
        assert_eq!(answer.header("location"), Some(target.url("127.0.0.1").as_str()));
    }
    assert_eq!(target.connections(), 0);
}

#[tokio::test]
async fn a_slow_answer_is_a_timeout() {
    let receiver = Receiver::at(SocketAddr::from(([127, 0, 0, 1], 0)), |_| {
        thread::sleep(Duration::from_secs(5));
        false
    })
    .unwrap();
    let outbound = Outbound::new(OutboundPolicy { timeout: Duration::from_secs(1), ..policy("127.0.0.1") });
    let error = post(&outbound, &receiver.url("127.0.0.1")).await.unwrap_err();
    let OutboundError::Timeout { after } = error else { panic!("{error:?}") };
    assert!((1000..5000).contains(&after.as_millis()), "{after:?}");
    assert_eq!(receiver.requests().len(), 1, "it was received, and yet no answer came");
}

#[tokio::test]
async fn a_body_that_stalls_or_breaks_off_does_not_undo_the_status() {
    let partial = b"HTTP/1.1 202 Accepted\r\nContent-Length: 100\r\n\r\nhalf";
    for stall in [Duration::from_secs(5), Duration::ZERO] {
        let receiver = Receiver::at(SocketAddr::from(([127, 0, 0, 1], 0)), move |stream| {
            stream.write_all(partial).unwrap();
            thread::sleep(stall);
            false
        })
        .unwrap();
        let outbound =
            Outbound::new(OutboundPolicy { timeout: Duration::from_secs(1), ..policy("127.0.0.1") });
        let answer = post(&outbound, &receiver.url("127.0.0.1")).await.unwrap();
        assert_eq!((answer.status, answer.body_end), (202, BodyEnd::Broken));
        assert_eq!(answer.body_prefix, b"half");
    }
}

#[tokio::test]
async fn big_bodies_and_headers_are_bounded() {
    // An endless body: the server writes until we hang up.
    let written = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&written);
    let receiver = Receiver::at(SocketAddr::from(([127, 0, 0, 1], 0)), move |stream| {
        write!(stream, "HTTP/1.1 500 Oops\r\n").unwrap();
        for i in 0..80 {
            write!(stream, "X-{i}: {i}\r\n").unwrap();
        }
        write!(stream, "X-Long: {}\r\n\r\n", "l".repeat(2000)).unwrap();
        while stream.write_all(&[b'x'; 4096]).is_ok() {
            count.fetch_add(4096, Ordering::SeqCst);
        }
        false
    })
    .unwrap();
    let answer = post(&outbound("127.0.0.1"), &receiver.url("127.0.0.1")).await.unwrap();
    assert_eq!((answer.status, answer.body_end), (500, BodyEnd::Truncated));
    assert_eq!(answer.body_prefix, vec![b'x'; 16 * 1024]);
    assert_eq!((answer.headers.len(), answer.header("x-long")), (64, None));
    assert!(answer.elapsed < Duration::from_secs(5), "{:?}", answer.elapsed);
    thread::sleep(Duration::from_millis(200));
    assert!(written.load(Ordering::SeqCst) < 64 * 1024 * 1024, "the server was let go");
}

#[tokio::test]
async fn a_body_of_exactly_the_limit_is_complete() {
    let receiver = Receiver::answering(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfour".as_slice());
    for (body_limit, end) in [(4, BodyEnd::Complete), (3, BodyEnd::Truncated), (0, BodyEnd::Truncated)] {
        let outbound = Outbound::new(OutboundPolicy { body_limit, ..policy("127.0.0.1") });
        let answer = post(&outbound, &receiver.url("127.0.0.1")).await.unwrap();
        assert_eq!((answer.body_prefix.len(), answer.body_end), (body_limit, end));
    }
}

#[tokio::test]
async fn failures_are_told_apart_and_name_no_url() {
    let outbound = outbound("127.0.0.1");
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let error = post(&outbound, &format!("http://{closed}/?token=t")).await.unwrap_err();
    assert!(matches!(&error, OutboundError::Connect { detail } if detail.contains("refused")), "{error:?}");
    assert!(!error.to_string().contains("token"), "{error}");

    let plain = Receiver::answering(OK);
    let error = post(&outbound, &format!("https://{}/", mail_server())).await.unwrap_err();
    assert!(matches!(error, OutboundError::Tls { .. }), "{error:?}");

    let garbled = Receiver::answering(b"220 mail.example ESMTP\r\n\r\n".as_slice());
    let error = post(&outbound, &garbled.url("127.0.0.1")).await.unwrap_err();
    assert!(matches!(error, OutboundError::Other { .. }), "{error:?}");

    let url = plain.url("127.0.0.1");
    for header in [
        ("Host", "a"),
        ("content-length", "1"),
        ("Proxy-Authorization", "a"),
        ("a b", "c"),
        ("x", "a\r\nb: c"),
    ] {
        let error = outbound.post(&url, &[header], vec![]).await.unwrap_err();
        assert!(matches!(&error, OutboundError::Header { name } if name == header.0), "{error:?}");
    }
    assert_eq!(plain.connections(), 0);
}

/// Speaks, but not TLS: greets whoever connects, as SMTP does.
fn mail_server() -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            stream.write_all(b"220 mail.example ESMTP\r\n").unwrap();
            let mut buffer = [0; 1024];
            while stream.read(&mut buffer).is_ok_and(|n| n > 0) {}
        }
    });
    address
}

/// Answers every look-up with the same addresses.
struct Answers(Vec<IpAddr>);

impl Answers {
    fn of(addresses: &[&str]) -> Self {
        Self(addresses.iter().map(|ip| ip.parse().unwrap()).collect())
    }
}

impl Resolve for Answers {
    fn resolve(&self, _: Name) -> Resolving {
        let answer: Vec<_> = self.0.iter().map(|&ip| SocketAddr::new(ip, 0)).collect();
        Box::pin(async move { Ok(Box::new(answer.into_iter()) as Addrs) })
    }
}
