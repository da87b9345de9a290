//! What administrators read of their company's webhooks, in their own language and zone.

use slated_store::{
    company::Company,
    user::User,
    webhook::{State, Webhook},
};
use url::Url;

use super::{
    content::{Content, Row},
    facts,
};
use crate::{
    jobs::deliver_webhook::{Trouble, kept},
    texts::{dates, say},
    webhooks::health::PATIENCE,
};

/// A webhook was paused or disabled because its endpoint fails or is gone; `trouble` is what its last call met. `base` is the
/// public URL.
pub(crate) fn of_webhook(
    webhook: &Webhook,
    trouble: Option<Trouble>,
    reader: &User,
    company: &Company,
    base: &str,
) -> Content {
    let host = Url::parse(&webhook.endpoint).ok().and_then(|url| url.host_str().map(str::to_owned));
    let messages = match webhook.state {
        State::Disabled => ("mail-webhook-disabled-subject", "mail-webhook-disabled-text"),
        State::Paused | State::Active => ("mail-webhook-paused-subject", "mail-webhook-paused-text"),
    };
    let words = [("host", host.unwrap_or_default().into())];
    let content = Content::to_user(reader, company, messages, &words);
    let language = content.language;
    let zone = facts::zone([Some(reader.timezone.as_str())]);
    let row = |key: &str, lines: Vec<String>| Row {
        label: say(language, key, &[]),
        lines,
        href: None,
        struck: false,
    };
    let mut rows = vec![row("mail-webhook-endpoint", vec![kept::endpoint(&webhook.endpoint)])];
    let silent = (webhook.state == State::Paused).then(|| {
        let time = dates::length(language, u32::try_from(PATIENCE.as_mins()).expect("some days"));
        say(language, "mail-webhook-silent", &[("time", time.into())])
    });
    let reason: Vec<String> =
        silent.into_iter().chain(trouble.map(|trouble| trouble.said(language))).collect();
    if !reason.is_empty() {
        rows.push(row("mail-reason", vec![reason.join(" ")]));
    }
    rows.extend(webhook.state_since.map(|at| {
        let local = at.to_zoned(zone.clone()).datetime();
        row("mail-webhook-since", vec![dates::day_time(language, local), dates::zone(language, &zone, at)])
    }));
    let id = webhook.id;
    rows.extend([
        row("mail-webhook-id", vec![id.to_string()]),
        row(
            "mail-webhook-resume",
            vec![format!("POST {base}/webhooks/{id}/resume"), format!("slated webhook resume {id}")],
        ),
    ]);
    Content { rows, ..content }
}
