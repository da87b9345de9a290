//! Which of several free hosts takes a meeting (policies 12), with the reason: in a queue whoever's turn it is, else the one
//! with the fewest meetings in the month of the start, both by the engine's rule.

use jiff::{Timestamp, ToSpan, civil::Date};
use slated_engine::{
    Span,
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
    slots::{Offer, Taken, team::Team},
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
    let begun = free.iter().find(|&&host| taken[host].holders.contains_key(&start.as_millisecond()));
    if let Some(&host) = begun {
        let choice = HostChoice { turn: None, reason: Some(BEGUN.to_owned()) };
        return Ok(Decided { hosts: vec![host], taken, choice });
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
    free: &[usize],
    taken: Vec<Taken>,
    (start, now): (Timestamp, Timestamp),
) -> Result<Decided> {
    let (team, turns) = offer.shared().zip(offer.turns(tx, &taken, now)?).ok_or(Error::NotFound("Queue"))?;
    let at = start.as_millisecond();
    let begun = turns.offered().into_iter().map(|seat| &team.seats[seat]).find(|seat| {
        let joins = |host: &usize| free.contains(host) && taken[*host].holders.contains_key(&at);
        seat.hosts.iter().all(joins)
    });
    if let Some(seat) = begun {
        let choice = HostChoice { turn: None, reason: Some(BEGUN.to_owned()) };
        return Ok(Decided { hosts: seat.hosts.clone(), taken, choice });
    }
    match turns.choose(free) {
        Some(choice) => Ok(decided(team, &choice, taken)),
        None => Err(nobody(offer, team, &taken, (start, now))),
    }
}

/// The member of a queue whose turn it is, whoever is free.
pub(super) fn regardless(tx: &mut Conn, offer: &Offer, taken: Vec<Taken>, now: Timestamp) -> Result<Decided> {
    let (team, turns) = offer.shared().zip(offer.turns(tx, &taken, now)?).ok_or(Error::NotFound("Queue"))?;
    let all: Vec<usize> = (0..offer.hosts.len()).collect();
    let choice = turns.with_everybody().choose(&all).ok_or(Error::NotFound("Host"))?;
    Ok(decided(team, &choice, taken))
}

fn decided(team: &Team, choice: &hosts::Choice, taken: Vec<Taken>) -> Decided {
    let turn = Some(team.seat(choice).turn(team.queue.id));
    let reason = Some(choice.reason.to_string());
    Decided { hosts: choice.hosts.clone(), taken, choice: HostChoice { turn, reason } }
}

/// Why nobody takes a start that some are free for: they have had their share, or are not enough for their group.
fn nobody(offer: &Offer, team: &Team, taken: &[Taken], (start, now): (Timestamp, Timestamp)) -> Error {
    let at = start.as_millisecond();
    let refused = offer.ask(taken, now, Span { start: at, end: at + 1 }, |query, hosts| {
        team.each_seat((query, hosts), |query, hosts| slated_engine::check(query, hosts, at))
    });
    // The group that came closest tells the most, unless one could.
    let mut refusals = Vec::new();
    for answer in refused {
        match answer {
            Ok(_) => return share_reached(),
            Err(refused) => refusals.push(refused),
        }
    }
    refusals.into_iter().max_by_key(|refused| refused.rule).map_or_else(share_reached, refusal)
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
