//! Jobs: work that can wait, and how long it waits after it failed.

use jiff::SignedDuration;

/// How often a job is tried before it is given up and shown to the operator.
pub const MOST_TRIES: u32 = 12;

/// How long to wait before the next try: doubling from five seconds, at most six hours.
pub fn back_off(failures: u32) -> SignedDuration {
    let seconds = 5_i64.saturating_mul(1 << failures.min(20));
    SignedDuration::from_secs(seconds.min(6 * 60 * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_doubles_and_has_an_end() {
        assert_eq!(back_off(0), SignedDuration::from_secs(5));
        assert_eq!(back_off(3), SignedDuration::from_secs(40));
        assert_eq!(back_off(u32::MAX), SignedDuration::from_hours(6));
    }
}
