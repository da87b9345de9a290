//! The questions of the booking form, with the members of the contract's data fields (section 11.3), and its consent box.

use serde::{Deserialize, Serialize};
use slated_store::meeting_type::{Choice, DataPolicy, Question};
use utoipa::ToSchema;

use crate::v4::{
    number::List,
    text::{Line, Name, Text},
};

/// A question of the booking form. Answers are sent and told as `attendee.notes`, by `name` or else by `label`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QuestionBody {
    /// What the answer is kept under; also the parameter that prefills it. Without, the label.
    #[schema(value_type = Option<String>, max_length = 100)]
    name: Option<Text<100, 1>>,
    /// The question.
    #[schema(example = "How many people are you?")]
    label: Name,
    field_type: FieldType,
    /// Must be answered.
    #[serde(default)]
    required: bool,
    /// Asked of nobody; a link may answer it.
    #[serde(default)]
    hidden: bool,
    /// Filled in from the start.
    default_value: Option<Line>,
    /// Shown in an empty field.
    placeholder: Option<Name>,
    /// Shown below the label.
    help_text: Option<Line>,
    /// Answers to choose from.
    #[serde(default)]
    options: List<ChoiceBody, 100>,
    /// The smallest number, or the lowest end of a scale.
    min: Option<f64>,
    /// The greatest number, or the highest end of a scale.
    max: Option<f64>,
}

/// An answer to choose.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ChoiceBody {
    /// Shown.
    label: Name,
    /// Kept; without, the label.
    value: Option<Name>,
}

/// The kinds of questions that a booking form can ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FieldType {
    TextSingle,
    TextMulti,
    Email,
    Phone,
    Url,
    Number,
    Currency,
    Rating,
    Scale,
    Date,
    DateOfBirth,
    Time,
    YesNo,
    Select,
    Radio,
    Slide,
    CheckboxSingle,
    CheckboxMulti,
    Location,
    LicensePlate,
    Heading,
}

impl FieldType {
    fn name(self) -> String {
        let name = serde_json::to_value(self).ok();
        name.and_then(|name| name.as_str().map(str::to_owned)).expect("unit variants are strings")
    }
}

impl From<QuestionBody> for Question {
    fn from(body: QuestionBody) -> Self {
        let choice = |choice: ChoiceBody| {
            let label = String::from(choice.label);
            Choice { value: choice.value.map_or_else(|| label.clone(), String::from), label }
        };
        Self {
            name: body.name.map(String::from),
            label: body.label.into(),
            field_type: body.field_type.name(),
            required: body.required,
            hidden: body.hidden,
            default_value: body.default_value.map(String::from),
            placeholder: body.placeholder.map(String::from),
            help_text: body.help_text.map(String::from),
            options: body.options.into_iter().map(choice).collect(),
            min: body.min,
            max: body.max,
        }
    }
}

/// A question as it is told.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QuestionView {
    /// What the answer is kept under; null is the label.
    name: Option<String>,
    /// The question.
    label: String,
    /// Its kind.
    #[schema(example = "text-single")]
    field_type: String,
    /// Must be answered.
    required: bool,
    /// Asked of nobody; a link may answer it.
    hidden: bool,
    /// Filled in from the start.
    default_value: Option<String>,
    /// Shown in an empty field.
    placeholder: Option<String>,
    /// Shown below the label.
    help_text: Option<String>,
    /// Answers to choose from.
    options: Vec<ChoiceView>,
    /// The smallest number, or the lowest end of a scale.
    min: Option<f64>,
    /// The greatest number, or the highest end of a scale.
    max: Option<f64>,
}

/// An answer to choose.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChoiceView {
    /// Shown.
    label: String,
    /// Kept.
    value: String,
}

impl From<Question> for QuestionView {
    fn from(q: Question) -> Self {
        Self {
            name: q.name,
            label: q.label,
            field_type: q.field_type,
            required: q.required,
            hidden: q.hidden,
            default_value: q.default_value,
            placeholder: q.placeholder,
            help_text: q.help_text,
            options: q.options.into_iter().map(|c| ChoiceView { label: c.label, value: c.value }).collect(),
            min: q.min,
            max: q.max,
        }
    }
}

/// A box to tick before booking.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct DataPolicyInput {
    /// Shown.
    enable: bool,
    /// Must be ticked.
    #[serde(default)]
    required: bool,
    /// What is agreed to; null is the usual words in the invitee's language.
    text: Option<Line>,
    /// Where more is said.
    #[schema(value_type = Option<String>, max_length = 2000)]
    link: Option<Text<2000>>,
}

impl From<DataPolicyInput> for DataPolicy {
    fn from(input: DataPolicyInput) -> Self {
        Self {
            enable: input.enable,
            required: input.required,
            text: input.text.map(String::from),
            link: input.link.map(String::from),
        }
    }
}

/// A box to tick before booking.
#[derive(Debug, Serialize, ToSchema)]
pub struct DataPolicyBody {
    /// Shown.
    enable: bool,
    /// Must be ticked.
    required: bool,
    /// What is agreed to; null is the usual words in the invitee's language.
    text: Option<String>,
    /// Where more is said.
    link: Option<String>,
}

impl From<DataPolicy> for DataPolicyBody {
    fn from(p: DataPolicy) -> Self {
        Self { enable: p.enable, required: p.required, text: p.text, link: p.link }
    }
}
