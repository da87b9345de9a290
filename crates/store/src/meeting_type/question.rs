//! What invitees are asked besides who they are (members as in contract section 11.3), and what they agree to.

use serde::{Deserialize, Serialize};

/// A question of the booking form.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Question {
    /// What the answer is kept under; none is the label.
    pub name: Option<String>,
    /// The question.
    pub label: String,
    /// Its kind, as spelled in the contract's list of field types.
    pub field_type: String,
    /// Must be answered.
    pub required: bool,
    /// Asked of nobody; a link may answer it.
    pub hidden: bool,
    /// Filled in from the start.
    pub default_value: Option<String>,
    /// Shown in an empty field.
    pub placeholder: Option<String>,
    /// Shown below the label.
    pub help_text: Option<String>,
    /// Answers to choose from.
    pub options: Vec<Choice>,
    /// The smallest number, or the lowest end of a scale.
    pub min: Option<f64>,
    /// The greatest number, or the highest end of a scale.
    pub max: Option<f64>,
}

impl Question {
    /// What the answer is kept under among an attendee's notes.
    pub fn key(&self) -> &str {
        self.name.as_deref().filter(|name| !name.is_empty()).unwrap_or(&self.label)
    }
}

/// An answer to choose.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Choice {
    /// Shown.
    pub label: String,
    /// Kept.
    pub value: String,
}

/// A box to tick before booking.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DataPolicy {
    /// Shown.
    pub enable: bool,
    /// Must be ticked.
    pub required: bool,
    /// What is agreed to; none is the usual words in the invitee's language.
    pub text: Option<String>,
    /// Where more is said.
    pub link: Option<String>,
}
