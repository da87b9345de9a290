//! How a wire type refuses a value: with a stable code and words, through serde, which only knows words.
//!
//! A type says [`refuse`]; the body extractor turns serde's error, and the path it happened at, back into a field
//! error with [`field_error`]. No value is repeated in the words.

use serde::de;
use slated_app::Error;

/// Between the words and the code; no message of serde's contains it.
const MARK: char = '\u{1f}';

/// The codes a value can be refused with (API.md).
const CODES: [&str; 15] = [
    "invalid-value",
    "invalid-email",
    "invalid-timezone",
    "invalid-time",
    "invalid-range",
    "invalid-id",
    "invalid-url",
    "invalid-color",
    "invalid-slug",
    "invalid-channel",
    "required",
    "too-long",
    "too-short",
    "too-many",
    "out-of-range",
];

/// Refuses the value at hand. `code` is one of the codes above.
pub fn refuse<E: de::Error>(code: &'static str, message: impl std::fmt::Display) -> E {
    debug_assert!(CODES.contains(&code), "{code} is not listed");
    E::custom(format_args!("{message}{MARK}{code}"))
}

/// The field error that a message of serde's stands for. `path` is where it happened, as the caller spelled it.
pub(crate) fn field_error(path: &str, message: &str) -> Error {
    let path = if path == "." { "" } else { path };
    if let Some((words, code)) = message.split_once(MARK) {
        let code = CODES.into_iter().find(|known| code.starts_with(known)).unwrap_or("invalid-value");
        return Error::invalid(path, code, words);
    }
    if let Some(name) = message.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()) {
        let path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        let message = format!("{name} is required");
        return Error::invalid(path, "required", message);
    }
    if message.starts_with("UUID parsing failed") {
        return Error::invalid(path, "invalid-id", "Must be a UUID");
    }
    Error::invalid(path, "invalid-value", message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, message: &str, field: &str, code: &str, words: &str) {
        let Error::Invalid(errors) = field_error(path, message) else { panic!("not a field error") };
        assert_eq!(
            (errors[0].field.as_str(), errors[0].code, errors[0].message.as_str()),
            (field, code, words)
        );
    }

    #[test]
    fn codes_survive_serde() {
        let error: serde_json::Error = refuse("too-long", "At most 3 characters");
        check("name", &error.to_string(), "name", "too-long", "At most 3 characters");
    }

    #[test]
    fn a_missing_field_is_named_in_its_path() {
        check(".", "missing field `email`", "email", "required", "email is required");
        check("attendee", "missing field `email`", "attendee.email", "required", "email is required");
        check("a[0]", "invalid type: map", "a[0]", "invalid-value", "invalid type: map");
    }
}
