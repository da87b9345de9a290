//! Who may do what. Every use-case asks here first.
//!
//! Whoever belongs to another company is never told apart from what does not exist: `NotFound`. Within a
//! company, an API key and an administrator may touch everything, others only what is theirs.

use slated_store::ids::{CompanyId, CredentialId, SessionId, UserId};

use crate::{Error, Result};

pub mod cache;
pub mod credentials;
mod keys;

/// Who is asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The tenant everything happens in.
    pub company: CompanyId,
    /// The user acted as.
    pub user: UserId,
    /// May act on everything in the company.
    pub is_admin: bool,
    /// By what right.
    pub via: Via,
}

/// By what right somebody acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Via {
    /// A platform key; `named` when the request said as whom.
    ApiKey {
        /// The key.
        id: CredentialId,
        /// The request named the user it acts as.
        named: bool,
    },
    /// A personal access token, limited to some groups of calls; no groups means all.
    Token {
        /// The token.
        id: CredentialId,
        /// What it may be used for.
        scopes: Vec<Scope>,
    },
    /// Somebody who is signed in to the pages.
    Session(SessionId),
    /// An invitee on a public page. `user` is the host whose page it is.
    Guest,
    /// Somebody at the command line.
    Operator,
}

/// Groups of calls that a token can be limited to (contract section 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Availability, meeting types, booking, appointments, pages.
    Scheduling,
    /// Contacts and deals.
    Crm,
    /// The assistant.
    Mira,
    /// Routing forms and data fields.
    Forms,
    /// Users and webhooks.
    Account,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 5] = [Self::Scheduling, Self::Crm, Self::Mira, Self::Forms, Self::Account];

    /// As stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Scheduling => "scheduling",
            Self::Crm => "crm",
            Self::Mira => "mira",
            Self::Forms => "forms",
            Self::Account => "account",
        }
    }

    /// The scope of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == name)
    }
}

impl Actor {
    /// Refuses a token that is limited to other groups of calls.
    pub fn needs(&self, scope: Scope) -> Result<()> {
        match &self.via {
            Via::Token { scopes, .. } if !scopes.is_empty() && !scopes.contains(&scope) => {
                Err(Error::forbidden(
                    "missing-scope",
                    format!("This token does not have the '{}' scope", scope.as_str()),
                ))
            }
            _ => Ok(()),
        }
    }

    /// Refuses whoever may neither administer the company nor is `owner`.
    pub fn may_touch(&self, owner: UserId) -> Result<()> {
        if self.is_admin || self.user == owner {
            Ok(())
        } else {
            Err(Error::forbidden("not-yours", "You may only access what belongs to you"))
        }
    }

    /// Refuses whoever may not administer the company.
    pub fn must_be_admin(&self) -> Result<()> {
        if self.is_admin {
            Ok(())
        } else {
            Err(Error::forbidden("admin-required", "This needs an administrator of the company"))
        }
    }

    /// Refuses personal tokens: these calls need a platform key (contract section 2).
    pub fn must_be_platform(&self) -> Result<()> {
        match self.via {
            Via::ApiKey { .. } | Via::Operator => Ok(()),
            Via::Token { .. } | Via::Session(_) | Via::Guest => {
                Err(Error::forbidden("platform-key-required", "This needs a platform API key"))
            }
        }
    }

    /// Has signed in, by whatever credential: may do what is kept from the public.
    pub fn is_credentialed(&self) -> bool {
        self.via != Via::Guest
    }

    /// What Idempotency-Keys and rate limits are counted by.
    pub fn scope_id(&self) -> uuid::Uuid {
        match self.via {
            Via::ApiKey { id, .. } | Via::Token { id, .. } => id.0,
            Via::Session(id) => id.0,
            Via::Guest | Via::Operator => self.user.0,
        }
    }
}
