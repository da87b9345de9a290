//! Marks of direction in texts that run from the right.

use serde_json::json;

use super::book;

const MARKS: [char; 2] = ['\u{2068}', '\u{2069}'];

/// How deep marks stand within each other; they must come in pairs.
fn depth(text: &str) -> usize {
    let (mut deep, mut deepest) = (0_usize, 0);
    for c in text.chars().filter(|c| MARKS.contains(c)) {
        deep = if c == MARKS[0] { deep + 1 } else { deep.checked_sub(1).unwrap() };
        deepest = deepest.max(deep);
    }
    assert_eq!(deep, 0, "{text:?}");
    deepest
}

on_both_engines! {
    with mail:
    async fn what_is_put_into_arabic_is_marked_once(app) {
        let attendee = json!({ "email": "amal@example.org", "fullname": "Amal (A.) Said", "language": "ar", "timezone": "Asia/Riyadh" });
        let booked = book(&app, attendee).await;
        let mails = app.mails().await;
        let guest = mails.iter().find(|mail| mail.to.contains("amal@")).unwrap();
        assert_eq!(guest.subject, "تم الحجز: \u{2068}30min Meeting\u{2069} – \u{2068}الثلاثاء، 2 مارس، 11:00 ص\u{2069}");
        for text in [&guest.text, &guest.html] {
            assert_eq!(depth(text), 1, "{text:?}");
        }
        let secret = booked["secret"].as_str().unwrap();
        let link = guest.text.split_whitespace().find(|word| word.contains(secret)).unwrap();
        assert!(link.is_ascii(), "addresses have no marks: {link:?}");
        // What a company writes is marked too, though it says nothing of marks.
        let templates = app.key.get("/v4/mail-template?language=ar").await.ok();
        assert!(!templates.to_string().contains(MARKS), "{templates}");
        let own = json!({ "kind": "confirmation", "language": "ar", "subject": "{!M.Host.Fullname}", "body": "{!M.Meeting.ManageLink}" });
        let preview = app.key.post("/v4/mail-template/preview", own).await.ok();
        assert_eq!(preview["subject"], "\u{2068}Ada Lovelace\u{2069}");
        assert!(!preview["text"].as_str().unwrap().split("\n\n").next().unwrap().contains(MARKS), "{preview}");
        // A number is read from the left, also where its plus has no direction.
        let own = json!({ "kind": "host_booked", "language": "ar" });
        let preview = app.key.post("/v4/mail-template/preview", own).await.ok();
        assert!(preview["html"].as_str().unwrap().contains("\u{2068}+43 5574 0000\u{2069}"), "{preview}");
        // Others need none.
        let host = mails.iter().find(|mail| mail.to.contains("ada@")).unwrap();
        assert_eq!(depth(&host.subject) + depth(&host.html), 0);
    }
}
