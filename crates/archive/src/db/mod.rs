//! One thin layer over both databases: the same SQL text, parameters and rows.
//!
//! Parameters are written `$1`, `$2` … as PostgreSQL wants them; SQLite takes the same spelling
//! as names. On SQLite a statement runs at once on the calling thread, so its future is ready
//! when first polled; on PostgreSQL it is sent and awaited.

mod carrying;
pub(crate) mod dialect;
pub(crate) mod line;
mod param;
pub(crate) mod postgres;
mod row;
pub(crate) mod sqlite;
mod tls;
pub(crate) mod watch;
pub(crate) mod writer;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};

use parking_lot::Mutex;
use tokio::runtime::{Handle, RuntimeFlavor};

pub(crate) use dialect::{listed, taking_one};
pub(crate) use param::{Param, params};
pub(crate) use row::Row;

use crate::Result;

/// Where statements run: on the database, or within one transaction.
pub(crate) enum Conn<'a> {
    Sqlite(&'a sqlite::Readers),
    // Readers for what takes long: off the threads that answer requests.
    SqliteApart(&'a sqlite::Readers),
    SqliteJoint(sqlite::Joint<'a>),
    SqliteWriter(&'a Mutex<rusqlite::Connection>),
    Postgres(&'a deadpool_postgres::Pool),
    PostgresJoint(postgres::Joint<'a>),
    PostgresWriter(&'a deadpool_postgres::Transaction<'a>),
}

impl Conn<'_> {
    /// All rows a statement yields.
    pub(crate) async fn all<T>(
        &self,
        sql: &'static str,
        params: &[Param<'_>],
        read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        note(sql);
        match self {
            Conn::Sqlite(readers) => sqlite::all(&readers.take(), sql, params, read),
            Conn::SqliteApart(readers) => apart(|| sqlite::all(&readers.take(), sql, params, read)),
            Conn::SqliteJoint(joint) => joint.all(sql, params, read),
            Conn::SqliteWriter(connection) => sqlite::all(&connection.lock(), sql, params, read),
            Conn::Postgres(pool) => postgres::all(&postgres::take(pool).await?, sql, params, read).await,
            Conn::PostgresJoint(joint) => postgres::all(joint.client().await?, sql, params, read).await,
            Conn::PostgresWriter(transaction) => {
                let statement = transaction.prepare_cached(sql).await?;
                postgres::rows(transaction.query_raw(&statement, params.iter().copied()).await?, read).await
            }
        }
    }

    /// The first row, if there is one.
    pub(crate) async fn first<T>(
        &self,
        sql: &'static str,
        params: &[Param<'_>],
        read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        Ok(self.all(sql, params, read).await?.into_iter().next())
    }

    /// Runs a statement for its effect; says how many rows it touched.
    pub(crate) async fn execute(&self, sql: &'static str, params: &[Param<'_>]) -> Result<u64> {
        note(sql);
        match self {
            Conn::Sqlite(readers) | Conn::SqliteApart(readers) => {
                sqlite::execute(&readers.take(), sql, params)
            }
            Conn::SqliteJoint(_) | Conn::PostgresJoint(_) => Err(only_reads()),
            Conn::SqliteWriter(connection) => sqlite::execute(&connection.lock(), sql, params),
            Conn::Postgres(pool) => {
                let client = postgres::take(pool).await?;
                let statement = client.prepare_cached(sql).await?;
                Ok(client.execute_raw(&statement, params.iter().copied()).await?)
            }
            Conn::PostgresWriter(transaction) => {
                let statement = transaction.prepare_cached(sql).await?;
                Ok(transaction.execute_raw(&statement, params.iter().copied()).await?)
            }
        }
    }

    /// Inserts a new row by a statement that ends in `RETURNING id`; says the id.
    pub(crate) async fn insert(&self, sql: &'static str, params: &[Param<'_>]) -> Result<i64> {
        debug_assert!(!sql.contains("ON CONFLICT"), "it may change a row instead: {sql}");
        if let (Conn::SqliteWriter(connection), Some(plain)) = (self, sql.strip_suffix(" RETURNING id")) {
            note(sql);
            return sqlite::insert(&connection.lock(), plain, params);
        }
        self.insert_or_update(sql, params).await
    }

    /// The same by a statement that may find its row there and change it instead.
    pub(crate) async fn insert_or_update(&self, sql: &'static str, params: &[Param<'_>]) -> Result<i64> {
        self.first(sql, params, |row| row.get(0))
            .await?
            .ok_or_else(|| crate::Error::stored("id", "an INSERT … RETURNING id returned no row"))
    }

    /// Runs the statements of a migration, one after the other.
    pub(crate) async fn batch(&self, sql: &str) -> Result<()> {
        match self {
            Conn::Sqlite(readers) | Conn::SqliteApart(readers) => Ok(readers.take().execute_batch(sql)?),
            Conn::SqliteJoint(_) | Conn::PostgresJoint(_) => Err(only_reads()),
            Conn::SqliteWriter(connection) => Ok(connection.lock().execute_batch(sql)?),
            Conn::Postgres(pool) => Ok(postgres::take(pool).await?.batch_execute(sql).await?),
            Conn::PostgresWriter(transaction) => Ok(transaction.batch_execute(sql).await?),
        }
    }

    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self, Conn::Postgres(_) | Conn::PostgresJoint(_) | Conn::PostgresWriter(_))
    }
}

fn only_reads() -> crate::Error {
    crate::Error::Refused("a change was tried through questions that belong together".into())
}

/// Runs what takes long while another thread of the runtime takes over the tasks of this one. A
/// runtime of one thread, as small tools and tests have, runs it at once.
fn apart<T>(long: impl FnOnce() -> T) -> T {
    match Handle::try_current().map(|runtime| runtime.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(long),
        _ => long(),
    }
}

static WATCHING: AtomicBool = AtomicBool::new(false);
static SEEN: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

/// From now on remember every statement that runs, for the tests that read query plans.
pub fn watch_statements() {
    WATCHING.store(true, Ordering::Relaxed);
}

/// The statements that ran since [`watch_statements`].
pub fn statements_seen() -> Vec<&'static str> {
    SEEN.lock().iter().copied().collect()
}

fn note(sql: &'static str) {
    if WATCHING.load(Ordering::Relaxed) {
        SEEN.lock().insert(sql);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
    async fn other_tasks_go_on_while_a_long_question_runs() {
        let (started, running) = tokio::sync::oneshot::channel();
        let (answer, answered) = std::sync::mpsc::channel();
        let long = tokio::spawn(async move {
            apart(move || {
                started.send(()).expect("the test waits");
                answered.recv_timeout(Duration::from_secs(20))
            })
        });
        running.await.expect("it runs");
        // The runtime's one thread has the long question; this needs another.
        tokio::spawn(async move { answer.send(()).expect("the question waits") });
        assert!(long.await.expect("it ends").is_ok(), "nothing else ran meanwhile");
    }

    #[tokio::test]
    async fn a_runtime_of_one_thread_answers_long_questions_too() {
        assert_eq!(apart(|| 7), 7);
    }
}
