//! The tree of sections.

use newsroom::ids::SectionId;
use newsroom::section::{Section, SectionName};

use crate::db::params;
use crate::{Error, Reading, Result, Tag};

impl Reading<'_> {
    /// Whether there is a section of a key.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_section(&self, section: SectionId) -> Result<bool> {
        let found =
            self.conn().first("SELECT 1 FROM sections WHERE id = $1", params![section], |_| Ok(())).await?;
        Ok(found.is_some())
    }

    /// The path of a section, such as `politik/welt`.
    ///
    /// # Errors
    /// When there is no such section.
    pub async fn section_at(&self, section: SectionId) -> Result<String> {
        self.conn()
            .first("SELECT path FROM sections WHERE id = $1", params![section], |row| row.get(0))
            .await?
            .ok_or_else(|| Error::missing("section", section))
    }

    /// The section of a path such as `politik/welt`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn section_by_path(&self, path: &str) -> Result<Option<SectionId>> {
        self.conn().first("SELECT id FROM sections WHERE path = $1", params![path], |row| row.get(0)).await
    }

    /// All sections with their names, those of one level in their order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sections(&self) -> Result<Vec<Section>> {
        let rows = self
            .about([Tag::Sections])
            .all(
                "SELECT s.id, s.parent, s.slug, s.path, s.position, n.language, n.name, n.description \
                 FROM sections s LEFT JOIN section_names n ON n.section = s.id \
                 ORDER BY s.position, s.id, n.language",
                &[],
                |row| {
                    let names = match row.get::<Option<String>>(5)? {
                        Some(_) => vec![SectionName {
                            language: row.get(5)?,
                            name: row.get(6)?,
                            description: row.get(7)?,
                        }],
                        None => Vec::new(),
                    };
                    Ok(Section {
                        id: row.get::<SectionId>(0)?,
                        parent: row.get(1)?,
                        slug: row.get(2)?,
                        path: row.get(3)?,
                        position: row.get(4)?,
                        names,
                    })
                },
            )
            .await?;
        let mut sections: Vec<Section> = Vec::new();
        for row in rows {
            match sections.last_mut() {
                Some(last) if last.id == row.id => last.names.extend(row.names),
                _ => sections.push(row),
            }
        }
        Ok(sections)
    }
}
