//! Politeness: of one host no more than one thing is asked at a time, and then there is a pause.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The pause between two questions to a host.
const PAUSE: Duration = Duration::from_secs(1);
/// After so many hosts those that nobody asks are forgotten.
const MANY: usize = 1_024;

/// The hosts that are asked at the moment, or were a moment ago.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hosts {
    known: Arc<Mutex<HashMap<String, Host>>>,
}

#[derive(Debug)]
struct Host {
    busy: bool,
    /// When it may be asked again.
    free_at: Instant,
    /// When the last who was sent away is to come.
    queue_ends: Instant,
}

/// Whether a host may be asked.
pub(crate) enum Turn {
    /// Now, and nobody else until this is dropped.
    Now(Asking),
    /// Not yet; after this time it is worth asking again.
    Later(Duration),
}

/// The right to ask a host.
pub(crate) struct Asking {
    hosts: Hosts,
    host: String,
}

impl Hosts {
    /// Asks for the right to ask a host.
    pub(crate) fn turn(&self, host: &str) -> Turn {
        let now = Instant::now();
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() > MANY {
            known.retain(|_, host| host.busy || host.queue_ends.max(host.free_at) > now);
        }
        let entry =
            known.entry(host.to_owned()).or_insert(Host { busy: false, free_at: now, queue_ends: now });
        if !entry.busy && entry.free_at <= now {
            entry.busy = true;
            return Turn::Now(Asking { hosts: self.clone(), host: host.to_owned() });
        }
        // Each who is sent away gets a time of his own.
        entry.queue_ends = entry.queue_ends.max(entry.free_at).max(now) + PAUSE;
        Turn::Later(entry.queue_ends - now)
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        let mut known = self.hosts.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(host) = known.get_mut(&self.host) {
            host.busy = false;
            host.free_at = Instant::now() + PAUSE;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_asked_one_thing_at_a_time_and_others_meanwhile() {
        let hosts = Hosts::default();
        let Turn::Now(first) = hosts.turn("a.example") else { panic!("nobody asks it") };
        let later = |host: &str| match hosts.turn(host) {
            Turn::Now(_) => Duration::ZERO,
            Turn::Later(wait) => wait,
        };
        let (second, third) = (later("a.example"), later("a.example"));
        assert!(Duration::ZERO < second && second < third, "both are not to come at the same time");
        assert_eq!(later("b.example"), Duration::ZERO);
        drop(first);
        assert!(later("a.example") > Duration::ZERO, "there is a pause");
    }
}
