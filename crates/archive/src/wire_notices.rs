//! What articles are told of the copy they were made of: newer versions, kills, moved embargoes.

use jiff::Timestamp;
use newsroom::article::State;
use newsroom::change::Subject;
use newsroom::ids::{ArticleId, WireItemId};
use newsroom::language::Language;
use newsroom::wire_item::{NoticeKind, OnKill, Status, WireItem, kill_words};

use crate::db::{Row, params};
use crate::{Error, Reading, Result, StoredProvider, Writing};

/// Until when that is embargoed which is withheld until further notice: 9999-12-01.
const UNTIL_FURTHER_NOTICE: i64 = 253_399_622_400_000;

/// Something that the makers of an article have to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its key.
    pub id: i64,
    /// What happened.
    pub kind: NoticeKind,
    /// To the copy of which article.
    pub article: ArticleId,
    /// Which item it is about.
    pub item: WireItemId,
    /// The item's version that brought it.
    pub version: i64,
    /// When.
    pub at: Timestamp,
    /// What the program did about it: `withdrawn`, `unscheduled`, or nothing.
    pub done: String,
    /// When somebody settled it.
    pub settled_at: Option<Timestamp>,
    /// Who.
    pub settled_by: String,
    /// What they decided.
    pub why: String,
}

/// An article that was made of an item.
struct Made {
    article: ArticleId,
    language: Language,
    state: State,
    due_at: Option<Timestamp>,
}

impl Writing<'_> {
    /// Tells the articles made of an item that a newer version of it is there. What has to go goes
    /// in the same transaction.
    pub(crate) async fn tell_articles(
        &self,
        from: &StoredProvider,
        item: WireItemId,
        version: i64,
        before: &WireItem,
        now: &WireItem,
    ) -> Result<()> {
        for made in self.made_of(item).await? {
            self.settle_embargo(made.article).await?;
            let kind = match now.status {
                Status::Cancelled => NoticeKind::Killed,
                Status::Withheld => NoticeKind::Withheld,
                Status::Usable if now.embargo != before.embargo && now.embargo > Some(self.now()) => {
                    NoticeKind::EmbargoMoved
                }
                Status::Usable => NoticeKind::Updated,
            };
            if now.status == Status::Usable {
                self.release_withheld(made.article, item).await?;
            }
            let done = match kind {
                NoticeKind::Updated | NoticeKind::Replaced => "",
                _ => self.hold_back(from, &made, kind).await?,
            };
            self.notice(kind, made.article, item, version, done).await?;
        }
        Ok(())
    }

    /// Tells the articles made of an item that another took its place.
    pub(crate) async fn tell_replaced(&self, item: WireItemId, version: i64) -> Result<()> {
        for made in self.made_of(item).await? {
            self.notice(NoticeKind::Replaced, made.article, item, version, "").await?;
        }
        Ok(())
    }

    /// Takes an article back, or off the schedule, whose copy may no longer be used. Says what was done.
    async fn hold_back(&self, from: &StoredProvider, made: &Made, kind: NoticeKind) -> Result<&'static str> {
        match made.state {
            State::Published if from.provider.on_kill == OnKill::Withdraw => {
                self.withdraw_article(made.article, &kill_words(&made.language, &from.provider)).await?;
                Ok("withdrawn")
            }
            // Nothing that is on its way out may get there: also where people only want to be told.
            State::Scheduled => {
                let embargo = self.embargo_of(made.article).await?;
                if kind.stops() || embargo > made.due_at {
                    self.unschedule_article(made.article).await?;
                    return Ok("unscheduled");
                }
                Ok("")
            }
            _ => Ok(""),
        }
    }

    async fn notice(
        &self,
        kind: NoticeKind,
        article: ArticleId,
        item: WireItemId,
        version: i64,
        done: &str,
    ) -> Result<()> {
        self.conn()
            .execute(
                "INSERT INTO wire_notices (kind, article, wire_item, version, at, done) \
                 VALUES ($1, $2, $3, $4, $5, $6)",
                params![kind.as_str(), article, item, version, self.now(), done],
            )
            .await?;
        self.changed(Subject::Article, article.0);
        Ok(())
    }

    /// Notes that somebody has dealt with a notice, and what they decided.
    ///
    /// # Errors
    /// When there is no such notice or it is settled.
    pub async fn settle_notice(&self, notice: i64, why: &str) -> Result<()> {
        let article: ArticleId = self
            .conn()
            .first(
                "UPDATE wire_notices SET settled_at = $2, settled_by = $3, why = $4 \
                 WHERE id = $1 AND settled_at IS NULL RETURNING article",
                params![notice, self.now(), &self.cause().who, why],
                |row| row.get(0),
            )
            .await?
            .ok_or_else(|| Error::missing("open notice", notice))?;
        self.changed_because(Subject::Article, article.0, why);
        Ok(())
    }

    /// Settles what an article was told of newer versions of an item, because they were merged.
    pub(crate) async fn settle_updates(&self, article: ArticleId, item: WireItemId) -> Result<()> {
        self.conn()
            .execute(
                "UPDATE wire_notices SET settled_at = $3, settled_by = $4, why = 'merged' \
                 WHERE article = $1 AND wire_item = $2 AND kind = 'updated' AND settled_at IS NULL",
                params![article, item, self.now(), &self.cause().who],
            )
            .await
            .map(drop)
    }

    /// Settles that an item was withheld, because its sender lets it go.
    async fn release_withheld(&self, article: ArticleId, item: WireItemId) -> Result<()> {
        self.conn()
            .execute(
                "UPDATE wire_notices SET settled_at = $3, settled_by = $4, why = 'released by its sender' \
                 WHERE article = $1 AND wire_item = $2 AND kind = 'withheld' AND settled_at IS NULL",
                params![article, item, self.now(), &self.cause().who],
            )
            .await
            .map(drop)
    }

    /// Fixes until when an article may not be published: the latest embargo of what it was made of.
    pub(crate) async fn settle_embargo(&self, article: ArticleId) -> Result<()> {
        self.conn()
            .execute(
                "UPDATE articles SET embargo_at = ( \
                     SELECT MAX(CASE i.status WHEN 'withheld' THEN $2 ELSE i.embargo_at END) \
                     FROM article_items a JOIN wire_items i ON i.id = a.wire_item WHERE a.article = $1) \
                 WHERE id = $1",
                params![article, UNTIL_FURTHER_NOTICE],
            )
            .await
            .map(drop)
    }

    /// Refuses what must not be published at a time because of the copy it was made of.
    pub(crate) async fn refuse_embargoed(&self, article: ArticleId, at: Timestamp) -> Result<()> {
        if let Some(embargo) = self.embargo_of(article).await?.filter(|embargo| *embargo > at) {
            let until = match embargo.as_millisecond() {
                UNTIL_FURTHER_NOTICE => "until its sender says otherwise".into(),
                _ => format!("until {embargo}"),
            };
            return Err(Error::Refused(format!(
                "article {article} is made of copy that is embargoed {until}; it cannot be published before"
            )));
        }
        let stopped: Option<(i64, String)> = self
            .conn()
            .first(
                "SELECT id, kind FROM wire_notices WHERE article = $1 AND settled_at IS NULL \
                 AND kind IN ('killed', 'withheld') ORDER BY id LIMIT 1",
                params![article],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .await?;
        match stopped {
            None => Ok(()),
            Some((notice, kind)) => Err(Error::Refused(format!(
                "the copy that article {article} is made of was {kind} (notice {notice}); where the article stands \
                 without it, settle the notice and say why"
            ))),
        }
    }

    async fn embargo_of(&self, article: ArticleId) -> Result<Option<Timestamp>> {
        let found: Option<Option<Timestamp>> = self
            .conn()
            .first("SELECT embargo_at FROM articles WHERE id = $1", params![article], |row| row.get(0))
            .await?;
        Ok(found.flatten())
    }

    async fn made_of(&self, item: WireItemId) -> Result<Vec<Made>> {
        self.conn()
            .all(
                "SELECT article, language, state, due_at FROM article_items JOIN articles ON articles.id = article \
                 WHERE wire_item = $1 ORDER BY article",
                params![item],
                |row| {
                    let state = row.str(2)?;
                    Ok(Made {
                        article: row.get(0)?,
                        language: row.get(1)?,
                        state: State::from_word(state).ok_or_else(|| Error::stored("state", state))?,
                        due_at: row.get(3)?,
                    })
                },
            )
            .await
    }
}

impl Reading<'_> {
    /// At most `most` notices that nobody has settled, the oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_notices(&self, most: i64) -> Result<Vec<Notice>> {
        self.conn()
            .all(
                "SELECT id, kind, article, wire_item, version, at, done, settled_at, settled_by, why \
                 FROM wire_notices WHERE settled_at IS NULL ORDER BY id LIMIT $1",
                params![most],
                read,
            )
            .await
    }

    /// What an article was told of its copy, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn notices_of(&self, article: ArticleId) -> Result<Vec<Notice>> {
        self.conn()
            .all(
                "SELECT id, kind, article, wire_item, version, at, done, settled_at, settled_by, why \
                 FROM wire_notices WHERE article = $1 ORDER BY id DESC",
                params![article],
                read,
            )
            .await
    }
}

fn read(row: &Row<'_>) -> Result<Notice> {
    let kind = row.str(1)?;
    Ok(Notice {
        id: row.get(0)?,
        kind: NoticeKind::from_word(kind).ok_or_else(|| Error::stored("kind", kind))?,
        article: row.get(2)?,
        item: row.get(3)?,
        version: row.get(4)?,
        at: row.get(5)?,
        done: row.get(6)?,
        settled_at: row.get(7)?,
        settled_by: row.get(8)?,
        why: row.get(9)?,
    })
}
