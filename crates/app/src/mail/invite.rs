//! Invites: a meeting as an iCalendar event, as one receiver may know it.

use jiff::Timestamp;
use slated_integrations::ical::{Attendee, Calendar, Event, Method, Part, Person};

use super::{Kind, Role, facts::Party, said::Said, tokens};

/// What goes with a mail of this kind, if an invite does.
pub(crate) fn method(kind: Kind, cancelled: bool) -> Option<Method> {
    match kind {
        Kind::Confirmation | Kind::HostBooked | Kind::Rescheduled | Kind::HostRescheduled => {
            Some(Method::Request)
        }
        // One of a group left: the host's event stays, with fewer attendees.
        Kind::HostCancelled if !cancelled => Some(Method::Request),
        Kind::Cancelled | Kind::HostCancelled => Some(Method::Cancel),
        _ => None,
    }
}

/// A document with this one event.
pub(crate) fn document(said: &Said<'_>, method: Method, at: Timestamp) -> String {
    let mut event = event(said, at);
    event.cancelled = method == Method::Cancel;
    Calendar { method, name: None, events: vec![event] }.render()
}

/// The event. `at` is when it is said.
pub(crate) fn event(said: &Said<'_>, at: Timestamp) -> Event {
    let facts = said.facts;
    let host = facts.host();
    let custom = |text: Option<String>| {
        let text = text.filter(|text| !text.trim().is_empty())?;
        Some(tokens::fill(&text, |token| said.value(token)))
    };
    let templates = facts.ics.clone().unwrap_or_default();
    let location =
        custom(templates.location).or_else(|| facts.location.clone()).or_else(|| facts.link.clone());
    let url = facts.link.clone().or_else(|| (said.role == Role::Booker).then(|| said.links().manage()));
    Event {
        uid: facts.uid.clone(),
        sequence: facts.sequence,
        stamp: at,
        created: facts.created_at,
        modified: facts.updated_at,
        start: facts.start,
        end: facts.end,
        summary: custom(templates.title).unwrap_or_else(|| title(said)),
        description: custom(templates.description).unwrap_or_else(|| description(said)),
        location: Some(location.unwrap_or_else(|| said.venue())),
        url,
        cancelled: facts.cancelled,
        organizer: Person {
            name: host.name.clone(),
            email: facts.organizer.clone().or(host.email).unwrap_or_default(),
        },
        attendees: attendees(said),
    }
}

/// The meeting and whom one meets: the same words are of no use on both sides.
fn title(said: &Said<'_>) -> String {
    let other = match said.role {
        Role::Host => match said.invited().as_slice() {
            [guest] => guest.name.clone(),
            _ => String::new(),
        },
        Role::Booker | Role::Guest => said.facts.host().name,
    };
    if other.is_empty() { said.facts.name.clone() } else { format!("{} – {other}", said.facts.name) }
}

fn description(said: &Said<'_>) -> String {
    let facts = said.facts;
    let mut parts = vec![facts.description.trim().to_owned()];
    parts.extend(facts.link.clone());
    match said.role {
        Role::Host => {
            for guest in said.invited() {
                let told = [Some(guest.name.clone()), guest.email.clone(), guest.phone.clone()];
                parts.push(told.into_iter().flatten().collect::<Vec<_>>().join(", "));
            }
        }
        Role::Booker => parts.push(said.links().manage()),
        Role::Guest => {}
    }
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

fn attendees(said: &Said<'_>) -> Vec<Attendee> {
    let facts = said.facts;
    let of = |party: &Party, part: Part| {
        let person = Person { name: party.name.clone(), email: party.email.clone()? };
        Some(Attendee { person, part })
    };
    let hosts = facts.hosts.iter().filter_map(|host| of(host, Part::Host));
    let guests = said.invited().into_iter().filter_map(|guest| of(guest, Part::Booker));
    let brought = facts.brought.iter().map(|email| Attendee {
        person: Person { name: String::new(), email: email.clone() },
        part: Part::Guest,
    });
    hosts.chain(guests).chain(brought).collect()
}
