//! How far an invented archive has grown; it stands in the transaction of what it speaks of.

use crate::db::params;
use crate::{Reading, Result, Writing};

impl Reading<'_> {
    /// What was noted of the growth so far; nothing before it began.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn growth(&self) -> Result<Option<String>> {
        self.conn()
            .first(
                "SELECT kept FROM imported WHERE source = 'demo' AND kind = 'growth' AND key = ''",
                &[],
                |row| row.get(0),
            )
            .await
    }
}

impl Writing<'_> {
    /// Notes how far the growth is, in the words of whoever grows it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_growth(&self, growth: &str) -> Result<()> {
        self.conn()
            .execute(
                "INSERT INTO imported (source, kind, key, target, kept) VALUES ('demo', 'growth', '', 0, $1) \
                 ON CONFLICT (source, kind, key) DO UPDATE SET kept = excluded.kept",
                params![growth],
            )
            .await
            .map(drop)
    }
}
