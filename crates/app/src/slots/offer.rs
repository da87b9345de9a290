//! An offer: a meeting type, its hosts and their hours, ready to be put before the engine.
//!
//! Listing and booking load the same offer by the same function, which is why what is listed can be booked.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use jiff::{Timestamp, tz::TimeZone};
use slated_engine::{
    Busy, Calendar, Horizon, Host, Max, Meeting, Mode, Ms, Period, Query, Rules, Schedule, Span,
};
use slated_store::{
    availability, claim,
    db::{Answers, Conn},
    host,
    ids::{AppointmentId, AvailabilityId, CompanyId, MeetingTypeId, QueueId, UserId},
    meeting_type::{self, DaysIntoFuture, LimitPeriod, MeetingType, Spec},
    queue::{Kind, Roster},
    user::{self, User},
};
use uuid::Uuid;

use super::{
    schedules::{self, Schedules},
    team::{self, Team},
};
use crate::{Error, Result};

/// The most hosts one question may name.
pub const MAX_HOSTS: usize = slated_engine::MAX_HOSTS;
const DAY_MINUTES: u32 = 1_440;
/// How far ahead bookings are taken when the meeting type does not say (policies 9).
const USUAL_HORIZON: Horizon = Horizon::Days(60);

/// What somebody asks about.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Of which meeting type.
    pub meeting_type: MeetingTypeId,
    /// With whom; without, the meeting type's own host, or whoever is in its queue.
    pub hosts: Option<Vec<UserId>>,
    /// The queue of a team's meeting type; with hosts too, those of them who are in it.
    pub queue: Option<QueueId>,
    /// One of them, or all.
    pub mode: Mode,
    /// Minutes, where the meeting type allows several.
    pub duration: Option<u32>,
    /// Where it is to take place, when the invitee chose.
    pub channel: Option<String>,
    /// What is to be booked along.
    pub resources: Vec<Uuid>,
}

/// A meeting type, its hosts and their hours.
pub(crate) struct Offer {
    pub(crate) company: CompanyId,
    pub(crate) meeting_type: Arc<MeetingType>,
    pub(crate) hosts: Arc<[OfferedHost]>,
    /// The queue these hosts are in.
    pub(crate) team: Option<Arc<Team>>,
    pub(crate) rules: Rules,
    pub(crate) mode: Mode,
}

/// One who could take the meeting.
pub(crate) struct OfferedHost {
    pub(crate) user: User,
    hours: Arc<Schedule>,
    within: Vec<Arc<Schedule>>,
}

/// What keeps a host from other meetings, and who holds it.
pub(crate) struct Taken {
    pub(crate) calendar: Calendar,
    /// Appointments of the meeting type itself that a guest could join, by start.
    groups: HashMap<Ms, Group>,
    /// What appointments claim, as opposed to events from outside.
    pub(crate) claimed: Vec<Span>,
}

/// An appointment with a seat free. Of two, the fuller is the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Group {
    /// Seats taken.
    pub(crate) taken: u32,
    pub(crate) id: AppointmentId,
}

/// The group that hosts hold together at a start, which is the only one that a booking with all of them can join.
pub(crate) fn held_together<'a>(hosts: impl IntoIterator<Item = &'a Taken>, at: Ms) -> Option<Group> {
    let mut held = hosts.into_iter().map(|taken| taken.groups.get(&at));
    let first = held.next()??;
    held.all(|other| other == Some(first)).then_some(*first)
}

impl Ask {
    /// Whoever is usual is meant.
    pub(super) fn names_nobody(&self) -> bool {
        self.hosts.as_ref().is_none_or(Vec::is_empty)
    }
}

impl OfferedHost {
    /// The zone of their hours.
    pub(super) fn zone(&self) -> TimeZone {
        self.hours.zone().clone()
    }
}

impl Offer {
    /// Reads everything but what is taken. Hosts that are gone are left out (policies 14).
    pub(crate) fn load(c: &mut Conn, schedules: &Schedules, company: CompanyId, ask: &Ask) -> Result<Self> {
        let meeting_type =
            meeting_type::by_id(c, company, ask.meeting_type)?.ok_or(Error::NotFound("Meeting type"))?;
        let rules = rules(&meeting_type.spec, ask.duration)?;
        let narrowing = narrowing(&meeting_type.spec, ask)?;
        let mut within = Vec::with_capacity(narrowing.len());
        for id in narrowing {
            // Hours that are gone are hours in which nothing is to be had.
            within.push(schedule(c, schedules, company, id)?.unwrap_or_else(schedules::closed));
        }
        let called = team::called(c, &meeting_type, ask)?;
        let everybody = called.as_ref().map(Roster::users);
        let called = called.map(|roster| team::named(roster, ask)).transpose()?;
        let named = ask.hosts.as_deref().filter(|hosts| !hosts.is_empty() && called.is_none());
        let mut ids: Vec<UserId> = Vec::new();
        let mut known = HashSet::new();
        match &called {
            Some(roster) => ids = roster.users(),
            None => {
                ids.extend(named.unwrap_or(&[meeting_type.user_id]).iter().filter(|id| known.insert(**id)));
            }
        }
        let mut hosts = Vec::with_capacity(ids.len());
        let mut hours = Vec::with_capacity(ids.len());
        for (id, user) in ids.iter().zip(user::by_ids(c, company, &ids)?) {
            let Some(user) = user else {
                if named.is_some() {
                    return Err(Error::NotFound("Host"));
                }
                continue;
            };
            let own = (*id == meeting_type.user_id).then_some(meeting_type.availability_id).flatten();
            let Some(id) = own.or(user.default_availability_id) else { continue };
            hosts.push(user);
            hours.push(id);
        }
        let hours = availability::by_ids(c, company, &hours)?;
        let hosts: Vec<OfferedHost> = hosts
            .into_iter()
            .zip(hours)
            .filter_map(|(user, hours)| {
                Some(OfferedHost { user, hours: schedules.compiled(&hours?), within: within.clone() })
            })
            .collect();
        let team = called.zip(everybody).map(|(roster, users)| Arc::new(Team::new(&roster, users, &hosts)));
        let mode = mode(ask, team.as_deref());
        Ok(Self { company, meeting_type: Arc::new(meeting_type), hosts: hosts.into(), team, rules, mode })
    }

    /// Everybody whose changes matter to a question: the meeting type's own host first, then those who are asked.
    pub(crate) fn watched(&self, ask: &Ask) -> Vec<UserId> {
        let named = ask.hosts.as_deref().unwrap_or_default();
        let asked = self.team.as_ref().map_or(named, |team| &team.users);
        watched(self.meeting_type.user_id, asked)
    }

    /// The same meeting type and hosts under another question.
    pub(super) fn again(
        company: CompanyId,
        meeting_type: &Arc<MeetingType>,
        hosts: &Arc<[OfferedHost]>,
        team: Option<&Arc<Team>>,
        ask: &Ask,
    ) -> Result<Self> {
        let rules = rules(&meeting_type.spec, ask.duration)?;
        Ok(Self {
            company,
            meeting_type: Arc::clone(meeting_type),
            hosts: Arc::clone(hosts),
            team: team.cloned(),
            rules,
            mode: mode(ask, team.map(Arc::as_ref)),
        })
    }

    /// Refuses a length that invitees cannot choose. What was agreed before, in an appointment or a hold, stays good.
    pub(crate) fn must_allow(&self, duration: Option<u32>) -> Result<()> {
        let spec = &self.meeting_type.spec;
        let allowed =
            |minutes| minutes == spec.info.duration || spec.options.allowed_durations.contains(&minutes);
        if duration.is_none_or(allowed) {
            return Ok(());
        }
        Err(Error::bad_request("duration-not-allowed", "This meeting type does not allow that duration"))
    }

    /// Nothing is offered: the type is off, a host is gone, or nobody is in the queue.
    pub(crate) fn is_closed(&self) -> bool {
        let nobody = self.shared().is_some_and(|team| team.seats.is_empty());
        !self.meeting_type.enabled || self.hosts.is_empty() || nobody
    }

    /// The zone that dates are meant in when nobody says.
    pub(crate) fn zone(&self) -> TimeZone {
        self.hosts.first().map_or(TimeZone::UTC, OfferedHost::zone)
    }

    /// What keeps each host from meetings that start in `range`; what `except` holds does not count.
    pub(crate) fn taken(
        &self,
        c: &mut Conn,
        range: Span,
        now: Timestamp,
        except: Option<Uuid>,
    ) -> Result<Vec<Taken>> {
        self.taken_within(c, self.span(range, now), except)
    }

    /// The same with these calendars locked before, in one round trip.
    pub(crate) fn lock_and_take(
        &self,
        tx: &mut Conn,
        lock: &[UserId],
        range: Span,
        now: Timestamp,
    ) -> Result<(host::Locked, Vec<Taken>)> {
        let (hosts, span) = (self.host_ids(), self.span(range, now));
        let (locked, taken) = claim::lock_and_take(tx, self.company, lock, &hosts, span.start, span.end)?;
        Ok((locked, self.taken_of_each(taken, None)))
    }

    /// What each host has taken in a span of time.
    pub(super) fn taken_within(&self, c: &mut Conn, span: Span, except: Option<Uuid>) -> Result<Vec<Taken>> {
        let taken = claim::taken(c, self.company, &self.host_ids(), span.start, span.end)?;
        Ok(self.taken_of_each(taken, except))
    }

    fn host_ids(&self) -> Vec<UserId> {
        self.hosts.iter().map(|host| host.user.id).collect()
    }

    fn taken_of_each(&self, taken: Answers<claim::Taken>, except: Option<Uuid>) -> Vec<Taken> {
        let mut numbers = HashMap::new();
        taken.into_iter().map(|of_host| self.taken_of(of_host, except, &mut numbers)).collect()
    }

    /// `numbers` are what the engine knows groups by, those of the hosts before included.
    fn taken_of(
        &self,
        taken: Vec<claim::Taken>,
        except: Option<Uuid>,
        numbers: &mut HashMap<Uuid, u32>,
    ) -> Taken {
        let (mut groups, mut claimed) = (HashMap::<Ms, Group>::new(), Vec::new());
        let mut all = Vec::with_capacity(taken.len());
        for taken in taken {
            let span = Span { start: taken.starts_at, end: taken.ends_at };
            let Some(claim) = taken.claimed else {
                all.push(Busy { span, meeting: None });
                continue;
            };
            if Some(claim.holder_id) == except {
                continue;
            }
            let same = claim.meeting_type_id == self.meeting_type.id;
            // What is moved stays what it is: it joins no other group.
            let taken = if except.is_none() { claim.taken } else { claim.taken.max(self.rules.spots) };
            let (start, end) = (claim.meeting_starts_at, claim.meeting_ends_at);
            let mut meeting = Meeting { start, end, taken, id: 0 };
            let joinable = taken < self.rules.spots
                && end - start == Ms::from(self.rules.duration) * slated_engine::MINUTE;
            if same && joinable {
                let next = u32::try_from(numbers.len()).expect("fewer groups than memory has room for");
                meeting.id = *numbers.entry(claim.holder_id).or_insert(next);
                // Of several at one start, which only force can make, the fullest is joined.
                let group = Group { taken, id: AppointmentId(claim.holder_id) };
                let fullest = groups.entry(start).or_insert(group);
                *fullest = group.max(*fullest);
            }
            claimed.push(span);
            all.push(Busy { span, meeting: same.then_some(meeting) });
        }
        Taken { calendar: Calendar::new(all), groups, claimed }
    }

    /// Puts a question before the engine.
    pub(crate) fn ask<R>(
        &self,
        taken: &[Taken],
        now: Timestamp,
        range: Span,
        question: impl FnOnce(&Query<'_>, &[Host<'_>]) -> R,
    ) -> R {
        let hours: Vec<[&Schedule; 1]> = self.hosts.iter().map(|h| [&*h.hours]).collect();
        let within: Vec<Vec<&Schedule>> =
            self.hosts.iter().map(|h| h.within.iter().map(|s| &**s).collect()).collect();
        let span = self.rules.busy_span(range);
        let hosts: Vec<Host<'_>> = hours
            .iter()
            .zip(&within)
            .zip(taken)
            .map(|((hours, within), taken)| Host { hours, within, busy: taken.calendar.touching(span) })
            .collect();
        let query = Query { rules: &self.rules, mode: self.mode, now: now.as_millisecond(), range };
        question(&query, &hosts)
    }
}

/// A host and those who are asked, each once.
pub(super) fn watched(owner: UserId, asked: &[UserId]) -> Vec<UserId> {
    std::iter::once(owner).chain(asked.iter().copied().filter(|user| *user != owner)).collect()
}

fn mode(ask: &Ask, team: Option<&Team>) -> Mode {
    if team.is_some_and(|team| team.queue.kind == Kind::Collective) { Mode::Everyone } else { ask.mode }
}

fn schedule(
    c: &mut Conn,
    schedules: &Schedules,
    company: CompanyId,
    id: AvailabilityId,
) -> Result<Option<Arc<Schedule>>> {
    Ok(availability::by_id(c, company, id)?.map(|availability| schedules.compiled(&availability)))
}

/// Schedules that narrow the hosts' hours: of the chosen channel, and of what is booked along.
fn narrowing(spec: &Spec, ask: &Ask) -> Result<Vec<AvailabilityId>> {
    let channel = ask.channel.as_ref().and_then(|channel| spec.options.channel_availabilities.get(channel));
    let mut ids: Vec<AvailabilityId> = channel.copied().into_iter().collect();
    for resource in &ask.resources {
        let known = spec.resource_channels.iter().find(|r| r.resource_id == Some(*resource));
        ids.extend(known.ok_or(Error::NotFound("Resource"))?.availability_id);
    }
    Ok(ids)
}

/// A meeting type's demands in the engine's terms.
fn rules(spec: &Spec, duration: Option<u32>) -> Result<Rules> {
    let duration = duration.unwrap_or(spec.info.duration);
    let rules = Rules {
        interval: spec.timeslot_interval,
        buffer_before: spec.info.buffer_before,
        buffer_after: spec.info.buffer_after,
        buffers_within_hours: spec.info.buffer_must_stay_within_working_hours,
        notice: spec.booking_minimum,
        horizon: horizon(spec.days_into_future.as_ref()),
        limits: limits(spec),
        spots: spec.spots.unwrap_or(1),
        ..Rules::new(duration)
    };
    rules.validate().map_err(|error| Error::bad_request("meeting-type-invalid", error.to_string()))
}

fn horizon(days: Option<&DaysIntoFuture>) -> Horizon {
    match days {
        None => USUAL_HORIZON,
        Some(DaysIntoFuture::Limit { booking_limit, count_mode }) => match count_mode.as_deref() {
            Some("business") => Horizon::BusinessDays(booking_limit.div_ceil(DAY_MINUTES)),
            _ => Horizon::Minutes(*booking_limit),
        },
        Some(DaysIntoFuture::Range { range_min, range_max }) => {
            Horizon::Range { from: *range_min, to: *range_max }
        }
        Some(DaysIntoFuture::Unlimited) => Horizon::Unlimited,
    }
}

fn limits(spec: &Spec) -> Vec<slated_engine::Limit> {
    let mut limits = Vec::new();
    for limit in &spec.limits {
        let per = match limit.period {
            LimitPeriod::Day => Period::Day,
            LimitPeriod::Week => Period::Week,
            LimitPeriod::Month => Period::Month,
            LimitPeriod::Year => Period::Year,
        };
        let maxima = [limit.max_meetings.map(Max::Count), limit.max_minutes.map(Max::Minutes)];
        limits.extend(maxima.into_iter().flatten().map(|max| slated_engine::Limit { per, max }));
    }
    limits
}
