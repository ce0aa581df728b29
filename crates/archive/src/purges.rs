//! Purges: how far each cache outside has been told which pages to drop. Who tells them holds the
//! stream of a cache by a lease, so that of several nodes one does.

use jiff::{SignedDuration, Timestamp};

use crate::db::{Row, params};
use crate::{Reading, Result, Writing};

/// Longest error kept, in characters.
const LONGEST_ERROR: usize = 500;

/// The stream of purges of a cache.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purges {
    /// The cache's name.
    pub cache: String,
    /// The newest change that it was told of.
    pub told: i64,
    /// The newest change of which it was told twice.
    pub settled: i64,
    /// How often in a row it has failed.
    pub failures: u32,
    /// Since when it fails.
    pub failing_since: Option<Timestamp>,
    /// Why it failed last.
    pub error: String,
}

impl Writing<'_> {
    /// Holds the stream of a cache, or goes on holding it. False when somebody else does, or when
    /// there is no such stream yet.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn hold_purges(&self, cache: &str, holder: &str, lease: SignedDuration) -> Result<bool> {
        let held = self
            .conn()
            .execute(
                "UPDATE purges SET holder = $2, held_until = $3 \
                 WHERE cache = $1 AND (holder = $2 OR held_until <= $4)",
                params![cache, holder, self.now() + lease, self.now()],
            )
            .await?;
        Ok(held > 0)
    }

    /// Begins the stream of a cache: it has been told of everything up to a change.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_purges(&self, cache: &str, told: i64) -> Result<()> {
        self.conn()
            .execute(
                "INSERT INTO purges (cache, told, settled) VALUES ($1, $2, $2) ON CONFLICT (cache) DO NOTHING",
                params![cache, told],
            )
            .await
            .map(drop)
    }

    /// Notes how far a cache was told. False when somebody else holds its stream by now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_purged(&self, cache: &str, holder: &str, told: i64, settled: i64) -> Result<bool> {
        let noted = self
            .conn()
            .execute(
                "UPDATE purges SET told = $3, settled = $4, failures = 0, failing_since = NULL, error = '' \
                 WHERE cache = $1 AND holder = $2",
                params![cache, holder, told, settled],
            )
            .await?;
        Ok(noted > 0)
    }

    /// Notes that a cache could not be told.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_purge_failed(&self, cache: &str, holder: &str, why: &str) -> Result<()> {
        let why: String = why.chars().take(LONGEST_ERROR).collect();
        self.conn()
            .execute(
                "UPDATE purges SET failures = failures + 1, failing_since = COALESCE(failing_since, $3), error = $4 \
                 WHERE cache = $1 AND holder = $2",
                params![cache, holder, self.now(), &why],
            )
            .await
            .map(drop)
    }

    /// Lets go of all streams of a holder, so that others need not wait until its lease runs out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn release_purges(&self, holder: &str) -> Result<()> {
        self.conn()
            .execute("UPDATE purges SET holder = '', held_until = 0 WHERE holder = $1", params![holder])
            .await
            .map(drop)
    }
}

impl Reading<'_> {
    /// The streams of purges of all caches there ever were.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn purges(&self) -> Result<Vec<Purges>> {
        self.conn()
            .all(
                "SELECT cache, told, settled, failures, failing_since, error FROM purges ORDER BY cache",
                &[],
                read,
            )
            .await
    }
}

fn read(row: &Row<'_>) -> Result<Purges> {
    Ok(Purges {
        cache: row.get(0)?,
        told: row.get(1)?,
        settled: row.get(2)?,
        failures: u32::try_from(row.get::<i64>(3)?).unwrap_or(u32::MAX),
        failing_since: row.get(4)?,
        error: row.get(5)?,
    })
}
