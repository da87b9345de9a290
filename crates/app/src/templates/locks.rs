//! Locked fields: which parts of a meeting type its template keeps to itself.
//!
//! A key is a field's name as clients spell it: `duration`, `meetingInfo.duration`, `locations`, or a whole group
//! such as `meetingInfo`. It stands for one place in the spec's document.

use std::sync::LazyLock;

use serde_json::Value;
use slated_store::meeting_type::{MeetingType, Spec};

static NOTHING_SAID: LazyLock<Value> = LazyLock::new(|| document(&Spec::default()));

/// Whether a key names a field.
pub fn is_known(key: &str) -> bool {
    place(key).is_some()
}

/// The first locked field that differs.
pub(crate) fn changed<'a>(
    locked: &'a [String],
    before: &MeetingType,
    after: &MeetingType,
) -> Option<&'a str> {
    let (old, new) = (document(&before.spec), document(&after.spec));
    let differs = |key: &String| match place(key) {
        Some(Place::Spec(pointer)) => old.pointer(&pointer) != new.pointer(&pointer),
        Some(Place::Slug) => before.slug != after.slug,
        Some(Place::Enabled) => before.enabled != after.enabled,
        Some(Place::Availability) => before.availability_id != after.availability_id,
        None => false,
    };
    locked.iter().find(|key| differs(key)).map(String::as_str)
}

/// `own`, with the locked fields as in `template`.
pub(crate) fn followed(locked: &[String], template: &Spec, own: &Spec) -> Spec {
    let (from, mut to) = (document(template), document(own));
    for key in locked {
        if let Some(Place::Spec(pointer)) = place(key)
            && let (Some(value), Some(place)) = (from.pointer(&pointer), to.pointer_mut(&pointer))
        {
            place.clone_from(value);
        }
    }
    serde_json::from_value(to).expect("every part of it came from a spec")
}

enum Place {
    /// JSON pointer into the spec's document.
    Spec(String),
    Slug,
    Enabled,
    Availability,
}

fn place(key: &str) -> Option<Place> {
    match key {
        "slug" => return Some(Place::Slug),
        "enabled" => return Some(Place::Enabled),
        "availabilityId" | "availability" => return Some(Place::Availability),
        _ => {}
    }
    let known = |pointer: String| NOTHING_SAID.pointer(&pointer).is_some().then_some(Place::Spec(pointer));
    let (group, name) = match key.split_once('.') {
        Some(("meetingInfo", name)) => (Some("info"), name),
        Some(("meetingOptions", name)) => (Some("options"), name),
        Some(_) => return None,
        None => (None, key),
    };
    let name = match name {
        "bufferTimeBefore" => "bufferBefore",
        "bufferTimeAfter" => "bufferAfter",
        "meetingInfo" => "info",
        "meetingOptions" => "options",
        // The groups are named only as clients spell them, and a pointer goes no deeper than this.
        "" | "info" | "options" => return None,
        name if name.contains(['/', '~', '.']) => return None,
        name => name,
    };
    match group {
        Some(group) => known(format!("/{group}/{name}")),
        None => known(format!("/{name}"))
            .or_else(|| known(format!("/info/{name}")))
            .or_else(|| known(format!("/options/{name}"))),
    }
}

fn document(spec: &Spec) -> Value {
    serde_json::to_value(spec).expect("a spec is plain data")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn keys_are_spelled_as_clients_spell_fields() {
        for known in [
            "duration",
            "meetingInfo.duration",
            "meetingInfo",
            "meetingOptions.allowedDurations",
            "allowAddingGuests",
            "bufferTimeBefore",
            "locations",
            "daysIntoFuture",
            "slug",
            "availabilityId",
        ] {
            assert!(is_known(known), "{known}");
        }
        for unknown in [
            "",
            "colour",
            "info",
            "info.duration",
            "meetingInfo.",
            "meetingInfo.a.b",
            "meetingOptions.duration",
        ] {
            assert!(!is_known(unknown), "{unknown}");
        }
    }

    #[test]
    fn only_locked_fields_follow() {
        let mut template = Spec::default();
        (template.info.duration, template.info.buffer_before) = (45, 10);
        template.locations = vec!["Room 1".to_owned()];
        let mut own = Spec::default();
        (own.info.duration, own.info.buffer_before) = (30, 5);
        let locked = ["duration".to_owned(), "locations".to_owned()];
        let followed = followed(&locked, &template, &own);
        assert_eq!((followed.info.duration, followed.info.buffer_before), (45, 5));
        assert_eq!(followed.locations, ["Room 1"]);
    }
}
