//! Topics and dossiers: making and naming them.

use newsroom::change::Subject;
use newsroom::ids::{ArticleId, DossierId, StoryId, TopicId};
use newsroom::language::Language;

use crate::db::params;
use crate::{Error, Result, Writing};

impl Writing<'_> {
    /// Adds a topic, or gives the one of that slug more names.
    ///
    /// # Errors
    /// When the slug is no slug.
    pub async fn put_topic(
        &self,
        slug: &str,
        media_topic: Option<&str>,
        names: &[(Language, String)],
    ) -> Result<TopicId> {
        require_slug("topic", slug)?;
        let id = self
            .conn()
            .insert(
                "INSERT INTO topics (slug, media_topic) VALUES ($1, $2) ON CONFLICT (slug) DO UPDATE \
                 SET media_topic = COALESCE(excluded.media_topic, topics.media_topic) RETURNING id",
                params![slug, media_topic],
            )
            .await?;
        for (language, name) in names {
            self.conn()
                .execute(
                    "INSERT INTO topic_names (topic, language, name) VALUES ($1, $2, $3) \
                     ON CONFLICT (topic, language) DO UPDATE SET name = excluded.name",
                    params![id, language, name],
                )
                .await?;
        }
        self.changed(Subject::Topic, id).await?;
        Ok(TopicId(id))
    }

    /// The topic of a slug.
    ///
    /// # Errors
    /// When there is none.
    pub async fn topic_id(&self, slug: &str) -> Result<TopicId> {
        self.conn()
            .first("SELECT id FROM topics WHERE slug = $1", params![slug], |row| row.get(0))
            .await?
            .ok_or_else(|| Error::missing("topic", slug))
    }

    /// Removes a topic from everything it stands on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remove_topic(&self, topic: TopicId) -> Result<()> {
        self.conn().execute("DELETE FROM article_topics WHERE topic = $1", params![topic]).await?;
        self.conn().execute("DELETE FROM listings WHERE kind = 'topic' AND of = $1", params![topic]).await?;
        self.conn().execute("DELETE FROM topics WHERE id = $1", params![topic]).await?;
        self.changed(Subject::Topic, topic.0).await
    }

    /// Adds a dossier, or gives the one of that slug more titles.
    ///
    /// # Errors
    /// When the slug is no slug.
    pub async fn put_dossier(&self, slug: &str, titles: &[(Language, String)]) -> Result<DossierId> {
        require_slug("dossier", slug)?;
        let id = self
            .conn()
            .insert(
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
        self.changed(Subject::Dossier, id).await?;
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
            self.relist(article).await?;
            self.changed(Subject::Article, article.0).await?;
        }
        Ok(())
    }

    /// Removes a dossier; its stories stay.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remove_dossier(&self, dossier: DossierId) -> Result<()> {
        self.conn().execute("UPDATE stories SET dossier = NULL WHERE dossier = $1", params![dossier]).await?;
        self.conn()
            .execute("DELETE FROM listings WHERE kind = 'dossier' AND of = $1", params![dossier])
            .await?;
        self.conn().execute("DELETE FROM dossiers WHERE id = $1", params![dossier]).await?;
        self.changed(Subject::Dossier, dossier.0).await
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

pub(crate) fn require_slug(what: &str, slug: &str) -> Result<()> {
    if newsroom::slug::is_slug(slug) {
        return Ok(());
    }
    Err(Error::Refused(format!(
        "“{slug}” cannot be the address of a {what}: use lower-case letters, digits and hyphens, such as “{}”",
        newsroom::slug::slug(slug)
    )))
}
