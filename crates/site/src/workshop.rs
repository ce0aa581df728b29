//! Where renditions are made: two threads of the process with a low claim to the processor, so that no
//! reader of a ready page waits for a picture. One makes only what a reader waits for, the other also
//! what is made ahead of time, so that no reader waits for that either.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use archive::{Files, NewRendition};
use media::{Limits, Picture};
use parking_lot::{Condvar, Mutex};
use tokio::sync::{oneshot, watch};

use crate::variants::Variant;

/// Who wants a rendition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// A reader, who waits for it.
    Reader,
    /// Readers to come.
    Later,
}

pub(crate) type UnderWay = HashMap<(String, String), watch::Receiver<Option<Result<NewRendition, String>>>>;

/// Where renditions are made.
#[derive(Default)]
pub(crate) struct Workshop {
    /// By hash and name, what is being made and will be told to all who ask for it.
    pub(crate) under_way: Mutex<UnderWay>,
    orders: Arc<Orders>,
}

struct Order {
    hash: String,
    variant: Variant,
    files: Files,
    answer: oneshot::Sender<Result<NewRendition, String>>,
}

/// What waits to be made.
#[derive(Default)]
struct Orders {
    waiting: Mutex<Waiting>,
    come: Condvar,
}

#[derive(Default)]
struct Waiting {
    readers: VecDeque<Order>,
    later: VecDeque<Order>,
    /// The threads have been started.
    begun: bool,
    /// The site is gone; the threads end.
    closed: bool,
}

impl Waiting {
    fn next(&mut self, of: For) -> Option<Order> {
        self.readers.pop_front().or_else(|| if of == For::Later { self.later.pop_front() } else { None })
    }
}

impl Workshop {
    /// Orders a rendition of the picture of this hash; the threads start with the first order.
    pub(crate) fn order(
        &self,
        hash: &str,
        variant: Variant,
        files: &Files,
        wanted: For,
    ) -> Result<oneshot::Receiver<Result<NewRendition, String>>, String> {
        let (answer, answered) = oneshot::channel();
        let order = Order { hash: hash.to_owned(), variant, files: files.clone(), answer };
        let mut waiting = self.orders.waiting.lock();
        if !waiting.begun {
            for of in [For::Reader, For::Later] {
                let orders = self.orders.clone();
                std::thread::Builder::new()
                    .name("renditions".into())
                    .spawn(move || work(&orders, of))
                    .map_err(|error| format!("a thread for renditions does not start: {error}"))?;
            }
            waiting.begun = true;
        }
        match wanted {
            For::Reader => waiting.readers.push_back(order),
            For::Later => waiting.later.push_back(order),
        }
        self.orders.come.notify_all();
        Ok(answered)
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        self.orders.waiting.lock().closed = true;
        self.orders.come.notify_all();
    }
}

impl Orders {
    /// The next order; nothing when none came for a while or, with no such limit, when the site is gone.
    fn next(&self, of: For, patience: Option<Duration>) -> Option<Order> {
        let mut waiting = self.waiting.lock();
        loop {
            if let Some(order) = waiting.next(of) {
                return Some(order);
            }
            if waiting.closed {
                return None;
            }
            match patience {
                Some(patience) => {
                    if self.come.wait_for(&mut waiting, patience).timed_out() {
                        return waiting.next(of);
                    }
                }
                None => self.come.wait(&mut waiting),
            }
        }
    }
}

/// How long a decoded picture is kept for its next rendition.
const KEPT: Duration = Duration::from_secs(5);

fn work(orders: &Orders, of: For) {
    stand_back();
    let mut last: Option<(String, Arc<Picture>)> = None;
    loop {
        let order = match orders.next(of, Some(KEPT)) {
            Some(order) => order,
            None => {
                // A large picture takes hundreds of megabytes.
                last = None;
                let Some(order) = orders.next(of, None) else { return };
                order
            }
        };
        let Order { hash, variant, files, answer } = order;
        let made = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            rendition(&mut last, &hash, &variant, &files)
        }));
        let made =
            made.unwrap_or_else(|_| Err(format!("making {} of {hash} failed by a fault", variant.name)));
        // Whoever asked may have gone away.
        drop(answer.send(made));
    }
}

fn rendition(
    last: &mut Option<(String, Arc<Picture>)>,
    hash: &str,
    variant: &Variant,
    files: &Files,
) -> Result<NewRendition, String> {
    let decoded = match last {
        Some((of, picture)) if of == hash => picture.clone(),
        _ => {
            // Gone before the next one comes: two large ones are too many.
            *last = None;
            let bytes = files.get(hash).map_err(|error| error.to_string())?;
            let picture = Picture::decode(&bytes, &Limits::default()).map_err(|error| error.to_string())?;
            let picture = Arc::new(picture);
            *last = Some((hash.to_owned(), picture.clone()));
            picture
        }
    };
    let shaped = decoded.shaped(variant.shape).map_err(|error| error.to_string())?;
    let made = shaped.rendition(variant.format).map_err(|error| error.to_string())?;
    Ok(NewRendition {
        variant: variant.name.clone(),
        mime: made.kind.mime().to_owned(),
        width: made.width.into(),
        height: made.height.into(),
        bytes: i64::try_from(made.bytes.len()).unwrap_or(i64::MAX),
        hash: files.put(&made.bytes).map_err(|error| error.to_string())?,
    })
}

/// Lets every other thread go first, without being starved on a machine that is never idle: somebody
/// may be waiting.
#[cfg(target_os = "linux")]
pub fn stand_back() {
    // On Linux a priority belongs to a thread, whatever the name says.
    if let Err(error) = rustix::process::setpriority_process(Some(rustix::thread::gettid()), 10) {
        tracing::warn!(%error, "work that can wait has the same priority as pages");
    }
}

/// Only Linux gives a thread a priority of its own.
#[cfg(not(target_os = "linux"))]
pub fn stand_back() {}
