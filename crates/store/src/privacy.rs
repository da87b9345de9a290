//! Finding what a company knows of one invitee, and making it forget: by e-mail address or phone number.
//!
//! What is theirs is found through their attendances; besides, every text that may hold an invitee's words
//! ([`columns::COLUMNS`]) is searched for the address or number itself.

use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    appointment::{self, Appointment, Attendee},
    args,
    db::{self, Conn, FromColumn, Json, Result, Value},
    ids::{AppointmentId, CompanyId, EventId},
    provisional::{self, Provisional},
};
use columns::{COLUMNS, Holds, Sweep};

pub mod columns;

/// What stands where something of a person stood.
pub const ERASED: &str = "[erased]";

/// A number of fewer digits stands in too much to be looked for.
pub const SHORTEST: usize = 5;

/// By what an invitee is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Person {
    /// An e-mail address; upper and lower case are not told apart.
    Email(String),
    /// A phone number; compared by its digits, a leading `00` as `+`.
    Phone(String),
}

impl Person {
    /// In the form that is compared: lower case, or digits.
    fn folded(&self) -> String {
        match self {
            Self::Email(email) => email.trim().to_lowercase(),
            Self::Phone(phone) => digits(phone),
        }
    }

    /// It is this address or number.
    pub fn is(&self, email: Option<&str>, phone: Option<&str>) -> bool {
        match self {
            Self::Email(_) => email.is_some_and(|email| email.trim().to_lowercase() == self.folded()),
            Self::Phone(_) => phone.is_some_and(|phone| digits(phone) == self.folded()),
        }
    }

    /// This address or number stands somewhere in `text`.
    pub fn stands_in(&self, text: &str) -> bool {
        let folded = self.folded();
        match self {
            Self::Email(_) => !folded.is_empty() && text.to_lowercase().contains(&folded),
            Self::Phone(_) => {
                let text: String = text.chars().filter(|c| !" -/().\u{a0}".contains(*c)).collect();
                folded.len() >= SHORTEST && text.contains(&folded)
            }
        }
    }

    /// Every spelling of the person that stands in `text`, as it stands there.
    fn spellings(&self, text: &str) -> Vec<String> {
        let Self::Email(email) = self else {
            let phone = |p: &Self| if let Self::Phone(phone) = p { phone.clone() } else { String::new() };
            return Some(phone(self)).filter(|phone| text.contains(phone)).into_iter().collect();
        };
        // ASCII only, so that places in the lower-case text are places in the text.
        let (low, email) = (text.to_ascii_lowercase(), email.trim().to_ascii_lowercase());
        let mut found: Vec<String> = low
            .match_indices(&email)
            .filter_map(|(at, _)| text.get(at..at + email.len()).map(str::to_owned))
            .collect();
        found.sort();
        found.dedup();
        found
    }

    /// For `LIKE` over lower-case text.
    fn pattern(&self) -> String {
        let text = match self {
            Self::Email(_) => self.folded(),
            Self::Phone(phone) => phone.to_lowercase(),
        };
        format!("%{}%", appointment::escaped(&text))
    }
}

/// The digits of a number, without the zeros that stand for `+`.
fn digits(phone: &str) -> String {
    let all: String = phone.chars().filter(char::is_ascii_digit).collect();
    all.strip_prefix("00").map(str::to_owned).unwrap_or(all)
}

/// The attendances of a person, the oldest first.
pub fn attendances(c: &mut Conn, company: CompanyId, person: &Person) -> Result<Vec<Attendee>> {
    let candidates: Vec<Attendee> = match person {
        Person::Email(_) => c.query(
            concat!(
                "SELECT ",
                appointment::attendee_columns!(),
                " FROM attendee WHERE company_id = $1 AND search LIKE $2 ESCAPE '\\' ORDER BY created_at, id"
            ),
            args![company, person.pattern()],
        )?,
        Person::Phone(_) => c.query(
            concat!(
                "SELECT ",
                appointment::attendee_columns!(),
                " FROM attendee WHERE company_id = $1 AND replace(replace(replace(replace(replace(replace(search, \
                 ' ', ''), '-', ''), '/', ''), '(', ''), ')', ''), '.', '') LIKE $2 ORDER BY created_at, id"
            ),
            args![company, format!("%{}%", person.folded())],
        )?,
    };
    let theirs = |a: &Attendee| person.is(a.email.as_deref(), a.details.phone.as_deref());
    Ok(candidates.into_iter().filter(theirs).collect())
}

/// The attendees who brought this person along.
pub fn brought_by(c: &mut Conn, company: CompanyId, person: &Person) -> Result<Vec<Attendee>> {
    let Person::Email(_) = person else { return Ok(vec![]) };
    let candidates: Vec<Attendee> = c.query(
        concat!(
            "SELECT ",
            appointment::attendee_columns!(),
            " FROM attendee WHERE company_id = $1 AND lower(details) LIKE $2 ESCAPE '\\' ORDER BY created_at, id"
        ),
        args![company, person.pattern()],
    )?;
    let brought = |a: &Attendee| a.details.guests.iter().any(|guest| person.is(Some(guest), None));
    Ok(candidates.into_iter().filter(brought).collect())
}

/// The waiting and decided bookings whose request speaks of the person; a closer look must tell whose they are.
pub fn provisional(c: &mut Conn, company: CompanyId, person: &Person) -> Result<Vec<Provisional>> {
    match person {
        Person::Email(_) => c.query(
            concat!(
                "SELECT ",
                provisional::columns!(),
                " FROM provisional_booking WHERE company_id = $1 AND lower(request) LIKE $2 ESCAPE '\\' \
                 ORDER BY created_at, id"
            ),
            args![company, person.pattern()],
        ),
        Person::Phone(_) => c.query(
            concat!(
                "SELECT ",
                provisional::columns!(),
                " FROM provisional_booking WHERE company_id = $1 AND replace(replace(replace(replace(replace(replace(\
                 request, ' ', ''), '-', ''), '/', ''), '(', ''), ')', ''), '.', '') LIKE $2 ORDER BY created_at, id"
            ),
            args![company, format!("%{}%", person.folded())],
        ),
    }
}

/// A place where the person is named outside of what is theirs.
#[derive(Debug, Clone)]
pub struct Mention {
    sweep: Sweep,
    row: Key,
    spelled: String,
}

/// The id of a row, of whatever type.
#[derive(Debug, Clone)]
struct Key(Value);

impl FromColumn for Key {
    fn from_column(column: db::Column<'_>) -> Result<Self> {
        match column {
            db::Column::Int(id) => Ok(Self(Value::Int(id))),
            other => Uuid::from_column(other).map(|id| Self(Value::Uuid(id))),
        }
    }
}

/// Searches every text that may hold an invitee's words.
pub fn mentions(c: &mut Conn, company: CompanyId, person: &Person) -> Result<Vec<Mention>> {
    let mut found = vec![];
    for column in COLUMNS {
        let Holds::Invitees(sweep) = column.holds else { continue };
        let rows: Vec<(Key, String)> = c.query(sweep.find, args![company, person.pattern()])?;
        for (row, text) in rows {
            let spelled = person.spellings(&text);
            found.extend(spelled.into_iter().map(|spelled| Mention { sweep, row: row.clone(), spelled }));
        }
    }
    Ok(found)
}

/// Puts [`ERASED`] in place of a mention.
pub fn redact(tx: &mut Conn, company: CompanyId, mention: &Mention) -> Result<()> {
    tx.execute(mention.sweep.redact, args![company, mention.row.0.clone(), &mention.spelled, ERASED])?;
    Ok(())
}

/// Writes what is left of what is only told of an appointment. Nobody hears of it: the events that told of the people are
/// rewritten too ([`rewrite_events`]).
pub fn rewrite_appointment(tx: &mut Conn, a: &Appointment) -> Result<()> {
    tx.execute(
        "UPDATE appointment SET details = $3 WHERE company_id = $1 AND id = $2",
        args![a.company_id, a.id, Json(&a.details)],
    )?;
    Ok(())
}

/// Writes what is left of an attendee.
pub fn rewrite_attendee(tx: &mut Conn, a: &Attendee) -> Result<()> {
    tx.execute(
        "UPDATE attendee SET email = $3, search = $4, details = $5 WHERE company_id = $1 AND id = $2",
        args![a.company_id, a.id, &a.email, appointment::searched(a), Json(&a.details)],
    )?;
    Ok(())
}

/// Writes what is left of a request.
pub fn rewrite_request(tx: &mut Conn, p: &Provisional) -> Result<()> {
    tx.execute(
        "UPDATE provisional_booking SET request = $3 WHERE company_id = $1 AND id = $2",
        args![p.company_id, p.id, Json(&p.request)],
    )?;
    Ok(())
}

/// Notes that nothing of its people is left in an appointment.
pub fn mark_erased(tx: &mut Conn, company: CompanyId, id: AppointmentId, now: Timestamp) -> Result<()> {
    tx.execute(
        "UPDATE appointment SET erased_at = $3 WHERE company_id = $1 AND id = $2",
        args![company, id, now],
    )?;
    Ok(())
}

/// Puts other bodies in place of the events of a subject, and forgets what was noted of their deliveries.
/// `body` is given the id and kind of each, and when it was.
pub fn rewrite_events(
    tx: &mut Conn,
    company: CompanyId,
    subject: Uuid,
    body: impl Fn(&str, Timestamp) -> String,
) -> Result<()> {
    let events: Vec<(EventId, String, Timestamp)> = tx.query(
        "SELECT id, kind, created_at FROM event WHERE company_id = $1 AND subject_id = $2",
        args![company, subject],
    )?;
    for (id, kind, at) in events {
        tx.execute(
            "UPDATE event SET body = $3 WHERE company_id = $1 AND id = $2",
            args![company, id, body(&kind, at)],
        )?;
        tx.execute("DELETE FROM delivery WHERE company_id = $1 AND event_id = $2", args![company, id])?;
    }
    Ok(())
}

/// Blanks the answers that are kept for Idempotency-Keys and speak of this appointment or waiting booking, whose id
/// nobody else has. Their keys stay taken.
pub fn erase_answers(tx: &mut Conn, id: Uuid) -> Result<()> {
    tx.execute("UPDATE idempotency SET answer = '' WHERE answer LIKE $1", args![format!("%{id}%")])?;
    Ok(())
}

/// Drops the jobs of a company that would tell something to the person, or about them by address or number.
pub fn drop_jobs(tx: &mut Conn, company: CompanyId, person: &Person) -> Result<u64> {
    tx.execute(
        "DELETE FROM job WHERE company_id = $1 AND lower(payload) LIKE $2 ESCAPE '\\'",
        args![company, person.pattern()],
    )
}

/// Whether somebody is left in the appointment who has not been erased.
pub fn is_erased(attendee: &Attendee) -> bool {
    attendee.email.is_none() && attendee.details.fullname == ERASED
}

/// Up to `limit` appointments that begin in `[from, to)` and whose people are still known, the earliest first.
pub fn known_appointments(
    c: &mut Conn,
    company: CompanyId,
    from: Timestamp,
    to: Timestamp,
    limit: u32,
) -> Result<Vec<(AppointmentId, Timestamp)>> {
    c.query(
        "SELECT id, starts_at FROM appointment WHERE company_id = $1 AND starts_at >= $2 AND starts_at < $3 \
         AND erased_at IS NULL ORDER BY starts_at, id LIMIT CAST($4 AS BIGINT)",
        args![company, from, to, limit],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_numbers_are_found_however_they_are_spelled() {
        let email = Person::Email(" Jane@Example.org ".to_owned());
        assert!(email.stands_in("To: JANE@example.ORG,") && !email.stands_in("jane@example.com"));
        assert!(!Person::Email(String::new()).stands_in("anything"));
        let phone = Person::Phone("0049 170 555-0142".to_owned());
        assert!(phone.stands_in("call +49 (170) 5550142!") && phone.stands_in("+49/170/555 0142"));
        assert!(!phone.stands_in("+49 170 555 0143"));
        for short in ["", "none", "12", "1 2-3 4"] {
            assert!(!Person::Phone(short.to_owned()).stands_in("12 none 1234"), "{short}");
        }
    }
}
