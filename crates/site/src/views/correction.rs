//! Corrections, on the article and all together.

use serde::Serialize;

use super::{Frame, Link, Moment, Pager};

/// A public note of what was wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CorrectionView {
    /// What was wrong and what is right.
    pub text: String,
    /// When it was put right.
    pub corrected: Moment,
}

/// `corrections.html`: all corrections, newest first.
#[derive(Debug, Clone, Serialize)]
pub struct CorrectionsPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// The corrections.
    pub entries: Vec<CorrectionEntry>,
    /// The way on.
    pub pager: Pager,
}

/// A correction with the article it belongs to.
#[derive(Debug, Clone, Serialize)]
pub struct CorrectionEntry {
    /// The article's headline, linked.
    pub article: Link,
    /// When the article was published.
    pub published: Option<Moment>,
    /// The note.
    pub correction: CorrectionView,
}
