//! Signatures on what we send, by the Standard Webhooks scheme (<https://www.standardwebhooks.com>).
//!
//! The signature is `v1,` and the base64 of HMAC-SHA256 over `{id}.{timestamp}.{body}`. While a secret is being
//! rotated there are two of them, and the header carries one signature for each, separated by spaces.
//!
//! Pure: the clock and the randomness for new secrets come from the caller.

use std::fmt;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::{Choice, ConstantTimeEq};

/// Header with the message's id: the same for every attempt, so that receivers can drop repeats.
pub const ID_HEADER: &str = "webhook-id";
/// Header with the attempt's time in Unix seconds.
pub const TIMESTAMP_HEADER: &str = "webhook-timestamp";
/// Header with the signatures.
pub const SIGNATURE_HEADER: &str = "webhook-signature";
/// How far a receiver should let the timestamp be from its own clock, by the libraries' common default.
pub const TOLERANCE: Duration = Duration::from_mins(5);

const SECRET_PREFIX: &str = "whsec_";
const VERSION_PREFIX: &str = "v1,";

/// Why a secret or a message cannot be used for signing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SigningError {
    /// Not `whsec_` followed by base64.
    #[error("a signing secret is \"whsec_\" followed by base64")]
    SecretFormat,
    /// The scheme asks for 24 to 64 bytes.
    #[error("a signing secret has 24 to 64 bytes, not {0}")]
    SecretLength(usize),
    /// Empty, or with characters that would make the signed text ambiguous or unfit for a header.
    #[error("a message id consists of ASCII letters, digits, \"_\" and \"-\"")]
    MessageId,
    /// A signature needs at least one secret.
    #[error("no secret to sign with")]
    NoSecret,
}

/// Why a received message is not to be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// The id or timestamp header is not in the scheme's form.
    #[error("the id or timestamp is malformed")]
    Malformed,
    /// Older than the tolerance: late, or replayed.
    #[error("the timestamp is too old")]
    TooOld,
    /// Further in the future than the tolerance.
    #[error("the timestamp lies in the future")]
    TooNew,
    /// No signature in the header fits any secret.
    #[error("no signature matches")]
    NoMatch,
}

/// A key shared with one receiver. `Debug` does not show it; [`SigningSecret::reveal`] does.
#[derive(Clone)]
pub struct SigningSecret(Vec<u8>);

impl SigningSecret {
    /// Takes the bytes of a key, 24 to 64 of them.
    pub fn from_key(key: impl Into<Vec<u8>>) -> Result<Self, SigningError> {
        let key = key.into();
        if (24..=64).contains(&key.len()) {
            Ok(Self(key))
        } else {
            Err(SigningError::SecretLength(key.len()))
        }
    }

    /// Reads the form shown to users: `whsec_` and base64.
    pub fn parse(text: &str) -> Result<Self, SigningError> {
        let encoded = text.strip_prefix(SECRET_PREFIX).ok_or(SigningError::SecretFormat)?;
        Self::from_key(BASE64.decode(encoded).map_err(|_| SigningError::SecretFormat)?)
    }

    /// The form shown to users. Handle with care: it belongs in the database and in one answer, not in logs.
    pub fn reveal(&self) -> String {
        format!("{SECRET_PREFIX}{}", BASE64.encode(&self.0))
    }

    fn mac(&self, message: &Message<'_>) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        mac.update(message.id.as_bytes());
        mac.update(format!(".{}.", message.timestamp).as_bytes());
        mac.update(message.body);
        mac
    }
}

/// Fresh random bytes become a secret without further question; 32 of them are what we issue.
impl From<[u8; 32]> for SigningSecret {
    fn from(key: [u8; 32]) -> Self {
        Self(key.to_vec())
    }
}

impl fmt::Debug for SigningSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningSecret(…)")
    }
}

/// What is signed.
#[derive(Debug, Clone, Copy)]
pub struct Message<'a> {
    /// Unique per message and the same for each attempt: ASCII letters, digits, `_` and `-`.
    pub id: &'a str,
    /// When this attempt is made, in Unix seconds.
    pub timestamp: i64,
    /// The exact bytes of the body.
    pub body: &'a [u8],
}

impl Message<'_> {
    /// The value of the signature header: one signature for each active secret, in the order given.
    pub fn sign(&self, secrets: &[SigningSecret]) -> Result<String, SigningError> {
        if !is_plain_id(self.id) {
            return Err(SigningError::MessageId);
        }
        if secrets.is_empty() {
            return Err(SigningError::NoSecret);
        }
        let signatures = secrets.iter().map(|secret| {
            let tag = secret.mac(self).finalize().into_bytes();
            format!("{VERSION_PREFIX}{}", BASE64.encode(tag))
        });
        Ok(signatures.collect::<Vec<_>>().join(" "))
    }

    /// All three headers, ready to be sent.
    pub fn headers(&self, secrets: &[SigningSecret]) -> Result<[(&'static str, String); 3], SigningError> {
        Ok([
            (ID_HEADER, self.id.to_owned()),
            (TIMESTAMP_HEADER, self.timestamp.to_string()),
            (SIGNATURE_HEADER, self.sign(secrets)?),
        ])
    }
}

/// Checks a received message against the secrets that are active; any one that fits will do.
///
/// `id`, `timestamp` and `signatures` are the headers' values, `now` is in Unix seconds. Signatures of other
/// versions are passed over. Compared in constant time.
pub fn verify(
    secrets: &[SigningSecret],
    (id, timestamp, signatures): (&str, &str, &str),
    body: &[u8],
    now: i64,
    tolerance: Duration,
) -> Result<(), VerifyError> {
    let digits = !timestamp.is_empty() && timestamp.bytes().all(|b| b.is_ascii_digit());
    if !digits || !is_plain_id(id) {
        return Err(VerifyError::Malformed);
    }
    let timestamp: i64 = timestamp.parse().map_err(|_| VerifyError::Malformed)?;
    let tolerance = i64::try_from(tolerance.as_secs()).unwrap_or(i64::MAX);
    if timestamp < now.saturating_sub(tolerance) {
        return Err(VerifyError::TooOld);
    }
    if timestamp > now.saturating_add(tolerance) {
        return Err(VerifyError::TooNew);
    }

    let message = Message { id, timestamp, body };
    let expected: Vec<_> =
        secrets.iter().map(|secret| secret.mac(&message).finalize().into_bytes()).collect();
    let mut matched = Choice::from(0);
    for given in signatures.split(' ').filter_map(|one| one.strip_prefix(VERSION_PREFIX)) {
        let Ok(given) = BASE64.decode(given) else { continue };
        for tag in &expected {
            matched |= tag.as_slice().ct_eq(&given);
        }
    }
    if bool::from(matched) { Ok(()) } else { Err(VerifyError::NoMatch) }
}

/// No full stop, as it separates the parts of the signed text; nothing that a header cannot carry.
fn is_plain_id(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// The example that the specification and its libraries publish.
    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    const TIME: i64 = 1_614_265_330;
    const BODY: &[u8] = br#"{"test": 2432232314}"#;
    const SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    fn secret() -> SigningSecret {
        SigningSecret::parse(SECRET).unwrap()
    }

    fn check(secrets: &[SigningSecret], signatures: &str, now: i64) -> Result<(), VerifyError> {
        verify(secrets, (ID, &TIME.to_string(), signatures), BODY, now, TOLERANCE)
    }

    #[test]
    fn the_published_example_is_signed_and_verified() {
        let message = Message { id: ID, timestamp: TIME, body: BODY };
        let headers = message.headers(&[secret()]).unwrap();
        assert_eq!(headers[0], ("webhook-id", ID.to_owned()));
        assert_eq!(headers[1], ("webhook-timestamp", "1614265330".to_owned()));
        assert_eq!(headers[2], ("webhook-signature", SIGNATURE.to_owned()));
        assert_eq!(check(&[secret()], SIGNATURE, TIME), Ok(()));
    }

    #[test]
    fn rotation_signs_with_every_secret_and_either_verifies() {
        let (old, new) = (secret(), SigningSecret::from([7; 32]));
        let message = Message { id: ID, timestamp: TIME, body: BODY };
        let both = message.sign(&[old.clone(), new.clone()]).unwrap();
        assert_eq!(both.split(' ').count(), 2);
        assert_eq!(check(&[old], &both, TIME), Ok(()));
        assert_eq!(check(std::slice::from_ref(&new), &both, TIME), Ok(()));
        assert_eq!(check(&[new], SIGNATURE, TIME), Err(VerifyError::NoMatch));
        assert_eq!(check(&[SigningSecret::from([8; 32])], &both, TIME), Err(VerifyError::NoMatch));
    }

    #[test]
    fn anything_changed_fails() {
        let time = TIME.to_string();
        let try_with =
            |id, time, signature, body| verify(&[secret()], (id, time, signature), body, TIME, TOLERANCE);
        assert_eq!(try_with("msg_other", &time, SIGNATURE, BODY), Err(VerifyError::NoMatch));
        assert_eq!(try_with(ID, "1614265331", SIGNATURE, BODY), Err(VerifyError::NoMatch));
        assert_eq!(try_with(ID, &time, SIGNATURE, b"{}"), Err(VerifyError::NoMatch));
        let (other_version, one_of_three) =
            (SIGNATURE.replace("v1,", "v2,"), format!("v1a,x v1,!! {SIGNATURE}"));
        for signature in [
            &other_version,
            "",
            "v1,",
            "v1",
            "v1,!!",
            "v1,g0hM",
            "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        ] {
            assert_eq!(try_with(ID, &time, signature, BODY), Err(VerifyError::NoMatch), "{signature}");
        }
        for (id, time) in [
            ("", "1"),
            ("a.1", "1"),
            (ID, ""),
            (ID, "-1"),
            (ID, "+1"),
            (ID, "1.5"),
            (ID, "99999999999999999999"),
        ] {
            assert_eq!(try_with(id, time, SIGNATURE, BODY), Err(VerifyError::Malformed), "{id} {time}");
        }
        assert_eq!(try_with(ID, &time, &one_of_three, BODY), Ok(()));
    }

    #[test]
    fn the_tolerance_holds_to_the_second() {
        assert_eq!(check(&[secret()], SIGNATURE, TIME + 300), Ok(()));
        assert_eq!(check(&[secret()], SIGNATURE, TIME + 301), Err(VerifyError::TooOld));
        assert_eq!(check(&[secret()], SIGNATURE, TIME - 300), Ok(()));
        assert_eq!(check(&[secret()], SIGNATURE, TIME - 301), Err(VerifyError::TooNew));
    }

    #[test]
    fn secrets_are_read_written_bounded_and_hidden() {
        assert_eq!(secret().reveal(), SECRET);
        assert_eq!(SigningSecret::from_key([0; 23]).unwrap_err(), SigningError::SecretLength(23));
        assert_eq!(SigningSecret::from_key([0; 65]).unwrap_err(), SigningError::SecretLength(65));
        assert!(SigningSecret::from_key([0; 24]).is_ok() && SigningSecret::from_key([0; 64]).is_ok());
        for text in ["", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_***", "whsec"] {
            assert_eq!(SigningSecret::parse(text).unwrap_err(), SigningError::SecretFormat, "{text}");
        }
        assert_eq!(format!("{:?}", secret()), "SigningSecret(…)");
    }

    #[test]
    fn messages_that_cannot_be_signed_are_refused() {
        let message = |id| Message { id, timestamp: TIME, body: BODY };
        for id in ["", "a.b", "a b", "a\r\nx: y", "ä"] {
            assert_eq!(message(id).sign(&[secret()]), Err(SigningError::MessageId), "{id}");
        }
        assert_eq!(message(ID).sign(&[]), Err(SigningError::NoSecret));
    }
}
