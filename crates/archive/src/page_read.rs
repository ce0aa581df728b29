//! Standing pages as readers see them.

use jiff::Timestamp;
use newsroom::document::Document;
use newsroom::ids::PageId;
use newsroom::language::Language;

use crate::db::params;
use crate::{Error, Reading, Result};

/// A published page.
#[derive(Clone, Debug, PartialEq)]
pub struct PublicPage {
    /// Its key.
    pub id: PageId,
    /// Its language.
    pub language: Language,
    /// The last part of its address.
    pub slug: String,
    /// Its address.
    pub path: String,
    /// Its title.
    pub title: String,
    /// Its text.
    pub body: Document,
    /// When it was last changed.
    pub changed: Timestamp,
}

impl Reading<'_> {
    /// The published page of a key.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn public_page(&self, id: PageId) -> Result<Option<PublicPage>> {
        self.conn()
            .first(
                "SELECT id, language, slug, path, title, body, changed_at FROM pages \
                 WHERE id = $1 AND state = 'published'",
                params![id],
                |row| {
                    Ok(PublicPage {
                        id: row.get(0)?,
                        language: row.get(1)?,
                        slug: row.get(2)?,
                        path: row.get(3)?,
                        title: row.get(4)?,
                        body: Document::from_json(row.str(5)?)
                            .map_err(|error| Error::stored("body", error))?,
                        changed: row.get(6)?,
                    })
                },
            )
            .await
    }

    /// Addresses of all published pages, with when they were last changed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn page_addresses(&self) -> Result<Vec<(String, Timestamp)>> {
        self.conn()
            .all("SELECT path, changed_at FROM pages WHERE state = 'published' ORDER BY path", &[], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .await
    }
}
