//! The languages invitees can be addressed in, and what their regions do differently.

use jiff::civil::Weekday;

/// The languages there are texts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tongue {
    En,
    De,
    Fr,
    Es,
    No,
    Nl,
    It,
    Pl,
    Sv,
    Tr,
    Da,
    Ar,
}

impl Tongue {
    pub(super) const ALL: [Self; 12] = [
        Self::En,
        Self::De,
        Self::Fr,
        Self::Es,
        Self::No,
        Self::Nl,
        Self::It,
        Self::Pl,
        Self::Sv,
        Self::Tr,
        Self::Da,
        Self::Ar,
    ];

    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
            Self::Fr => "fr",
            Self::Es => "es",
            Self::No => "no",
            Self::Nl => "nl",
            Self::It => "it",
            Self::Pl => "pl",
            Self::Sv => "sv",
            Self::Tr => "tr",
            Self::Da => "da",
            Self::Ar => "ar",
        }
    }

    /// Whose plural rules it follows: the rules know Norwegian by its written standard.
    pub(super) const fn plural_rules(self) -> &'static str {
        match self {
            Self::No => "nb",
            other => other.code(),
        }
    }

    pub(super) const fn direction(self) -> Direction {
        match self {
            Self::Ar => Direction::Rtl,
            _ => Direction::Ltr,
        }
    }
}

/// Where a line of text begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From the left.
    Ltr,
    /// From the right.
    Rtl,
}

/// How hours are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// `2:30 PM`.
    Twelve,
    /// `14:30`.
    TwentyFour,
}

/// A language, as it is spoken somewhere. English without a region is international: 24 hours, weeks from Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Language {
    tongue: Tongue,
    /// Two upper-case letters (ISO 3166).
    region: Option<[u8; 2]>,
}

impl Default for Language {
    fn default() -> Self {
        Self::new(Tongue::En)
    }
}

impl Language {
    /// Every language, without a region.
    pub const ALL: [Self; Tongue::ALL.len()] = {
        let mut all = [Self::new(Tongue::En); Tongue::ALL.len()];
        let mut i = 0;
        while i < all.len() {
            all[i] = Self::new(Tongue::ALL[i]);
            i += 1;
        }
        all
    };

    const fn new(tongue: Tongue) -> Self {
        Self { tongue, region: None }
    }

    /// From a tag such as `de`, `de-AT`, `pt_BR` or `nb`; none if there are no texts in it.
    pub fn parse(tag: &str) -> Option<Self> {
        let mut parts = tag.trim().split(['-', '_']);
        let code = parts.next()?.to_ascii_lowercase();
        // Both written standards of Norwegian.
        let code = if matches!(code.as_str(), "nb" | "nn") { "no" } else { code.as_str() };
        let tongue = Tongue::ALL.into_iter().find(|tongue| tongue.code() == code)?;
        let region = parts.find_map(|part| <[u8; 2]>::try_from(part.to_ascii_uppercase().as_bytes()).ok());
        Some(Self { tongue, region: region.filter(|region| region.iter().all(u8::is_ascii_uppercase)) })
    }

    /// What a browser likes best of what there is (`Accept-Language`).
    pub fn negotiate(accepted: &str) -> Option<Self> {
        let wishes = accepted.split(',').take(32).filter_map(|wish| {
            let (tag, parameters) = wish.split_once(';').unwrap_or((wish, ""));
            let quality =
                parameters.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.parse::<f32>().ok())?;
            (quality > 0.0).then_some((Self::parse(tag)?, quality))
        });
        // The first of the best.
        let best = wishes.reduce(|best, wish| if wish.1 > best.1 { wish } else { best });
        best.map(|(language, _)| language)
    }

    /// `de`.
    pub fn code(self) -> &'static str {
        self.tongue.code()
    }

    /// `de-AT`, or `de` without a region.
    pub fn tag(self) -> String {
        let region = self.region();
        if region.is_empty() { self.code().to_owned() } else { format!("{}-{region}", self.code()) }
    }

    /// `AT`, or nothing.
    pub fn region(&self) -> &str {
        self.region.as_ref().and_then(|region| std::str::from_utf8(region).ok()).unwrap_or_default()
    }

    /// Where its lines begin.
    pub fn direction(self) -> Direction {
        self.tongue.direction()
    }

    /// How hours are counted there (CLDR's time data).
    pub fn clock(self) -> Clock {
        let twelve = match self.tongue {
            Tongue::En => matches!(
                self.region(),
                "US" | "CA" | "AU" | "NZ" | "IN" | "PH" | "PK" | "SG" | "HK" | "MY" | "JM" | "BS" | "PR"
            ),
            Tongue::Es => matches!(self.region(), "US" | "CO" | "DO" | "PA" | "PR" | "VE"),
            Tongue::Ar => !matches!(self.region(), "MA" | "DZ" | "TN"),
            _ => false,
        };
        if twelve { Clock::Twelve } else { Clock::TwentyFour }
    }

    /// The first day of the week there (CLDR's week data).
    pub fn week_start(self) -> Weekday {
        match (self.tongue, self.region()) {
            (_, "AF" | "BH" | "DJ" | "DZ" | "EG" | "IQ" | "JO" | "KW" | "LY" | "OM" | "QA" | "SD" | "SY")
            | (Tongue::Ar, "") => Weekday::Saturday,
            (
                _,
                "BD" | "BS" | "BW" | "BZ" | "CA" | "CO" | "DO" | "GT" | "HK" | "HN" | "IL" | "IN" | "JM"
                | "KE" | "MX" | "NI" | "PA" | "PE" | "PH" | "PK" | "PR" | "PY" | "SA" | "SG" | "SV" | "US"
                | "VE" | "YE" | "ZA" | "ZW",
            ) => Weekday::Sunday,
            _ => Weekday::Monday,
        }
    }

    pub(super) fn tongue(self) -> Tongue {
        self.tongue
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn tags_are_read_leniently() {
        let tag = |text: &str| Language::parse(text).map(Language::tag);
        assert_eq!(tag("de-AT").unwrap(), "de-AT");
        assert_eq!(tag(" EN_us ").unwrap(), "en-US");
        assert_eq!(tag("nb-NO").unwrap(), "no-NO");
        assert_eq!(tag("nn").unwrap(), "no");
        assert_eq!(tag("ar-Arab-EG").unwrap(), "ar-EG");
        assert_eq!(tag("es-419").unwrap(), "es");
        for unknown in ["", "pt-BR", "english", "-US", "ü"] {
            assert_eq!(tag(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn browsers_get_what_they_like_best_of_what_there_is() {
        let tag = |text: &str| Language::negotiate(text).map(Language::tag);
        assert_eq!(tag("pt-BR,pt;q=0.9,fr;q=0.5,de-CH;q=0.7").unwrap(), "de-CH");
        assert_eq!(tag("en-GB, de").unwrap(), "en-GB");
        assert_eq!(tag("da;q=0, sv;q=0.1").unwrap(), "sv");
        assert_eq!(tag("*"), None);
        assert_eq!(tag(&"x,;q=q;".repeat(10_000)), None);
    }

    #[test]
    fn regions_count_hours_and_weeks_in_their_way() {
        let of = |tag: &str| Language::parse(tag).unwrap();
        for (tag, clock, start) in [
            ("en", Clock::TwentyFour, Weekday::Monday),
            ("en-US", Clock::Twelve, Weekday::Sunday),
            ("en-GB", Clock::TwentyFour, Weekday::Monday),
            ("en-AU", Clock::Twelve, Weekday::Monday),
            ("de", Clock::TwentyFour, Weekday::Monday),
            ("es-MX", Clock::TwentyFour, Weekday::Sunday),
            ("ar", Clock::Twelve, Weekday::Saturday),
            ("ar-SA", Clock::Twelve, Weekday::Sunday),
            ("ar-MA", Clock::TwentyFour, Weekday::Monday),
        ] {
            assert_eq!((of(tag).clock(), of(tag).week_start()), (clock, start), "{tag}");
        }
        assert_eq!(of("ar").direction(), Direction::Rtl);
    }
}
