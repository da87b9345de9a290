//! A host's busy times, indexed so that those outside a query cost nothing.

use crate::query::Busy;
use crate::span::{Ms, Span};

/// Busy times in order, with an index that finds those touching a span in logarithmic time although they may overlap.
///
/// ```
/// use slated_engine::{Busy, Calendar, Span};
/// let busy = |start, end| Busy { span: Span::new(start, end), meeting: None };
/// let calendar = Calendar::new(vec![busy(50, 60), busy(0, 40), busy(10, 20)]);
/// assert_eq!(calendar.touching(Span::new(30, 50)), [busy(0, 40), busy(10, 20)]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    busy: Vec<Busy>,
    /// For each busy time the latest end up to and including it: rises with the index, so it can be searched.
    reach: Vec<Ms>,
}

impl Calendar {
    /// Sorts and indexes busy times.
    pub fn new(mut busy: Vec<Busy>) -> Self {
        busy.sort_by_key(|busy| busy.span.start);
        let mut latest = Ms::MIN;
        let reach = busy
            .iter()
            .map(|busy| {
                latest = latest.max(busy.span.end);
                latest
            })
            .collect();
        Self { busy, reach }
    }

    /// The shortest run of busy times, in order, that has every one overlapping `span`; fit for [`Host::busy`](crate::Host).
    pub fn touching(&self, span: Span) -> &[Busy] {
        let first = self.reach.partition_point(|&end| end <= span.start);
        let last = self.busy.partition_point(|busy| busy.span.start < span.end);
        self.busy.get(first..last).unwrap_or_default()
    }

    /// All busy times, in order.
    pub fn busy(&self) -> &[Busy] {
        &self.busy
    }
}
