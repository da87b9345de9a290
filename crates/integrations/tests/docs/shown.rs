// Rust: base64 0.22, hmac 0.13, sha2 0.11. `now` is in Unix seconds.
use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};

pub fn is_genuine(secret: &str, id: &str, timestamp: &str, signatures: &str, body: &[u8], now: u64) -> bool {
    let fresh = timestamp.parse::<u64>().is_ok_and(|at| at.abs_diff(now) <= 300);
    let Ok(key) = STANDARD.decode(secret.trim_start_matches("whsec_")) else { return false };
    let Ok(mut mac) = Hmac::<sha2::Sha256>::new_from_slice(&key) else { return false };
    mac.update(format!("{id}.{timestamp}.").as_bytes());
    mac.update(body);
    let given = signatures.split(' ').filter_map(|one| STANDARD.decode(one.strip_prefix("v1,")?).ok());
    fresh && given.into_iter().any(|tag| mac.clone().verify_slice(&tag).is_ok())
}
