//! Paths: noting what is at an address.

use newsroom::change::Subject;
use newsroom::path::{Target, normal};

use crate::db::params;
use crate::{Error, Result, Writing};

impl Writing<'_> {
    /// Says what is at an address from now on.
    ///
    /// # Errors
    /// When a redirect would lead to its own address.
    pub async fn put_path(&self, path: &str, target: &Target) -> Result<()> {
        let path = normal(path);
        let (kind, id, location) = columns(target);
        if location.is_some_and(|location| normal(location) == path) {
            return Err(Error::Refused(format!("{path} would lead to itself")));
        }
        self.conn()
            .execute(
                "INSERT INTO paths (path, kind, target, location) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (path) DO UPDATE \
                 SET kind = excluded.kind, target = excluded.target, location = excluded.location",
                params![&path, kind, id, location],
            )
            .await?;
        self.changed(Subject::Path, id.unwrap_or(0)).await
    }

    /// Says what is at an old address, unless something else is there already. Whether it was free.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn offer_path(&self, path: &str, target: &Target) -> Result<bool> {
        let (kind, id, location) = columns(target);
        let added = self
            .conn()
            .execute(
                "INSERT INTO paths (path, kind, target, location) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (path) DO NOTHING",
                params![&normal(path), kind, id, location],
            )
            .await?;
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
