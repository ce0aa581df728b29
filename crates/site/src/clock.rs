//! The clock that pages are made by. Tests set it ahead.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

/// The time of day, or one that is ahead of it by some seconds.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    ahead: Arc<AtomicI64>,
}

impl Clock {
    /// What time it is.
    pub fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        match self.ahead.load(Ordering::Relaxed) {
            0 => now,
            ahead => now.saturating_add(jiff::SignedDuration::from_secs(ahead)).unwrap_or(now),
        }
    }

    /// Goes on by some seconds more.
    pub fn step(&self, seconds: i64) {
        self.ahead.fetch_add(seconds, Ordering::Relaxed);
    }
}
