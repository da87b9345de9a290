//! Who takes a meeting, or which rule refuses it: the engine's word, in the terms of policies 15.

use jiff::Timestamp;
use slated_engine::{Mode, Ms, Refused, Rule, Span};
use slated_store::db::Conn;
use uuid::Uuid;

use super::{HostChoice, choice};
use crate::{
    Error, Result,
    error::Unbookable,
    slots::{Offer, Taken, moment},
};

/// How far from the ends of time a start must stay, so that a meeting and its buffers are within them.
const FURTHEST: Ms = 2 * slated_engine::DAY;

/// On what ground a start is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ground {
    /// It is offered: every rule is asked.
    Offered,
    /// A hold has taken it already, so no rule is asked again (policies 13).
    Held,
    /// Past the rules 4 to 10 (policies 16).
    Forced,
}

/// Who takes a meeting.
pub(crate) struct Decided {
    /// Indices of the offer's hosts.
    pub(crate) hosts: Vec<usize>,
    /// What every host of the offer has taken already.
    pub(crate) taken: Vec<Taken>,
    /// Why these hosts, when there was a choice.
    pub(crate) choice: HostChoice,
}

/// The range of a start; none for one so near to the ends of time that nothing is asked about it.
pub(super) fn range(start: Timestamp) -> Option<Span> {
    let at = start.as_millisecond();
    let near = slated_engine::EARLIEST + FURTHEST..slated_engine::LATEST - FURTHEST;
    near.contains(&at).then_some(moment(at))
}

/// Lets the engine decide who takes the meeting, or why nobody does. `taken` is what was read with the hosts' locks, if it
/// was.
pub(crate) fn decide(
    tx: &mut Conn,
    offer: &Offer,
    start: Timestamp,
    ground: Ground,
    moving: Option<Uuid>,
    taken: Option<Vec<Taken>>,
    now: Timestamp,
) -> Result<Decided> {
    if offer.is_closed() {
        let message = "This meeting type does not take bookings".to_owned();
        return Err(Error::Unbookable(Unbookable {
            code: "meeting-type-disabled",
            message,
            nearest: vec![],
        }));
    }
    let Some(range) = range(start) else {
        return Err(Error::invalid("start", "out-of-range", "The start is out of range"));
    };
    let at = range.start;
    let taken = taken.map_or_else(|| offer.taken(tx, range, now, moving), Ok)?;
    if ground == Ground::Forced && offer.shared().is_some() {
        return choice::regardless(tx, offer, taken, now);
    }
    if ground != Ground::Offered {
        let everybody = ground == Ground::Held || offer.mode == Mode::Everyone;
        let hosts = if everybody { (0..offer.hosts.len()).collect() } else { vec![0] };
        return Ok(Decided { hosts, taken, choice: HostChoice::default() });
    }
    if let Some(team) = offer.shared() {
        return choice::by_turn(tx, offer, team, taken, (now, at));
    }
    let free = offer
        .ask(&taken, now, range, |query, hosts| slated_engine::check(query, hosts, at))
        .map_err(refusal)?;
    match offer.mode {
        Mode::Everyone => Ok(Decided { hosts: free, taken, choice: HostChoice::default() }),
        Mode::Anyone => choice::choose(tx, offer, free, taken, start),
    }
}

/// The engine's refusal in the terms of policies 15.
pub(super) fn refusal(refused: Refused) -> Error {
    let message = match refused.rule {
        Rule::Occupied => "The slot is taken",
        Rule::OffGrid => "Meetings of this type do not begin at that time",
        Rule::Past | Rule::MinimumNotice => "The start is too soon",
        Rule::BeyondHorizon => "The start is too far ahead",
        Rule::LimitReached => "The host takes no more meetings of this type in that period",
        _ => "The host does not work at that time",
    };
    Error::Unbookable(Unbookable { code: code(refused.rule), message: message.to_owned(), nearest: vec![] })
}

/// The stable code of a rule that refuses (policies 15).
pub(crate) fn code(rule: Rule) -> &'static str {
    match rule {
        Rule::Occupied => "slot-occupied",
        Rule::OffGrid => "off-grid",
        Rule::Past | Rule::MinimumNotice => "minimum-notice",
        Rule::BeyondHorizon => "beyond-horizon",
        Rule::LimitReached => "limit-reached",
        // NoHost too: whoever is gone works at no time.
        _ => "outside-working-hours",
    }
}
