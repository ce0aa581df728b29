//! The overview of feeds.

use serde::Serialize;

use super::Frame;

/// `feeds.html`: every feed there is, for people.
#[derive(Debug, Clone, Serialize)]
pub struct FeedsPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// The whole site first, then sections, then authors and topics as far as it is sensible.
    pub groups: Vec<FeedGroup>,
}

/// Feeds of one kind.
#[derive(Debug, Clone, Serialize)]
pub struct FeedGroup {
    /// Heading ("Ressorts").
    pub title: String,
    /// Its feeds.
    pub feeds: Vec<FeedRow>,
}

/// One feed in its three formats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FeedRow {
    /// What it is the feed of.
    pub title: String,
    /// Address of the RSS 2.0 feed.
    pub rss: String,
    /// Address of the Atom feed.
    pub atom: String,
    /// Address of the JSON Feed.
    pub json: String,
}
