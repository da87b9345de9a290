//! Sends one mail. At least once: a server that took it but could not say so gets it again, with the same Message-ID.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use slated_integrations::{
    Letter, MailError,
    mail::{Address, Invite},
};
use slated_store::{
    company::Company,
    ids::CompanyId,
    job::Job,
    mail_template::{self, MailTemplate},
    user::User,
};
use uuid::Uuid;

use super::{Verdict, failed};
use crate::{
    App,
    mail::{
        Kind, Role,
        content::Content,
        facts::{self, Facts, Party},
        invite,
        said::Said,
        templates::{self, Text},
    },
};

pub(crate) const KIND: &str = "send_mail";

/// A mail to be sent.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Order {
    /// Its own: the same at every try.
    pub(crate) id: Uuid,
    pub(crate) kind: Kind,
    pub(crate) role: Role,
    pub(crate) to: Receiver,
    pub(crate) facts: Facts,
    /// When it became necessary.
    pub(crate) at: Timestamp,
    /// From then on nobody needs it.
    pub(crate) not_after: Option<Timestamp>,
    /// What somebody wrote by hand.
    pub(crate) written: Option<Text>,
}

/// Who gets it, and how they are spoken to.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Receiver {
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) language: Option<String>,
    pub(crate) timezone: Option<String>,
}

impl Order {
    /// None for somebody without an address.
    pub(crate) fn new(kind: Kind, role: Role, to: &Party, facts: Facts, at: Timestamp) -> Option<Self> {
        let to = Receiver {
            name: if role == Role::Guest { String::new() } else { to.name.clone() },
            email: to.email.clone()?,
            language: to.language.clone(),
            timezone: to.timezone.clone(),
        };
        Some(Self { id: Uuid::now_v7(), kind, role, to, facts, at, not_after: None, written: None })
    }

    pub(super) fn of(job: &Job) -> Result<Self, String> {
        serde_json::from_str(&job.payload).map_err(|_| "the payload cannot be read".to_owned())
    }

    /// Which text of the company's own would be sent.
    pub(super) fn text(&self, company: CompanyId) -> mail_template::Wanted {
        (company, Some(self.facts.meeting_type), self.kind.as_str(), language(self).code())
    }
}

/// Without a company there is nobody to write for. `own` is the company's text for the mail.
pub(super) async fn run(
    app: &App,
    job: &Job,
    order: &Order,
    company: Option<Company>,
    own: Option<MailTemplate>,
) -> Verdict {
    let Some(company) = company else { return Verdict::Done };
    if order.not_after.is_some_and(|end| app.now() >= end) {
        tracing::info!(job = job.id, kind = order.kind.as_str(), "nobody needs this mail any more");
        return Verdict::Done;
    }
    post(app, &letter(app, order, &company, own.map(Text::from))).await
}

/// A letter to a user, which asks for no answer and brings no invite. `thread` is what it belongs to.
pub(super) fn to_user(
    app: &App,
    (company, user): (&Company, &User),
    content: Content,
    (id, thread): (Uuid, Option<Uuid>),
    date: Timestamp,
) -> Letter {
    Letter {
        id: id.to_string(),
        owner: company.id.to_string(),
        thread: thread.map(|thread| thread.to_string()),
        from_name: company.name.clone(),
        to: Address { name: user.full_name(), email: user.email.clone() },
        reply_to: None,
        unsubscribe: None,
        html: app.post().html.html(&content),
        text: content.text(),
        subject: content.subject,
        invite: None,
        date,
    }
}

/// Hands a letter over, and says what came of it.
pub(super) async fn post(app: &App, letter: &Letter) -> Verdict {
    match app.post().mailer.send(letter).await {
        Ok(()) => Verdict::Done,
        Err(MailError::Failed(error)) => failed(error),
        Err(MailError::Refused(error)) => Verdict::Hopeless(error),
    }
}

fn language(order: &Order) -> crate::texts::Language {
    let host = order.facts.host();
    facts::language([order.to.language.as_deref(), host.language.as_deref()])
}

/// The mail itself. `own` is the company's text for it.
fn letter(app: &App, order: &Order, company: &Company, own: Option<Text>) -> Letter {
    let host = order.facts.host();
    let said = Said {
        facts: &order.facts,
        role: order.role,
        language: language(order),
        zone: facts::zone([order.to.timezone.as_deref(), host.timezone.as_deref()]),
        base: &app.config().public_url,
        company: &company.name,
    };
    let text = order.written.clone();
    let text = text
        .unwrap_or_else(|| own.unwrap_or_else(|| templates::usual(order.kind, said.language)).filled(&said));
    let content = said.content(order.kind, text.subject, &text.body);
    let content = content.dressed(&company.branding);
    let invite = invite::method(order.kind, order.facts.cancelled)
        .map(|method| Invite { method, document: invite::document(&said, method, order.at) });
    let answers = if order.role == Role::Host { order.facts.guest.clone() } else { host };
    Letter {
        id: order.id.to_string(),
        owner: company.id.to_string(),
        thread: Some(order.facts.subject.to_string()),
        from_name: company.name.clone(),
        to: Address { name: order.to.name.clone(), email: order.to.email.clone() },
        reply_to: answers.email.map(|email| Address { name: answers.name, email }),
        unsubscribe: content.stop.as_ref().map(|stop| stop.href.clone()),
        html: app.post().html.html(&content),
        text: Content::text(&content),
        subject: content.subject,
        invite,
        date: order.at,
    }
}
