//! Authors: making and changing them.

use newsroom::change::Subject;
use newsroom::ids::{AssetId, AuthorId};
use newsroom::language::Language;

use crate::db::params;
use crate::topics::require_slug;
use crate::{Error, Named, Result, Tag, Writing};

/// What is known about an author.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuthorFacts {
    /// Their part of the address.
    pub slug: String,
    /// The name as printed.
    pub name: String,
    /// What they do.
    pub role: String,
    /// A picture of them.
    pub picture: Option<AssetId>,
    /// A few sentences in each language.
    pub bios: Vec<(Language, String)>,
}

impl Writing<'_> {
    /// Adds an author, or changes the one of that slug.
    ///
    /// # Errors
    /// When the slug is no slug or the name is blank.
    pub async fn put_author(&self, facts: &AuthorFacts) -> Result<AuthorId> {
        require_slug("author", &facts.slug)?;
        if facts.name.trim().is_empty() {
            return Err(Error::Refused(format!("author “{}” needs a name", facts.slug)));
        }
        let known: Option<String> = self
            .conn()
            .first("SELECT name FROM authors WHERE slug = $1", params![&facts.slug], |row| row.get(0))
            .await?;
        self.touch(Tag::Slug(Named::Author, facts.slug.clone()));
        let is_renamed = known.is_some_and(|name| name != facts.name.trim());
        let id = self
            .conn()
            .insert_or_update(
                "INSERT INTO authors (slug, name, role, picture) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (slug) DO UPDATE \
                 SET name = excluded.name, role = excluded.role, picture = excluded.picture RETURNING id",
                params![&facts.slug, facts.name.trim(), &facts.role, facts.picture],
            )
            .await?;
        for (language, bio) in &facts.bios {
            self.conn()
                .execute(
                    "INSERT INTO author_bios (author, language, bio) VALUES ($1, $2, $3) \
                     ON CONFLICT (author, language) DO UPDATE SET bio = excluded.bio",
                    params![id, language, bio],
                )
                .await?;
        }
        if is_renamed {
            // Every list that announces one of their articles names them, and so does the list of authors.
            self.touch(Tag::Byline(AuthorId(id)));
            self.touch(Tag::Authors);
        }
        self.changed(Subject::Author, id);
        Ok(AuthorId(id))
    }

    /// The author of a slug.
    ///
    /// # Errors
    /// When there is none.
    pub async fn author_id(&self, slug: &str) -> Result<AuthorId> {
        self.conn()
            .first("SELECT id FROM authors WHERE slug = $1", params![slug], |row| row.get(0))
            .await?
            .ok_or_else(|| Error::missing("author", slug))
    }

    /// Removes an author who stands in no byline.
    ///
    /// # Errors
    /// When articles still name them.
    pub async fn remove_author(&self, author: AuthorId) -> Result<()> {
        let used = self
            .conn()
            .first(
                "SELECT EXISTS (SELECT 1 FROM article_authors WHERE author = $1)",
                params![author],
                |row| row.truth(0),
            )
            .await?;
        if used == Some(true) {
            return Err(Error::Refused("the author still stands in bylines; change those first".into()));
        }
        if let Some(slug) = self.author_slug(author).await? {
            self.touch(Tag::Slug(Named::Author, slug));
        }
        self.conn().execute("DELETE FROM authors WHERE id = $1", params![author]).await?;
        self.forget_kept("author", author.0).await?;
        self.changed(Subject::Author, author.0);
        Ok(())
    }
}
