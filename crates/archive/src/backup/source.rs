//! What a backup is made from: one moment of a database.

use std::path::PathBuf;

use deadpool_postgres::{Client, Pool};
use futures_util::{StreamExt, pin_mut};
use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::{Column, Kind, Table};
use crate::db::{Param, postgres, sqlite};
use crate::{Error, Place, Result};

/// Tables that are made anew from the others, the one that the head of the backup speaks of, and what the
/// caches outside were told: of what a restored newsroom does not know they have to be told anew.
const LEFT_OUT: [&str; 3] = ["article_words", "purges", "schema_state"];

/// A database within a transaction that sees one moment of it and keeps nobody from writing.
pub(super) enum Source {
    Sqlite { connection: Connection, file: PathBuf },
    Postgres { client: Client, pool: Pool },
}

impl Source {
    /// Begins the transaction. Nothing is made or migrated.
    pub(super) async fn open(place: &Place) -> Result<Source> {
        match place {
            Place::Sqlite(file) => {
                std::fs::metadata(file).map_err(|error| super::trouble("reading", file, error))?;
                let connection = sqlite::open(file)?;
                connection.pragma_update(None, "query_only", true)?;
                // Mapped, the whole database would come to count as memory of the program.
                connection.pragma_update(None, "mmap_size", 0)?;
                connection.execute_batch("BEGIN")?;
                // The moment is that of the first question.
                connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
                Ok(Source::Sqlite { connection, file: file.clone() })
            }
            Place::Postgres(url) => {
                let pool = postgres::pool(url)?;
                let client = pool.get().await?;
                client.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1").await?;
                Ok(Source::Postgres { client, pool })
            }
        }
    }

    pub(super) fn name(&self) -> &'static str {
        match self {
            Source::Sqlite { .. } => "SQLite",
            Source::Postgres { .. } => "PostgreSQL",
        }
    }

    /// A number of the table that tells of the schema.
    pub(super) async fn state(&self, name: &str) -> Result<i64> {
        let found = match self {
            Source::Sqlite { connection, .. } => connection
                .query_row("SELECT value FROM schema_state WHERE name = ?1", [name], |row| row.get(0))
                .ok(),
            Source::Postgres { client, .. } => client
                .query_opt("SELECT value FROM schema_state WHERE name = $1", &[&name])
                .await?
                .map(|row| row.get(0)),
        };
        found.ok_or_else(|| Error::Refused("the database holds no archive of Depesche".into()))
    }

    /// All tables with their columns, by name.
    pub(super) async fn tables(&self) -> Result<Vec<Table>> {
        let mut tables = Vec::new();
        for name in self.table_names().await? {
            let (columns, key) = match self {
                Source::Sqlite { connection, .. } => sqlite_columns(connection, &name)?,
                Source::Postgres { client, .. } => postgres_columns(client, &name).await?,
            };
            let last_id = self.last_id(&name, &columns).await?;
            tables.push(Table { name, columns, key, last_id });
        }
        Ok(tables)
    }

    async fn table_names(&self) -> Result<Vec<String>> {
        let names: Vec<String> = match self {
            Source::Sqlite { connection, .. } => {
                let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
                let mut statement = connection.prepare(sql)?;
                statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?
            }
            Source::Postgres { client, .. } => {
                let sql = "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() \
                           ORDER BY tablename::text COLLATE \"C\"";
                client.query(sql, &[]).await?.iter().map(|row| row.get(0)).collect()
            }
        };
        // SQLite keeps what belongs to a table of words in tables that begin with its name.
        let own = |name: &String| {
            !name.starts_with("sqlite_")
                && !LEFT_OUT.iter().any(|left| name == left || name.starts_with(&format!("{left}_")))
        };
        Ok(names.into_iter().filter(own).collect())
    }

    /// The last id that a table gave, even if its row is gone: it never gives it again.
    async fn last_id(&self, table: &str, columns: &[Column]) -> Result<Option<i64>> {
        if !columns.iter().any(|column| column.name == "id") {
            return Ok(None);
        }
        match self {
            Source::Sqlite { connection, .. } => {
                let sql = "SELECT seq FROM sqlite_sequence WHERE name = ?1";
                match connection.query_row(sql, [table], |row| row.get(0)) {
                    Err(rusqlite::Error::QueryReturnedNoRows) => Ok(None),
                    found => Ok(Some(found?)),
                }
            }
            Source::Postgres { client, .. } => {
                let quoted = quote(table);
                let row = client.query_one("SELECT pg_get_serial_sequence($1, 'id')", &[&quoted]).await?;
                let Some(sequence) = row.get::<_, Option<String>>(0) else { return Ok(None) };
                let row =
                    client.query_one(&format!("SELECT last_value, is_called FROM {sequence}"), &[]).await?;
                Ok(row.get::<_, bool>(1).then(|| row.get(0)))
            }
        }
    }

    /// Hands over every row of a table in the order of its key.
    pub(super) async fn rows(
        &self,
        table: &Table,
        mut each: impl FnMut(&[Param<'_>]) -> Result<()>,
    ) -> Result<()> {
        let columns: Vec<String> = table.columns.iter().map(|column| quote(&column.name)).collect();
        let key: Vec<String> = table.key.iter().map(|column| quote(column)).collect();
        let order = if key.is_empty() { String::new() } else { format!(" ORDER BY {}", key.join(", ")) };
        let sql = format!("SELECT {} FROM {}{order}", columns.join(", "), quote(&table.name));
        match self {
            Source::Sqlite { connection, .. } => {
                let mut statement = connection.prepare(&sql)?;
                let mut rows = statement.query([])?;
                while let Some(row) = rows.next()? {
                    let mut values = Vec::with_capacity(table.columns.len());
                    for place in 0..table.columns.len() {
                        values.push(match row.get_ref(place)? {
                            ValueRef::Null => Param::Null,
                            ValueRef::Integer(number) => Param::Int(number),
                            ValueRef::Real(real) => Param::Real(real),
                            ValueRef::Text(text) => Param::Text(
                                std::str::from_utf8(text).map_err(|error| Error::stored("text", error))?,
                            ),
                            ValueRef::Blob(bytes) => Param::Blob(bytes),
                        });
                    }
                    each(&values)?;
                }
            }
            Source::Postgres { client, .. } => {
                let none: [&str; 0] = [];
                let rows = client.query_raw(&sql, none).await?;
                pin_mut!(rows);
                while let Some(row) = rows.next().await {
                    let row = row?;
                    let mut values = Vec::with_capacity(table.columns.len());
                    for (place, column) in table.columns.iter().enumerate() {
                        let value = match column.kind {
                            Kind::Int => row.try_get::<_, Option<i64>>(place)?.map(Param::Int),
                            Kind::Real => row.try_get::<_, Option<f64>>(place)?.map(Param::Real),
                            Kind::Text => row.try_get::<_, Option<&str>>(place)?.map(Param::Text),
                            Kind::Bytes => row.try_get::<_, Option<&[u8]>>(place)?.map(Param::Blob),
                        };
                        values.push(value.unwrap_or(Param::Null));
                    }
                    each(&values)?;
                }
            }
        }
        Ok(())
    }

    /// The hashes of all files that assets and renditions have, in order, from a hash on.
    pub(super) async fn hashes_after(&self, after: &str, limit: i64) -> Result<Vec<String>> {
        let sql = "SELECT hash FROM (SELECT hash FROM assets WHERE hash > $1 UNION \
                       SELECT hash FROM renditions WHERE hash > $1) AS files ORDER BY hash LIMIT $2";
        match self {
            Source::Sqlite { connection, .. } => {
                sqlite::all(connection, sql, &[Param::Text(after), Param::Int(limit)], |row| row.get(0))
            }
            Source::Postgres { client, .. } => {
                Ok(client.query(sql, &[&after, &limit]).await?.iter().map(|row| row.get(0)).collect())
            }
        }
    }

    /// Whether an asset or rendition has this file now, and not only at the moment of the backup.
    pub(super) async fn is_used_now(&self, hash: &str) -> Result<bool> {
        let sql =
            "SELECT 1 FROM assets WHERE hash = $1 UNION ALL SELECT 1 FROM renditions WHERE hash = $1 LIMIT 1";
        match self {
            Source::Sqlite { file, .. } => {
                let now = sqlite::open(file)?;
                Ok(!sqlite::all(&now, sql, &[Param::Text(hash)], |_| Ok(()))?.is_empty())
            }
            Source::Postgres { pool, .. } => Ok(!pool.get().await?.query(sql, &[&hash]).await?.is_empty()),
        }
    }
}

fn sqlite_columns(connection: &Connection, table: &str) -> Result<(Vec<Column>, Vec<String>)> {
    let mut statement =
        connection.prepare("SELECT name, type, pk FROM pragma_table_info(?1) ORDER BY cid")?;
    let mut rows = statement.query([table])?;
    let (mut columns, mut key) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next()? {
        let (name, kind, place): (String, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if place > 0 {
            key.push((place, name.clone()));
        }
        columns.push(column(table, name, &kind)?);
    }
    key.sort();
    Ok((columns, key.into_iter().map(|(_, name)| name).collect()))
}

async fn postgres_columns(client: &Client, table: &str) -> Result<(Vec<Column>, Vec<String>)> {
    let columns = client
        .query(
            "SELECT column_name::text, data_type::text FROM information_schema.columns \
             WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position",
            &[&table],
        )
        .await?
        .iter()
        .map(|row| column(table, row.get(0), row.get(1)))
        .collect::<Result<_>>()?;
    let key = client
        .query(
            "SELECT attname::text FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY(indkey) \
             WHERE indrelid = CAST($1::text AS regclass) AND indisprimary \
             ORDER BY array_position(indkey::int2[], attnum)",
            &[&quote(table)],
        )
        .await?;
    Ok((columns, key.iter().map(|row| row.get(0)).collect()))
}

fn column(table: &str, name: String, kind: &str) -> Result<Column> {
    let kind = match kind.to_ascii_lowercase().as_str() {
        "integer" | "bigint" => Kind::Int,
        "real" | "double precision" => Kind::Real,
        "text" => Kind::Text,
        "blob" | "bytea" => Kind::Bytes,
        other => {
            return Err(Error::Refused(format!(
                "column {name} of table {table} is of a type that backups do not know: {other}"
            )));
        }
    };
    Ok(Column { name, kind })
}

/// A name as SQL has it.
pub(super) fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
