//! The one writer of SQLite: a thread that joins the changes waiting at a moment into one
//! transaction, each so that it can be undone by itself, and answers all of them after one sync.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::thread::JoinHandle;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use parking_lot::Mutex;
use rusqlite::Connection;
use tokio::sync::oneshot;

use super::Conn;
use crate::{Error, Result};

/// Most changes joined into one transaction: bounds how long the first one waits.
const MOST_JOINED: usize = 256;
/// Most changes waiting; further callers wait for a place.
const QUEUE: usize = 4_096;

type Answer = Box<dyn FnOnce(std::result::Result<(), &str>) + Send>;
/// A change; it is told why where no transaction could be begun for it.
type Work = Box<dyn FnOnce(&Mutex<Connection>, std::result::Result<Undo, &str>) -> Answer + Send>;

/// What undoes a change that fails.
#[derive(Clone, Copy)]
enum Undo {
    /// The transaction, of which it is the first. A savepoint would keep a copy of every page that
    /// changes, which is much for an import's thousands of rows.
    Transaction,
    /// A savepoint of its own: others before it stay.
    Savepoint,
}

/// Handle of the writing thread.
pub(crate) struct Writer {
    queue: Option<mpsc::SyncSender<Work>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread on its own connection.
    pub(crate) fn start(connection: Connection) -> Result<Writer> {
        let (queue, waiting) = mpsc::sync_channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("archive-writer".into())
            .spawn(move || run(&Mutex::new(connection), &waiting))
            .map_err(|error| Error::File { what: "starting the writer thread".into(), error })?;
        Ok(Writer { queue: Some(queue), thread: Some(thread) })
    }

    /// Runs `work` in a transaction and says its outcome once that is durable. `committed` hears of
    /// it before, also when whoever asked has gone away.
    pub(crate) async fn run<T, F>(&self, work: F, committed: impl FnOnce(&T) + Send + 'static) -> Result<T>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(Conn<'c>) -> BoxFuture<'c, Result<T>> + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        let boxed: Work = Box::new(move |connection, begun| {
            let outcome = match begun {
                Ok(undo) => undoable(connection, undo, work),
                Err(why) => Err(Error::Closed(why.to_owned())),
            };
            Box::new(move |durable: std::result::Result<(), &str>| {
                let outcome = match durable {
                    Ok(()) => outcome.inspect(committed),
                    Err(why) => outcome.and(Err(Error::Closed(why.to_owned()))),
                };
                // Whoever asked may have gone away; the change stands all the same.
                drop(sender.send(outcome));
            })
        });
        let queue = self.queue.as_ref().ok_or_else(|| Error::Closed("it has ended".into()))?;
        let stopped = || Error::Closed("its writer stopped".into());
        match queue.try_send(boxed) {
            Ok(()) => {}
            Err(mpsc::TrySendError::Full(boxed)) => {
                let queue = queue.clone();
                tokio::task::spawn_blocking(move || queue.send(boxed))
                    .await
                    .map_err(|_| stopped())?
                    .map_err(|_| stopped())?;
            }
            Err(mpsc::TrySendError::Disconnected(_)) => return Err(stopped()),
        }
        receiver.await.map_err(|_| stopped())?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            // What waits is still written; a panic was already reported by the thread itself.
            drop(thread.join());
        }
    }
}

fn run(connection: &Mutex<Connection>, waiting: &mpsc::Receiver<Work>) {
    while let Ok(first) = waiting.recv() {
        if let Err(error) = begin(connection) {
            tracing::error!(%error, "no transaction could be begun");
            let why = error.to_string();
            first(connection, Err(&why))(Err(&why));
            continue;
        }
        let mut answers = vec![first(connection, Ok(Undo::Transaction))];
        // A change that failed may have left no transaction to join: another process took its turn,
        // or the disk was full.
        while answers.len() < MOST_JOINED && !connection.lock().is_autocommit() {
            let Ok(next) = waiting.try_recv() else { break };
            answers.push(next(connection, Ok(Undo::Savepoint)));
        }
        let committed = statement(connection, "COMMIT");
        if let Err(error) = &committed {
            tracing::error!(%error, "a transaction could not be committed");
            drop(statement(connection, "ROLLBACK"));
        }
        let outcome = committed.map_err(|error| error.to_string());
        for answer in answers {
            answer(outcome.as_ref().map(|_| ()).map_err(String::as_str));
        }
    }
}

fn begin(connection: &Mutex<Connection>) -> Result<()> {
    statement(connection, "BEGIN IMMEDIATE")
}

fn statement(connection: &Mutex<Connection>, sql: &'static str) -> Result<()> {
    super::sqlite::execute(&connection.lock(), sql, &[]).map(drop)
}

/// Does a piece of work within the transaction that has begun; all of it or nothing.
fn undoable<T, F>(connection: &Mutex<Connection>, undo: Undo, work: F) -> Result<T>
where
    F: for<'c> FnOnce(Conn<'c>) -> BoxFuture<'c, Result<T>>,
{
    if let Undo::Savepoint = undo {
        statement(connection, "SAVEPOINT work")?;
    }
    let ran = catch_unwind(AssertUnwindSafe(|| work(Conn::SqliteWriter(connection)).now_or_never()));
    let outcome = match ran {
        Ok(Some(outcome)) => outcome,
        Ok(None) => Err(Error::Refused("a change waited for something other than the database".into())),
        Err(_) => Err(Error::Refused("a change failed by a fault in the program; see the log".into())),
    };
    match (undo, &outcome) {
        (Undo::Transaction, Ok(_)) => {}
        (Undo::Transaction, Err(_)) => {
            // SQLite itself has rolled back when its disk was full.
            if !connection.lock().is_autocommit() {
                statement(connection, "ROLLBACK")?;
            }
            begin(connection)?;
        }
        (Undo::Savepoint, Ok(_)) => statement(connection, "RELEASE work")?,
        (Undo::Savepoint, Err(_)) => {
            statement(connection, "ROLLBACK TO work")?;
            statement(connection, "RELEASE work")?;
        }
    }
    outcome
}
