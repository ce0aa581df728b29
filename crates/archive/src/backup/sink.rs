//! What a backup is restored into: an empty database, within one transaction.

use deadpool_postgres::Transaction;
use futures_util::pin_mut;
use parking_lot::Mutex;
use rusqlite::Connection;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::Type;

use super::source::quote;
use super::{Kind, Table, value};
use crate::db::dialect::Dialect;
use crate::db::{Conn, Param};
use crate::{Error, Result, migrate};

/// A database that takes rows.
pub(super) enum Sink<'t> {
    Sqlite(&'t Mutex<Connection>),
    Postgres(&'t Transaction<'t>),
}

/// What stands in the way of many rows and comes back after them.
pub(super) struct Deferred {
    statements: Vec<String>,
}

impl Sink<'_> {
    pub(super) fn conn(&self) -> Conn<'_> {
        match self {
            Sink::Sqlite(connection) => Conn::SqliteWriter(connection),
            Sink::Postgres(transaction) => Conn::PostgresWriter(transaction),
        }
    }

    pub(super) fn dialect(&self) -> Dialect {
        match self {
            Sink::Sqlite(_) => Dialect::Sqlite,
            Sink::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Makes the schema as it was after so many migrations, without indexes and references.
    pub(super) async fn prepare(&self, migrations: i64) -> Result<Deferred> {
        migrate::migrate_to(&self.conn(), self.dialect(), migrations).await?;
        let (taken, back) = match self {
            Sink::Sqlite(connection) => {
                let connection = connection.lock();
                let mut statement = connection.prepare(
                    "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY rowid",
                )?;
                let mut rows = statement.query([])?;
                let (mut taken, mut back) = (Vec::new(), Vec::new());
                while let Some(row) = rows.next()? {
                    taken.push(format!("DROP INDEX {}", quote(&row.get::<_, String>(0)?)));
                    back.push(row.get::<_, String>(1)?);
                }
                (taken, back)
            }
            Sink::Postgres(transaction) => postgres_deferred(transaction).await?,
        };
        self.run(&taken).await?;
        Ok(Deferred { statements: back })
    }

    /// Brings back what [`Sink::prepare`] left out, and finds rows that refer to nothing.
    pub(super) async fn complete(&self, deferred: &Deferred) -> Result<()> {
        self.run(&deferred.statements).await?;
        if let Sink::Sqlite(connection) = self {
            let connection = connection.lock();
            let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
            if let Some(row) = statement.query([])?.next()? {
                let (table, to): (String, String) = (row.get(0)?, row.get(2)?);
                return Err(Error::Refused(format!(
                    "the backup is damaged: a row of {table} refers to one of {to} that is not there"
                )));
            }
        }
        Ok(())
    }

    async fn run(&self, statements: &[String]) -> Result<()> {
        for statement in statements {
            self.conn().batch(statement).await?;
        }
        Ok(())
    }

    /// Empties a table for the rows that come.
    pub(super) async fn begin(&self, table: &Table) -> Result<()> {
        self.conn().batch(&format!("DELETE FROM {}", quote(&table.name))).await
    }

    /// Adds rows as they stand in a backup; says how many.
    pub(super) async fn rows(&self, table: &Table, mut rows: &[u8]) -> Result<u64> {
        let columns: Vec<String> = table.columns.iter().map(|column| quote(&column.name)).collect();
        let into = format!("{} ({})", quote(&table.name), columns.join(", "));
        let mut count = 0;
        match self {
            Sink::Sqlite(connection) => {
                let places: Vec<String> = (1..=columns.len()).map(|place| format!("?{place}")).collect();
                let connection = connection.lock();
                let mut insert = connection
                    .prepare_cached(&format!("INSERT INTO {into} VALUES ({})", places.join(", ")))?;
                while !rows.is_empty() {
                    for place in 1..=columns.len() {
                        insert.raw_bind_parameter(place, value::take(&mut rows)?)?;
                    }
                    insert.raw_execute()?;
                    count += 1;
                }
            }
            Sink::Postgres(transaction) => {
                let types: Vec<Type> = table.columns.iter().map(|column| type_of(column.kind)).collect();
                let copy = transaction.copy_in(&format!("COPY {into} FROM STDIN BINARY")).await?;
                let writer = BinaryCopyInWriter::new(copy, &types);
                pin_mut!(writer);
                while !rows.is_empty() {
                    let row: Vec<Param<'_>> =
                        types.iter().map(|_| value::take(&mut rows)).collect::<Result<_>>()?;
                    let row: Vec<&(dyn tokio_postgres::types::ToSql + Sync)> =
                        row.iter().map(|value| value as _).collect();
                    writer.as_mut().write(&row).await?;
                    count += 1;
                }
                writer.finish().await?;
            }
        }
        Ok(count)
    }

    /// Has a table go on giving ids where it was.
    pub(super) async fn count_on(&self, table: &Table) -> Result<()> {
        let Some(last) = table.last_id else { return Ok(()) };
        match self {
            Sink::Sqlite(connection) => {
                let connection = connection.lock();
                connection.execute("DELETE FROM sqlite_sequence WHERE name = ?1", [&table.name])?;
                connection.execute(
                    "INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)",
                    (&table.name, last),
                )?;
            }
            Sink::Postgres(transaction) => {
                let sql = "SELECT setval(pg_get_serial_sequence($1, 'id'), $2)";
                transaction.query(sql, &[&quote(&table.name), &last]).await?;
            }
        }
        Ok(())
    }
}

/// Refuses a PostgreSQL database that holds anything, and drops the tables of an empty one: they are
/// made again as the backup has them.
pub(super) async fn clear_postgres(transaction: &Transaction<'_>) -> Result<()> {
    let sql = "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()";
    let names: Vec<String> = transaction.query(sql, &[]).await?.iter().map(|row| row.get(0)).collect();
    if names.is_empty() {
        return Ok(());
    }
    if !names.iter().any(|name| name == "schema_state") {
        return Err(not_empty("tables of another program", &names[0]));
    }
    let quoted: Vec<String> = names.iter().map(|name| quote(name)).collect();
    for (name, quoted) in names.iter().zip(&quoted).filter(|(name, _)| !is_never_empty(name)) {
        let row = transaction.query_one(&format!("SELECT EXISTS (SELECT 1 FROM {quoted})"), &[]).await?;
        if row.get(0) {
            return Err(not_empty("rows", name));
        }
    }
    Ok(transaction.batch_execute(&format!("DROP TABLE {} CASCADE", quoted.join(", "))).await?)
}

/// Refuses a SQLite database that holds anything.
pub(super) fn refuse_full(connection: &Connection) -> Result<()> {
    let mut statement = connection.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE TABLE%' \
         AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE 'article\\_words%' ESCAPE '\\'",
    )?;
    let names: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    for name in names.into_iter().filter(|name| !is_never_empty(name)) {
        let sql = format!("SELECT EXISTS (SELECT 1 FROM {})", quote(&name));
        if connection.query_row(&sql, [], |row| row.get(0))? {
            return Err(not_empty("rows", &name));
        }
    }
    Ok(())
}

/// Tables that have a row from the beginning, which says how far something is.
fn is_never_empty(table: &str) -> bool {
    matches!(table, "schema_state" | "counted")
}

fn not_empty(what: &str, table: &str) -> Error {
    Error::Refused(format!(
        "the database is not empty: there are {what} in “{table}”; a backup is restored into an empty one only"
    ))
}

/// Drops indexes and references of PostgreSQL, and brings them back, by its own words.
async fn postgres_deferred(transaction: &Transaction<'_>) -> Result<(Vec<String>, Vec<String>)> {
    let (mut taken, mut back) = (Vec::new(), Vec::new());
    let references = "SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid) FROM pg_constraint \
                      WHERE contype = 'f' AND connamespace = current_schema()::regnamespace";
    let mut added = Vec::new();
    for row in transaction.query(references, &[]).await? {
        let (table, name, words): (String, String, String) = (row.get(0), row.get(1), row.get(2));
        taken.push(format!("ALTER TABLE {table} DROP CONSTRAINT {}", quote(&name)));
        added.push(format!("ALTER TABLE {table} ADD CONSTRAINT {} {words}", quote(&name)));
    }
    let indexes = "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index \
                   JOIN pg_class ON pg_class.oid = indexrelid \
                   WHERE relnamespace = current_schema()::regnamespace AND NOT indisprimary \
                       AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)";
    for row in transaction.query(indexes, &[]).await? {
        taken.push(format!("DROP INDEX {}", row.get::<_, String>(0)));
        back.push(row.get(1));
    }
    back.append(&mut added);
    Ok((taken, back))
}

fn type_of(kind: Kind) -> Type {
    match kind {
        Kind::Int => Type::INT8,
        Kind::Real => Type::FLOAT8,
        Kind::Text => Type::TEXT,
        Kind::Bytes => Type::BYTEA,
    }
}
