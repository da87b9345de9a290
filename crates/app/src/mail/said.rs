//! A meeting in words: in one receiver's language and zone, as that receiver may know it.

use jiff::{Timestamp, tz::TimeZone};

use super::{
    Kind, Role,
    content::{Button, Content, Row},
    facts::{Facts, Party},
    links::Links,
};
use crate::texts::{Language, dates, direction, say};

/// The most answers that a host is told, and the most names in one line.
const MOST: usize = 20;

/// Somebody who is told of a meeting.
pub(crate) struct Said<'a> {
    pub(crate) facts: &'a Facts,
    pub(crate) role: Role,
    pub(crate) language: Language,
    pub(crate) zone: TimeZone,
    /// The public URL.
    pub(crate) base: &'a str,
    /// The company's name.
    pub(crate) company: &'a str,
}

impl Said<'_> {
    fn say(&self, key: &str) -> String {
        say(self.language, key, &[])
    }

    pub(crate) fn links(&self) -> Links<'_> {
        Links { base: self.base, facts: self.facts }
    }

    /// Whom the meeting is with, as this receiver may know it: hosts are told of everybody, of one who left a group
    /// only of that one.
    pub(crate) fn guests(&self) -> Vec<&Party> {
        let others = self.facts.others.iter().filter(|_| self.role == Role::Host && !self.only_left());
        std::iter::once(&self.facts.guest).chain(others).take(MOST).collect()
    }

    /// Who is in the event: without the one who left, while others stay.
    pub(crate) fn invited(&self) -> Vec<&Party> {
        if self.role == Role::Host && self.only_left() {
            self.facts.others.iter().collect()
        } else {
            let others = self.facts.others.iter().filter(|_| self.role == Role::Host);
            std::iter::once(&self.facts.guest).chain(others).collect()
        }
    }

    fn only_left(&self) -> bool {
        self.facts.left && !self.facts.cancelled
    }

    /// What a token stands for.
    pub(crate) fn value(&self, token: &str) -> Option<String> {
        let (facts, language) = (self.facts, self.language);
        let (guest, host) = (&facts.guest, facts.host());
        let start = facts.start.to_zoned(self.zone.clone());
        let own = |link: String| if self.role == Role::Booker { link } else { String::new() };
        Some(match token {
            "M.Company.Name" => self.company.to_owned(),
            "M.Guest.Fullname" => guest.name.clone(),
            "M.Guest.Firstname" => guest.called().to_owned(),
            "M.Guest.Lastname" => guest.last.clone(),
            "M.Guest.Email" => guest.email.clone().unwrap_or_default(),
            "M.Guest.Phone" => guest.phone.clone().unwrap_or_default(),
            "M.Host.Fullname" => host.name,
            "M.Host.Firstname" => host.called().to_owned(),
            "M.Host.Lastname" => host.last,
            "M.Host.Email" => host.email.unwrap_or_default(),
            "M.Meeting.Name" => facts.name.clone(),
            "M.Meeting.Description" => facts.description.clone(),
            "M.Meeting.Duration" => dates::length(language, facts.minutes()),
            "M.Meeting.Venue" => self.venue(),
            "M.Meeting.Link" => facts.link.clone().unwrap_or_default(),
            "M.Meeting.Date" => dates::date(language, start.date()),
            "M.Meeting.Time" => dates::time(language, start.time()),
            "M.Meeting.Timezone" => dates::zone(language, &self.zone, facts.start),
            "M.Meeting.Start" => self.start(facts.start),
            "M.Meeting.PreviousStart" => {
                facts.previous_start.map(|start| self.start(start)).unwrap_or_default()
            }
            "M.Meeting.Reason" => facts.reason.clone().unwrap_or_default(),
            "M.Meeting.ManageLink" => own(self.links().manage()),
            "M.Meeting.CancelLink" => own(self.links().cancel()),
            "M.Meeting.RescheduleLink" => own(self.links().reschedule()),
            "M.Meeting.BookingLink" => self.links().book().unwrap_or_default(),
            _ => return None,
        })
    }

    fn start(&self, at: Timestamp) -> String {
        dates::day_time(self.language, at.to_zoned(self.zone.clone()).datetime())
    }

    /// Where it takes place, in one line.
    pub(crate) fn venue(&self) -> String {
        let facts = self.facts;
        if let Some(place) = &facts.location {
            return place.clone();
        }
        let named = match facts.channel.as_str() {
            "local" | "local-attendee" | "resource" => return self.say("mail-venue-in-person"),
            "phone" => return self.say("mail-venue-phone"),
            "phone-incoming" => return self.say("mail-venue-phone-incoming"),
            "custom" => facts.channel_name.as_deref().unwrap_or_default(),
            "google" => "Google Meet",
            "zoom" => "Zoom",
            "whatsapp" => "WhatsApp",
            "webex" => "Webex",
            "whereby" => "Whereby",
            "kmeet" => "kMeet",
            "jitsi" => "Jitsi Meet",
            "zava" => "Zava",
            "nextcloudTalk" => "Nextcloud Talk",
            "openTalk" => "OpenTalk",
            "alfaview" => "alfaview",
            "skypeForBusiness" | "skypeForConsumer" => "Skype",
            teams if teams.starts_with("teams") => "Microsoft Teams",
            _ => "",
        };
        if named.trim().is_empty() { self.say("mail-venue-online") } else { named.to_owned() }
    }

    /// The mail: `subject` and `text` are what was written for it, with the tokens filled in.
    pub(crate) fn content(&self, kind: Kind, subject: String, text: &str) -> Content {
        let paragraphs = text.split("\n\n").map(str::trim).filter(|part| !part.is_empty());
        let stop = (kind.can_be_stopped() && self.role == Role::Booker)
            .then(|| self.button("mail-stop-reminders", self.links().stop()));
        Content {
            language: self.language,
            subject,
            company: self.company.to_owned(),
            accent: self.facts.accent.clone(),
            logo: None,
            paragraphs: paragraphs.map(str::to_owned).collect(),
            rows: self.rows(kind),
            buttons: self.buttons(kind),
            links: self.more(kind),
            footer: vec![say(self.language, "mail-sent-by", &[("company", self.company.into())])],
            stop,
        }
    }

    fn rows(&self, kind: Kind) -> Vec<Row> {
        let facts = self.facts;
        let row =
            |key: &str, lines: Vec<String>| Row { label: self.say(key), lines, href: None, struck: false };
        let mut rows = vec![row("mail-what", vec![facts.name.clone()])];
        if let Some(before) =
            facts.previous_start.filter(|_| matches!(kind, Kind::Rescheduled | Kind::HostRescheduled))
        {
            rows.push(Row { struck: true, ..row("mail-previously", vec![self.start(before)]) });
        }
        let over = facts.left || facts.cancelled;
        rows.push(Row { struck: over, ..row("mail-when", self.when()) });
        if self.role == Role::Host {
            let guests = self.guests();
            let lines = guests.iter().map(|guest| guest.name.clone()).collect();
            rows.push(row("mail-booked-by", lines));
            if let [guest] = guests.as_slice() {
                if let Some(email) = guest.email.clone() {
                    rows.push(Row {
                        href: Some(format!("mailto:{email}")),
                        ..row("mail-email", vec![email])
                    });
                }
                rows.extend(guest.phone.as_deref().map(|phone| {
                    // Else a number would begin with its end where lines run from the right.
                    row("mail-phone", vec![direction::marked(self.language, phone)])
                }));
            }
            rows.extend(self.answers());
        } else {
            let hosts = facts.hosts.iter().map(|host| host.name.clone()).collect();
            rows.push(row("mail-with", hosts));
        }
        if !facts.brought.is_empty() && self.role != Role::Guest {
            rows.push(row("mail-guests", facts.brought.iter().take(MOST).cloned().collect()));
        }
        rows.push(row("mail-where", vec![self.venue()]));
        if let Some(reason) = facts.reason.clone().filter(|reason| !reason.trim().is_empty()) {
            rows.push(row("mail-reason", vec![reason]));
        }
        if let Some(deadline) = facts.deadline.filter(|_| matches!(kind, Kind::ApprovalRequest | Kind::OptIn))
        {
            rows.push(row("mail-deadline", vec![self.start(deadline)]));
        }
        rows
    }

    /// Day, time and zone: the zone by its name and its offset at that moment.
    fn when(&self) -> Vec<String> {
        let (from, to) =
            (self.facts.start.to_zoned(self.zone.clone()), self.facts.end.to_zoned(self.zone.clone()));
        vec![
            dates::date(self.language, from.date()),
            dates::time_range(self.language, from.time(), to.time()),
            dates::zone(self.language, &self.zone, self.facts.start),
        ]
    }

    fn answers(&self) -> Vec<Row> {
        let told = self.facts.notes.iter().filter_map(|(question, answer)| {
            let answer = match answer {
                serde_json::Value::String(text) => text.clone(),
                serde_json::Value::Null => return None,
                other => other.to_string(),
            };
            let label = if question == "notes" { self.say("mail-notes") } else { question.clone() };
            (!answer.trim().is_empty()).then(|| Row { label, lines: vec![answer], href: None, struck: false })
        });
        told.take(MOST).collect()
    }

    fn button(&self, key: &str, href: String) -> Button {
        Button { label: self.say(key), href }
    }

    fn buttons(&self, kind: Kind) -> Vec<Button> {
        let links = self.links();
        let join = || {
            let link = self.facts.link.clone().filter(|link| link.starts_with("https://"));
            link.map(|link| self.button("mail-join", link))
        };
        let again = || links.book().map(|link| self.button("mail-book-again", link));
        match kind {
            Kind::ApprovalRequest => vec![self.button("mail-decide", links.decide())],
            Kind::OptIn => vec![self.button("mail-confirm", links.decide())],
            Kind::Confirmation
            | Kind::Rescheduled
            | Kind::Reminder
            | Kind::HostBooked
            | Kind::HostRescheduled => join().into_iter().collect(),
            Kind::Cancelled | Kind::Declined | Kind::Expired if self.role == Role::Booker => {
                again().into_iter().collect()
            }
            Kind::FollowUp => again().into_iter().collect(),
            _ => vec![],
        }
    }

    fn more(&self, kind: Kind) -> Vec<Button> {
        let links = self.links();
        match kind {
            Kind::Confirmation | Kind::Rescheduled | Kind::Reminder | Kind::QuickMail
                if self.role == Role::Booker =>
            {
                vec![
                    self.button("mail-move", links.reschedule()),
                    self.button("mail-cancel", links.cancel()),
                    self.button("mail-add-to-calendar", links.ics()),
                ]
            }
            _ => vec![],
        }
    }
}
