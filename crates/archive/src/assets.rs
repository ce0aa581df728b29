//! Assets: taking pictures and files into the library. Their bytes lie in [`crate::Files`].

use jiff::Timestamp;
use newsroom::change::Subject;
use newsroom::ids::AssetId;
use newsroom::job::Kind as JobKind;
use newsroom::language::Language;

use crate::db::params;
use crate::{Error, Result, Writing};

/// A picture or file as it is taken into the library.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewAsset {
    /// A name that is unique in the library.
    pub name: String,
    /// Content type of the stored bytes.
    pub mime: String,
    /// BLAKE3 hash of the stored bytes, hexadecimal.
    pub hash: String,
    /// Their number.
    pub bytes: i64,
    /// Width in pixels.
    pub width: Option<i64>,
    /// Height in pixels.
    pub height: Option<i64>,
    /// What those hear who cannot see it.
    pub alt: String,
    /// What is said of it.
    pub caption: String,
    /// Whose it is.
    pub credit: String,
    /// Who holds the rights.
    pub copyright: String,
    /// When it was taken.
    pub taken: Option<Timestamp>,
    /// Where the eye should stay when it is cropped: shares of width and height, 0 to 1; the
    /// middle if left out.
    pub focus: Option<(f64, f64)>,
}

/// What is said about an asset and can be changed without touching its bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct AssetWords {
    /// What those hear who cannot see it.
    pub alt: String,
    /// What is said of it.
    pub caption: String,
    /// Whose it is.
    pub credit: String,
    /// Who holds the rights.
    pub copyright: String,
    /// Where the eye should stay when it is cropped: shares of width and height, 0 to 1.
    pub focus: (f64, f64),
}

/// A size and format of a picture that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRendition {
    /// As it stands in its address, such as `w640.avif`.
    pub variant: String,
    /// Content type.
    pub mime: String,
    /// Width in pixels.
    pub width: i64,
    /// Height in pixels.
    pub height: i64,
    /// Number of bytes.
    pub bytes: i64,
    /// BLAKE3 hash of the bytes, hexadecimal.
    pub hash: String,
}

impl Writing<'_> {
    /// Takes an asset into the library, or replaces the one of that name. The bytes must lie in
    /// the [`Files`](crate::Files) already.
    ///
    /// # Errors
    /// When the name is blank.
    pub async fn put_asset(&self, asset: &NewAsset) -> Result<AssetId> {
        if asset.name.trim().is_empty() {
            return Err(Error::Refused("an asset needs a name".into()));
        }
        let (x, y) = asset.focus.unwrap_or((0.5, 0.5));
        let id = self
            .conn()
            .insert_or_update(
                "INSERT INTO assets (name, mime, hash, bytes, width, height, alt, caption, credit, copyright, \
                                     taken_at, created_at, focus_x, focus_y) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) \
                 ON CONFLICT (name) DO UPDATE SET mime = excluded.mime, hash = excluded.hash, \
                     bytes = excluded.bytes, width = excluded.width, height = excluded.height, \
                     alt = excluded.alt, caption = excluded.caption, credit = excluded.credit, \
                     copyright = excluded.copyright, taken_at = excluded.taken_at, \
                     focus_x = excluded.focus_x, focus_y = excluded.focus_y RETURNING id",
                params![
                    asset.name.trim(),
                    &asset.mime,
                    &asset.hash,
                    asset.bytes,
                    asset.width,
                    asset.height,
                    &asset.alt,
                    &asset.caption,
                    &asset.credit,
                    &asset.copyright,
                    asset.taken,
                    self.now(),
                    x,
                    y
                ],
            )
            .await?;
        self.conn().execute("DELETE FROM renditions WHERE asset = $1", params![id]).await?;
        if asset.mime.starts_with("image/") {
            self.enqueue(JobKind::Renditions, &id.to_string(), self.now()).await?;
        }
        self.changed(Subject::Asset, id);
        Ok(AssetId(id))
    }

    /// Says something else about an asset. Its bytes stay; another focus makes another picture
    /// beside shared links.
    ///
    /// # Errors
    /// When there is no such asset.
    pub async fn change_asset(&self, asset: AssetId, words: &AssetWords) -> Result<()> {
        let found = self
            .conn()
            .execute(
                "UPDATE assets SET alt = $2, caption = $3, credit = $4, copyright = $5, focus_x = $6, focus_y = $7 \
                 WHERE id = $1 AND hash <> ''",
                params![
                    asset,
                    &words.alt,
                    &words.caption,
                    &words.credit,
                    &words.copyright,
                    words.focus.0,
                    words.focus.1
                ],
            )
            .await?;
        if found == 0 {
            return Err(Error::missing("asset", asset));
        }
        self.enqueue(JobKind::Renditions, &asset.to_string(), self.now()).await?;
        self.changed(Subject::Asset, asset.0);
        Ok(())
    }

    /// Takes an asset away from all pages with its renditions: its address answers 410. The row
    /// stays, because revisions name it, and the reason stays in the log of changes. Says the
    /// hashes of files that nothing refers to any more, to be removed from the [`Files`](crate::Files).
    ///
    /// # Errors
    /// When there is no such asset.
    pub async fn remove_asset(&self, asset: AssetId, reason: &str) -> Result<Vec<String>> {
        let hash: String = self
            .conn()
            .first("SELECT hash FROM assets WHERE id = $1 AND hash <> ''", params![asset], |row| row.get(0))
            .await?
            .ok_or_else(|| Error::missing("asset", asset))?;
        self.conn()
            .execute(
                "UPDATE assets SET hash = '', mime = '', bytes = 0, width = NULL, height = NULL, alt = '', \
                     caption = '', credit = '', copyright = '', taken_at = NULL WHERE id = $1",
                params![asset],
            )
            .await?;
        self.conn().execute("DELETE FROM asset_words WHERE asset = $1", params![asset]).await?;
        self.forget_kept("asset", asset.0).await?;
        let mut freed: Vec<String> = self
            .conn()
            .all("SELECT hash FROM renditions WHERE asset = $1", params![asset], |row| row.get(0))
            .await?;
        self.conn().execute("DELETE FROM renditions WHERE asset = $1", params![asset]).await?;
        let elsewhere =
            self.conn().first("SELECT 1 FROM assets WHERE hash = $1", params![&hash], |_| Ok(())).await?;
        // The same picture under a second name has the same renditions.
        match elsewhere {
            Some(()) => freed.clear(),
            None => freed.push(hash),
        }
        self.changed_because(Subject::Asset, asset.0, reason);
        Ok(freed)
    }

    /// Says what an asset shows in another language than the site's main one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn describe_asset(
        &self,
        asset: AssetId,
        language: &Language,
        alt: &str,
        caption: &str,
    ) -> Result<()> {
        self.conn()
            .execute(
                "INSERT INTO asset_words (asset, language, alt, caption) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (asset, language) DO UPDATE SET alt = excluded.alt, caption = excluded.caption",
                params![asset, language, alt, caption],
            )
            .await?;
        self.changed(Subject::Asset, asset.0);
        Ok(())
    }

    /// Notes a rendition that was made of the bytes of a hash; making it again changes nothing,
    /// and one of bytes that were replaced or removed meanwhile is not noted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_rendition(&self, asset: AssetId, of_hash: &str, rendition: &NewRendition) -> Result<()> {
        self.conn()
            .execute(
                "INSERT INTO renditions (asset, variant, mime, width, height, bytes, hash) \
                 SELECT id, $2, $3, $4, $5, $6, $7 FROM assets WHERE id = $1 AND hash = $8 ON CONFLICT (asset, variant) DO UPDATE \
                 SET mime = excluded.mime, width = excluded.width, height = excluded.height, \
                     bytes = excluded.bytes, hash = excluded.hash",
                params![
                    asset,
                    &rendition.variant,
                    &rendition.mime,
                    rendition.width,
                    rendition.height,
                    rendition.bytes,
                    &rendition.hash,
                    of_hash
                ],
            )
            .await
            .map(drop)
    }

    /// The asset of a name.
    ///
    /// # Errors
    /// When there is none.
    pub async fn asset_id(&self, name: &str) -> Result<AssetId> {
        self.conn()
            .first("SELECT id FROM assets WHERE name = $1", params![name], |row| row.get(0))
            .await?
            .ok_or_else(|| Error::missing("asset", name))
    }
}
