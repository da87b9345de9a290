//! Handing out keys and tokens, and taking them back.

use jiff::Timestamp;
use slated_store::{
    credential::{self, Credential},
    db::Conn,
    ids::{CredentialId, UserId},
    user,
};

use super::{
    Scope,
    credentials::{Issued, new_api_key, new_token},
};
use crate::{App, Ctx, Error, Result, audit::Record};

impl App {
    /// Makes a platform key of the company. For administrators; no token may.
    pub async fn create_api_key(
        &self,
        ctx: &Ctx,
        name: &str,
        expires_at: Option<Timestamp>,
    ) -> Result<Issued> {
        may_hand_out(ctx)?;
        let issued = new_api_key(ctx.actor.company, ctx.actor.user, name, self.now(), expires_at);
        self.store(ctx, issued).await
    }

    /// Makes a personal access token that acts as `owner`, limited to `scopes` if there are any.
    pub async fn create_token(
        &self,
        ctx: &Ctx,
        owner: UserId,
        name: &str,
        scopes: &[Scope],
        expires_at: Option<Timestamp>,
    ) -> Result<Issued> {
        may_hand_out(ctx)?;
        let company = ctx.actor.company;
        let found = self.db().read(move |c| user::by_id(c, company, owner)).await?;
        found.ok_or(Error::NotFound("User"))?;
        self.store(ctx, new_token(company, owner, name, scopes, self.now(), expires_at)).await
    }

    /// The company's keys and tokens, the oldest first.
    pub async fn list_credentials(&self, ctx: &Ctx) -> Result<Vec<Credential>> {
        may_hand_out(ctx)?;
        let company = ctx.actor.company;
        Ok(self.db().read(move |c| credential::of_company(c, company)).await?)
    }

    /// Switches a key or token off for good.
    pub async fn revoke_credential(&self, ctx: &Ctx, id: CredentialId) -> Result<()> {
        may_hand_out(ctx)?;
        let (company, now) = (ctx.actor.company, self.now());
        let revoke = move |tx: &mut Conn, log: &mut Record| -> Result<CredentialId> {
            if let Some(before) = credential::of_company(tx, company)?.iter().find(|found| found.id == id) {
                log.before(before);
            }
            if credential::revoke(tx, company, id, now)? { Ok(id) } else { Err(Error::NotFound("Key")) }
        };
        let revoked = self.change(ctx, revoke).await;
        self.forget_actors();
        revoked.map(drop)
    }

    async fn store(&self, ctx: &Ctx, issued: Issued) -> Result<Issued> {
        let row = issued.credential.clone();
        let insert = move |tx: &mut Conn| -> Result<Credential> {
            credential::insert(tx, &row)?;
            Ok(row.clone())
        };
        self.write(ctx, insert).await?;
        Ok(issued)
    }
}

fn may_hand_out(ctx: &Ctx) -> Result<()> {
    ctx.actor.must_be_platform()?;
    ctx.actor.must_be_admin()
}
