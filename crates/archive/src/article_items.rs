//! Which articles were made of which copy, and what editors note about an article.

use jiff::Timestamp;
use newsroom::change::Subject;
use newsroom::ids::{ArticleId, AssetId, WireItemId};
use newsroom::wire_item::{Note, Status};

use crate::db::params;
use crate::{Error, Reading, Result, Writing};

/// An item that an article was made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleItem {
    /// The article.
    pub article: ArticleId,
    /// The item.
    pub item: WireItemId,
    /// The version that the article's text goes back to.
    pub taken: i64,
    /// The newest version.
    pub newest: i64,
    /// When it was taken over or last merged.
    pub at: Timestamp,
    /// Which asset of the library each of the item's media became; none for those that were not taken.
    pub assets: Vec<Option<AssetId>>,
    /// Whether the item may be used.
    pub status: Status,
}

impl ArticleItem {
    /// Whether there is a newer version than the one the text goes back to.
    pub fn is_outdated(&self) -> bool {
        self.newest > self.taken
    }
}

/// Words among editors about an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleNote {
    /// When they were noted.
    pub at: Timestamp,
    /// By whom: a person, or the provider of the copy.
    pub who: String,
    /// What they are for, as [`newsroom::wire_item::NoteKind`] has it.
    pub kind: String,
    /// The words.
    pub text: String,
}

impl Writing<'_> {
    /// Notes that an article's text goes back to a version of an item. From now on it is told of what becomes
    /// of the item, and cannot be published before its embargo.
    ///
    /// # Errors
    /// When there is no such version, or it may not be used.
    pub async fn link_item(
        &self,
        article: ArticleId,
        item: WireItemId,
        version: i64,
        assets: &[Option<AssetId>],
    ) -> Result<()> {
        let known = self.wire_item(item).await?;
        if known.status == Status::Cancelled {
            return Err(Error::Refused(format!(
                "its sender has taken item {item} back; it may not be used any more"
            )));
        }
        let assets = serde_json::to_string(assets).map_err(|error| Error::stored("assets", error))?;
        self.conn()
            .execute(
                "INSERT INTO article_items (article, wire_item, taken, at, assets) VALUES ($1, $2, $3, $4, $5) \
                 ON CONFLICT (article, wire_item) DO UPDATE \
                 SET taken = excluded.taken, at = excluded.at, assets = excluded.assets",
                params![article, item, version, self.now(), &assets],
            )
            .await?;
        self.settle_embargo(article).await?;
        self.settle_updates(article, item).await?;
        self.changed(Subject::WireItem, item.0);
        self.changed(Subject::Article, article.0);
        Ok(())
    }

    /// Keeps words among editors about an article.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_on_article(&self, article: ArticleId, who: &str, note: &Note) -> Result<()> {
        let kind = serde_json::to_value(note.kind).map_err(|error| Error::stored("kind", error))?;
        self.conn()
            .execute(
                "INSERT INTO article_notes (article, at, who, kind, text) VALUES ($1, $2, $3, $4, $5)",
                params![article, self.now(), who, kind.as_str().unwrap_or_default(), &note.text],
            )
            .await?;
        self.changed(Subject::Article, article.0);
        Ok(())
    }
}

impl Reading<'_> {
    /// The items that an article was made of, in the order they were taken.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn items_of_article(&self, article: ArticleId) -> Result<Vec<ArticleItem>> {
        self.conn()
            .all(
                "SELECT article, wire_item, taken, newest, at, assets, status \
                 FROM article_items JOIN wire_items ON wire_items.id = wire_item WHERE article = $1 \
                 ORDER BY at, wire_item",
                params![article],
                |row| {
                    let status = row.str(6)?;
                    Ok(ArticleItem {
                        article: row.get(0)?,
                        item: row.get(1)?,
                        taken: row.get(2)?,
                        newest: row.get(3)?,
                        at: row.get(4)?,
                        assets: serde_json::from_str(row.str(5)?)
                            .map_err(|error| Error::stored("assets", error))?,
                        status: Status::from_word(status).ok_or_else(|| Error::stored("status", status))?,
                    })
                },
            )
            .await
    }

    /// The articles that were made of an item.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn articles_of_item(&self, item: WireItemId) -> Result<Vec<ArticleId>> {
        self.conn()
            .all(
                "SELECT article FROM article_items WHERE wire_item = $1 ORDER BY article",
                params![item],
                |row| row.get(0),
            )
            .await
    }

    /// What editors noted about an article, in order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn notes_on_article(&self, article: ArticleId) -> Result<Vec<ArticleNote>> {
        self.conn()
            .all(
                "SELECT at, who, kind, text FROM article_notes WHERE article = $1 ORDER BY id",
                params![article],
                |row| {
                    Ok(ArticleNote {
                        at: row.get(0)?,
                        who: row.get(1)?,
                        kind: row.get(2)?,
                        text: row.get(3)?,
                    })
                },
            )
            .await
    }
}
