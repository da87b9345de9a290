//! Which running appointments a booking may take a seat of (policy 11).

use crate::query::{Host, Meeting, Mode, Query};
use crate::rules::Rules;
use crate::span::{Ms, Span};

/// The appointments that can be joined. A booking is part of one, so of several hosts who are to take part together, all must
/// hold it; what only some of them hold keeps these busy.
pub(crate) struct Joinable {
    /// Starts and numbers of those that all hosts hold, in order; none where each host is asked alone.
    together: Option<Vec<(Ms, u32)>>,
}

impl Joinable {
    /// By a host who is asked alone: what they hold.
    pub(crate) const ALONE: Self = Self { together: None };

    /// By the hosts of a query, at starts in a range.
    pub(crate) fn of(query: &Query<'_>, hosts: &[Host<'_>], range: Span) -> Self {
        let rules = query.rules;
        let (Mode::Everyone, [first, rest @ ..], 2..) = (query.mode, hosts, rules.spots) else {
            return Self::ALONE;
        };
        let held = |host: &Host<'_>| {
            let meetings = host.busy.iter().filter_map(|busy| busy.meeting);
            let joinable = meetings
                .filter(|meeting| range.start <= meeting.start && meeting.start < range.end)
                .filter(|meeting| rules.joinable(meeting));
            let mut held: Vec<(Ms, u32)> = joinable.map(|meeting| (meeting.start, meeting.id)).collect();
            held.sort_unstable();
            held
        };
        let mut together = held(first);
        for host in rest {
            if together.is_empty() {
                break;
            }
            let held = held(host);
            together.retain(|one| held.binary_search(one).is_ok());
        }
        Self { together: Some(together) }
    }

    /// Whether a booking of its start may join a meeting of a host.
    pub(crate) fn allows(&self, rules: &Rules, meeting: &Meeting) -> bool {
        let together = |held: &Vec<(Ms, u32)>| held.binary_search(&(meeting.start, meeting.id)).is_ok();
        rules.joinable(meeting) && self.together.as_ref().is_none_or(together)
    }
}
