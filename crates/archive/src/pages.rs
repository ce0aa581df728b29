//! Pages: making and changing them.

use newsroom::address;
use newsroom::change::Subject;
use newsroom::document::Document;
use newsroom::ids::PageId;
use newsroom::language::Language;
use newsroom::path::Target;

use crate::db::params;
use crate::{Error, Result, Writing};

/// A page such as the Impressum.
#[derive(Clone, Debug, PartialEq)]
pub struct NewPage {
    /// The language it is in.
    pub language: Language,
    /// The last part of its address.
    pub slug: String,
    /// Its whole address.
    pub path: String,
    /// Its title.
    pub title: String,
    /// Its text.
    pub body: Document,
    /// Whether readers see it.
    pub published: bool,
}

impl Writing<'_> {
    /// Adds a page, or replaces the one at that address.
    ///
    /// # Errors
    /// When its address is needed by the program.
    pub async fn put_page(&self, page: &NewPage) -> Result<PageId> {
        if let Some(first) = address::reserved_in(&page.path) {
            return Err(Error::Refused(format!(
                "{} cannot be a page's address: the program needs /{first}",
                page.path
            )));
        }
        let id = self
            .conn()
            .insert_or_update(
                "INSERT INTO pages (language, slug, path, title, body, state, changed_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (path) DO UPDATE \
                 SET language = excluded.language, slug = excluded.slug, title = excluded.title, \
                     body = excluded.body, state = excluded.state, changed_at = excluded.changed_at RETURNING id",
                params![
                    &page.language,
                    &page.slug,
                    &page.path,
                    &page.title,
                    &page.body.to_json(),
                    if page.published { "published" } else { "draft" },
                    self.now()
                ],
            )
            .await?;
        if page.published {
            self.put_path(&page.path, &Target::Page(PageId(id))).await?;
        }
        self.changed(Subject::Page, id);
        Ok(PageId(id))
    }

    /// Changes a page. Where it was before leads to where it is now.
    ///
    /// # Errors
    /// When there is no such page, or its address is needed by the program.
    pub async fn change_page(&self, id: PageId, page: &NewPage) -> Result<()> {
        let old: String = self
            .conn()
            .first("SELECT path FROM pages WHERE id = $1", params![id], |row| row.get(0))
            .await?
            .ok_or_else(|| Error::missing("page", id))?;
        if old != page.path {
            self.conn().execute("UPDATE pages SET path = $2 WHERE id = $1", params![id, &page.path]).await?;
        }
        self.put_page(page).await?;
        if old != page.path && page.published {
            self.put_path(&old, &Target::Redirect(page.path.clone())).await?;
        }
        Ok(())
    }

    /// Shows a page to readers.
    ///
    /// # Errors
    /// When there is no such page.
    pub async fn publish_page(&self, id: PageId) -> Result<()> {
        let path: Option<String> = self
            .conn()
            .first(
                "UPDATE pages SET state = 'published', changed_at = $2 WHERE id = $1 RETURNING path",
                params![id, self.now()],
                |row| row.get(0),
            )
            .await?;
        let path = path.ok_or_else(|| Error::missing("page", id))?;
        self.put_path(&path, &Target::Page(id)).await?;
        self.changed(Subject::Page, id.0);
        Ok(())
    }

    /// Takes a page out of readers' sight; its address answers 404 until it is published again.
    ///
    /// # Errors
    /// When there is no such page.
    pub async fn hide_page(&self, id: PageId) -> Result<()> {
        let hidden = self
            .conn()
            .execute(
                "UPDATE pages SET state = 'draft', changed_at = $2 WHERE id = $1",
                params![id, self.now()],
            )
            .await?;
        if hidden == 0 {
            return Err(Error::missing("page", id));
        }
        self.changed(Subject::Page, id.0);
        Ok(())
    }

    /// Says of which page another is the translation, or that it is of none.
    ///
    /// # Errors
    /// When a page is missing, or that page is there in the language already.
    pub async fn translate_page(&self, id: PageId, of: Option<PageId>) -> Result<()> {
        let Some(of) = of else {
            self.conn().execute("UPDATE pages SET translations = NULL WHERE id = $1", params![id]).await?;
            self.changed(Subject::Page, id.0);
            return Ok(());
        };
        let group: i64 = self
            .conn()
            .first("SELECT COALESCE(translations, id) FROM pages WHERE id = $1", params![of], |row| {
                row.get(0)
            })
            .await?
            .ok_or_else(|| Error::missing("page", of))?;
        let taken: Option<String> = self
            .conn()
            .first(
                "SELECT other.path FROM pages AS other JOIN pages AS mine ON mine.language = other.language \
                 WHERE mine.id = $1 AND other.id <> $1 AND (other.id = $3 OR other.translations = $2)",
                params![id, group, of],
                |row| row.get(0),
            )
            .await?;
        if let Some(other) = taken {
            return Err(Error::Refused(format!("{other} is that page in the same language already")));
        }
        self.conn()
            .execute("UPDATE pages SET translations = $1 WHERE id = $2 OR id = $3", params![group, id, of])
            .await?;
        self.changed(Subject::Page, id.0);
        Ok(())
    }

    /// Removes a page; its address answers 410 from then on.
    ///
    /// # Errors
    /// When there is none at that address.
    pub async fn remove_page(&self, path: &str) -> Result<()> {
        // What was kept of it and of comments under it goes with it.
        self.conn()
            .execute(
                "UPDATE imported SET kept = '' WHERE kind IN ('page', 'page comment') AND kept <> '' \
                 AND target = (SELECT id FROM pages WHERE path = $1)",
                params![path],
            )
            .await?;
        if self.conn().execute("DELETE FROM pages WHERE path = $1", params![path]).await? == 0 {
            return Err(Error::missing("page", path));
        }
        self.put_path(path, &Target::Gone).await?;
        self.changed(Subject::Page, 0);
        Ok(())
    }
}
