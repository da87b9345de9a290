//! What a mail says that brings a link to sign in or to set a password, in the language of whom it is for.

use slated_store::{company::Company, sign_in_link::Purpose, user::User};

use super::{
    content::{Button, Content},
    facts,
};
use crate::{accounts::links::lifetime, texts::say};

/// `base` is the public URL.
pub(crate) fn content(purpose: Purpose, user: &User, company: &Company, base: &str, token: &str) -> Content {
    let language = facts::language([Some(user.language.as_str())]);
    let words = [
        ("first", user.given_name.as_str().into()),
        ("company", company.name.as_str().into()),
        ("minutes", lifetime(purpose).as_mins().into()),
    ];
    let (subject, text, label, path) = match purpose {
        Purpose::SignIn => ("mail-sign-in-subject", "mail-sign-in-text", "sign-in", "sign-in/link"),
        Purpose::SetPassword => ("mail-password-subject", "mail-password-text", "password-set", "password"),
    };
    Content {
        language,
        subject: say(language, subject, &words),
        company: company.name.clone(),
        accent: None,
        logo: None,
        paragraphs: say(language, text, &words).split("\n\n").map(str::to_owned).collect(),
        rows: vec![],
        buttons: vec![Button { label: say(language, label, &[]), href: format!("{base}/{path}/{token}") }],
        links: vec![],
        footer: vec![say(language, "mail-sent-by", &[("company", company.name.as_str().into())])],
        stop: None,
    }
    .dressed(&company.branding)
}
