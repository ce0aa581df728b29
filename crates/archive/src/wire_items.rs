//! Copy as it comes in: items, their versions and originals, and what reports the same.
//!
//! An item is known by its provider and the sender's identifier. Taking the same state in twice changes nothing,
//! so whoever feeds copy in may do so again after a crash.

use jiff::{SignedDuration, Timestamp};
use newsroom::change::Subject;
use newsroom::ids::{ProviderId, WireItemId};
use newsroom::job::Kind;
use newsroom::wire_item::{Link, Relation, Status, WireItem, likeness};

use crate::db::{listed, params};
use crate::{Error, Reading, Result, StoredProvider, Writing};

/// How long an item can be found to report the same as newer ones.
const LIKE_FOR: SignedDuration = SignedDuration::from_hours(72);

/// What an item's text becomes shorter by when it is compressed; level 3 is Zstandard's own choice.
const LEVEL: i32 = 3;

/// What became of a piece of copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// It is new.
    New(WireItemId),
    /// It is a newer version of one that is there.
    Version(WireItemId),
    /// It is a version older than one that is there; it was kept, nothing else.
    Late(WireItemId),
    /// It was there already, just so.
    Same(WireItemId),
}

impl Arrival {
    /// Which item it is.
    pub fn item(self) -> WireItemId {
        match self {
            Arrival::New(item) | Arrival::Version(item) | Arrival::Late(item) | Arrival::Same(item) => item,
        }
    }
}

/// The newest version of an item that is there.
struct Known {
    id: WireItemId,
    newest: i64,
    versions: i64,
    content: String,
    hash: String,
}

impl Writing<'_> {
    /// Keeps the bytes of a piece of copy as they came; says their hash. `name` is where they came from.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_original(&self, bytes: &[u8], content_type: &str, name: &str) -> Result<String> {
        let hash = blake3::hash(bytes).to_hex().to_string();
        let packed = zstd::bulk::compress(bytes, LEVEL).map_err(|error| Error::stored("bytes", error))?;
        self.conn()
            .execute(
                "INSERT INTO wire_originals (hash, bytes, size, content_type, name, received_at) \
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (hash) DO NOTHING",
                params![&hash, packed.as_slice(), bytes.len() as i64, content_type, name, self.now()],
            )
            .await?;
        Ok(hash)
    }

    /// Notes that a piece of copy could not be read, and why.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn refuse_copy(
        &self,
        provider: ProviderId,
        name: &str,
        reason: &str,
        original: &str,
    ) -> Result<()> {
        self.conn()
            .execute(
                "INSERT INTO wire_refusals (provider, at, name, reason, original) VALUES ($1, $2, $3, $4, $5)",
                params![provider, self.now(), name, reason, original],
            )
            .await?;
        self.changed(Subject::Provider, provider.0);
        Ok(())
    }

    /// Takes an item in. Where it is a newer version of one that articles were made of, those are told:
    /// see [`Writing::tell_articles`](crate::Writing).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn receive_item(
        &self,
        from: &StoredProvider,
        item: &WireItem,
        original: &str,
    ) -> Result<Arrival> {
        let content = serde_json::to_string(item).map_err(|error| Error::stored("content", error))?;
        let hash = blake3::hash(content.as_bytes()).to_hex().to_string();
        let known: Option<Known> = self
            .conn()
            .first(
                "SELECT i.id, i.newest, i.versions, v.content, v.hash \
                 FROM wire_items i JOIN wire_versions v ON v.id = i.newest WHERE i.provider = $1 AND i.item = $2",
                params![from.id, &item.id],
                |row| {
                    Ok(Known {
                        id: row.get(0)?,
                        newest: row.get(1)?,
                        versions: row.get(2)?,
                        content: row.get(3)?,
                        hash: row.get(4)?,
                    })
                },
            )
            .await?;
        let Some(known) = known else {
            let id = self.add_item(from.id, item).await?;
            let version = self.add_version(id, 1, item, &content, &hash, original).await?;
            self.point_to(id, version, 1, item).await?;
            self.find_event(id, item).await?;
            self.replace_others(from, id, version, item).await?;
            if from.provider.publish_unread && item.status == Status::Usable {
                self.enqueue(Kind::Relaying, &id.to_string(), self.now()).await?;
            }
            self.changed(Subject::WireItem, id.0);
            return Ok(Arrival::New(id));
        };
        if known.hash == hash || self.has_version(known.id, &hash).await? {
            return Ok(Arrival::Same(known.id));
        }
        let before: WireItem =
            serde_json::from_str(&known.content).map_err(|error| Error::stored("content", error))?;
        let number = known.versions + 1;
        let version = self.add_version(known.id, number, item, &content, &hash, original).await?;
        // The same version with other words is a later state of it, unless its time says otherwise.
        if before.is_newer_than(item) {
            self.conn()
                .execute("UPDATE wire_items SET versions = $2 WHERE id = $1", params![known.id, number])
                .await?;
            self.changed(Subject::WireItem, known.id.0);
            return Ok(Arrival::Late(known.id));
        }
        self.point_to(known.id, version, number, item).await?;
        self.replace_others(from, known.id, version, item).await?;
        self.tell_articles(from, known.id, version, &before, item).await?;
        if from.provider.publish_unread {
            self.enqueue(Kind::Relaying, &known.id.to_string(), self.now()).await?;
        }
        self.changed(Subject::WireItem, known.id.0);
        debug_assert!(version > known.newest, "versions count up");
        Ok(Arrival::Version(known.id))
    }

    async fn add_item(&self, provider: ProviderId, item: &WireItem) -> Result<WireItemId> {
        self.conn()
            .insert(
                "INSERT INTO wire_items (provider, item, kind, status, language, headline, slugline, arrived_at) \
                 VALUES ($1, $2, '', '', '', '', '', $3) RETURNING id",
                params![provider, &item.id, self.now()],
            )
            .await
            .map(WireItemId)
    }

    async fn add_version(
        &self,
        id: WireItemId,
        number: i64,
        item: &WireItem,
        content: &str,
        hash: &str,
        original: &str,
    ) -> Result<i64> {
        self.conn()
            .insert(
                "INSERT INTO wire_versions (wire_item, number, version, received_at, content, hash, original) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
                params![
                    id,
                    number,
                    item.version.as_deref().unwrap_or_default(),
                    self.now(),
                    content,
                    hash,
                    original
                ],
            )
            .await
    }

    async fn has_version(&self, id: WireItemId, hash: &str) -> Result<bool> {
        let there = self
            .conn()
            .first(
                "SELECT 1 FROM wire_versions WHERE wire_item = $1 AND hash = $2",
                params![id, hash],
                |_| Ok(()),
            )
            .await?;
        Ok(there.is_some())
    }

    /// Makes a version the newest of its item.
    async fn point_to(&self, id: WireItemId, version: i64, number: i64, item: &WireItem) -> Result<()> {
        self.conn()
            .execute(
                "UPDATE wire_items SET newest = $2, versions = $3, kind = $4, status = $5, language = $6, \
                     urgency = $7, embargo_at = $8, headline = $9, slugline = $10, moment = $11, arrived_at = $12 \
                 WHERE id = $1",
                params![
                    id,
                    version,
                    number,
                    item.kind.as_str(),
                    item.status.as_str(),
                    item.language.as_ref().map_or("", |language| language.as_str()),
                    item.urgency.map(i64::from),
                    item.embargo,
                    &item.headline,
                    &item.slugline,
                    item.moment(),
                    self.now()
                ],
            )
            .await
            .map(drop)
    }

    /// Puts a new item to those that report the same, if there are any.
    async fn find_event(&self, id: WireItemId, item: &WireItem) -> Result<()> {
        let Some(parts) = likeness::likeness(&item.body.plain_text()) else {
            return self.begin_event(id, id).await;
        };
        let list = serde_json::to_string(&parts).map_err(|error| Error::stored("likeness", error))?;
        let sql = listed!(
            self.conn(),
            "SELECT wire_item, COUNT(*) FROM wire_likeness JOIN ",
            "$1",
            " ON part = CAST(CAST(list.value AS TEXT) AS BIGINT) WHERE at > $2 \
             GROUP BY wire_item ORDER BY 2 DESC, 1 LIMIT 1"
        );
        let alike: Option<(i64, i64)> = self
            .conn()
            .first(sql, params![&list, self.now() - LIKE_FOR], |row| Ok((row.get(0)?, row.get(1)?)))
            .await?;
        let event = match alike {
            Some((other, shared)) if shared >= likeness::ALIKE => self
                .conn()
                .first("SELECT event FROM wire_items WHERE id = $1", params![other], |row| row.get(0))
                .await?
                .unwrap_or(id.0),
            _ => id.0,
        };
        self.begin_event(id, WireItemId(event)).await?;
        for part in parts {
            self.conn()
                .execute(
                    "INSERT INTO wire_likeness (part, wire_item, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                    params![part, id, self.now()],
                )
                .await?;
        }
        Ok(())
    }

    async fn begin_event(&self, id: WireItemId, event: WireItemId) -> Result<()> {
        self.conn()
            .execute("UPDATE wire_items SET event = $2 WHERE id = $1", params![id, event])
            .await
            .map(drop)
    }

    /// Notes of the items that this one says it replaces that it did.
    async fn replace_others(
        &self,
        from: &StoredProvider,
        id: WireItemId,
        version: i64,
        item: &WireItem,
    ) -> Result<()> {
        let replaced = |link: &&Link| matches!(link.relation, Relation::Replaces | Relation::Corrects);
        for link in item.links.iter().filter(replaced) {
            let Some(other) = link.id.as_deref().filter(|other| *other != item.id) else { continue };
            let found: Option<WireItemId> = self
                .conn()
                .first(
                    "UPDATE wire_items SET replaced_by = $3 WHERE provider = $1 AND item = $2 RETURNING id",
                    params![from.id, other, id],
                    |row| row.get(0),
                )
                .await?;
            if let Some(other) = found {
                self.tell_replaced(other, version).await?;
            }
        }
        Ok(())
    }

    /// Removes copy that nobody took over and that arrived before a time, at most so many items at once;
    /// says how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_copy(&self, before: Timestamp, most: i64) -> Result<u64> {
        let items: Vec<WireItemId> = self
            .conn()
            .all(
                "SELECT id FROM wire_items WHERE arrived_at < $1 \
                 AND NOT EXISTS (SELECT 1 FROM article_items WHERE wire_item = wire_items.id) \
                 ORDER BY arrived_at LIMIT $2",
                params![before, most],
                |row| row.get(0),
            )
            .await?;
        self.remove_items(&items).await?;
        let refused: Vec<(i64, String)> = self
            .conn()
            .all(
                "SELECT id, original FROM wire_refusals WHERE at < $1 ORDER BY at LIMIT $2",
                params![before, most],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .await?;
        self.remove_refusals(&refused).await?;
        self.conn()
            .execute("DELETE FROM wire_likeness WHERE at < $1", params![self.now() - LIKE_FOR])
            .await?;
        Ok(items.len() as u64)
    }

    /// Removes items with their versions, and the originals that nothing else was read from.
    pub(crate) async fn remove_items(&self, items: &[WireItemId]) -> Result<()> {
        for item in items {
            let originals: Vec<String> = self
                .conn()
                .all("SELECT original FROM wire_versions WHERE wire_item = $1", params![*item], |row| {
                    row.get(0)
                })
                .await?;
            for sql in [
                "DELETE FROM wire_likeness WHERE wire_item = $1",
                "DELETE FROM wire_versions WHERE wire_item = $1",
                "DELETE FROM wire_items WHERE id = $1",
            ] {
                self.conn().execute(sql, params![*item]).await?;
            }
            self.drop_originals(&originals).await?;
        }
        Ok(())
    }

    /// Removes refusals, and the originals that nothing else was read from.
    pub(crate) async fn remove_refusals(&self, refusals: &[(i64, String)]) -> Result<()> {
        for (id, original) in refusals {
            self.conn().execute("DELETE FROM wire_refusals WHERE id = $1", params![*id]).await?;
            self.drop_originals(std::slice::from_ref(original)).await?;
        }
        Ok(())
    }

    async fn drop_originals(&self, hashes: &[String]) -> Result<()> {
        for hash in hashes.iter().filter(|hash| !hash.is_empty()) {
            self.conn()
                .execute(
                    "DELETE FROM wire_originals WHERE hash = $1 \
                     AND NOT EXISTS (SELECT 1 FROM wire_versions WHERE original = $1) \
                     AND NOT EXISTS (SELECT 1 FROM wire_refusals WHERE original = $1)",
                    params![hash],
                )
                .await?;
        }
        Ok(())
    }
}

impl Reading<'_> {
    /// The bytes of a piece of copy as they came, with their content type.
    ///
    /// # Errors
    /// When they are not kept (any more).
    pub async fn original(&self, hash: &str) -> Result<(Vec<u8>, String)> {
        let (packed, size, content_type): (Vec<u8>, i64, String) = self
            .conn()
            .first(
                "SELECT bytes, size, content_type FROM wire_originals WHERE hash = $1",
                params![hash],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .await?
            .ok_or_else(|| Error::missing("original", hash))?;
        let bytes = zstd::bulk::decompress(&packed, usize::try_from(size).unwrap_or_default())
            .map_err(|error| Error::stored("bytes", error))?;
        Ok((bytes, content_type))
    }
}
