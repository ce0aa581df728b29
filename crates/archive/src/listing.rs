//! Listing: the lists an article stands in, and what other pages tell of it.

use std::collections::BTreeSet;

use jiff::Timestamp;
use newsroom::ids::{ArticleId, StoryId};
use newsroom::language::Language;

use crate::db::{Row, params};
use crate::list_read::UNDATED;
use crate::tag::list_of;
use crate::{Error, List, ListPlace, Listed, Result, Tag, Tells, Writing};

/// The statement that writes the places of an article ($1); undated ones stand at $2.
macro_rules! listings {
    () => {
        "INSERT INTO listings (kind, of, language, published_at, article) \
         WITH RECURSIVE placed (section) AS ( \
             SELECT section FROM articles WHERE id = $1 AND section IS NOT NULL \
             UNION SELECT section FROM article_sections WHERE article = $1 \
             UNION SELECT parent FROM sections JOIN placed ON sections.id = placed.section \
                 WHERE parent IS NOT NULL), \
         listed (kind, of) AS ( \
             SELECT 'site', 0 \
             UNION ALL SELECT 'section', section FROM placed \
             UNION ALL SELECT 'topic', topic FROM article_topics WHERE article = $1 \
             UNION ALL SELECT 'author', author FROM article_authors WHERE article = $1 \
             UNION ALL SELECT 'dossier', dossier FROM stories JOIN articles ON articles.story = stories.id \
                 WHERE articles.id = $1 AND dossier IS NOT NULL) \
         SELECT DISTINCT listed.kind, listed.of, articles.language, \
             COALESCE(articles.published_at, $2), articles.id \
         FROM listed CROSS JOIN articles WHERE articles.id = $1 AND articles.state = 'published'"
    };
}
impl Writing<'_> {
    /// Puts an article in exactly the lists it belongs to, and notes that its own page is different and
    /// what these tell differently of it, if readers see or saw it.
    pub(crate) async fn retell(&self, article: ArticleId, different: Tells) -> Result<()> {
        if self.relist(article, different).await? {
            self.touch(Tag::Article(article));
            if different.meets(Tells::TEASERS) {
                self.touch(Tag::Teaser(article));
            }
        }
        Ok(())
    }

    /// Puts an article in exactly the lists it belongs to: none, unless it is published. Lists it stays
    /// in are concerned only where something else is told of it. Whether it is or was in any.
    pub(crate) async fn relist(&self, article: ArticleId, different: Tells) -> Result<bool> {
        let was = self
            .conn()
            .all(
                "DELETE FROM listings WHERE article = $1 RETURNING kind, of, language, published_at, article",
                params![article],
                listed,
            )
            .await?;
        let is = self.list_article(article).await?;
        let (was, is) = (BTreeSet::from_iter(was), BTreeSet::from_iter(is));
        self.count_places(was.difference(&is), -1);
        self.count_places(is.difference(&was), 1);
        for place in was.symmetric_difference(&is) {
            self.touch(Tag::Moved(place.clone()));
            let which = match place.list {
                List::Topic(_) => Tag::Topics,
                List::Author(_) => Tag::Authors,
                List::Site | List::Section(_) | List::Dossier(_) => continue,
            };
            if self.is_alone(place).await? {
                self.touch(which);
            }
        }
        if different.meets(Tells::SITEMAPS) {
            self.count_places(was.intersection(&is), 0);
        }
        for place in was.intersection(&is).filter(|_| different != Tells::THERE) {
            self.touch(Tag::Retold(place.clone(), different));
        }
        Ok(!was.is_empty() || !is.is_empty())
    }

    /// Whether a list has no other article: with it the list comes or goes.
    async fn is_alone(&self, listed: &Listed) -> Result<bool> {
        let (kind, of) = listed.list.key();
        let other = self
            .conn()
            .first(
                "SELECT 1 FROM listings WHERE kind = $1 AND of = $2 AND language = $3 AND article <> $4 LIMIT 1",
                params![kind, of, &listed.language, listed.place.article],
                |_| Ok(()),
            )
            .await?;
        Ok(other.is_none())
    }

    /// Puts an article that is in no list in those it belongs to; says which.
    async fn list_article(&self, article: ArticleId) -> Result<Vec<Listed>> {
        self.conn()
            .all(
                concat!(listings!(), " RETURNING kind, of, language, published_at, article"),
                params![article, UNDATED],
                listed,
            )
            .await
    }

    /// The same for an import, which concerns all lists sooner or later.
    pub(crate) async fn list_imported(
        &self,
        article: ArticleId,
        language: &Language,
        published: Option<Timestamp>,
    ) -> Result<()> {
        self.touch(Tag::All);
        let published_at = published.unwrap_or(UNDATED).as_millisecond();
        self.count(language, ListPlace { published_at, article: article.0 }, 1);
        self.conn().execute(listings!(), params![article, UNDATED]).await.map(drop)
    }

    /// Notes what is concerned when an article comes into readers' sight or goes out of it, beside its
    /// lists: the same story in other languages, the places filled by hand, its corrections.
    pub(crate) async fn note_appearance(&self, article: ArticleId) -> Result<()> {
        let (story, language): (StoryId, Language) = self
            .conn()
            .first("SELECT story, language FROM articles WHERE id = $1", params![article], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .await?
            .ok_or_else(|| Error::missing("article", article))?;
        self.touch(Tag::Words(language.clone()));
        let corrected = self
            .conn()
            .first("SELECT 1 FROM corrections WHERE article = $1 LIMIT 1", params![article], |_| Ok(()))
            .await?;
        if corrected.is_some() {
            self.touch(Tag::Corrections(language));
        }
        self.note_languages(story).await?;
        let fronts: Vec<Language> = self
            .conn()
            .all("SELECT DISTINCT language FROM slots WHERE story = $1", params![story], |row| row.get(0))
            .await?;
        for language in fronts {
            self.touch(Tag::Front(language));
        }
        Ok(())
    }

    /// Notes that a story can be read in other languages than before.
    pub(crate) async fn note_languages(&self, story: StoryId) -> Result<()> {
        self.touch(Tag::Story(story));
        // Sitemaps name the other languages beside each article. The kind is no column here, lest SQLite
        // look for the articles among all of that kind.
        let places = self
            .conn()
            .all(
                "SELECT l.kind, l.of, l.language, l.published_at, l.article \
                 FROM articles a JOIN listings l ON l.article = a.id WHERE a.story = $1 AND l.kind || '' = 'site'",
                params![story],
                listed,
            )
            .await?;
        self.count_places(&places, 0);
        for place in places {
            self.touch(Tag::Retold(place, Tells::LANGUAGES));
        }
        Ok(())
    }
}

fn listed(row: &Row<'_>) -> Result<Listed> {
    let (kind, of) = (row.str(0)?, row.get(1)?);
    let list =
        list_of(kind, of).ok_or_else(|| Error::stored("listings.kind", format!("“{kind}” is unknown")))?;
    let place = ListPlace { published_at: row.get(3)?, article: row.get(4)? };
    Ok(Listed { list, language: row.get(2)?, place })
}
