//! Moving in from Ghost: its export (JSON, versions 0.x to 6.x) read, understood and turned into ours.
//!
//! [`Export`] is what a file holds beside its posts, [`posts`] yields those one at a time.
//! [`content`] turns a post's text (Lexical, Mobiledoc, HTML or Markdown) into plain HTML that the
//! document reader takes, [`plan`] decides what becomes of things. None of them touches the archive.

pub mod content;
mod error;
mod export;
mod facts;
mod fields;
mod markdown_file;
pub mod plan;
mod read;
pub mod yaml;

pub use error::ReadError;
pub use export::{Export, Post, Tag, User};
pub use facts::facts;
pub use markdown_file::{MarkdownFile, markdown_file};
pub use read::{Reading, posts};
