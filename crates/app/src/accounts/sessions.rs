//! Sessions: begun by signing in; ended by signing out, by a new password, by being unused, and in the end by their age.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest as _, Sha256};
use slated_store::{
    company,
    db::{self, Conn},
    ids::SessionId,
    session::{self, Session},
    user::{self, User},
};
use subtle::ConstantTimeEq as _;

use super::{Account, SignedIn};
use crate::{
    App, Result,
    access::credentials::{hash, random},
};

/// A session that is not used for so long ends.
pub(crate) const IDLE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// A session ends after so long.
pub const LONGEST: SignedDuration = SignedDuration::from_hours(30 * 24);
/// That it is used is written down at most this often.
const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(5);
/// The most sessions of one user: of more, the one that was unused longest ends.
const MOST: usize = 20;
/// What is kept of what a browser says of itself, in characters.
const LONGEST_AGENT: usize = 200;

impl App {
    /// Who is signed in by this token; none if nobody is, or not any more.
    pub async fn account(&self, token: &str) -> Result<Option<Account>> {
        let (digest, now) = (hash(token), self.now());
        let found = self.db().read(move |c| -> db::Result<_> {
            let Some(session) = session::by_token_hash(c, &digest)?.filter(|s| is_good(s, now)) else {
                return Ok(None);
            };
            let user = user::by_id(c, session.company_id, session.user_id)?;
            let company = company::by_id(c, session.company_id)?;
            Ok(user.zip(company).map(|(user, company)| Account { user, company, session }))
        });
        let found = found.await?;
        if let Some(Account { session, .. }) =
            found.as_ref().filter(|a| a.session.seen_at + SEEN_EVERY <= now)
        {
            let (company, id) = (session.company_id, session.id);
            // Not worth refusing a request for.
            if let Err(error) = self.db().write(move |tx| session::seen(tx, company, id, now)).await {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "the use of a session was not noted"
                );
            }
        }
        Ok(found)
    }

    /// Where they are signed in, the last used first.
    pub async fn sessions(&self, account: &Account) -> Result<Vec<Session>> {
        let (company, user, now) = (account.user.company_id, account.user.id, self.now());
        let mut all = self.db().read(move |c| session::of_user(c, company, user)).await?;
        all.retain(|session| is_good(session, now));
        Ok(all)
    }

    /// Ends one of their sessions, be it this one. False where there is no such session.
    pub async fn end_session(&self, account: &Account, id: SessionId) -> Result<bool> {
        let (company, user) = (account.user.company_id, account.user.id);
        Ok(self.db().write(move |tx| session::end(tx, company, user, id)).await?)
    }

    /// Ends all their sessions, this one too.
    pub async fn sign_out_everywhere(&self, account: &Account) -> Result<()> {
        let (company, user) = (account.user.company_id, account.user.id);
        self.db().write(move |tx| session::end_all(tx, company, user, None)).await?;
        Ok(())
    }
}

/// What forms say besides while somebody is signed in. It follows from the session's token, which another site cannot
/// read, and neither can whoever reads the database.
pub fn form_token(token: &str) -> String {
    let digest = Sha256::new().chain_update("form of the session ").chain_update(token).finalize();
    URL_SAFE_NO_PAD.encode(digest)
}

/// Whether a form says what it must.
pub fn is_form_token(token: &str, said: &str) -> bool {
    form_token(token).as_bytes().ct_eq(said.as_bytes()).into()
}

/// A session that is still to be stored. `agent` is what the browser says of itself.
pub(super) fn new(user: &User, agent: &str, now: Timestamp) -> SignedIn {
    let token = random(32);
    // PostgreSQL takes no NUL.
    let agent = agent.chars().filter(|c| !c.is_control()).take(LONGEST_AGENT).collect();
    let session = Session {
        id: SessionId::new(),
        company_id: user.company_id,
        user_id: user.id,
        token_hash: hash(&token).to_vec(),
        user_agent: agent,
        created_at: now,
        seen_at: now,
        expires_at: now + LONGEST,
    };
    SignedIn { token, session }
}

/// Stores a session, and ends what is too much.
pub(super) fn begin(tx: &mut Conn, new: &SignedIn) -> db::Result<()> {
    let session = &new.session;
    session::insert(tx, session)?;
    let all = session::of_user(tx, session.company_id, session.user_id)?;
    for old in all.iter().filter(|old| old.id != session.id).skip(MOST - 1) {
        session::end(tx, session.company_id, session.user_id, old.id)?;
    }
    Ok(())
}

fn is_good(session: &Session, now: Timestamp) -> bool {
    now < session.expires_at && now < session.seen_at + IDLE
}
