//! The union of many hosts' starts: one bit per minute, so that a thousand hosts cost a thousand sweeps and no sorting.

use crate::joinable::Joinable;
use crate::open::Scratch;
use crate::query::{Host, MAX_RANGE_DAYS, Query, Start};
use crate::slots::{Sink, host_starts, is_plain, settle, sweep};
use crate::span::{DAY, MINUTE, Ms};

/// The starts of several hosts, collected.
pub(crate) struct Union {
    /// The instant of the first bit.
    base: Ms,
    /// One bit per minute from `base` on.
    minutes: Vec<u64>,
    /// Starts between minutes (zones once had offsets with seconds), and those with seats taken.
    others: Vec<Start>,
}

impl Union {
    /// No starts yet, in the query's range.
    pub(crate) fn new(query: &Query<'_>) -> Self {
        let base = query.range.start.div_euclid(MINUTE) * MINUTE;
        let minutes = query.range.end.saturating_sub(base).clamp(0, (MAX_RANGE_DAYS + 1) * DAY) / MINUTE + 1;
        let words = usize::try_from(minutes / 64 + 1).expect("367 days of minutes");
        Self { base, minutes: vec![0; words], others: Vec::new() }
    }

    /// Puts the union of the hosts' starts into `out`.
    pub(crate) fn of(query: &Query<'_>, hosts: &[Host<'_>], scratch: &mut Scratch, out: &mut Vec<Start>) {
        let mut union = Self::new(query);
        if is_plain(query) {
            for host in hosts {
                sweep(query, host, scratch, &mut union);
            }
        } else {
            let mut one = Vec::new();
            for host in hosts {
                host_starts(query, host, &Joinable::ALONE, scratch, &mut one);
                for start in &one {
                    union.add(*start);
                }
            }
        }
        union.write(out);
    }

    pub(crate) fn add(&mut self, start: Start) {
        if start.taken == 0 && (start.at - self.base) % MINUTE == 0 {
            self.set((start.at - self.base) / MINUTE);
        } else {
            self.others.push(start);
        }
    }

    #[inline]
    fn set(&mut self, minute: Ms) {
        let word = usize::try_from(minute / 64).expect("not before the base");
        self.minutes[word] |= 1 << (minute % 64);
    }

    pub(crate) fn write(mut self, out: &mut Vec<Start>) {
        out.reserve(self.minutes.iter().map(|word| word.count_ones() as usize).sum());
        let mut base = self.base;
        for mut word in self.minutes {
            while word != 0 {
                out.push(Start { at: base + Ms::from(word.trailing_zeros()) * MINUTE, taken: 0 });
                word &= word - 1;
            }
            // The last word may end after the last instant there is.
            base = base.saturating_add(64 * MINUTE);
        }
        if !self.others.is_empty() {
            out.append(&mut self.others);
            settle(out);
        }
    }
}

impl Sink for Union {
    fn expect(&mut self, _at_most: usize) {}

    #[inline]
    fn run(&mut self, first: Ms, step: Ms, count: u32) {
        if (first - self.base) % MINUTE == 0 {
            let (mut minute, step) = ((first - self.base) / MINUTE, step / MINUTE);
            for _ in 0..count {
                self.set(minute);
                minute += step;
            }
        } else {
            self.others.extend((0..count).map(|k| Start { at: first + Ms::from(k) * step, taken: 0 }));
        }
    }
}
