//! Dossiers: making and naming them, and what is in them.

use newsroom::change::Subject;
use newsroom::ids::{ArticleId, DossierId, StoryId};
use newsroom::language::Language;

use crate::db::{Row, params};
use crate::topics::require_slug;
use crate::{Error, Named, Reading, Result, Tag, Tells, Writing};

/// A dossier in the words of one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierTitle {
    /// Its key.
    pub id: DossierId,
    /// Its part of the address.
    pub slug: String,
    /// Its title in the language asked for.
    pub title: String,
}

impl Writing<'_> {
    /// Adds a dossier, or gives the one of that slug more titles.
    ///
    /// # Errors
    /// When the slug is no slug.
    pub async fn put_dossier(&self, slug: &str, titles: &[(Language, String)]) -> Result<DossierId> {
        require_slug("dossier", slug)?;
        let id = self
            .conn()
            .insert_or_update(
                "INSERT INTO dossiers (slug) VALUES ($1) ON CONFLICT (slug) DO UPDATE SET slug = excluded.slug \
                 RETURNING id",
                params![slug],
            )
            .await?;
        for (language, title) in titles {
            self.conn()
                .execute(
                    "INSERT INTO dossier_names (dossier, language, title) VALUES ($1, $2, $3) \
                     ON CONFLICT (dossier, language) DO UPDATE SET title = excluded.title",
                    params![id, language, title],
                )
                .await?;
        }
        self.touch(Tag::Slug(Named::Dossier, slug.to_owned()));
        self.changed(Subject::Dossier, id);
        Ok(DossierId(id))
    }

    /// Puts a story in a dossier, or takes it out of the one it is in.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn file_story(&self, story: StoryId, dossier: Option<DossierId>) -> Result<()> {
        let moved = self
            .conn()
            .execute(
                "UPDATE stories SET dossier = $2 WHERE id = $1 AND COALESCE(dossier, 0) <> COALESCE($2, 0)",
                params![story, dossier],
            )
            .await?;
        if moved == 0 {
            return Ok(());
        }
        let articles: Vec<ArticleId> = self
            .conn()
            .all("SELECT id FROM articles WHERE story = $1", params![story], |row| row.get(0))
            .await?;
        for article in articles {
            // Its own page names the dossier.
            self.touch(Tag::Article(article));
            self.relist(article, Tells::THERE).await?;
            self.changed(Subject::Article, article.0);
        }
        Ok(())
    }

    /// Removes a dossier; its stories stay.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remove_dossier(&self, dossier: DossierId) -> Result<()> {
        let slug: Option<String> = self
            .conn()
            .first("SELECT slug FROM dossiers WHERE id = $1", params![dossier], |row| row.get(0))
            .await?;
        if let Some(slug) = slug {
            self.touch(Tag::Slug(Named::Dossier, slug));
        }
        self.conn().execute("UPDATE stories SET dossier = NULL WHERE dossier = $1", params![dossier]).await?;
        self.conn()
            .execute("DELETE FROM listings WHERE kind = 'dossier' AND of = $1", params![dossier])
            .await?;
        self.conn().execute("DELETE FROM dossiers WHERE id = $1", params![dossier]).await?;
        self.changed(Subject::Dossier, dossier.0);
        Ok(())
    }

    /// The dossier of a slug.
    ///
    /// # Errors
    /// When there is none.
    pub async fn dossier_id(&self, slug: &str) -> Result<DossierId> {
        self.conn()
            .first("SELECT id FROM dossiers WHERE slug = $1", params![slug], |row| row.get(0))
            .await?
            .ok_or_else(|| Error::missing("dossier", slug))
    }
}

impl Reading<'_> {
    /// All dossiers by their slugs: slug, and title in each language.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn dossiers(&self) -> Result<Vec<(String, Vec<(Language, String)>)>> {
        let rows: Vec<(String, Language, String)> = self
            .conn()
            .all(
                "SELECT d.slug, n.language, n.title FROM dossiers d JOIN dossier_names n ON n.dossier = d.id \
                 ORDER BY d.slug, n.language",
                &[],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .await?;
        let mut dossiers: Vec<(String, Vec<(Language, String)>)> = Vec::new();
        for (slug, language, title) in rows {
            match dossiers.last_mut() {
                Some((last, titles)) if *last == slug => titles.push((language, title)),
                _ => dossiers.push((slug, vec![(language, title)])),
            }
        }
        Ok(dossiers)
    }

    /// The dossier of a slug, titled in a language or else in the first it has.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn dossier_by_slug(&self, slug: &str, language: &Language) -> Result<Option<DossierTitle>> {
        let found = self
            .about([Tag::Slug(Named::Dossier, slug.to_owned())])
            .first(
                "SELECT d.id, d.slug, n.title FROM dossiers d JOIN dossier_names n ON n.dossier = d.id \
                 WHERE d.slug = $1 ORDER BY CASE WHEN n.language = $2 THEN 0 ELSE 1 END, n.language LIMIT 1",
                params![slug, language],
                dossier,
            )
            .await?;
        if let Some(dossier) = &found {
            self.note(Tag::Dossier(dossier.id));
        }
        Ok(found)
    }

    /// The dossier of a key, titled in a language or else in the first it has.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn dossier_title(&self, id: DossierId, language: &Language) -> Result<Option<DossierTitle>> {
        self.about([Tag::Dossier(id)])
            .first(
                "SELECT d.id, d.slug, n.title FROM dossiers d JOIN dossier_names n ON n.dossier = d.id \
                 WHERE d.id = $1 ORDER BY CASE WHEN n.language = $2 THEN 0 ELSE 1 END, n.language LIMIT 1",
                params![id, language],
                dossier,
            )
            .await
    }
}

fn dossier(row: &Row<'_>) -> Result<DossierTitle> {
    Ok(DossierTitle { id: row.get(0)?, slug: row.get(1)?, title: row.get(2)? })
}
