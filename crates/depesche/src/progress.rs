//! Progress of long work: a bar on a terminal, plain lines otherwise.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// Characters of the bar.
const WIDTH: usize = 30;
/// How often a terminal is written to, and how often a file.
const TERMINAL: Duration = Duration::from_millis(200);
const PLAIN: Duration = Duration::from_secs(10);

/// How far a step of some work is, told on the standard error.
pub(crate) struct Progress {
    what: String,
    total: u64,
    began: Instant,
    told: Instant,
    terminal: bool,
}

impl Progress {
    /// Begins a step of `total` parts, whatever they are.
    pub(crate) fn new(what: impl Into<String>, total: u64) -> Progress {
        let now = Instant::now();
        let terminal = std::io::stderr().is_terminal();
        Progress { what: what.into(), total: total.max(1), began: now, told: now, terminal }
    }

    /// Tells that `done` parts are done, if it is time to tell anything.
    pub(crate) fn at(&mut self, done: u64) {
        if self.told.elapsed() >= if self.terminal { TERMINAL } else { PLAIN } {
            self.told = Instant::now();
            self.tell(done);
        }
    }

    /// Ends the step; on a terminal its bar goes.
    pub(crate) fn end(self) {
        if self.terminal {
            drop(write!(std::io::stderr(), "\r\x1b[K"));
        }
    }

    fn tell(&self, done: u64) {
        let share = (done.min(self.total) as f64) / self.total as f64;
        let percent = (share * 100.0) as u64;
        let line = if self.terminal {
            let full = (share * WIDTH as f64) as usize;
            format!("\r\x1b[K{} [{}{}] {percent} %", self.what, "#".repeat(full), "·".repeat(WIDTH - full))
        } else {
            format!("{}: {percent} % after {} s\n", self.what, self.began.elapsed().as_secs())
        };
        // Whoever closed the standard error does not want to know.
        drop(std::io::stderr().write_all(line.as_bytes()));
    }
}
