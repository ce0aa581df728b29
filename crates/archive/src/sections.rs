//! Sections: making and changing the tree of departments.

use newsroom::address;
use newsroom::change::Subject;
use newsroom::ids::{ArticleId, SectionId};
use newsroom::section::SectionName;

use crate::db::params;
use crate::{Error, Result, Tells, Writing};

impl Writing<'_> {
    /// Adds a section under `parent`, or at the top.
    ///
    /// # Errors
    /// When the slug is no slug, is needed by the program, or is taken at that place.
    pub async fn add_section(
        &self,
        parent: Option<SectionId>,
        slug: &str,
        position: i64,
        names: &[SectionName],
    ) -> Result<SectionId> {
        // Only what stands first in an address can be taken for something else.
        let free = if parent.is_none() { address::is_free(slug) } else { newsroom::slug::is_slug(slug) };
        if !free {
            return Err(Error::Refused(format!(
                "“{slug}” cannot be a section's address: use lower-case letters, digits and hyphens, at the top \
                 more than two letters and none of {}",
                address::RESERVED.join(", ")
            )));
        }
        let path = match parent {
            Some(parent) => format!("{}/{slug}", self.section_at(parent).await?),
            None => slug.to_owned(),
        };
        if self.section_by_path(&path).await?.is_some() {
            return Err(Error::Refused(format!("there is a section “{path}” already")));
        }
        let id = self
            .conn()
            .insert(
                "INSERT INTO sections (parent, slug, path, position) VALUES ($1, $2, $3, $4) RETURNING id",
                params![parent, slug, &path, position],
            )
            .await?;
        self.name_section(SectionId(id), names).await?;
        self.put_path(&format!("/{path}"), &newsroom::path::Target::Section(SectionId(id))).await?;
        Ok(SectionId(id))
    }

    /// Sets the names of a section in some languages; those in others stay.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn name_section(&self, section: SectionId, names: &[SectionName]) -> Result<()> {
        for name in names {
            self.conn()
                .execute(
                    "INSERT INTO section_names (section, language, name, description) VALUES ($1, $2, $3, $4) \
                     ON CONFLICT (section, language) DO UPDATE \
                     SET name = excluded.name, description = excluded.description",
                    params![section, &name.language, &name.name, &name.description],
                )
                .await?;
        }
        self.changed(Subject::Section, section.0);
        Ok(())
    }

    /// Puts a section under another one, or at the top, with all that is in it. The addresses it and
    /// those below it had lead to the new ones; those of articles stay.
    ///
    /// # Errors
    /// When the place is taken, or lies within the section itself.
    pub async fn move_section(
        &self,
        section: SectionId,
        parent: Option<SectionId>,
        position: i64,
    ) -> Result<String> {
        let old = self.section_at(section).await?;
        let slug = old.rsplit('/').next().unwrap_or_default();
        let path = match parent {
            Some(parent) => {
                let above = self.section_at(parent).await?;
                if above == old || above.starts_with(&format!("{old}/")) {
                    return Err(Error::Refused(format!("“{old}” cannot stand within itself, in “{above}”")));
                }
                format!("{above}/{slug}")
            }
            None => slug.to_owned(),
        };
        if parent.is_none() && !address::is_free(slug) {
            return Err(Error::Refused(format!(
                "“{slug}” cannot stand at the top: the program needs /{slug}"
            )));
        }
        if path != old && self.section_by_path(&path).await?.is_some() {
            return Err(Error::Refused(format!("there is a section “{path}” already")));
        }
        self.conn()
            .execute(
                "UPDATE sections SET parent = $2, position = $3 WHERE id = $1",
                params![section, parent, position],
            )
            .await?;
        let moved: Vec<(SectionId, String)> = self
            .conn()
            .all(
                "SELECT id, path FROM sections WHERE path = $1 OR substr(path, 1, length($1) + 1) = $1 || '/'",
                params![&old],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .await?;
        for (id, was) in moved {
            let now = format!("{path}{}", &was[old.len()..]);
            self.conn().execute("UPDATE sections SET path = $2 WHERE id = $1", params![id, &now]).await?;
            // The old address keeps the section; its page then leads to where it is now.
            self.put_path(&format!("/{now}"), &newsroom::path::Target::Section(id)).await?;
            let articles: Vec<ArticleId> = self
                .conn()
                .all(
                    "SELECT id FROM articles WHERE section = $1 \
                     UNION SELECT article FROM article_sections WHERE section = $1",
                    params![id],
                    |row| row.get(0),
                )
                .await?;
            for article in articles {
                self.relist(article, Tells::THERE).await?;
            }
            self.changed(Subject::Section, id.0);
        }
        Ok(path)
    }

    /// Removes a section that nothing stands in any more. Its address answers 410 from then on.
    ///
    /// # Errors
    /// When articles or sections are still in it.
    pub async fn remove_section(&self, section: SectionId) -> Result<()> {
        let path = self.section_at(section).await?;
        // Counted, not EXISTS: PostgreSQL would walk the table in the hope of an early row.
        let used: Option<i64> = self
            .conn()
            .first(
                "SELECT (SELECT count(*) FROM articles WHERE section = $1) \
                      + (SELECT count(*) FROM article_sections WHERE section = $1) \
                      + (SELECT count(*) FROM sections WHERE parent = $1)",
                params![section],
                |row| row.get(0),
            )
            .await?;
        if used.is_some_and(|used| used > 0) {
            return Err(Error::Refused(format!(
                "section “{path}” still holds articles or sections; move them first"
            )));
        }
        self.conn().execute("DELETE FROM sections WHERE id = $1", params![section]).await?;
        self.put_path(&format!("/{path}"), &newsroom::path::Target::Gone).await?;
        self.changed(Subject::Section, section.0);
        Ok(())
    }
}
