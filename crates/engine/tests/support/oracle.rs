//! What may be booked, by brute force: minute by minute, from the text of the policies. It shares nothing with the
//! engine but the types of the question. Numbers in brackets are the policies' rules.

use jiff::{Timestamp, ToSpan, civil, tz::TimeZone};
use slated_engine::{Busy, Horizon, MINUTE, Max, Meeting, Mode, Ms, Period, Rule, Span, Start};

use super::{Case, Person, Plan};

/// Minutes before and after the range that are painted: the grid looks back, slots reach forward.
const BEFORE: Ms = 18 * 1440;
const AFTER: Ms = 5 * 1440;

/// A case with every host's minutes painted.
pub struct Oracle<'a> {
    case: &'a Case,
    people: Vec<Painted<'a>>,
}

impl<'a> Oracle<'a> {
    pub fn of(case: &'a Case) -> Self {
        Self { case, people: case.hosts.iter().map(|host| Painted::of(case, host)).collect() }
    }

    /// The starts of the case.
    pub fn starts(&self) -> Vec<Start> {
        let range = self.case.range;
        let minutes = (range.start.div_euclid(MINUTE) - 1)..=(range.end.div_euclid(MINUTE) + 1);
        let inside = minutes.map(|minute| minute * MINUTE).filter(|at| range.start <= *at && *at < range.end);
        inside
            .filter_map(|at| {
                let mut each = self.people.iter().map(|person| person.taken(at));
                let taken: Option<u32> = match self.case.mode {
                    Mode::Anyone => each.flatten().max(), // [12]
                    Mode::Everyone => each.try_fold(0, |most, taken| taken.map(|taken| most.max(taken))),
                };
                taken.map(|taken| Start { at, taken })
            })
            .collect()
    }

    /// The rules that refuse a start, per host, each once.
    pub fn refusals(&self, at: Ms) -> Vec<Vec<Rule>> {
        self.people.iter().map(|person| person.refusals(at)).collect()
    }
}

/// A host with every minute around the range marked open or closed.
struct Painted<'a> {
    case: &'a Case,
    host: &'a Person,
    /// The first painted minute.
    first: Ms,
    open: Vec<bool>,
    /// For every minute, the first one of the open run it belongs to.
    opened: Vec<Ms>,
}

impl<'a> Painted<'a> {
    fn of(case: &'a Case, host: &'a Person) -> Self {
        let first = case.range.start.div_euclid(MINUTE) - BEFORE;
        let count = usize::try_from(case.range.end.div_euclid(MINUTE) + AFTER - first).unwrap();
        let mut open = vec![false; count];
        for plan in &host.hours {
            for (all, this) in open.iter_mut().zip(paint(plan, first, count)) {
                *all |= this;
            }
        }
        for plan in &host.within {
            for (all, this) in open.iter_mut().zip(paint(plan, first, count)) {
                *all &= this;
            }
        }
        let mut since = first;
        let opened = (first..).zip(&open).map(|(minute, open)| {
            since = if *open { since } else { minute + 1 };
            since
        });
        let opened = opened.collect();
        Self { case, host, first, open, opened }
    }

    /// Seats taken at a start that is offered.
    fn taken(&self, at: Ms) -> Option<u32> {
        let offered = self.is_open(at)
            && self.on_grid(at)
            && self.not_past(at)
            && self.gives_notice(at)
            && self.within_horizon(at)
            && self.is_free(at)
            && self.within_limits(at)
            && self.fits_window(at);
        offered.then(|| self.running(at).map_or(0, |busy| busy.meeting.unwrap().taken))
    }

    fn refusals(&self, at: Ms) -> Vec<Rule> {
        let asked = [
            (Rule::Past, self.not_past(at)),
            (Rule::MinimumNotice, self.gives_notice(at)),
            (Rule::BeyondHorizon, self.within_horizon(at)),
            (Rule::OutsideWorkingHours, self.fits_window(at)),
            (Rule::OffGrid, !self.is_open(at) || self.on_grid(at)),
            (Rule::Occupied, self.is_free(at)),
            (Rule::LimitReached, self.within_limits(at)),
        ];
        asked.into_iter().filter(|(_, holds)| !holds).map(|(rule, _)| rule).collect()
    }

    /// [9]
    fn not_past(&self, at: Ms) -> bool {
        at >= self.case.now
    }

    /// [9]
    fn gives_notice(&self, at: Ms) -> bool {
        at >= self.case.now + Ms::from(self.case.rules.notice) * MINUTE
    }

    /// [7]
    fn fits_window(&self, at: Ms) -> bool {
        let rules = &self.case.rules;
        let (mut from, mut to) = (0, Ms::from(rules.duration));
        if rules.buffers_within_hours {
            from -= Ms::from(rules.buffer_before);
            to += Ms::from(rules.buffer_after);
        }
        (from..to).all(|minute| self.is_open(at + minute * MINUTE))
    }

    /// [6] The default interval is the duration, at most 60 minutes.
    fn on_grid(&self, at: Ms) -> bool {
        let interval = self.case.rules.interval.unwrap_or(self.case.rules.duration.min(60));
        (at - self.origin(at)) % (Ms::from(interval) * MINUTE) == 0
    }

    /// [8]
    fn is_free(&self, at: Ms) -> bool {
        let rules = &self.case.rules;
        let (before, after) = (Ms::from(rules.buffer_before), Ms::from(rules.duration + rules.buffer_after));
        let claim = Span::new(at - before * MINUTE, at + after * MINUTE);
        let joined = self.running(at).map(std::ptr::from_ref);
        self.host
            .busy
            .iter()
            .all(|busy| Some(std::ptr::from_ref(busy)) == joined || !collide(busy.span, claim))
    }

    fn is_open(&self, at: Ms) -> bool {
        let index = at.div_euclid(MINUTE) - self.first;
        usize::try_from(index).ok().and_then(|index| self.open.get(index)).copied().unwrap_or(false)
    }

    /// [6] The start of the merged window; of one that has not closed since before last week's Monday, this week's Monday.
    fn origin(&self, at: Ms) -> Ms {
        let start = self.opened[usize::try_from(at.div_euclid(MINUTE) - self.first).unwrap()] * MINUTE;
        if at - start < 6 * 1440 * MINUTE {
            return start;
        }
        let zone = &self.host.hours[0].zone;
        let today = zoned(at, zone).date();
        let monday = today.checked_sub(i64::from(today.weekday().to_monday_zero_offset()).days()).unwrap();
        let week_before = instant(monday.checked_sub(7.days()).unwrap().at(0, 0, 0, 0), zone);
        if start < week_before { instant(monday.at(0, 0, 0, 0), zone) } else { start }
    }

    /// [11] The appointment with free seats that starts here. Hosts who are all needed must all hold it.
    fn running(&self, at: Ms) -> Option<&Busy> {
        let rules = &self.case.rules;
        let all = self.case.mode == Mode::Everyone;
        let mut running: Option<&Busy> = None;
        for busy in &self.host.busy {
            let Some(meeting) = busy.meeting else { continue };
            let joinable = |meeting: Meeting| {
                meeting.start == at
                    && meeting.end - meeting.start == Ms::from(rules.duration) * MINUTE
                    && rules.spots > 1
                    && meeting.taken < rules.spots
            };
            let held = |host: &Person| {
                let mut meetings = host.busy.iter().filter_map(|busy| busy.meeting);
                meetings.any(|other| other.id == meeting.id && joinable(other))
            };
            let together = !all || self.case.hosts.iter().all(held);
            if joinable(meeting)
                && together
                && running.is_none_or(|other| other.meeting.unwrap().taken <= meeting.taken)
            {
                running = Some(busy);
            }
        }
        running
    }

    /// [9]
    fn within_horizon(&self, at: Ms) -> bool {
        let now = self.case.now;
        let Some(zone) = self.host.hours.first().map(|plan| &plan.zone) else { return true };
        let today = zoned(now, zone).date();
        // A clock that is set back over midnight shows the old date once more. A day lasts from its first
        // moment to its last.
        let shows = |minutes: Ms| zoned(at + minutes * MINUTE, zone).date();
        let ended = |date: civil::Date| (0..180).all(|minute| shows(minute) > date);
        let begun = |date: civil::Date| (0..180).any(|minute| shows(-minute) >= date);
        match self.case.rules.horizon {
            Horizon::Minutes(minutes) => at <= now + Ms::from(minutes) * MINUTE,
            Horizon::Days(days) => !ended(today.checked_add(i64::from(days).days()).unwrap()),
            Horizon::BusinessDays(days) => {
                let (mut last, mut left) = (today, days);
                while left > 0 {
                    last = last.tomorrow().unwrap();
                    let weekend = matches!(last.weekday(), civil::Weekday::Saturday | civil::Weekday::Sunday);
                    left -= u32::from(!weekend);
                }
                !ended(last)
            }
            Horizon::Range { from, to } => begun(from) && !ended(to),
            Horizon::Unlimited => true,
        }
    }

    /// [10] Joining an appointment is no new meeting.
    fn within_limits(&self, at: Ms) -> bool {
        if self.running(at).is_some() {
            return true;
        }
        let length = Ms::from(self.case.rules.duration) * MINUTE;
        let Some(zone) = self.host.hours.first().map(|plan| &plan.zone) else { return true };
        let date = zoned(at, zone).date();
        self.case.rules.limits.iter().all(|limit| {
            let meetings = self.host.busy.iter().filter_map(|busy| busy.meeting);
            let same =
                meetings.filter(|meeting| same_period(limit.per, zoned(meeting.start, zone).date(), date));
            let lengths: Vec<Ms> = same.map(|meeting| meeting.end - meeting.start).collect();
            match limit.max {
                Max::Count(max) => lengths.len() < max as usize,
                Max::Minutes(max) => lengths.iter().sum::<Ms>() + length <= Ms::from(max) * MINUTE,
            }
        })
    }
}

fn same_period(per: Period, a: civil::Date, b: civil::Date) -> bool {
    match per {
        Period::Day => a == b,
        Period::Week => {
            let (a, b) = (a.iso_week_date(), b.iso_week_date());
            (a.year(), a.week()) == (b.year(), b.week())
        }
        Period::Month => (a.year(), a.month()) == (b.year(), b.month()),
        Period::Year => a.year() == b.year(),
    }
}

fn collide(a: Span, b: Span) -> bool {
    a.start < a.end && b.start < b.end && a.start < b.end && b.start < a.end
}

/// Marks the minutes a schedule is open.
fn paint(plan: &Plan, first: Ms, count: usize) -> Vec<bool> {
    let mut open = vec![false; count];
    let last = first + Ms::try_from(count).unwrap();
    let mut mark = |start: Ms, end: Ms, value: bool| {
        let (start, end) = (start.div_euclid(MINUTE).max(first), end.div_euclid(MINUTE).min(last));
        for minute in start..end {
            open[usize::try_from(minute - first).unwrap()] = value;
        }
    };
    let covers = |exception: &slated_engine::Exception, date: civil::Date| {
        let (midnight, next) = (date.at(0, 0, 0, 0), date.tomorrow().unwrap().at(0, 0, 0, 0));
        exception.start < next && midnight < exception.end
    };
    let mut date = zoned(first * MINUTE, &plan.zone).date().checked_sub(4.days()).unwrap();
    let end = zoned(last * MINUTE, &plan.zone).date().checked_add(4.days()).unwrap();
    while date <= end {
        if !plan.exceptions.iter().any(|exception| exception.available && covers(exception, date)) {
            let away = plan.travel.iter().find(|travel| travel.from <= date && date <= travel.to);
            let zone = away.map_or(&plan.zone, |travel| &travel.zone);
            for hours in &plan.weekly[usize::try_from(date.weekday().to_monday_zero_offset()).unwrap()] {
                let start = instant(at_minute(date, hours.from), zone);
                let end = instant(at_minute(date, if hours.to == 0 { 1440 } else { hours.to }), zone);
                mark(start, end, true); // [2], [3]
            }
        }
        date = date.tomorrow().unwrap();
    }
    for value in [true, false] {
        for exception in plan.exceptions.iter().filter(|exception| exception.available == value) {
            mark(instant(exception.start, &plan.zone), instant(exception.end, &plan.zone), value); // [4]
        }
    }
    open
}

fn at_minute(date: civil::Date, minute: u16) -> civil::DateTime {
    date.at(0, 0, 0, 0).checked_add(i64::from(minute).minutes()).unwrap()
}

fn instant(local: civil::DateTime, zone: &TimeZone) -> Ms {
    zone.to_ambiguous_timestamp(local).compatible().unwrap().as_millisecond()
}

fn zoned(at: Ms, zone: &TimeZone) -> civil::DateTime {
    zone.to_datetime(Timestamp::from_millisecond(at).unwrap())
}
