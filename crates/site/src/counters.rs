//! What is counted while the program runs, as Prometheus reads it (text exposition format 0.0.4).

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

use parking_lot::Mutex;

/// The name of the route that answered, left on the answer for the counters.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RouteName(pub(crate) &'static str);

/// Requests and the seconds spent on them.
type Tally = (u64, f64);

/// What has been counted since the start.
#[derive(Debug, Default)]
pub struct Metrics {
    /// Requests and seconds spent, by route and class of status.
    requests: Mutex<BTreeMap<(&'static str, u16), Tally>>,
}

impl Metrics {
    /// Counts a request that was answered.
    pub(crate) fn add(&self, route: &'static str, status: u16, spent: Duration) {
        let mut requests = self.requests.lock();
        let counted = requests.entry((route, status / 100)).or_default();
        counted.0 += 1;
        counted.1 += spent.as_secs_f64();
    }

    /// All counters as Prometheus reads them.
    pub fn text(&self) -> String {
        let mut text = String::from(
            "# HELP depesche_requests_total Requests answered.\n# TYPE depesche_requests_total counter\n",
        );
        let mut seconds = String::from(
            "# HELP depesche_request_seconds_total Time spent on them.\n\
             # TYPE depesche_request_seconds_total counter\n",
        );
        for ((route, class), (count, spent)) in self.requests.lock().iter() {
            // Writing to a String cannot fail.
            let _: std::fmt::Result =
                writeln!(text, "depesche_requests_total{{route=\"{route}\",status=\"{class}xx\"}} {count}");
            let _: std::fmt::Result = writeln!(
                seconds,
                "depesche_request_seconds_total{{route=\"{route}\",status=\"{class}xx\"}} {spent}"
            );
        }
        text + &seconds
    }
}
