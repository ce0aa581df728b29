//! A standing page: Impressum, privacy, about us.

use serde::Serialize;

use super::{Frame, Html, LanguageLink, Moment};

/// `page.html`: a text that is not news.
#[derive(Debug, Clone, Serialize)]
pub struct StandingPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// Title.
    pub title: String,
    /// The text, from the typed tree.
    pub body_html: Html,
    /// When it was last changed.
    pub changed: Option<Moment>,
    /// The page in other languages.
    pub translations: Vec<LanguageLink>,
}
