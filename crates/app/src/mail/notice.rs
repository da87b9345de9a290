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
    jobs::deliver_webhook::kept,
    texts::{dates, say},
};

/// A webhook was paused or disabled because its endpoint fails or is gone. `base` is the public URL.
pub(crate) fn of_webhook(webhook: &Webhook, reader: &User, company: &Company, base: &str) -> Content {
    let language = facts::language([Some(reader.language.as_str())]);
    let zone = facts::zone([Some(reader.timezone.as_str())]);
    let host = Url::parse(&webhook.endpoint).ok().and_then(|url| url.host_str().map(str::to_owned));
    let words = [
        ("host", host.unwrap_or_default().into()),
        ("first", reader.given_name.as_str().into()),
        ("company", company.name.as_str().into()),
    ];
    let (subject, text) = match webhook.state {
        State::Disabled => ("mail-webhook-disabled-subject", "mail-webhook-disabled-text"),
        State::Paused | State::Active => ("mail-webhook-paused-subject", "mail-webhook-paused-text"),
    };
    let row = |key: &str, lines: Vec<String>| Row {
        label: say(language, key, &[]),
        lines,
        href: None,
        struck: false,
    };
    let mut rows = vec![row("mail-webhook-endpoint", vec![kept::endpoint(&webhook.endpoint)])];
    rows.extend(webhook.state_reason.clone().map(|reason| row("mail-reason", vec![reason])));
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
    Content {
        language,
        subject: say(language, subject, &words),
        company: company.name.clone(),
        accent: None,
        logo: None,
        paragraphs: say(language, text, &words).split("\n\n").map(str::to_owned).collect(),
        rows,
        buttons: vec![],
        links: vec![],
        footer: vec![say(language, "mail-sent-by", &[("company", company.name.as_str().into())])],
        stop: None,
    }
    .dressed(&company.branding)
}
