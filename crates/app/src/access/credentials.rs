//! Credentials: making them, and finding out who is behind one.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use slated_store::{
    company,
    credential::{self, Credential, Kind},
    ids::{CompanyId, CredentialId, UserId},
    user,
};

use super::{Actor, Scope, Via};
use crate::{App, Error, Result};

/// Last use is written down at most this often.
const USED_EVERY: SignedDuration = SignedDuration::from_secs(60);

/// A credential just made. The text is shown once and never stored.
#[derive(Debug)]
pub struct Issued {
    /// What to send as the bearer token.
    pub text: String,
    /// What is stored of it.
    pub credential: Credential,
}

/// A platform key for the company: `ak_live:<uuid>:<secret>`.
pub fn new_api_key(
    company: CompanyId,
    by: UserId,
    name: &str,
    now: Timestamp,
    expires_at: Option<Timestamp>,
) -> Issued {
    let id = CredentialId::new();
    issue(
        Kind::ApiKey,
        id,
        format!("ak_live:{id}:{}", random(32)),
        company,
        by,
        name,
        vec![],
        now,
        expires_at,
    )
}

/// A personal access token: `rgo-` and 32 characters.
pub fn new_token(
    company: CompanyId,
    owner: UserId,
    name: &str,
    scopes: &[Scope],
    now: Timestamp,
    expires_at: Option<Timestamp>,
) -> Issued {
    let scopes = scopes.iter().map(|s| s.as_str().to_owned()).collect();
    issue(
        Kind::Token,
        CredentialId::new(),
        format!("rgo-{}", random(24)),
        company,
        owner,
        name,
        scopes,
        now,
        expires_at,
    )
}

#[expect(clippy::too_many_arguments, reason = "it only fills in a row")]
fn issue(
    kind: Kind,
    id: CredentialId,
    text: String,
    company_id: CompanyId,
    user_id: UserId,
    name: &str,
    scopes: Vec<String>,
    created_at: Timestamp,
    expires_at: Option<Timestamp>,
) -> Issued {
    let credential = Credential {
        id,
        company_id,
        user_id,
        kind,
        name: name.to_owned(),
        secret_hash: hash(&text).to_vec(),
        scopes,
        expires_at,
        disabled_at: None,
        revoked_at: None,
        last_used_at: None,
        created_at,
    };
    Issued { text, credential }
}

/// `bytes` random bytes from the operating system as URL-safe text; 24 bytes give 32 characters.
pub fn random(bytes: usize) -> String {
    let mut buffer = vec![0u8; bytes];
    rand::fill(&mut buffer[..]);
    URL_SAFE_NO_PAD.encode(buffer)
}

/// By what secrets of high entropy are kept and found.
pub(crate) fn hash(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

impl App {
    /// Who is behind a bearer token, acting as the user that the request names, if it names one.
    ///
    /// The secret is found by its SHA-256, so that no comparison can leak it by its timing.
    pub async fn authenticate(&self, bearer: &str, named: Option<UserId>) -> Result<Actor> {
        let digest = hash(bearer);
        let ticket = match self.inner.actors.get(&(digest, named)) {
            Ok(actor) => return Ok(actor),
            Err(ticket) => ticket,
        };
        let now = self.now();
        let (actor, stale) = self
            .db()
            .read(move |c| -> Result<(Actor, bool)> {
                let found = credential::by_secret_hash(c, &digest)?.filter(|k| k.revoked_at.is_none());
                let Some(key) = found.filter(|k| k.disabled_at.is_none()) else { return Err(invalid()) };
                if key.expires_at.is_some_and(|at| at <= now) {
                    return Err(expired());
                }
                let stale = key.last_used_at.is_none_or(|at| at + USED_EVERY <= now);
                let actor = match key.kind {
                    Kind::ApiKey => {
                        let company = company::by_id(c, key.company_id)?.ok_or_else(invalid)?;
                        let acting = named.unwrap_or(company.owner_id);
                        if named.is_some() && user::by_id(c, key.company_id, acting)?.is_none() {
                            return Err(Error::NotFound("User"));
                        }
                        let via = Via::ApiKey { id: key.id, named: named.is_some() };
                        Actor { company: key.company_id, user: acting, is_admin: true, via }
                    }
                    Kind::Token => {
                        if named.is_some_and(|user| user != key.user_id) {
                            return Err(Error::forbidden(
                                "token-acts-for-its-owner",
                                "A personal access token cannot act for another user",
                            ));
                        }
                        let owner = user::by_id(c, key.company_id, key.user_id)?.ok_or_else(invalid)?;
                        let scopes = key.scopes.iter().filter_map(|s| Scope::parse(s)).collect();
                        let via = Via::Token { id: key.id, scopes };
                        Actor { company: key.company_id, user: owner.id, is_admin: owner.is_admin, via }
                    }
                };
                Ok((actor, stale))
            })
            .await?;
        if stale && let Via::ApiKey { id, .. } | Via::Token { id, .. } = actor.via {
            // Not worth refusing a request for.
            let company = actor.company;
            if let Err(error) = self.db().write(move |tx| credential::used(tx, company, id, now)).await {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "the last use of a credential was not noted"
                );
            }
        }
        self.inner.actors.put((digest, named), actor.clone(), ticket);
        Ok(actor)
    }

    /// To be called when a credential or a user changed what it may do.
    pub fn forget_actors(&self) {
        self.inner.actors.clear();
    }
}

fn invalid() -> Error {
    Error::Unauthenticated { code: "invalid-api-key", message: "Invalid API key" }
}

fn expired() -> Error {
    Error::Unauthenticated { code: "expired-api-key", message: "API key has expired" }
}
