//! The canonical HTML of a document: every block and mark, for exchange, comparison and the
//! clipboard of an editor. One block to a line; assets are named by `data-asset`.

mod read;
mod write;

pub use read::{CanonicalError, from_canonical_html};
pub use write::{escape, to_canonical_html};
