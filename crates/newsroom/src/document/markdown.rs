//! Documents as Markdown, for people who write in an editor of their own.
//!
//! CommonMark with tables, and directives for what CommonMark has no form for: a line of three or
//! more colons with a name and attributes, the content, and a line of colons alone. The dialect is
//! described in `docs/write/markdown.md`.

mod attributes;
mod error;
mod escape;
mod inline;
mod plain;
mod read;
mod write;

pub use error::MarkdownError;
pub use read::from_markdown;
pub use write::to_markdown;

#[cfg(test)]
mod tests;
