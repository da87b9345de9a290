//! Tells one endpoint of one event: a POST signed by the Standard Webhooks scheme, recorded whatever comes of it.
//!
//! At least once: an endpoint that took the event but could not say so gets it again, with the same `webhook-id`.

use std::time::Instant;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use slated_integrations::{
    Message, Outbound, OutboundError, Response, SigningSecret, signing::SIGNATURE_HEADER,
};
use slated_store::{
    db::Conn,
    delivery::Delivery,
    event::Event,
    ids::{CompanyId, DeliveryId, EventId, WebhookId},
    job::{self, Job, New},
    webhook::{Parcel, State},
};
use uuid::Uuid;

pub(crate) mod kept;
mod trouble;

pub(crate) use trouble::Trouble;

use super::{Verdict, failed};
use crate::{App, Result};

pub(super) const KIND: &str = "deliver_webhook";

/// The longest error that is kept, in bytes.
const ERROR_LIMIT: usize = 500;

/// The answer of an endpoint that wants to hear nothing more (RFC 9110, 15.5.11).
const GONE: u16 = 410;

#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    event: EventId,
    /// The endpoint to be tried out. Others are the job's queue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    test: Option<WebhookId>,
}

/// Why an endpoint is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Something happened.
    Event,
    /// To try it out: once, and whatever state it is in.
    Test,
}

/// A call of an endpoint, and what was known of it before.
#[derive(Debug)]
pub(crate) struct Attempted {
    pub(crate) delivery: Delivery,
    /// Why it failed, if it did.
    pub(crate) trouble: Option<Trouble>,
    pub(crate) purpose: Purpose,
    pub(crate) state: State,
    /// Since when nothing had reached it.
    pub(crate) failing_since: Option<Timestamp>,
}

impl Attempted {
    /// It went well, as it did before.
    pub(crate) fn is_no_news(&self) -> bool {
        self.purpose == Purpose::Event && self.delivery.error.is_none() && self.failing_since.is_none()
    }
}

/// Writes a job for each endpoint that listens. An endpoint is a queue, what the event happened to a lane of it.
pub(crate) fn enqueue(tx: &mut Conn, event: &Event) -> Result<()> {
    let (payload, now) = (Payload { event: event.id, test: None }, event.created_at);
    Ok(job::enqueue_for_listeners(tx, event.company_id, KIND, &event.kind, event.subject_id, payload, now)?)
}

/// Writes a job for one endpoint. `subject` is what the event happened to.
pub(crate) fn enqueue_one(
    tx: &mut Conn,
    company: CompanyId,
    webhook: WebhookId,
    (event, subject): (EventId, Uuid),
    now: Timestamp,
) -> Result<()> {
    let payload = Payload { event, test: None };
    let new = New { company, kind: KIND, queue: webhook.0, lane: Some(subject), payload };
    Ok(job::enqueue(tx, new, now)?)
}

/// The same for a try-out, in a queue of its own: it waits for nothing, not even for the webhook to be resumed.
pub(crate) fn enqueue_test(tx: &mut Conn, webhook: WebhookId, event: &Event, now: Timestamp) -> Result<()> {
    let payload = Payload { event: event.id, test: Some(webhook) };
    let new = New { company: event.company_id, kind: KIND, queue: event.id.0, lane: None, payload };
    Ok(job::enqueue(tx, new, now)?)
}

/// Who is to be told of what.
#[derive(Debug, Clone, Copy)]
pub(super) struct Call {
    pub(super) webhook: WebhookId,
    pub(super) event: EventId,
    purpose: Purpose,
}

impl Call {
    pub(super) fn of(job: &Job) -> Result<Self, String> {
        let Ok(Payload { event, test }) = serde_json::from_str(&job.payload) else {
            return Err("the payload is not one of a delivery".to_owned());
        };
        let webhook = test.unwrap_or(WebhookId(job.queue));
        Ok(Self { webhook, event, purpose: if test.is_some() { Purpose::Test } else { Purpose::Event } })
    }
}

/// Without a parcel the webhook or the event is gone.
pub(super) async fn run(
    app: &App,
    job: &Job,
    call: Call,
    parcel: Option<Parcel>,
) -> (Verdict, Option<Attempted>) {
    // Whoever removed the webhook wants to hear nothing more.
    let Some(parcel) = parcel else { return (Verdict::Done, None) };
    let Call { webhook, event, purpose } = call;
    match (purpose, parcel.state) {
        (Purpose::Test, _) | (_, State::Active) => {}
        (_, State::Paused) => return (Verdict::NotNow, None),
        (_, State::Disabled) => return (Verdict::Hopeless("the webhook is disabled".to_owned()), None),
    }
    let (started, now) = (Instant::now(), app.now());
    let secrets = active_secrets(&parcel, now);
    let Parcel { endpoint, state, failing_since, body, .. } = parcel;
    let (answer, signature) = match sign(&secrets, event, body, now) {
        Ok(signed) => {
            let signature = signed.signature().map(str::to_owned);
            let answer = signed.send(app.outbound(), &endpoint).await;
            (answer.map_err(|error| (Trouble::of(&error), error.to_string())), signature)
        }
        Err(error) => (Err((Trouble::Failed, error)), None),
    };
    let elapsed = started.elapsed();
    metrics::histogram!("slated_webhook_seconds").record(elapsed.as_secs_f64());

    let response = answer.as_ref().ok();
    let verdict = match &answer {
        Ok(response) => judge(response, now),
        Err((_, error)) => failed(truncated(error.clone())),
    };
    let delivery = Delivery {
        id: DeliveryId::at(now),
        company_id: job.company_id,
        webhook_id: webhook,
        event_id: event,
        attempt: job.attempts,
        endpoint: Some(kept::endpoint(&endpoint)),
        signature,
        response_status: response.map(|response| response.status),
        response_headers: response.map(kept::headers).filter(|headers| !headers.is_empty()),
        response_body: response.and_then(|response| kept::body(response, &secrets)),
        error: match &verdict {
            Verdict::Failed { error, .. } | Verdict::Hopeless(error) => Some(error.clone()),
            _ => None,
        },
        elapsed_ms: i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX),
        created_at: now,
    };
    let trouble = answer.map_or_else(|(trouble, _)| trouble, |response| Trouble::Answered(response.status));
    let trouble = delivery.error.is_some().then_some(trouble);
    (verdict, Some(Attempted { delivery, trouble, purpose, state, failing_since }))
}

/// The secrets to sign with, the newest first.
fn active_secrets(parcel: &Parcel, now: Timestamp) -> Vec<String> {
    let previous = parcel.previous_secret.clone().filter(|_| parcel.previous_secret_until > Some(now));
    std::iter::once(parcel.secret.clone()).chain(previous).collect()
}

/// A signed body on its way.
struct Signed {
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

fn sign(secrets: &[String], event: EventId, body: String, now: Timestamp) -> Result<Signed, String> {
    let secrets: Vec<_> = secrets
        .iter()
        .map(|secret| SigningSecret::parse(secret))
        .collect::<Result<_, _>>()
        .map_err(|error| error.to_string())?;
    let (id, body) = (event.to_string(), body.into_bytes());
    let message = Message { id: &id, timestamp: now.as_second(), body: &body };
    let signed = message.headers(&secrets).map_err(|error| error.to_string())?;
    let mut headers = vec![("content-type", "application/json".to_owned())];
    headers.extend(signed);
    Ok(Signed { headers, body })
}

impl Signed {
    fn signature(&self) -> Option<&str> {
        self.headers.iter().find(|(name, _)| *name == SIGNATURE_HEADER).map(|(_, value)| value.as_str())
    }

    async fn send(self, outbound: &Outbound, endpoint: &str) -> Result<Response, OutboundError> {
        let headers: Vec<_> = self.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        outbound.post(endpoint, &headers, self.body).await
    }
}

/// An answer counts by its status alone; redirects are failures like any other.
fn judge(response: &Response, now: Timestamp) -> Verdict {
    if (200..300).contains(&response.status) {
        return Verdict::Done;
    }
    if response.status == GONE {
        return Verdict::Hopeless("the endpoint answered 410: it is gone".to_owned());
    }
    let not_within = response.header("retry-after").and_then(|value| retry_after(value, now));
    Verdict::Failed { error: format!("the endpoint answered {}", response.status), not_within }
}

/// Seconds or an HTTP date (RFC 9110, 10.2.3).
fn retry_after(value: &str, now: Timestamp) -> Option<SignedDuration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse::<u32>() {
        return Some(SignedDuration::from_secs(seconds.into()));
    }
    let date = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(value).ok()?;
    Some(date.duration_since(now)).filter(SignedDuration::is_positive)
}

fn truncated(mut error: String) -> String {
    if error.len() > ERROR_LIMIT {
        let end = (0..=ERROR_LIMIT).rev().find(|&i| error.is_char_boundary(i)).unwrap_or(0);
        error.truncate(end);
    }
    error
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now: Timestamp = "2027-03-01T08:00:00Z".parse().unwrap();
        let check = |value| retry_after(value, now).map(|wait| wait.as_secs());
        assert_eq!(check("120"), Some(120));
        assert_eq!(check(" 0 "), Some(0));
        assert_eq!(check("Mon, 01 Mar 2027 08:01:30 GMT"), Some(90));
        assert_eq!(check("Mon, 01 Mar 2027 07:00:00 GMT"), None);
        assert_eq!(check("-5"), None);
        assert_eq!(check("soon"), None);
    }

    #[test]
    fn errors_are_cut_between_characters() {
        assert_eq!(truncated("ü".repeat(400)).len(), ERROR_LIMIT);
        assert_eq!(truncated(format!("x{}", "ü".repeat(400))).len(), ERROR_LIMIT - 1);
    }
}
