//! The feed of changes: tells the rest of the program what changed, whoever changed it.
//!
//! What this process changes is told before the change is answered. What others change is read from
//! the log: on SQLite when somebody wrote to its file, on PostgreSQL when it notifies, and on both some
//! times a second anyhow, so that a notification that got lost delays little.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use futures_util::StreamExt;
use parking_lot::{Mutex, RwLock};
use tokio::sync::watch;

use crate::changes::Change;
use crate::db::watch::Watch;
use crate::db::{postgres, sqlite};
use crate::{Archive, Error, Result};

/// While somebody writes, how often SQLite is asked whether that came to a change: the log is written
/// before it counts.
const LOOK_SQLITE: Duration = Duration::from_millis(1);
/// How often in a row, until the next writing.
const LOOKS: u32 = 100;
/// How often PostgreSQL is asked beside its notifications.
const LOOK_POSTGRES: Duration = Duration::from_millis(100);
/// How long an answer may take until the log counts as out of reach.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long to wait before the log is tried again.
const REST: Duration = Duration::from_millis(250);
/// Changes read at once.
const BATCH: i64 = 1_000;

type Listener = Box<dyn Fn(&[Change]) + Send + Sync>;

/// Who listens, and how far the log was read.
pub(crate) struct Feed {
    listeners: RwLock<Vec<Listener>>,
    newest: watch::Sender<i64>,
    reached: AtomicI64,
    /// Changes of this process that were told and that the log will tell again.
    own: Mutex<BTreeSet<i64>>,
    following: AtomicBool,
}

impl Feed {
    /// Nobody listens yet; the log is to be followed from a change on.
    pub(crate) fn new(reached: i64) -> Feed {
        Feed {
            listeners: RwLock::default(),
            newest: watch::Sender::new(reached),
            reached: AtomicI64::new(reached),
            own: Mutex::default(),
            following: AtomicBool::new(false),
        }
    }

    /// Tells of changes that this process made and that are durable.
    pub(crate) fn tell_own(&self, changes: &[Change]) {
        if changes.is_empty() {
            return;
        }
        {
            let mut own = self.own.lock();
            let reached = self.reached.load(Ordering::Acquire);
            own.extend(changes.iter().map(|change| change.id).filter(|id| *id > reached));
        }
        self.tell(changes);
    }

    fn tell(&self, changes: &[Change]) {
        for listener in self.listeners.read().iter() {
            listener(changes);
        }
        if let Some(last) = changes.last() {
            self.newest.send_if_modified(|newest| {
                let newer = last.id > *newest;
                *newest = last.id.max(*newest);
                newer
            });
        }
    }

    /// Tells of changes read from the log, as far as they were not told of before.
    fn tell_read(&self, changes: Vec<Change>) {
        let Some(last) = changes.last().map(|change| change.id) else { return };
        let others: Vec<Change> = {
            let mut own = self.own.lock();
            self.reached.store(last, Ordering::Release);
            let others = changes.into_iter().filter(|change| !own.contains(&change.id)).collect();
            own.retain(|id| *id > last);
            others
        };
        self.tell(&others);
    }
}

impl Archive {
    /// From now on calls `listener` with every change: those of this process before they are
    /// answered, and, while [`Archive::keep_following`] runs, those of others when they are read.
    /// It is called on the thread that writes, so it takes microseconds and asks the archive nothing.
    pub fn on_change(&self, listener: impl Fn(&[Change]) + Send + Sync + 'static) {
        self.feed.listeners.write().push(Box::new(listener));
    }

    /// The number of the newest change that is known here, and word of each that comes.
    pub fn follow(&self) -> watch::Receiver<i64> {
        self.feed.newest.subscribe()
    }

    /// Whether changes that others make are heard of. Without that, what was read once may be untrue.
    pub fn is_following(&self) -> bool {
        self.feed.following.load(Ordering::Acquire)
    }

    /// Follows the log for as long as it is polled.
    pub async fn keep_following(&self) {
        loop {
            let ended = match self.log() {
                Log::Sqlite(file) => self.watch_file(file).await,
                Log::Postgres(url) => self.listen(url).await,
            };
            self.feed.following.store(false, Ordering::Release);
            if let Err(error) = ended {
                tracing::warn!(%error, "the log of changes cannot be followed; pages are made anew for each request");
            }
            tokio::time::sleep(REST).await;
        }
    }

    async fn watch_file(&self, file: &Path) -> Result<()> {
        let connection = Mutex::new(sqlite::open(file)?);
        let version = || -> Result<i64> {
            Ok(connection.lock().prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?)
        };
        let mut watch = Watch::new(file);
        let mut seen = None;
        loop {
            let mut looks = 0;
            while looks < LOOKS {
                let now = version()?;
                if seen == Some(now) {
                    looks += 1;
                    tokio::time::sleep(LOOK_SQLITE).await;
                } else {
                    self.read_on().await?;
                    seen = Some(now);
                    self.followed();
                    looks = 0;
                }
            }
            watch.written().await;
        }
    }

    async fn listen(&self, url: &str) -> Result<()> {
        let mut notified = std::pin::pin!(postgres::notifications(url).await?);
        let mut ticks = tokio::time::interval(LOOK_POSTGRES);
        loop {
            tokio::time::timeout(PATIENCE, self.read_on())
                .await
                .map_err(|_| Error::Closed("it did not say in time what changed".into()))??;
            self.followed();
            tokio::select! {
                message = notified.next() => match message {
                    Some(message) => message?,
                    None => return Err(Error::Closed("the connection for notifications ended".into())),
                },
                _ = ticks.tick() => {}
            }
        }
    }

    fn followed(&self) {
        if !self.feed.following.swap(true, Ordering::AcqRel) {
            tracing::info!("following the log of changes");
        }
    }

    /// Reads the log from where it was left to its end.
    async fn read_on(&self) -> Result<()> {
        loop {
            let after = self.feed.reached.load(Ordering::Acquire);
            let changes = self.reading().changes_after(after, BATCH).await?;
            let more = i64::try_from(changes.len()).is_ok_and(|count| count == BATCH);
            self.feed.tell_read(changes);
            if !more {
                return Ok(());
            }
        }
    }
}

/// Where the log is followed.
pub(crate) enum Log<'a> {
    Sqlite(&'a Path),
    Postgres(&'a str),
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn changes(ids: &[i64]) -> Vec<Change> {
        let change =
            |id: &i64| Change { id: *id, subject: "path".into(), subject_id: 0, tags: Arc::from(Vec::new()) };
        ids.iter().map(change).collect()
    }

    #[test]
    fn each_change_is_told_once_in_whatever_order_it_is_heard_of() {
        let feed = Feed::new(10);
        let told: Arc<Mutex<Vec<i64>>> = Arc::default();
        let heard = told.clone();
        let note: Listener = Box::new(move |told| heard.lock().extend(told.iter().map(|change| change.id)));
        feed.listeners.write().push(note);
        feed.tell_own(&changes(&[12]));
        feed.tell_own(&changes(&[14]));
        feed.tell_read(changes(&[11, 12, 13]));
        feed.tell_read(changes(&[14, 15]));
        assert_eq!(*told.lock(), [12, 14, 11, 13, 15]);
        assert_eq!(*feed.newest.borrow(), 15);
        assert!(feed.own.lock().is_empty());
    }
}
