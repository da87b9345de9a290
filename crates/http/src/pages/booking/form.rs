//! The form: who books, and what they want to say.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use jiff::Timestamp;
use slated_app::{error::Unbookable, texts::dates};

use super::{
    Meeting, Open,
    field::{Choice, Field, Kind},
    questions,
};
use crate::pages::{
    Fields, Shell, Way,
    personal::web_link,
    shell::When,
    text::{text_of, unbookable},
    zones,
};

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

/// The form as it was left, in another language or for another start.
pub(super) fn retyped(open: &Open, typed: &Fields, start: Option<Timestamp>) -> Response {
    let form = Form { start, token: typed.typed("token"), fields: fields(open, typed) };
    page(open, form, StatusCode::OK, None)
}

/// Sent with the form when another start is to be chosen for it.
pub(super) const BROWSE: &str = "browse";

/// What the form holds besides the start and where it goes, as it is sent along while another start is chosen.
pub(super) fn kept(typed: &Fields) -> Vec<(String, String)> {
    let kept = typed.pairs().filter(|(name, _)| !["start", "lang", BROWSE].contains(name));
    kept.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// The form again, with everything in it and what is wrong.
pub(super) fn again(open: &Open, form: Form, status: StatusCode, refusal: Option<&Unbookable>) -> Response {
    page(open, form, status, refusal)
}

/// The most guests somebody may bring.
pub(super) const GUESTS: usize = 5;

/// The host calls, and has to know where.
pub(super) fn calls(open: &Open) -> bool {
    matches!(open.channel(), "phone" | "whatsapp")
}

/// The fields, filled in with what `said` knows.
pub(super) fn fields(open: &Open, said: &Fields) -> Vec<Field> {
    let spec = &open.page.meeting_type.spec;
    let phone_will_do = spec.options.allow_phone_only_booking;
    let words = open.way.words;
    let field = |name: &str, label, kind, autocomplete, required, max| Field {
        autocomplete,
        required,
        max,
        value: said.typed(name),
        ..Field::new(name.to_owned(), words.say(label), kind)
    };
    let mut fields = vec![
        field("name", "your-name", Kind::Input("text"), "name", true, 200),
        field("email", "email", Kind::Input("email"), "email", !phone_will_do, 254),
        field("phone", "phone", Kind::Input("tel"), "tel", calls(open), 50),
    ];
    if calls(open) {
        fields[2].hint = Some(words.say("phone-hint"));
    } else if phone_will_do {
        fields[1].hint = Some(words.say("either-is-enough"));
    }
    match open.channel() {
        "local-attendee" => {
            fields.push(field("address", "address", Kind::Input("text"), "street-address", true, 500));
        }
        "local" if spec.locations.len() > 1 => {
            let mut places = field("location", "location-choice", Kind::Radio, "off", true, 500);
            let wanted =
                Some(places.value.as_str()).filter(|place| spec.locations.iter().any(|one| one == place));
            let wanted = wanted.or(spec.locations.first().map(String::as_str));
            let choice = |place: &String| Choice {
                chosen: Some(place.as_str()) == wanted,
                value: place.clone(),
                label: place.clone(),
            };
            places.choices = spec.locations.iter().map(choice).collect();
            fields.push(places);
        }
        _ => {}
    }
    fields.extend(questions::fields(words, &spec.questions, said));
    if spec.options.allow_adding_guests {
        let mut guests = field("guests", "guests", Kind::Multiline, "off", false, 2_000);
        guests.hint = Some(words.count("guests-hint", "most", GUESTS));
        fields.push(guests);
    }
    fields.push(field("notes", "notes", Kind::Multiline, "off", false, 5_000));
    if let Some(policy) = spec.options.data_policy.as_ref().filter(|policy| policy.enable) {
        let mut consent = field("consent", "consent", Kind::Checkbox, "off", policy.required, 5);
        if let Some(text) = policy.text.clone().filter(|text| !text.trim().is_empty()) {
            consent.label = text;
        }
        consent.link = web_link(policy.link.as_deref());
        fields.push(consent);
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
    let own = [
        ("name", name.to_owned()),
        ("email", query.typed("email")),
        ("phone", query.typed("phone")),
        ("notes", query.typed("message")),
        ("address", query.typed("address")),
        ("location", query.typed("location")),
        ("guests", query.typed("guests").replace([',', ';'], "\n")),
    ];
    let own = own.map(|(name, value)| (name.to_owned(), value));
    let asked = questions::prefilled(&open.page.meeting_type.spec.questions, query);
    Fields::of(own.into_iter().chain(asked))
}

fn page(open: &Open, form: Form, status: StatusCode, refusal: Option<&Unbookable>) -> Response {
    let way: &Way = &open.way;
    let zone = zones::name(&open.zone);
    let info = &open.page.meeting_type.spec.info;
    let wrong = refusal.is_some() || form.fields.iter().any(|field| field.error.is_some());
    let words = way.words;
    let title = words.title(format!("{} – {}", info.name, open.page.offered_by()), wrong);
    let shell = Shell { form_target: open.redirect_origin(), ..open.shell(&title).private() };
    // What is offered instead is not known to a form in another language.
    let shell = if refusal.is_none() { shell.typed_in_other_languages() } else { shell };
    let when = form.start.map(|start| When::of(words, start, open.minutes(), &open.zone));
    let day = form.start.map(|start| start.to_zoned(open.zone.clone()).date().to_string());
    let alternative = |at: &Timestamp| Alternative {
        value: at.to_string(),
        label: words.with(
            "book-at",
            "time",
            &dates::day_time(words.0, at.to_zoned(open.zone.clone()).datetime()),
        ),
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
