//! The texts of mails: what they say by default, and what a company says instead.
//!
//! A text is a subject and paragraphs with tokens. What is known of the meeting, the buttons and the invite stand below
//! it in every mail, whatever the text.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use slated_store::{
    company,
    db::Conn,
    ids::MeetingTypeId,
    mail_template::{self, MailTemplate},
    meeting_type::MeetingType,
    user::{self, User},
};
use uuid::Uuid;

use super::{
    Kind, Role,
    facts::{self, Facts, Party},
    invite,
    said::Said,
    tokens,
};
use crate::{
    App, Ctx, Error, Result,
    access::Scope,
    error::FieldErrors,
    meeting_types::living,
    texts::{Language, direction, say},
};

/// Subject and text of a mail, with tokens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// One line.
    pub subject: String,
    /// Paragraphs with empty lines between them.
    pub body: String,
}

/// Which text.
#[derive(Debug, Clone, Copy)]
pub struct Which {
    /// Of which mails.
    pub kind: Kind,
    /// In which language.
    pub language: Language,
    /// For one meeting type only.
    pub meeting_type: Option<MeetingTypeId>,
}

/// A text, and whose it is.
#[derive(Debug, Clone)]
pub struct Found {
    /// Which.
    pub which: Which,
    /// What it says.
    pub text: Text,
    /// Who said so.
    pub source: Source,
    /// When, unless it is the usual one.
    pub updated_at: Option<Timestamp>,
}

/// Whose text a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Slated's own.
    Usual,
    /// The company's.
    Company,
    /// The meeting type's.
    MeetingType,
}

/// A mail as it would be, with a made-up meeting.
#[derive(Debug, Clone)]
pub struct Preview {
    /// One line.
    pub subject: String,
    /// The HTML part.
    pub html: String,
    /// The plain text part.
    pub text: String,
    /// The invite that would go with it.
    pub invite: Option<String>,
}

impl From<MailTemplate> for Text {
    fn from(stored: MailTemplate) -> Self {
        Self { subject: stored.subject, body: stored.body }
    }
}

impl Text {
    /// With every token filled in; the subject on one line.
    pub(crate) fn filled(&self, said: &Said<'_>) -> Self {
        let value = |token: &str| {
            let value = said.value(token)?;
            // A mark at its end would become part of an address.
            Some(if token.ends_with("Link") { value } else { direction::marked(said.language, &value) })
        };
        let fill = |text: &str| tokens::fill(text, value);
        let subject = fill(&self.subject).split_whitespace().collect::<Vec<_>>().join(" ");
        Self { subject, body: fill(&self.body) }
    }

    fn check(&self) -> Result<()> {
        let mut errors = FieldErrors::default();
        for (field, text) in [("subject", &self.subject), ("body", &self.body)] {
            if text.trim().is_empty() {
                errors.add(field, "too-short", "Must not be empty");
            }
            if let Some(token) = tokens::unknown(text) {
                errors.add(field, "unknown-token", format!("There is no token {{!{token}}}"));
            }
        }
        errors.finish()
    }
}

/// What mails of a kind say unless somebody says otherwise: with tokens, so that it can be changed.
pub fn usual(kind: Kind, language: Language) -> Text {
    let args = [
        ("meeting", "{!M.Meeting.Name}".into()),
        ("start", "{!M.Meeting.Start}".into()),
        ("guest", "{!M.Guest.Fullname}".into()),
        ("first", "{!M.Guest.Firstname}".into()),
        ("host", "{!M.Host.Fullname}".into()),
    ];
    let (subject, body) = kind.messages();
    // Marks of direction come with what stands for the tokens, in texts that companies write too.
    let said = |key| direction::unmarked(&say(language, key, &args));
    Text { subject: said(subject), body: said(body) }
}

impl App {
    /// The text of every kind of mail in a language, as the company sends it, or as it is for one meeting type.
    pub async fn mail_templates(
        &self,
        ctx: &Ctx,
        language: Language,
        meeting_type: Option<MeetingTypeId>,
    ) -> Result<Vec<Found>> {
        may_edit(ctx)?;
        let company = ctx.actor.company;
        self.db()
            .read(move |c| {
                if let Some(id) = meeting_type {
                    living(c, company, id)?;
                }
                let stored = mail_template::list(c, company, meeting_type, language.code())?;
                let found = Kind::EDITABLE.into_iter().map(|kind| {
                    let of = |t: &&MailTemplate| t.kind == kind.as_str();
                    let which = Which { kind, language, meeting_type };
                    // Those of the meeting type stand last.
                    found(which, stored.iter().rfind(of).cloned())
                });
                Ok(found.collect())
            })
            .await
    }

    /// Says something else from now on.
    pub async fn put_mail_template(&self, ctx: &Ctx, which: Which, text: Text) -> Result<Found> {
        may_edit(ctx)?;
        text.check()?;
        let (company, now) = (ctx.actor.company, self.now());
        let stored = self
            .change(ctx, move |tx, log| {
                if let Some(id) = which.meeting_type {
                    living(tx, company, id)?;
                }
                let stored = MailTemplate {
                    company_id: company,
                    meeting_type_id: which.meeting_type,
                    kind: which.kind.as_str().to_owned(),
                    language: which.language.code().to_owned(),
                    subject: text.subject.clone(),
                    body: text.body.clone(),
                    updated_at: now,
                };
                let (kind, language) = (which.kind.as_str(), which.language.code());
                let before = mail_template::list(tx, company, which.meeting_type, language)?;
                let own = |t: &&MailTemplate| t.kind == kind && t.meeting_type_id == which.meeting_type;
                if let Some(before) = before.iter().find(own) {
                    log.before(before);
                }
                mail_template::put(tx, &stored)?;
                Ok(stored)
            })
            .await?;
        Ok(found(which, Some(stored)))
    }

    /// Says the usual again, or what the company says where it was a meeting type's text.
    pub async fn reset_mail_template(&self, ctx: &Ctx, which: Which) -> Result<()> {
        may_edit(ctx)?;
        let company = ctx.actor.company;
        self.change(ctx, move |tx, log| {
            let (kind, language) = (which.kind.as_str(), which.language.code());
            let before = mail_template::list(tx, company, which.meeting_type, language)?;
            let own = |t: &&MailTemplate| t.kind == kind && t.meeting_type_id == which.meeting_type;
            if let Some(before) = before.iter().find(own) {
                log.before(before);
            }
            mail_template::delete(tx, company, which.meeting_type, kind, language)?;
            Ok(())
        })
        .await
    }

    /// A mail as it would be with this text, or with the one in force, about a made-up booking with the acting user.
    pub async fn preview_mail(&self, ctx: &Ctx, which: Which, text: Option<Text>) -> Result<Preview> {
        may_edit(ctx)?;
        if let Some(text) = &text {
            text.check()?;
        }
        let (actor, now) = (ctx.actor.clone(), self.now());
        let (company, host, meeting_type, stored) = self
            .db()
            .read(move |c: &mut Conn| -> Result<_> {
                let meeting_type = which.meeting_type.map(|id| living(c, actor.company, id)).transpose()?;
                let host = meeting_type.as_ref().map_or(actor.user, |found| found.user_id);
                let host = user::by_id(c, actor.company, host)?.ok_or(Error::NotFound("User"))?;
                let company = company::by_id(c, actor.company)?.ok_or(Error::NotFound("Company"))?;
                let (kind, language) = (which.kind.as_str(), which.language.code());
                let stored = mail_template::of(c, actor.company, which.meeting_type, kind, language)?;
                Ok((company, host, meeting_type, stored))
            })
            .await?;
        let text = text.or(stored.map(Text::from)).unwrap_or_else(|| usual(which.kind, which.language));
        let facts = sample(which.kind, &host, meeting_type.as_ref(), now);
        let said = Said {
            facts: &facts,
            role: if which.kind.is_for_host() { Role::Host } else { Role::Booker },
            language: which.language,
            zone: facts::zone([Some(host.timezone.as_str())]),
            base: &self.config().public_url,
            company: &company.name,
        };
        let text = text.filled(&said);
        let content = said.content(which.kind, text.subject, &text.body).dressed(&company.branding);
        let invite =
            invite::method(which.kind, facts.cancelled).map(|method| invite::document(&said, method, now));
        Ok(Preview {
            html: self.post().html.html(&content),
            text: content.text(),
            subject: content.subject,
            invite,
        })
    }
}

fn may_edit(ctx: &Ctx) -> Result<()> {
    ctx.actor.needs(Scope::Account)?;
    ctx.actor.must_be_admin()
}

fn found(which: Which, stored: Option<MailTemplate>) -> Found {
    match stored {
        None => {
            Found { which, text: usual(which.kind, which.language), source: Source::Usual, updated_at: None }
        }
        Some(stored) => Found {
            which,
            source: if stored.meeting_type_id.is_some() { Source::MeetingType } else { Source::Company },
            updated_at: Some(stored.updated_at),
            text: stored.into(),
        },
    }
}

/// A booking of next week, for mails that are only looked at.
fn sample(kind: Kind, host: &User, meeting_type: Option<&MeetingType>, now: Timestamp) -> Facts {
    let spec = meeting_type.map(|found| found.spec.clone()).unwrap_or_default();
    let named = |text: String, or: &str| if text.is_empty() { or.to_owned() } else { text };
    let hour = SignedDuration::from_hours(1);
    let start = now.round(jiff::Unit::Hour).unwrap_or(now) + hour * (24 * 7);
    let minutes = if spec.info.duration == 0 { 30 } else { spec.info.duration };
    let cancelled = matches!(kind, Kind::Cancelled | Kind::HostCancelled);
    Facts {
        subject: Uuid::nil(),
        meeting_type: meeting_type.map_or(MeetingTypeId(Uuid::nil()), |found| found.id),
        uid: "sample@slated".to_owned(),
        sequence: 0,
        created_at: now,
        updated_at: now,
        start,
        end: start + SignedDuration::from_mins(i64::from(minutes)),
        previous_start: Some(start - hour),
        name: named(spec.info.name, "Consultation"),
        description: spec.info.description,
        link: Some("https://meet.example.com/sample".to_owned()).filter(|_| spec.info.channel != "local"),
        location: spec.locations.first().filter(|_| spec.info.channel == "local").cloned(),
        channel: spec.info.channel,
        channel_name: spec.info.custom_channel_name,
        ics: spec.ics,
        organizer: Some(host.email.clone()),
        hosts: vec![Party::host(host)],
        guest: Party {
            name: "Sam Guest".to_owned(),
            first: "Sam".to_owned(),
            last: "Guest".to_owned(),
            email: Some("sam.guest@example.com".to_owned()),
            phone: Some("+43 5574 0000".to_owned()),
            timezone: Some(host.timezone.clone()),
            language: None,
        },
        others: vec![],
        brought: vec![],
        notes: serde_json::Map::new(),
        reason: (cancelled || kind == Kind::Declined).then(|| "…".to_owned()),
        cancelled,
        left: cancelled,
        secret: "sample".to_owned(),
        attendee: None,
        deadline: Some(now + hour * 24),
        accent: facts::accent(host),
        booking_path: meeting_type.map(|found| format!("/{}/{}", host.slug, found.slug)),
    }
}
