//! Accounts: people sign in, by a password or by a link in a mail, and stay signed in as a session.
//!
//! Who asks is told nothing about addresses: whether somebody has an account is found out by a job ([`links`]), and a wrong
//! password takes as long as an unknown address ([`sign_in`]). Of passwords, sessions and links only hashes are stored.

use slated_store::{company::Company, session::Session, user::User};

use crate::{
    Ctx,
    access::{Actor, Via},
    audit::Operation,
};

pub mod agenda;
pub mod links;
pub mod password;
pub mod sessions;
pub mod sign_in;

pub use links::Offered;
pub use password::{NewPassword, Unfit};
pub use sign_in::Entry;

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct Account {
    /// Who.
    pub user: User,
    /// Of which company.
    pub company: Company,
    /// In which browser.
    pub session: Session,
}

impl Account {
    /// What they do, as themselves.
    pub fn ctx(&self, operation: Option<Operation>) -> Ctx {
        Ctx { operation, ..Ctx::from(actor(&self.user, &self.session)) }
    }
}

/// A session just begun. The token is given to the browser, and never stored.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// What the browser's cookie says.
    pub token: String,
    /// What is stored of it.
    pub session: Session,
}

fn actor(user: &User, session: &Session) -> Actor {
    Actor { company: user.company_id, user: user.id, is_admin: user.is_admin, via: Via::Session(session.id) }
}
