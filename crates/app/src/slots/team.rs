//! Teams: the members of a queue before the engine. Who of them is offered, and whose turn it is.
//!
//! Bookings are counted over the queue's current period, and free starts are looked for over a year from now. Neither
//! depends on which days somebody asks about, so a list and a booking find the same members offered.

use std::collections::{HashMap, HashSet};

use jiff::{Timestamp, ToSpan as _, tz::TimeZone};
use slated_engine::{
    CapError, DAY, Host, Mode, Ms, Query, Refused, Span, Start,
    hosts::{self, Choice, Distribution, Member},
};
use slated_store::{
    db::Conn,
    ids::{AppointmentId, QueueId, UserGroupId, UserId},
    meeting_type::MeetingType,
    queue::{self, Kind, Period, Queue, Roster, turn, turn::Turn},
};
use uuid::Uuid;

use super::{
    moment,
    offer::{Ask, Offer, OfferedHost, Taken, held_together},
};
use crate::{Error, Result};

/// For how many days it is looked whether a member has a free start at all.
const AHEAD_DAYS: Ms = 366;

/// A queue, and those of its members who can be asked.
pub(crate) struct Team {
    pub(crate) queue: Queue,
    pub(crate) seats: Vec<Seat>,
    /// Everybody in the queue, also those who cannot be asked.
    pub(super) users: Vec<UserId>,
}

/// A member of a queue: one host, or a group whose hosts take part together.
pub(crate) struct Seat {
    /// The user's or the group's.
    id: Uuid,
    group: Option<UserGroupId>,
    /// Indices of the offer's hosts, the main host first.
    pub(crate) hosts: Vec<usize>,
    priority: u32,
    capacity: u32,
}

impl Seat {
    /// The hosts of this seat.
    fn of<'a>(&self, hosts: &[Host<'a>]) -> Vec<Host<'a>> {
        self.hosts.iter().map(|&host| hosts[host]).collect()
    }

    /// The turn that this seat takes.
    pub(crate) fn turn(&self, queue: QueueId) -> Turn {
        Turn { queue, member: self.id, group: self.group }
    }
}

/// Who is in the queue that a question is put to. None when it is put to somebody by name, or to a meeting type that is
/// not a team's.
pub(super) fn called(c: &mut Conn, meeting_type: &MeetingType, ask: &Ask) -> Result<Option<Roster>> {
    if ask.queue.is_some() && ask.queue != meeting_type.queue_id {
        return Err(Error::NotFound("Queue"));
    }
    let called = meeting_type.queue_id.filter(|_| ask.queue.is_some() || ask.names_nobody());
    let Some(id) = called else { return Ok(None) };
    queue::roster(c, meeting_type.company_id, id)?.ok_or(Error::NotFound("Queue")).map(Some)
}

/// Of a queue, those who are all named; refused when there are none.
pub(super) fn named(roster: Roster, ask: &Ask) -> Result<Roster> {
    if ask.names_nobody() {
        return Ok(roster);
    }
    let wanted: HashSet<UserId> = ask.hosts.iter().flatten().copied().collect();
    let Roster { queue, mut members, mut groups } = roster;
    members.retain(|member| wanted.contains(&member.user_id));
    groups.retain(|group| group.users.iter().all(|user| wanted.contains(user)));
    if members.is_empty() && groups.is_empty() {
        return Err(Error::NotFound("Host"));
    }
    Ok(Roster { queue, members, groups })
}

impl Team {
    /// The members whose hosts are all among those who can be asked.
    pub(super) fn new(roster: &Roster, users: Vec<UserId>, hosts: &[OfferedHost]) -> Self {
        let places: HashMap<UserId, usize> =
            hosts.iter().enumerate().map(|(place, host)| (host.user.id, place)).collect();
        let singles = roster.members.iter().filter_map(|member| {
            let hosts = vec![*places.get(&member.user_id)?];
            let (priority, capacity) = (member.priority, member.capacity);
            Some(Seat { id: member.user_id.0, group: None, hosts, priority, capacity })
        });
        let groups = roster.groups.iter().filter_map(|group| {
            let hosts = group.hosts().map(|user| places.get(&user).copied()).collect::<Option<Vec<_>>>()?;
            let seat =
                Seat { id: group.id.0, group: Some(group.id), hosts, priority: 0, capacity: group.capacity };
            (!seat.hosts.is_empty()).then_some(seat)
        });
        Self { queue: roster.queue.clone(), seats: singles.chain(groups).collect(), users }
    }

    /// From how many bookings ahead a member is hidden.
    fn max_lead(&self) -> Option<u32> {
        match self.queue.kind {
            Kind::SimpleRoundRobin | Kind::Collective => None,
            Kind::AdvancedRoundRobin => self.queue.max_lead,
            Kind::EqualDistribution => Some(self.queue.max_lead.unwrap_or(1)),
        }
    }

    /// What each seat makes of a question: all of its hosts are needed.
    pub(crate) fn each_seat<R>(
        &self,
        (query, hosts): (&Query<'_>, &[Host<'_>]),
        mut question: impl FnMut(&Query<'_>, &[Host<'_>]) -> R,
    ) -> Vec<R> {
        let query = Query { mode: Mode::Everyone, ..*query };
        self.seats.iter().map(|seat| question(&query, &seat.of(hosts))).collect()
    }

    /// The seat that a choice fell on.
    pub(crate) fn seat(&self, choice: &Choice) -> &Seat {
        &self.seats[choice.member]
    }
}

/// How the turns of a queue stand: its seats, in the engine's terms.
pub(crate) struct Turns {
    distribution: Distribution,
    pub(crate) members: Vec<Member>,
}

impl Turns {
    /// The seats whose starts are listed.
    pub(crate) fn offered(&self) -> Vec<usize> {
        hosts::offered(self.distribution, &self.members)
    }

    /// Who takes a start that these seats can take.
    pub(crate) fn choose(&self, able: &[usize]) -> Option<Choice> {
        hosts::choose(self.distribution, &self.members, able)
    }

    /// The seats in the order in which the turn goes to them.
    pub(crate) fn in_order(&self) -> Vec<usize> {
        hosts::next_in_turn(self.distribution, &self.members)
    }

    /// Without anybody hidden.
    pub(crate) fn with_everybody(mut self) -> Self {
        self.distribution = Distribution::MAXIMAL_AVAILABILITY;
        for member in &mut self.members {
            member.next_free.get_or_insert(0);
        }
        self
    }
}

impl Offer {
    /// The queue that decides who takes a start; none where nobody has to be chosen by turns.
    pub(crate) fn shared(&self) -> Option<&Team> {
        self.team.as_deref().filter(|_| self.mode == Mode::Anyone)
    }

    /// Some members may be hidden, which depends on who has free starts ahead.
    fn hides(&self) -> bool {
        self.shared().is_some_and(|team| team.max_lead().is_some())
    }

    /// In which time what is taken must be known to answer for `range`.
    pub(super) fn span(&self, range: Span, now: Timestamp) -> Span {
        let span = self.rules.busy_span(range);
        if !self.hides() {
            return span;
        }
        let far = self.rules.busy_span(ahead(now));
        Span { start: span.start.min(far.start), end: span.end.max(far.end) }
    }

    /// The seats whose starts are listed; none where nothing is shared out.
    pub(super) fn offered(
        &self,
        c: &mut Conn,
        taken: &[Taken],
        now: Timestamp,
    ) -> Result<Option<Vec<usize>>> {
        match self.shared() {
            Some(team) if !self.hides() => Ok(Some((0..team.seats.len()).collect())),
            _ => Ok(self.turns(c, taken, now)?.map(|turns| turns.offered())),
        }
    }

    /// The starts in a range that can be booked.
    pub(super) fn starts(
        &self,
        taken: &[Taken],
        offered: Option<&[usize]>,
        now: Timestamp,
        range: Span,
    ) -> Result<Vec<Start>, CapError> {
        self.ask(taken, now, range, |query, hosts| {
            let Some((team, offered)) = self.shared().zip(offered) else {
                return slated_engine::starts(query, hosts);
            };
            let members: Vec<_> = offered.iter().map(|&seat| team.seats[seat].of(hosts)).collect();
            let members: Vec<&[Host<'_>]> = members.iter().map(Vec::as_slice).collect();
            slated_engine::queue_starts(query, &members)
        })
    }

    /// The seats that can take a start; where none can, why the one that came closest cannot.
    pub(crate) fn able(
        &self,
        team: &Team,
        taken: &[Taken],
        (now, at): (Timestamp, Ms),
    ) -> Result<Vec<usize>, Refused> {
        let answers = self.ask(taken, now, moment(at), |query, hosts| {
            team.each_seat((query, hosts), |query, hosts| slated_engine::check(query, hosts, at))
        });
        let (mut able, mut closest) = (Vec::new(), None::<Refused>);
        for (seat, answer) in answers.into_iter().enumerate() {
            match answer {
                Ok(_) => able.push(seat),
                Err(refused) if closest.as_ref().is_none_or(|other| other.rule < refused.rule) => {
                    closest = Some(refused);
                }
                Err(_) => {}
            }
        }
        match closest {
            Some(refused) if able.is_empty() => Err(refused),
            _ => Ok(able),
        }
    }

    /// The appointment with so many seats taken that a booking of a start joins.
    pub(super) fn group(&self, taken: &[Taken], at: Ms, seats: u32) -> Option<AppointmentId> {
        let full_as = |hosts: &[usize]| {
            let group = held_together(hosts.iter().map(|&host| &taken[host]), at)?;
            (group.taken == seats).then_some(group.id)
        };
        let hosts: Vec<usize> = (0..self.hosts.len()).collect();
        match (self.shared(), self.mode) {
            (Some(team), _) => team.seats.iter().find_map(|seat| full_as(&seat.hosts)),
            (None, Mode::Everyone) => full_as(&hosts),
            (None, Mode::Anyone) => hosts.chunks(1).find_map(full_as),
        }
    }

    /// The `n` free starts that are closest to `at`, in order of their distance.
    pub(crate) fn nearest(
        &self,
        c: &mut Conn,
        taken: &[Taken],
        now: Timestamp,
        range: Span,
        (at, n): (Ms, usize),
    ) -> Result<Vec<Ms>> {
        let offered = self.offered(c, taken, now)?;
        if offered.is_none() {
            return Ok(self.ask(taken, now, range, |q, hosts| slated_engine::nearest(q, hosts, at, n)));
        }
        let mut free = self.starts(taken, offered.as_deref(), now, range).unwrap_or_default();
        free.sort_by_key(|start| (start.at.abs_diff(at), start.at));
        Ok(free.into_iter().take(n).map(|start| start.at).collect())
    }

    /// How the turns stand; none where nothing is shared out. `taken` covers [`Offer::span`].
    pub(crate) fn turns(&self, c: &mut Conn, taken: &[Taken], now: Timestamp) -> Result<Option<Turns>> {
        let Some(team) = self.shared() else { return Ok(None) };
        let next_free = if self.hides() {
            self.first_starts(team, taken, now)
        } else {
            vec![Some(now.as_millisecond()); team.seats.len()]
        };
        self.standing(c, team, next_free, now).map(Some)
    }

    /// How the turns stand, with those left out who have no free start; also where everybody takes part.
    pub(crate) fn turns_ahead(&self, c: &mut Conn, now: Timestamp) -> Result<Option<(&Team, Turns)>> {
        let Some(team) = self.team.as_deref() else { return Ok(None) };
        let taken = self.taken_within(c, self.rules.busy_span(ahead(now)), None)?;
        let next_free = self.first_starts(team, &taken, now);
        Ok(Some((team, self.standing(c, team, next_free, now)?)))
    }

    fn standing(
        &self,
        c: &mut Conn,
        team: &Team,
        next_free: Vec<Option<Ms>>,
        now: Timestamp,
    ) -> Result<Turns> {
        let queue = &team.queue;
        let had = turn::since(c, self.company, queue.id, beginning(queue.period, now, &self.zone()))?;
        let had: HashMap<Uuid, (u32, Timestamp)> =
            had.into_iter().map(|(member, count, last)| (member, (count, last))).collect();
        let member = |(seat, next_free): (&Seat, Option<Ms>)| {
            let had = had.get(&seat.id);
            Member {
                hosts: seat.hosts.clone(),
                priority: seat.priority,
                capacity: seat.capacity,
                bookings: had.map_or(0, |(count, _)| *count),
                last: had.map(|(_, last)| last.as_millisecond()),
                next_free,
            }
        };
        let notice = Ms::from(self.rules.notice) * slated_engine::MINUTE;
        let distribution = Distribution {
            max_lead: team.max_lead(),
            near_term: queue.near_term.then(|| now.as_millisecond().saturating_add(notice)),
        };
        Ok(Turns { distribution, members: team.seats.iter().zip(next_free).map(member).collect() })
    }

    /// The first free start of each seat.
    fn first_starts(&self, team: &Team, taken: &[Taken], now: Timestamp) -> Vec<Option<Ms>> {
        self.ask(taken, now, ahead(now), |query, hosts| {
            let mut free = Vec::new();
            team.each_seat((query, hosts), |query, hosts| {
                slated_engine::starts_into(query, hosts, &mut free).ok()?;
                free.first().map(|start| start.at)
            })
        })
    }
}

/// A year from now. It ends with a day of UTC, so that what is kept of it serves for a day.
fn ahead(now: Timestamp) -> Span {
    let start = now.as_millisecond();
    Span { start, end: (start.div_euclid(DAY) + AHEAD_DAYS) * DAY }
}

/// When the current period of a zone began.
fn beginning(period: Period, now: Timestamp, zone: &TimeZone) -> Timestamp {
    let today = now.to_zoned(zone.clone()).date();
    let first = match period {
        Period::Day => today,
        Period::Week => today.saturating_sub(i64::from(today.weekday().to_monday_zero_offset()).days()),
        Period::Month => today.first_of_month(),
    };
    first.to_zoned(zone.clone()).map_or(now, |zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn periods_begin_where_the_zone_says() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let check = |period, now: &str, begin: &str| {
            let found = beginning(period, now.parse().unwrap(), &zone);
            assert_eq!(found.to_string(), begin, "{period:?} {now}");
        };
        // Half past midnight on Monday 1 March in Berlin, still Sunday in UTC.
        check(Period::Day, "2027-02-28T23:30:00Z", "2027-02-28T23:00:00Z");
        check(Period::Week, "2027-02-28T23:30:00Z", "2027-02-28T23:00:00Z");
        check(Period::Month, "2027-02-28T23:30:00Z", "2027-02-28T23:00:00Z");
        check(Period::Week, "2027-02-28T22:30:00Z", "2027-02-21T23:00:00Z");
        check(Period::Month, "2027-02-28T22:30:00Z", "2027-01-31T23:00:00Z");
        // Over a clock change.
        check(Period::Month, "2027-03-31T12:00:00Z", "2027-02-28T23:00:00Z");
    }

    #[test]
    fn a_year_ahead_is_within_what_the_engine_takes() {
        for now in ["2027-03-01T00:00:00Z", "2027-03-01T23:59:59.999Z", "1969-12-31T12:00:00Z"] {
            let span = ahead(now.parse().unwrap());
            let days = (span.end - span.start) / DAY;
            assert!((365..=366).contains(&days) && span.end % DAY == 0, "{now}: {span:?}");
        }
    }
}
