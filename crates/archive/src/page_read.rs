//! Standing pages as readers see them.

use jiff::Timestamp;
use newsroom::document::Document;
use newsroom::ids::PageId;
use newsroom::language::Language;

use crate::db::params;
use crate::{Error, Reading, Result, Tag};

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

/// A page as those see it who work on it.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptPage {
    /// Its key.
    pub id: PageId,
    /// Its language.
    pub language: Language,
    /// Its address.
    pub path: String,
    /// Its title.
    pub title: String,
    /// Its text.
    pub body: Document,
    /// Whether readers see it.
    pub published: bool,
    /// When it was last changed.
    pub changed: Timestamp,
    /// What pages that say the same in several languages have in common.
    pub translations: Option<i64>,
}

/// Where a published page is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageAddress {
    /// Its address.
    pub path: String,
    /// Its language.
    pub language: Language,
    /// The number it shares with the pages that say the same in other languages.
    pub translations: Option<i64>,
    /// When it was last changed.
    pub changed: Timestamp,
}

impl Reading<'_> {
    /// All pages by their addresses, published or not.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn kept_pages(&self) -> Result<Vec<KeptPage>> {
        self.conn()
            .all(
                "SELECT id, language, path, title, body, state, changed_at, translations FROM pages ORDER BY path",
                &[],
                |row| {
                    Ok(KeptPage {
                        id: row.get(0)?,
                        language: row.get(1)?,
                        path: row.get(2)?,
                        title: row.get(3)?,
                        body: Document::from_json(row.str(4)?).map_err(|error| Error::stored("body", error))?,
                        published: row.str(5)? == "published",
                        changed: row.get(6)?,
                        translations: row.get(7)?,
                    })
                },
            )
            .await
    }

    /// The published pages that say the same as this one, itself included, with their addresses.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn page_translations(&self, page: PageId) -> Result<Vec<(Language, String)>> {
        self.about([Tag::Page(page), Tag::Pages])
            .all(
                "SELECT other.language, other.path FROM pages AS mine \
                 JOIN pages AS other ON other.translations = mine.translations \
                 WHERE mine.id = $1 AND other.state = 'published' ORDER BY other.language",
                params![page],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .await
    }

    /// The published page of a key.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn public_page(&self, id: PageId) -> Result<Option<PublicPage>> {
        self.about([Tag::Page(id)])
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

    /// Addresses of all published pages.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn page_addresses(&self) -> Result<Vec<PageAddress>> {
        self.about([Tag::Pages])
            .all(
                "SELECT path, language, translations, changed_at FROM pages \
                 WHERE state = 'published' ORDER BY path",
                &[],
                |row| {
                    Ok(PageAddress {
                        path: row.get(0)?,
                        language: row.get(1)?,
                        translations: row.get(2)?,
                        changed: row.get(3)?,
                    })
                },
            )
            .await
    }
}
