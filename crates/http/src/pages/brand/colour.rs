//! Colours: read from what people write, and moved until one can be read on another (WCAG 2.2).

/// Red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Colour(pub(super) u8, pub(super) u8, pub(super) u8);

pub(super) const WHITE: Colour = Colour(255, 255, 255);
/// Not a softer one: some colours leave no room between white and black.
pub(super) const BLACK: Colour = Colour(0, 0, 0);

impl Colour {
    /// `#rgb`, `#rrggbb`, `rgb(0, 153, 255)` or `hsl(210 50% 40%)`, without transparency.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        if let Some(digits) = text.strip_prefix('#') {
            return hex(digits);
        }
        let (function, rest) = text.split_once('(')?;
        let arguments = rest.strip_suffix(')')?;
        let parts: Vec<&str> = arguments.split([',', ' ']).filter(|part| !part.is_empty()).collect();
        let &[a, b, c] = parts.as_slice() else { return None };
        match function {
            "rgb" | "rgba" => Some(Self(a.parse().ok()?, b.parse().ok()?, c.parse().ok()?)),
            "hsl" | "hsla" => {
                let percent = |text: &str| number(text.strip_suffix('%')?, 100.0).map(|n| n / 100.0);
                let hue = number(a.strip_suffix("deg").unwrap_or(a), 360.0)?;
                Some(from_hsl(hue, percent(b)?, percent(c)?))
            }
            _ => None,
        }
    }

    pub(super) fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }

    /// Relative luminance.
    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// From 1 (the same) to 21 (black and white).
    pub(super) fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// White or black, whichever is further away.
    pub(super) fn opposite(self) -> Self {
        if self.contrast(WHITE) >= self.contrast(BLACK) { WHITE } else { BLACK }
    }

    /// This colour, moved towards `end` in small steps until it is good; `end` if it never is.
    pub(super) fn until(self, end: Self, good: impl Fn(Self) -> bool) -> Self {
        let steps = (0..=50).map(|step| self.mixed(end, step * 2));
        steps.into_iter().find(|&colour| good(colour)).unwrap_or(end)
    }

    /// With so many hundredths of another colour in it.
    pub(super) fn mixed(self, other: Self, percent: u32) -> Self {
        let mix = |from: u8, to: u8| {
            let mixed = (u32::from(from) * (100 - percent) + u32::from(to) * percent + 50) / 100;
            u8::try_from(mixed).expect("between two bytes")
        };
        Self(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }
}

fn hex(digits: &str) -> Option<Colour> {
    let nibbles = digits.chars().map(|c| c.to_digit(16)).collect::<Option<Vec<u32>>>()?;
    let byte = |high: usize, low: usize| u8::try_from(nibbles[high] * 16 + nibbles[low]).ok();
    match nibbles.len() {
        3 => Some(Colour(byte(0, 0)?, byte(1, 1)?, byte(2, 2)?)),
        6 => Some(Colour(byte(0, 1)?, byte(2, 3)?, byte(4, 5)?)),
        _ => None,
    }
}

fn number(text: &str, most: f64) -> Option<f64> {
    text.parse().ok().filter(|number| (0.0..=most).contains(number))
}

fn from_hsl(hue: f64, saturation: f64, lightness: f64) -> Colour {
    let channel = |n: f64| {
        let k = (n + hue / 30.0) % 12.0;
        let reach = saturation * lightness.min(1.0 - lightness);
        let value = lightness - reach * (k - 3.0).min(9.0 - k).clamp(-1.0, 1.0);
        // Between 0 and 255 by construction.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let byte = (value * 255.0).round() as u8;
        byte
    };
    Colour(channel(0.0), channel(8.0), channel(4.0))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_colours_get_in() {
        for (text, hex) in [
            ("#AbC", "#aabbcc"),
            (" #2D6CDF ", "#2d6cdf"),
            ("rgb(0, 153, 255)", "#0099ff"),
            ("rgb(0 153 255)", "#0099ff"),
            ("hsl(210, 50%, 40%)", "#336699"),
            ("hsl(0deg 100% 50%)", "#ff0000"),
        ] {
            assert_eq!(Colour::parse(text).unwrap().hex(), hex, "{text}");
        }
        for bad in [
            "red",
            "#12",
            "#12345g",
            "#fff}body{display:none",
            "#ffffffff",
            "",
            "#ééé",
            "rgb(1,2)",
            "rgb(1,2,256)",
            "hsl(400,1%,1%)",
            "hsl(NaN,1%,1%)",
            "url(x)",
            "rgb(1,2,3",
            "rgba(1,2,3,.5)",
        ] {
            assert_eq!(Colour::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn contrast_is_as_wcag_reckons_it() {
        assert!((WHITE.contrast(BLACK) - 21.0).abs() < 1e-9);
        assert!((Colour(0x77, 0x77, 0x77).contrast(WHITE) - 4.478).abs() < 0.001);
        assert_eq!(Colour(0x77, 0x77, 0x77).opposite(), BLACK);
    }
}
