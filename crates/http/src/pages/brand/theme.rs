//! What whoever embeds a page wants it to look like: the embed's `cssVars` (contract section 14), which come as JSON
//! in the query. Values that are not plainly what they should be are left out, so none can leave the style sheet.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::{
    super::Fields,
    colour::Colour,
    palette::{Scheme, Wanted},
};

/// Longer than any theme.
const LONGEST: usize = 4_000;

/// Wishes beside those of the host, whom they outrank.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in super::super) struct Theme {
    light: Wanted,
    dark: Wanted,
    /// What lies behind the frame shines through.
    pub(super) clear: bool,
    pub(super) radius: Option<String>,
    pub(super) font: Option<String>,
    pub(super) shadow: Option<String>,
}

impl Theme {
    /// `cssVars` for both schemes, `cssVarsPerTheme` for one, `bodyBackground`.
    pub(in super::super) fn of(query: &Fields) -> Self {
        let object = |name: &str| -> Option<Map<String, Value>> {
            let text = query.get(name).filter(|text| text.len() <= LONGEST)?;
            serde_json::from_str(text).ok()
        };
        let mut theme = Self::default();
        if let Some(ground) = query.get("bodyBackground") {
            theme.set("bg", ground, &[Scheme::Light, Scheme::Dark]);
        }
        theme.take(&object("cssVars").unwrap_or_default(), &[Scheme::Light, Scheme::Dark]);
        let per_theme = object("cssVarsPerTheme").unwrap_or_default();
        for (name, scheme) in [("light", Scheme::Light), ("dark", Scheme::Dark)] {
            if let Some(vars) = per_theme.get(name).and_then(Value::as_object) {
                theme.take(vars, &[scheme]);
            }
        }
        theme
    }

    fn take(&mut self, vars: &Map<String, Value>, schemes: &[Scheme]) {
        for (name, value) in vars {
            let name = name.trim_start_matches("--").strip_prefix("mg-");
            let value = match value {
                Value::String(text) => Cow::Borrowed(text.trim()),
                Value::Number(number) => Cow::Owned(number.to_string()),
                _ => continue,
            };
            if let Some(name) = name {
                self.set(name, &value, schemes);
            }
        }
    }

    fn set(&mut self, name: &str, value: &str, schemes: &[Scheme]) {
        match name {
            "radius" => self.radius = length(value).or(self.radius.take()),
            "font" => self.font = font(value).or(self.font.take()),
            "shadow" => self.shadow = shadow(value).or(self.shadow.take()),
            "bg" if value == "transparent" => self.clear = true,
            _ => {
                let Some(colour) = Colour::parse(value) else { return };
                for scheme in schemes {
                    let wanted = self.of_scheme(*scheme);
                    let place = match name {
                        "brand" => &mut wanted.brand,
                        "brand-hover" => &mut wanted.brand_hover,
                        "brand-text" => &mut wanted.brand_text,
                        "bg" => &mut wanted.ground,
                        "text" => &mut wanted.text,
                        "text-muted" => &mut wanted.muted,
                        "border" => &mut wanted.border,
                        _ => return,
                    };
                    *place = Some(colour);
                }
            }
        }
    }

    fn of_scheme(&mut self, scheme: Scheme) -> &mut Wanted {
        match scheme {
            Scheme::Light => &mut self.light,
            Scheme::Dark => &mut self.dark,
        }
    }

    /// These wishes, and the host's where there are none.
    pub(super) fn over(&self, host: &Wanted, scheme: Scheme) -> Wanted {
        let own = match scheme {
            Scheme::Light => self.light,
            Scheme::Dark => self.dark,
        };
        Wanted {
            brand: own.brand.or(host.brand),
            // The host's second colour belongs to the host's first.
            secondary: host.secondary.filter(|_| own.brand.is_none()),
            ..own
        }
    }
}

/// `0`, `8`, `8px`, `.5rem` or `.5em`, up to 3 rem.
fn length(text: &str) -> Option<String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let number: f64 = digits.parse().ok().filter(|n| (0.0..=48.0).contains(n))?;
    match &text[digits.len()..] {
        "" | "px" => Some(format!("{number}px")),
        unit @ ("rem" | "em") if number <= 3.0 => Some(format!("{number}{unit}")),
        _ => None,
    }
}

/// Names of fonts. They must be there: a page loads none.
fn font(text: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | ',' | '-' | '_' | '"' | '\'');
    let closed = ['"', '\''].iter().all(|quote| text.matches(*quote).count() % 2 == 0);
    (!text.is_empty() && text.len() <= 200 && closed && text.chars().all(plain)).then(|| text.to_owned())
}

/// `none`, or lengths and a colour.
fn shadow(text: &str) -> Option<String> {
    let plain =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | ',' | '.' | '-' | '#' | '%' | '(' | ')');
    let mut depth = 0i32;
    let balanced = text.chars().all(|c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth >= 0
    }) && depth == 0;
    (!text.is_empty() && text.len() <= 200 && balanced && text.chars().all(plain)).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn theme(pairs: &[(&str, &str)]) -> Theme {
        Theme::of(&Fields::of(pairs.iter().copied()))
    }

    #[test]
    fn a_theme_outranks_the_host() {
        let theme = theme(&[
            (
                "cssVars",
                r##"{"--mg-brand":"#ff0000","mg-radius":4,"--mg-font":"Inter, \"Open Sans\", sans-serif"}"##,
            ),
            ("cssVarsPerTheme", r##"{"dark":{"--mg-brand":"rgb(0, 255, 0)","--mg-bg":"#101010"}}"##),
        ]);
        let host =
            Wanted { brand: Some(Colour(0, 0, 255)), secondary: Some(Colour(9, 9, 9)), ..Wanted::default() };
        let (light, dark) = (theme.over(&host, Scheme::Light), theme.over(&host, Scheme::Dark));
        assert_eq!((light.brand, light.secondary, light.ground), (Some(Colour(255, 0, 0)), None, None));
        assert_eq!((dark.brand, dark.ground), (Some(Colour(0, 255, 0)), Some(Colour(16, 16, 16))));
        assert_eq!(theme.radius.as_deref(), Some("4px"));
        assert_eq!(theme.font.as_deref(), Some("Inter, \"Open Sans\", sans-serif"));
        assert_eq!(Theme::default().over(&host, Scheme::Dark), host);
    }

    #[test]
    fn what_is_not_plainly_a_value_is_left_out() {
        for vars in [
            "not json",
            "[]",
            r#"{"--mg-brand":"red;}body{display:none"}"#,
            r#"{"--mg-brand":"url(https://evil.example)"}"#,
            r##"{"--mg-brand":["#fff"]}"##,
            r##"{"--other":"#fff"}"##,
            r#"{"--mg-radius":"calc(1px)"}"#,
            r#"{"--mg-radius":"9999px"}"#,
            r#"{"--mg-radius":"1é"}"#,
            r#"{"--mg-font":"x;color:red"}"#,
            r#"{"--mg-font":"\"open"}"#,
            r#"{"--mg-font":"</style>"}"#,
            r#"{"--mg-shadow":"0 0 1px red)} body{x:("}"#,
            r#"{"--mg-shadow":"0 0 url(https://x)"}"#,
        ] {
            assert_eq!(theme(&[("cssVars", vars)]), Theme::default(), "{vars}");
        }
        assert!(theme(&[("cssVars", r#"{"--mg-bg":"transparent"}"#)]).clear);
        let shadow = theme(&[("cssVars", r#"{"--mg-shadow":"0 4px 12px rgba(0, 0, 0, .2)"}"#)]).shadow;
        assert_eq!(shadow.as_deref(), Some("0 4px 12px rgba(0, 0, 0, .2)"));
    }
}
