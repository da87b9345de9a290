#![allow(clippy::unwrap_used)]

use mail_parser::{HeaderName, HeaderValue, MessageParser, MimeHeaders as _};

use super::*;

fn letter() -> Letter {
    Letter {
        id: "01900000-0000-7000-8000-000000000001".to_owned(),
        owner: "company-1".to_owned(),
        thread: Some("appointment-1".to_owned()),
        from_name: "Example Health".to_owned(),
        to: Address { name: "Žofie Müller".to_owned(), email: "zofie@example.org".to_owned() },
        reply_to: Some(Address { name: "Ada Lovelace".to_owned(), email: "ada@example.com".to_owned() }),
        subject: "Gebucht: Erstgespräch am Dienstag".to_owned(),
        text: "Grüße\n\nBis dann".to_owned(),
        html: "<p>Grüße</p>".to_owned(),
        invite: Some(Invite {
            method: Method::Request,
            document: "BEGIN:VCALENDAR\r\nSUMMARY:Größe\r\nEND:VCALENDAR\r\n".to_owned(),
        }),
        unsubscribe: Some("https://book.example.com/manage/s3cret/reminders?attendee=1".to_owned()),
        date: "2027-03-01T07:00:00Z".parse().unwrap(),
    }
}

fn formatted(letter: &Letter) -> Vec<u8> {
    mime::message(letter, &mailbox("Bookings <bookings@example.com>").unwrap()).unwrap().formatted()
}

#[test]
fn a_letter_is_text_html_and_invite() {
    let content = formatted(&letter());
    let message = MessageParser::default().parse(&content).unwrap();
    assert_eq!(message.message_id(), Some("01900000-0000-7000-8000-000000000001@example.com"));
    assert_eq!(message.subject(), Some("Gebucht: Erstgespräch am Dienstag"));
    assert_eq!(message.from().unwrap().first().unwrap().name(), Some("Example Health"));
    assert_eq!(message.from().unwrap().first().unwrap().address(), Some("bookings@example.com"));
    assert_eq!(message.to().unwrap().first().unwrap().name(), Some("Žofie Müller"));
    assert_eq!(message.reply_to().unwrap().first().unwrap().address(), Some("ada@example.com"));
    assert_eq!(message.references().as_text(), Some("appointment-1@example.com"));
    assert_eq!(message.date().unwrap().to_rfc3339(), "2027-03-01T07:00:00Z");
    assert_eq!(
        message.header_raw("List-Unsubscribe-Post").map(str::trim),
        Some("List-Unsubscribe=One-Click")
    );
    assert_eq!(
        message.header_raw("List-Unsubscribe").map(str::trim),
        Some("<https://book.example.com/manage/s3cret/reminders?attendee=1>")
    );
    let kinds: Vec<_> = message
        .parts
        .iter()
        .map(|part| {
            part.content_type().map(|kind| (kind.subtype().unwrap().to_owned(), kind.attribute("method")))
        })
        .collect();
    let kinds: Vec<_> = kinds.into_iter().flatten().collect();
    let expected = ["alternative", "plain", "html", "calendar"];
    assert_eq!(kinds.iter().map(|(kind, _)| kind.as_str()).collect::<Vec<_>>(), expected);
    assert_eq!(kinds[3].1, Some("REQUEST"));
    assert_eq!(message.body_text(0).unwrap().replace("\r\n", "\n").trim(), "Grüße\n\nBis dann");
}

#[test]
fn nobody_adds_a_header() {
    let mut letter = letter();
    let evil = "x\r\nBcc: evil@example.com\r\n\r\nbody";
    letter.subject = evil.to_owned();
    letter.from_name = evil.to_owned();
    letter.to.name = evil.to_owned();
    letter.reply_to.as_mut().unwrap().name = evil.to_owned();
    letter.unsubscribe = Some(format!("https://example.com/{evil}"));
    let content = formatted(&letter);
    let message = MessageParser::default().parse(&content).unwrap();
    assert_eq!(message.header(HeaderName::Bcc), None::<&HeaderValue<'_>>);
    assert!(message.subject().unwrap().contains("Bcc: evil@example.com"), "{:?}", message.subject());
    letter.to.email = "sam@example.org\r\nBcc: evil@example.com".to_owned();
    let refused = mime::message(&letter, &mailbox("bookings@example.com").unwrap());
    assert!(matches!(refused, Err(MailError::Refused(_))));
}

#[tokio::test]
async fn a_configuration_that_cannot_work_is_refused() {
    for url in ["ftp://mail.example.com", "smtp://", "mail.example.com"] {
        assert!(check_server(url).is_err(), "{url}");
    }
    for from in ["", "nobody", "a@b@c", "x\r\ny@example.com"] {
        assert!(check_sender(from).is_err(), "{from}");
    }
    let mailer = Mailer::smtp("smtp://me:secret@mail.example.com:587?tls=required", "b@example.com").unwrap();
    assert!(!format!("{mailer:?}").contains("secret"));
}

#[tokio::test]
async fn the_spool_keeps_each_letter_once() {
    let directory = std::env::temp_dir().join(format!("slated-spool-{}", std::process::id()));
    let mailer = Mailer::spool(directory.clone(), "bookings@example.com").unwrap();
    assert!(
        spool::list(directory.clone(), 10).await.unwrap().is_empty(),
        "a spool that is not there is empty"
    );
    mailer.check().await.unwrap();
    mailer.send(&letter()).await.unwrap();
    mailer.send(&letter()).await.unwrap();
    mailer.send(&Letter { id: "../../other".to_owned(), ..letter() }).await.unwrap();
    let letters = spool::list(directory.clone(), 10).await.unwrap();
    assert_eq!(letters.len(), 2);
    let found = spool::read(directory.clone(), letters[0].name.clone()).await.unwrap().unwrap();
    assert_eq!(found.to, "Žofie Müller <zofie@example.org>");
    assert!(found.invite.unwrap().contains("SUMMARY:Größe"), "{}", found.raw);
    assert_eq!(found.html.trim(), "<p>Grüße</p>");
    assert_eq!(spool::read(directory.clone(), "../secret.eml".to_owned()).await.unwrap(), None);
    assert_eq!(spool::forget_older(directory.clone(), std::time::Duration::from_hours(1)).await.unwrap(), 0);
    assert_eq!(spool::forget_older(directory.clone(), std::time::Duration::ZERO).await.unwrap(), 2);
    std::fs::remove_dir_all(directory).unwrap();
}

#[tokio::test]
async fn letters_about_somebody_are_removed_whatever_they_are_encoded_in() {
    let directory = std::env::temp_dir().join(format!("slated-spool-about-{}", std::process::id()));
    let mailer = Mailer::spool(directory.clone(), "bookings@example.com").unwrap();
    let long = format!("{}@example.net", "kim".repeat(20));
    let other = Letter {
        thread: Some("appointment-2".to_owned()),
        to: Address { name: String::new(), email: "lee@example.org".to_owned() },
        ..letter()
    };
    let invite = |line: &str| {
        let mut document = format!("BEGIN:VCALENDAR\r\n{line}");
        document.insert_str(60, "\r\n ");
        Some(Invite { method: Method::Request, document: format!("{document}\r\nEND:VCALENDAR\r\n") })
    };
    let all = [
        ("to", Letter { thread: None, ..letter() }),
        ("thread", Letter { thread: Some("appointment-1".to_owned()), ..other.clone() }),
        ("said", Letter { text: "Grüße von Zofie@Example.ORG".to_owned(), ..other.clone() }),
        (
            "invite",
            Letter { invite: invite(&format!("ATTENDEE;PARTSTAT=ACCEPTED:mailto:{long}")), ..other.clone() },
        ),
        ("theirs", Letter { owner: "company-2".to_owned(), ..letter() }),
        ("other", other),
    ];
    for (id, letter) in all {
        mailer.send(&Letter { id: id.to_owned(), ..letter }).await.unwrap();
    }
    let unfinished = directory.join(".20270301T070000000-company-1-unfinished.eml");
    std::fs::write(&unfinished, "To: zofie@example.org\r\n\r\n").unwrap();
    let left = async || {
        let letters = spool::list(directory.clone(), 10).await.unwrap();
        let mut left: Vec<_> =
            letters.into_iter().map(|one| one.name.rsplit('-').next().unwrap().to_owned()).collect();
        left.sort();
        left
    };
    assert_eq!(left().await.len(), 6);
    let names = |text: &str| text.to_lowercase().contains("zofie@example.org");
    let threads = ["appointment-1".to_owned()].into();
    assert_eq!(spool::forget_about(directory.clone(), "company-1", threads, names).await.unwrap(), 4);
    assert_eq!(left().await, ["invite.eml", "other.eml", "theirs.eml"]);
    assert!(!unfinished.exists());
    let names = move |text: &str| text.contains(&long);
    assert_eq!(spool::forget_about(directory.clone(), "company-1", [].into(), names).await.unwrap(), 1);
    assert_eq!(left().await, ["other.eml", "theirs.eml"]);
    std::fs::remove_dir_all(directory).unwrap();
}
