//! The page of a dossier.

use serde::Serialize;

use super::{Frame, Pager, Teaser};

/// `dossier.html`: stories about one event or subject.
#[derive(Debug, Clone, Serialize)]
pub struct DossierPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// Title of the dossier.
    pub title: String,
    /// What it is about.
    pub description: Option<String>,
    /// The story that opens it, large; only on the first page.
    pub lead: Option<Teaser>,
    /// The other stories, newest first.
    pub stories: Vec<Teaser>,
    /// The way on.
    pub pager: Pager,
}
