//! Vocabularies: which one a prefix stands for in a feed.
//!
//! [Namespaces in XML 1.0](https://www.w3.org/TR/xml-names/). Feeds are found with prefixes nobody declared and
//! with addresses a letter beside the right one; both are known by what is usual.

/// A vocabulary of elements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Space {
    /// None was declared: RSS without a namespace, CDF.
    #[default]
    None,
    /// RSS 0.90, 1.0, or 2.0 with a namespace.
    Rss,
    /// Atom 0.3 or 1.0.
    Atom,
    /// RDF.
    Rdf,
    /// Dublin Core elements.
    Dc,
    /// Dublin Core terms.
    DcTerms,
    /// RSS module Content.
    Content,
    /// Media RSS.
    Media,
    /// Apple's podcast elements.
    ITunes,
    /// Google's copies of those.
    GooglePlay,
    /// Podcasting 2.0.
    Podcast,
    /// Podlove Simple Chapters.
    Chapters,
    /// RSS module Slash.
    Slash,
    /// Well-formed Web comments.
    Wfw,
    /// Atom Threading (RFC 4685).
    Thread,
    /// W3C's latitude and longitude.
    Geo,
    /// GeoRSS.
    GeoRss,
    /// GML.
    Gml,
    /// Creative Commons, RDF.
    Cc,
    /// Creative Commons, RSS module.
    CreativeCommons,
    /// RSS module Syndication.
    Syndication,
    /// FeedBurner.
    FeedBurner,
    /// RSS module Admin.
    Admin,
    /// OpenSearch.
    OpenSearch,
    /// PRISM.
    Prism,
    /// XHTML.
    Xhtml,
    /// SVG.
    Svg,
    /// MathML.
    MathMl,
    /// `xml:`
    Xml,
    /// `xlink:`
    XLink,
    /// Any other.
    Other,
}

/// Beginnings of namespace addresses, in lower case and without scheme and closing slash, with the prefix that
/// is usual for them.
const KNOWN: [(&str, Space, &str); 48] = [
    ("backend.userland.com/creativecommonsrssmodule", Space::CreativeCommons, "creativeCommons"),
    ("cyber.law.harvard.edu/rss/creativecommonsrssmodule", Space::CreativeCommons, "creativeCommons"),
    ("backend.userland.com/blogchannelmodule", Space::Other, "blogChannel"),
    ("backend.userland.com/rss", Space::Rss, ""),
    ("blogs.law.harvard.edu/tech/rss", Space::Rss, ""),
    ("my.netscape.com/rdf/simple/0.9", Space::Rss, ""),
    ("my.netscape.com/publish/formats/rss", Space::Rss, ""),
    ("channel.netscape.com/rdf/simple/0.9", Space::Rss, ""),
    ("purl.org/rss/1.0/modules/content", Space::Content, "content"),
    ("purl.org/rss/1.0/modules/slash", Space::Slash, "slash"),
    ("purl.org/rss/1.0/modules/syndication", Space::Syndication, "sy"),
    ("purl.org/rss/1.0/modules/rss091", Space::Rss, ""),
    ("purl.org/rss/1.0/modules/", Space::Other, ""),
    ("purl.org/net/rss1.1", Space::Rss, ""),
    ("purl.org/rss/1.0", Space::Rss, ""),
    ("www.w3.org/2005/atom", Space::Atom, "atom"),
    ("purl.org/atom/ns", Space::Atom, "atom"),
    ("purl.org/pie", Space::Atom, "atom"),
    ("purl.org/echo", Space::Atom, "atom"),
    ("example.com/newformat", Space::Atom, "atom"),
    ("example.com/necho", Space::Atom, "atom"),
    ("uri/of/echo/namespace", Space::Atom, "atom"),
    ("purl.org/dc/elements/1", Space::Dc, "dc"),
    ("purl.org/dc/terms", Space::DcTerms, "dcterms"),
    ("search.yahoo.com/mrss", Space::Media, "media"),
    ("www.rssboard.org/media-rss", Space::Media, "media"),
    ("www.itunes.com/dtds/podcast-1.0.dtd", Space::ITunes, "itunes"),
    ("example.com/dtds/podcast-1.0.dtd", Space::ITunes, "itunes"),
    ("www.google.com/schemas/play-podcasts/1.0", Space::GooglePlay, "googleplay"),
    ("podcastindex.org/namespace/1.0", Space::Podcast, "podcast"),
    ("github.com/podcastindex-org/podcast-namespace", Space::Podcast, "podcast"),
    ("podlove.org/simple-chapters", Space::Chapters, "psc"),
    ("wellformedweb.org/commentapi", Space::Wfw, "wfw"),
    ("purl.org/syndication/thread/1.0", Space::Thread, "thr"),
    ("www.w3.org/2003/01/geo/wgs84_pos", Space::Geo, "geo"),
    ("www.georss.org/georss", Space::GeoRss, "georss"),
    ("www.opengis.net/gml", Space::Gml, "gml"),
    ("creativecommons.org/ns", Space::Cc, "cc"),
    ("web.resource.org/cc", Space::Cc, "cc"),
    ("rssnamespace.org/feedburner", Space::FeedBurner, "feedburner"),
    ("webns.net/mvcb", Space::Admin, "admin"),
    ("a9.com/-/spec/opensearch", Space::OpenSearch, "opensearch"),
    ("prismstandard.org/namespaces", Space::Prism, "prism"),
    ("www.w3.org/1999/02/22-rdf-syntax-ns", Space::Rdf, "rdf"),
    ("www.w3.org/1999/xhtml", Space::Xhtml, "xhtml"),
    ("www.w3.org/2000/svg", Space::Svg, "svg"),
    ("www.w3.org/1998/math/mathml", Space::MathMl, "math"),
    ("www.w3.org/1999/xlink", Space::XLink, "xlink"),
];

impl Space {
    /// The vocabulary of a namespace address.
    pub(crate) fn of(uri: &str) -> Space {
        known(uri).map_or(Space::Other, |(space, _)| space)
    }

    /// The vocabulary that a prefix usually stands for.
    pub(crate) fn of_prefix(prefix: &str) -> Option<Space> {
        if prefix.eq_ignore_ascii_case("xml") {
            return Some(Space::Xml);
        }
        KNOWN
            .iter()
            .find(|(_, _, usual)| !usual.is_empty() && usual.eq_ignore_ascii_case(prefix))
            .map(|(_, space, _)| *space)
    }

    /// Whether it is one of those that feeds themselves are made of.
    pub fn is_core(self) -> bool {
        matches!(self, Space::None | Space::Rss | Space::Atom)
    }

    /// The prefix that is usual for it; nothing for RSS, and for those not known.
    pub fn usual_prefix(self) -> Option<&'static str> {
        KNOWN
            .iter()
            .find(|(_, space, usual)| *space == self && !usual.is_empty() && *space != Space::Other)
            .map(|(_, _, usual)| *usual)
    }
}

fn known(uri: &str) -> Option<(Space, &'static str)> {
    let uri = uri.trim();
    let uri = uri.split_once("://").map_or(uri, |(_, rest)| rest);
    let starts = |start: &str| {
        uri.len() >= start.len() && uri.as_bytes()[..start.len()].eq_ignore_ascii_case(start.as_bytes())
    };
    KNOWN.iter().find(|(start, ..)| starts(start)).map(|(_, space, usual)| (*space, *usual))
}

/// What prefixes stand for at a place in a document.
#[derive(Debug, Default)]
pub(crate) struct Scope<'a> {
    /// Prefix (empty for the default), vocabulary, and how many elements were open when it was declared.
    declared: Vec<(&'a str, Space, usize)>,
}

impl<'a> Scope<'a> {
    /// Notes a declaration at an element.
    pub(crate) fn declare(&mut self, prefix: &'a str, uri: &str, depth: usize) {
        let space = if uri.is_empty() { Space::None } else { Space::of(uri) };
        self.declared.push((prefix, space, depth));
    }

    /// Forgets what was declared at elements that are closed.
    pub(crate) fn close(&mut self, depth: usize) {
        while self.declared.last().is_some_and(|(.., at)| *at > depth) {
            self.declared.pop();
        }
    }

    /// What a prefix stands for; nothing where it was not declared.
    pub(crate) fn find(&self, prefix: &str) -> Option<Space> {
        self.declared.iter().rev().find(|(known, ..)| *known == prefix).map(|(_, space, _)| *space)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_known_whatever_their_letter_case_and_end() {
        for (uri, space) in [
            ("http://www.w3.org/2005/Atom", Space::Atom),
            ("HTTP://SEARCH.YAHOO.COM/MRSS/", Space::Media),
            ("http://backend.userland.com/RSS2", Space::Rss),
            ("https://www.itunes.com/dtds/podcast-1.0.dtd", Space::ITunes),
            ("http://purl.org/rss/1.0/modules/company", Space::Other),
            ("urn:mine", Space::Other),
        ] {
            assert_eq!(Space::of(uri), space, "{uri}");
        }
    }

    #[test]
    fn the_innermost_declaration_counts_until_its_element_ends() {
        let mut scope = Scope::default();
        scope.declare("", "http://www.w3.org/2005/Atom", 1);
        scope.declare("", "http://www.w3.org/1999/xhtml", 3);
        assert_eq!(scope.find(""), Some(Space::Xhtml));
        scope.close(2);
        assert_eq!(scope.find(""), Some(Space::Atom));
    }
}
