//! Passwords: how long they must be, and their Argon2id hashes.
//!
//! A hash costs memory and time on purpose, so only a few are computed at once, on threads of their own, and few wait:
//! guessing exhausts neither.

use std::{sync::Arc, thread};

use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use jiff::{SignedDuration, Timestamp};
use slated_store::{
    db::Conn,
    ids::{CompanyId, SessionId, UserId},
    session, sign_in_link, user_password,
};
use tokio::sync::Semaphore;

use super::Account;
use crate::{App, Error, Result, audit::Operation};

/// The fewest characters of a new password.
pub const SHORTEST: usize = 10;
/// The most bytes of one.
pub const LONGEST: usize = 128;
/// How many wait for their hash; who comes later is told to.
const WAITING: usize = 32;

/// A password that may be set. Nothing but its length is asked of it (NIST SP 800-63B, 5.1.1.2).
#[derive(Clone)]
pub struct NewPassword(String);

/// Why a password cannot be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// It has fewer than [`SHORTEST`] characters.
    Short,
    /// It has more than [`LONGEST`] bytes.
    Long,
}

impl NewPassword {
    /// Looks at its length.
    pub fn parse(text: &str) -> std::result::Result<Self, Unfit> {
        if text.len() > LONGEST {
            Err(Unfit::Long)
        } else if text.chars().count() < SHORTEST {
            Err(Unfit::Short)
        } else {
            Ok(Self(text.to_owned()))
        }
    }
}

/// What came of a new password, for the audit log.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub(super) struct Changed {
    user_id: UserId,
    sessions_ended: u64,
}

impl App {
    /// Sets a new password of who is signed in, and ends their other sessions. False where `current` is wrong, or none was
    /// set: a first one is set by a link, which shows that the mails are theirs.
    pub async fn change_password(
        &self,
        account: &Account,
        current: &str,
        new: NewPassword,
        operation: Option<Operation>,
    ) -> Result<bool> {
        let (company, user, now) = (account.user.company_id, account.user.id, self.now());
        let known = self.db().read(move |c| user_password::hash_of(c, company, user)).await?;
        if !self.password_fits(current, known.clone()).await? {
            return Ok(false);
        }
        let (hash, kept) = (self.password_hash(new).await?, account.session.id);
        let change = move |tx: &mut Conn| -> Result<Changed> {
            // Somebody may have set another one, or ended this session, while the hashes were computed.
            let is_there = session::of_user(tx, company, user)?.iter().any(|session| session.id == kept);
            if !is_there || user_password::hash_of(tx, company, user)? != known {
                return Err(Error::conflict("password-changed", "The password has just been changed"));
            }
            store(tx, company, user, &hash, Some(kept), now)
        };
        self.write(&account.ctx(operation), change).await?;
        Ok(true)
    }

    /// Whether they have a password.
    pub async fn has_password(&self, account: &Account) -> Result<bool> {
        let (company, user) = (account.user.company_id, account.user.id);
        Ok(self.db().read(move |c| user_password::hash_of(c, company, user)).await?.is_some())
    }

    /// Whether this is the password of a hash. Without one the answer is no, and takes as long.
    pub(super) async fn password_fits(&self, password: &str, hash: Option<String>) -> Result<bool> {
        let password = password.to_owned();
        self.hashing(move || {
            let known = hash.filter(|_| password.len() <= LONGEST);
            known.map_or_else(|| in_vain(&password), |known| fits(&password, &known))
        })
        .await
    }

    /// The hash of a new password, as a PHC string.
    pub(super) async fn password_hash(&self, new: NewPassword) -> Result<String> {
        self.hashing(move || hashed(&new.0)).await
    }

    async fn hashing<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let hashing = self.hashing_places();
        let too_many = |_| Error::TooOften { wait: SignedDuration::from_secs(1) };
        let _place = Arc::clone(&hashing.waiting).try_acquire_owned().map_err(too_many)?;
        let turn = Arc::clone(&hashing.at_once).acquire_owned().await.expect("it is never closed");
        // The turn is over when the work is, also where nobody waits for it any more.
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(turn);
            done
        });
        Ok(done.await.expect("hashing does not panic"))
    }
}

/// How many hashes are computed at once, and how many wait for that.
pub(crate) struct Places {
    at_once: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

impl Default for Places {
    fn default() -> Self {
        let at_once = thread::available_parallelism().map_or(1, usize::from).min(4);
        Self {
            at_once: Arc::new(Semaphore::new(at_once)),
            waiting: Arc::new(Semaphore::new(at_once + WAITING)),
        }
    }
}

/// Stores the hash of a new password. Other sessions end, and links that were sent before are good for nothing.
pub(super) fn store(
    tx: &mut Conn,
    company: CompanyId,
    user: UserId,
    hash: &str,
    kept: Option<SessionId>,
    now: Timestamp,
) -> Result<Changed> {
    user_password::set(tx, company, user, hash, now)?;
    sign_in_link::delete_of_user(tx, company, user)?;
    let sessions_ended = session::end_all(tx, company, user, kept)?;
    Ok(Changed { user_id: user, sessions_ended })
}

/// With what OWASP's cheat sheet asks for at least: 19 MiB, two passes, one lane.
fn argon2id() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).expect("the parameters are within bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hashed(password: &str) -> String {
    let hash = argon2id().hash_password(password.as_bytes());
    hash.expect("a salt of its own and a password within bounds").to_string()
}

fn fits(password: &str, known: &str) -> bool {
    argon2id().verify_password(password.as_bytes(), known).is_ok()
}

/// Takes as long as [`fits`].
fn in_vain(password: &str) -> bool {
    let mut hash = [0; 32];
    let done = argon2id().hash_password_into(password.as_bytes(), b"the salt of nobody", &mut hash);
    std::hint::black_box((done.is_ok(), hash));
    false
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_hash_says_how_it_was_made_and_fits_one_password() {
        let (one, other) = (hashed("correct horse"), hashed("correct horse"));
        assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{one}");
        assert_ne!(one, other, "each has a salt of its own");
        assert!(fits("correct horse", &one) && fits("correct horse", &other));
        for wrong in ["correct horse ", "Correct horse", ""] {
            assert!(!fits(wrong, &one) && !in_vain(wrong), "{wrong}");
        }
        assert!(!fits("correct horse", "correct horse"));
    }

    #[test]
    fn nothing_but_the_length_of_a_password_matters() {
        let unfit = |text: &str| NewPassword::parse(text).err();
        assert_eq!(unfit("123456789"), Some(Unfit::Short));
        assert_eq!(unfit("ööööööööö"), Some(Unfit::Short), "characters are counted, not bytes");
        for good in ["1234567890", "          ", "öööööööööö", &"x".repeat(LONGEST)] {
            assert_eq!(unfit(good), None, "{good}");
        }
        assert_eq!(unfit(&"x".repeat(LONGEST + 1)), Some(Unfit::Long));
    }
}
