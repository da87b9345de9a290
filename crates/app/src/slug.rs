//! Slugs: what names become in URLs.

/// The longest slug, in bytes.
pub const MAX: usize = 100;

/// Folds a text into lower-case ASCII letters, digits and single hyphens: "Strategiegespräch Nº 2" becomes
/// `strategiegesprach-n-2`. Letters that have no Latin base are dropped, so the result may be empty.
pub fn fold(text: &str) -> String {
    let mut slug = String::with_capacity(text.len().min(MAX));
    for c in text.chars().flat_map(char::to_lowercase) {
        let folded = match c {
            'a'..='z' | '0'..='9' => {
                slug.push(c);
                ""
            }
            // Combining marks belong to the letter before.
            '\u{300}'..='\u{36f}' | '\'' | '’' => "",
            other => latin(other).unwrap_or("-"),
        };
        match folded {
            "-" if slug.is_empty() || slug.ends_with('-') => {}
            other => slug.push_str(other),
        }
        if slug.len() >= MAX {
            slug.truncate(MAX);
            break;
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// The first of `stem`, `stem-2`, `stem-3` … that is not taken.
pub fn free(stem: &str, taken: impl Fn(&str) -> bool) -> String {
    let (mut slug, mut number) = (stem.to_owned(), 1u64);
    while taken(&slug) {
        number += 1;
        let tail = format!("-{number}");
        let head = &stem[..stem.len().min(MAX - tail.len())];
        slug = format!("{}{tail}", head.trim_end_matches('-'));
    }
    slug
}

/// The base letters of a lower-case Latin letter with marks.
fn latin(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ạ' | 'ả' | 'ấ' | 'ầ' | 'ậ' | 'ắ'
        | 'ằ' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ẹ' | 'ẻ' | 'ẽ' | 'ế' | 'ề' | 'ệ' => {
            "e"
        }
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ị' | 'ỉ' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ọ' | 'ỏ' | 'ố' | 'ồ' | 'ộ' | 'ơ' | 'ớ'
        | 'ờ' | 'ợ' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'þ' => "th",
        'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ụ' | 'ủ' | 'ư' | 'ứ' | 'ừ' | 'ự' => {
            "u"
        }
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' | 'ỳ' | 'ỵ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding() {
        for (text, slug) in [
            ("30min Meeting", "30min-meeting"),
            ("Ausführliche Beratung", "ausfuhrliche-beratung"),
            ("Strategie-Gespräch", "strategie-gesprach"),
            ("Mandatsgespra\u{308}ch", "mandatsgesprach"),
            ("  Jane   O'Neil -- Büro ", "jane-oneil-buro"),
            ("ŁÓDŹ Straße İstanbul", "lodz-strasse-istanbul"),
            ("会議", ""),
            ("—", ""),
        ] {
            assert_eq!(fold(text), slug, "{text}");
        }
    }

    #[test]
    fn a_long_text_is_cut_without_a_trailing_hyphen() {
        let slug = fold(&"abc ".repeat(60));
        assert!(slug.len() <= MAX && slug.ends_with('c'), "{slug}");
        assert_eq!(fold(&"ß".repeat(80)).len(), MAX);
    }

    #[test]
    fn the_next_free_one() {
        assert_eq!(free("a", |_| false), "a");
        assert_eq!(free("a", |s| s == "a" || s == "a-2"), "a-3");
        let long = "x".repeat(MAX);
        assert_eq!(free(&long, |s| s == long).len(), MAX);
    }
}
