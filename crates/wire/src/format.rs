//! The formats copy comes in, recognised by what is in it and never by its name.

use std::fmt;

use serde::Serialize;

/// A format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// RSS 0.9x, 1.0 (RDF), 2.0, Atom 0.3 and 1.0, CDF, or JSON Feed.
    Feed,
    /// NewsML-G2: news, package, planning, concept and knowledge items and messages of them.
    NewsmlG2,
    /// NewsML 1.0 to 1.2.
    Newsml1,
    /// NITF.
    Nitf,
    /// XML of a sender's own making.
    Xml,
    /// ninjs 1 to 3, and other systems' JSON in its manner.
    Ninjs,
    /// IPTC 7901.
    Iptc7901,
    /// ANPA 1312.
    Anpa,
    /// A mail message (RFC 5322) with its attachments.
    Mail,
    /// An export of Ghost.
    Ghost,
    /// A web page.
    WebPage,
    /// Text without any markup.
    Text,
}

impl Format {
    /// Its name as people write it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Feed => "feed",
            Format::NewsmlG2 => "NewsML-G2",
            Format::Newsml1 => "NewsML 1.2",
            Format::Nitf => "NITF",
            Format::Ninjs => "ninjs",
            Format::Iptc7901 => "IPTC 7901",
            Format::Anpa => "ANPA 1312",
            Format::Mail => "mail",
            Format::Ghost => "Ghost export",
            Format::Xml => "XML",
            Format::WebPage => "web page",
            Format::Text => "plain text",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}
