//! Instants and half-open spans of them, and the three set operations the engine needs.

/// An instant, in Unix milliseconds.
pub type Ms = i64;

/// A minute, in milliseconds.
pub const MINUTE: Ms = 60_000;
/// Twenty-four hours, in milliseconds. A local day may be shorter or longer.
pub const DAY: Ms = 86_400_000;
pub(crate) const WEEK: Ms = 7 * DAY;

/// The earliest instant the engine computes with, 0001-01-01T00:00Z. Nothing is open before it.
pub const EARLIEST: Ms = -62_135_596_800_000;
/// The latest instant the engine computes with, 9998-01-01T00:00Z. Nothing is open from it on.
pub const LATEST: Ms = 253_339_228_800_000;

/// The half-open stretch of time `[start, end)`. Empty when `end <= start`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first instant inside.
    pub start: Ms,
    /// The first instant after.
    pub end: Ms,
}

impl Span {
    /// The span from `start` up to, but not including, `end`.
    pub const fn new(start: Ms, end: Ms) -> Self {
        Self { start, end }
    }

    /// Whether no instant lies inside.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether an instant lies in both spans. An empty span overlaps nothing.
    pub const fn overlaps(self, other: Span) -> bool {
        !self.is_empty() && !other.is_empty() && self.start < other.end && other.start < self.end
    }

    /// Whether all of `other` lies inside.
    pub const fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    pub(crate) fn clamped(self) -> Self {
        Self::new(self.start.clamp(EARLIEST, LATEST), self.end.clamp(EARLIEST, LATEST))
    }

    pub(crate) const fn widened(self, before: Ms, after: Ms) -> Self {
        Self::new(self.start.saturating_sub(before), self.end.saturating_add(after))
    }
}

/// Adds a span to a list that is built in order, merging it with the last one when they touch.
/// Returns false when the span came out of order, so that the list needs [`merge`].
#[inline]
pub(crate) fn append(list: &mut Vec<Span>, span: Span) -> bool {
    if span.is_empty() {
        return true;
    }
    match list.last_mut() {
        Some(last) if last.end >= span.start => {
            let ordered = last.start <= span.start;
            if ordered {
                last.end = last.end.max(span.end);
            } else {
                list.push(span);
            }
            ordered
        }
        _ => {
            list.push(span);
            true
        }
    }
}

/// Sorts, drops what is empty, and merges what touches or overlaps.
pub(crate) fn merge(list: &mut Vec<Span>) {
    list.retain(|span| !span.is_empty());
    list.sort_unstable();
    list.dedup_by(|next, last| {
        let touch = next.start <= last.end;
        if touch {
            last.end = last.end.max(next.end);
        }
        touch
    });
}

/// Puts into `out` what lies in both of two merged lists.
pub(crate) fn intersect(a: &[Span], b: &[Span], out: &mut Vec<Span>) {
    out.clear();
    let (mut i, mut j) = (0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        let both = Span::new(x.start.max(y.start), x.end.min(y.end));
        if !both.is_empty() {
            out.push(both);
        }
        if x.end <= y.end { i += 1 } else { j += 1 }
    }
}

/// Puts into `out` what lies in `a` and not in `b`, both merged.
pub(crate) fn subtract(a: &[Span], b: &[Span], out: &mut Vec<Span>) {
    out.clear();
    let mut first = 0;
    for span in a {
        first += b[first..].partition_point(|block| block.end <= span.start);
        let mut start = span.start;
        for block in b[first..].iter().take_while(|block| block.start < span.end) {
            if start < block.start {
                out.push(Span::new(start, block.start));
            }
            start = start.max(block.end);
        }
        if start < span.end {
            out.push(Span::new(start, span.end));
        }
    }
}
