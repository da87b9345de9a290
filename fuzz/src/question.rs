//! Whole questions: rules, schedules, hosts with busy times, and the query.

use arbitrary::Arbitrary;
use slated_engine::{
    Busy, DAY, Horizon, Limit, MINUTE, Max, Meeting, Mode, Ms, Period, Rules, RulesError, Span,
};

use crate::{At, RawSchedule};

/// A question before any of it is checked.
#[derive(Arbitrary, Debug)]
pub struct Question {
    rules: RawRules,
    everyone: bool,
    now: At,
    from: At,
    length: RawRange,
    /// The schedules that hosts refer to.
    pub schedules: Vec<RawSchedule>,
    /// The hosts.
    pub hosts: Vec<RawHost>,
    /// Instants to ask about.
    pub asked: Vec<At>,
    /// How many near ones to ask for.
    pub near: u16,
}

#[derive(Arbitrary, Debug)]
enum RawRange {
    Minutes(u16),
    Days(u16),
    Until(At),
}

#[derive(Arbitrary, Debug)]
enum RawRules {
    /// Only a duration, in units of five minutes.
    Plain(u8),
    /// Mostly in bounds.
    Usual {
        duration: u16,
        interval: Option<u16>,
        buffers: (u8, u8, bool),
        notice: u16,
        horizon: RawHorizon,
        limits: Vec<(u8, bool, u16)>,
        spots: u8,
    },
    /// Anything.
    Any {
        duration: u32,
        interval: Option<u32>,
        buffers: (u32, u32, bool),
        notice: u32,
        horizon: RawHorizon,
        limits: Vec<(u8, bool, u32)>,
        spots: u32,
    },
}

#[derive(Arbitrary, Clone, Copy, Debug)]
enum RawHorizon {
    Unlimited,
    Minutes(u32),
    Days(u32),
    BusinessDays(u32),
    Range(At, At),
}

/// A host.
#[derive(Arbitrary, Debug)]
pub struct RawHost {
    /// Indices of schedules.
    pub hours: Vec<u8>,
    /// Indices of schedules.
    pub within: Vec<u8>,
    busy: Vec<RawBusy>,
}

#[derive(Arbitrary, Debug)]
enum RawBusy {
    Claim(At, u8),
    Span(At, At),
    /// An appointment of this meeting type, as long as the rules say.
    Meeting(At, u8),
    Odd(At, At, At, At, u32),
}

impl Question {
    /// The rules, if they are in bounds.
    pub fn rules(&self) -> Result<Rules, RulesError> {
        self.rules.rules().validate()
    }

    /// Whose time is needed.
    pub fn mode(&self) -> Mode {
        if self.everyone { Mode::Everyone } else { Mode::Anyone }
    }

    /// The present.
    pub fn now(&self) -> Ms {
        self.now.ms()
    }

    /// The range.
    pub fn range(&self) -> Span {
        let start = self.from.ms();
        let end = match self.length {
            RawRange::Minutes(minutes) => start.saturating_add(Ms::from(minutes) * MINUTE),
            RawRange::Days(days) => start.saturating_add(Ms::from(days % 368) * DAY),
            RawRange::Until(at) => at.ms(),
        };
        Span::new(start, end)
    }
}

impl RawHost {
    /// Its busy times, in order.
    pub fn busy(&self, rules: &Rules) -> Vec<Busy> {
        let mut busy: Vec<Busy> = self.busy.iter().map(|busy| busy.get(rules)).collect();
        busy.sort_by_key(|busy| busy.span.start);
        busy
    }
}

impl RawBusy {
    fn get(&self, rules: &Rules) -> Busy {
        match *self {
            Self::Claim(at, quarters) => {
                let end = at.ms().saturating_add(Ms::from(quarters) * 15 * MINUTE);
                Busy { span: Span::new(at.ms(), end), meeting: None }
            }
            Self::Span(start, end) => Busy { span: Span::new(start.ms(), end.ms()), meeting: None },
            Self::Meeting(at, taken) => {
                let minutes = |minutes: u32| Ms::from(minutes) * MINUTE;
                let start = at.ms();
                let end = start.saturating_add(minutes(rules.duration));
                let before = start.saturating_sub(minutes(rules.buffer_before));
                let after = end.saturating_add(minutes(rules.buffer_after));
                // Of hosts, those that are equally full are one.
                let meeting = Meeting { start, end, taken: taken.into(), id: taken.into() };
                Busy { span: Span::new(before, after), meeting: Some(meeting) }
            }
            Self::Odd(from, to, start, end, taken) => {
                let meeting = Meeting { start: start.ms(), end: end.ms(), taken, id: taken };
                Busy { span: Span::new(from.ms(), to.ms()), meeting: Some(meeting) }
            }
        }
    }
}

impl RawRules {
    fn rules(&self) -> Rules {
        match self {
            Self::Plain(fives) => Rules::new(5 + 5 * u32::from(fives % 96)),
            &Self::Usual { duration, interval, buffers, notice, horizon, ref limits, spots } => Rules {
                duration: 5 + u32::from(duration) % 1436,
                interval: interval.map(|interval| 5 + u32::from(interval) % 1436),
                buffer_before: buffers.0.into(),
                buffer_after: buffers.1.into(),
                buffers_within_hours: buffers.2,
                notice: notice.into(),
                horizon: horizon.bounded(),
                limits: limits.iter().map(|&(per, count, max)| limit(per, count, max.into())).collect(),
                spots: u32::from(spots).max(1),
            },
            &Self::Any { duration, interval, buffers, notice, horizon, ref limits, spots } => Rules {
                duration,
                interval,
                buffer_before: buffers.0,
                buffer_after: buffers.1,
                buffers_within_hours: buffers.2,
                notice,
                horizon: horizon.any(),
                limits: limits.iter().map(|&(per, count, max)| limit(per, count, max)).collect(),
                spots,
            },
        }
    }
}

impl RawHorizon {
    fn any(self) -> Horizon {
        match self {
            Self::Unlimited => Horizon::Unlimited,
            Self::Minutes(minutes) => Horizon::Minutes(minutes),
            Self::Days(days) => Horizon::Days(days),
            Self::BusinessDays(days) => Horizon::BusinessDays(days),
            Self::Range(from, to) => Horizon::Range { from: from.date(), to: to.date() },
        }
    }

    fn bounded(self) -> Horizon {
        match self.any() {
            Horizon::Minutes(minutes) => Horizon::Minutes(minutes % (Rules::MAX_AHEAD + 1)),
            Horizon::Days(days) => Horizon::Days(days % (Rules::MAX_AHEAD / 1440 + 1)),
            Horizon::BusinessDays(days) => Horizon::BusinessDays(days % (Rules::MAX_AHEAD / 1440 + 1)),
            Horizon::Range { from, to } => Horizon::Range { from: from.min(to), to: from.max(to) },
            Horizon::Unlimited => Horizon::Unlimited,
        }
    }
}

fn limit(per: u8, count: bool, max: u32) -> Limit {
    let per = [Period::Day, Period::Week, Period::Month, Period::Year][usize::from(per % 4)];
    Limit { per, max: if count { Max::Count(max) } else { Max::Minutes(max) } }
}
