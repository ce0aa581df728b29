//! What reading an export yields, and what can be wrong with one.

use super::item::{Author, Category, Channel, Item, Tag, Term};

/// Something read from an export.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// What it says about the site; comes first and once.
    Channel(Channel),
    /// An author.
    Author(Author),
    /// A category.
    Category(Category),
    /// A tag.
    Tag(Tag),
    /// A term of another taxonomy.
    Term(Term),
    /// A post, page, attachment or whatever else is kept as a post, with all that hangs on it.
    Item(Box<Item>),
}

/// Something that was wrong with the file and was read all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where: bytes from the start of the file, after characters that cannot stand were replaced.
    pub at: u64,
    /// What.
    pub kind: ProblemKind,
}

/// What can be wrong with a file that is read all the same.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProblemKind {
    /// An element was never closed.
    #[error("<{0}> is not closed")]
    Unclosed(String),
    /// The end of an element that was not open.
    #[error("</{0}> closes nothing")]
    Unopened(String),
    /// Something that is no XML.
    #[error("not well-formed: {0}")]
    Syntax(String),
    /// An entity that XML does not know; it stays in the text as it is written.
    #[error("unknown entity &{0};")]
    Entity(String),
    /// The file ends before the export does.
    #[error("the file ends before the export does; it was cut off")]
    CutOff,
}

/// Why a file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file system failed.
    #[error("the export cannot be read: {0}")]
    Io(std::io::Error),
    /// It declares entities.
    #[error(
        "the file declares entities of its own (at byte {at}), which no WordPress export does; \
         make a new export under Tools → Export"
    )]
    Entities {
        /// Where.
        at: u64,
    },
    /// It is something else.
    #[error("this is no WordPress export: {0}; make one under Tools → Export, “All content”")]
    NotAnExport(&'static str),
}
