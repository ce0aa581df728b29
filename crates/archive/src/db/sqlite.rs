//! SQLite: reached directly, on the thread that asks.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use parking_lot::{Mutex, MutexGuard};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Statement};

use super::{Param, Row};
use crate::{Error, Result};

/// Statements kept prepared on each connection; the program has about two hundred.
const STATEMENTS: usize = 400;

/// Memory for pages of the database on a connection, in KiB: of one that writes, and of one that reads. What is
/// read most is mapped, and the system keeps the rest; there are several that read.
const WRITER_CACHE: i64 = 16 << 10;
const READER_CACHE: i64 = 2 << 10;

/// How long one waits for another process that writes.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// The reading connections, one for each thread of the runtime.
pub(crate) struct Readers {
    connections: Vec<Mutex<Connection>>,
}

impl Readers {
    /// Opens `count` connections that can only read.
    pub(crate) fn open(file: &Path, count: usize) -> Result<Readers> {
        let connections =
            (0..count.max(1)).map(|_| open_reader(file).map(Mutex::new)).collect::<Result<_>>()?;
        Ok(Readers { connections })
    }

    /// A connection nobody else uses: the calling thread's own, so that threads do not meet,
    /// else the first that is free.
    pub(crate) fn take(&self) -> MutexGuard<'_, Connection> {
        let own = place_of_thread() % self.connections.len();
        let others = self.connections[own..].iter().chain(&self.connections[..own]);
        for connection in others {
            if let Some(free) = connection.try_lock() {
                return free;
            }
        }
        self.connections[own].lock()
    }
}

/// Connections for questions that belong together: each has one for itself.
pub(crate) struct JointReaders {
    file: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl JointReaders {
    /// None is opened before it is needed.
    pub(crate) fn new(file: &Path) -> JointReaders {
        JointReaders { file: file.to_owned(), idle: Mutex::new(Vec::new()) }
    }
}

/// Questions that belong together: one transaction, so that all are answered from the same state,
/// and the locks of the file are taken once and not for each.
pub(crate) struct Joint<'a> {
    readers: &'a JointReaders,
    connection: Mutex<Option<Connection>>,
}

impl<'a> Joint<'a> {
    /// The transaction begins with the first question.
    pub(crate) fn new(readers: &'a JointReaders) -> Joint<'a> {
        Joint { readers, connection: Mutex::new(None) }
    }

    /// All rows a statement yields.
    pub(crate) fn all<T>(
        &self,
        sql: &str,
        params: &[Param<'_>],
        read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut connection = self.connection.lock();
        let connection = match &mut *connection {
            Some(connection) => connection,
            none => none.insert(self.begin()?),
        };
        all(connection, sql, params, read)
    }

    fn begin(&self) -> Result<Connection> {
        let idle = self.readers.idle.lock().pop();
        let connection = idle.map_or_else(|| open_reader(&self.readers.file), Ok)?;
        execute(&connection, "BEGIN", &[])?;
        Ok(connection)
    }
}

impl Drop for Joint<'_> {
    fn drop(&mut self) {
        let Some(connection) = self.connection.get_mut().take() else { return };
        // One whose transaction does not end is closed, which ends it.
        if execute(&connection, "COMMIT", &[]).is_ok() {
            self.readers.idle.lock().push(connection);
        }
    }
}

fn open_reader(file: &Path) -> Result<Connection> {
    let connection = open(file)?;
    connection.pragma_update(None, "query_only", true)?;
    connection.pragma_update(None, "cache_size", -READER_CACHE)?;
    Ok(connection)
}

/// Opens a connection with the settings every one has.
pub(crate) fn open(file: &Path) -> Result<Connection> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(PathBuf::from(file), flags)?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cache_size", -WRITER_CACHE)?;
    connection.pragma_update(None, "mmap_size", 1_i64 << 30)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    // Without this SQLite plans a statement anew whenever the parameter of its LIMIT is bound.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

/// All rows a statement yields.
pub(crate) fn all<T>(
    connection: &Connection,
    sql: &str,
    params: &[Param<'_>],
    mut read: impl FnMut(&Row<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    let _timed = tracing::trace_span!("sql").entered();
    let mut statement = connection.prepare_cached(sql)?;
    bind(&mut statement, params)?;
    let mut rows = statement.raw_query();
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(read(&Row::Sqlite(row))?);
    }
    Ok(all)
}

/// Runs a statement for its effect; says how many rows it touched.
pub(crate) fn execute(connection: &Connection, sql: &str, params: &[Param<'_>]) -> Result<u64> {
    let mut statement = connection.prepare_cached(sql)?;
    bind(&mut statement, params)?;
    Ok(statement.raw_execute()? as u64)
}

/// Inserts a row; says its id. SQLite knows it without `RETURNING`, for which it would write down
/// how to undo the statement.
pub(crate) fn insert(connection: &Connection, sql: &str, params: &[Param<'_>]) -> Result<i64> {
    execute(connection, sql, params)?;
    Ok(connection.last_insert_rowid())
}

/// Binds by number: SQLite takes `$2` as a name and counts names in order of appearance.
fn bind(statement: &mut Statement<'_>, params: &[Param<'_>]) -> Result<()> {
    for at in 1..=statement.parameter_count() {
        let number =
            statement.parameter_name(at).and_then(|name| name.strip_prefix('$')?.parse::<usize>().ok());
        let param = number.and_then(|number| params.get(number.wrapping_sub(1))).ok_or_else(|| {
            Error::Refused(format!(
                "statement parameter {at} has no value: {}",
                statement.expanded_sql().unwrap_or_default()
            ))
        })?;
        statement.raw_bind_parameter(at, param)?;
    }
    Ok(())
}

fn place_of_thread() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    thread_local!(static PLACE: Cell<usize> = Cell::new(NEXT.fetch_add(1, Ordering::Relaxed)));
    PLACE.get()
}
