//! Which member of a queue takes a booking, and which ones are offered.
//!
//! Pure and deterministic: the same statistics give the same choice, and every choice carries its reason. A member is one
//! user, or a group whose users all become hosts. The rules, in order:
//!
//! 1. Members who cannot take the start are skipped.
//! 2. Members too far ahead of the others are hidden ([`Distribution::max_lead`]).
//! 3. The highest [`Member::priority`] goes first.
//! 4. Among these the turn goes to the one whose share is due first: bookings follow [`Member::capacity`] as
//!    closely as whole numbers allow. A cancelled booking is not counted, and so gives the turn back.
//! 5. Of several equally due, the one whose last booking is longest ago; then the first in the list.

use std::cmp::{Ordering, Reverse};
use std::fmt;

use crate::span::{DAY, Ms};

/// A member of a queue and what is known about them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The hosts a booking would have: indices of the caller's list, several for a group.
    pub hosts: Vec<usize>,
    /// Higher goes first.
    pub priority: u32,
    /// Weight: a member with 2 is due twice as often as one with 1. 0 is read as 1.
    pub capacity: u32,
    /// Bookings in the current period, without cancelled ones.
    pub bookings: u32,
    /// When the last of them was made.
    pub last: Option<Ms>,
    /// The first free start in the range that is asked for; `None` when there is none.
    pub next_free: Option<Ms>,
}

/// How bookings are spread over a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Distribution {
    /// Hides members who have so many bookings more, by their weight, than the one with the fewest who
    /// still has free starts. `None` offers everyone: maximal availability. 1 offers only those with the fewest: equal
    /// distribution.
    pub max_lead: Option<u32>,
    /// When given, `max_lead` is ignored where it would push the next free start more than [`NEAR_TERM_DAYS`] past this
    /// instant: now plus the minimum notice.
    pub near_term: Option<Ms>,
}

/// How far [`Distribution::near_term`] lets the next free start move.
pub const NEAR_TERM_DAYS: i64 = 14;

impl Distribution {
    /// Everyone is offered.
    pub const MAXIMAL_AVAILABILITY: Self = Self { max_lead: None, near_term: None };
    /// Only those with the fewest bookings are offered.
    pub const EQUAL: Self = Self { max_lead: Some(1), near_term: None };
}

/// The member that takes a booking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The index of the member.
    pub member: usize,
    /// The hosts of the booking.
    pub hosts: Vec<usize>,
    /// Why this one.
    pub reason: Reason,
}

/// Why a member was chosen, in numbers; its text says it in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What decided between the members that could take it.
    pub decided_by: DecidedBy,
    /// Members of the queue.
    pub members: usize,
    /// Of them, not free at the start.
    pub busy: usize,
    /// Of the free ones, too many bookings ahead.
    pub hidden: usize,
    /// The chosen member's priority.
    pub priority: u32,
    /// The chosen member's bookings in the period before this one.
    pub bookings: u32,
    /// The bookings of all members of this priority.
    pub bookings_of_all: u64,
    /// The chosen member's capacity.
    pub capacity: u32,
    /// The capacity of all members of this priority.
    pub capacity_of_all: u64,
}

/// The rule that settled a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecidedBy {
    /// No one else could take it.
    OnlyOne,
    /// The highest priority.
    Priority,
    /// The share that was due first.
    Share,
    /// The longest time since the last booking.
    LeastRecent,
    /// Nothing but the order of the list.
    Order,
}

/// The members whose starts are listed: all, or those not too far ahead. Members without a free start do not count.
pub fn offered(distribution: Distribution, members: &[Member]) -> Vec<usize> {
    let free: Vec<usize> = (0..members.len()).filter(|&index| members[index].next_free.is_some()).collect();
    let Some(max_lead) = distribution.max_lead else { return free };
    let (kept, hidden): (Vec<usize>, Vec<usize>) =
        free.iter().partition(|&&index| lead(members, &free, index) < max_lead.max(1));
    let next = |list: &[usize]| list.iter().filter_map(|&index| members[index].next_free).min();
    let too_late = distribution.near_term.is_some_and(|earliest| {
        let limit = earliest.saturating_add(NEAR_TERM_DAYS * DAY);
        let sooner = next(&hidden).is_some_and(|hidden| next(&kept).is_none_or(|kept| hidden < kept));
        sooner && next(&kept).is_none_or(|kept| kept > limit)
    });
    if too_late { free } else { kept }
}

/// The member who takes a booking. `able` are the members that can take the start: those whose hosts pass
/// [`check`](crate::check) together, for [`Mode::Everyone`](crate::Mode). `None` when no offered member can.
pub fn choose(distribution: Distribution, members: &[Member], able: &[usize]) -> Option<Choice> {
    let listed = offered(distribution, members);
    let ranked = rank(members, &listed);
    let can = |index: usize| able.contains(&index);
    let free = (0..members.len()).filter(|&index| can(index)).count();
    let mut candidates = ranked.iter().filter(|rank| can(rank.member));
    let (best, second) = (candidates.next()?, candidates.next());
    let member = &members[best.member];
    let peers = listed.iter().map(|&index| &members[index]).filter(|peer| peer.priority == member.priority);
    let (bookings_of_all, capacity_of_all) = peers.fold((0, 0), |(bookings, capacity), peer| {
        (bookings + u64::from(peer.bookings), capacity + peer.weight())
    });
    let reason = Reason {
        decided_by: second.map_or(DecidedBy::OnlyOne, |second| best.decided_over(second)),
        members: members.len(),
        busy: members.len() - free,
        hidden: (0..members.len()).filter(|index| can(*index) && !listed.contains(index)).count(),
        priority: member.priority,
        bookings: member.bookings,
        bookings_of_all,
        capacity: member.capacity.max(1),
        capacity_of_all,
    };
    Some(Choice { member: best.member, hosts: member.hosts.clone(), reason })
}

/// The members that are offered, in the order in which the turn goes to them.
pub fn next_in_turn(distribution: Distribution, members: &[Member]) -> Vec<usize> {
    rank(members, &offered(distribution, members)).into_iter().map(|rank| rank.member).collect()
}

/// By how many bookings a member is ahead of the one with the fewest, by weight.
fn lead(members: &[Member], free: &[usize], index: usize) -> u32 {
    let own = &members[index];
    // What this member would have if all were level with the one who has the fewest.
    let level = free
        .iter()
        .map(|&other| u64::from(members[other].bookings) * own.weight() / members[other].weight())
        .min()
        .unwrap_or(0);
    own.bookings.saturating_sub(u32::try_from(level).unwrap_or(u32::MAX))
}

/// Where a member stands in the order of turns.
struct Rank {
    member: usize,
    priority: Reverse<u32>,
    due: Due,
    last: Option<Ms>,
}

/// When a member's next booking is due, counted in bookings of all: Tijdeman's rule for the chairman assignment problem (Discrete
/// Mathematics 32, 1980), by which no member is ever a whole booking off their share while all are free.
struct Due {
    /// Whether the member's share has grown enough to take a booking at all.
    early: bool,
    /// The latest turn at which it may come, as a fraction.
    turn: (i128, i128),
}

fn rank(members: &[Member], listed: &[usize]) -> Vec<Rank> {
    let mut ranks: Vec<Rank> = listed
        .iter()
        .map(|&index| {
            let member = &members[index];
            let peers =
                || listed.iter().map(|&peer| &members[peer]).filter(|peer| peer.priority == member.priority);
            let count = i128::try_from(peers().count()).expect("a count fits");
            let turns: i128 = 1 + peers().map(|peer| i128::from(peer.bookings)).sum::<i128>();
            let weights: i128 = peers().map(|peer| i128::from(peer.weight())).sum();
            Rank {
                member: index,
                priority: Reverse(member.priority),
                due: Due::of(member, count, turns, weights),
                last: member.last,
            }
        })
        .collect();
    ranks.sort_by(|a, b| a.compare(b).then(a.member.cmp(&b.member)));
    ranks
}

impl Due {
    fn of(member: &Member, peers: i128, turns: i128, weights: i128) -> Self {
        let weight = i128::from(member.weight());
        let parts = (2 * peers - 2).max(1);
        // The share minus what was given, in `weights * parts`ths of a booking.
        let owed = parts * (weight * turns - i128::from(member.bookings) * weights);
        Self { early: owed < weights, turn: ((parts - 1) * weights - owed, weight) }
    }
}

impl Rank {
    fn compare(&self, other: &Self) -> Ordering {
        self.priority
            .cmp(&other.priority)
            .then_with(|| self.due.compare(&other.due))
            .then(self.last.cmp(&other.last))
    }

    fn decided_over(&self, second: &Self) -> DecidedBy {
        if self.priority != second.priority {
            DecidedBy::Priority
        } else if self.due.compare(&second.due).is_ne() {
            DecidedBy::Share
        } else if self.last != second.last {
            DecidedBy::LeastRecent
        } else {
            DecidedBy::Order
        }
    }
}

impl Due {
    fn compare(&self, other: &Self) -> Ordering {
        let (a, b) = (self.turn, other.turn);
        self.early.cmp(&other.early).then_with(|| (a.0 * b.1).cmp(&(b.0 * a.1)))
    }
}

impl Member {
    fn weight(&self) -> u64 {
        u64::from(self.capacity.max(1))
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.decided_by {
            DecidedBy::OnlyOne => f.write_str("the only one who can take it")?,
            DecidedBy::Priority => write!(f, "highest priority ({})", self.priority)?,
            DecidedBy::Share => f.write_str("furthest behind their share")?,
            DecidedBy::LeastRecent => f.write_str("equally due, longest without a booking")?,
            DecidedBy::Order => f.write_str("equally due, first in the list")?,
        }
        write!(f, "; has {} of {} bookings", self.bookings, self.bookings_of_all)?;
        write!(f, " with a weight of {} of {}", self.capacity, self.capacity_of_all)?;
        write!(f, "; of {} members {} not free", self.members, self.busy)?;
        if self.hidden > 0 {
            write!(f, ", {} too many bookings ahead", self.hidden)?;
        }
        Ok(())
    }
}
