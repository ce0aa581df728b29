//! The page of what needs the reader's consent.

use serde::Serialize;

use super::{Frame, Html};

/// `place.html`: the content of a named place, for a reader who has chosen to see it.
#[derive(Debug, Clone, Serialize)]
pub struct PlacePage {
    /// What surrounds the page.
    pub frame: Frame,
    /// The hosts it loads from, as a list in words; may be empty.
    pub hosts: String,
    /// The page the reader came from, or the front page.
    pub back: String,
    /// The content as the site configured it.
    pub content: Html,
}
