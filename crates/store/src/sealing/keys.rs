//! Keys and what is done with them: AES-256-GCM by ring, with a random nonce for each text.
//!
//! A sealed text is `sealed:1:<key id>:<base64 of nonce, ciphertext and tag>`. Where keys come from is the caller's business.

use std::{
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    rand::{SecureRandom as _, SystemRandom},
};
use sha2::{Digest as _, Sha256};

use super::{Place, Unusable};

/// What a sealed text begins with.
const MARK: &str = "sealed:1:";

/// A key of 256 bits. Its id is made from it, and does not tell it.
#[derive(Clone)]
pub struct Key {
    id: String,
    cipher: LessSafeKey,
}

/// The keys that are known here, the newest first. Clones are one.
#[derive(Clone)]
pub struct Keys(Arc<Ring>);

type Source = Box<dyn Fn() -> Option<Vec<Key>> + Send + Sync>;

struct Ring {
    known: RwLock<Vec<Key>>,
    source: Source,
}

impl Key {
    /// Reads base64 of 32 bytes, such as `openssl rand -base64 32` prints.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; 32] = STANDARD.decode(text.trim()).ok()?.try_into().ok()?;
        let cipher = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &bytes).ok()?);
        let digest = Sha256::new().chain_update(b"slated key id").chain_update(bytes).finalize();
        let first = digest.first_chunk().copied().map(u64::from_be_bytes)?;
        Some(Self { id: format!("{first:016x}"), cipher })
    }

    /// A new key, as [`parse`](Self::parse) reads it.
    ///
    /// # Panics
    /// When the operating system has no randomness to give, without which nothing can be kept secret.
    pub fn random() -> String {
        let mut bytes = [0; 32];
        fill(&mut bytes);
        STANDARD.encode(bytes)
    }

    /// Names it: 16 hexadecimal digits.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Seals a text for its place.
    pub(crate) fn seal(&self, place: &Place<'_>, text: &str) -> String {
        let mut nonce = [0; NONCE_LEN];
        fill(&mut nonce);
        let mut sealed = text.as_bytes().to_vec();
        self.cipher
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(place.bound()),
                &mut sealed,
            )
            .expect("it fails for texts of more than 64 GiB only");
        format!("{MARK}{}:{}", self.id, STANDARD.encode([&nonce[..], &sealed].concat()))
    }

    fn open(&self, place: &Place<'_>, sealed: &str) -> Option<String> {
        let mut bytes = STANDARD.decode(sealed).ok()?;
        if bytes.len() < NONCE_LEN {
            return None;
        }
        let nonce = Nonce::try_assume_unique_for_key(&bytes[..NONCE_LEN]).ok()?;
        let text =
            self.cipher.open_in_place(nonce, Aad::from(place.bound()), &mut bytes[NONCE_LEN..]).ok()?;
        String::from_utf8(text.to_vec()).ok()
    }
}

fn fill(bytes: &mut [u8]) {
    SystemRandom::new().fill(bytes).expect("the operating system gives random bytes");
}

/// The id of the key that a text is sealed with; none when it is not sealed.
pub(super) fn key_of(text: &str) -> Option<&str> {
    text.strip_prefix(MARK)?.split_once(':').map(|(id, _)| id)
}

/// A pattern of SQL's LIKE for what is sealed with a key.
pub(super) fn like(id: &str) -> String {
    format!("{MARK}{id}:%")
}

impl Keys {
    /// No key: nothing can be sealed or opened.
    pub fn none() -> Self {
        Self::from_source(|| None)
    }

    /// The keys of a source, which is asked again when a key is met that is not known yet. While it has no answer, what was
    /// known before is.
    pub fn from_source(source: impl Fn() -> Option<Vec<Key>> + Send + Sync + 'static) -> Self {
        let known = RwLock::new(source().unwrap_or_default());
        Self(Arc::new(Ring { known, source: Box::new(source) }))
    }

    /// The newest, which the next rotation seals with.
    pub fn newest(&self) -> Option<Key> {
        self.known().into_iter().next()
    }

    /// The ids of all, the newest first.
    pub fn ids(&self) -> Vec<String> {
        self.known().into_iter().map(|key| key.id).collect()
    }

    /// Asks the source again.
    pub fn read_again(&self) {
        if let Some(keys) = (self.0.source)() {
            *self.0.known.write().unwrap_or_else(PoisonError::into_inner) = keys;
        }
    }

    /// The key with this id.
    pub fn find(&self, id: &str) -> Option<Key> {
        let look = || self.known().into_iter().find(|key| key.id == id);
        look().or_else(|| {
            self.read_again();
            look()
        })
    }

    /// Opens what was sealed for this place.
    pub(crate) fn open(&self, place: &Place<'_>, text: &str) -> Result<String, Unusable> {
        let id = key_of(text).ok_or(Unusable::Plain(place.column))?;
        let key = self.find(id).ok_or_else(|| Unusable::KeyMissing(id.to_owned()))?;
        let sealed = &text[MARK.len() + id.len() + 1..];
        key.open(place, sealed).ok_or(Unusable::Broken(place.column))
    }

    fn known(&self) -> Vec<Key> {
        self.0.known.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Key").field(&self.id).finish()
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Keys").field(&self.ids()).finish()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use uuid::Uuid;

    use super::*;

    fn keys(texts: &[&str]) -> Keys {
        let keys: Vec<_> = texts.iter().map(|text| Key::parse(text).unwrap()).collect();
        Keys::from_source(move || Some(keys.clone()))
    }

    const PLACE: Place<'_> = Place { column: "webhook.secret", company: Uuid::from_u128(1), row: b"row" };

    #[test]
    fn what_is_sealed_opens_in_its_place_only() {
        let (one, other) = (Key::random(), Key::random());
        let ring = keys(&[&one, &other]);
        let sealed = ring.newest().unwrap().seal(&PLACE, "whsec_ä");
        assert!(!sealed.contains("whsec"), "{sealed}");
        assert_ne!(sealed, ring.newest().unwrap().seal(&PLACE, "whsec_ä"), "each has a nonce of its own");
        assert_eq!(ring.open(&PLACE, &sealed).unwrap(), "whsec_ä");
        assert_eq!(
            keys(&[&other, &one]).open(&PLACE, &sealed).unwrap(),
            "whsec_ä",
            "whichever is the newest"
        );
        for elsewhere in [
            Place { column: "webhook.previous_secret", ..PLACE },
            Place { company: Uuid::from_u128(2), ..PLACE },
            Place { row: b"other", ..PLACE },
        ] {
            assert_eq!(ring.open(&elsewhere, &sealed), Err(Unusable::Broken(elsewhere.column)));
        }
        let missing = keys(&[&other]).open(&PLACE, &sealed).unwrap_err();
        assert_eq!(missing, Unusable::KeyMissing(Key::parse(&one).unwrap().id));
        assert_eq!(ring.open(&PLACE, "whsec_x"), Err(Unusable::Plain("webhook.secret")));
        for at in MARK.len() + 17..sealed.len() {
            let mut changed = sealed.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(ring.open(&PLACE, &changed), Err(Unusable::Broken("webhook.secret")), "{at}");
        }
        let short = format!("{MARK}{}:AAAA", ring.newest().unwrap().id);
        assert_eq!(ring.open(&PLACE, &short), Err(Unusable::Broken("webhook.secret")));
    }

    #[test]
    fn keys_are_base64_of_32_bytes_and_never_shown() {
        for wrong in ["", "AAAA", &STANDARD.encode([0; 31]), &STANDARD.encode([0; 33]), "?"] {
            assert!(Key::parse(wrong).is_none(), "{wrong}");
        }
        let text = Key::random();
        let key = Key::parse(&format!(" {text}\n")).unwrap();
        let shown = format!("{key:?} {:?}", keys(&[&text]));
        assert!(shown.contains(key.id()) && !shown.contains(&text[..8]), "{shown}");
    }
}
