//! The configuration file: flat TOML, where a key that is not known is an error.

use std::path::Path;

use toml::Value;

use super::{settings, sources::FileValues};

/// Reads and checks a file. Errors are lines for the operator.
pub(super) fn read(path: &Path) -> Result<FileValues, Vec<String>> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        vec![format!("the configuration file {} cannot be read: {error}", path.display())]
    })?;
    parse(path, &text)
}

fn parse(path: &Path, text: &str) -> Result<FileValues, Vec<String>> {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        vec![format!("{} is not valid TOML: {}", path.display(), error.to_string().trim_end())]
    })?;
    let mut file = FileValues { path: path.to_owned(), ..FileValues::default() };
    let mut wrong = vec![];
    for (key, value) in table {
        if !settings::all().any(|setting| setting.key == key) {
            wrong.push(format!(
                "{key} (from {}): there is no such setting{}",
                path.display(),
                suggestion(&key)
            ));
            continue;
        }
        match as_text(&value) {
            Some(text) => {
                file.values.insert(key, text);
            }
            None => wrong.push(format!(
                "{key} (from {}): expected text, a number, true or false, or a list of texts, not a {}",
                path.display(),
                value.type_str()
            )),
        }
    }
    if wrong.is_empty() { Ok(file) } else { Err(wrong) }
}

/// The value as it would be written in a flag.
fn as_text(value: &Value) -> Option<String> {
    Some(match value {
        Value::String(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Boolean(true) => "on".to_owned(),
        Value::Boolean(false) => "off".to_owned(),
        Value::Array(list) => list.iter().map(Value::as_str).collect::<Option<Vec<_>>>()?.join(","),
        Value::Float(_) | Value::Datetime(_) | Value::Table(_) => return None,
    })
}

fn suggestion(key: &str) -> String {
    let plain = |text: &str| text.replace(['_', '-'], "").to_lowercase();
    let near = settings::all().find(|setting| {
        let (a, b) = (plain(key), plain(setting.key));
        a == b || a.contains(&b) || b.contains(&a)
    });
    near.map_or_else(String::new, |setting| format!("; did you mean {}?", setting.key))
}
