//! What a mail says that brings a link to sign in or to set a password, in the language of whom it is for.

use slated_store::{company::Company, sign_in_link::Purpose, user::User};

use super::content::{Button, Content};
use crate::{accounts::links::lifetime, texts::say};

/// `base` is the public URL.
pub(crate) fn content(purpose: Purpose, user: &User, company: &Company, base: &str, token: &str) -> Content {
    let (messages, label, path) = match purpose {
        Purpose::SignIn => (("mail-sign-in-subject", "mail-sign-in-text"), "sign-in", "sign-in/link"),
        Purpose::SetPassword => (("mail-password-subject", "mail-password-text"), "password-set", "password"),
    };
    let words = [("minutes", lifetime(purpose).as_mins().into())];
    let content = Content::to_user(user, company, messages, &words);
    let label = say(content.language, label, &[]);
    Content { buttons: vec![Button { label, href: format!("{base}/{path}/{token}") }], ..content }
}
