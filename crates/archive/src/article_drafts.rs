//! Articles as those see them who work on them: the newest revision, whatever readers see.

use jiff::Timestamp;
use newsroom::article::{Comments, State, Text};
use newsroom::document::Document;
use newsroom::genre::Genre;
use newsroom::ids::{ArticleId, AssetId, StoryId};
use newsroom::language::Language;

use crate::db::{Row, params};
use crate::{Error, Reading, Result};

/// An article in a list for those who work on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedArticle {
    /// Its key.
    pub article: ArticleId,
    /// Its story.
    pub story: StoryId,
    /// Its language.
    pub language: Language,
    /// Where it stands.
    pub state: State,
    /// The headline of its newest revision.
    pub headline: String,
    /// When it was last changed.
    pub changed_at: Timestamp,
    /// When it is to be published, if it is scheduled.
    pub due_at: Option<Timestamp>,
}

/// An article with its newest revision, everything named as people name it.
#[derive(Clone, Debug, PartialEq)]
pub struct ArticleDraft {
    /// Its story.
    pub story: StoryId,
    /// Slug of the dossier its story is in.
    pub dossier: Option<String>,
    /// Its language.
    pub language: Language,
    /// Where it stands.
    pub state: State,
    /// Its address, once it has one.
    pub path: Option<String>,
    /// Path of its home section.
    pub section: Option<String>,
    /// Paths of further sections.
    pub other_sections: Vec<String>,
    /// Slugs of its authors in byline order.
    pub authors: Vec<String>,
    /// Slugs of its topics.
    pub topics: Vec<String>,
    /// The readable part of its address.
    pub slug: String,
    /// Whether readers may comment.
    pub comments: Comments,
    /// Its VG Wort mark.
    pub vgwort: Option<String>,
    /// Its newest text.
    pub text: Text,
}

impl Reading<'_> {
    /// At most `most` articles in a state, the last changed first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn articles_in(&self, state: State, most: i64) -> Result<Vec<ListedArticle>> {
        self.conn()
            .all(
                "SELECT articles.id, story, language, state, headline, changed_at, due_at \
                 FROM articles JOIN revisions ON revisions.id = articles.latest \
                 WHERE state = $1 ORDER BY changed_at DESC, articles.id DESC LIMIT $2",
                params![state.as_str(), most],
                |row| {
                    Ok(ListedArticle {
                        article: row.get(0)?,
                        story: row.get(1)?,
                        language: row.get(2)?,
                        state: state_of(row.str(3)?)?,
                        headline: row.get(4)?,
                        changed_at: row.get(5)?,
                        due_at: row.get(6)?,
                    })
                },
            )
            .await
    }

    /// Whether the text of an article is still the one it began with.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_first_revision(&self, article: ArticleId) -> Result<bool> {
        let number: Option<i64> = self
            .conn()
            .first(
                "SELECT number FROM articles JOIN revisions ON revisions.id = articles.latest WHERE articles.id = $1",
                params![article],
                |row| row.get(0),
            )
            .await?;
        Ok(number == Some(1))
    }

    /// Whether all revisions of an article are of one maker, such as a provider whose copy goes out unread.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn was_only_changed_by(&self, article: ArticleId, who: &str) -> Result<bool> {
        let other = self
            .conn()
            .first(
                "SELECT 1 FROM revisions WHERE article = $1 AND who <> $2 LIMIT 1",
                params![article, who],
                |_| Ok(()),
            )
            .await?;
        Ok(other.is_none())
    }

    /// An article with its newest revision.
    ///
    /// # Errors
    /// When there is no such article.
    pub async fn article_draft(&self, article: ArticleId) -> Result<ArticleDraft> {
        let mut draft = self
            .conn()
            .first(
                "SELECT story, language, state, articles.path, sections.path, articles.slug, comments, vgwort, \
                        genre, kicker, headline, standfirst, dateline, byline, origin, picture, picture_caption, body \
                 FROM articles JOIN revisions ON revisions.id = articles.latest \
                 LEFT JOIN sections ON sections.id = articles.section WHERE articles.id = $1",
                params![article],
                draft,
            )
            .await?
            .ok_or_else(|| Error::missing("article", article))?;
        draft.dossier = self
            .conn()
            .first(
                "SELECT slug FROM dossiers JOIN stories ON stories.dossier = dossiers.id WHERE stories.id = $1",
                params![draft.story],
                |row| row.get(0),
            )
            .await?;
        draft.other_sections = self
            .conn()
            .all(
                "SELECT path FROM article_sections JOIN sections ON sections.id = section \
                 WHERE article = $1 ORDER BY path",
                params![article],
                |row| row.get(0),
            )
            .await?;
        draft.authors = self
            .conn()
            .all(
                "SELECT slug FROM article_authors JOIN authors ON authors.id = author \
                 WHERE article = $1 ORDER BY position",
                params![article],
                |row| row.get(0),
            )
            .await?;
        draft.topics = self
            .conn()
            .all(
                "SELECT slug FROM article_topics JOIN topics ON topics.id = topic \
                 WHERE article = $1 ORDER BY position",
                params![article],
                |row| row.get(0),
            )
            .await?;
        Ok(draft)
    }

    /// Names of assets by their keys, for texts in which people name them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn asset_name(&self, asset: AssetId) -> Result<Option<String>> {
        self.conn().first("SELECT name FROM assets WHERE id = $1", params![asset], |row| row.get(0)).await
    }

    /// The asset of a name, if there is one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn asset_named(&self, name: &str) -> Result<Option<AssetId>> {
        self.conn().first("SELECT id FROM assets WHERE name = $1", params![name], |row| row.get(0)).await
    }
}

fn draft(row: &Row<'_>) -> Result<ArticleDraft> {
    let genre = row.str(8)?;
    let comments = row.str(6)?;
    Ok(ArticleDraft {
        story: row.get(0)?,
        dossier: None,
        language: row.get(1)?,
        state: state_of(row.str(2)?)?,
        path: row.get(3)?,
        section: row.get(4)?,
        other_sections: Vec::new(),
        authors: Vec::new(),
        topics: Vec::new(),
        slug: row.get(5)?,
        comments: Comments::from_word(comments).ok_or_else(|| Error::stored("comments", comments))?,
        vgwort: row.get(7)?,
        text: Text {
            genre: Genre::from_word(genre).ok_or_else(|| Error::stored("genre", genre))?,
            kicker: row.get(9)?,
            headline: row.get(10)?,
            standfirst: row.get(11)?,
            dateline: row.get(12)?,
            byline: row.get(13)?,
            origin: serde_json::from_str(row.str(14)?).map_err(|error| Error::stored("origin", error))?,
            picture: row.get(15)?,
            picture_caption: row.get(16)?,
            body: Document::from_json(row.str(17)?).map_err(|error| Error::stored("body", error))?,
        },
    })
}

fn state_of(word: &str) -> Result<State> {
    State::from_word(word).ok_or_else(|| Error::stored("state", word))
}
