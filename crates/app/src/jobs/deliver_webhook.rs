//! Tells one endpoint of one event: a POST signed by the Standard Webhooks scheme, recorded whatever comes of it.
//!
//! At least once: an endpoint that took the event but could not say so gets it again, with the same `webhook-id`.

use std::time::Instant;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use slated_integrations::{Message, Outbound, Response, SigningSecret};
use slated_store::{
    db::Conn,
    delivery::Delivery,
    event::Event,
    ids::{DeliveryId, EventId, WebhookId},
    job::{self, Job},
    webhook::{self, Parcel},
};

use super::{Verdict, failed};
use crate::{App, Result};

pub(super) const KIND: &str = "deliver_webhook";

/// The longest error that is kept, in bytes.
const ERROR_LIMIT: usize = 500;

#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    event: EventId,
}

/// Writes a job for each endpoint that listens. An endpoint is a queue, what the event happened to a lane of it.
pub(crate) fn enqueue(tx: &mut Conn, event: &Event) -> Result<()> {
    let (payload, now) = (Payload { event: event.id }, event.created_at);
    Ok(job::enqueue_for_listeners(tx, event.company_id, KIND, &event.kind, event.subject_id, payload, now)?)
}

pub(super) async fn run(app: &App, job: &Job) -> (Verdict, Option<Delivery>) {
    let Ok(Payload { event }) = serde_json::from_str(&job.payload) else {
        return (failed("the payload is not one of a delivery"), None);
    };
    let webhook = WebhookId(job.queue);
    let company = job.company_id;
    let parcel = match app.db().read(move |c| webhook::parcel(c, company, webhook, event)).await {
        Ok(Some(parcel)) => parcel,
        // Whoever removed the webhook wants to hear nothing more.
        Ok(None) => return (Verdict::Done, None),
        Err(error) => return (failed(format!("the store: {error}")), None),
    };
    let (started, now) = (Instant::now(), app.now());
    let answer = send(app.outbound(), event, parcel, now).await;
    let elapsed = started.elapsed();
    metrics::histogram!("slated_webhook_seconds").record(elapsed.as_secs_f64());

    let response_status = answer.as_ref().ok().map(|response| response.status);
    let verdict = match answer {
        Ok(response) => judge(&response, now),
        Err(error) => failed(truncated(error)),
    };
    let delivery = Delivery {
        id: DeliveryId::at(now),
        company_id: company,
        webhook_id: webhook,
        event_id: event,
        attempt: job.attempts,
        response_status,
        error: if let Verdict::Failed { error, .. } = &verdict { Some(error.clone()) } else { None },
        elapsed_ms: i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX),
        created_at: now,
    };
    (verdict, Some(delivery))
}

async fn send(
    outbound: &Outbound,
    event: EventId,
    parcel: Parcel,
    now: Timestamp,
) -> Result<Response, String> {
    let secret = SigningSecret::parse(&parcel.secret).map_err(|error| error.to_string())?;
    let id = event.to_string();
    let body = parcel.body.into_bytes();
    let message = Message { id: &id, timestamp: now.as_second(), body: &body };
    let signed = message.headers(&[secret]).map_err(|error| error.to_string())?;
    let mut headers = vec![("content-type", "application/json")];
    headers.extend(signed.iter().map(|(name, value)| (*name, value.as_str())));
    outbound.post(&parcel.endpoint, &headers, body).await.map_err(|error| error.to_string())
}

/// An answer counts by its status alone; 410 and redirects are failures like any other.
fn judge(response: &Response, now: Timestamp) -> Verdict {
    if (200..300).contains(&response.status) {
        return Verdict::Done;
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
