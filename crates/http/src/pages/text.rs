//! What the pages' code says, in one place for translators; what only a template says stands there.

pub(super) const NOT_FOUND: (&str, &str) = (
    "Page not found",
    "There is nothing at this address. Please check the link, or ask whoever sent it to you.",
);
pub(super) const APPOINTMENT_NOT_FOUND: (&str, &str) =
    ("Booking not found", "This link does not lead to a booking. Please check that it was copied whole.");
pub(super) const DISABLED: (&str, &str) =
    ("Not taking bookings", "This meeting cannot be booked at the moment. Please come back later.");
pub(super) const ONE_TIME_USED: (&str, &str) = (
    "This link has been used",
    "It worked for one booking only, or belongs to another meeting. Please ask for a new one.",
);
pub(super) const SENT_BEFORE: (&str, &str) = (
    "You have sent this form already",
    "Your first booking stands as you sent it. To book another time, please start again.",
);
pub(super) const TOO_MANY: (&str, &str) =
    ("Too many attempts", "Please wait a minute, then go back and try again. Nothing you typed is lost.");
pub(super) const TOO_LARGE: (&str, &str) = ("Too much text", "Please go back and shorten what you wrote.");
pub(super) const BROKEN: (&str, &str) =
    ("Something went wrong", "It is our fault, and we have made a note of it. Please try again in a moment.");
pub(super) const AWAY: (&str, &str) =
    ("Not available right now", "We cannot reach what we need at the moment. Please try again in a minute.");
pub(super) const CANNOT_CHANGE: (&str, &str) =
    ("This cannot be changed", "The booking is over or was cancelled, so there is nothing to change.");
pub(super) const GROUP_STAYS: (&str, &str) = (
    "This cannot be moved",
    "Others take part at this time too. Cancel your place and book another time instead.",
);
pub(super) const WHOSE: (&str, &str) =
    ("Whose place?", "Others take part too. Please use the link from your own booking confirmation.");

pub(super) const NAME_MISSING: &str = "Enter your name";
pub(super) const NAME_LONG: &str = "Shorten the name to 200 characters";
pub(super) const EMAIL_MISSING: &str = "Enter your e-mail address";
pub(super) const EMAIL_OR_PHONE: &str = "Enter your e-mail address or your phone number";
pub(super) const EMAIL_WRONG: &str = "Enter an e-mail address like name@example.com";
pub(super) const PHONE_LONG: &str = "Shorten the phone number to 50 characters";
pub(super) const NOTES_LONG: &str = "Shorten the notes to 5,000 characters";
pub(super) const REASON_LONG: &str = "Shorten the reason to 1,000 characters";
pub(super) const PASSWORD_WRONG: &str = "That is not the password. Please try again";

/// Why a start is not to be had.
pub(super) fn unbookable(code: &str) -> (&'static str, &'static str) {
    match code {
        "slot-occupied" => {
            ("Someone was faster", "This time has just been taken. Everything you typed is still here.")
        }
        "minimum-notice" => ("Too short notice", "This time is too close now, or has passed."),
        "limit-reached" => ("That day is full", "No more meetings are taken in that period."),
        _ => ("This time is not offered", "It cannot be booked. Please choose another one."),
    }
}

/// Where a meeting takes place.
pub(super) fn channel(channel: &str) -> &'static str {
    match channel {
        "local" | "local-attendee" | "resource" => "In person",
        "google" => "Google Meet",
        "zoom" => "Zoom",
        "phone" => "Phone call",
        "phone-incoming" => "You call by phone",
        "whatsapp" => "WhatsApp call",
        "webex" => "Webex",
        "teams" | "teamsForBusiness" | "teamsForBusiness2" | "teamsForExchange" | "teams2ForExchange" => {
            "Microsoft Teams"
        }
        "skypeForBusiness" | "skypeForConsumer" => "Skype",
        "whereby" => "Whereby",
        "kmeet" => "kMeet",
        "jitsi" => "Jitsi Meet",
        "zava" => "Zava",
        "nextcloudTalk" => "Nextcloud Talk",
        "openTalk" => "OpenTalk",
        "alfaview" => "alfaview",
        "custom" => "Online",
        _ => "Video call",
    }
}

/// A length of time.
pub(super) fn minutes(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, 1) => "1 minute".to_owned(),
        (0, m) => format!("{m} minutes"),
        (1, 0) => "1 hour".to_owned(),
        (h, 0) => format!("{h} hours"),
        (h, m) => format!("{h} h {m} min"),
    }
}

/// How many starts a day offers.
pub(super) fn times(count: usize) -> String {
    if count == 1 { "1 time".to_owned() } else { format!("{count} times") }
}

/// How many seats a start has left.
pub(super) fn seats(left: u32) -> String {
    if left == 1 { "1 place left".to_owned() } else { format!("{left} places left") }
}

/// Nothing is free in this month.
pub(super) fn nothing_in(month: &str) -> String {
    format!("Nothing is free in {month}.")
}

/// Nothing is free at all.
pub(super) const NOTHING: &str = "There are no free times at the moment. Please come back later.";

pub(super) const DONE_CANCELLED: &str = "Your booking has been cancelled.";
pub(super) const DONE_MOVED: &str = "Your booking has been moved.";
pub(super) const BOOK_ANOTHER: &str = "Book another time";
pub(super) const BACK_TO_BOOKING: &str = "Back to the booking";
pub(super) const BOOKED: &str = "Booked";
pub(super) const CANCELLED: &str = "Cancelled";
pub(super) const OVER: &str = "Over";
pub(super) const CONTINUE: &str = "Continue";
pub(super) const FIRST_FREE: &str = "Show the first free times";
pub(super) const YOUR_NAME: &str = "Your name";
pub(super) const EMAIL: &str = "E-mail address";
pub(super) const PHONE: &str = "Phone number";
pub(super) const NOTES: &str = "Anything you would like to add?";
pub(super) const EITHER_IS_ENOUGH: &str = "An e-mail address or a phone number is enough.";
pub(super) const YOUR_ZONE: &str = "Your time zone";
pub(super) const UNIVERSAL: &str = "Universal";
