//! Copy as editors and commands see it: lists, items with their versions, refusals.

use jiff::Timestamp;
use newsroom::ids::{ProviderId, WireItemId};
use newsroom::language::Language;
use newsroom::wire_item::{ItemKind, Status, WireItem};

use crate::db::{Row, params};
use crate::{Error, Reading, Result};

/// Which items a list shows; what is not said leaves it open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WireFilter {
    /// Of a provider.
    pub provider: Option<ProviderId>,
    /// In a language.
    pub language: Option<Language>,
    /// With a status.
    pub status: Option<Status>,
    /// Of a kind.
    pub kind: Option<ItemKind>,
    /// At least so urgent: 1 is the most urgent.
    pub urgency: Option<u8>,
    /// Arrived after.
    pub since: Option<Timestamp>,
    /// Only the first to report of each event.
    pub events: bool,
}

/// An item in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedItem {
    /// Its key.
    pub id: WireItemId,
    /// Who sent it: the slug.
    pub provider: String,
    /// The sender's identifier.
    pub item: String,
    /// The key of its newest version, by which lists are ordered.
    pub newest: i64,
    /// How many versions there are.
    pub versions: i64,
    /// What it is.
    pub kind: ItemKind,
    /// Whether it may be used.
    pub status: Status,
    /// Its language; empty where nobody said.
    pub language: String,
    /// Its urgency.
    pub urgency: Option<i64>,
    /// Not to be published before.
    pub embargo_at: Option<Timestamp>,
    /// Its headline.
    pub headline: String,
    /// Its slugline.
    pub slugline: String,
    /// The time its newest version says of itself.
    pub moment: Option<Timestamp>,
    /// When that arrived.
    pub arrived_at: Timestamp,
    /// The item that was the first to report the same; itself where it was.
    pub event: WireItemId,
    /// The item that took its place.
    pub replaced_by: Option<WireItemId>,
}

/// A version of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WireVersion {
    /// Its key.
    pub id: i64,
    /// Its number, counted from 1 as they came in.
    pub number: i64,
    /// The version as the sender writes it; empty where it has none.
    pub version: String,
    /// When it came.
    pub received_at: Timestamp,
    /// The hash of the bytes it was read from.
    pub original: String,
}

/// Copy that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// When.
    pub at: Timestamp,
    /// Where it came from.
    pub name: String,
    /// Why.
    pub reason: String,
    /// The hash of its bytes.
    pub original: String,
}

/// Items with the columns of [`ListedItem`]: which, and in what order.
macro_rules! listed_item {
    ($($which:literal),+) => {
        concat!(
            "SELECT i.id, p.slug, i.item, i.newest, i.versions, i.kind, i.status, i.language, i.urgency, \
                    i.embargo_at, i.headline, i.slugline, i.moment, i.arrived_at, i.event, i.replaced_by \
             FROM wire_items i JOIN providers p ON p.id = i.provider ",
            $($which),+
        )
    };
}

/// The same in a list, with conditions that leave open what is not asked for.
macro_rules! listing {
    ($driving:literal) => {
        listed_item!(
            "WHERE ",
            $driving,
            " AND i.newest < $1 AND ($2 = '' OR i.language = $2) AND ($3 = '' OR i.status = $3) \
              AND ($4 = '' OR i.kind = $4) AND i.arrived_at >= $5 AND ($6 = 0 OR i.urgency <= $6) \
              AND ($7 = 0 OR i.event = i.id) ORDER BY i.newest DESC LIMIT $8"
        )
    };
}

impl Reading<'_> {
    /// At most `most` items, those that changed last first; `before` is the [`ListedItem::newest`] of the last
    /// one of the page before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn wire_items(
        &self,
        filter: &WireFilter,
        before: Option<i64>,
        most: i64,
    ) -> Result<Vec<ListedItem>> {
        let before = before.unwrap_or(i64::MAX);
        let language = filter.language.as_ref().map_or("", Language::as_str);
        let status = filter.status.map_or("", Status::as_str);
        let kind = filter.kind.map_or("", ItemKind::as_str);
        let since = filter.since.unwrap_or(Timestamp::UNIX_EPOCH);
        let urgency = i64::from(filter.urgency.unwrap_or_default());
        match filter.provider {
            Some(provider) => {
                self.conn()
                    .all(
                        listing!("i.provider = $9"),
                        params![
                            before,
                            language,
                            status,
                            kind,
                            since,
                            urgency,
                            filter.events,
                            most,
                            provider
                        ],
                        item,
                    )
                    .await
            }
            None => {
                self.conn()
                    .all(
                        listing!("i.newest > 0"),
                        params![before, language, status, kind, since, urgency, filter.events, most],
                        item,
                    )
                    .await
            }
        }
    }

    /// An item without its text.
    ///
    /// # Errors
    /// When there is none.
    pub async fn wire_item(&self, id: WireItemId) -> Result<ListedItem> {
        self.conn()
            .first(listed_item!("WHERE i.id = $1"), params![id], item)
            .await?
            .ok_or_else(|| Error::missing("item", id))
    }

    /// The items that report the same event, those that changed last first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn items_of_event(&self, event: WireItemId, most: i64) -> Result<Vec<ListedItem>> {
        self.conn()
            .all(
                listed_item!("WHERE i.event = $1 ORDER BY i.newest DESC LIMIT $2"),
                params![event, most],
                item,
            )
            .await
    }

    /// The item of a provider by the sender's identifier.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn wire_item_named(&self, provider: ProviderId, item: &str) -> Result<Option<WireItemId>> {
        self.conn()
            .first(
                "SELECT id FROM wire_items WHERE provider = $1 AND item = $2",
                params![provider, item],
                |row| row.get(0),
            )
            .await
    }

    /// The versions of an item in the order they came.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn wire_versions(&self, id: WireItemId) -> Result<Vec<WireVersion>> {
        self.conn()
            .all(
                "SELECT id, number, version, received_at, original FROM wire_versions \
                 WHERE wire_item = $1 ORDER BY number",
                params![id],
                |row| {
                    Ok(WireVersion {
                        id: row.get(0)?,
                        number: row.get(1)?,
                        version: row.get(2)?,
                        received_at: row.get(3)?,
                        original: row.get(4)?,
                    })
                },
            )
            .await
    }

    /// The content of a version.
    ///
    /// # Errors
    /// When there is none, or it was written by a newer program.
    pub async fn wire_content(&self, version: i64) -> Result<WireItem> {
        let content: String = self
            .conn()
            .first("SELECT content FROM wire_versions WHERE id = $1", params![version], |row| row.get(0))
            .await?
            .ok_or_else(|| Error::missing("version", version))?;
        serde_json::from_str(&content).map_err(|error| Error::stored("content", error))
    }

    /// At most `most` pieces of a provider's copy that could not be read, the latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn refusals(&self, provider: ProviderId, most: i64) -> Result<Vec<Refusal>> {
        self.conn()
            .all(
                "SELECT at, name, reason, original FROM wire_refusals WHERE provider = $1 \
                 ORDER BY id DESC LIMIT $2",
                params![provider, most],
                |row| {
                    Ok(Refusal {
                        at: row.get(0)?,
                        name: row.get(1)?,
                        reason: row.get(2)?,
                        original: row.get(3)?,
                    })
                },
            )
            .await
    }
}

fn item(row: &Row<'_>) -> Result<ListedItem> {
    let (kind, status) = (row.str(5)?, row.str(6)?);
    Ok(ListedItem {
        id: row.get(0)?,
        provider: row.get(1)?,
        item: row.get(2)?,
        newest: row.get(3)?,
        versions: row.get(4)?,
        kind: ItemKind::from_word(kind).ok_or_else(|| Error::stored("kind", kind))?,
        status: Status::from_word(status).ok_or_else(|| Error::stored("status", status))?,
        language: row.get(7)?,
        urgency: row.get(8)?,
        embargo_at: row.get(9)?,
        headline: row.get(10)?,
        slugline: row.get(11)?,
        moment: row.get(12)?,
        arrived_at: row.get(13)?,
        event: row.get(14)?,
        replaced_by: row.get(15)?,
    })
}
