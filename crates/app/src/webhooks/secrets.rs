//! A webhook's secrets: one that is in use, and for a while after a change the one before it.

use jiff::SignedDuration;
use slated_integrations::SigningSecret;
use slated_store::{
    company,
    ids::WebhookId,
    webhook::{self, Webhook},
};

use super::{may_manage, states::find};
use crate::{App, Ctx, Error, Result};

/// For how long the secret before is signed with too, unless something else is asked for.
pub const OVERLAP: SignedDuration = SignedDuration::from_hours(24);

impl App {
    /// Gives a webhook another secret: the one that is given, or a new one. For the time of `overlap` every delivery
    /// carries two signatures, so that receivers can change over without losing one. There are never more than two
    /// secrets: of a change within the time of another, the oldest is forgotten at once.
    pub async fn rotate_webhook_secret(
        &self,
        ctx: &Ctx,
        id: WebhookId,
        secret: Option<String>,
        overlap: SignedDuration,
    ) -> Result<Webhook> {
        let (company, now) = (may_manage(ctx)?, self.now());
        let secret = match secret {
            Some(given) => checked(given)?,
            None => random(),
        };
        self.change(ctx, move |tx, log| {
            company::lock(tx, company)?;
            let mut webhook = find(tx, company, id)?;
            if webhook.secret == secret {
                return Err(Error::invalid("secret", "invalid-value", "This secret is in use already"));
            }
            log.before(&webhook);
            let previous = std::mem::replace(&mut webhook.secret, secret.clone());
            webhook.previous_secret = overlap.is_positive().then_some(previous);
            webhook.previous_secret_until = overlap.is_positive().then_some(now + overlap);
            webhook.updated_at = now;
            webhook::update(tx, &webhook)?;
            Ok(webhook)
        })
        .await
    }
}

/// A new secret of 32 random bytes.
pub(crate) fn random() -> String {
    let mut key = [0u8; 32];
    rand::fill(&mut key);
    SigningSecret::from(key).reveal()
}

/// The secret, if it has the standard's form.
pub(super) fn checked(secret: String) -> Result<String> {
    SigningSecret::parse(&secret)
        .map_err(|error| Error::invalid("secret", "invalid-value", error.to_string()))?;
    Ok(secret)
}
