//! Any file in, wire items out.

use newsroom::wire_item::{Fault, WireItem};
use serde::Serialize;
use url::Url;

use crate::{Error, Format, anpa, feed, iptc_formats, iptc7901, mail, ninjs, text, webpage};

/// What is known of a file beside its bytes. All of it is only believed where the bytes leave it open.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hints<'a> {
    /// Where it was fetched: relative addresses are completed with it.
    pub url: Option<&'a Url>,
    /// The media type it came with, with its character set.
    pub content_type: Option<&'a str>,
    /// The sender's time zone, for times written without one; UTC where it is not known.
    pub zone: Option<&'a jiff::tz::TimeZone>,
    /// The language it was sent as being in (`Content-Language`).
    pub language: Option<&'a str>,
}

/// What was in a file.
#[derive(Clone, Debug, Serialize)]
pub struct Parsed {
    /// What it was read as.
    pub format: Format,
    /// The items, in the order of the file.
    pub items: Vec<WireItem>,
    /// What was wrong with the file as a whole and was read past.
    pub faults: Vec<Fault>,
}

/// How a format is recognised, and how it is read.
type Reader = (fn(&[u8]) -> bool, fn(&[u8], &Hints<'_>) -> Result<Parsed, Error>);

/// The formats, those that cannot be taken for another first.
const READERS: &[Reader] = &[
    (anpa::looks_like, anpa::read),
    (iptc7901::looks_like, iptc7901::read),
    (mail::looks_like, mail::read),
    (feed::looks_like, feed::parse),
    (ninjs::looks_like, ninjs::read),
    (iptc_formats::looks_like, iptc_formats::read),
    (webpage::looks_like, webpage::read),
    // Any other XML; feeds and pages go before it.
    (iptc_formats::is_other_xml, iptc_formats::read),
    // What is nothing else.
    (text::looks_like, text::read),
];

/// Reads a file.
///
/// # Errors
/// When it is of no known format, or so broken or hostile that nothing can be taken from it.
pub fn parse(bytes: &[u8], hints: &Hints<'_>) -> Result<Parsed, Error> {
    match READERS.iter().find(|(looks_like, _)| looks_like(bytes)) {
        Some((_, read)) => read(bytes, hints),
        None => Err(Error::new(Format::Text, "this is none of the formats that can be read")),
    }
}
