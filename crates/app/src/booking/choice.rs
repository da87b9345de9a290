//! Which of several free hosts takes a meeting (policies 12): the one with the fewest meetings in the month of the start,
//! by the engine's rule, with the reason.

use jiff::{Timestamp, ToSpan, civil::Date};
use slated_engine::hosts::{self, Distribution, Member};
use slated_store::{appointment, db::Conn};

use super::Decided;
use crate::{
    Error, Result,
    slots::{Offer, Taken},
};

/// Chooses among the free ones. Whoever is alone is taken without asking further.
pub(super) fn choose(
    tx: &mut Conn,
    offer: &Offer,
    free: Vec<usize>,
    taken: Vec<Taken>,
    start: Timestamp,
) -> Result<Decided> {
    if free.len() < 2 {
        return Ok(Decided { hosts: free, taken, reason: None });
    }
    // A group that has begun is filled before another is opened.
    let begun = free.iter().find(|&&host| taken[host].holders.contains_key(&start.as_millisecond()));
    if let Some(&host) = begun {
        let reason = Some("hosts a group at that start which has free seats".to_owned());
        return Ok(Decided { hosts: vec![host], taken, reason });
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
    Ok(Decided { hosts: choice.hosts, taken, reason: Some(choice.reason.to_string()) })
}

/// The month of a start in the zone of the first host.
fn month(offer: &Offer, start: Timestamp) -> Result<(Timestamp, Timestamp)> {
    let zone = offer.zone();
    let first = start.to_zoned(zone.clone()).date().first_of_month();
    let beginning = |date: Date| date.to_zoned(zone.clone()).map(|zoned| zoned.timestamp());
    let bounds = beginning(first).and_then(|from| Ok((from, beginning(first.checked_add(1.month())?)?)));
    bounds.map_err(|_| Error::invalid("start", "out-of-range", "The date is out of range"))
}
