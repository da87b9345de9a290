//! Free starts near one that cannot be had.

use crate::query::{Host, Query};
use crate::slots::starts_into;
use crate::span::{DAY, Ms, Span};

/// How far [`nearest`] looks, in days before and after.
pub const NEAREST_DAYS: i64 = 14;

/// The `n` free starts closest to `at`, within [`NEAREST_DAYS`] before and after; the closest first, of two equally close the
/// earlier. The query's range does not matter. The hosts' busy times must reach that far.
pub fn nearest(query: &Query<'_>, hosts: &[Host<'_>], at: Ms, n: usize) -> Vec<Ms> {
    let mut free = Vec::new();
    // A day at a time is enough where there is choice; the whole stretch is looked at only where there is little.
    for days in [1, NEAREST_DAYS] {
        let range = Span::new(at, at).widened(days * DAY, days * DAY).clamped();
        if starts_into(&Query { range, ..*query }, hosts, &mut free).is_err() {
            return Vec::new();
        }
        if free.len() >= n {
            break;
        }
    }
    free.sort_by_key(|start| (start.at.abs_diff(at), start.at));
    free.truncate(n);
    free.into_iter().map(|start| start.at).collect()
}
