//! Jobs: work that can wait, and how long it waits after it failed.

use jiff::SignedDuration;

/// What a job does. Each kind has a lane of its own, so that none waits behind another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Publish a scheduled article; its key is the article's.
    Publication,
    /// Make the renditions of a picture; its key is the asset's.
    Renditions,
    /// Drop the hashes of network addresses whose time is over.
    Forgetting,
    /// Ask a provider for copy; its key is the provider's slug.
    Fetching,
    /// Look into the folder of a provider; its key is the provider's slug.
    Watching,
    /// Keep a subscription with a hub; its key is the provider's slug.
    Subscribing,
    /// Publish copy that goes out unread; its key is the item's.
    Relaying,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 7] = [
        Kind::Publication,
        Kind::Renditions,
        Kind::Forgetting,
        Kind::Fetching,
        Kind::Watching,
        Kind::Subscribing,
        Kind::Relaying,
    ];

    /// The word for it in rows.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Publication => "publication",
            Kind::Renditions => "renditions",
            Kind::Forgetting => "forgetting",
            Kind::Fetching => "fetching",
            Kind::Watching => "watching",
            Kind::Subscribing => "subscribing",
            Kind::Relaying => "relaying",
        }
    }

    /// The kind of that word.
    pub fn from_word(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// How often a job is tried before it is given up and shown to the operator.
pub const MOST_TRIES: u32 = 12;

/// How long to wait before the next try: doubling from five seconds, at most six hours.
pub fn back_off(failures: u32) -> SignedDuration {
    let seconds = 5_i64.saturating_mul(1 << failures.min(20));
    SignedDuration::from_secs(seconds.min(6 * 60 * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_doubles_and_has_an_end() {
        assert_eq!(back_off(0), SignedDuration::from_secs(5));
        assert_eq!(back_off(3), SignedDuration::from_secs(40));
        assert_eq!(back_off(u32::MAX), SignedDuration::from_hours(6));
    }
}
