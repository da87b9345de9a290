//! Just enough of Rust's grammar to tell code from comments and strings.

/// One piece of a source file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    Code(&'a str),
    /// The inside of a string literal, escapes as they are written.
    Text(&'a str),
    Comment(&'a str),
}

/// Cuts `source` into its pieces, in order.
pub(crate) fn pieces(source: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = source;
    while !rest.is_empty() {
        let code = code_length(rest);
        if code > 0 {
            pieces.push(Piece::Code(&rest[..code]));
            rest = &rest[code..];
        }
        if rest.starts_with("//") {
            let end = rest.find('\n').unwrap_or(rest.len());
            pieces.push(Piece::Comment(&rest[..end]));
            rest = &rest[end..];
        } else if rest.starts_with("/*") {
            let end = rest.find("*/").map_or(rest.len(), |end| end + 2);
            pieces.push(Piece::Comment(&rest[..end]));
            rest = &rest[end..];
        } else if let Some(hashes) = raw_string(rest) {
            let start = hashes + 2;
            let close = format!("\"{}", "#".repeat(hashes));
            let end = rest[start..].find(&close).map_or(rest.len(), |end| start + end);
            pieces.push(Piece::Text(&rest[start..end]));
            rest = &rest[(end + close.len()).min(rest.len())..];
        } else if rest.starts_with('"') {
            let end = string_end(rest);
            pieces.push(Piece::Text(&rest[1..end]));
            rest = &rest[(end + 1).min(rest.len())..];
        }
    }
    pieces
}

/// How far `rest` is plain code.
fn code_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => return at,
            b'/' if matches!(bytes.get(at + 1), Some(b'/' | b'*')) => return at,
            b'r' if !word(bytes, at) && raw_string(&rest[at..]).is_some() => return at,
            // A quote that begins a character holds one character or an escape; else it begins a lifetime.
            b'\'' if bytes.get(at + 1) == Some(&b'\\') => {
                at += 3;
                while at < bytes.len() && bytes[at] != b'\'' {
                    at += 1;
                }
            }
            b'\'' => {
                let length = rest[at + 1..].chars().next().map_or(0, char::len_utf8);
                if bytes.get(at + 1 + length) == Some(&b'\'') {
                    at += 1 + length;
                }
            }
            _ => {}
        }
        at += 1;
    }
    rest.len()
}

/// Whether the byte before `at` belongs to a word (a `b` of `br"…"` does not count).
fn word(bytes: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).map_or(b' ', |before| bytes[before]);
    (before.is_ascii_alphanumeric() || before == b'_') && before != b'b'
}

/// The number of `#` if a raw string begins here.
fn raw_string(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('r')?;
    let hashes = after.bytes().take_while(|byte| *byte == b'#').count();
    after[hashes..].starts_with('"').then_some(hashes)
}

/// Where the string that begins here ends.
fn string_end(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut at = 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at.min(bytes.len())
}

#[test]
fn code_strings_and_comments_are_told_apart() {
    use Piece::{Code, Comment, Text};
    assert_eq!(
        pieces("let a = \"x \\\" y\"; // z \"\nb('\"', 'a', '\\'', &'static str)"),
        [
            Code("let a = "),
            Text("x \\\" y"),
            Code("; "),
            Comment("// z \""),
            Code("\nb('\"', 'a', '\\'', &'static str)"),
        ]
    );
    assert_eq!(
        pieces("r#\"a \"b\" c\"# /* d */ var\"e\""),
        [Text("a \"b\" c"), Code(" "), Comment("/* d */"), Code(" var"), Text("e"),]
    );
}
