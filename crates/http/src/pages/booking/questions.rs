//! The meeting type's own questions on the form: how each is shown, and what was answered.

use serde_json::{Map, Value, json};
use slated_app::booking::answers::{self, Problem};
use slated_store::meeting_type::Question;

use super::field::{Choice, Field, Kind};
use crate::pages::{Fields, text::Words, way};

/// The longest list of numbers that is shown as buttons.
const BUTTONS: f64 = 12.0;

/// The form's name for the answer to a question.
pub(super) fn name(index: usize) -> String {
    format!("answer-{index}")
}

/// The questions as fields, answered with what `said` knows; hidden ones carry what a link said.
pub(super) fn fields(words: Words, questions: &[Question], said: &Fields) -> Vec<Field> {
    questions.iter().enumerate().map(|(index, question)| field(words, question, name(index), said)).collect()
}

/// What a link says (by a question's own name), by the form's names; defaults where it says nothing.
pub(super) fn prefilled(questions: &[Question], query: &Fields) -> Vec<(String, String)> {
    let said = questions.iter().enumerate().flat_map(|(index, question)| {
        let asked: Vec<&str> =
            query.all(question.key()).filter(|_| way::can_answer(question.key())).collect();
        let values =
            if asked.is_empty() { question.default_value.as_deref().into_iter().collect() } else { asked };
        values.into_iter().map(move |value| (name(index), value.to_owned())).collect::<Vec<_>>()
    });
    said.collect()
}

fn field(words: Words, question: &Question, name: String, said: &Fields) -> Field {
    let (min, max) = answers::ends(question);
    let chosen: Vec<&str> = said.all(&name).collect();
    let choice =
        |value: String, label: String| Choice { chosen: chosen.contains(&value.as_str()), value, label };
    let options = || question.options.iter().map(|o| choice(o.value.clone(), o.label.clone())).collect();
    let mut choices = Vec::new();
    let kind = match question.field_type.as_str() {
        _ if question.hidden => Kind::Hidden,
        "heading" => Kind::Heading,
        "text-multi" => Kind::Multiline,
        "email" => Kind::Input("email"),
        "phone" => Kind::Input("tel"),
        "url" => Kind::Input("url"),
        "number" | "currency" => Kind::Input("number"),
        "date" | "date-of-birth" => Kind::Input("date"),
        "time" => Kind::Input("time"),
        "checkbox-single" => Kind::Checkbox,
        "select" => {
            choices = options();
            Kind::Select
        }
        "radio" | "slide" => {
            choices = options();
            Kind::Radio
        }
        "checkbox-multi" => {
            choices = options();
            Kind::Checkboxes
        }
        "yes-no" => {
            choices =
                vec![choice("yes".to_owned(), words.say("yes")), choice("no".to_owned(), words.say("no"))];
            Kind::Radio
        }
        "rating" | "scale" => match (min, max) {
            (Some(min), Some(max)) if max - min <= BUTTONS && min.fract() == 0.0 => {
                let steps = std::iter::successors(Some(min), |n| (n + 1.0 <= max).then_some(n + 1.0));
                choices = steps.map(|n| choice(n.to_string(), n.to_string())).collect();
                Kind::Scale
            }
            _ => Kind::Input("number"),
        },
        _ => Kind::Input("text"),
    };
    let autocomplete = match question.field_type.as_str() {
        "date-of-birth" => "bday",
        "location" => "street-address",
        _ => "off",
    };
    Field {
        autocomplete,
        hint: question.help_text.clone().filter(|text| !text.trim().is_empty()),
        placeholder: question.placeholder.clone().unwrap_or_default(),
        required: question.required,
        max: 5_000,
        ends: (min.map(|n| n.to_string()), max.map(|n| n.to_string())),
        value: said.typed(&name),
        choices,
        ..Field::new(name, question.label.clone(), kind)
    }
}

/// The answers that were sent, by the names they are kept under, and what is wrong with each question's.
pub(super) fn answered(questions: &[Question], typed: &Fields) -> (Map<String, Value>, Vec<Option<Problem>>) {
    let mut kept = Map::new();
    let problems = questions.iter().enumerate().map(|(index, question)| {
        let answer = answer(question, &name(index), typed);
        let problem = answers::problem(question, answer.as_ref());
        if let Some(answer) = answer {
            kept.insert(question.key().to_owned(), answer);
        }
        problem
    });
    let problems = problems.collect();
    (kept, problems)
}

fn answer(question: &Question, name: &str, typed: &Fields) -> Option<Value> {
    let text = typed.get(name);
    match question.field_type.as_str() {
        "heading" => None,
        "checkbox-single" => Some(json!(text.is_some())),
        "checkbox-multi" => {
            let chosen: Vec<&str> = typed.all(name).collect();
            (!chosen.is_empty()).then(|| json!(chosen))
        }
        "yes-no" => match text? {
            "yes" => Some(json!(true)),
            "no" => Some(json!(false)),
            other => Some(json!(other)),
        },
        "number" | "currency" | "rating" | "scale" => {
            let text = text?;
            // Whole numbers stay whole; what is no number is told as it was typed.
            let whole = text.parse::<i64>().ok().map(|number| json!(number));
            Some(
                whole
                    .or_else(|| text.parse::<f64>().ok().map(|number| json!(number)))
                    .unwrap_or_else(|| json!(text)),
            )
        }
        _ => Some(json!(text?)),
    }
}

/// What is wrong with an answer, in words.
pub(super) fn said(words: Words, question: &Question, problem: &Problem) -> String {
    let key = match problem {
        Problem::Missing => "answer-missing",
        Problem::Long(_) => "answer-long",
        Problem::NotNumber => "answer-number",
        Problem::Least(_) => "answer-least",
        Problem::Most(_) => "answer-most",
        Problem::NotEmail => return words.say("email-wrong"),
        Problem::NotUrl => "answer-url",
        Problem::NotDate => "answer-date",
        Problem::NotTime => "answer-time",
        Problem::NotChoice => "answer-choice",
    };
    let mut parts = vec![("question", question.label.as_str().into())];
    match problem {
        Problem::Long(most) => parts.push(("most", (*most).into())),
        Problem::Least(least) => parts.push(("least", (*least).into())),
        Problem::Most(most) => parts.push(("most", (*most).into())),
        _ => {}
    }
    slated_app::texts::say(words.0, key, &parts)
}
