//! Tokens such as `{!M.Guest.Fullname}` in texts that users write: mails and invites (contract section 8.4).

/// Every token, without its braces. Sorted.
pub const NAMES: [&str; 25] = [
    "M.Company.Name",
    "M.Guest.Email",
    "M.Guest.Firstname",
    "M.Guest.Fullname",
    "M.Guest.Lastname",
    "M.Guest.Phone",
    "M.Host.Email",
    "M.Host.Firstname",
    "M.Host.Fullname",
    "M.Host.Lastname",
    "M.Meeting.BookingLink",
    "M.Meeting.CancelLink",
    "M.Meeting.Date",
    "M.Meeting.Description",
    "M.Meeting.Duration",
    "M.Meeting.Link",
    "M.Meeting.ManageLink",
    "M.Meeting.Name",
    "M.Meeting.PreviousStart",
    "M.Meeting.Reason",
    "M.Meeting.RescheduleLink",
    "M.Meeting.Start",
    "M.Meeting.Time",
    "M.Meeting.Timezone",
    "M.Meeting.Venue",
];

const OPEN: &str = "{!";

/// The text with every token that `value` knows replaced. What a value holds is not looked at again, and what nobody
/// knows stays as it is.
pub fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(begin) = rest.find(OPEN) {
        let (before, token) = rest.split_at(begin);
        filled.push_str(before);
        let Some(length) = token.find('}') else {
            filled.push_str(token);
            return filled;
        };
        if let Some(value) = value(&token[OPEN.len()..length]) {
            filled.push_str(&value);
            rest = &token[length + 1..];
        } else {
            filled.push_str(OPEN);
            rest = &token[OPEN.len()..];
        }
    }
    filled.push_str(rest);
    filled
}

/// The first token in a text that there is not.
pub fn unknown(text: &str) -> Option<String> {
    let tokens = text.split(OPEN).skip(1).map(|rest| rest.split('}').next().unwrap_or_default());
    tokens.map(str::to_owned).find(|name| !NAMES.contains(&name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_filled_once() {
        let value = |name: &str| {
            (name == "M.Guest.Fullname").then(|| "{!M.Host.Email} & {!M.Guest.Fullname}".to_owned())
        };
        let check = |text: &str| fill(text, value);
        assert_eq!(check("Hi {!M.Guest.Fullname}!"), "Hi {!M.Host.Email} & {!M.Guest.Fullname}!");
        assert_eq!(check("{!M.Other} {! {!M.Guest.Fullname"), "{!M.Other} {! {!M.Guest.Fullname");
        assert_eq!(check("{!{!M.Guest.Fullname}"), "{!{!M.Host.Email} & {!M.Guest.Fullname}");
        assert_eq!(check("ü{!}ß"), "ü{!}ß");
    }

    #[test]
    fn unknown_tokens_are_named() {
        assert_eq!(unknown("{!M.Guest.Fullname} {!M.Meeting.Name}"), None);
        assert_eq!(unknown("{!M.Guest.Name}").as_deref(), Some("M.Guest.Name"));
        assert_eq!(unknown("{!M.Guest.Email").as_deref(), None);
        assert!(NAMES.is_sorted());
    }
}
