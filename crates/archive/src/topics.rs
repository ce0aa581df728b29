//! Topics: making and naming them.

use newsroom::change::Subject;
use newsroom::ids::TopicId;
use newsroom::language::Language;

use crate::db::params;
use crate::{Error, Named, Result, Tag, Writing};

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
            .insert_or_update(
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
        self.touch(Tag::Slug(Named::Topic, slug.to_owned()));
        self.changed(Subject::Topic, id);
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
        if let Some(slug) = self.topic_slug(topic).await? {
            self.touch(Tag::Slug(Named::Topic, slug));
        }
        self.conn().execute("DELETE FROM article_topics WHERE topic = $1", params![topic]).await?;
        self.conn().execute("DELETE FROM listings WHERE kind = 'topic' AND of = $1", params![topic]).await?;
        self.conn().execute("DELETE FROM topics WHERE id = $1", params![topic]).await?;
        self.changed(Subject::Topic, topic.0);
        Ok(())
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
