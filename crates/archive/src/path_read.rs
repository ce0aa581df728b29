//! What is at an address.

use newsroom::ids::{ArticleId, AssetId, AuthorId, PageId, SectionId, TopicId};
use newsroom::path::{Target, normal};

use crate::db::{Row, params};
use crate::paths::Prohibition;
use crate::{Error, Reading, Result, Tag};

impl Reading<'_> {
    /// What is at an address, if it was ever used.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn target(&self, path: &str) -> Result<Option<Target>> {
        let path = normal(path);
        self.about([Tag::Path(path.clone())])
            .first("SELECT kind, target, location FROM paths WHERE path = $1", params![&path], target)
            .await
    }

    /// At most `most` addresses that lead elsewhere or nowhere, after `after` in their order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn redirects(&self, after: &str, most: i64) -> Result<Vec<(String, Target)>> {
        self.conn()
            .all(
                "SELECT kind, target, location, path FROM paths WHERE target IS NULL AND path > $1 \
                 ORDER BY path LIMIT $2",
                params![after, most],
                |row| Ok((row.get(3)?, target(row)?)),
            )
            .await
    }

    /// Why what is at an address must not be shown, as far as it was said.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn prohibition(&self, path: &str) -> Result<Prohibition> {
        let path = normal(path);
        let found = self
            .about([Tag::Path(path.clone())])
            .first("SELECT authority, reason, since FROM paths WHERE path = $1", params![&path], |row| {
                Ok(Prohibition {
                    authority: row.get::<Option<String>>(0)?.unwrap_or_default(),
                    reason: row.get::<Option<String>>(1)?.unwrap_or_default(),
                    since: row.get(2)?,
                })
            })
            .await?;
        Ok(found.unwrap_or_default())
    }
}

fn target(row: &Row<'_>) -> Result<Target> {
    let kind = row.str(0)?;
    let id = || row.get::<Option<i64>>(1)?.ok_or_else(|| Error::stored("paths.target", "it is empty"));
    Ok(match kind {
        "article" => Target::Article(ArticleId(id()?)),
        "page" => Target::Page(PageId(id()?)),
        "section" => Target::Section(SectionId(id()?)),
        "topic" => Target::Topic(TopicId(id()?)),
        "author" => Target::Author(AuthorId(id()?)),
        "asset" => Target::Asset(AssetId(id()?)),
        "redirect" => Target::Redirect(row.get::<Option<String>>(2)?.unwrap_or_default()),
        "gone" => Target::Gone,
        "unavailable" => Target::Unavailable,
        other => return Err(Error::stored("paths.kind", format!("“{other}” is unknown"))),
    })
}
