//! Corrections, of an article and all together.

use jiff::Timestamp;
use newsroom::correction::Correction;
use newsroom::ids::ArticleId;
use newsroom::language::Language;

use crate::db::params;
use crate::{Reading, Result, Tag};

/// A correction with the article it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedCorrection {
    /// The correction.
    pub correction: Correction,
    /// The article's headline as it is now.
    pub headline: String,
    /// The article's address.
    pub path: String,
    /// When the article was published.
    pub published: Option<Timestamp>,
}

impl Reading<'_> {
    /// The corrections of an article, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn corrections_of(&self, article: ArticleId) -> Result<Vec<Correction>> {
        self.about([Tag::Article(article)])
            .all(
                "SELECT id, article, text, at FROM corrections WHERE article = $1 ORDER BY at, id",
                params![article],
                |row| {
                    Ok(Correction {
                        id: row.get(0)?,
                        article: row.get(1)?,
                        text: row.get(2)?,
                        at: row.get(3)?,
                    })
                },
            )
            .await
    }

    /// At most `most` corrections in a language older than a place (time in milliseconds, key),
    /// newest first, of articles that still stand.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn corrections_in(
        &self,
        language: &Language,
        before: (i64, i64),
        most: i64,
    ) -> Result<Vec<ListedCorrection>> {
        let found: Vec<ListedCorrection> = self
            .about([Tag::Corrections(language.clone())])
            .all(
                "SELECT c.id, c.article, c.text, c.at, r.headline, a.path, a.published_at FROM corrections c \
                 JOIN articles a ON a.id = c.article AND a.state = 'published' \
                 JOIN revisions r ON r.id = a.published \
                 WHERE c.language = $1 AND (c.at, c.id) < ($2, $3) ORDER BY c.at DESC, c.id DESC LIMIT $4",
                params![language, before.0, before.1, most],
                |row| {
                    Ok(ListedCorrection {
                        correction: Correction {
                            id: row.get(0)?,
                            article: row.get(1)?,
                            text: row.get(2)?,
                            at: row.get(3)?,
                        },
                        headline: row.get(4)?,
                        path: row.get::<Option<String>>(5)?.unwrap_or_default(),
                        published: row.get(6)?,
                    })
                },
            )
            .await?;
        for listed in &found {
            self.note(Tag::Teaser(listed.correction.article));
        }
        Ok(found)
    }
}
