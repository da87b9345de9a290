//! The audit log: who changed what, by which credential, from where.
//!
//! [`App::write`] records every write whose context names an operation, in the transaction of the write, so that no
//! use-case can forget to. Which operations are administrative is decided where requests come in.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use slated_store::{
    audit::{self, Entry},
    db::Conn,
    ids::AuditId,
};
use uuid::Uuid;

use crate::{
    App, Ctx, Result,
    access::{Scope, Via},
};

/// What stands where a secret stood.
const HIDDEN: &str = "[hidden]";
/// Members whose name contains one of these are secrets.
const SECRET: [&str; 4] = ["secret", "password", "token", "hash"];
/// Members that are spelled like that already, or named by the company.
const AS_THEY_ARE: [&str; 4] = ["spec", "profile", "personal_page", "metadata"];
/// The longest outcome that is kept, in bytes.
const LONGEST: usize = 32 * 1024;

/// What a request does, as the log names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// Method and route, such as `PATCH /webhooks/{id}`.
    pub name: String,
    /// What it is done to, where the route names it.
    pub subject: Option<Uuid>,
    /// The request's id.
    pub request_id: Option<String>,
    /// Where it came from.
    pub address: Option<std::net::IpAddr>,
}

/// What was there before a change.
#[derive(Debug, Default)]
pub struct Record(Option<Value>);

impl Record {
    /// It was this.
    pub(crate) fn before<T: Serialize>(&mut self, value: &T) {
        self.0 = serde_json::to_value(value).ok();
    }
}

impl App {
    /// Up to `limit` changes of the company from before `cursor`, the newest first. For administrators.
    pub async fn audit_log(&self, ctx: &Ctx, cursor: Option<AuditId>, limit: u32) -> Result<Vec<Entry>> {
        ctx.actor.needs(Scope::Account)?;
        ctx.actor.must_be_admin()?;
        let company = ctx.actor.company;
        self.db().read(move |c| Ok(audit::before(c, company, cursor, limit)?)).await
    }
}

/// Whether what is done in this context is an administrator's.
pub(crate) fn is_recorded(ctx: &Ctx) -> bool {
    ctx.operation.is_some() || ctx.actor.via == Via::Operator
}

/// Records a write, unless it is none of an administrator's.
pub(crate) fn record<T: Serialize>(
    tx: &mut Conn,
    ctx: &Ctx,
    record: &Record,
    outcome: &T,
    now: Timestamp,
) -> Result<()> {
    if !is_recorded(ctx) {
        return Ok(());
    }
    let (via, credential_id) = match &ctx.actor.via {
        Via::ApiKey { id, .. } => ("api-key", Some(id.0)),
        Via::Token { id, .. } => ("token", Some(id.0)),
        Via::Session(id) => ("session", Some(id.0)),
        Via::Guest => ("guest", None),
        Via::Operator => ("command-line", None),
    };
    let operation = ctx.operation.as_ref();
    let outcome = kept(serde_json::to_value(outcome).unwrap_or_default());
    let previous = record.0.clone().and_then(kept);
    let entry = Entry {
        id: AuditId::at(now),
        company_id: ctx.actor.company,
        user_id: ctx.actor.user,
        via: via.to_owned(),
        credential_id,
        operation: operation.map_or_else(|| "command line".to_owned(), |operation| operation.name.clone()),
        subject_id: operation.and_then(|operation| operation.subject),
        previous,
        outcome: outcome.unwrap_or_else(|| Value::Null.to_string()),
        request_id: operation.and_then(|operation| operation.request_id.clone()),
        address: operation.and_then(|operation| operation.address).map(|address| address.to_string()),
        created_at: now,
    };
    Ok(audit::insert(tx, &entry)?)
}

/// As it stands in the log; none where it is too long for it.
fn kept(mut value: Value) -> Option<String> {
    hide(&mut value);
    Some(spelled(value).to_string()).filter(|text| text.len() <= LONGEST)
}

/// With its members spelled as the API spells them.
fn spelled(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let spell = |(name, member): (String, Value)| {
                let member = if AS_THEY_ARE.contains(&name.as_str()) { member } else { spelled(member) };
                (camel(&name), member)
            };
            Value::Object(members.into_iter().map(spell).collect())
        }
        Value::Array(members) => Value::Array(members.into_iter().map(spelled).collect()),
        other => other,
    }
}

fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |mut all, word| {
        let mut letters = word.chars();
        all.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        all.push_str(letters.as_str());
        all
    })
}

fn hide(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let name = name.to_lowercase();
                if SECRET.iter().any(|secret| name.contains(secret))
                    && !member.is_null()
                    && !member.is_boolean()
                {
                    *member = HIDDEN.into();
                } else {
                    hide(member);
                }
            }
        }
        Value::Array(members) => members.iter_mut().for_each(hide),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn members_are_spelled_as_the_api_spells_them() {
        let value =
            json!({ "user_id": 1, "list": [{ "is_it_so": 2 }], "spec": { "metadata": { "my_key": 3 } } });
        let expected =
            json!({ "userId": 1, "list": [{ "isItSo": 2 }], "spec": { "metadata": { "my_key": 3 } } });
        assert_eq!(spelled(value), expected);
    }

    #[test]
    fn secrets_are_hidden_wherever_they_stand() {
        let mut value = json!({ "secret": "a", "list": [{ "bookingPagePassword": { "password": "b" } }], "secret_hash": [1],
            "name": "c", "accessToken": null, "hashed": true });
        hide(&mut value);
        assert_eq!(
            value,
            json!({ "secret": HIDDEN, "list": [{ "bookingPagePassword": HIDDEN }], "secret_hash": HIDDEN,
                "name": "c", "accessToken": null, "hashed": true })
        );
    }
}
