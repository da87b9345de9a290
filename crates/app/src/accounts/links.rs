//! Links in mails: asked for by anybody, made and sent by jobs, so that their secrets stand in the mail alone.

use jiff::{SignedDuration, Timestamp};
use slated_store::{
    company::{self, Company},
    db::{self, Conn},
    ids::UserId,
    sign_in_link::{self, Purpose, SignInLink},
    user::{self, User},
};

use crate::{
    App, Ctx, Error, Result,
    access::{
        Scope,
        credentials::{hash, random},
    },
    jobs::{find_accounts, send_link},
};

/// What a link that is good for nothing is.
pub(super) const GONE: Error = Error::NotFound("Link");

/// What a link offers to whoever opens it.
#[derive(Debug, Clone)]
pub struct Offered {
    /// To sign in as them.
    pub user: User,
    /// In this company.
    pub company: Company,
}

/// How long a link is good.
pub fn lifetime(purpose: Purpose) -> SignedDuration {
    match purpose {
        Purpose::SignIn => SignedDuration::from_mins(15),
        Purpose::SetPassword => SignedDuration::from_mins(60),
    }
}

impl App {
    /// Has a link sent to whoever has an account of this address, which is in lower case. Says nothing of whether
    /// somebody has: what is written down here is the same for all.
    pub async fn ask_for_link(&self, email: String, purpose: Purpose) -> Result<()> {
        if !self.post().mailer.is_on() {
            return Ok(());
        }
        let now = self.now();
        self.db().write(move |tx| find_accounts::enqueue(tx, &email, purpose, now)).await?;
        self.wake_worker();
        Ok(())
    }

    /// Has a link sent by which a user of the company sets their password. For administrators.
    pub async fn send_password_link(&self, ctx: &Ctx, id: UserId) -> Result<()> {
        ctx.actor.needs(Scope::Account)?;
        ctx.actor.must_be_admin()?;
        let (company, now, is_on) = (ctx.actor.company, self.now(), self.post().mailer.is_on());
        self.write(ctx, move |tx| {
            let user = user::by_id(tx, company, id)?.ok_or(Error::NotFound("User"))?;
            if !is_on {
                return Err(Error::conflict("mail-off", "This installation sends no mail"));
            }
            Ok(send_link::enqueue(tx, &user, Purpose::SetPassword, now)?)
        })
        .await?;
        self.wake_worker();
        Ok(())
    }

    /// What a link offers; looking does not use it up. Not found where it is good for nothing, or not any more.
    pub async fn offered(&self, token: &str, purpose: Purpose) -> Result<Offered> {
        let (digest, now) = (hash(token), self.now());
        self.db()
            .read(move |c| {
                let link = sign_in_link::find(c, &digest, purpose, now)?.ok_or(GONE)?;
                let user = user::by_id(c, link.company_id, link.user_id)?.ok_or(GONE)?;
                let company = company::by_id(c, link.company_id)?.ok_or(GONE)?;
                Ok(Offered { user, company })
            })
            .await
    }
}

/// Makes a link for a user, and gives its secret.
pub(crate) fn make(tx: &mut Conn, user: &User, purpose: Purpose, now: Timestamp) -> db::Result<String> {
    let token = random(32);
    let link = SignInLink {
        token_hash: hash(&token).to_vec(),
        company_id: user.company_id,
        user_id: user.id,
        purpose,
        created_at: now,
        expires_at: now + lifetime(purpose),
    };
    sign_in_link::insert(tx, &link)?;
    Ok(token)
}
