//! Foreign copy in: what other systems wrote becomes wire items, and, from the exports of other
//! publishing systems, stories, articles and what belongs to them.
//!
//! [`parse`] takes any file of a format it knows and gives the items in it. No parser fetches anything or needs
//! a database.

mod agency;
pub mod anpa;
pub mod body;
pub mod charset;
mod error;
pub mod feed;
mod format;
mod inline;
mod iptc;
pub mod iptc7901;
mod iptc_formats;
pub mod iso_time;
pub mod mail;
pub mod media_topics;
pub mod newsml1;
pub mod newsml_g2;
pub mod ninjs;
pub mod nitf;
pub mod own_xml;
mod parse;
pub mod text;
pub mod webpage;
pub mod xml;

// Exports of other publishing systems.
pub mod fate;
pub mod ghost;
mod markup;
pub mod old;
pub mod wordpress;

pub use error::Error;
pub use format::Format;
pub use parse::{Hints, Parsed, parse};
