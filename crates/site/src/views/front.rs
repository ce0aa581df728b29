//! The front page.

use serde::Serialize;

use super::{Frame, Link, Teaser};

/// `front.html`: the lead and three seconds, then sections in rows.
#[derive(Debug, Clone, Serialize)]
pub struct FrontPage {
    /// What surrounds the page; with `today`.
    pub frame: Frame,
    /// The lead story. `None` only while nothing has been published.
    pub lead: Option<Teaser>,
    /// The stories beside the lead: three, at times fewer.
    pub seconds: Vec<Teaser>,
    /// Sections in the order of the menu. Rows without stories are left out.
    pub rows: Vec<FrontRow>,
}

/// A section on the front page.
#[derive(Debug, Clone, Serialize)]
pub struct FrontRow {
    /// The section.
    pub section: Link,
    /// Up to four stories.
    pub stories: Vec<Teaser>,
}
