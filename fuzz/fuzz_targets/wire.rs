//! What callers send: bodies, query strings, and the texts in them. The first byte chooses the kind; see `KINDS`.

#![no_main]

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use axum::extract::FromRequestParts;
use axum::http::{Request, Uri};
use libfuzzer_sys::fuzz_target;
use serde::de::DeserializeOwned;
use slated_app::availability::{Change, Draft};
use slated_app::meeting_types::default_spec;
use slated_http::extract::Params;
use slated_http::v4::availability::{AvailabilityInput, AvailabilityPatch, LocalDate, WeekBody, WeekInput};
use slated_http::v4::booking::BookingRequest;
use slated_http::v4::booking_availability::{SlotParams, WindowParams};
use slated_http::v4::instant::{Instant, UTC_LENGTH, write_local};
use slated_http::v4::meeting_type::MeetingTypeInput;
use slated_http::v4::text::{CssColor, Email, HexColor, HttpUrl, Name, Slug, Zone};

/// The kinds of input, by first byte.
const KINDS: [(u8, fn(&[u8])); 9] = [
    (b'a', availability),
    (b'b', |bytes| drop(body::<BookingRequest>(bytes))),
    (b'd', date),
    (b'i', instant),
    (b'm', meeting_type),
    (b'p', |bytes| drop(body::<AvailabilityPatch>(bytes).map(Change::from))),
    (b'q', query),
    (b't', texts),
    (b'w', week),
];

fuzz_target!(|data: &[u8]| {
    if let Some((kind, rest)) = data.split_first()
        && let Some((_, parse)) = KINDS.iter().find(|(letter, _)| letter == kind)
    {
        parse(rest);
    }
});

/// Reads a body the way the server does.
fn body<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| error.to_string()).ok()?;
    reader.end().is_ok().then_some(value)
}

fn availability(bytes: &[u8]) {
    if let Some(input) = body::<AvailabilityInput>(bytes) {
        let draft = Draft::from(input);
        assert!(!draft.name.is_empty());
    }
}

/// What was understood can be said to a meeting type.
fn meeting_type(bytes: &[u8]) {
    let Some(input) = body::<MeetingTypeInput>(bytes) else { return };
    let mut spec = default_spec();
    input.apply_spec(&mut spec);
    assert!((5..=480).contains(&spec.info.duration));
}

/// A week that was understood is sent out in a form that means the same, and is within the engine's bounds.
fn week(bytes: &[u8]) {
    let Some(WeekInput(week)) = body::<WeekInput>(bytes) else { return };
    for hours in week.iter().flatten() {
        assert!(hours.from < hours.to && hours.to <= 1440);
    }
    let sent = serde_json::to_vec(&WeekBody::from(week.clone())).expect("a week can be written");
    assert_eq!(body::<WeekInput>(&sent), Some(WeekInput(week)));
}

/// An instant that was understood is sent out in the one form there is, and means the same to the millisecond.
fn instant(bytes: &[u8]) {
    let Some(text) = quoted(bytes) else { return };
    let Some(Instant(at)) = body::<Instant>(&text) else { return };
    let sent = Instant(at).to_string();
    assert_eq!(sent.len(), UTC_LENGTH);
    let again: jiff::Timestamp = sent.parse().expect("what is sent out can be read");
    assert!(at.duration_since(again).abs() < jiff::SignedDuration::from_millis(1), "{at} became {again}");
    let zone = jiff::tz::TimeZone::get("Europe/Berlin").expect("the database is built in");
    let offset = zone.to_offset(at);
    assert_eq!(write_local(offset.to_datetime(at), offset).len(), 25);
}

fn date(bytes: &[u8]) {
    let Some(text) = quoted(bytes) else { return };
    let Some(LocalDate(date)) = body::<LocalDate>(&text) else { return };
    let sent = serde_json::to_vec(&LocalDate(date)).expect("a date can be written");
    assert_eq!(body::<LocalDate>(&sent), Some(LocalDate(date)));
}

/// What a text type accepts, it accepts again.
fn texts(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    macro_rules! same {
        ($($kind:ty),+) => {$(
            if let Ok(value) = <$kind>::parse(text) {
                assert_eq!(<$kind>::parse(&value).as_ref(), Ok(&value));
            }
        )+};
    }
    same!(Zone, Email, Slug, HexColor, CssColor, HttpUrl, Name);
}

fn query(bytes: &[u8]) {
    let path = [b"/v4/booking-availability?", bytes].concat();
    let Ok(uri) = Uri::try_from(path) else { return };
    params::<SlotParams>(&uri);
    params::<WindowParams>(&uri);
}

/// Reads query parameters with the server's own extractor, which never waits.
fn params<T: DeserializeOwned>(uri: &Uri) -> Option<T> {
    let (mut parts, ()) = Request::get(uri.clone()).body(()).expect("the URI is one").into_parts();
    let read = pin!(Params::<T>::from_request_parts(&mut parts, &()));
    match read.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(read) => read.ok().map(|Params(value)| value),
        Poll::Pending => unreachable!("nothing is waited for"),
    }
}

/// Text as a JSON string.
fn quoted(bytes: &[u8]) -> Option<Vec<u8>> {
    std::str::from_utf8(bytes).ok().and_then(|text| serde_json::to_vec(text).ok())
}
