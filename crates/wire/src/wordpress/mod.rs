//! Moving in from WordPress: its export (WXR 1.0 to 1.2) read, understood and turned into ours.
//!
//! [`Reader`] yields what the file holds, one thing at a time and as it stands there.
//! [`plan`] decides what becomes of it, [`content`] turns a post's text into plain HTML that the
//! document reader takes. None of them touches the archive.

mod clean;
pub mod content;
mod event;
mod facts;
mod fields;
mod item;
mod names;
pub mod php;
pub mod plan;
mod read;

pub use event::{Event, Problem, ProblemKind, ReadError};
pub use facts::facts;
pub use item::{Author, Category, Channel, Comment, Item, ItemTerm, Meta, Tag, Term};
pub use read::Reader;
