//! Pages, menus and the front page's slots: making and changing them.

use newsroom::address;
use newsroom::change::Subject;
use newsroom::document::Document;
use newsroom::ids::{PageId, StoryId};
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
        let first = page.path.trim_start_matches('/').split('/').next().unwrap_or_default();
        if address::RESERVED.contains(&first) {
            return Err(Error::Refused(format!(
                "{} cannot be a page's address: the program needs /{first}",
                page.path
            )));
        }
        let id = self
            .conn()
            .insert(
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
        self.changed(Subject::Page, id).await?;
        Ok(PageId(id))
    }

    /// Removes a page; its address answers 410 from then on.
    ///
    /// # Errors
    /// When there is none at that address.
    pub async fn remove_page(&self, path: &str) -> Result<()> {
        if self.conn().execute("DELETE FROM pages WHERE path = $1", params![path]).await? == 0 {
            return Err(Error::missing("page", path));
        }
        self.put_path(path, &Target::Gone).await?;
        self.changed(Subject::Page, 0).await
    }

    /// Replaces a menu in one language by these entries of label and address.
    ///
    /// # Errors
    /// When an entry leads where pages may not link to.
    pub async fn set_menu(
        &self,
        menu: &str,
        language: &Language,
        entries: &[(String, String)],
    ) -> Result<()> {
        self.conn()
            .execute("DELETE FROM menu_items WHERE menu = $1 AND language = $2", params![menu, language])
            .await?;
        for (position, (label, url)) in (0_i64..).zip(entries) {
            if !address::is_linkable(url) {
                return Err(Error::Refused(format!(
                    "menu entry “{label}” leads to “{url}”, which is no path or web address"
                )));
            }
            self.conn()
                .execute(
                    "INSERT INTO menu_items (menu, language, position, label, url) VALUES ($1, $2, $3, $4, $5)",
                    params![menu, language, position, label, url],
                )
                .await?;
        }
        self.changed(Subject::Menu, 0).await
    }

    /// Fills a place of the front page by hand with these stories; none leaves it to the rule.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_slot(&self, language: &Language, place: &str, stories: &[StoryId]) -> Result<()> {
        self.conn()
            .execute("DELETE FROM slots WHERE language = $1 AND place = $2", params![language, place])
            .await?;
        for (position, story) in (0_i64..).zip(stories) {
            self.conn()
                .execute(
                    "INSERT INTO slots (language, place, position, story) VALUES ($1, $2, $3, $4)",
                    params![language, place, position, *story],
                )
                .await?;
        }
        self.changed(Subject::Front, 0).await
    }
}
