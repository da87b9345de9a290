//! The languages that users and invitees can be addressed in (contract section 6.2, and Arabic).

use slated_app::texts;

use super::one_of::one_of;

one_of!(
    /// A language there are texts in: a two-letter code.
    Language(texts::Language),
    |code: &str| texts::Language::ALL.into_iter().find(|language| language.code() == code),
    texts::Language::ALL.iter().map(|language| language.code()).collect(),
    "en"
);
