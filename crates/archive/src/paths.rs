//! Paths: noting what is at an address.

use jiff::Timestamp;
use newsroom::change::Subject;
use newsroom::path::{Target, normal};

use crate::db::params;
use crate::{Error, Result, Tag, Writing};

/// Why something must not be shown (RFC 7725).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prohibition {
    /// Who demanded it.
    pub authority: String,
    /// The reason that readers are told.
    pub reason: String,
    /// Since when.
    pub since: Option<Timestamp>,
}

impl Writing<'_> {
    /// Says that what is at an address must not be shown, and who demanded it.
    ///
    /// # Errors
    /// When a published article, a page or a section is there: it would still stand in lists.
    pub async fn forbid_path(&self, path: &str, prohibition: &Prohibition) -> Result<()> {
        let path = normal(path);
        let shown: Option<String> = self
            .conn()
            .first(
                "SELECT kind FROM paths WHERE path = $1 AND (kind IN ('page', 'section') OR kind = 'article' \
                 AND EXISTS (SELECT 1 FROM articles WHERE articles.id = paths.target AND state = 'published'))",
                params![&path],
                |row| row.get(0),
            )
            .await?;
        if let Some(kind) = shown {
            return Err(Error::Refused(format!(
                "a {kind} is at {path} and would stay in lists; withdraw or remove it first"
            )));
        }
        self.put_path(&path, &Target::Unavailable).await?;
        self.conn()
            .execute(
                "UPDATE paths SET authority = $2, reason = $3, since = $4 WHERE path = $1",
                params![&path, &prohibition.authority, &prohibition.reason, prohibition.since],
            )
            .await
            .map(drop)
    }

    /// Forgets an address that leads elsewhere or nowhere; it is free again.
    ///
    /// # Errors
    /// When there is none, or something of the newsroom is there.
    pub async fn forget_path(&self, path: &str) -> Result<()> {
        let path = normal(path);
        let found = self
            .conn()
            .execute("DELETE FROM paths WHERE path = $1 AND target IS NULL", params![&path])
            .await?;
        if found == 0 {
            return Err(Error::missing("redirect", path));
        }
        self.touch(Tag::Path(path));
        self.changed(Subject::Path, 0);
        Ok(())
    }

    /// Says what is at an address from now on.
    ///
    /// # Errors
    /// When a redirect would lead to its own address.
    pub async fn put_path(&self, path: &str, target: &Target) -> Result<()> {
        self.set_path(path, target).await?;
        let (_, id, _) = columns(target);
        self.changed(Subject::Path, id.unwrap_or(0));
        Ok(())
    }

    /// The same without a line in the log, for those who write another.
    pub(crate) async fn set_path(&self, path: &str, target: &Target) -> Result<()> {
        let path = normal(path);
        let (kind, id, location) = columns(target);
        if location.is_some_and(|location| normal(location) == path) {
            return Err(Error::Refused(format!("{path} would lead to itself")));
        }
        self.conn()
            .execute(
                "INSERT INTO paths (path, kind, target, location) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (path) DO UPDATE \
                 SET kind = excluded.kind, target = excluded.target, location = excluded.location, \
                     authority = NULL, reason = NULL, since = NULL",
                params![&path, kind, id, location],
            )
            .await?;
        self.touch(Tag::Path(path));
        Ok(())
    }

    /// Says what is at an old address, unless something else is there already. Whether it was free.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn offer_path(&self, path: &str, target: &Target) -> Result<bool> {
        let (kind, id, location) = columns(target);
        let path = normal(path);
        let added = self
            .conn()
            .execute(
                "INSERT INTO paths (path, kind, target, location) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (path) DO NOTHING",
                params![&path, kind, id, location],
            )
            .await?;
        if added > 0 {
            self.touch(Tag::Path(path));
        }
        Ok(added > 0)
    }
}

fn columns(target: &Target) -> (&'static str, Option<i64>, Option<&str>) {
    match target {
        Target::Article(id) => ("article", Some(id.0), None),
        Target::Page(id) => ("page", Some(id.0), None),
        Target::Section(id) => ("section", Some(id.0), None),
        Target::Topic(id) => ("topic", Some(id.0), None),
        Target::Author(id) => ("author", Some(id.0), None),
        Target::Asset(id) => ("asset", Some(id.0), None),
        Target::Redirect(location) => ("redirect", None, Some(location)),
        Target::Gone => ("gone", None, None),
        Target::Unavailable => ("unavailable", None, None),
    }
}
