//! One thin layer over both databases: the same SQL text, parameters and rows.
//!
//! Parameters are written `$1`, `$2` … as PostgreSQL wants them; SQLite takes the same spelling
//! as names. On SQLite a statement runs at once on the calling thread, so its future is ready
//! when first polled; on PostgreSQL it is sent and awaited.

pub(crate) mod dialect;
mod param;
pub(crate) mod postgres;
mod row;
pub(crate) mod sqlite;
mod tls;
pub(crate) mod writer;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};

use parking_lot::Mutex;

pub(crate) use dialect::{listed, taking_one};
pub(crate) use param::{Param, params};
pub(crate) use row::Row;

use crate::Result;

/// Where statements run: on the database, or within one transaction.
pub(crate) enum Conn<'a> {
    Sqlite(&'a sqlite::Readers),
    SqliteWriter(&'a Mutex<rusqlite::Connection>),
    Postgres(&'a deadpool_postgres::Pool),
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
            Conn::SqliteWriter(connection) => sqlite::all(&connection.lock(), sql, params, read),
            Conn::Postgres(pool) => {
                let client = pool.get().await?;
                let statement = client.prepare_cached(sql).await?;
                postgres::rows(client.query_raw(&statement, params.iter().copied()).await?, read).await
            }
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
            Conn::Sqlite(readers) => sqlite::execute(&readers.take(), sql, params),
            Conn::SqliteWriter(connection) => sqlite::execute(&connection.lock(), sql, params),
            Conn::Postgres(pool) => {
                let client = pool.get().await?;
                let statement = client.prepare_cached(sql).await?;
                Ok(client.execute_raw(&statement, params.iter().copied()).await?)
            }
            Conn::PostgresWriter(transaction) => {
                let statement = transaction.prepare_cached(sql).await?;
                Ok(transaction.execute_raw(&statement, params.iter().copied()).await?)
            }
        }
    }

    /// Inserts one row by a statement that ends in `RETURNING id`; says the id.
    pub(crate) async fn insert(&self, sql: &'static str, params: &[Param<'_>]) -> Result<i64> {
        self.first(sql, params, |row| row.get(0))
            .await?
            .ok_or_else(|| crate::Error::stored("id", "an INSERT … RETURNING id returned no row"))
    }

    /// Runs the statements of a migration, one after the other.
    pub(crate) async fn batch(&self, sql: &str) -> Result<()> {
        match self {
            Conn::Sqlite(readers) => Ok(readers.take().execute_batch(sql)?),
            Conn::SqliteWriter(connection) => Ok(connection.lock().execute_batch(sql)?),
            Conn::Postgres(pool) => Ok(pool.get().await?.batch_execute(sql).await?),
            Conn::PostgresWriter(transaction) => Ok(transaction.batch_execute(sql).await?),
        }
    }

    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self, Conn::Postgres(_) | Conn::PostgresWriter(_))
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
