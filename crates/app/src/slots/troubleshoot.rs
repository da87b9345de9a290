//! Troubleshooting: the starts that are not offered, and what refuses each; of a team's, whose turn the offered ones are.

use std::collections::BTreeMap;

use jiff::Timestamp;
use slated_engine::{CapError, Detail, Finding, GridStart, MAX_JUDGED, Ms, Rule, Span};
use slated_store::db::Conn;

use super::{
    Blocked, capped,
    offer::{Offer, Taken},
    team::{Team, Turns},
};
use crate::{Result, booking::SHARE_REACHED};

/// A start that the hours have room for.
#[derive(Default)]
pub(super) struct Point {
    pub(super) at: Ms,
    /// Seats taken of the group that a booking would join.
    pub(super) taken: u32,
    /// Why it cannot be booked.
    pub(super) blocked: Vec<Blocked>,
    /// Whose turn it is, and why.
    pub(super) choice: Option<String>,
}

/// Every start in a range that the hours have room for.
pub(super) fn points(
    c: &mut Conn,
    offer: &Offer,
    taken: &[Taken],
    now: Timestamp,
    range: Span,
) -> Result<Vec<Point>> {
    if let Some((team, turns)) = offer.shared().zip(offer.turns(c, taken, now)?) {
        let grids = offer.ask(taken, now, range, |query, hosts| {
            let mut judged = 0;
            let grids = team.each_seat((query, hosts), |query, hosts| {
                if judged > MAX_JUDGED {
                    return Err(CapError::Judged(judged));
                }
                let grid = slated_engine::troubleshoot(query, hosts)?;
                judged += grid.len().saturating_mul(hosts.len());
                Ok(grid)
            });
            grids.into_iter().collect::<Result<Vec<_>, _>>()
        });
        return Ok(of_team(offer, taken, (team, &turns), grids.map_err(capped)?));
    }
    let grid = offer.ask(taken, now, range, slated_engine::troubleshoot).map_err(capped)?;
    let point = |point: GridStart| {
        let refusals = if point.offered { vec![] } else { point.refusals };
        let blocked = blocked(offer, taken, refusals);
        Point { at: point.at, taken: point.taken, blocked, choice: None }
    };
    Ok(grid.into_iter().map(point).collect())
}

/// What the seats say of one start.
#[derive(Default)]
struct Said {
    taken: u32,
    able: Vec<usize>,
    refusals: Vec<(usize, Rule, Detail)>,
}

fn of_team(
    offer: &Offer,
    taken: &[Taken],
    (team, turns): (&Team, &Turns),
    grids: Vec<Vec<GridStart>>,
) -> Vec<Point> {
    let mut said: BTreeMap<Ms, Said> = BTreeMap::new();
    for (index, grid) in grids.into_iter().enumerate() {
        let seat = &team.seats[index];
        for point in grid {
            let said = said.entry(point.at).or_default();
            if point.offered {
                said.able.push(index);
                said.taken = said.taken.max(point.taken);
            } else {
                let of_offer = |(host, rule, detail)| (seat.hosts[host], rule, detail);
                said.refusals.extend(point.refusals.into_iter().map(of_offer));
            }
        }
    }
    let point = |(at, said): (Ms, Said)| {
        if let Some(choice) = turns.choose(&said.able) {
            let choice = Some(format!("{}: {}", names(offer, &choice.hosts), choice.reason));
            return Point { at, taken: said.taken, blocked: vec![], choice };
        }
        let mut blocked = blocked(offer, taken, said.refusals);
        blocked.extend(said.able.iter().filter_map(|&seat| ahead(offer, turns, seat)));
        Point { at, blocked, ..Point::default() }
    };
    said.into_iter().map(point).collect()
}

/// The names of an offer's hosts.
pub(super) fn names(offer: &Offer, hosts: &[usize]) -> String {
    hosts.iter().map(|&host| offer.hosts[host].user.full_name()).collect::<Vec<_>>().join(", ")
}

/// A seat that is free and hidden.
fn ahead(offer: &Offer, turns: &Turns, seat: usize) -> Option<Blocked> {
    let member = &turns.members[seat];
    let user = &offer.hosts[*member.hosts.first()?].user;
    Some(Blocked {
        host: user.id,
        host_name: user.full_name(),
        picture: user.profile.picture.clone(),
        kind: SHARE_REACHED,
        reason: format!("free, but with {} bookings too many ahead of the others", member.bookings),
    })
}

/// What refuses a start, in the terms of the answer.
fn blocked(offer: &Offer, taken: &[Taken], refusals: Vec<(usize, Rule, Detail)>) -> Vec<Blocked> {
    let told = refusals.into_iter().filter_map(|(index, rule, detail)| {
        let (user, taken) = (&offer.hosts.get(index)?.user, taken.get(index)?);
        Some(Blocked {
            host: user.id,
            host_name: user.full_name(),
            picture: user.profile.picture.clone(),
            kind: kind(taken, rule, detail),
            reason: Finding { rule, passes: false, detail }.to_string(),
        })
    });
    told.collect()
}

fn kind(taken: &Taken, rule: Rule, detail: Detail) -> &'static str {
    match (rule, detail) {
        (Rule::Occupied, Detail::Busy { busy: Some(busy), .. }) if !taken.claimed.contains(&busy) => "event",
        (Rule::Occupied, _) => "appointment",
        _ => crate::booking::code(rule),
    }
}
