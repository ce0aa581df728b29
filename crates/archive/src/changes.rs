//! The log of what changed, in order.

use newsroom::change::Subject;

use crate::db::params;
use crate::{Reading, Result, Writing};

impl Writing<'_> {
    /// Notes in the log that something changed. Everything that changes a row calls it.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn changed(&self, subject: Subject, id: i64) -> Result<()> {
        self.changed_because(subject, id, &self.cause().why).await
    }

    /// The same with a reason of its own.
    pub(crate) async fn changed_because(&self, subject: Subject, id: i64, why: &str) -> Result<()> {
        if self.conn().is_postgres() {
            // Numbers must become visible in order: whoever writes the log holds this until commit.
            self.conn().all("SELECT pg_advisory_xact_lock(4170002)", &[], |_| Ok(())).await?;
        }
        self.conn()
            .execute(
                "INSERT INTO changes (at, who, way, why, subject, subject_id) VALUES ($1, $2, $3, $4, $5, $6)",
                params![self.now(), &self.cause().who, self.cause().way.as_str(), why, subject.as_str(), id],
            )
            .await
            .map(drop)
    }
}

impl Reading<'_> {
    /// The number of the newest change in the log; 0 before the first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn newest_change(&self) -> Result<i64> {
        let newest = self
            .conn()
            .first("SELECT id FROM changes ORDER BY id DESC LIMIT 1", &[], |row| row.get(0))
            .await?;
        Ok(newest.unwrap_or(0))
    }
}
