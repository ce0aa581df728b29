//! Topics and dossiers as pages show them.

use newsroom::ids::{ArticleId, DossierId, TopicId};
use newsroom::language::Language;
use newsroom::topic::Topic;

use crate::db::{Row, params};
use crate::{Reading, Result};

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

impl Reading<'_> {
    /// The topic of a slug.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn topic_by_slug(&self, slug: &str) -> Result<Option<Topic>> {
        let rows = self
            .conn()
            .all(
                "SELECT t.id, t.slug, t.media_topic, n.language, n.name FROM topics t \
                 LEFT JOIN topic_names n ON n.topic = t.id WHERE t.slug = $1 ORDER BY n.language",
                params![slug],
                read,
            )
            .await?;
        Ok(grouped(rows).pop())
    }

    /// The slug of a topic, by which its page is found.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn topic_slug(&self, topic: TopicId) -> Result<Option<String>> {
        self.conn().first("SELECT slug FROM topics WHERE id = $1", params![topic], |row| row.get(0)).await
    }

    /// The topics of an article in order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn topics_of(&self, article: ArticleId) -> Result<Vec<Topic>> {
        let rows = self
            .conn()
            .all(
                "SELECT t.id, t.slug, t.media_topic, n.language, n.name FROM article_topics p \
                 JOIN topics t ON t.id = p.topic LEFT JOIN topic_names n ON n.topic = t.id \
                 WHERE p.article = $1 ORDER BY p.position, n.language",
                params![article],
                read,
            )
            .await?;
        Ok(grouped(rows))
    }

    /// At most `most` topics named in a language that have articles in it, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn topics_in(&self, language: &Language, most: i64) -> Result<Vec<Topic>> {
        let rows = self
            .conn()
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
        self.conn()
            .first(
                "SELECT d.id, d.slug, n.title FROM dossiers d JOIN dossier_names n ON n.dossier = d.id \
                 WHERE d.slug = $1 ORDER BY CASE WHEN n.language = $2 THEN 0 ELSE 1 END, n.language LIMIT 1",
                params![slug, language],
                dossier,
            )
            .await
    }

    /// The dossier of a key, titled in a language or else in the first it has.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn dossier_title(&self, id: DossierId, language: &Language) -> Result<Option<DossierTitle>> {
        self.conn()
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
