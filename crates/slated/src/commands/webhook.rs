//! `slated webhook`: how webhooks are, what was sent to them, and sending again.
//!
//! What is to be sent is left to the worker of a running server, which finds it within a quarter of a second.

use std::{
    io::Write as _,
    time::{Duration, Instant},
};

use anyhow::bail;
use jiff::SignedDuration;
use slated_app::{
    App, Ctx,
    webhooks::replay::{MOST, Which},
};
use slated_store::{
    delivery::{Delivery, Filter},
    ids::{EventId, WebhookId},
    webhook,
};

use super::who;
use crate::cli::{
    OfCompany,
    webhook::{Deliveries, Events, One, Replay, Rotate, Webhook},
};

/// How long the outcome of a test is waited for: longer than an endpoint may take.
const WAIT: Duration = Duration::from_secs(20);
const LOOK: Duration = Duration::from_millis(100);

/// Runs a subcommand.
pub(crate) async fn run(app: &App, command: Webhook) -> anyhow::Result<()> {
    match command {
        Webhook::List(company) => {
            for webhook in
                app.list_webhooks(&operator(app, &company, "list").await?).await.map_err(who::told)?
            {
                println!("{}", line(&webhook));
            }
        }
        Webhook::Show(one) => show(app, one).await?,
        Webhook::Pause(one) => {
            let (ctx, id) = named(app, &one, "pause").await?;
            println!("{}", line(&app.pause_webhook(&ctx, id).await.map_err(who::told)?));
        }
        Webhook::Resume(one) => {
            let (ctx, id) = named(app, &one, "resume").await?;
            println!("{}", line(&app.resume_webhook(&ctx, id).await.map_err(who::told)?));
        }
        Webhook::Test(one) => test(app, one).await?,
        Webhook::Rotate(args) => rotate(app, args).await?,
        Webhook::Deliveries(args) => deliveries(app, args).await?,
        Webhook::Replay(args) => replay(app, args).await?,
        Webhook::Events(args) => events(app, args).await?,
    }
    Ok(())
}

async fn operator(app: &App, company: &OfCompany, command: &str) -> anyhow::Result<Ctx> {
    let company = who::company(app, company.company.as_deref()).await?;
    Ok(who::operator(&company, &format!("webhook {command}")))
}

async fn named(app: &App, one: &One, command: &str) -> anyhow::Result<(Ctx, WebhookId)> {
    Ok((operator(app, &one.company, command).await?, WebhookId(one.id)))
}

async fn show(app: &App, one: One) -> anyhow::Result<()> {
    let (ctx, id) = named(app, &one, "show").await?;
    let status = app.webhook(&ctx, id).await.map_err(who::told)?;
    println!("{}", line(&status.webhook));
    println!("told of    {}", status.webhook.event_types.join(", "));
    for (what, at) in [("since", status.webhook.state_since), ("failing", status.webhook.failing_since)] {
        if let Some(at) = at {
            println!("{what:10} {at:.0}");
        }
    }
    if let Some(reason) = status.webhook.state_reason {
        println!("because    {reason}");
    }
    println!("waiting    {}", status.waiting);
    println!("given up   {}", status.given_up);
    Ok(())
}

async fn test(app: &App, one: One) -> anyhow::Result<()> {
    let (ctx, id) = named(app, &one, "test").await?;
    let event = app.test_webhook(&ctx, id).await.map_err(who::told)?;
    let filter = Filter { event: Some(event), ..Filter::default() };
    let until = Instant::now() + WAIT;
    while Instant::now() < until {
        if let Some(delivery) = app.deliveries(&ctx, id, filter, 1).await.map_err(who::told)?.first() {
            println!("{}", attempt(delivery));
            if let Some(error) = &delivery.error {
                bail!("the endpoint did not take the test: {error}");
            }
            return Ok(());
        }
        tokio::time::sleep(LOOK).await;
    }
    bail!("the test was not sent within {} seconds: is a server or a worker running?", WAIT.as_secs())
}

async fn rotate(app: &App, args: Rotate) -> anyhow::Result<()> {
    let (ctx, id) = named(app, &args.webhook, "rotate").await?;
    let overlap = SignedDuration::from_hours(args.overlap_hours.into());
    let webhook = app.rotate_webhook_secret(&ctx, id, args.secret, overlap).await.map_err(who::told)?;
    println!("{}", webhook.secret);
    match webhook.previous_secret_until {
        Some(until) => eprintln!("Deliveries are signed with the secret before it too, until {until:.0}."),
        None => eprintln!("The secret before it is not signed with any more."),
    }
    Ok(())
}

async fn deliveries(app: &App, args: Deliveries) -> anyhow::Result<()> {
    let (ctx, id) = named(app, &args.webhook, "deliveries").await?;
    let event = args.event.map(EventId);
    let filter = Filter { event, succeeded: args.failed.then_some(false), ..Filter::default() };
    for delivery in app.deliveries(&ctx, id, filter, args.limit).await.map_err(who::told)? {
        println!("{}", attempt(&delivery));
    }
    Ok(())
}

async fn replay(app: &App, args: Replay) -> anyhow::Result<()> {
    let (ctx, id) = named(app, &args.webhook, "replay").await?;
    let mut queued = 0;
    if let Some(from) = args.from {
        let to = args.to.unwrap_or_else(|| app.now());
        let mut after: Option<String> = None;
        loop {
            let which = if args.failed {
                Which::GivenUp { from, to, after: after.map(|text| text.parse()).transpose()? }
            } else {
                let after = after.map(|text| text.parse().map(EventId)).transpose()?;
                Which::Happened { from, to, after }
            };
            let replayed = app.replay(&ctx, id, which).await.map_err(who::told)?;
            queued += replayed.queued;
            after = replayed.next;
            if after.is_none() {
                break;
            }
        }
    }
    for some in args.events.chunks(MOST as usize) {
        let which = Which::Events(some.iter().copied().map(EventId).collect());
        queued += app.replay(&ctx, id, which).await.map_err(who::told)?.queued;
    }
    eprintln!("{queued} deliveries are on their way again.");
    Ok(())
}

async fn events(app: &App, args: Events) -> anyhow::Result<()> {
    let ctx = operator(app, &args.company, "events").await?;
    let events = app.events_after(&ctx, args.after.map(EventId), args.limit).await.map_err(who::told)?;
    let mut out = std::io::stdout().lock();
    for event in events {
        let (id, at, kind) = (event.id, event.created_at, event.kind);
        writeln!(out, r#"{{"id":"{id}","type":"{kind}","createdAt":"{at}","body":{}}}"#, event.body)?;
    }
    Ok(())
}

fn line(webhook: &webhook::Webhook) -> String {
    let failing = if webhook.failing_since.is_some() { " (failing)" } else { "" };
    format!("{}  {}{failing}  {}", webhook.id, webhook.state.as_str(), webhook.endpoint)
}

fn attempt(delivery: &Delivery) -> String {
    let Delivery { created_at, event_id, attempt, elapsed_ms, .. } = delivery;
    let status = delivery.response_status.map_or_else(|| "---".to_owned(), |status| status.to_string());
    let error = delivery.error.as_deref().unwrap_or("ok");
    format!("{created_at:.3}  {event_id}  attempt {attempt}  {status}  {elapsed_ms} ms  {error}")
}
