//! The one writer of SQLite: a thread that joins the changes waiting at a moment into one
//! transaction, each so that it can be undone by itself, and answers all of them after one sync.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use parking_lot::Mutex;
use rusqlite::Connection;
use tokio::sync::oneshot;

use super::Conn;
use super::carrying::Carrying;
use super::line::{Haste, Line, PATIENCE};
use crate::{Error, Result};

/// How long further changes are joined to a transaction: bounds how long its first one waits, and
/// lets thousands that wait share a sync.
const JOINING: Duration = Duration::from_millis(10);

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
    line: Arc<Line<Work>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread on its own connection to this file. A log of so many pages is carried over.
    pub(crate) fn start(mut connection: Connection, file: &Path, log_pages: i32) -> Result<Writer> {
        let mut carrying = Carrying::start(&mut connection, file, log_pages)?;
        let line = Arc::new(Line::new());
        let theirs = Abandoned(line.clone());
        let thread = std::thread::Builder::new()
            .name("archive-writer".into())
            .spawn(move || run(&Mutex::new(connection), &theirs.0, &mut carrying))
            .map_err(|error| Error::File { what: "starting the writer thread".into(), error })?;
        Ok(Writer { line, thread: Some(thread) })
    }

    /// Runs `work` in a transaction and says its outcome once that is durable. `committed` hears of
    /// it before, also when whoever asked has gone away.
    pub(crate) async fn run<T, F>(
        &self,
        haste: Haste,
        work: F,
        committed: impl FnOnce(&T) + Send + 'static,
    ) -> Result<T>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(Conn<'c>) -> BoxFuture<'c, Result<T>> + Send + 'static,
    {
        let (ticket, leave) = self.line.place(haste).await?;
        let (sender, mut receiver) = oneshot::channel();
        let boxed: Work = Box::new(move |connection, begun| {
            let outcome = match begun {
                _ if !ticket.begin() => Err(Error::Busy),
                Ok(undo) => undoable(connection, undo, work),
                Err(why) => Err(Error::Closed(why.to_owned())),
            };
            Box::new(move |durable: std::result::Result<(), &str>| {
                let outcome = match durable {
                    Ok(()) => outcome.inspect(committed),
                    Err(why) => outcome.and(Err(Error::Closed(why.to_owned()))),
                };
                drop(ticket);
                // Whoever asked may have gone away; the change stands all the same.
                drop(sender.send(outcome));
            })
        });
        let stopped = || Error::Closed("its writer stopped".into());
        if !self.line.join(boxed) {
            return Err(stopped());
        }
        if let Haste::Reader = haste {
            match tokio::time::timeout(PATIENCE, &mut receiver).await {
                Ok(answer) => return answer.map_err(|_| stopped())?,
                Err(_) if leave.leave() => return Err(Error::Busy),
                // It is being written: what it comes to is to be told.
                Err(_) => {}
            }
        }
        receiver.await.map_err(|_| stopped())?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.line.close();
        if let Some(thread) = self.thread.take() {
            // What waits is still written; a panic was already reported by the thread itself.
            drop(thread.join());
        }
    }
}

/// Ends the line with the thread: nobody waits for a writer that is gone.
struct Abandoned(Arc<Line<Work>>);

impl Drop for Abandoned {
    fn drop(&mut self) {
        self.0.abandon();
    }
}

fn run(connection: &Mutex<Connection>, line: &Line<Work>, carrying: &mut Carrying) {
    while let Some(first) = line.wait() {
        if let Err(error) = begin(connection) {
            tracing::error!(%error, "no transaction could be begun");
            let why = error.to_string();
            first(connection, Err(&why))(Err(&why));
            continue;
        }
        let begun = Instant::now();
        let mut answers = vec![first(connection, Ok(Undo::Transaction))];
        // A change that failed may have left no transaction to join: another process took its turn,
        // or the disk was full.
        while begun.elapsed() < JOINING && !connection.lock().is_autocommit() {
            let Some(next) = line.next() else { break };
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
        carrying.after_commit(&connection.lock());
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
