//! Why a start is offered, or not: every rule of every host, also those that pass.

use std::fmt;

use crate::joinable::Joinable;
use crate::judge::{Detail, Finding, Judge, Rule};
use crate::query::{CapError, Host, MAX_JUDGED, Mode, Query};
use crate::rules::{Horizon, Max, Period, Rules};
use crate::slots::starts;
use crate::span::{MINUTE, Ms, Span};
use crate::zone::utc;

/// Everything the rules say about one start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The start.
    pub at: Ms,
    /// Whether it can be booked.
    pub offered: bool,
    /// Each host, in the order given.
    pub hosts: Vec<HostExplanation>,
}

/// What the rules say about one start of one host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostExplanation {
    /// Whether this host can take it.
    pub offered: bool,
    /// The place in [`Host::busy`] of the appointment a booking would join.
    pub joins: Option<usize>,
    /// Every rule that was asked. The grid is not asked where no window is open.
    pub findings: Vec<Finding>,
}

/// Asks every rule of every host about a start. The query's range does not matter.
pub fn explain(query: &Query<'_>, hosts: &[Host<'_>], at: Ms) -> Explanation {
    let moment = Span::new(at, at.saturating_add(1));
    let joinable = Joinable::of(query, hosts, moment);
    let hosts: Vec<HostExplanation> = hosts
        .iter()
        .map(|host| {
            let judge = Judge::new(query, host, moment, &joinable);
            let mut findings = Vec::new();
            judge.ask(at, &mut |finding| findings.push(finding));
            let offered = findings.iter().all(|finding| finding.passes);
            HostExplanation { offered, joins: judge.joined(at), findings }
        })
        .collect();
    Explanation { at, offered: offered(query.mode, hosts.iter().map(|host| host.offered)), hosts }
}

/// A point of the grid, offered or refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridStart {
    /// The instant.
    pub at: Ms,
    /// Whether it can be booked.
    pub offered: bool,
    /// Seats taken of the appointment a booking would join.
    pub taken: u32,
    /// Why which host refuses it: the host's index, the rule, what it found.
    pub refusals: Vec<(usize, Rule, Detail)>,
}

/// Every start the open windows have room for, also those that are refused, with the reasons. This is what
/// `troubleshoot=true` shows.
///
/// # Errors
/// Beyond the caps of [`starts`], [`CapError::Judged`] where starts times hosts exceed [`MAX_JUDGED`].
pub fn troubleshoot(query: &Query<'_>, hosts: &[Host<'_>]) -> Result<Vec<GridStart>, CapError> {
    query.cap(hosts)?;
    let open =
        Rules { notice: 0, horizon: Horizon::Unlimited, limits: Vec::new(), spots: 1, ..query.rules.clone() };
    let grid = Query { rules: &open, mode: Mode::Anyone, now: query.range.start, range: query.range };
    let idle: Vec<Host<'_>> = hosts.iter().map(|host| Host { busy: &[], ..*host }).collect();
    let points = starts(&grid, &idle)?;
    if points.len().saturating_mul(hosts.len()) > MAX_JUDGED {
        return Err(CapError::Judged(points.len().saturating_mul(hosts.len())));
    }
    let joinable = Joinable::of(query, hosts, query.range);
    let judges: Vec<Judge<'_>> =
        hosts.iter().map(|host| Judge::new(query, host, query.range, &joinable)).collect();
    let judge = |at| {
        let mut point = GridStart { at, offered: false, taken: 0, refusals: Vec::new() };
        let able = judges.iter().enumerate().map(|(index, judge)| {
            let before = point.refusals.len();
            judge.ask(at, &mut |finding| {
                if !finding.passes {
                    point.refusals.push((index, finding.rule, finding.detail));
                }
            });
            let able = point.refusals.len() == before;
            if let Some(meeting) =
                judge.joined(at).filter(|_| able).and_then(|joined| hosts[index].busy[joined].meeting)
            {
                point.taken = point.taken.max(meeting.taken);
            }
            able
        });
        let able: Vec<bool> = able.collect();
        point.offered = offered(query.mode, able.into_iter());
        point
    };
    Ok(points.into_iter().map(|start| judge(start.at)).collect())
}

fn offered(mode: Mode, mut able: impl ExactSizeIterator<Item = bool>) -> bool {
    match mode {
        Mode::Anyone => able.any(|able| able),
        Mode::Everyone => able.len() > 0 && able.all(|able| able),
    }
}

/// The finding in words, with instants in UTC.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let no = if self.passes { "" } else { "not " };
        match (self.rule, self.detail) {
            (Rule::Past, Detail::Earliest(now)) => write!(f, "{no}in the future: it is {}", utc(now)),
            (_, Detail::Earliest(earliest)) => {
                write!(f, "{no}enough notice: possible from {}", utc(earliest))
            }
            (_, Detail::Horizon(span)) => {
                write!(f, "{no}open for booking yet: starts are possible")?;
                if span.start != Ms::MIN {
                    write!(f, " from {}", utc(span.start))?;
                }
                if span.end == Ms::MAX {
                    f.write_str(" without end")
                } else {
                    write!(f, " before {}", utc(span.end))
                }
            }
            (_, Detail::Hours { needed, window }) => {
                write!(f, "{no}inside working hours: {} is needed, ", Utc(needed))?;
                match window {
                    Some(open) => write!(f, "open is {}", Utc(open)),
                    None => f.write_str("no window is open"),
                }
            }
            (_, Detail::Grid { origin, step }) => {
                write!(f, "{no}on the grid: every {} minutes from {}", step / MINUTE, utc(origin))
            }
            (_, Detail::Busy { claim, busy: Some(busy), .. }) => {
                write!(f, "not free: {} is claimed, busy is {}", Utc(claim), Utc(busy))
            }
            (_, Detail::Busy { claim, busy: None, .. }) => write!(f, "free: nothing overlaps {}", Utc(claim)),
            (_, Detail::Limit { limit, meetings, minutes }) => {
                let per = match limit.per {
                    Period::Day => "day",
                    Period::Week => "week",
                    Period::Month => "month",
                    Period::Year => "year",
                };
                match limit.max {
                    Max::Count(max) => {
                        write!(f, "{no}within the limit: {meetings} of {max} meetings this {per}")
                    }
                    Max::Minutes(max) => {
                        write!(f, "{no}within the limit: {minutes} of {max} minutes this {per}")
                    }
                }
            }
            (_, Detail::None) => f.write_str("no host to ask"),
        }
    }
}

struct Utc(Span);

impl fmt::Display for Utc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", utc(self.0.start), utc(self.0.end))
    }
}
