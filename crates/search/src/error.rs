//! What can go wrong with the index.

use std::path::{Path, PathBuf};

/// Why the index cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder cannot be read or written.
    #[error("{}: {cause}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// The index itself fails, or its files are damaged.
    #[error("the search index in {}: {cause}; “depesche search rebuild” makes a new one", path.display())]
    Index {
        /// Its folder.
        path: PathBuf,
        /// Why.
        cause: tantivy::TantivyError,
    },
    /// Another program writes it.
    #[error("the search index in {} is being written by another program", .0.display())]
    Busy(PathBuf),
}

/// What the index answers.
pub type Result<T> = std::result::Result<T, Error>;

/// Says of an error of a file which file it was.
pub(crate) fn at(path: &Path) -> impl FnOnce(std::io::Error) -> Error {
    let path = path.to_owned();
    move |cause| Error::File { path, cause }
}
