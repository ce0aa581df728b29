//! Migrations: numbered, forward only, in the transaction that notes them.
//!
//! A migration may only expand what an earlier program relies on, so that old and new programs
//! serve side by side; one that takes something away raises the epoch.

use crate::db::dialect::Dialect;
use crate::db::{Conn, params};
use crate::{Error, Result};

/// The epoch of databases this program serves.
pub(crate) const EPOCH: i64 = 1;

const MIGRATIONS: [&str; 11] = [
    include_str!("../migrations/0001_archive.sql"),
    include_str!("../migrations/0002_jobs.sql"),
    include_str!("../migrations/0003_site.sql"),
    include_str!("../migrations/0004_lists_by_name.sql"),
    include_str!("../migrations/0005_imported_marks.sql"),
    include_str!("../migrations/0006_due_revision.sql"),
    include_str!("../migrations/0007_kept.sql"),
    include_str!("../migrations/0008_change_tags.sql"),
    include_str!("../migrations/0009_kept_counts.sql"),
    include_str!("../migrations/0010_purges.sql"),
    include_str!("../migrations/0011_wire.sql"),
];

/// Brings the database to the program's schema.
pub(crate) async fn migrate(conn: &Conn<'_>, dialect: Dialect) -> Result<()> {
    migrate_to(conn, dialect, newest()).await
}

/// The number of the last migration.
pub(crate) fn newest() -> i64 {
    MIGRATIONS.len() as i64
}

/// Brings the database to the schema as it was after so many migrations, unless it is beyond.
pub(crate) async fn migrate_to(conn: &Conn<'_>, dialect: Dialect, wanted: i64) -> Result<()> {
    if dialect == Dialect::Postgres {
        // Several nodes may start at once; one migrates, the others wait for it.
        conn.all("SELECT pg_advisory_xact_lock(4170001)", &[], |_| Ok(())).await?;
    }
    // Looked at before anything is made: a database of another epoch stays as it is.
    let fresh = conn.first(dialect.state_table(), &[], |_| Ok(())).await?.is_none();
    if fresh {
        let table = "CREATE TABLE schema_state (name @text PRIMARY KEY, value @int NOT NULL)";
        conn.batch(&dialect.spell(table)).await?;
    }
    let found = state(conn, "epoch").await?.unwrap_or(EPOCH);
    if found != EPOCH {
        return Err(Error::Epoch { found, served: EPOCH });
    }
    let done = state(conn, "migrations").await?.unwrap_or(0);
    if done >= wanted {
        // Perhaps by a newer program: what it added does not concern us.
        return Ok(());
    }
    for (number, migration) in (1..).zip(MIGRATIONS) {
        if number > done && number <= wanted {
            conn.batch(&dialect.spell(migration)).await?;
            if number == 1 {
                conn.batch(dialect.search_schema()).await?;
            }
        }
    }
    for (name, value) in [("epoch", EPOCH), ("migrations", wanted)] {
        conn.execute(
            "INSERT INTO schema_state (name, value) VALUES ($1, $2) \
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            params![name, value],
        )
        .await?;
    }
    Ok(())
}

async fn state(conn: &Conn<'_>, name: &str) -> Result<Option<i64>> {
    conn.first("SELECT value FROM schema_state WHERE name = $1", params![name], |row| row.get(0)).await
}
