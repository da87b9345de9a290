//! The Rust code that docs/webhooks.md shows is this test's own `shown.rs`, and it verifies what we sign.
#![allow(clippy::unwrap_used)]

use slated_integrations::{Message, SigningSecret};

mod shown;

const PAGE: &str = include_str!("../../../../docs/webhooks.md");

#[test]
fn the_page_shows_what_is_tested() {
    let (_, rest) = PAGE.split_once("```rust\n").unwrap();
    let (block, _) = rest.split_once("```").unwrap();
    assert_eq!(block, include_str!("shown.rs"));
}

#[test]
fn what_is_signed_is_genuine_and_nothing_else_is() {
    let (old, new) = (SigningSecret::from([1; 32]), SigningSecret::from([2; 32]));
    let message = Message { id: "0195", timestamp: 1_800_000_000, body: "{\"name\":\"Änne\"}".as_bytes() };
    let [(_, id), (_, timestamp), (_, signatures)] = message.headers(&[new.clone(), old.clone()]).unwrap();
    let check = |secret: &SigningSecret, body: &[u8], now| {
        shown::is_genuine(&secret.reveal(), &id, &timestamp, &signatures, body, now)
    };
    for secret in [&old, &new] {
        assert!(check(secret, message.body, 1_800_000_300));
        assert!(!check(secret, message.body, 1_800_000_301));
        assert!(!check(secret, b"{}", 1_800_000_000));
    }
    assert!(!check(&SigningSecret::from([3; 32]), message.body, 1_800_000_000));
}
