//! What becomes of a text of another system: who may see it, and since when.

use jiff::Timestamp;

/// What is to become of a text of another system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Readers see it as of that time, or without a date where the export has none.
    Public(Option<Timestamp>),
    /// It is to be published at that time.
    Scheduled(Timestamp),
    /// Work in progress.
    Draft,
    /// Only some could see it there: members, those with a password, the newsroom.
    Private,
}
