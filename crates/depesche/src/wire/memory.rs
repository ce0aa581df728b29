//! What asking a provider remembers from one time to the next. It is kept as JSON beside the provider.

use archive::{Asked, StoredProvider, Writing};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How many times of publication are remembered.
const MOST_TIMES: usize = 24;

/// All of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Memory {
    /// The address this was learned at; of another nothing of it is true.
    pub(crate) address: String,
    /// Where that has moved to for good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) moved_to: Option<String>,
    /// `ETag` of what was last taken in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) etag: Option<String>,
    /// `Last-Modified` of it, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) last_modified: Option<String>,
    /// BLAKE3 of it.
    pub(crate) body: String,
    /// Whether it could not be read.
    pub(crate) broken: bool,
    /// When it published, the newest last.
    pub(crate) times: Vec<Timestamp>,
    /// How often in a row there was nothing new.
    pub(crate) unchanged: u32,
    /// How often it wants to be asked.
    pub(crate) wishes: Wishes,
    /// Feeds that a page names beside itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) feeds: Vec<String>,
    /// The hub it names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) offer: Option<Offer>,
    /// The subscription with a hub.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) subscription: Option<Subscription>,
}

/// How often a source wants to be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Wishes {
    /// Not again within so many minutes.
    pub(crate) minutes: u32,
    /// Not in these hours of the day, UTC.
    pub(crate) skip_hours: Vec<u8>,
    /// Not on these days, Monday 1 to Sunday 7.
    pub(crate) skip_days: Vec<u8>,
}

/// A hub and what can be subscribed to there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Offer {
    /// Address of the hub.
    pub(crate) hub: String,
    /// The address that the hub knows the feed by.
    pub(crate) topic: String,
}

/// A subscription, asked for or living.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Subscription {
    /// With whom, and to what.
    pub(crate) offer: Offer,
    /// The part of our address that nobody else knows.
    pub(crate) key: String,
    /// What the hub signs with.
    pub(crate) secret: String,
    /// When it was last asked for.
    pub(crate) asked_at: Timestamp,
    /// Until when it lives; nothing until the hub has asked back.
    pub(crate) until: Option<Timestamp>,
    /// Whether its end was asked for.
    pub(crate) leaving: bool,
}

impl Memory {
    /// That of a provider; an empty one where its address is another than before.
    pub(crate) fn of(stored: &StoredProvider) -> Memory {
        // What cannot be read is learned anew.
        let memory: Memory = serde_json::from_str(&stored.asked.memory).unwrap_or_default();
        if memory.address == stored.provider.address {
            return memory;
        }
        // A hub still sends until it is told to stop.
        Memory {
            address: stored.provider.address.clone(),
            subscription: memory.subscription,
            ..Memory::default()
        }
    }

    /// Notes times at which it published; those of the future and those known are passed over.
    pub(crate) fn note_times(&mut self, times: impl IntoIterator<Item = Timestamp>, now: Timestamp) {
        self.times.extend(times.into_iter().filter(|time| *time <= now));
        self.times.sort_unstable();
        self.times.dedup();
        let surplus = self.times.len().saturating_sub(MOST_TIMES);
        self.times.drain(..surplus);
    }

    /// Whether a hub sends what is new without being asked.
    pub(crate) fn is_subscribed(&self, now: Timestamp) -> bool {
        self.subscription.as_ref().is_some_and(|one| one.is_alive(now))
    }
}

impl Subscription {
    /// Whether the hub has agreed to it and it has not run out.
    pub(crate) fn is_alive(&self, now: Timestamp) -> bool {
        !self.leaving && self.until.is_some_and(|until| until > now)
    }
}

/// Changes what is remembered of a provider, as it is at this moment; says whether there still is one.
///
/// # Errors
/// When the archive fails.
pub(crate) async fn remember(
    w: &Writing<'_>,
    slug: &str,
    change: impl FnOnce(&mut Asked, &mut Memory),
) -> archive::Result<bool> {
    let stored = match w.provider(slug).await {
        Ok(stored) => stored,
        Err(archive::Error::Missing { .. }) => return Ok(false),
        Err(error) => return Err(error),
    };
    let mut memory = Memory::of(&stored);
    let mut asked = stored.asked;
    change(&mut asked, &mut memory);
    asked.memory =
        serde_json::to_string(&memory).map_err(|error| archive::Error::Refused(error.to_string()))?;
    w.note_asked(stored.id, &asked).await.map(|()| true)
}
