//! Texts of mails that a company changed: for all its meeting types, or for one.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    args,
    db::{Conn, FromRow, Result, Row},
    ids::{CompanyId, MeetingTypeId},
};

/// A text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailTemplate {
    /// Whose.
    pub company_id: CompanyId,
    /// For which meeting type; none for all of the company that have none of their own.
    pub meeting_type_id: Option<MeetingTypeId>,
    /// Of which mails.
    pub kind: String,
    /// Two-letter code.
    pub language: String,
    /// With tokens.
    pub subject: String,
    /// With tokens.
    pub body: String,
    /// When it was written.
    pub updated_at: Timestamp,
}

macro_rules! columns {
    () => {
        "company_id, meeting_type_id, kind, language, subject, body, updated_at"
    };
}

impl FromRow for MailTemplate {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self {
            company_id: row.take()?,
            meeting_type_id: Some(row.take::<Uuid>()?).filter(|id| !id.is_nil()).map(MeetingTypeId),
            kind: row.take()?,
            language: row.take()?,
            subject: row.take()?,
            body: row.take()?,
            updated_at: row.take()?,
        })
    }
}

/// Keys may hold no NULL, so "all of the company" is the nil id.
fn key(meeting_type: Option<MeetingTypeId>) -> Uuid {
    meeting_type.map_or(Uuid::nil(), |id| id.0)
}

/// Stores a text in place of the one there was.
pub fn put(tx: &mut Conn, t: &MailTemplate) -> Result<()> {
    tx.execute(
        concat!(
            "INSERT INTO mail_template (",
            columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (company_id, meeting_type_id, kind, language) \
             DO UPDATE SET subject = excluded.subject, body = excluded.body, updated_at = excluded.updated_at"
        ),
        args![t.company_id, key(t.meeting_type_id), &t.kind, &t.language, &t.subject, &t.body, t.updated_at],
    )?;
    Ok(())
}

/// Which text: whose, for which meeting type, of which mails, in which language.
pub type Wanted = (CompanyId, Option<MeetingTypeId>, &'static str, &'static str);

/// The text for a meeting type, for each of these in one round trip: its own, else the company's.
pub fn of_each(c: &mut Conn, wanted: &[Wanted]) -> Result<Vec<Option<MailTemplate>>> {
    let set = |&(company, meeting_type, kind, language): &Wanted| {
        args![company, key(meeting_type), Uuid::nil(), kind, language].to_vec()
    };
    let sets: Vec<_> = wanted.iter().map(set).collect();
    // Every other id is larger than the nil one.
    let found = c.query_each(
        concat!(
            "SELECT ",
            columns!(),
            " FROM mail_template WHERE company_id = $1 AND meeting_type_id IN ($2, $3) AND kind = $4 AND language = $5 \
             ORDER BY meeting_type_id DESC LIMIT 1"
        ),
        &sets,
    )?;
    Ok(found.into_iter().map(|mut one| one.pop()).collect())
}

/// The text for a meeting type: its own, else the company's.
pub fn of(
    c: &mut Conn,
    company: CompanyId,
    meeting_type: Option<MeetingTypeId>,
    kind: &'static str,
    language: &'static str,
) -> Result<Option<MailTemplate>> {
    Ok(of_each(c, &[(company, meeting_type, kind, language)])?.pop().flatten())
}

/// The texts of a company in one language: those for all, and those for this meeting type.
pub fn list(
    c: &mut Conn,
    company: CompanyId,
    meeting_type: Option<MeetingTypeId>,
    language: &str,
) -> Result<Vec<MailTemplate>> {
    c.query(
        concat!(
            "SELECT ",
            columns!(),
            " FROM mail_template WHERE company_id = $1 AND meeting_type_id IN ($2, $3) AND language = $4 \
             ORDER BY meeting_type_id, kind"
        ),
        args![company, key(meeting_type), Uuid::nil(), language],
    )
}

/// Forgets a text, so that the next more general one holds. False when there was none.
pub fn delete(
    tx: &mut Conn,
    company: CompanyId,
    meeting_type: Option<MeetingTypeId>,
    kind: &str,
    language: &str,
) -> Result<bool> {
    let n = tx.execute(
        "DELETE FROM mail_template WHERE company_id = $1 AND meeting_type_id = $2 AND kind = $3 AND language = $4",
        args![company, key(meeting_type), kind, language],
    )?;
    Ok(n == 1)
}
