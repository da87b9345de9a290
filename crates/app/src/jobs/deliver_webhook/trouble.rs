//! Why a call of an endpoint failed, for those who read of it in their own language. The API tells the error's own words.

use serde::{Deserialize, Serialize};
use slated_integrations::OutboundError;

use crate::texts::{Language, say};

/// Why a call failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Trouble {
    /// By this status.
    Answered(u16),
    /// There was no answer in the time allowed.
    Late,
    /// Nobody took the connection.
    Unreached,
    /// There was no TLS, or no certificate to trust.
    Untrusted,
    /// The guard does not let the call out.
    Forbidden,
    /// It failed in another way.
    Failed,
}

impl Trouble {
    pub(super) fn of(error: &OutboundError) -> Self {
        match error {
            OutboundError::Refused { .. } => Self::Forbidden,
            OutboundError::Timeout { .. } => Self::Late,
            OutboundError::Connect { .. } => Self::Unreached,
            OutboundError::Tls { .. } => Self::Untrusted,
            _ => Self::Failed,
        }
    }

    /// In words.
    pub(crate) fn said(self, language: Language) -> String {
        let key = match self {
            Self::Answered(status) => {
                return say(language, "mail-webhook-answered", &[("status", status.to_string().into())]);
            }
            Self::Late => "mail-webhook-late",
            Self::Unreached => "mail-webhook-unreached",
            Self::Untrusted => "mail-webhook-untrusted",
            Self::Forbidden => "mail-webhook-forbidden",
            Self::Failed => "mail-webhook-failed",
        };
        say(language, key, &[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_says_each_in_its_own_words() {
        let all =
            [Trouble::Late, Trouble::Unreached, Trouble::Untrusted, Trouble::Forbidden, Trouble::Failed];
        for trouble in all {
            let mut said: Vec<String> = Language::ALL.map(|language| trouble.said(language)).to_vec();
            said.sort();
            said.dedup();
            assert_eq!(said.len(), Language::ALL.len(), "{trouble:?}: {said:?}");
        }
        for language in Language::ALL {
            let said = Trouble::Answered(500).said(language);
            assert!(said.contains("500"), "{}: {said}", language.code());
        }
    }
}
