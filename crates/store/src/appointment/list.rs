//! Lists of appointments: filtered, ordered, paged.

use jiff::Timestamp;
use uuid::Uuid;

use super::{Booked, with_people};
use crate::{
    args,
    db::{Conn, Result, Value},
    ids::{AttendeeId, CompanyId, MeetingTypeId, UserId},
};

/// What [`page`] selects. None means all.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Hosted by this user.
    pub host: Option<UserId>,
    /// Ends after this.
    pub from: Option<Timestamp>,
    /// Starts before this.
    pub to: Option<Timestamp>,
    /// An attendee's e-mail, name or phone number contains this.
    pub search: Option<String>,
    /// Cancelled ones, or the others.
    pub cancelled: Option<bool>,
    /// Of this meeting type.
    pub meeting_type: Option<MeetingTypeId>,
    /// Any of these attends.
    pub attendees: Vec<AttendeeId>,
}

/// By what appointments are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// By start, the earliest first.
    Start,
    /// By start, the latest first.
    StartDescending,
    /// By creation, the oldest first.
    Created,
    /// By creation, the newest first.
    CreatedDescending,
}

/// At most this many attendees can be filtered by.
pub const MAX_ATTENDEES: usize = 20;

/// Each optional filter is a switch and its value; up to [`MAX_ATTENDEES`] attendees fill $13 to $32.
macro_rules! selected {
    () => {
        " WHERE a.company_id = $1 \
         AND ($2 OR EXISTS (SELECT 1 FROM appointment_host h WHERE h.company_id = $1 AND h.appointment_id = a.id AND h.host_id = $3)) \
         AND a.ends_at > $4 AND a.starts_at < $5 \
         AND ($6 OR EXISTS (SELECT 1 FROM attendee t WHERE t.company_id = $1 AND t.appointment_id = a.id AND t.search LIKE $7 ESCAPE '\\')) \
         AND ($8 OR (a.cancelled_at IS NOT NULL) = $9) \
         AND ($10 OR a.meeting_type_id = $11) \
         AND ($12 OR EXISTS (SELECT 1 FROM attendee t WHERE t.company_id = $1 AND t.appointment_id = a.id \
              AND t.id IN ($13,$14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$24,$25,$26,$27,$28,$29,$30,$31,$32)))"
    };
}

macro_rules! ordered {
    ($order:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            " FROM appointment a",
            selected!(),
            " ORDER BY ",
            $order,
            " LIMIT $33 OFFSET $34"
        )
    };
}

/// One page of appointments with everybody in them, and how many there are in all.
pub fn page(
    c: &mut Conn,
    company: CompanyId,
    filter: &Filter,
    order: Order,
    offset: u32,
    limit: u32,
) -> Result<(Vec<Booked>, u32)> {
    let nil = Uuid::nil();
    let search = filter.search.as_ref().map(|s| format!("%{}%", escaped(&s.to_lowercase())));
    let mut args: Vec<Value> = args![
        company,
        filter.host.is_none(),
        filter.host.map_or(nil, |h| h.0),
        filter.from.map_or(i64::MIN, Timestamp::as_millisecond),
        filter.to.map_or(i64::MAX, Timestamp::as_millisecond),
        search.is_none(),
        search.unwrap_or_default(),
        filter.cancelled.is_none(),
        filter.cancelled.unwrap_or_default(),
        filter.meeting_type.is_none(),
        filter.meeting_type.map_or(nil, |m| m.0),
        filter.attendees.is_empty(),
    ]
    .to_vec();
    let attendees = filter.attendees.iter().map(|t| t.0).chain(std::iter::repeat(nil)).take(MAX_ATTENDEES);
    args.extend(attendees.map(Value::from));
    let total = c.one(concat!("SELECT COUNT(*) FROM appointment a", selected!()), &args)?;
    args.extend([Value::from(limit), Value::from(offset)]);
    let sql = match order {
        Order::Start => ordered!("a.starts_at, a.id"),
        Order::StartDescending => ordered!("a.starts_at DESC, a.id DESC"),
        Order::Created => ordered!("a.created_at, a.id"),
        Order::CreatedDescending => ordered!("a.created_at DESC, a.id DESC"),
    };
    let rows = c.query(sql, &args)?;
    let page = rows.into_iter().map(|appointment| with_people(c, appointment)).collect::<Result<_>>()?;
    Ok((page, total.unwrap_or(0)))
}

/// Takes the special meaning from what LIKE would read as a pattern.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_")
}
