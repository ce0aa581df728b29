//! Articles as the full-text index takes them, and those it found.

use jiff::Timestamp;
use newsroom::document::Document;
use newsroom::ids::{ArticleId, AuthorId, SectionId, TopicId};
use newsroom::language::Language;

use crate::db::{Row, listed, params};
use crate::list_read::teasers;
use crate::{Error, Reading, Result, Teaser};

/// A published article with all it may be found by.
#[derive(Clone, Debug, PartialEq)]
pub struct IndexedArticle {
    /// The article.
    pub article: ArticleId,
    /// Its language.
    pub language: Language,
    /// When it was first published; nothing where it came without a date.
    pub published: Option<Timestamp>,
    /// The line above the headline.
    pub kicker: String,
    /// The headline.
    pub headline: String,
    /// The opening summary.
    pub standfirst: String,
    /// Words for the byline beside or instead of authors.
    pub byline: String,
    /// The text.
    pub body: Document,
    /// Its authors with their names.
    pub authors: Vec<(AuthorId, String)>,
    /// Its topics with their names in its language, empty where they have none.
    pub topics: Vec<(TopicId, String)>,
    /// Its sections and those above them, the same way.
    pub sections: Vec<(SectionId, String)>,
}

/// Something articles are filed under, as a search offers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetName {
    /// Its number.
    pub id: i64,
    /// By which its page is found.
    pub slug: String,
    /// What readers call it.
    pub name: String,
}

impl Reading<'_> {
    /// Those of some articles that are published, in no order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn articles_to_index(&self, articles: &[ArticleId]) -> Result<Vec<IndexedArticle>> {
        let json = serde_json::to_string(articles).map_err(|error| Error::stored("articles", error))?;
        // CROSS JOIN keeps SQLite from reading all articles and looking for each in the list, and the kind that
        // is no bare column from reading all listings of sections.
        let sql = listed!(
            self.conn(),
            "SELECT a.id, a.language, a.published_at, r.kicker, r.headline, r.standfirst, r.byline, r.body, \
                    (SELECT string_agg(CAST(u.id AS TEXT) || ' ' || u.name, '\n' ORDER BY aa.position) \
                     FROM article_authors aa JOIN authors u ON u.id = aa.author WHERE aa.article = a.id), \
                    (SELECT string_agg(CAST(p.topic AS TEXT) || ' ' || COALESCE(n.name, ''), '\n' ORDER BY p.position) \
                     FROM article_topics p LEFT JOIN topic_names n ON n.topic = p.topic AND n.language = a.language \
                     WHERE p.article = a.id), \
                    (SELECT string_agg(CAST(l.of AS TEXT) || ' ' || COALESCE(n.name, ''), '\n') \
                     FROM listings l LEFT JOIN section_names n ON n.section = l.of AND n.language = l.language \
                     WHERE l.article = a.id AND l.kind || '' = 'section') \
             FROM ",
            "$1",
            " CROSS JOIN articles a JOIN revisions r ON r.id = a.published \
             WHERE a.id = CAST(CAST(list.value AS TEXT) AS BIGINT) AND a.state = 'published'"
        );
        self.conn()
            .all(sql, params![&json], |row| {
                Ok(IndexedArticle {
                    article: row.get(0)?,
                    language: row.get(1)?,
                    published: row.get(2)?,
                    kicker: row.get(3)?,
                    headline: row.get(4)?,
                    standfirst: row.get(5)?,
                    byline: row.get(6)?,
                    body: Document::from_json(row.str(7)?).map_err(|error| Error::stored("body", error))?,
                    authors: numbered(row.get(8)?, AuthorId)?,
                    topics: numbered(row.get(9)?, TopicId)?,
                    sections: numbered(row.get(10)?, SectionId)?,
                })
            })
            .await
    }

    /// At most `most` articles with numbers above `after`, in their order, published or not.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn next_articles(&self, after: ArticleId, most: i64) -> Result<Vec<ArticleId>> {
        self.conn()
            .all("SELECT id FROM articles WHERE id > $1 ORDER BY id LIMIT $2", params![after, most], |row| {
                row.get(0)
            })
            .await
    }

    /// Those of some articles that are public in a language now, with their texts, in the order of the
    /// numbers.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn found_articles(
        &self,
        articles: &[ArticleId],
        language: &Language,
    ) -> Result<Vec<(Teaser, Document)>> {
        if articles.is_empty() {
            return Ok(Vec::new());
        }
        let json = serde_json::to_string(articles).map_err(|error| Error::stored("articles", error))?;
        let sql = if self.conn().is_postgres() {
            teasers!(
                ", r.body",
                "json_array_elements(CAST(CAST($1 AS TEXT) AS json)) AS list(value) \
                 JOIN articles a ON a.id = CAST(CAST(list.value AS TEXT) AS BIGINT)",
                "WHERE a.language = $2 AND a.state = 'published'"
            )
        } else {
            teasers!(
                ", r.body",
                "json_each($1) AS list CROSS JOIN articles a",
                "WHERE a.id = list.value AND a.language = $2 AND a.state = 'published'"
            )
        };
        let mut found: Vec<(Teaser, Document)> = self
            .conn()
            .all(sql, params![&json, language], |row| {
                let body = Document::from_json(row.str(27)?).map_err(|error| Error::stored("body", error))?;
                Ok((Teaser::read(row)?, body))
            })
            .await?;
        found.sort_by_key(|(teaser, _)| articles.iter().position(|id| *id == teaser.article));
        Ok(found)
    }

    /// The names of some topics in a language, their slugs where they have none, in no order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn names_of_topics(&self, topics: &[i64], language: &Language) -> Result<Vec<FacetName>> {
        let json = serde_json::to_string(topics).map_err(|error| Error::stored("topics", error))?;
        // Subqueries, because PostgreSQL would read a table of a few thousand rows instead of looking up ten.
        let sql = listed!(
            self.conn(),
            "SELECT CAST(CAST(list.value AS TEXT) AS BIGINT), \
                    (SELECT t.slug FROM topics t WHERE t.id = CAST(CAST(list.value AS TEXT) AS BIGINT)), \
                    (SELECT n.name FROM topic_names n \
                     WHERE n.topic = CAST(CAST(list.value AS TEXT) AS BIGINT) AND n.language = $2) \
             FROM ",
            "$1",
            ""
        );
        let names = self.conn().all(sql, params![&json, language], read_name).await?;
        Ok(names.into_iter().flatten().collect())
    }

    /// The names of some authors, in no order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn names_of_authors(&self, authors: &[i64]) -> Result<Vec<FacetName>> {
        let json = serde_json::to_string(authors).map_err(|error| Error::stored("authors", error))?;
        let sql = listed!(
            self.conn(),
            "SELECT CAST(CAST(list.value AS TEXT) AS BIGINT), \
                    (SELECT u.slug FROM authors u WHERE u.id = CAST(CAST(list.value AS TEXT) AS BIGINT)), \
                    (SELECT u.name FROM authors u WHERE u.id = CAST(CAST(list.value AS TEXT) AS BIGINT)) \
             FROM ",
            "$1",
            ""
        );
        let names = self.conn().all(sql, params![&json], read_name).await?;
        Ok(names.into_iter().flatten().collect())
    }

    /// When a change of the log was noted, in milliseconds since 1970; nothing if there is none of the number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn change_noted_at(&self, change: i64) -> Result<Option<i64>> {
        self.conn().first("SELECT at FROM changes WHERE id = $1", params![change], |row| row.get(0)).await
    }
}

/// Number, slug and name; nothing if it is gone.
fn read_name(row: &Row<'_>) -> Result<Option<FacetName>> {
    let Some(slug) = row.get::<Option<String>>(1)? else { return Ok(None) };
    let name = row.get::<Option<String>>(2)?.unwrap_or_else(|| slug.clone());
    Ok(Some(FacetName { id: row.get(0)?, slug, name }))
}

/// Lines that begin with a number.
fn numbered<T>(lines: Option<String>, make: impl Fn(i64) -> T) -> Result<Vec<(T, String)>> {
    let lines = lines.unwrap_or_default();
    lines
        .lines()
        .map(|line| {
            let (number, name) = line.split_once(' ').unwrap_or((line, ""));
            let number = number.parse().map_err(|error| Error::stored("number", error))?;
            Ok((make(number), name.to_owned()))
        })
        .collect()
}
