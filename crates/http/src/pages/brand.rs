//! How a page looks: the host's and the company's wishes, and those of whoever embeds it.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};
use slated_store::{company::Company, user::PersonalPage};

use self::{
    colour::{BLACK, Colour},
    palette::{Palette, Scheme, Wanted},
};

mod colour;
mod palette;
mod theme;

pub(super) use theme::Theme;

/// What a host and their company want.
#[derive(Debug, Clone, Default)]
pub(super) struct Brand {
    colours: Wanted,
    /// Of the company: its picture and its name.
    pub(super) logo: Option<(String, String)>,
    /// The page says what made it.
    pub(super) credit: bool,
}

/// A style sheet of a page's own: only what differs from pages.css, and only parsed values.
#[derive(Debug, Clone, Default)]
pub(super) struct Style(pub(super) String);

impl Brand {
    /// The colours of a host's page, if they are to be used, else the company's.
    pub(super) fn of(page: &PersonalPage, company: &Company) -> Self {
        let branding = &company.branding;
        let parse = |text: &Option<String>| text.as_deref().and_then(Colour::parse);
        let colours = if page.use_custom_colors {
            [&page.primary_color, &page.secondary_color]
        } else {
            [&branding.primary_color, &branding.secondary_color]
        };
        let [brand, secondary] = colours.map(parse);
        Self {
            colours: Wanted { brand, secondary, ..Wanted::default() },
            logo: image(branding.logo.as_deref()).map(|logo| (logo, company.name.clone())),
            credit: branding.show_credit,
        }
    }

    /// The style of a page with this brand.
    pub(super) fn style(&self, theme: &Theme) -> Style {
        let wanted = [Scheme::Light, Scheme::Dark].map(|scheme| (scheme, theme.over(&self.colours, scheme)));
        let [light, dark] = wanted.map(|(scheme, wanted)| Palette::of(scheme, &wanted));
        let usual = Palette::usual(Scheme::Light).all().zip(Palette::usual(Scheme::Dark).all());
        let mut lines: Vec<String> = light
            .all()
            .zip(dark.all())
            .zip(usual)
            .filter(|(own, usual)| own != usual)
            .map(|(((name, light), (_, dark)), _)| both(name, light, dark))
            .collect();
        if let Some(scheme) = scheme_of([light.card, dark.card]) {
            lines.push(format!("color-scheme:{scheme}"));
        }
        if theme.clear {
            lines.push("--ground:transparent".to_owned());
        }
        let others = [("radius", &theme.radius), ("font", &theme.font), ("shadow", &theme.shadow)];
        lines.extend(others.iter().filter_map(|(name, value)| Some(format!("--{name}:{}", value.as_ref()?))));
        Style(if lines.is_empty() { String::new() } else { format!(":root{{{}}}", lines.join(";")) })
    }
}

impl Style {
    /// What the Content-Security-Policy must say for the style to apply: its hash, because inline styles are refused
    /// otherwise.
    pub(super) fn csp_source(&self) -> Option<String> {
        let hash = || STANDARD.encode(Sha256::digest(self.0.as_bytes()));
        (!self.0.is_empty()).then(|| format!("'sha256-{}'", hash()))
    }
}

/// A colour for a button, and the one that can be read on it; none if it is no colour.
pub(super) fn button(colour: &str) -> Option<(String, String)> {
    Colour::parse(colour).map(|fill| (fill.hex(), fill.opposite().hex()))
}

/// A picture that pages may load.
pub(super) fn image(url: Option<&str>) -> Option<String> {
    url.filter(|url| url.starts_with("https://")).map(str::to_owned)
}

fn both(name: &str, light: Colour, dark: Colour) -> String {
    if light == dark {
        format!("--{name}:{}", light.hex())
    } else {
        format!("--{name}:light-dark({},{})", light.hex(), dark.hex())
    }
}

/// Fields and scroll bars follow the ground where it is the same kind in both schemes.
fn scheme_of(grounds: [Colour; 2]) -> Option<&'static str> {
    match grounds.map(|ground| ground.opposite() == BLACK) {
        [true, true] => Some("light"),
        [false, false] => Some("dark"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::Timestamp;
    use slated_store::{
        company::Branding,
        ids::{CompanyId, UserId},
    };

    use super::*;

    #[test]
    fn colours_apply_only_when_they_are_switched_on() {
        let style =
            |page: &PersonalPage, company: &Company| Brand::of(page, company).style(&Theme::default());
        let branding = |primary_color| Company {
            id: CompanyId::new(),
            slug: "example".to_owned(),
            name: "Example".to_owned(),
            owner_id: UserId::new(),
            branding: Branding { primary_color, ..Branding::default() },
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
        };
        let mut page = PersonalPage { primary_color: Some("#fff000".to_owned()), ..PersonalPage::default() };
        assert_eq!(style(&page, &branding(None)).csp_source(), None);
        let of_company = branding(Some("#002244".to_owned()));
        assert!(style(&page, &of_company).0.contains("--fill:#002244"));
        page.use_custom_colors = true;
        let own = style(&page, &of_company);
        assert!(own.0.contains("--fill:#fff000") && own.0.contains("--on-fill:#000000"), "{}", own.0);
        assert!(own.csp_source().unwrap().starts_with("'sha256-"));
    }

    #[test]
    fn a_dark_ground_makes_dark_fields() {
        let theme = Theme::of(&crate::pages::Fields::of([("bodyBackground", "#111")]));
        let style = Brand::default().style(&theme).0;
        assert!(style.contains("color-scheme:dark") && style.contains("--card:#111111;"), "{style}");
    }
}
