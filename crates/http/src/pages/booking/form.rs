//! The form: who books, and what they want to say.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use jiff::Timestamp;
use slated_app::{error::Unbookable, texts::dates};

use super::{Meeting, Open};
use crate::pages::{
    Fields, Shell, Way,
    shell::When,
    text::{text_of, unbookable},
    zones,
};

/// One question.
pub(super) struct Field {
    pub(super) name: &'static str,
    label: String,
    kind: &'static str,
    autocomplete: &'static str,
    hint: Option<String>,
    required: bool,
    max: usize,
    value: String,
    pub(super) error: Option<String>,
}

/// A start that is to be had instead.
struct Alternative {
    value: String,
    label: String,
}

/// What is wrong with the start itself.
struct Refusal {
    title: String,
    text: String,
    alternatives: Vec<Alternative>,
}

#[derive(Template)]
#[template(path = "form.html")]
struct FormPage<'a> {
    shell: &'a Shell,
    meeting: Meeting,
    when: Option<When>,
    start: String,
    zone: String,
    /// Makes a form that is sent twice book once.
    token: String,
    fields: Vec<Field>,
    refusal: Option<Refusal>,
    action: String,
    back: String,
}

impl FormPage<'_> {
    fn has_errors(&self) -> bool {
        self.fields.iter().any(|field| field.error.is_some())
    }

    /// There is a start to book.
    fn can_send(&self) -> bool {
        self.refusal.as_ref().is_none_or(|refusal| !refusal.alternatives.is_empty())
    }
}

impl Field {
    /// Ties the hint and what is wrong to the input.
    fn described(&self) -> String {
        let ids =
            [self.hint.as_ref().map(|_| "hint"), self.error.as_ref().map(|_| "error")].into_iter().flatten();
        let ids: Vec<String> = ids.map(|what| format!("{}-{what}", self.name)).collect();
        let invalid = if self.error.is_some() { " aria-invalid=\"true\"" } else { "" };
        if ids.is_empty() {
            String::new()
        } else {
            format!(" aria-describedby=\"{}\"{invalid}", ids.join(" "))
        }
    }
}

/// What stands in a form: prefilled, or typed and to be mended.
pub(super) struct Form {
    pub(super) start: Option<Timestamp>,
    pub(super) token: String,
    pub(super) fields: Vec<Field>,
}

/// A new form for a start, prefilled with what the link says.
pub(super) fn blank(open: &Open, start: Timestamp) -> Response {
    let form = Form {
        start: Some(start),
        token: uuid::Uuid::new_v4().to_string(),
        fields: fields(open, &prefilled(open)),
    };
    page(open, form, StatusCode::OK, None)
}

/// The form again, with everything in it and what is wrong.
pub(super) fn again(open: &Open, form: Form, status: StatusCode, refusal: Option<&Unbookable>) -> Response {
    page(open, form, status, refusal)
}

/// The questions, answered with what `said` knows.
pub(super) fn fields(open: &Open, said: &Fields) -> Vec<Field> {
    let phone_will_do = open.page.meeting_type.spec.options.allow_phone_only_booking;
    let words = open.way.words;
    let field = |name, label, kind, autocomplete, required, max| Field {
        name,
        label: words.say(label),
        kind,
        autocomplete,
        hint: None,
        required,
        max,
        value: said.typed(name),
        error: None,
    };
    let mut fields = vec![
        field("name", "your-name", "text", "name", true, 200),
        field("email", "email", "email", "email", !phone_will_do, 254),
        field("phone", "phone", "tel", "tel", false, 50),
        field("notes", "notes", "multiline", "off", false, 5_000),
    ];
    if phone_will_do {
        fields[1].hint = Some(words.say("either-is-enough"));
    }
    fields
}

/// What the contract's prefill parameters (section 14) say, by the names of our fields.
fn prefilled(open: &Open) -> Fields {
    let query = &open.query;
    let first = query.typed("firstname");
    let last = query.get("lastname").or(query.get("lastName")).unwrap_or_default();
    let both = format!("{first} {last}");
    let name = query.get("name").or(query.get("fullname")).unwrap_or(both.trim());
    let (email, phone, notes) = (query.typed("email"), query.typed("phone"), query.typed("message"));
    let pairs = [("name", name), ("email", &email), ("phone", &phone), ("notes", &notes)];
    Fields::of(pairs)
}

fn page(open: &Open, form: Form, status: StatusCode, refusal: Option<&Unbookable>) -> Response {
    let way: &Way = &open.way;
    let zone = zones::name(&open.zone);
    let info = &open.page.meeting_type.spec.info;
    let wrong = refusal.is_some() || form.fields.iter().any(|field| field.error.is_some());
    let words = way.words;
    let title = words.title(format!("{} – {}", info.name, open.page.host.full_name()), wrong);
    let shell = open.shell(&title).private();
    let when = form.start.map(|start| When::of(words, start, open.minutes(), &open.zone));
    let day = form.start.map(|start| start.to_zoned(open.zone.clone()).date().to_string());
    let alternative = |at: &Timestamp| Alternative {
        value: at.to_string(),
        label: dates::day_time(words.0, at.to_zoned(open.zone.clone()).datetime()),
    };
    let page = FormPage {
        shell: &shell,
        meeting: open.meeting(),
        when: when.filter(|_| refusal.is_none()),
        start: form.start.map(|start| start.to_string()).unwrap_or_default(),
        action: way.here(&[("timezone", &zone)]),
        back: way.here(&[("timezone", &zone), ("date", &day.unwrap_or_default())]),
        zone: form.start.map(|start| dates::zone(words.0, &open.zone, start)).unwrap_or_default(),
        token: form.token,
        fields: form.fields,
        refusal: refusal.map(|refused| Refusal {
            title: words.say(unbookable(refused.code)),
            text: words.say(&text_of(unbookable(refused.code))),
            alternatives: refused.nearest.iter().map(alternative).collect(),
        }),
    };
    shell.respond(status, &page)
}
