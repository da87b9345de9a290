//! Descriptions: paragraphs and `code` of Markdown, everything else as it stands.

/// The first paragraph's text as safe HTML, for one line.
pub(super) fn inline(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 16);
    for (i, part) in text.split('`').enumerate() {
        let code = i % 2 == 1;
        html.push_str(if code { "<code>" } else { "" });
        escape(part, &mut html);
        html.push_str(if code { "</code>" } else { "" });
    }
    html
}

/// Paragraphs as safe HTML.
pub(super) fn paragraphs(text: &str) -> String {
    let mut html = String::new();
    for block in text.split("\n\n").map(str::trim).filter(|block| !block.is_empty()) {
        html.push_str("<p>");
        html.push_str(&inline(block));
        html.push_str("</p>");
    }
    html
}

/// Text as safe HTML between tags, where quotes may stand as they are.
pub(super) fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    escape(text, &mut html);
    html
}

fn escape(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            _ => html.push(c),
        }
    }
}

/// Lower-case letters, digits and dashes: for the `id` of an element.
pub(super) fn anchor(text: &str) -> String {
    let mut anchor = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            anchor.push(c.to_ascii_lowercase());
        } else if !anchor.ends_with('-') && !anchor.is_empty() {
            anchor.push('-');
        }
    }
    anchor.trim_end_matches('-').to_owned()
}
