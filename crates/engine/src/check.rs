//! May this start be booked, and by whom? Booking asks here, inside its transaction.

use crate::joinable::Joinable;
use crate::judge::{Detail, Judge, Rule};
use crate::query::{Host, Mode, Query};
use crate::span::{Ms, Span};

/// Why a start cannot be booked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The most telling rule.
    pub rule: Rule,
    /// Every refusal: the host's index, the rule, and what it found.
    pub all: Vec<(usize, Rule, Detail)>,
}

/// Whether a start can be booked, and which hosts can take it: all of them in [`Mode::Everyone`]. The query's
/// range does not matter. What [`starts`](crate::starts) lists passes, and nothing else does.
///
/// # Errors
/// [`Refused`] says why, with the details of every host.
pub fn check(query: &Query<'_>, hosts: &[Host<'_>], at: Ms) -> Result<Vec<usize>, Refused> {
    if hosts.is_empty() {
        return Err(Refused { rule: Rule::NoHost, all: Vec::new() });
    }
    let moment = Span::new(at, at.saturating_add(1));
    let joinable = Joinable::of(query, hosts, moment);
    let mut able = Vec::new();
    let mut all = Vec::new();
    let mut firsts = Vec::new();
    for (index, host) in hosts.iter().enumerate() {
        let before = all.len();
        Judge::new(query, host, moment, &joinable).ask(at, &mut |finding| {
            if !finding.passes {
                all.push((index, finding.rule, finding.detail));
            }
        });
        match all[before..].iter().map(|&(_, rule, _)| rule).min_by_key(|&rule| within_host(rule)) {
            None => able.push(index),
            Some(rule) => firsts.push(rule),
        }
    }
    let rule = match query.mode {
        Mode::Anyone if !able.is_empty() => return Ok(able),
        // The host who came closest tells the most.
        Mode::Anyone => firsts.into_iter().max(),
        Mode::Everyone => firsts.into_iter().min_by_key(|&rule| within_host(rule)),
    };
    rule.map_or(Ok(able), |rule| Err(Refused { rule, all }))
}

/// That a slot is taken says more about it than that the day is full as well.
fn within_host(rule: Rule) -> (bool, Rule) {
    (rule == Rule::LimitReached, rule)
}
