//! Corrections: public notes of what was wrong and when it was put right.

use jiff::Timestamp;

use crate::ids::{ArticleId, CorrectionId};

/// A correction of a published article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Its key.
    pub id: CorrectionId,
    /// The article it belongs to.
    pub article: ArticleId,
    /// What was wrong and what is right.
    pub text: String,
    /// When it was put right.
    pub at: Timestamp,
}
