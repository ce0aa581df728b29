//! Comments: taking them in and deciding about them.

use jiff::Timestamp;
use newsroom::article::{Comments, State as ArticleState};
use newsroom::change::Subject;
use newsroom::comment::{DEEPEST, NewComment, State};
use newsroom::ids::{ArticleId, CommentId};

use crate::db::params;
use crate::{Error, Result, Writing};

/// How a comment arrived, and in which state it is to be kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrival {
    /// Keyed hash of the writer's network address.
    pub network: Option<Vec<u8>>,
    /// When that hash is to be dropped.
    pub forget_at: Option<Timestamp>,
    /// Hash of the token by which its writer may see it while it waits.
    pub writer: Option<Vec<u8>>,
    /// Whether the newsroom wrote it.
    pub staff: bool,
    /// The state it begins in.
    pub state: State,
}

impl Writing<'_> {
    /// Keeps a comment. An answer that would stand too deep joins its parent's thread instead.
    ///
    /// # Errors
    /// When the article takes no comments, or the comment answered is not one of its approved ones.
    pub async fn add_comment(
        &self,
        article: ArticleId,
        parent: Option<CommentId>,
        new: &NewComment,
        arrival: &Arrival,
    ) -> Result<CommentId> {
        let open = self
            .conn()
            .first(
                "SELECT 1 FROM articles WHERE id = $1 AND state = $2 AND comments = $3",
                params![article, ArticleState::Published.as_str(), Comments::Open.as_str()],
                |_| Ok(()),
            )
            .await?;
        if open.is_none() {
            return Err(Error::Refused("the article takes no comments".into()));
        }
        let parent = self.place_in_thread(article, parent).await?;
        self.insert_comment(article, parent, new, arrival, self.now()).await
    }

    /// Keeps a comment that the newsroom enters: its own answer, or one that came by another way.
    ///
    /// # Errors
    /// When there is no such article, or the comment answered is not one of its approved ones.
    pub async fn enter_comment(
        &self,
        article: ArticleId,
        parent: Option<CommentId>,
        new: &NewComment,
        arrival: &Arrival,
        at: Timestamp,
    ) -> Result<CommentId> {
        let there =
            self.conn().first("SELECT 1 FROM articles WHERE id = $1", params![article], |_| Ok(())).await?;
        if there.is_none() {
            return Err(Error::missing("article", article));
        }
        let parent = self.place_in_thread(article, parent).await?;
        self.insert_comment(article, parent, new, arrival, at).await
    }

    /// Shows a comment to all, or stops doing so.
    ///
    /// # Errors
    /// When there is no such comment.
    pub async fn decide_comment(&self, comment: CommentId, state: State) -> Result<()> {
        let article = self.article_of_comment(comment).await?;
        self.conn()
            .execute("UPDATE comments SET state = $2 WHERE id = $1", params![comment, state.as_str()])
            .await?;
        self.count_comments(article).await
    }

    /// Deletes a comment for good. Answers to it move up to what it answered.
    ///
    /// # Errors
    /// When there is no such comment.
    pub async fn delete_comment(&self, comment: CommentId) -> Result<()> {
        let article = self.article_of_comment(comment).await?;
        self.conn()
            .execute(
                "UPDATE comments SET parent = (SELECT parent FROM comments WHERE id = $1) WHERE parent = $1",
                params![comment],
            )
            .await?;
        self.conn().execute("DELETE FROM comments WHERE id = $1", params![comment]).await?;
        self.forget_kept("comment", comment.0).await?;
        self.count_comments(article).await
    }

    /// Drops the hashes of network addresses whose time is over; says how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_networks(&self) -> Result<u64> {
        self.conn()
            .execute(
                "UPDATE comments SET network = NULL, forget_at = NULL WHERE forget_at <= $1",
                params![self.now()],
            )
            .await
    }

    async fn insert_comment(
        &self,
        article: ArticleId,
        parent: Option<CommentId>,
        new: &NewComment,
        arrival: &Arrival,
        at: Timestamp,
    ) -> Result<CommentId> {
        let id = self
            .conn()
            .insert(
                "INSERT INTO comments (article, parent, name, email, website, text, staff, at, state, network, \
                                       forget_at, writer) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id",
                params![
                    article,
                    parent,
                    &new.name,
                    new.email.expose(),
                    new.website.as_deref(),
                    &new.text,
                    arrival.staff,
                    at,
                    arrival.state.as_str(),
                    arrival.network.as_deref(),
                    arrival.forget_at,
                    arrival.writer.as_deref()
                ],
            )
            .await?;
        if arrival.state == State::Approved {
            self.count_comments(article).await?;
        }
        Ok(CommentId(id))
    }

    /// What a new comment is put under; nothing where it begins a thread.
    async fn place_in_thread(
        &self,
        article: ArticleId,
        parent: Option<CommentId>,
    ) -> Result<Option<CommentId>> {
        match parent {
            Some(parent) => self.parent_to_stand_under(article, parent).await.map(Some),
            None => Ok(None),
        }
    }

    /// The ancestor of an answer that keeps it within [`DEEPEST`] levels.
    async fn parent_to_stand_under(&self, article: ArticleId, parent: CommentId) -> Result<CommentId> {
        let mut chain = vec![parent];
        loop {
            let above: Option<Option<CommentId>> = self
                .conn()
                .first(
                    "SELECT parent FROM comments WHERE id = $1 AND article = $2 AND state = $3",
                    params![chain[chain.len() - 1], article, State::Approved.as_str()],
                    |row| row.get(0),
                )
                .await?;
            match above {
                None => return Err(Error::Refused("the comment answered is not there any more".into())),
                Some(Some(above)) => chain.push(above),
                Some(None) => break,
            }
        }
        // chain ends at the thread's first comment, which stands on level 1.
        Ok(chain[chain.len().saturating_sub(DEEPEST - 1)])
    }

    async fn article_of_comment(&self, comment: CommentId) -> Result<ArticleId> {
        self.conn()
            .first("SELECT article FROM comments WHERE id = $1", params![comment], |row| row.get(0))
            .await?
            .ok_or_else(|| Error::missing("comment", comment))
    }

    pub(crate) async fn count_comments(&self, article: ArticleId) -> Result<()> {
        self.conn()
            .execute(
                "UPDATE articles SET comment_count = \
                     (SELECT count(*) FROM comments WHERE article = $1 AND state = 'approved') WHERE id = $1",
                params![article],
            )
            .await?;
        self.changed(Subject::Comments, article.0);
        Ok(())
    }
}
