//! Marks around what is put into a text that runs from the right, so that a name or a time does not turn the words around
//! it (UAX 9, isolates). One level of them: what is marked already, such as a date, is not marked once more.

use super::{Direction, Language};

/// The direction of what follows is that of its first strong character.
const BEGIN: char = '\u{2068}';
const END: char = '\u{2069}';

/// Without any marks.
pub fn unmarked(text: &str) -> String {
    text.chars().filter(|&c| c != BEGIN && c != END).collect()
}

/// As a part of a text in this language.
pub fn marked(language: Language, part: &str) -> String {
    if language.direction() == Direction::Ltr || part.is_empty() {
        return part.to_owned();
    }
    format!("{BEGIN}{}{END}", unmarked(part))
}

/// Without the marks within marks.
pub(super) fn outermost(text: &str) -> String {
    let mut depth = 0_usize;
    let kept = text.chars().filter(|&c| match c {
        BEGIN => {
            depth += 1;
            depth == 1
        }
        END => {
            depth = depth.saturating_sub(1);
            depth == 0
        }
        _ => true,
    });
    kept.collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn one_level_is_kept() {
        assert_eq!(outermost("a \u{2068}b \u{2068}c\u{2069} d\u{2069} e"), "a \u{2068}b c d\u{2069} e");
        assert_eq!(
            outermost("\u{2068}\u{2068}a\u{2069}\u{2069}\u{2068}b\u{2069}"),
            "\u{2068}a\u{2069}\u{2068}b\u{2069}"
        );
        assert_eq!(outermost("plain"), "plain");
    }

    #[test]
    fn only_texts_from_the_right_are_marked() {
        let of = |tag: &str, part: &str| marked(Language::parse(tag).unwrap(), part);
        assert_eq!(of("en", "Ada"), "Ada");
        assert_eq!(of("ar", "\u{2068}7\u{2069} Ada"), "\u{2068}7 Ada\u{2069}");
        assert_eq!(of("ar", ""), "");
    }
}
