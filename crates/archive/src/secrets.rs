//! Keys that all nodes share, kept in the database.

use crate::db::params;
use crate::{Error, Result, Writing};

impl Writing<'_> {
    /// The secret of a name; `fresh` becomes it where there is none yet.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn secret(&self, name: &str, fresh: &[u8]) -> Result<Vec<u8>> {
        self.conn()
            .execute(
                "INSERT INTO secrets (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
                params![name, fresh],
            )
            .await?;
        self.conn()
            .first("SELECT value FROM secrets WHERE name = $1", params![name], |row| row.get(0))
            .await?
            .ok_or_else(|| Error::missing("secret", name))
    }
}
