//! What can be wrong with Markdown.

/// What is wrong with a Markdown text, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct MarkdownError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong and what to do.
    pub what: String,
}

/// What is wrong in a line, counted from 0.
pub(super) fn wrong(line: usize, what: &str) -> MarkdownError {
    MarkdownError { line: line + 1, what: what.to_owned() }
}
