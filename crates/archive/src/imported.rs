//! What was made from which thing of another system, so that importing again adds nothing twice.
//!
//! A row of `imported` stands in the same transaction as the rows it speaks of: an import that was
//! cut off at any moment goes on where it was. It also keeps what the source said of the thing and
//! the archive has no place for; nothing that serves readers may ask for that.

use std::collections::HashMap;

use jiff::Timestamp;
use newsroom::comment::State;
use newsroom::email::Email;
use newsroom::ids::{ArticleId, CommentId, PageId};
use newsroom::language::Language;
use newsroom::path::Target;

use crate::db::{listed, params};
use crate::{Error, Reading, Result, Tag, Writing};

/// A row of another system's thing, and what tells it from others of its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedRow {
    /// The thing's key there.
    pub key: String,
    /// What tells it from another thing that has the same number there; empty for none.
    pub mark: String,
    /// The row that was made from it.
    pub target: i64,
}

/// A comment as another system kept it.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedComment {
    /// Its key there.
    pub key: String,
    /// The key of the comment it answers, which comes before it in the list or was imported earlier.
    pub parent: Option<String>,
    /// The name its writer gave.
    pub name: String,
    /// Their e-mail address, where it is one.
    pub email: Option<Email>,
    /// Their website.
    pub website: Option<String>,
    /// What they wrote.
    pub text: String,
    /// Whether the newsroom wrote it.
    pub staff: bool,
    /// When.
    pub at: Timestamp,
    /// Where it stands.
    pub state: State,
    /// What else was said of it there, as JSON; empty for nothing.
    pub kept: String,
}

impl Reading<'_> {
    /// The row that was made from a thing of `source`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn imported(&self, source: &str, kind: &str, key: &str) -> Result<Option<i64>> {
        self.conn()
            .first(
                "SELECT target FROM imported WHERE source = $1 AND kind = $2 AND key = $3",
                params![source, kind, key],
                |row| row.get(0),
            )
            .await
    }

    /// Of these keys, those from which rows were made, with the rows.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn imported_among(
        &self,
        source: &str,
        kind: &str,
        keys: &[String],
    ) -> Result<HashMap<String, i64>> {
        if keys.is_empty() {
            return Ok(HashMap::new());
        }
        let wrapped: Vec<[&String; 1]> = keys.iter().map(|key| [key]).collect();
        let list = serde_json::to_string(&wrapped).map_err(|error| Error::stored("key", error))?;
        // CROSS JOIN has SQLite look up each key; by itself it would look through the list of keys for
        // each row of the source.
        let sql = listed!(
            self.conn(),
            "SELECT imported.key, imported.target FROM ",
            "$3",
            " CROSS JOIN imported \
              WHERE imported.source = $1 AND imported.kind = $2 AND imported.key = list.value ->> 0"
        );
        let rows = self
            .conn()
            .all(sql, params![source, kind, &list], |row| Ok((row.get::<String>(0)?, row.get::<i64>(1)?)))
            .await?;
        Ok(rows.into_iter().collect())
    }

    /// Of these keys, those from which rows were made, with their marks.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn imported_marks(
        &self,
        source: &str,
        kind: &str,
        keys: &[String],
    ) -> Result<Vec<ImportedRow>> {
        let wrapped: Vec<[&String; 1]> = keys.iter().map(|key| [key]).collect();
        let list = serde_json::to_string(&wrapped).map_err(|error| Error::stored("key", error))?;
        // CROSS JOIN as above.
        let sql = listed!(
            self.conn(),
            "SELECT imported.key, imported.mark, imported.target FROM ",
            "$3",
            " CROSS JOIN imported \
              WHERE imported.source = $1 AND imported.kind = $2 AND imported.key = list.value ->> 0"
        );
        self.conn()
            .all(sql, params![source, kind, &list], |row| {
                Ok(ImportedRow { key: row.get(0)?, mark: row.get(1)?, target: row.get(2)? })
            })
            .await
    }

    /// Whether readers see an article or page now; everything else is always to be seen.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_public(&self, target: &Target) -> Result<bool> {
        Ok(match target {
            Target::Article(_) | Target::Page(_) => self.titled(target).await?.is_some(),
            _ => true,
        })
    }

    /// Title, path and language of an article or page that readers see, for a link to it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn titled(&self, target: &Target) -> Result<Option<(String, String, Language)>> {
        let (sql, id) = match target {
            Target::Article(id) => (
                "SELECT headline, path, language FROM articles JOIN revisions ON revisions.id = articles.published \
                 WHERE articles.id = $1 AND state = 'published' AND path IS NOT NULL",
                id.0,
            ),
            Target::Page(id) => {
                ("SELECT title, path, language FROM pages WHERE id = $1 AND state = 'published'", id.0)
            }
            _ => return Ok(None),
        };
        let tag = match target {
            Target::Page(id) => Tag::Page(*id),
            _ => Tag::Teaser(ArticleId(id)),
        };
        self.about([tag]).first(sql, params![id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).await
    }

    /// The page at an address, whether readers see it or not.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn page_at(&self, path: &str) -> Result<Option<PageId>> {
        self.conn().first("SELECT id FROM pages WHERE path = $1", params![path], |row| row.get(0)).await
    }
}

impl Writing<'_> {
    /// Says when a page was last changed elsewhere.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn date_page(&self, page: PageId, changed: Timestamp) -> Result<()> {
        self.conn()
            .execute("UPDATE pages SET changed_at = $2 WHERE id = $1", params![page, changed])
            .await
            .map(drop)
    }

    /// Notes that a row was made from a thing of `source`.
    ///
    /// # Errors
    /// When one was made from it before: somebody else imports the same at the same time.
    pub async fn note_imported(&self, source: &str, kind: &str, key: &str, target: i64) -> Result<()> {
        self.conn()
            .execute(
                "INSERT INTO imported (source, kind, key, target) VALUES ($1, $2, $3, $4)",
                params![source, kind, key, target],
            )
            .await
            .map(drop)
    }

    /// Notes that a row was made from a thing of `source`, with what tells it from others of its key
    /// and with what was said of it there and has no place of its own here; both may be empty.
    ///
    /// # Errors
    /// As [`Writing::note_imported`].
    pub async fn note_kept(
        &self,
        source: &str,
        kind: &str,
        (key, mark): (&str, &str),
        target: i64,
        kept: &str,
    ) -> Result<()> {
        self.conn()
            .execute(
                "INSERT INTO imported (source, kind, key, mark, target, kept) VALUES ($1, $2, $3, $4, $5, $6)",
                params![source, kind, key, mark, target, kept],
            )
            .await
            .map(drop)
    }

    /// Forgets what a source said of the thing that a row was made from. That it was made stays, so
    /// that importing again does not bring it back.
    pub(crate) async fn forget_kept(&self, kind: &str, target: i64) -> Result<()> {
        self.conn()
            .execute(
                "UPDATE imported SET kept = '' WHERE kind = $1 AND target = $2 AND kept <> ''",
                params![kind, target],
            )
            .await
            .map(drop)
    }

    /// The comment that was made from one of `source`, unless it was deleted since.
    async fn imported_comment(&self, source: &str, key: &str) -> Result<Option<i64>> {
        self.conn()
            .first(
                "SELECT comments.id FROM imported JOIN comments ON comments.id = imported.target \
                 WHERE source = $1 AND kind = 'comment' AND key = $2",
                params![source, key],
                |row| row.get(0),
            )
            .await
    }

    /// Keeps the comments of an article as they were elsewhere, whether it is open or not, and
    /// counts them once; not those of an article that was removed since. Says whether it is there.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn import_comments(
        &self,
        source: &str,
        article: ArticleId,
        comments: &[ImportedComment],
    ) -> Result<bool> {
        let there =
            self.conn().first("SELECT 1 FROM articles WHERE id = $1", params![article], |_| Ok(())).await?;
        if there.is_none() {
            return Ok(false);
        }
        self.insert_comments(Some(source), article, comments).await?;
        if comments.iter().any(|comment| comment.state == State::Approved) {
            self.count_comments(article).await?;
        }
        Ok(true)
    }

    pub(crate) async fn insert_comments(
        &self,
        source: Option<&str>,
        article: ArticleId,
        comments: &[ImportedComment],
    ) -> Result<()> {
        let mut made: HashMap<&str, i64> = HashMap::new();
        for comment in comments {
            let parent = match &comment.parent {
                None => None,
                Some(key) => match made.get(key.as_str()) {
                    Some(id) => Some(*id),
                    None => match source {
                        Some(source) => self.imported_comment(source, key).await?,
                        None => None,
                    },
                },
            };
            let id = self
                .conn()
                .insert(
                    "INSERT INTO comments (article, parent, name, email, website, text, staff, at, state) \
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id",
                    params![
                        article,
                        parent.map(CommentId),
                        &comment.name,
                        comment.email.as_ref().map_or("", Email::expose),
                        comment.website.as_deref(),
                        &comment.text,
                        comment.staff,
                        comment.at,
                        comment.state.as_str()
                    ],
                )
                .await?;
            if let Some(source) = source {
                self.note_kept(source, "comment", (&comment.key, ""), id, &comment.kept).await?;
            }
            made.insert(&comment.key, id);
        }
        Ok(())
    }
}
