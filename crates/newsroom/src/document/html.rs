//! Documents as HTML: any HTML in, and a canonical form out and in again.
//!
//! [`from_html`] reads whatever comes (an import, the clipboard, a comment) and says what it left
//! out. [`to_canonical_html`] and [`from_canonical_html`] exchange documents without loss. HTML for
//! readers is not made here.

mod canonical;
mod dropped;
mod embeds;
mod files;
mod gather;
mod parts;
mod read;
mod resolve;
mod table;
mod tree;

pub use canonical::{CanonicalError, escape, from_canonical_html, to_canonical_html};
pub use dropped::{DropReason, Dropped};
pub use embeds::{Embedded, provider_name, recognise};
pub use read::{Options, from_html};
pub use resolve::{MediaKind, MediaRef, NoAssets, PictureRef, Resolve};

#[cfg(test)]
mod tests;
