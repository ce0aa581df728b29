//! The search page.

use serde::Serialize;

use super::{Frame, Html, Pager, Teaser};

/// `search.html`: the form, and what was found.
#[derive(Debug, Clone, Serialize)]
pub struct SearchPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// What was searched for, as typed; empty before the first search.
    pub query: String,
    /// What was found; `None` before the first search.
    pub results: Option<SearchResults>,
}

/// What a search found.
#[derive(Debug, Clone, Serialize)]
pub struct SearchResults {
    /// Stories found, all pages together.
    pub count: u64,
    /// Those of this page.
    pub hits: Vec<SearchHit>,
    /// The way on.
    pub pager: Pager,
}

/// A story that was found.
#[derive(Debug, Clone, Serialize)]
pub struct SearchHit {
    /// The story, without standfirst.
    pub teaser: Teaser,
    /// Some words around the place, the words found in `<mark>`; everything else escaped.
    pub excerpt_html: Option<Html>,
}
