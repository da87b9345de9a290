//! A host's colours, corrected until text on them and in them can be read.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};
use slated_store::user::PersonalPage;

/// The lightest and the darkest surface that text of the accent colour stands on (see pages.css).
const LIGHT_SURFACE: Colour = Colour(0xf4, 0xf5, 0xf8);
const DARK_SURFACE: Colour = Colour(0x22, 0x28, 0x34);
const WHITE: Colour = Colour(255, 255, 255);
/// Not a softer one: some colours leave no room between white and black.
const BLACK: Colour = Colour(0, 0, 0);
/// What WCAG asks of text, and a little for rounding.
const READABLE: f64 = 4.6;

/// A style sheet with the host's colours.
#[derive(Debug, Clone, Default)]
pub(super) struct Brand {
    /// Goes into the page's `<style>`; empty for the usual colours. Only colours, so that nothing has to be escaped.
    pub(super) style: String,
}

impl Brand {
    /// The colours of a host's page, if they are to be used.
    pub(super) fn of(page: &PersonalPage) -> Self {
        let primary =
            page.primary_color.as_deref().filter(|_| page.use_custom_colors).and_then(Colour::parse);
        Self { style: primary.map(style).unwrap_or_default() }
    }

    /// What the Content-Security-Policy must say for the style to apply: its hash, because inline styles are refused
    /// otherwise.
    pub(super) fn csp_source(&self) -> Option<String> {
        let hash = || STANDARD.encode(Sha256::digest(self.style.as_bytes()));
        (!self.style.is_empty()).then(|| format!("'sha256-{}'", hash()))
    }
}

fn style(primary: Colour) -> String {
    let on = if primary.contrast(WHITE) >= primary.contrast(BLACK) { WHITE } else { BLACK };
    let (light, dark) = (primary.readable_on(LIGHT_SURFACE, BLACK), primary.readable_on(DARK_SURFACE, WHITE));
    format!(
        ":root{{--fill:{};--on-fill:{};--accent:light-dark({},{})}}",
        primary.hex(),
        on.hex(),
        light.hex(),
        dark.hex()
    )
}

/// Red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Colour(u8, u8, u8);

impl Colour {
    /// `#rgb` or `#rrggbb`.
    fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#')?;
        let nibbles = digits.chars().map(|c| c.to_digit(16)).collect::<Option<Vec<u32>>>()?;
        let byte = |high: usize, low: usize| u8::try_from(nibbles[high] * 16 + nibbles[low]).ok();
        match nibbles.len() {
            3 => Some(Self(byte(0, 0)?, byte(1, 1)?, byte(2, 2)?)),
            6 => Some(Self(byte(0, 1)?, byte(2, 3)?, byte(4, 5)?)),
            _ => None,
        }
    }

    fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }

    /// Relative luminance (WCAG 2.2).
    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// This colour, moved towards `end` in small steps until it can be read on `surface`.
    fn readable_on(self, surface: Self, end: Self) -> Self {
        let steps = (0..=20u32).map(|step| self.towards(end, step));
        steps.into_iter().find(|colour| colour.contrast(surface) >= READABLE).unwrap_or(end)
    }

    fn towards(self, end: Self, twentieths: u32) -> Self {
        let mix = |from: u8, to: u8| {
            let mixed = (u32::from(from) * (20 - twentieths) + u32::from(to) * twentieths) / 20;
            u8::try_from(mixed).expect("between two bytes")
        };
        Self(mix(self.0, end.0), mix(self.1, end.1), mix(self.2, end.2))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn text_is_readable_whatever_the_colour() {
        for (r, g, b) in
            (0..=255u8).step_by(17).flat_map(|r| (0..=255u8).step_by(17).map(move |g| (r, g, 255 - r / 2)))
        {
            let colour = Colour(r, g, b);
            assert!(colour.readable_on(LIGHT_SURFACE, BLACK).contrast(LIGHT_SURFACE) >= 4.5, "{colour:?}");
            assert!(colour.readable_on(DARK_SURFACE, WHITE).contrast(DARK_SURFACE) >= 4.5, "{colour:?}");
            assert!(colour.contrast(WHITE).max(colour.contrast(BLACK)) >= 4.5, "{colour:?}");
        }
    }

    #[test]
    fn only_colours_get_in() {
        assert_eq!(Colour::parse("#AbC").unwrap().hex(), "#aabbcc");
        assert_eq!(Colour::parse("#2D6CDF").unwrap().hex(), "#2d6cdf");
        for bad in ["red", "#12", "#12345g", "#fff}body{display:none", "#ffffffff", "", "#ééé"] {
            assert_eq!(Colour::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn colours_apply_only_when_they_are_switched_on() {
        let mut page = PersonalPage { primary_color: Some("#fff000".to_owned()), ..PersonalPage::default() };
        assert_eq!(Brand::of(&page).csp_source(), None);
        page.use_custom_colors = true;
        let brand = Brand::of(&page);
        assert!(brand.style.contains("--fill:#fff000;--on-fill:#000000"), "{}", brand.style);
        assert!(brand.csp_source().unwrap().starts_with("'sha256-"));
    }
}
