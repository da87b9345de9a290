//! When a failed job is tried again: ten times over about three days.

use jiff::SignedDuration;

const SECOND: i64 = 1;
const MINUTE: i64 = 60;
const HOUR: i64 = 3600;

/// What is waited after each failed attempt; after the last one there is no other.
const WAITS: [i64; 9] =
    [5 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 24 * HOUR, 30 * HOUR];

/// How often a job is tried.
pub const ATTEMPTS: usize = 1 + WAITS.len();

/// The longest wait that the other side can ask for.
const MOST: SignedDuration = SignedDuration::from_hours(24);

/// How long to wait after failed attempt number `attempt` (the first is 1). None: give up.
///
/// `jitter`, from 0 to 1, moves the wait by up to a tenth either way, so that what failed together does not come back
/// together. `asked` is what the other side asked for (`Retry-After`); it can only make the wait longer.
pub fn after(attempt: u32, jitter: f64, asked: Option<SignedDuration>) -> Option<SignedDuration> {
    let seconds = *WAITS.get(usize::try_from(attempt.max(1) - 1).ok()?)?;
    let spread = SignedDuration::from_secs(seconds).mul_f64(0.9 + 0.2 * jitter.clamp(0.0, 1.0));
    Some(spread.max(asked.unwrap_or_default().min(MOST)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn ten_attempts_take_about_three_days() {
        let waits: Vec<_> = (1..).map_while(|attempt| after(attempt, 0.5, None)).collect();
        assert_eq!(waits.len() + 1, ATTEMPTS);
        assert_eq!(ATTEMPTS, 10);
        let total = waits.iter().fold(SignedDuration::ZERO, |sum, wait| sum + *wait);
        assert!((70..=74).contains(&total.as_hours()), "{total}");
        assert!(waits.is_sorted());
    }

    #[test]
    fn jitter_moves_a_wait_by_a_tenth_either_way() {
        assert_eq!(after(2, 0.0, None).unwrap(), SignedDuration::from_secs(54));
        assert_eq!(after(2, 1.0, None).unwrap().as_millis() / 100, 660);
    }

    #[test]
    fn the_other_side_can_only_ask_for_longer_waits_within_a_day() {
        let asked = |seconds| after(1, 0.5, Some(SignedDuration::from_secs(seconds))).unwrap().as_secs();
        assert_eq!([asked(1), asked(120), asked(10 * 24 * HOUR)], [5, 120, 24 * HOUR]);
        assert_eq!(after(10, 0.5, Some(SignedDuration::from_secs(1))), None);
    }
}
