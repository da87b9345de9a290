//! Signing in: by e-mail address and password, or by a link that was sent.

use jiff::Timestamp;
use slated_store::{
    company,
    db::{self, Conn},
    sign_in_link::{self, Purpose},
    user::{self, User},
    user_password,
};

use super::{NewPassword, SignedIn, actor, links, password, sessions};
use crate::{App, Ctx, Result, access::credentials::hash, audit::Operation};

/// The most accounts of one address whose passwords are tried.
const MOST: usize = 5;

/// What came of an address and a password.
#[derive(Debug)]
pub enum Entry {
    /// They belong together.
    SignedIn(SignedIn),
    /// They belong together in several companies.
    Choose(Vec<Choice>),
    /// They do not; or there is nobody of this address, or nobody with a password.
    Refused,
}

/// One of the companies somebody may sign in to.
#[derive(Debug)]
pub struct Choice {
    /// Its name.
    pub company: String,
    /// The secret of a link that signs in to it.
    pub token: String,
}

impl App {
    /// Signs in by a password. `email` is in lower case; `agent` is what the browser says of itself.
    ///
    /// Who has no account is refused as late as who has one. An address with accounts in several companies takes longer
    /// by a hash for each of the others.
    pub async fn sign_in_by_password(&self, email: String, password: &str, agent: &str) -> Result<Entry> {
        let now = self.now();
        let known = self.db().read(move |c| with_password(c, &email)).await?;
        if known.is_empty() {
            self.password_fits(password, None).await?;
        }
        let mut fitting = vec![];
        for (user, hash) in known {
            if self.password_fits(password, Some(hash.clone())).await? {
                fitting.push((user, hash));
            }
        }
        match fitting.len() {
            0 => Ok(Entry::Refused),
            1 => {
                let (user, hash) = fitting.remove(0);
                let new = sessions::new(&user, agent, now);
                let begun = new.clone();
                let begun = self
                    .db()
                    .write(move |tx| {
                        let is_so = still(tx, &user, &hash)?;
                        if is_so {
                            sessions::begin(tx, &begun)?;
                        }
                        Ok::<_, db::Error>(is_so)
                    })
                    .await?;
                Ok(if begun { Entry::SignedIn(new) } else { Entry::Refused })
            }
            _ => self.db().write(move |tx| choices(tx, &fitting, now)).await.map(Entry::Choose),
        }
    }

    /// Signs in by a link; not found where it is good for nothing, or not any more.
    pub async fn sign_in_by_link(&self, token: &str, agent: &str) -> Result<SignedIn> {
        let (digest, agent, now) = (hash(token), agent.to_owned(), self.now());
        self.db()
            .write(move |tx| {
                let user = used(tx, digest, Purpose::SignIn, now)?;
                let new = sessions::new(&user, &agent, now);
                sessions::begin(tx, &new)?;
                Ok(new)
            })
            .await
    }

    /// Sets a password by a link, which ends all sessions there were, and signs in. Not found as with
    /// [`App::sign_in_by_link`].
    pub async fn set_password_by_link(
        &self,
        token: &str,
        password: NewPassword,
        agent: &str,
        operation: Option<Operation>,
    ) -> Result<SignedIn> {
        let digest = hash(token);
        // Nobody makes the server compute hashes without a link.
        let user = self.offered(token, Purpose::SetPassword).await?.user;
        let (hash, now) = (self.password_hash(password).await?, self.now());
        let new = sessions::new(&user, agent, now);
        let ctx = Ctx { operation, ..Ctx::from(actor(&user, &new.session)) };
        let begun = new.clone();
        self.write(&ctx, move |tx| {
            let user = used(tx, digest, Purpose::SetPassword, now)?;
            let changed = password::store(tx, user.company_id, user.id, &hash, None, now)?;
            sessions::begin(tx, &begun)?;
            Ok(changed)
        })
        .await?;
        Ok(new)
    }
}

/// The users of an address who have a password, and its hash.
fn with_password(c: &mut Conn, email: &str) -> db::Result<Vec<(User, String)>> {
    let mut found = vec![];
    for user in user::by_email_anywhere(c, email)? {
        if let Some(hash) = user_password::hash_of(c, user.company_id, user.id)? {
            found.push((user, hash));
        }
    }
    found.truncate(MOST);
    Ok(found)
}

/// The user is still there, and has still this password.
fn still(tx: &mut Conn, user: &User, hash: &str) -> db::Result<bool> {
    let there = user::by_id(tx, user.company_id, user.id)?.is_some();
    Ok(there && user_password::hash_of(tx, user.company_id, user.id)?.as_deref() == Some(hash))
}

fn choices(tx: &mut Conn, fitting: &[(User, String)], now: Timestamp) -> Result<Vec<Choice>> {
    let mut choices = vec![];
    for (user, hash) in fitting {
        if !still(tx, user, hash)? {
            continue;
        }
        if let Some(company) = company::by_id(tx, user.company_id)? {
            choices
                .push(Choice { company: company.name, token: links::make(tx, user, Purpose::SignIn, now)? });
        }
    }
    Ok(choices)
}

/// Uses a link up: whom it is for.
fn used(tx: &mut Conn, digest: [u8; 32], purpose: Purpose, now: Timestamp) -> Result<User> {
    let link = sign_in_link::take(tx, &digest, purpose, now)?.ok_or(links::GONE)?;
    user::by_id(tx, link.company_id, link.user_id)?.ok_or(links::GONE)
}
