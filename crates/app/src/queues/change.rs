//! What is to change in a queue, or in a group of one.

use jiff::Timestamp;
use slated_store::{
    ids::UserId,
    queue::{Kind, Period, Roster, group::Group, member::Member},
};

use crate::{Error, Result, error::FieldErrors};

/// What is to change in a queue. Outer `None` stays; inner `None` clears.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// By which rule bookings are shared out.
    pub kind: Option<Kind>,
    /// Hides members who are that many bookings ahead.
    pub max_lead: Option<Option<u32>>,
    /// Over which time bookings are counted.
    pub period: Option<Period>,
    /// Nobody is hidden where that would push the next free start far away.
    pub near_term: Option<bool>,
    /// The single users who are in it from now on, each with a weight if that is to change too.
    pub members: Option<Vec<(UserId, Option<u32>)>>,
    /// Joins, or leaves who is in it.
    pub toggled: Option<UserId>,
    /// Weights of members.
    pub capacities: Vec<(UserId, u32)>,
    /// Priorities of members.
    pub priorities: Vec<(UserId, u32)>,
    /// Where members' meetings take place.
    pub links: Vec<(UserId, Option<String>)>,
}

impl Change {
    /// The queue with this change. Names the values that are about somebody who is no member.
    pub(super) fn apply(&self, mut roster: Roster, now: Timestamp) -> Result<Roster> {
        let queue = &mut roster.queue;
        queue.kind = self.kind.unwrap_or(queue.kind);
        queue.max_lead = self.max_lead.unwrap_or(queue.max_lead);
        queue.period = self.period.unwrap_or(queue.period);
        queue.near_term = self.near_term.unwrap_or(queue.near_term);
        queue.updated_at = now;
        let members = &mut roster.members;
        if let Some(list) = &self.members {
            let mut named: Vec<Member> = Vec::with_capacity(list.len());
            for &(user, capacity) in list {
                if named.iter().any(|other| other.user_id == user) {
                    continue;
                }
                let known = members.iter().find(|member| member.user_id == user).cloned();
                let mut member = known.unwrap_or_else(|| new(user));
                member.capacity = capacity.unwrap_or(member.capacity);
                named.push(member);
            }
            *members = named;
        }
        if let Some(user) = self.toggled {
            match members.iter().position(|member| member.user_id == user) {
                Some(place) => drop(members.remove(place)),
                None => members.push(new(user)),
            }
        }
        let mut errors = FieldErrors::default();
        each(members, "userCapacities", &self.capacities, &mut errors, |member, capacity| {
            member.capacity = *capacity;
        });
        each(members, "userPriorities", &self.priorities, &mut errors, |member, priority| {
            member.priority = *priority;
        });
        each(members, "userCustomLinks", &self.links, &mut errors, |member, link| {
            member.custom_link.clone_from(link);
        });
        errors.finish()?;
        Ok(roster)
    }
}

fn new(user_id: UserId) -> Member {
    Member { user_id, capacity: 1, priority: 0, custom_link: None }
}

fn each<T>(
    members: &mut [Member],
    field: &str,
    values: &[(UserId, T)],
    errors: &mut FieldErrors,
    mut set: impl FnMut(&mut Member, &T),
) {
    for (index, (user, value)) in values.iter().enumerate() {
        match members.iter_mut().find(|member| member.user_id == *user) {
            Some(member) => set(member, value),
            None => {
                errors.add(format!("{field}[{index}].userId"), "invalid-id", "The queue has no such member");
            }
        }
    }
}

/// What is to change in a group. Outer `None` stays; inner `None` clears.
#[derive(Debug, Clone, Default)]
pub struct GroupChange {
    /// Shown.
    pub name: Option<String>,
    /// Weight.
    pub capacity: Option<u32>,
    /// Joins, or leaves who is in it.
    pub toggled: Option<UserId>,
    /// The first of its hosts, one of its users.
    pub main_host: Option<Option<UserId>>,
}

impl GroupChange {
    /// The group with this change.
    pub(super) fn apply(&self, mut group: Group, now: Timestamp) -> Result<Group> {
        group.name = self.name.clone().unwrap_or(group.name);
        group.capacity = self.capacity.unwrap_or(group.capacity);
        group.updated_at = now;
        if let Some(user) = self.toggled {
            match group.users.iter().position(|known| *known == user) {
                Some(place) => {
                    group.users.remove(place);
                    group.main_host_id = group.main_host_id.filter(|main| *main != user);
                }
                None => group.users.push(user),
            }
        }
        if let Some(main) = self.main_host {
            if main.is_some_and(|main| !group.users.contains(&main)) {
                return Err(Error::invalid("mainGroupHostId", "invalid-id", "The group has no such user"));
            }
            group.main_host_id = main;
        }
        Ok(group)
    }
}
