//! Why a piece of copy was refused.

use crate::format::Format;

/// Copy that cannot be taken in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{format}: {cause}", place(*line))]
pub struct Error {
    /// What it was read as.
    pub format: Format,
    /// The line that is wrong, counted from 1, where it is one.
    pub line: Option<u32>,
    /// What is wrong, and what would be right.
    pub cause: String,
}

impl Error {
    /// An error of no single line.
    pub fn new(format: Format, cause: impl Into<String>) -> Error {
        Error { format, line: None, cause: cause.into() }
    }

    /// An error at a line, counted from 1.
    pub fn at(format: Format, line: u32, cause: impl Into<String>) -> Error {
        Error { format, line: Some(line), cause: cause.into() }
    }
}

fn place(line: Option<u32>) -> String {
    line.map(|line| format!("line {line}: ")).unwrap_or_default()
}
