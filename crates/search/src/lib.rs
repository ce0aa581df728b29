//! The full-text index: words of published articles in the forms readers look for them, kept by tantivy
//! in a folder, and asked for the articles that fit.
//!
//! It answers with numbers only. What is shown of an article, and whether it may be shown, is the
//! archive's to say. What reads the archive and writes the index is in the program
//! (`search_index.rs`).

mod analysis;
mod asking;
mod compounds;
mod entry;
mod error;
mod excerpt;
mod fold;
mod folder;
mod gather;
mod in_use;
mod index;
mod query;
mod question;
mod schema;
mod spelling;
mod stem;
mod stop_words;
mod terms;

pub use asking::{DEEPEST, Found, Only, Wanted};
pub use entry::Entry;
pub use error::{Error, Result};
pub use excerpt::{Marks, Piece};
pub use folder::Folder;
pub use gather::{Facets, Order};
pub use in_use::{Search, State};
pub use index::{Index, Indexer, Progress};
