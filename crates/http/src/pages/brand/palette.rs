//! Every colour of the pages, for light or dark: the usual ones, and those that follow from what a host wants.
//!
//! Whatever is wanted, text can be read and edges and focus rings can be seen: a colour that falls short is moved
//! towards black or white, no further than it must.

use super::colour::{BLACK, Colour, WHITE};

/// What WCAG asks of text (4.5), and of edges and focus rings (3), with a little for rounding.
const TEXT: f64 = 4.55;
const EDGE: f64 = 3.05;
/// What a background leaves for text: tints lie between the two.
const GROUND: f64 = 7.5;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scheme {
    Light,
    Dark,
}

/// What a host, or whoever embeds the page, wants. None is the usual.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) brand: Option<Colour>,
    pub(super) brand_hover: Option<Colour>,
    pub(super) brand_text: Option<Colour>,
    pub(super) secondary: Option<Colour>,
    pub(super) ground: Option<Colour>,
    pub(super) text: Option<Colour>,
    pub(super) muted: Option<Colour>,
    pub(super) border: Option<Colour>,
}

macro_rules! palette {
    ($($(#[$doc:meta])* $field:ident $name:literal,)+) => {
        /// Every colour of pages.css.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) struct Palette {
            $($(#[$doc])* pub(super) $field: Colour,)+
        }

        impl Palette {
            /// The colours by the names of their custom properties.
            pub(super) fn all(self) -> impl Iterator<Item = (&'static str, Colour)> {
                [$(($name, self.$field),)+].into_iter()
            }
        }
    };
}

palette! {
    /// Of buttons and of what is chosen.
    fill "fill",
    fill_hover "fill-hover",
    on_fill "on-fill",
    /// The brand as text, edge and focus ring.
    accent "accent",
    /// A breath of the brand behind text.
    tint "tint",
    text "text",
    muted "muted",
    page "page",
    card "card",
    /// Divides; nobody has to see it.
    line "line",
    /// Of fields and what can be clicked.
    edge "edge",
    bad "bad",
    on_bad "on-bad",
    bad_tint "bad-tint",
    good "good",
    good_tint "good-tint",
    wait "wait",
    wait_tint "wait-tint",
}

impl Palette {
    /// The usual colours, as pages.css has them.
    pub(super) const fn usual(scheme: Scheme) -> Self {
        match scheme {
            Scheme::Light => Self {
                fill: Colour(0x23, 0x50, 0xd9),
                fill_hover: Colour(0x1c, 0x42, 0xb8),
                on_fill: WHITE,
                accent: Colour(0x1f, 0x47, 0xc0),
                tint: Colour(0xeb, 0xee, 0xf9),
                text: Colour(0x16, 0x1b, 0x26),
                muted: Colour(0x56, 0x60, 0x72),
                page: Colour(0xf4, 0xf5, 0xf8),
                card: WHITE,
                line: Colour(0xe2, 0xe5, 0xeb),
                edge: Colour(0x7c, 0x86, 0x98),
                bad: Colour(0xb3, 0x26, 0x1e),
                on_bad: WHITE,
                bad_tint: Colour(0xfd, 0xf0, 0xef),
                good: Colour(0x14, 0x71, 0x3c),
                good_tint: Colour(0xe9, 0xf6, 0xee),
                wait: Colour(0x7a, 0x52, 0x00),
                wait_tint: Colour(0xfd, 0xf4, 0xe0),
            },
            Scheme::Dark => Self {
                fill: Colour(0x8f, 0xb0, 0xff),
                fill_hover: Colour(0xab, 0xc4, 0xff),
                on_fill: Colour(0x10, 0x14, 0x1c),
                accent: Colour(0x9d, 0xba, 0xff),
                tint: Colour(0x2d, 0x36, 0x4a),
                text: Colour(0xe8, 0xeb, 0xf1),
                muted: Colour(0xa9, 0xb3, 0xc3),
                page: Colour(0x0e, 0x11, 0x17),
                card: Colour(0x18, 0x1d, 0x27),
                line: Colour(0x2c, 0x34, 0x42),
                edge: Colour(0x7d, 0x87, 0x98),
                bad: Colour(0xff, 0xa6, 0x9d),
                on_bad: Colour(0x10, 0x14, 0x1c),
                bad_tint: Colour(0x34, 0x20, 0x1f),
                good: Colour(0x6f, 0xd3, 0x97),
                good_tint: Colour(0x16, 0x30, 0x1f),
                wait: Colour(0xf0, 0xc3, 0x6a),
                wait_tint: Colour(0x33, 0x29, 0x0f),
            },
        }
    }

    /// What is wanted, as far as it can be read.
    pub(super) fn of(scheme: Scheme, wanted: &Wanted) -> Self {
        let usual = Self::usual(scheme);
        let mut p = usual;
        if let Some(ground) = wanted.ground {
            let end = if ground.opposite() == WHITE { BLACK } else { WHITE };
            let ground = ground.until(end, |g| g.contrast(WHITE).max(g.contrast(BLACK)) >= GROUND);
            (p.page, p.card, p.text) = (ground, ground, ground.opposite().mixed(ground, 8));
            p.muted = p.text.mixed(ground, 25);
            p.line = ground.mixed(p.text, 14);
        }
        let end = p.card.opposite();
        p.take_brand(wanted, end);
        if wanted.ground.is_some() {
            (p.bad, p.bad_tint) = p.signal(usual.bad, end);
            (p.good, p.good_tint) = p.signal(usual.good, end);
            (p.wait, p.wait_tint) = p.signal(usual.wait, end);
            p.on_bad = p.bad.opposite();
        }
        let grounds = [p.page, p.card, p.tint, p.bad_tint];
        p.text = readable(wanted.text.unwrap_or(p.text), end, &grounds, TEXT);
        p.muted = readable(wanted.muted.unwrap_or(p.muted), end, &grounds[..3], TEXT);
        p.line = wanted.border.unwrap_or(p.line);
        p.edge = readable(wanted.border.unwrap_or(p.edge), end, &grounds[..2], EDGE);
        p
    }

    fn take_brand(&mut self, wanted: &Wanted, end: Colour) {
        let Self { page, card, .. } = *self;
        // The usual brand fits the usual ground only.
        let brand =
            wanted.brand.or((wanted.ground.is_some() || wanted.brand_text.is_some()).then_some(self.fill));
        if let Some(brand) = brand {
            self.fill = brand;
            self.on_fill = match wanted.brand_text {
                Some(text) => readable(text, brand.opposite(), &[brand], TEXT),
                None if brand.contrast(WHITE) >= TEXT => WHITE,
                None => brand.opposite(),
            };
            // Away from the text on it.
            self.fill_hover = brand.mixed(self.on_fill.opposite(), 14);
        }
        if let Some(hover) = wanted.brand_hover {
            self.fill_hover = readable(hover, self.on_fill.opposite(), &[self.on_fill], TEXT);
        }
        if brand.is_some() || wanted.secondary.is_some() {
            let accent = brand.unwrap_or(self.accent);
            let tint = |accent| card.mixed(wanted.secondary.unwrap_or(accent), 12);
            self.accent = accent.until(end, |a| [page, card, tint(a)].iter().all(|g| a.contrast(*g) >= TEXT));
            self.tint = tint(self.accent);
        }
    }

    /// A colour with a meaning, and what lies behind it.
    fn signal(&self, usual: Colour, end: Colour) -> (Colour, Colour) {
        let tint = self.card.mixed(usual, 10);
        (readable(usual, end, &[self.page, self.card, tint], TEXT), tint)
    }
}

fn readable(colour: Colour, end: Colour, grounds: &[Colour], least: f64) -> Colour {
    colour.until(end, |c| grounds.iter().all(|ground| c.contrast(*ground) >= least))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn holds(p: &Palette) -> Result<(), String> {
        let text = [
            ("text", p.text, vec![p.page, p.card, p.tint, p.bad_tint]),
            ("muted", p.muted, vec![p.page, p.card, p.tint]),
            ("accent", p.accent, vec![p.page, p.card, p.tint]),
            ("on-fill", p.on_fill, vec![p.fill, p.fill_hover]),
            ("bad", p.bad, vec![p.page, p.card, p.bad_tint]),
            ("on-bad", p.on_bad, vec![p.bad]),
            ("good", p.good, vec![p.good_tint]),
            ("wait", p.wait, vec![p.wait_tint]),
        ];
        let edges = [("edge", p.edge, vec![p.page, p.card])];
        for (least, pairs) in [(4.5, &text[..]), (3.0, &edges[..])] {
            for (name, ink, grounds) in pairs {
                if let Some(ground) = grounds.iter().find(|ground| ink.contrast(**ground) < least) {
                    return Err(format!("{name} {} on {}", ink.hex(), ground.hex()));
                }
            }
        }
        Ok(())
    }

    #[test]
    fn the_usual_colours_are_those_of_the_style_sheet_and_can_be_read() {
        let css = include_str!("../../../../../web/assets/pages.css");
        let (light, dark) = (Palette::usual(Scheme::Light), Palette::usual(Scheme::Dark));
        for ((name, light), (_, dark)) in light.all().zip(dark.all()) {
            let line = format!("--{name}: light-dark({}, {});", light.hex(), dark.hex());
            assert!(css.contains(&line), "pages.css lacks {line}");
        }
        holds(&light).expect("light");
        holds(&dark).expect("dark");
        assert_eq!(Palette::of(Scheme::Light, &Wanted::default()), light);
        assert_eq!(Palette::of(Scheme::Dark, &Wanted::default()), dark);
    }

    fn colour() -> impl Strategy<Value = Option<Colour>> {
        proptest::option::of(any::<(u8, u8, u8)>().prop_map(|(r, g, b)| Colour(r, g, b)))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]
        #[test]
        fn everything_can_be_read_whatever_is_wanted(
            (brand, brand_hover, brand_text, secondary) in (colour(), colour(), colour(), colour()),
            (ground, text, muted, border) in (colour(), colour(), colour(), colour()),
        ) {
            let wanted = Wanted { brand, brand_hover, brand_text, secondary, ground, text, muted, border };
            for scheme in [Scheme::Light, Scheme::Dark] {
                let palette = Palette::of(scheme, &wanted);
                prop_assert_eq!(holds(&palette), Ok(()), "{:?} {:?}", scheme, wanted);
            }
        }
    }

    #[test]
    fn what_can_be_read_stays_as_it_is() {
        let navy = Colour(0x0b, 0x2a, 0x5b);
        let palette = Palette::of(Scheme::Light, &Wanted { brand: Some(navy), ..Wanted::default() });
        assert_eq!((palette.fill, palette.on_fill, palette.accent), (navy, WHITE, navy));
        let yellow = Colour(0xff, 0xd4, 0x00);
        let palette = Palette::of(Scheme::Light, &Wanted { brand: Some(yellow), ..Wanted::default() });
        assert_eq!((palette.fill, palette.on_fill), (yellow, BLACK));
        assert_ne!(palette.accent, yellow);
    }
}
