//! Comments as readers see them. No statement here reads an e-mail address.

use newsroom::comment::{Comment, State};
use newsroom::ids::{ArticleId, CommentId};

use crate::db::{Row, params};
use crate::{Error, Reading, Result, Tag};

/// A waiting comment with the article it was written under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingComment {
    /// The comment.
    pub comment: Comment,
    /// The article's headline.
    pub headline: String,
    /// The article's address.
    pub path: String,
}

impl Reading<'_> {
    /// How many comments still carry a hash of their writer's network address.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn networks_kept(&self) -> Result<i64> {
        let found = self
            .conn()
            .first("SELECT count(*) FROM comments WHERE forget_at IS NOT NULL", &[], |row| row.get(0))
            .await?;
        Ok(found.unwrap_or(0))
    }

    /// At most `most` approved comments of an article, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn approved_comments(&self, article: ArticleId, most: i64) -> Result<Vec<Comment>> {
        self.about([Tag::Comments(article)])
            .all(
                "SELECT id, article, parent, name, website, text, staff, at, state FROM comments \
                 WHERE article = $1 AND state = 'approved' ORDER BY at, id LIMIT $2",
                params![article, most],
                read,
            )
            .await
    }

    /// The newest approved comments of an article, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn newest_comments(&self, article: ArticleId, most: i64) -> Result<Vec<Comment>> {
        self.about([Tag::Comments(article)])
            .all(
                "SELECT id, article, parent, name, website, text, staff, at, state FROM comments \
                 WHERE article = $1 AND state = 'approved' ORDER BY at DESC, id DESC LIMIT $2",
                params![article, most],
                read,
            )
            .await
    }

    /// At most `most` comments in a state, whatever their article, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn comments_in(&self, state: State, most: i64) -> Result<Vec<Comment>> {
        self.conn()
            .all(
                "SELECT id, article, parent, name, website, text, staff, at, state FROM comments \
                 WHERE state = $1 ORDER BY id LIMIT $2",
                params![state.as_str(), most],
                read,
            )
            .await
    }

    /// An approved comment of a key.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn approved_comment(&self, comment: CommentId) -> Result<Option<Comment>> {
        self.conn()
            .first(
                "SELECT id, article, parent, name, website, text, staff, at, state FROM comments \
                 WHERE id = $1 AND state = 'approved'",
                params![comment],
                read,
            )
            .await
    }

    /// A comment in whatever state.
    ///
    /// # Errors
    /// When there is no such comment.
    pub async fn comment(&self, comment: CommentId) -> Result<Comment> {
        self.conn()
            .first(
                "SELECT id, article, parent, name, website, text, staff, at, state FROM comments WHERE id = $1",
                params![comment],
                read,
            )
            .await?
            .ok_or_else(|| Error::missing("comment", comment))
    }

    /// The waiting comments of the writer whose token has this hash, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn waiting_comments(&self, writer: &[u8]) -> Result<Vec<WaitingComment>> {
        self.conn()
            .all(
                "SELECT c.id, c.article, c.parent, c.name, c.website, c.text, c.staff, c.at, c.state, r.headline, \
                        a.path \
                 FROM comments c JOIN articles a ON a.id = c.article AND a.state = 'published' \
                 JOIN revisions r ON r.id = a.published \
                 WHERE c.writer = $1 AND c.state = 'waiting' ORDER BY c.at DESC, c.id DESC LIMIT 50",
                params![writer],
                |row| {
                    Ok(WaitingComment {
                        comment: read(row)?,
                        headline: row.get(9)?,
                        path: row.get::<Option<String>>(10)?.unwrap_or_default(),
                    })
                },
            )
            .await
    }
}

fn read(row: &Row<'_>) -> Result<Comment> {
    let state = row.str(8)?;
    Ok(Comment {
        id: row.get(0)?,
        article: row.get(1)?,
        parent: row.get(2)?,
        name: row.get(3)?,
        website: row.get(4)?,
        text: row.get(5)?,
        staff: row.get(6)?,
        at: row.get(7)?,
        state: State::from_word(state)
            .ok_or_else(|| Error::stored("state", format!("“{state}” is no state of a comment")))?,
    })
}
