//! Time zones by their cities.

use std::sync::LazyLock;

use jiff::{Timestamp, tz::TimeZone};

use slated_app::texts::dates;

use super::text::Words;

/// One zone per country and more where a country has several: the names of the tz database's `zone.tab`, sorted.
const NAMES: &str = include_str!("zones.txt");

static ZONES: LazyLock<Vec<(&'static str, TimeZone)>> =
    LazyLock::new(|| NAMES.lines().filter_map(|name| Some((name, TimeZone::get(name).ok()?))).collect());

/// A zone to choose.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) name: String,
    /// `Berlin (GMT+1)`.
    pub(super) label: String,
    pub(super) chosen: bool,
}

/// Zones of one part of the world.
pub(super) struct Group {
    pub(super) name: String,
    pub(super) zones: Vec<Choice>,
}

/// Every zone, with the offset it keeps at `at`. The chosen one is among them, under whatever name it goes.
pub(super) fn choices(words: Words, chosen: &TimeZone, at: Timestamp) -> Vec<Group> {
    let wanted = name(chosen);
    let mut groups: Vec<Group> = Vec::new();
    if !ZONES.iter().any(|(name, _)| *name == wanted) {
        let own = Choice { label: label(chosen, at), name: wanted.clone(), chosen: true };
        groups.push(Group { name: words.say("zone-yours"), zones: vec![own] });
    }
    for (name, zone) in ZONES.iter() {
        let area = words.area(name.split('/').next().unwrap_or_default());
        let choice = Choice { name: (*name).to_owned(), label: label(zone, at), chosen: *name == wanted };
        match groups.last_mut() {
            Some(group) if group.name == area => group.zones.push(choice),
            _ => groups.push(Group { name: area, zones: vec![choice] }),
        }
    }
    for group in &mut groups {
        group.zones.sort_by(|a, b| a.label.cmp(&b.label));
    }
    if wanted != "UTC" {
        let utc = Choice { name: "UTC".to_owned(), label: "UTC".to_owned(), chosen: false };
        groups.push(Group { name: words.say("zone-universal"), zones: vec![utc] });
    }
    groups
}

/// `Berlin (GMT+1)`: the zone's city and the offset it keeps at `at`.
fn label(zone: &TimeZone, at: Timestamp) -> String {
    let offset = dates::offset(zone, at);
    dates::city(zone).map_or_else(|| offset.clone(), |city| format!("{city} ({offset})"))
}

/// The zone's name in the tz database.
pub(super) fn name(zone: &TimeZone) -> String {
    zone.iana_name().unwrap_or("UTC").to_owned()
}

/// The zone of this name.
pub(super) fn of(name: &str) -> Option<TimeZone> {
    TimeZone::get(name).ok().filter(|zone| !zone.is_unknown() && zone.iana_name().is_some())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_name_is_known_and_one_is_chosen() {
        assert_eq!(ZONES.len(), NAMES.lines().count());
        for zone in ["Europe/Berlin", "Asia/Calcutta", "UTC", "US/Pacific"] {
            let groups = choices(Words::default(), &of(zone).unwrap(), Timestamp::UNIX_EPOCH);
            let chosen = groups.iter().flat_map(|g| &g.zones).filter(|z| z.chosen).count();
            assert_eq!(chosen, 1, "{zone}");
        }
    }

    #[test]
    fn cities_and_offsets() {
        let winter = "2026-12-01T00:00Z".parse().unwrap();
        assert_eq!(label(&of("Europe/Berlin").unwrap(), winter), "Berlin (GMT+1)");
        assert_eq!(label(&of("America/Argentina/Buenos_Aires").unwrap(), winter), "Buenos Aires (GMT−3)");
        assert_eq!(label(&of("UTC").unwrap(), winter), "UTC");
    }
}
