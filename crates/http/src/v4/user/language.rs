//! The languages that users and invitees can be addressed in (contract section 6.2).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A two-letter language code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// German.
    De,
    /// French.
    Fr,
    /// Spanish.
    Es,
    /// Norwegian.
    No,
    /// Dutch.
    Nl,
    /// Italian.
    It,
    /// Polish.
    Pl,
    /// Swedish.
    Sv,
    /// Turkish.
    Tr,
    /// Danish.
    Da,
}

impl Language {
    /// As stored and sent.
    pub fn as_str(self) -> &'static str {
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
        }
    }
}
