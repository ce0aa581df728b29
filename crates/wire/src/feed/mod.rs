//! Feeds: RSS 0.90 to 2.0, RDF, Atom 0.3 and 1.0, CDF and JSON Feed, well-formed or not.
//!
//! ```
//! let bytes = b"<rss version='2.0'><channel><title>Blatt</title></channel></rss>";
//! let source = wire::feed::Source::new(bytes, &wire::Hints::default());
//! let feed = source.read().expect("a feed");
//! assert_eq!(feed.head.about.title.as_ref().map(|title| title.value.as_ref()), Some("Blatt"));
//! ```
//!
//! A [`Source`] holds the text; the [`Feed`] read from it is made of parts of that text. [`Feed::to_items`] makes
//! wire items of its entries. Nothing is fetched, no matter what the feed asks for.

mod about;
mod address;
mod clean;
mod date;
pub mod element;
mod entry;
mod geo;
mod head;
mod items;
mod json;
mod markup;
mod media;
mod model;
mod people;
mod read;
mod xml;

#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod tests;

pub use element::Element;
pub use geo::{Shape, ShapeKind};
pub use model::{
    About, Category, CategoryBy, Cloud, Entry, Feed, Generator, Head, Id, Image, Link, LinkBy, Moment,
    Person, PersonBy, Text, TextInput, TextKind, Version,
};
pub use read::{Source, looks_like};
pub use xml::Space;

use crate::{Error, Format, Hints, Parsed};

/// Reads a feed into wire items.
///
/// # Errors
/// When it is no feed, or hostile.
pub fn parse(bytes: &[u8], hints: &Hints<'_>) -> Result<Parsed, Error> {
    let source = Source::new(bytes, hints);
    let feed = source.read()?;
    Ok(Parsed { format: Format::Feed, items: feed.to_items(), faults: feed.faults })
}
