//! The line in which changes wait for the writer: bounded, so that memory is.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Duration, Instant};

use parking_lot::{Condvar, Mutex};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{Error, Result};

/// Most changes under way, those being written included. A reader's comment is at most 20 kB, so
/// a full line of them holds 80 MB.
const PLACES: usize = 4_096;
/// How long a change waits that somebody in front of a screen waits for.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// Whether whoever makes a change would rather be told that it cannot be made now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Haste {
    /// A reader: told at once when the line is full, and after [`PATIENCE`] when it does not move.
    Reader,
    /// Jobs, imports, commands: they wait for as long as it takes.
    None,
}

/// The line.
pub(super) struct Line<T> {
    waiting: Mutex<Waiting<T>>,
    arrived: Condvar,
    places: Arc<Semaphore>,
}

struct Waiting<T> {
    changes: VecDeque<(Instant, T)>,
    closed: bool,
}

/// A place in the line, kept until the change is answered.
pub(super) struct Ticket {
    _place: OwnedSemaphorePermit,
    state: Arc<AtomicU8>,
}

/// With this whoever waits can leave the line.
pub(super) struct Leave(Arc<AtomicU8>);

const STANDS: u8 = 0;
const BEGUN: u8 = 1;
const LEFT: u8 = 2;

impl<T> Line<T> {
    pub(super) fn new() -> Line<T> {
        Line {
            waiting: Mutex::new(Waiting { changes: VecDeque::new(), closed: false }),
            arrived: Condvar::new(),
            places: Arc::new(Semaphore::new(PLACES)),
        }
    }

    /// Takes a place.
    ///
    /// # Errors
    /// [`Error::Busy`] in haste, when all are taken or the first of the line has waited too long.
    pub(super) async fn place(&self, haste: Haste) -> Result<(Ticket, Leave)> {
        let place = match haste {
            Haste::Reader if self.stands_still() => return Err(Error::Busy),
            Haste::Reader => self.places.clone().try_acquire_owned().map_err(|_| Error::Busy)?,
            Haste::None => self
                .places
                .clone()
                .acquire_owned()
                .await
                .map_err(|_| Error::Closed("its writer stopped".into()))?,
        };
        let state = Arc::new(AtomicU8::new(STANDS));
        Ok((Ticket { _place: place, state: state.clone() }, Leave(state)))
    }

    /// Puts a change at the end of the line; whether the line is still open.
    pub(super) fn join(&self, change: T) -> bool {
        let mut waiting = self.waiting.lock();
        if waiting.closed {
            return false;
        }
        waiting.changes.push_back((Instant::now(), change));
        drop(waiting);
        self.arrived.notify_one();
        true
    }

    /// The first of the line, waited for; `None` when the line is closed and empty.
    pub(super) fn wait(&self) -> Option<T> {
        let mut waiting = self.waiting.lock();
        loop {
            if let Some((_, change)) = waiting.changes.pop_front() {
                return Some(change);
            }
            if waiting.closed {
                return None;
            }
            self.arrived.wait(&mut waiting);
        }
    }

    /// The first of the line, if anybody waits.
    pub(super) fn next(&self) -> Option<T> {
        self.waiting.lock().changes.pop_front().map(|(_, change)| change)
    }

    /// Takes in nothing more; what waits is still given out.
    pub(super) fn close(&self) {
        self.waiting.lock().closed = true;
        self.places.close();
        self.arrived.notify_all();
    }

    /// Closes the line and drops what waits: for a writer that failed.
    pub(super) fn abandon(&self) {
        self.close();
        let left = std::mem::take(&mut self.waiting.lock().changes);
        drop(left);
    }

    fn stands_still(&self) -> bool {
        self.waiting.lock().changes.front().is_some_and(|(since, _)| since.elapsed() > PATIENCE)
    }
}

impl Ticket {
    /// It is this one's turn; false when whoever waited has left.
    pub(super) fn begin(&self) -> bool {
        self.state.compare_exchange(STANDS, BEGUN, Ordering::AcqRel, Ordering::Acquire).is_ok()
    }
}

impl Leave {
    /// Leaves the line: the change will not be made. False when it has begun already.
    pub(super) fn leave(&self) -> bool {
        self.0.compare_exchange(STANDS, LEFT, Ordering::AcqRel, Ordering::Acquire).is_ok()
    }
}
