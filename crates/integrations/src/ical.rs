//! iCalendar, written: invites, cancellations and feeds that every client reads (RFC 5545, 5546).
//!
//! All instants are UTC. Slated writes no recurrence rule (each appointment of a series is an event of its own), so
//! that nothing here needs a VTIMEZONE, and nothing can be read in the wrong zone.

use jiff::Timestamp;

mod line;
#[cfg(test)]
mod tests;

use line::Lines;

/// What the receiver is to do (RFC 5546).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Here is what there is: a download, a feed. Names no attendees.
    Publish,
    /// You are invited, or what you were invited to has changed.
    Request,
    /// It does not take place, or not with you.
    Cancel,
}

impl Method {
    /// As it stands in the document and in the MIME type.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Publish => "PUBLISH",
            Self::Request => "REQUEST",
            Self::Cancel => "CANCEL",
        }
    }
}

/// A document.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// What it is for.
    pub method: Method,
    /// What a calendar that subscribes to it is called.
    pub name: Option<String>,
    /// What it holds.
    pub events: Vec<Event>,
}

/// A meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Never changes.
    pub uid: String,
    /// Rises with each change that must be told.
    pub sequence: i64,
    /// When this was said.
    pub stamp: Timestamp,
    /// When it was booked.
    pub created: Timestamp,
    /// When it was last changed.
    pub modified: Timestamp,
    /// Begin.
    pub start: Timestamp,
    /// End.
    pub end: Timestamp,
    /// Title.
    pub summary: String,
    /// What it is about.
    pub description: String,
    /// Where, for people.
    pub location: Option<String>,
    /// Where to join or to look.
    pub url: Option<String>,
    /// Does not take place.
    pub cancelled: bool,
    /// Who invites.
    pub organizer: Person,
    /// Who is invited; left out when published.
    pub attendees: Vec<Attendee>,
}

/// Somebody with an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Shown.
    pub name: String,
    /// The address.
    pub email: String,
}

/// Somebody who is invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendee {
    /// Who.
    pub person: Person,
    /// As what.
    pub part: Part,
}

/// As what somebody is invited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Leads the meeting, and comes.
    Host,
    /// Booked it, so comes.
    Booker,
    /// Was named by somebody else, and may answer.
    Guest,
}

impl Calendar {
    /// The document: lines of at most 75 octets that end with CRLF.
    pub fn render(&self) -> String {
        let mut lines = Lines::default();
        lines.plain("BEGIN", "VCALENDAR");
        lines.plain("VERSION", "2.0");
        lines.plain("PRODID", "-//Slated//Slated//EN");
        lines.plain("CALSCALE", "GREGORIAN");
        lines.plain("METHOD", self.method.as_str());
        if let Some(name) = &self.name {
            lines.text("X-WR-CALNAME", name);
        }
        for event in &self.events {
            event.write(&mut lines, self.method);
        }
        lines.plain("END", "VCALENDAR");
        lines.done()
    }
}

impl Event {
    fn write(&self, lines: &mut Lines, method: Method) {
        lines.plain("BEGIN", "VEVENT");
        lines.text("UID", &self.uid);
        lines.plain("SEQUENCE", &self.sequence.to_string());
        lines.plain("DTSTAMP", &instant(self.stamp));
        lines.plain("DTSTART", &instant(self.start));
        lines.plain("DTEND", &instant(self.end));
        lines.plain("CREATED", &instant(self.created));
        lines.plain("LAST-MODIFIED", &instant(self.modified));
        lines.text("SUMMARY", &self.summary);
        if !self.description.is_empty() {
            lines.text("DESCRIPTION", &self.description);
        }
        if let Some(location) = &self.location {
            lines.text("LOCATION", location);
        }
        if let Some(url) = &self.url {
            lines.uri("URL", url);
        }
        lines.plain("STATUS", if self.cancelled { "CANCELLED" } else { "CONFIRMED" });
        lines.plain("TRANSP", "OPAQUE");
        lines.person("ORGANIZER", &self.organizer, &[]);
        if method != Method::Publish {
            for attendee in &self.attendees {
                lines.person("ATTENDEE", &attendee.person, attendee.part.parameters());
            }
        }
        lines.plain("END", "VEVENT");
    }
}

impl Part {
    fn parameters(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Host => {
                &[("CUTYPE", "INDIVIDUAL"), ("ROLE", "CHAIR"), ("PARTSTAT", "ACCEPTED"), ("RSVP", "FALSE")]
            }
            Self::Booker => &[
                ("CUTYPE", "INDIVIDUAL"),
                ("ROLE", "REQ-PARTICIPANT"),
                ("PARTSTAT", "ACCEPTED"),
                ("RSVP", "FALSE"),
            ],
            Self::Guest => &[
                ("CUTYPE", "INDIVIDUAL"),
                ("ROLE", "OPT-PARTICIPANT"),
                ("PARTSTAT", "NEEDS-ACTION"),
                ("RSVP", "TRUE"),
            ],
        }
    }
}

fn instant(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}
