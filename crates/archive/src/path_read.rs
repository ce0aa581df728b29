//! What is at an address.

use newsroom::ids::{ArticleId, AssetId, AuthorId, PageId, SectionId, TopicId};
use newsroom::path::{Target, normal};

use crate::db::params;
use crate::{Error, Reading, Result};

impl Reading<'_> {
    /// What is at an address, if it was ever used.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn target(&self, path: &str) -> Result<Option<Target>> {
        self.conn()
            .first(
                "SELECT kind, target, location FROM paths WHERE path = $1",
                params![&normal(path)],
                |row| {
                    let kind = row.str(0)?;
                    let id = || {
                        row.get::<Option<i64>>(1)?.ok_or_else(|| Error::stored("paths.target", "it is empty"))
                    };
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
                },
            )
            .await
    }
}
