//! Carrying SQLite's log over into the database (a checkpoint) beside the writer.
//!
//! SQLite would have the change that makes the log long carry all of it over: two syncs and some
//! thousand pages, for which all others wait. Here a thread of its own does the most of it while
//! changes go on; the writer then carries over the few pages that came meanwhile, so that the log can
//! begin anew and stays short. Readers wait for neither.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::Connection;

use super::sqlite;
use crate::{Error, Result};

/// Bytes of a page.
const PAGE: i64 = 4_096;
/// So few pages the writer carries over by itself, and so often the thread tries to get there.
const LITTLE: i32 = 256;
const PASSES: usize = 4;
/// How long the writer waits for readers of the log before it leaves it as it is.
const WAIT: Duration = Duration::from_millis(20);

/// The thread beside the writer.
pub(super) struct Carrying {
    // Pages of the log after which it is carried over.
    long: i32,
    pages: Arc<AtomicI32>,
    // How long the log was when it was last to be carried over.
    asked_at: i32,
    // Between waking the thread and finishing what it did: two at once would wait for each other.
    under_way: bool,
    carried: Arc<AtomicBool>,
    wake: Option<mpsc::SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Carrying {
    /// Takes over from SQLite on the writer's connection. The log is carried over when it is `long`
    /// pages long; it keeps twice that of the disk when it grew longer.
    pub(super) fn start(connection: &mut Connection, file: &Path, long: i32) -> Result<Carrying> {
        connection.pragma_update(None, "journal_size_limit", 2 * PAGE * i64::from(long))?;
        let pages = Arc::new(AtomicI32::new(0));
        let seen = pages.clone();
        // Puts itself in the place of SQLite's own checkpoints.
        connection.wal_hook(Some(move |_: &mut rusqlite::hooks::Wal, pages| {
            seen.store(pages, Ordering::Relaxed);
            Ok(())
        }))?;
        let (wake, woken) = mpsc::sync_channel(1);
        let carried = Arc::new(AtomicBool::new(false));
        let (done, theirs, file) = (carried.clone(), pages.clone(), file.to_owned());
        let thread = std::thread::Builder::new()
            .name("archive-carrying".into())
            .spawn(move || run(&file, &woken, &theirs, &done))
            .map_err(|error| Error::File { what: "starting a thread beside the writer".into(), error })?;
        Ok(Carrying {
            long,
            pages,
            asked_at: 0,
            under_way: false,
            carried,
            wake: Some(wake),
            thread: Some(thread),
        })
    }

    /// Called by the writer between two transactions.
    pub(super) fn after_commit(&mut self, connection: &Connection) {
        let pages = self.pages.load(Ordering::Relaxed);
        if pages < self.asked_at {
            // It has begun anew.
            self.asked_at = 0;
        }
        match &self.wake {
            Some(_) if self.carried.swap(false, Ordering::AcqRel) => {
                self.under_way = false;
                if let Err(error) = finish(connection) {
                    tracing::warn!(%error, "the log of the database could not be carried over");
                }
            }
            Some(wake) if !self.under_way && pages - self.asked_at >= self.long => {
                self.asked_at = pages;
                self.under_way = wake.try_send(()).is_ok();
            }
            _ => {}
        }
    }
}

impl Drop for Carrying {
    fn drop(&mut self) {
        self.wake = None;
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn run(file: &Path, woken: &mpsc::Receiver<()>, pages: &AtomicI32, carried: &AtomicBool) {
    let mut connection = None;
    while woken.recv().is_ok() {
        let outcome = match &connection {
            Some(connection) => carry(connection, pages),
            None => sqlite::open(file).and_then(|fresh| {
                // Only the log is read, and mapped it would count as memory of the program.
                fresh.pragma_update(None, "mmap_size", 0)?;
                carry(connection.insert(fresh), pages)
            }),
        };
        if let Err(error) = outcome {
            tracing::warn!(%error, "the log of the database could not be carried over");
        }
        // In any case: the writer then tries it by itself, and the log does not grow for ever.
        carried.store(true, Ordering::Release);
    }
}

/// As much as can be without anybody waiting: again and again until what came meanwhile is little.
fn carry(connection: &Connection, pages: &AtomicI32) -> Result<()> {
    for _ in 0..PASSES {
        let carried = checkpoint(connection, "PRAGMA wal_checkpoint(PASSIVE)")?;
        if pages.load(Ordering::Relaxed) - carried < LITTLE {
            break;
        }
    }
    Ok(())
}

/// The rest, and then the log begins anew with the next change; unless someone reads it for long.
fn finish(connection: &Connection) -> Result<()> {
    connection.busy_timeout(WAIT)?;
    let outcome = checkpoint(connection, "PRAGMA wal_checkpoint(RESTART)");
    connection.busy_timeout(sqlite::PATIENCE)?;
    outcome.map(drop)
}

/// Says how many pages of the log are now in the database. Whether those were all is no matter: what is
/// left is carried over with the next ones.
fn checkpoint(connection: &Connection, sql: &'static str) -> Result<i32> {
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(2))?)
}
