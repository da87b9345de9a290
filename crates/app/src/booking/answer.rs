//! Answering a booking that waits by the link in a mail. The secret is the permission: the host has it where the host
//! decides, the invitee where the invitee must confirm.

use jiff::Timestamp;
use slated_store::{db::Conn, ids::CompanyId, provisional, user::User};

use super::provisional::{Ending, OPT_IN, Waiting, complete, confirm, decided, end};
use crate::{
    App, Error, Result,
    mail::{
        Kind, Role,
        content::Row,
        facts::{self, Facts},
        said::Said,
    },
    texts::Language,
};

/// A booking that waits, as it is shown to whom it waits for.
#[derive(Debug, Clone)]
pub struct Question {
    /// Who has to answer.
    pub of: Role,
    /// Whether it can still be answered, or how it was.
    pub standing: Standing,
    /// In which language to ask.
    pub language: Language,
    /// What is known of it.
    pub facts: Vec<Row>,
    /// Whose company's.
    pub company: CompanyId,
    /// The main host.
    pub host: Option<User>,
    /// The path of the page it was booked on.
    pub booking_path: Option<String>,
}

/// How a booking that waits stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has decided yet.
    Waits,
    /// It was approved or confirmed.
    Taken,
    /// The host does not want it.
    Declined,
    /// Nobody decided in time.
    Expired,
}

/// What somebody answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The host takes the meeting.
    Approve,
    /// The host does not, and perhaps says why.
    Decline(Option<String>),
    /// The invitee booked it indeed.
    Confirm,
}

impl App {
    /// What the secret asks: in the language that is `wanted`, else that of whom it asks.
    pub async fn pending_question(&self, secret: String, wanted: Option<Language>) -> Result<Question> {
        let (app, now) = (self.clone(), self.now());
        self.db()
            .read(move |c| {
                let waiting = find(c, &secret)?;
                let of = role(&waiting);
                let facts = Facts::of_waiting(&waiting);
                let host = facts.host();
                let asked = if of == Role::Host { &host } else { &facts.guest };
                let said = Said {
                    facts: &facts,
                    role: of,
                    language: wanted.unwrap_or_else(|| {
                        facts::language([asked.language.as_deref(), host.language.as_deref()])
                    }),
                    zone: facts::zone([asked.timezone.as_deref(), host.timezone.as_deref()]),
                    base: &app.config().public_url,
                    company: "",
                };
                let standing = standing(&waiting, now);
                let kind = match of {
                    _ if standing != Standing::Waits => Kind::RequestReceived,
                    Role::Host => Kind::ApprovalRequest,
                    _ => Kind::OptIn,
                };
                Ok(Question {
                    of,
                    standing,
                    language: said.language,
                    facts: said.content(kind, String::new(), "").rows,
                    company: waiting.held.company_id,
                    booking_path: facts.booking_path.clone(),
                    host: waiting.hosts.into_iter().next(),
                })
            })
            .await
    }

    /// Answers it.
    pub async fn answer_pending(&self, secret: String, answer: Answer) -> Result<()> {
        let (app, now) = (self.clone(), self.now());
        self.db()
            .write(move |tx| {
                let waiting = find(tx, &secret)?;
                let held = waiting.held.clone();
                if now >= held.expires_at {
                    return Err(decided());
                }
                match (&answer, role(&waiting)) {
                    (Answer::Approve, Role::Host) | (Answer::Confirm, Role::Booker) => {
                        confirm(tx, &app, held, now).map(|_| ())
                    }
                    (Answer::Decline(reason), Role::Host) => {
                        let ended = end(tx, &app, &held, Ending::Declined(reason.clone()), now)?;
                        ended.map(|_| ()).ok_or_else(decided)
                    }
                    _ => Err(Error::bad_request("not-yours-to-answer", "This link answers something else")),
                }
            })
            .await?;
        self.wake_worker();
        Ok(())
    }
}

fn find(c: &mut Conn, secret: &str) -> Result<Waiting> {
    let held = provisional::by_secret(c, secret)?.ok_or(Error::NotFound("Provisional booking"))?;
    complete(c, held)
}

fn standing(waiting: &Waiting, now: Timestamp) -> Standing {
    match waiting.held.status.as_str() {
        "pending" if now < waiting.held.expires_at => Standing::Waits,
        "confirmed" => Standing::Taken,
        "declined_by_host" => Standing::Declined,
        _ => Standing::Expired,
    }
}

fn role(waiting: &Waiting) -> Role {
    if waiting.held.kind == OPT_IN { Role::Booker } else { Role::Host }
}
