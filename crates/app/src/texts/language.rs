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

    /// What its speakers call it.
    const fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::De => "Deutsch",
            Self::Fr => "Français",
            Self::Es => "Español",
            Self::No => "Norsk",
            Self::Nl => "Nederlands",
            Self::It => "Italiano",
            Self::Pl => "Polski",
            Self::Sv => "Svenska",
            Self::Tr => "Türkçe",
            Self::Da => "Dansk",
            Self::Ar => "العربية",
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

impl Clock {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Twelve, Self::TwentyFour];

    /// Its Unicode name (UTS 35, key `hc`).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Twelve => "h12",
            Self::TwentyFour => "h23",
        }
    }

    /// From its Unicode name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|clock| clock.code() == code)
    }
}

/// A language, as it is spoken somewhere. English without a region is international: 24 hours, weeks from Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Language {
    tongue: Tongue,
    /// Two upper-case letters (ISO 3166).
    region: Option<[u8; 2]>,
    /// Somebody's own choice, whatever is usual there.
    clock: Option<Clock>,
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
        Self { tongue, region: None, clock: None }
    }

    /// From a tag such as `de`, `de-AT`, `pt_BR`, `nb` or `en-US-u-hc-h23`; none if there are no texts in it.
    pub fn parse(tag: &str) -> Option<Self> {
        let tag = tag.trim().to_ascii_lowercase().replace('_', "-");
        let (tag, extension) = tag.split_once("-u-").unwrap_or((&tag, ""));
        let mut parts = tag.split('-');
        let code = parts.next()?;
        // Both written standards of Norwegian.
        let code = if matches!(code, "nb" | "nn") { "no" } else { code };
        let tongue = Tongue::ALL.into_iter().find(|tongue| tongue.code() == code)?;
        let region = parts.find_map(|part| <[u8; 2]>::try_from(part.to_ascii_uppercase().as_bytes()).ok());
        let region = region.filter(|region| region.iter().all(u8::is_ascii_uppercase));
        let clock = extension.split_once("hc-").and_then(|(_, code)| Clock::parse(code.split('-').next()?));
        Some(Self { tongue, region, clock })
    }

    /// As it is spoken where `other` is, when that is the same language and this one does not say where.
    #[must_use]
    pub fn at_home_with(self, other: Option<Self>) -> Self {
        let there = other.filter(|other| other.tongue == self.tongue && self.region.is_none());
        Self { region: there.map_or(self.region, |there| there.region), ..self }
    }

    /// With hours counted like this, whatever is usual; none leaves them as they are.
    #[must_use]
    pub fn with_clock(self, clock: Option<Clock>) -> Self {
        Self { clock: clock.or(self.clock), ..self }
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

    /// The tag with somebody's own choice of clock, for what is kept: `en-US-u-hc-h23`.
    pub fn locale(self) -> String {
        let clock = self.clock.map(|clock| format!("-u-hc-{}", clock.code()));
        format!("{}{}", self.tag(), clock.unwrap_or_default())
    }

    /// What its speakers call it.
    pub fn own_name(self) -> &'static str {
        self.tongue.own_name()
    }

    /// `AT`, or nothing.
    pub fn region(&self) -> &str {
        self.region.as_ref().and_then(|region| std::str::from_utf8(region).ok()).unwrap_or_default()
    }

    /// Where its lines begin.
    pub fn direction(self) -> Direction {
        self.tongue.direction()
    }

    /// How hours are counted: as somebody chose, else as is usual there (CLDR's time data).
    pub fn clock(self) -> Clock {
        if let Some(clock) = self.clock {
            return clock;
        }
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

    #[test]
    fn a_clock_of_ones_own_is_kept_in_the_locale() {
        let of = |tag: &str| Language::parse(tag).unwrap();
        for (tag, clock) in [("en-US-u-hc-h23", Clock::TwentyFour), ("de-u-ca-gregory-hc-h12", Clock::Twelve)]
        {
            assert_eq!(of(tag).clock(), clock, "{tag}");
            assert_eq!(of(&of(tag).locale()), of(tag), "{tag}");
        }
        assert_eq!((of("de-u-hc-h12").tag(), of("de-u-hc-h12").region()), ("de".to_owned(), ""));
        assert_eq!(of("en-US").locale(), "en-US");
        assert_eq!(of("de").with_clock(Some(Clock::Twelve)).locale(), "de-u-hc-h12");
        assert_eq!(of("de-u-hc-h12").with_clock(None).clock(), Clock::Twelve);
        assert_eq!(of("en-u-hc-x").clock(), Clock::TwentyFour);
    }

    #[test]
    fn english_is_spoken_as_at_home() {
        let of = |tag: &str| Language::parse(tag);
        let said = |asked: &str, browser: &str| of(asked).unwrap().at_home_with(of(browser)).tag();
        assert_eq!(said("en", "en-US"), "en-US");
        assert_eq!(said("en-GB", "en-US"), "en-GB");
        assert_eq!(said("en", "de-AT"), "en");
        assert_eq!(said("en", ""), "en");
    }
}
