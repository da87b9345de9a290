//! Which of several free hosts takes a meeting (policies 12), with the reason: in a queue whoever's turn it is, else the one
//! with the fewest meetings in the month of the start, both by the engine's rule.

use std::cmp::Reverse;

use jiff::{Timestamp, ToSpan, civil::Date};
use slated_engine::{
    Ms,
    hosts::{self, Distribution, Member},
};
use slated_store::{appointment, db::Conn};

use super::{
    HostChoice, SHARE_REACHED,
    decide::{Decided, refusal},
};
use crate::{
    Error, Result,
    error::Unbookable,
    slots::{Offer, Taken, held_together, team::Team},
};

/// Why a group that has begun is filled before another is opened.
const BEGUN: &str = "hosts a group at that start which has free seats";

/// Chooses among the free ones. Whoever is alone is taken without asking further.
pub(super) fn choose(
    tx: &mut Conn,
    offer: &Offer,
    free: Vec<usize>,
    taken: Vec<Taken>,
    start: Timestamp,
) -> Result<Decided> {
    if free.len() < 2 {
        return Ok(Decided { hosts: free, taken, choice: HostChoice::default() });
    }
    if let Some(host) = begun(free.iter().map(std::slice::from_ref), &taken, start.as_millisecond()) {
        return Ok(filling(host.to_vec(), taken));
    }
    let (from, to) = month(offer, start)?;
    let hosts: Vec<_> = offer.hosts.iter().map(|host| host.user.id).collect();
    let loads = appointment::loads_of(tx, offer.company, &hosts, from, to)?;
    let member = |(index, (bookings, last)): (usize, (u32, Option<Timestamp>))| Member {
        hosts: vec![index],
        priority: 0,
        capacity: 1,
        bookings,
        last: last.map(Timestamp::as_millisecond),
        next_free: free.binary_search(&index).is_ok().then_some(start.as_millisecond()),
    };
    let members: Vec<Member> = loads.into_iter().enumerate().map(member).collect();
    let choice =
        hosts::choose(Distribution::MAXIMAL_AVAILABILITY, &members, &free).ok_or(Error::NotFound("Host"))?;
    let reason = HostChoice { turn: None, reason: Some(choice.reason.to_string()) };
    Ok(Decided { hosts: choice.hosts, taken, choice: reason })
}

/// The member of a queue whose turn it is among those who are free.
pub(super) fn by_turn(
    tx: &mut Conn,
    offer: &Offer,
    team: &Team,
    taken: Vec<Taken>,
    (now, at): (Timestamp, Ms),
) -> Result<Decided> {
    let able = offer.able(team, &taken, (now, at)).map_err(refusal)?;
    let turns = offer.turns(tx, &taken, now)?.ok_or(Error::NotFound("Queue"))?;
    let listed = turns.offered().into_iter().filter(|seat| able.contains(seat));
    let listed = listed.map(|seat| team.seats[seat].hosts.as_slice());
    if let Some(hosts) = begun(listed, &taken, at) {
        return Ok(filling(hosts.to_vec(), taken));
    }
    match turns.choose(&able) {
        Some(choice) => Ok(decided(team, &choice, taken)),
        None => Err(share_reached()),
    }
}

/// Of those who can take a start, the ones whose group has the most seats taken; of several equally full, the first.
fn begun<'a>(able: impl Iterator<Item = &'a [usize]>, taken: &[Taken], at: Ms) -> Option<&'a [usize]> {
    let group = |hosts: &'a [usize]| {
        let group = held_together(hosts.iter().map(|&host| &taken[host]), at)?;
        Some((Reverse(group.taken), hosts))
    };
    able.filter_map(group).min_by_key(|(taken, _)| *taken).map(|(_, hosts)| hosts)
}

fn filling(hosts: Vec<usize>, taken: Vec<Taken>) -> Decided {
    Decided { hosts, taken, choice: HostChoice { turn: None, reason: Some(BEGUN.to_owned()) } }
}

/// The member of a queue whose turn it is, whoever is free.
pub(super) fn regardless(tx: &mut Conn, offer: &Offer, taken: Vec<Taken>, now: Timestamp) -> Result<Decided> {
    let (team, turns) = offer.shared().zip(offer.turns(tx, &taken, now)?).ok_or(Error::NotFound("Queue"))?;
    let all: Vec<usize> = (0..team.seats.len()).collect();
    let choice = turns.with_everybody().choose(&all).ok_or(Error::NotFound("Host"))?;
    Ok(decided(team, &choice, taken))
}

fn decided(team: &Team, choice: &hosts::Choice, taken: Vec<Taken>) -> Decided {
    let turn = Some(team.seat(choice).turn(team.queue.id));
    let reason = Some(choice.reason.to_string());
    Decided { hosts: choice.hosts.clone(), taken, choice: HostChoice { turn, reason } }
}

fn share_reached() -> Error {
    let message = "The hosts who are free then have had their share of bookings".to_owned();
    Error::Unbookable(Unbookable { code: SHARE_REACHED, message, nearest: vec![] })
}

/// The month of a start in the zone of the first host.
fn month(offer: &Offer, start: Timestamp) -> Result<(Timestamp, Timestamp)> {
    let zone = offer.zone();
    let first = start.to_zoned(zone.clone()).date().first_of_month();
    let beginning = |date: Date| date.to_zoned(zone.clone()).map(|zoned| zoned.timestamp());
    let bounds = beginning(first).and_then(|from| Ok((from, beginning(first.checked_add(1.month())?)?)));
    bounds.map_err(|_| Error::invalid("start", "out-of-range", "The date is out of range"))
}
