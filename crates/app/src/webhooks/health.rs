//! What a call of an endpoint says about its webhook: working, failing, paused or gone.

use jiff::{SignedDuration, Timestamp};
use slated_store::{
    db::Conn,
    ids::{CompanyId, WebhookId},
    job::hold,
    webhook::{self, State, Webhook},
};

use crate::{
    App, Result,
    events::{self, Happened},
    jobs::{
        Fate, Tried, Verdict,
        deliver_webhook::{Attempted, Purpose, Trouble},
        hasten_webhook, tell_of_webhook,
    },
};

/// An endpoint that took nothing for so long is paused when a delivery is given up. The ten attempts of one take
/// longer, so that only an endpoint which failed all the while is.
pub const PATIENCE: SignedDuration = SignedDuration::from_hours(60);

/// Notes what came of a call, and says what becomes of its job.
pub(crate) fn note(tx: &mut Conn, app: &App, attempted: &Attempted, tried: &Tried) -> Result<Fate> {
    let (company, id) = (attempted.delivery.company_id, attempted.delivery.webhook_id);
    let succeeded = attempted.delivery.error.is_none();
    if attempted.purpose == Purpose::Test {
        if succeeded && attempted.state != State::Active {
            resume(tx, company, id, tried.at)?;
        }
        return Ok(Fate::Over);
    }
    if succeeded {
        if attempted.failing_since.is_some() {
            webhook::end_failing(tx, company, id)?;
        }
        return Ok(tried.fate());
    }
    if attempted.failing_since.is_none() {
        webhook::begin_failing(tx, company, id, attempted.delivery.created_at)?;
    }
    if let Verdict::Hopeless(reason) = &tried.verdict {
        stop(tx, app, attempted, State::Disabled, reason, tried.at)?;
        return Ok(Fate::GivenUp);
    }
    match tried.fate() {
        Fate::GivenUp => last_try(tx, app, attempted, tried),
        fate => Ok(fate),
    }
}

/// Its last try failed. If nothing else got through either, it is the endpoint and not the event: both wait.
fn last_try(tx: &mut Conn, app: &App, attempted: &Attempted, tried: &Tried) -> Result<Fate> {
    let (company, id) = (attempted.delivery.company_id, attempted.delivery.webhook_id);
    let Some(webhook) = webhook::by_id(tx, company, id)? else { return Ok(Fate::Over) };
    let silent = webhook.failing_since.is_some_and(|since| tried.at.duration_since(since) >= PATIENCE);
    if silent && webhook.state == State::Active {
        let reason = format!("nothing was delivered for {} hours: {}", PATIENCE.as_hours(), tried.error());
        stop(tx, app, attempted, State::Paused, &reason, tried.at)?;
    } else if webhook.state == State::Active {
        return Ok(Fate::GivenUp);
    }
    Ok(Fate::Retried(tried.at))
}

/// Pauses or disables a webhook that cannot be reached, and tells so.
fn stop(
    tx: &mut Conn,
    app: &App,
    attempted: &Attempted,
    state: State,
    reason: &str,
    now: Timestamp,
) -> Result<()> {
    let (company, id) = (attempted.delivery.company_id, attempted.delivery.webhook_id);
    if !webhook::set_state(tx, company, id, state, Some(reason), now)? {
        return Ok(());
    }
    if state == State::Paused {
        hold::hold(tx, company, id.0, now)?;
    }
    let Some(webhook) = webhook::by_id(tx, company, id)? else { return Ok(()) };
    let happened = match state {
        State::Disabled => Happened::WebhookDisabled(&webhook),
        _ => Happened::WebhookPaused(&webhook),
    };
    events::record(tx, app, &happened, now)?;
    tell_owners(tx, app, &webhook, attempted.trouble, now)
}

/// A webhook is its company's: its administrators get a mail, and the operator reads it in the log.
fn tell_owners(
    tx: &mut Conn,
    app: &App,
    webhook: &Webhook,
    trouble: Option<Trouble>,
    now: Timestamp,
) -> Result<()> {
    tracing::warn!(
        company = %webhook.company_id, webhook = %webhook.id, state = webhook.state.as_str(),
        reason = webhook.state_reason,
        "a webhook is not delivered to any more"
    );
    tell_of_webhook::enqueue(tx, app, webhook, trouble, now)
}

/// Lets a webhook hear again: what was kept for it goes out at once, in order.
pub(super) fn resume(tx: &mut Conn, company: CompanyId, id: WebhookId, now: Timestamp) -> Result<()> {
    if webhook::set_state(tx, company, id, State::Active, None, now)? {
        hold::release(tx, company, id.0)?;
        hasten_webhook::enqueue(tx, company, id, now)?;
    }
    Ok(())
}
