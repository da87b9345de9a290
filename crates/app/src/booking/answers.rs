//! Answers to a meeting type's questions: what each may be, and what is wrong with one that is not.

use jiff::civil;
use serde_json::Value;
use slated_store::meeting_type::{MeetingType, Question};

use super::Book;
use crate::error::FieldErrors;

/// The most characters of an answer.
const LONGEST: usize = 5_000;

/// What is wrong with an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Problem {
    /// There is none.
    Missing,
    /// It has more characters than this.
    Long(usize),
    /// It is no number.
    NotNumber,
    /// It is less than this.
    Least(f64),
    /// It is more than this.
    Most(f64),
    /// It is no e-mail address.
    NotEmail,
    /// It is no web address.
    NotUrl,
    /// It is no date such as 2027-03-01.
    NotDate,
    /// It is no time of day such as 14:30.
    NotTime,
    /// It is none of the answers to choose from.
    NotChoice,
}

impl Problem {
    fn message(&self) -> String {
        match self {
            Self::Missing => "must be answered".to_owned(),
            Self::Long(most) => format!("must have at most {most} characters"),
            Self::NotNumber => "must be a number".to_owned(),
            Self::Least(least) => format!("must be at least {least}"),
            Self::Most(most) => format!("must be at most {most}"),
            Self::NotEmail => "must be an e-mail address".to_owned(),
            Self::NotUrl => "must be a web address".to_owned(),
            Self::NotDate => "must be a date such as 2027-03-01".to_owned(),
            Self::NotTime => "must be a time of day such as 14:30".to_owned(),
            Self::NotChoice => "must be one of its options".to_owned(),
        }
    }
}

/// Notes what is wrong with a booking's answers, and whether it lacks a consent that is asked for.
pub(super) fn check(meeting_type: &MeetingType, book: &Book, errors: &mut FieldErrors) {
    let attendee = &book.attendee.details;
    for question in &meeting_type.spec.questions {
        let key = question.key();
        if let Some(problem) = problem(question, attendee.notes.get(key)) {
            let code = if problem == Problem::Missing { "required" } else { "invalid-value" };
            errors.add(format!("attendee.notes.{key}"), code, format!("'{key}' {}", problem.message()));
        }
    }
    let policy = meeting_type.spec.options.data_policy.as_ref();
    if policy.is_some_and(|p| p.enable && p.required) && attendee.data_policy_accepted != Some(true) {
        errors.add("attendee.dataPolicyAccepted", "required", "The data policy must be accepted");
    }
}

/// What is wrong with an answer, if something is.
pub fn problem(question: &Question, answer: Option<&Value>) -> Option<Problem> {
    if question.field_type == "heading" {
        return None;
    }
    let empty = match answer {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.trim().is_empty(),
        Some(Value::Array(chosen)) => chosen.is_empty(),
        // A box that must be ticked is not answered by leaving it.
        Some(Value::Bool(ticked)) => !ticked && question.field_type == "checkbox-single",
        Some(_) => false,
    };
    let Some(answer) = answer.filter(|_| !empty) else {
        return (question.required && !question.hidden).then_some(Problem::Missing);
    };
    let text = match answer {
        Value::String(text) => text.trim().to_owned(),
        other => other.to_string(),
    };
    if text.chars().count() > LONGEST {
        return Some(Problem::Long(LONGEST));
    }
    let is_choice = |text: &str| question.options.iter().any(|choice| choice.value == text);
    let fits = |fits: bool, problem| (!fits).then_some(problem);
    match question.field_type.as_str() {
        "number" | "currency" | "rating" | "scale" => number(question, answer),
        "email" => fits(is_email(&text), Problem::NotEmail),
        "url" => {
            let url = url::Url::parse(&text);
            fits(url.is_ok_and(|url| matches!(url.scheme(), "http" | "https")), Problem::NotUrl)
        }
        "date" | "date-of-birth" => fits(text.parse::<civil::Date>().is_ok(), Problem::NotDate),
        "time" => fits(text.parse::<civil::Time>().is_ok(), Problem::NotTime),
        "yes-no" => fits(answer.is_boolean() || matches!(text.as_str(), "yes" | "no"), Problem::NotChoice),
        "checkbox-single" => fits(answer.is_boolean(), Problem::NotChoice),
        "select" | "radio" | "slide" => fits(is_choice(&text), Problem::NotChoice),
        "checkbox-multi" => {
            let all = answer.as_array();
            let all = all.is_some_and(|all| all.iter().all(|one| one.as_str().is_some_and(is_choice)));
            fits(all, Problem::NotChoice)
        }
        _ => None,
    }
}

/// The ends of a question's numbers: scales have usual ones.
pub fn ends(question: &Question) -> (Option<f64>, Option<f64>) {
    let usual = match question.field_type.as_str() {
        "rating" => (Some(1.0), Some(5.0)),
        "scale" => (Some(0.0), Some(10.0)),
        _ => (None, None),
    };
    (question.min.or(usual.0), question.max.or(usual.1))
}

fn number(question: &Question, answer: &Value) -> Option<Problem> {
    let number = answer.as_f64().or_else(|| answer.as_str()?.trim().parse().ok());
    let Some(number) = number.filter(|number| number.is_finite()) else { return Some(Problem::NotNumber) };
    let (min, max) = ends(question);
    match (min, max) {
        (Some(least), _) if number < least => Some(Problem::Least(least)),
        (_, Some(most)) if number > most => Some(Problem::Most(most)),
        _ => None,
    }
}

fn is_email(text: &str) -> bool {
    let parts = text.split_once('@');
    parts.is_some_and(|(name, domain)| !name.is_empty() && domain.contains('.'))
        && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(kind: &str, answer: Value) -> Option<Problem> {
        let choice = |value: &str| slated_store::meeting_type::Choice {
            label: value.to_uppercase(),
            value: value.to_owned(),
        };
        let question = Question {
            label: "Q".to_owned(),
            field_type: kind.to_owned(),
            required: true,
            options: vec![choice("a"), choice("b")],
            ..Question::default()
        };
        problem(&question, Some(&answer))
    }

    #[test]
    fn every_kind_knows_its_answers() {
        for (kind, good, bad, what) in [
            ("text-single", json!("x"), json!(" "), Problem::Missing),
            ("text-multi", json!("x"), json!("x".repeat(5001)), Problem::Long(5000)),
            ("email", json!("a@b.co"), json!("a b@c.d"), Problem::NotEmail),
            ("url", json!("https://a.example/"), json!("javascript:alert(1)"), Problem::NotUrl),
            ("number", json!("1.5"), json!("NaN"), Problem::NotNumber),
            ("number", json!(-3), json!(true), Problem::NotNumber),
            ("rating", json!(5), json!(6), Problem::Most(5.0)),
            ("scale", json!("0"), json!(-1), Problem::Least(0.0)),
            ("date", json!("2027-03-01"), json!("1.3.2027"), Problem::NotDate),
            ("time", json!("14:30"), json!("25:00"), Problem::NotTime),
            ("yes-no", json!(false), json!("maybe"), Problem::NotChoice),
            ("checkbox-single", json!(true), json!(false), Problem::Missing),
            ("select", json!("a"), json!("A"), Problem::NotChoice),
            ("radio", json!("b"), json!(["a"]), Problem::NotChoice),
            ("checkbox-multi", json!(["a", "b"]), json!(["a", "c"]), Problem::NotChoice),
            ("checkbox-multi", json!(["a"]), json!([]), Problem::Missing),
        ] {
            assert_eq!(of(kind, good), None, "{kind}");
            assert_eq!(of(kind, bad), Some(what), "{kind}");
        }
        assert_eq!(of("heading", Value::Null), None);
        assert_eq!(of("phone", Value::Null), Some(Problem::Missing));
    }
}
