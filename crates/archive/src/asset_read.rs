//! Assets as pages show them, and where their renditions lie.

use newsroom::asset::Asset;
use newsroom::ids::AssetId;
use newsroom::language::Language;

use crate::db::{Row, listed, params};
use crate::{Error, NewRendition, Reading, Result, Tag};

/// The asset of a left join whose columns begin at `at`, or nothing when none was joined or it was
/// removed.
pub(crate) fn joined(row: &Row<'_>, at: usize) -> Result<Option<Asset>> {
    let Some(id) = row.get::<Option<AssetId>>(at)? else { return Ok(None) };
    // One that was removed keeps its row and nothing else.
    if row.str(at + 3)?.is_empty() {
        return Ok(None);
    }
    Ok(Some(Asset {
        id,
        name: row.get(at + 1)?,
        mime: row.get(at + 2)?,
        hash: row.get(at + 3)?,
        bytes: row.get(at + 4)?,
        width: row.get(at + 5)?,
        height: row.get(at + 6)?,
        focus: (row.get(at + 7)?, row.get(at + 8)?),
        alt: row.get(at + 9)?,
        caption: row.get(at + 10)?,
        credit: row.get(at + 11)?,
        copyright: row.get(at + 12)?,
        taken: row.get(at + 13)?,
    }))
}

impl Reading<'_> {
    /// An asset in the words of the site's main language.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn asset(&self, id: AssetId) -> Result<Option<Asset>> {
        let found = self
            .about([Tag::Asset(id)])
            .first(
                "SELECT id, name, mime, hash, bytes, width, height, focus_x, focus_y, alt, caption, credit, copyright, \
                        taken_at FROM assets WHERE id = $1",
                params![id],
                |row| joined(row, 0),
            )
            .await?;
        Ok(found.flatten())
    }

    /// The assets of some keys in the words of a language, in no order; unknown keys are left out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn assets(&self, ids: &[AssetId], language: &Language) -> Result<Vec<Asset>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let json = serde_json::to_string(ids).map_err(|error| Error::stored("assets", error))?;
        let sql = listed!(
            self.about([]),
            "SELECT s.id, s.name, s.mime, s.hash, s.bytes, s.width, s.height, s.focus_x, s.focus_y, \
                    COALESCE(NULLIF(w.alt, ''), s.alt), \
                    COALESCE(NULLIF(w.caption, ''), s.caption), s.credit, s.copyright, s.taken_at \
             FROM ",
            "$1",
            " JOIN assets s ON s.id = CAST(CAST(list.value AS TEXT) AS BIGINT) \
              LEFT JOIN asset_words w ON w.asset = s.id AND w.language = $2"
        );
        for id in ids {
            self.note(Tag::Asset(*id));
        }
        let found = self.about([]).all(sql, params![&json, language], |row| joined(row, 0)).await?;
        Ok(found.into_iter().flatten().collect())
    }

    /// Whether there was an asset of a key that has been removed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn asset_was_removed(&self, id: AssetId) -> Result<bool> {
        let found = self
            .about([Tag::Asset(id)])
            .first("SELECT 1 FROM assets WHERE id = $1 AND hash = ''", params![id], |_| Ok(()))
            .await?;
        Ok(found.is_some())
    }

    /// At most `most` assets whose names come after `after`, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn assets_by_name(&self, after: &str, most: i64) -> Result<Vec<Asset>> {
        let found = self
            .conn()
            .all(
                "SELECT id, name, mime, hash, bytes, width, height, focus_x, focus_y, alt, caption, credit, copyright, \
                        taken_at FROM assets WHERE name > $1 AND hash <> '' ORDER BY name LIMIT $2",
                params![after, most],
                |row| joined(row, 0),
            )
            .await?;
        Ok(found.into_iter().flatten().collect())
    }

    /// What is said about an asset in other languages: language, alternative text, caption.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn asset_words(&self, id: AssetId) -> Result<Vec<(Language, String, String)>> {
        self.conn()
            .all(
                "SELECT language, alt, caption FROM asset_words WHERE asset = $1 ORDER BY language",
                params![id],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .await
    }

    /// A rendition of an asset, if it was made already.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rendition(&self, asset: AssetId, variant: &str) -> Result<Option<NewRendition>> {
        self.conn()
            .first(
                "SELECT variant, mime, width, height, bytes, hash FROM renditions WHERE asset = $1 AND variant = $2",
                params![asset, variant],
                |row| {
                    Ok(NewRendition {
                        variant: row.get(0)?,
                        mime: row.get(1)?,
                        width: row.get(2)?,
                        height: row.get(3)?,
                        bytes: row.get(4)?,
                        hash: row.get(5)?,
                    })
                },
            )
            .await
    }
}
