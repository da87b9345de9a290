//! Answering a booking that waits by the link in a mail. The secret is the permission: the host has it where the host
//! decides, the invitee where the invitee must confirm.

use jiff::Timestamp;
use slated_store::{db::Conn, ids::CompanyId, provisional, user::User};

use super::{
    demands::WaitsFor,
    provisional::{Ending, Waiting, agree, complete, decided, end},
};
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
    pub of: WaitsFor,
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
    /// Whoever the link is for has not decided yet.
    Waits,
    /// It waits for the other: for the attendee once the host has approved.
    WaitsForOther,
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
                let of = asked(&waiting, &secret);
                let facts = Facts::of_waiting(&waiting);
                let host = facts.host();
                let (asked, role, kind) = match of {
                    WaitsFor::Host => (&host, Role::Host, Kind::ApprovalRequest),
                    WaitsFor::Attendee => (&facts.guest, Role::Booker, Kind::OptIn),
                };
                let said = Said {
                    facts: &facts,
                    role,
                    language: wanted.unwrap_or_else(|| {
                        facts::language([asked.language.as_deref(), host.language.as_deref()])
                    }),
                    zone: facts::zone([asked.timezone.as_deref(), host.timezone.as_deref()]),
                    base: &app.config().public_url,
                    company: "",
                };
                let standing = standing(&waiting, of, now);
                let kind = if standing == Standing::Waits { kind } else { Kind::RequestReceived };
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
                let of = asked(&waiting, &secret);
                if standing(&waiting, of, now) != Standing::Waits {
                    return Err(decided());
                }
                let held = waiting.held;
                match (&answer, of) {
                    (Answer::Approve, WaitsFor::Host) | (Answer::Confirm, WaitsFor::Attendee) => {
                        agree(tx, &app, held, now).map(drop)
                    }
                    (Answer::Decline(reason), WaitsFor::Host) => {
                        end(tx, &app, &held, Ending::Declined(reason.clone()), now).map(drop)
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

/// How it stands for the one whose link it is.
fn standing(waiting: &Waiting, of: WaitsFor, now: Timestamp) -> Standing {
    match waiting.held.status.as_str() {
        "pending" if now < waiting.held.expires_at => {
            if WaitsFor::of(&waiting.held) == of {
                Standing::Waits
            } else {
                Standing::WaitsForOther
            }
        }
        "confirmed" => Standing::Taken,
        "declined_by_host" => Standing::Declined,
        _ => Standing::Expired,
    }
}

/// Whose link it is.
fn asked(waiting: &Waiting, secret: &str) -> WaitsFor {
    match &waiting.held.opt_in_secret {
        Some(attendees) if attendees == secret => WaitsFor::Attendee,
        Some(_) => WaitsFor::Host,
        None => WaitsFor::of(&waiting.held),
    }
}
