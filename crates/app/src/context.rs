//! The context of one request: who asks, and under which Idempotency-Key.

use serde::{Serialize, de::DeserializeOwned};
use slated_store::{
    db::Conn,
    idempotency::{self, Begun, Kept},
};

pub use slated_store::idempotency::Key as IdempotencyKey;

use crate::{
    App, Error, Result,
    access::Actor,
    audit::{self, Operation, Record},
};

/// Who asks, and under which Idempotency-Key.
#[derive(Debug, Clone)]
pub struct Ctx {
    /// Who asks.
    pub actor: Actor,
    /// Makes a repeated write give the first one's answer.
    pub idempotency: Option<IdempotencyKey>,
    /// What is done, for the audit log; none where it is none of an administrator's.
    pub operation: Option<Operation>,
}

impl From<Actor> for Ctx {
    fn from(actor: Actor) -> Self {
        Self { actor, idempotency: None, operation: None }
    }
}

impl Ctx {
    /// The operator does this, by a command such as `key create`.
    pub fn commanded(operator: Actor, command: &str) -> Self {
        let name = format!("slated {command}");
        let operation = Operation { name, subject: None, request_id: None, address: None };
        Self { operation: Some(operation), ..Self::from(operator) }
    }
}

impl App {
    /// Runs a use-case's one write transaction, once per Idempotency-Key, and records it in the audit log.
    ///
    /// With a key, the outcome is stored in the same transaction, and a repeated request gets that outcome
    /// without running `f` again, even when both arrive at the same moment on two nodes. Refusals are not kept:
    /// they have changed nothing, and a repeated request is judged anew.
    pub async fn write<T, F>(&self, ctx: &Ctx, mut f: F) -> Result<T>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        F: FnMut(&mut Conn) -> Result<T> + Send + 'static,
    {
        self.change(ctx, move |tx, _| f(tx)).await
    }

    /// The same, for what changes or removes something: `f` says what that was before.
    pub async fn change<T, F>(&self, ctx: &Ctx, mut f: F) -> Result<T>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        F: FnMut(&mut Conn, &mut Record) -> Result<T> + Send + 'static,
    {
        let (now, who) = (self.now(), ctx.clone());
        let mut f = move |tx: &mut Conn| -> Result<T> {
            let mut record = Record::default();
            let outcome = f(tx, &mut record)?;
            audit::record(tx, &who, &record, &outcome, now)?;
            Ok(outcome)
        };
        let Some(key) = ctx.idempotency.clone() else {
            return self.db().write(f).await;
        };
        // What administrators are answered holds their secrets; what bookings are, holds people.
        let kept = if audit::is_recorded(ctx) { Kept::Sealed } else { Kept::Readable };
        self.db()
            .write(move |tx| match idempotency::begin(tx, &key, now)? {
                Begun::Fresh => {
                    let outcome = f(tx)?;
                    idempotency::answer(tx, &key, &outcome, kept)?;
                    Ok(outcome)
                }
                Begun::Answered(outcome) => Ok(outcome),
                Begun::Erased => Err(Error::AnswerErased),
                Begun::OtherRequest => Err(Error::IdempotencyKeyReused),
            })
            .await
    }
}
