//! Webhooks: where a company wants to be told, and of what. Delivering is a job ([`crate::jobs::deliver_webhook`]).

use jiff::Timestamp;
use slated_store::{
    company,
    ids::WebhookId,
    job::hold,
    webhook::{self, State, Webhook},
};

use crate::{App, Ctx, Error, Result, access::Scope, error::FieldErrors, events::EventType};

pub mod health;
pub mod history;
pub mod replay;
pub mod secrets;
pub mod states;

/// The most webhooks a company can have (contract section 12.1).
pub const MOST: i64 = 6;

/// A webhook to be made.
#[derive(Debug, Clone)]
pub struct NewWebhook {
    /// The URL; kept and echoed byte for byte.
    pub endpoint: String,
    /// The event types, at least one.
    pub event_types: Vec<String>,
    /// A note.
    pub description: Option<String>,
    /// What to sign with; without, a new one is made.
    pub secret: Option<String>,
}

/// What is to change of a webhook; none leaves it as it is.
#[derive(Debug, Clone, Default)]
pub struct WebhookChange {
    /// The URL.
    pub endpoint: Option<String>,
    /// Replaces the event types.
    pub event_types: Option<Vec<String>>,
    /// The note; `Some(None)` clears it.
    pub description: Option<Option<String>>,
}

impl App {
    /// The company's webhooks, the oldest first.
    pub async fn list_webhooks(&self, ctx: &Ctx) -> Result<Vec<Webhook>> {
        let company = may_manage(ctx)?;
        self.db().read(move |c| Ok(webhook::of_company(c, company)?)).await
    }

    /// Makes one, with a secret of its own to sign what is sent to it.
    pub async fn create_webhook(&self, ctx: &Ctx, new: NewWebhook) -> Result<Webhook> {
        let company = may_manage(ctx)?;
        let mut errors = FieldErrors::default();
        self.check_endpoint(&new.endpoint, &mut errors);
        check_event_types(&new.event_types, &mut errors);
        errors.finish()?;
        let secret = new.secret.map_or_else(|| Ok(secrets::random()), secrets::checked)?;
        let now = self.now();
        let webhook = Webhook {
            id: WebhookId::new(),
            company_id: company,
            endpoint: new.endpoint,
            description: new.description,
            event_types: without_repeats(new.event_types),
            secret,
            previous_secret: None,
            previous_secret_until: None,
            state: State::Active,
            state_reason: None,
            state_since: None,
            failing_since: None,
            created_at: now,
            updated_at: now,
        };
        self.write(ctx, move |tx| {
            company::lock(tx, company)?;
            if webhook::count(tx, company)? >= MOST {
                let message = format!("A company can have at most {MOST} webhooks");
                return Err(Error::TooMany { code: "webhook-limit-reached", message });
            }
            webhook::insert(tx, &webhook)?;
            Ok(webhook.clone())
        })
        .await
    }

    /// Changes one. Deliveries that are still to come go to the new endpoint.
    pub async fn update_webhook(&self, ctx: &Ctx, id: WebhookId, change: WebhookChange) -> Result<Webhook> {
        let company = may_manage(ctx)?;
        let mut errors = FieldErrors::default();
        if let Some(endpoint) = &change.endpoint {
            self.check_endpoint(endpoint, &mut errors);
        }
        if let Some(types) = &change.event_types {
            check_event_types(types, &mut errors);
        }
        errors.finish()?;
        let now = self.now();
        self.change(ctx, move |tx, log| {
            company::lock(tx, company)?;
            let mut webhook = webhook::by_id(tx, company, id)?.ok_or(NOT_FOUND)?;
            log.before(&webhook);
            apply(&mut webhook, change.clone(), now);
            webhook::update(tx, &webhook)?;
            Ok(webhook)
        })
        .await
    }

    /// Removes one. What is still on its way to it is dropped.
    pub async fn delete_webhook(&self, ctx: &Ctx, id: WebhookId) -> Result<()> {
        let company = may_manage(ctx)?;
        self.change(ctx, move |tx, log| {
            log.before(&webhook::by_id(tx, company, id)?.ok_or(NOT_FOUND)?);
            hold::release(tx, company, id.0)?;
            if webhook::delete(tx, company, id)? { Ok(()) } else { Err(NOT_FOUND) }
        })
        .await
    }

    fn check_endpoint(&self, endpoint: &str, errors: &mut FieldErrors) {
        if let Err(refusal) = self.outbound().check_url(endpoint) {
            errors.add("endpoint", "invalid-url", refusal.to_string());
        }
    }
}

const NOT_FOUND: Error = Error::NotFound("Webhook");

fn may_manage(ctx: &Ctx) -> Result<slated_store::ids::CompanyId> {
    ctx.actor.needs(Scope::Account)?;
    ctx.actor.must_be_admin()?;
    Ok(ctx.actor.company)
}

fn check_event_types(types: &[String], errors: &mut FieldErrors) {
    if types.is_empty() {
        errors.add("eventTypes", "too-short", "At least one event type is needed");
    }
    for (i, unknown) in types.iter().enumerate().filter(|(_, t)| EventType::parse(t).is_none()) {
        let known: Vec<_> = EventType::ALL.iter().map(|t| t.as_str()).collect();
        let message = format!("Unknown event type '{unknown}'; there are {}", known.join(", "));
        errors.add(format!("eventTypes[{i}]"), "invalid-value", message);
    }
}

/// In the caller's order: clients compare what they get back with what they sent.
fn without_repeats(types: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(types.len());
    for one in types {
        if !kept.contains(&one) {
            kept.push(one);
        }
    }
    kept
}

fn apply(webhook: &mut Webhook, change: WebhookChange, now: Timestamp) {
    if let Some(endpoint) = change.endpoint {
        webhook.endpoint = endpoint;
    }
    if let Some(types) = change.event_types {
        webhook.event_types = without_repeats(types);
    }
    if let Some(description) = change.description {
        webhook.description = description;
    }
    webhook.updated_at = now;
}
