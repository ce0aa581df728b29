//! Keys of the archive's rows, one type for each noun, so that none is mistaken for another.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map($name)
            }
        }
    )*};
}

ids! {
    /// Key of a story: one piece of journalism, whatever its languages.
    StoryId,
    /// Key of an article: one language's text of a story.
    ArticleId,
    /// Key of a revision: an immutable state of an article.
    RevisionId,
    /// Key of a section.
    SectionId,
    /// Key of a topic.
    TopicId,
    /// Key of an author.
    AuthorId,
    /// Key of a dossier.
    DossierId,
    /// Key of an asset.
    AssetId,
    /// Key of a page (Impressum and the like).
    PageId,
    /// Key of a comment.
    CommentId,
    /// Key of a correction.
    CorrectionId,
    /// Number of a change in the log; later changes have higher numbers.
    ChangeId,
    /// Key of a provider.
    ProviderId,
    /// Key of an item of the wire, whatever its versions.
    WireItemId,
    /// Key of a job.
    JobId,
}
