//! What is told of an appointment, on every page about it.

use slated_app::App;

use super::{Part, Standing};
use crate::pages::{
    Result,
    calendar::Link,
    personal::{HostView, web_link},
    shell::When,
    text::Words,
};

/// What is told of an appointment, on every page about it.
pub(super) struct Details {
    pub(super) name: String,
    pub(super) hosts: Vec<HostView>,
    pub(super) when: When,
    pub(super) length: String,
    pub(super) channel: String,
    pub(super) location: Option<String>,
    /// Where to join.
    pub(super) link: Option<Link>,
    /// Name and address of the one who looks at it.
    pub(super) attendee: Option<(String, Option<String>)>,
}

/// Where a calendar takes it from: the services by their names, and a file.
pub(super) struct Calendars {
    pub(super) links: Vec<Link>,
    pub(super) file: String,
}

impl Part {
    pub(super) fn details(&self) -> Details {
        let a = &self.full.booked.appointment;
        let own = self.own().map(|own| (own.details.fullname.clone(), own.email.clone()));
        Details {
            name: a.details.info.name.clone(),
            hosts: self.full.hosts.iter().map(HostView::from).collect(),
            when: When::between(self.words(), a.starts_at, a.ends_at, &self.zone),
            length: self.words().length(a.details.info.duration),
            channel: self.words().channel(&a.details.channel),
            location: a.details.location.clone().filter(|place| !place.is_empty()),
            link: join_link(self.words(), a.details.meeting_link.as_deref())
                .filter(|_| self.state() == Standing::Booked),
            attendee: own,
        }
    }

    /// How it gets into a calendar, while it stands.
    pub(super) async fn calendars(&self, app: &App) -> Result<Option<Calendars>> {
        let standing = self.state() == Standing::Booked;
        let Some(attendee) = self.attendee.filter(|_| standing) else { return Ok(None) };
        let found = app.calendar_download(&self.full, attendee).await?.links;
        let links = [("Google", found.google), ("Outlook", found.outlook), ("Yahoo", found.yahoo)];
        let links = links.map(|(label, href)| Link { href, label: label.to_owned() });
        Ok(Some(Calendars { links: links.into(), file: self.link("/calendar.ics", &[]) }))
    }
}

/// Meeting links are long: their host is enough to know them by.
pub(in crate::pages) fn join_link(words: Words, url: Option<&str>) -> Option<Link> {
    let href = web_link(url)?;
    let site = url::Url::parse(&href).ok()?.host_str().unwrap_or_default().to_owned();
    Some(Link { href, label: words.with("join-at", "site", &site) })
}
