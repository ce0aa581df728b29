//! Topics as pages show them.

use newsroom::ids::{ArticleId, TopicId};
use newsroom::language::Language;
use newsroom::topic::Topic;

use crate::db::{Row, params};
use crate::{Named, Reading, Result, Tag};

impl Reading<'_> {
    /// The topic of a slug.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn topic_by_slug(&self, slug: &str) -> Result<Option<Topic>> {
        let rows = self
            .about([Tag::Slug(Named::Topic, slug.to_owned())])
            .all(
                "SELECT t.id, t.slug, t.media_topic, n.language, n.name FROM topics t \
                 LEFT JOIN topic_names n ON n.topic = t.id WHERE t.slug = $1 ORDER BY n.language",
                params![slug],
                read,
            )
            .await?;
        let topic = grouped(rows).pop();
        if let Some(topic) = &topic {
            self.note(Tag::Topic(topic.id));
        }
        Ok(topic)
    }

    /// The slug of a topic, by which its page is found.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn topic_slug(&self, topic: TopicId) -> Result<Option<String>> {
        self.about([Tag::Topic(topic)])
            .first("SELECT slug FROM topics WHERE id = $1", params![topic], |row| row.get(0))
            .await
    }

    /// The topics of an article in order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn topics_of(&self, article: ArticleId) -> Result<Vec<Topic>> {
        let rows = self
            .about([Tag::Article(article)])
            .all(
                "SELECT t.id, t.slug, t.media_topic, n.language, n.name FROM article_topics p \
                 JOIN topics t ON t.id = p.topic LEFT JOIN topic_names n ON n.topic = t.id \
                 WHERE p.article = $1 ORDER BY p.position, n.language",
                params![article],
                read,
            )
            .await?;
        let topics = grouped(rows);
        for topic in &topics {
            self.note(Tag::Topic(topic.id));
        }
        Ok(topics)
    }

    /// At most `most` topics named in a language that have articles in it, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn topics_in(&self, language: &Language, most: i64) -> Result<Vec<Topic>> {
        let rows = self
            .about([Tag::Topics])
            .all(
                "SELECT t.id, t.slug, t.media_topic, n.language, n.name FROM topic_names n \
                 JOIN topics t ON t.id = n.topic \
                 WHERE n.language = $1 AND EXISTS (SELECT 1 FROM listings l \
                     WHERE l.kind = 'topic' AND l.of = t.id AND l.language = $1) \
                 ORDER BY n.name, t.id LIMIT $2",
                params![language, most],
                read,
            )
            .await?;
        Ok(grouped(rows))
    }

    /// At most `most` topics by their slugs, used or not.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn topics(&self, most: i64) -> Result<Vec<Topic>> {
        let rows = self
            .conn()
            .all(
                "SELECT t.id, t.slug, t.media_topic, n.language, n.name \
                 FROM (SELECT id, slug, media_topic FROM topics ORDER BY slug LIMIT $1) t \
                 LEFT JOIN topic_names n ON n.topic = t.id ORDER BY t.slug, n.language",
                params![most],
                read,
            )
            .await?;
        Ok(grouped(rows))
    }
}

fn read(row: &Row<'_>) -> Result<Topic> {
    let names = match row.get::<Option<String>>(3)? {
        Some(_) => vec![(row.get(3)?, row.get(4)?)],
        None => Vec::new(),
    };
    Ok(Topic { id: row.get(0)?, slug: row.get(1)?, media_topic: row.get(2)?, names })
}

/// Joins neighbouring rows of one topic, each with one of its names.
fn grouped(rows: Vec<Topic>) -> Vec<Topic> {
    let mut topics: Vec<Topic> = Vec::new();
    for row in rows {
        match topics.last_mut() {
            Some(last) if last.id == row.id => last.names.extend(row.names),
            _ => topics.push(row),
        }
    }
    topics
}
