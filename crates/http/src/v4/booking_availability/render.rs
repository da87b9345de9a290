//! Writes the answer straight into its buffer: a year of starts is some ten thousand instants, and formatting
//! them is most of the work. Each start and end is formatted once and copied into the views.

use std::io::Write as _;

use jiff::{civil::Date, tz::TimeZone};
use slated_app::slots::{Blocked, Slot, Slots};

use crate::v4::instant::{UTC_LENGTH, Utc, write_local};

/// A start, formatted, with what is needed to sort it into local days.
struct Formatted<'a> {
    slot: &'a Slot,
    start: Utc,
    end: Utc,
    date: Date,
    local: String,
}

/// The body of the answer, as [`super::SlotsBody`] describes it.
pub(super) fn render(slots: &Slots, skip_earliest: bool) -> Vec<u8> {
    let formatted = format(slots);
    let free = || formatted.iter().filter(|f| f.slot.blocked.is_empty());
    let mut out = Vec::with_capacity(512 + formatted.len() * 10 * UTC_LENGTH);
    out.extend_from_slice(b"{\"availableSlots\":[");
    list(&mut out, free(), |out, f| {
        out.extend_from_slice(b"{\"start\":\"");
        out.extend_from_slice(&f.start);
        out.extend_from_slice(b"\",\"end\":\"");
        out.extend_from_slice(&f.end);
        out.extend_from_slice(b"\"}");
    });
    out.extend_from_slice(b"],\"timezone\":");
    string(&mut out, zone_name(&slots.timezone));
    out.extend_from_slice(b",\"timeframes\":[");
    list(&mut out, formatted.iter(), |out, f| {
        out.extend_from_slice(b"{\"start\":\"");
        out.extend_from_slice(&f.start);
        out.extend_from_slice(b"\",\"end\":\"");
        out.extend_from_slice(&f.end);
        out.push(b'"');
        if let Some(blocked) = f.slot.blocked.first() {
            out.extend_from_slice(b",\"unavailabilityEvent\":");
            event(out, blocked);
        }
        out.push(b'}');
    });
    out.extend_from_slice(b"],\"dates\":[");
    let days: Vec<&[Formatted<'_>]> = formatted.chunk_by(|a, b| a.date == b.date).collect();
    list(&mut out, days.iter(), |out, day| {
        write!(out, "{{\"date\":\"{}\",\"spots\":[", day[0].date).expect("writing to a Vec cannot fail");
        list(out, day.iter(), |out, f| spot(out, f, slots.spots));
        out.extend_from_slice(b"]}");
    });
    out.extend_from_slice(b"],\"slots\":[");
    let free_days = days.iter().filter(|day| day.iter().any(|f| f.slot.blocked.is_empty()));
    list(&mut out, free_days, |out, day| {
        write!(out, "{{\"date\":\"{}\",\"times\":[", day[0].date).expect("writing to a Vec cannot fail");
        list(out, day.iter().filter(|f| f.slot.blocked.is_empty()), |out, f| {
            out.push(b'"');
            out.extend_from_slice(f.local.as_bytes());
            out.push(b'"');
        });
        out.extend_from_slice(b"]}");
    });
    out.extend_from_slice(b"],\"earliestAvailableDate\":");
    match free().next().filter(|_| !skip_earliest) {
        Some(first) => {
            out.push(b'"');
            out.extend_from_slice(&first.start);
            out.push(b'"');
        }
        None => out.extend_from_slice(b"null"),
    }
    out.extend_from_slice(b",\"earliestMonthAvailability\":null}");
    out
}

fn format(slots: &Slots) -> Vec<Formatted<'_>> {
    slots
        .starts
        .iter()
        .map(|slot| {
            let offset = slots.timezone.to_offset(slot.start);
            let local = offset.to_datetime(slot.start);
            Formatted {
                slot,
                start: crate::v4::instant::utc(slot.start),
                end: crate::v4::instant::utc(slot.end),
                date: local.date(),
                local: write_local(local, offset),
            }
        })
        .collect()
}

fn spot(out: &mut Vec<u8>, f: &Formatted<'_>, spots: Option<u32>) {
    out.extend_from_slice(b"{\"startTime\":\"");
    out.extend_from_slice(&f.start);
    out.extend_from_slice(b"\",\"unavailabilityEvents\":[");
    list(out, f.slot.blocked.iter(), event);
    out.push(b']');
    if let (Some((id, taken)), Some(total)) = (f.slot.group, spots) {
        write!(out, ",\"appointment\":{{\"id\":\"{id}\",\"totalSpots\":{total},\"takenSpots\":{taken}}}")
            .expect("writing to a Vec cannot fail");
    }
    if let Some(choice) = &f.slot.choice {
        out.extend_from_slice(b",\"hostChoice\":");
        string(out, choice);
    }
    out.push(b'}');
}

fn event(out: &mut Vec<u8>, blocked: &Blocked) {
    write!(out, "{{\"hostId\":\"{}\",\"hostName\":", blocked.host).expect("writing to a Vec cannot fail");
    string(out, &blocked.host_name);
    out.extend_from_slice(b",\"type\":");
    string(out, blocked.kind);
    out.extend_from_slice(b",\"picture\":");
    match &blocked.picture {
        Some(url) => string(out, url),
        None => out.extend_from_slice(b"null"),
    }
    out.extend_from_slice(b",\"reason\":");
    string(out, &blocked.reason);
    out.push(b'}');
}

fn list<T>(out: &mut Vec<u8>, items: impl Iterator<Item = T>, mut write: impl FnMut(&mut Vec<u8>, T)) {
    for (i, item) in items.enumerate() {
        if i > 0 {
            out.push(b',');
        }
        write(out, item);
    }
}

fn string(out: &mut Vec<u8>, text: &str) {
    serde_json::to_writer(out, text).expect("a string is always JSON");
}

fn zone_name(zone: &TimeZone) -> &str {
    zone.iana_name().unwrap_or("UTC")
}
