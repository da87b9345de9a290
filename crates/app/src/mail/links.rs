//! Where mails lead, and how an event gets into a calendar by a click.

use slated_integrations::ical::Event;
use url::Url;
use uuid::Uuid;

use super::facts::Facts;

/// The longest description that is put into a link, in characters: browsers and services cut long ones.
const LONGEST: usize = 800;

/// The links of one meeting, for the one it was booked by.
#[derive(Debug, Clone)]
pub struct Links<'a> {
    /// Without a trailing slash.
    pub base: &'a str,
    /// Of what.
    pub facts: &'a Facts,
}

impl Links<'_> {
    /// What was booked.
    pub fn manage(&self) -> String {
        self.of_appointment("")
    }

    /// Cancelling it.
    pub fn cancel(&self) -> String {
        self.of_appointment("/cancel")
    }

    /// Moving it.
    pub fn reschedule(&self) -> String {
        self.of_appointment("/move")
    }

    /// As an iCalendar file.
    pub fn ics(&self) -> String {
        self.of_appointment("/calendar.ics")
    }

    /// Wanting no more reminders.
    pub fn stop(&self) -> String {
        self.of_appointment("/reminders")
    }

    /// Deciding a booking that waits.
    pub fn decide(&self) -> String {
        format!("{}/pending/{}", self.base, self.facts.secret)
    }

    /// Booking once more.
    pub fn book(&self) -> Option<String> {
        self.facts.booking_path.as_ref().map(|path| format!("{}{path}", self.base))
    }

    fn of_appointment(&self, rest: &str) -> String {
        let base = format!("{}/manage/{}{rest}", self.base, self.facts.secret);
        match self.facts.attendee {
            Some(attendee) => format!("{base}?attendee={}", Uuid::hyphenated(attendee.0)),
            None => base,
        }
    }
}

/// Links that add an event to a calendar on the web.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddToCalendar {
    /// Google Calendar.
    pub google: String,
    /// Outlook on the web.
    pub outlook: String,
    /// Yahoo.
    pub yahoo: String,
}

impl AddToCalendar {
    /// Of an event.
    pub fn of(event: &Event) -> Self {
        let compact = |at: jiff::Timestamp| at.strftime("%Y%m%dT%H%M%SZ").to_string();
        let (from, to) = (compact(event.start), compact(event.end));
        let (long_from, long_to) = (event.start.to_string(), event.end.to_string());
        let about: String = event.description.chars().take(LONGEST).collect();
        let place = event.location.clone().unwrap_or_default();
        Self {
            google: link(
                "https://calendar.google.com/calendar/render",
                &[
                    ("action", "TEMPLATE"),
                    ("text", &event.summary),
                    ("dates", &format!("{from}/{to}")),
                    ("details", &about),
                    ("location", &place),
                ],
            ),
            outlook: link(
                "https://outlook.live.com/calendar/0/deeplink/compose",
                &[
                    ("path", "/calendar/action/compose"),
                    ("rru", "addevent"),
                    ("subject", &event.summary),
                    ("startdt", &long_from),
                    ("enddt", &long_to),
                    ("body", &about),
                    ("location", &place),
                ],
            ),
            yahoo: link(
                "https://calendar.yahoo.com/",
                &[
                    ("v", "60"),
                    ("title", &event.summary),
                    ("st", &from),
                    ("et", &to),
                    ("desc", &about),
                    ("in_loc", &place),
                ],
            ),
        }
    }
}

fn link(base: &str, parameters: &[(&str, &str)]) -> String {
    let mut url = Url::parse(base).expect("a literal URL");
    url.query_pairs_mut().extend_pairs(parameters.iter().filter(|(_, value)| !value.is_empty()));
    // Not every calendar reads a plus as a space.
    url.to_string().replace('+', "%20")
}
