#![allow(clippy::unwrap_used)]

use calcard::icalendar::{ICalendar, ICalendarComponentType, ICalendarProperty, ICalendarValue};
use proptest::prelude::*;

use super::*;

fn event() -> Event {
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    Event {
        uid: "01900000-0000-7000-8000-000000000001@slated".to_owned(),
        sequence: 3,
        stamp: at("2027-03-20T09:15:00Z"),
        created: at("2027-03-01T07:00:00Z"),
        modified: at("2027-03-20T09:15:00Z"),
        start: at("2027-03-28T07:30:00Z"),
        end: at("2027-03-28T08:00:00Z"),
        summary: "Erstgespräch: Müller, Söhne & Co; Teil \\1".to_owned(),
        description: "Thema: Größe, Farbe; alles \"Weitere\".\r\nZweite Zeile – mit Gedankenstrich, einem 🗓 und genug Text, \
                      dass die Zeile mehrmals gefaltet werden muss, auch mitten in ümläütreichen Wörtern.\n\nhttps://book.example.com/manage/abc?attendee=1"
            .to_owned(),
        location: Some("Rathausplatz 1, 6900 Bregenz".to_owned()),
        url: Some("https://book.example.com/manage/abc".to_owned()),
        cancelled: false,
        organizer: Person { name: "Ada \"Countess\" Lovelace; Dr.".to_owned(), email: "ada@example.com".to_owned() },
        attendees: vec![
            Attendee {
                person: Person { name: "Ada Lovelace".to_owned(), email: "ada@example.com".to_owned() },
                part: Part::Host,
            },
            Attendee {
                person: Person { name: "Grüße, Sam:Guest".to_owned(), email: "sam+tag@example.org".to_owned() },
                part: Part::Booker,
            },
            Attendee {
                person: Person { name: String::new(), email: "müller@example.org".to_owned() },
                part: Part::Guest,
            },
        ],
    }
}

fn document(method: Method) -> String {
    let cancelled = method == Method::Cancel;
    let name = (method == Method::Publish).then(|| "Ada Lovelace, bookings".to_owned());
    Calendar { method, name, events: vec![Event { cancelled, ..event() }] }.render()
}

fn text_of(document: &str, property: ICalendarProperty) -> Option<String> {
    let calendar = ICalendar::parse(document).expect("calcard reads it");
    let found = calendar.components.iter().find(|c| c.component_type == ICalendarComponentType::VEvent)?;
    found.entries.iter().find(|entry| entry.name == property).and_then(|entry| match entry.values.first() {
        Some(ICalendarValue::Text(text)) => Some(text.clone()),
        Some(ICalendarValue::Integer(number)) => Some(number.to_string()),
        other => other.map(|other| format!("{other:?}")),
    })
}

#[test]
fn documents_are_as_they_were() {
    for (method, golden) in [
        (Method::Request, include_str!("golden/request.ics")),
        (Method::Cancel, include_str!("golden/cancel.ics")),
        (Method::Publish, include_str!("golden/publish.ics")),
    ] {
        let written = document(method);
        // Git may keep either line end; the document itself has CRLF.
        assert_eq!(written.replace("\r\n", "\n"), golden.replace("\r\n", "\n"), "{}", method.as_str());
        assert_eq!(written.matches('\n').count(), written.matches("\r\n").count());
    }
}

#[test]
fn another_reader_understands_them() {
    let request = document(Method::Request);
    assert_eq!(text_of(&request, ICalendarProperty::Summary).unwrap(), event().summary);
    assert_eq!(
        text_of(&request, ICalendarProperty::Description).unwrap(),
        event().description.replace("\r\n", "\n")
    );
    assert_eq!(text_of(&request, ICalendarProperty::Sequence).unwrap(), "3");
    assert_eq!(text_of(&request, ICalendarProperty::Uid).unwrap(), event().uid);
    assert_eq!(text_of(&request, ICalendarProperty::Location), event().location);
    let publish = document(Method::Publish);
    assert_eq!(text_of(&publish, ICalendarProperty::Attendee), None, "nobody is told who else comes");
}

#[test]
fn nothing_of_a_name_or_a_link_becomes_a_property() {
    let evil = "x\r\nATTENDEE:mailto:evil@example.com\r\nX:\"";
    let mut event = event();
    event.summary = evil.to_owned();
    event.organizer.name = evil.to_owned();
    event.organizer.email = "a\r\nX-EVIL:1@example.com".to_owned();
    event.url = Some(format!("https://example.com/{evil}"));
    event.location = Some(evil.to_owned());
    let document =
        Calendar { method: Method::Publish, name: Some(evil.to_owned()), events: vec![event] }.render();
    let unfolded = document.replace("\r\n ", "");
    assert!(
        unfolded.lines().all(|line| !line.starts_with("ATTENDEE") && !line.starts_with("X-EVIL")),
        "{unfolded}"
    );
}

proptest! {
    #[test]
    fn whatever_is_written_is_read_back(text in "\\PC{0,200}(\n\\PC{0,80}){0,3}") {
        let mut event = event();
        event.summary.clone_from(&text);
        let document = Calendar { method: Method::Request, name: None, events: vec![event] }.render();
        for line in document.split("\r\n") {
            prop_assert!(line.len() <= 75, "{line:?}");
            prop_assert!(!line.contains(['\n', '\r']));
        }
        let unfolded = document.replace("\r\n ", "");
        let line = unfolded.split("\r\n").find_map(|line| line.strip_prefix("SUMMARY:")).unwrap();
        prop_assert_eq!(unescaped(line), text);
    }
}

/// The reverse of RFC 5545, 3.3.11.
fn unescaped(text: &str) -> String {
    let mut characters = text.chars();
    let mut out = String::new();
    while let Some(c) = characters.next() {
        match c {
            '\\' => match characters.next().unwrap() {
                'n' | 'N' => out.push('\n'),
                escaped => out.push(escaped),
            },
            c => out.push(c),
        }
    }
    out
}
