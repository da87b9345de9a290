//! Content lines: escaping, parameters, folding (RFC 5545, 3.1 to 3.3).

use std::fmt::Write as _;

use super::Person;

/// The longest a line may be, in octets, without its end.
const LONGEST: usize = 75;

/// The lines of a document so far.
#[derive(Debug, Default)]
pub(super) struct Lines(String);

impl Lines {
    /// A value that needs no escaping, because it is one of ours.
    pub(super) fn plain(&mut self, name: &str, value: &str) {
        self.fold(&format!("{name}:{value}"));
    }

    /// A TEXT value.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        self.fold(&format!("{name}:{}", escaped(value)));
    }

    /// A URI: what may not stand in one is left out rather than escaped.
    pub(super) fn uri(&mut self, name: &str, value: &str) {
        let value: String = value.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
        self.fold(&format!("{name}:{value}"));
    }

    /// A calendar address with its name.
    pub(super) fn person(&mut self, name: &str, person: &Person, parameters: &[(&str, &str)]) {
        let mut line = name.to_owned();
        let called = quotable(&person.name);
        if !called.is_empty() {
            let _ = write!(line, ";CN=\"{called}\"");
        }
        for (parameter, value) in parameters {
            let _ = write!(line, ";{parameter}={value}");
        }
        let _ = write!(line, ":mailto:{}", address(&person.email));
        self.fold(&line);
    }

    /// The document.
    pub(super) fn done(self) -> String {
        self.0
    }

    /// Breaks a line between characters, each continuation after a space.
    fn fold(&mut self, line: &str) {
        let mut length = 0;
        for c in line.chars() {
            if length + c.len_utf8() > LONGEST {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(c);
            length += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// TEXT: separators and line ends escaped, other control characters dropped.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\\' | ';' | ',' => {
                escaped.push('\\');
                escaped.push(c);
            }
            '\r' if characters.peek() == Some(&'\n') => {}
            '\n' | '\r' => escaped.push_str("\\n"),
            '\t' => escaped.push('\t'),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// A quoted parameter holds neither quotes nor control characters, and nothing undoes an escape there everywhere.
fn quotable(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    text.replace('"', "'").trim().to_owned()
}

/// An address as part of a URI.
fn address(email: &str) -> String {
    let mut address = String::with_capacity(email.len());
    for byte in email.bytes() {
        if byte.is_ascii_alphanumeric() || b"@.!#$&'*+-/=_~".contains(&byte) {
            address.push(char::from(byte));
        } else if !byte.is_ascii_control() {
            let _ = write!(address, "%{byte:02X}");
        }
    }
    address
}
