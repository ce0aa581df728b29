//! A forgiving reader of XML: what feeds are, not only what they should be.

mod build;
mod entities;
mod names;
mod scan;
mod tree;

pub(crate) use build::{Outside, build};
pub(crate) use entities::{Entities, of_windows, push_named};
pub use names::Space;
pub(crate) use scan::{Attributes, Scanner, Tag, Token};
pub(crate) use tree::{Id, Look, Tree, trimmed};
