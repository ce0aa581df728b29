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
    /// Whether there are more than `count`; of words that stand everywhere not all places are counted.
    pub more: bool,
    /// What was looked for instead, where a word was taken for mistyped.
    pub instead: Option<SearchInstead>,
    /// Whether no story has all the words, so that some had to do.
    pub some_words: bool,
    /// The orders to choose from; none where there is nothing to choose.
    pub orders: Vec<SearchChoice>,
    /// To what the search is narrowed down; each leads to the search without that.
    pub narrowed: Vec<SearchChoice>,
    /// To what it can be narrowed down.
    pub facets: Vec<SearchFacet>,
    /// Those of this page.
    pub hits: Vec<SearchHit>,
    /// The way on.
    pub pager: Pager,
}

/// What was looked for instead of what was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SearchInstead {
    /// The words.
    pub query: String,
    /// Address of the search for just them.
    pub href: String,
}

/// One of several ways to search on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SearchChoice {
    /// What it is called.
    pub text: String,
    /// Address of that search.
    pub href: String,
    /// Whether it is the one that is shown.
    pub chosen: bool,
    /// Stories it would find, written out; only of facets.
    pub count: Option<String>,
}

/// A way to narrow a search down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SearchFacet {
    /// By what, in one word.
    pub title: String,
    /// The choices, the fullest first.
    pub choices: Vec<SearchChoice>,
}

/// A story that was found.
#[derive(Debug, Clone, Serialize)]
pub struct SearchHit {
    /// The story, without standfirst.
    pub teaser: Teaser,
    /// Some words around the place, the words found in `<mark>`; everything else escaped.
    pub excerpt_html: Option<Html>,
}
