//! The page of a section or sub-section.

use serde::Serialize;

use super::{Frame, Link, Pager, Teaser};

/// `section.html`: what a department has published, newest first.
#[derive(Debug, Clone, Serialize)]
pub struct SectionPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// Name of the section.
    pub name: String,
    /// What it is about.
    pub description: Option<String>,
    /// The sections above this one, from the root; empty for a section of the first rank.
    pub trail: Vec<Link>,
    /// The sub-sections, or those beside this one.
    pub siblings: Vec<Link>,
    /// Which of `siblings` this page is, letter by letter.
    pub here: Option<String>,
    /// The first story, large; only on the first page.
    pub lead: Option<Teaser>,
    /// The other stories.
    pub stories: Vec<Teaser>,
    /// The way on.
    pub pager: Pager,
}
