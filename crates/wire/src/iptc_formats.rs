//! The IPTC's formats in XML, told apart by their root element.

use crate::xml::{self, Node, Tree};
use crate::{Error, Format, Hints, Parsed, newsml_g2, newsml1, nitf, own_xml};

/// How a format is known by its root, and how it is read.
type Reader = (fn(Node<'_>) -> bool, fn(&Tree, &Hints<'_>) -> Result<Parsed, Error>);

/// Each of them.
const READERS: [Reader; 3] = [
    (newsml_g2::looks_like, newsml_g2::read_tree),
    (newsml1::looks_like, newsml1::read_tree),
    (nitf::looks_like, nitf::read_tree),
];

/// Whether the root of a document is one of theirs.
pub(crate) fn looks_like(bytes: &[u8]) -> bool {
    let Some(root) = xml::root_name(bytes) else { return false };
    let of_items = ["Item", "Message"].iter().any(|end| root.ends_with(end));
    matches!(root.as_str(), "NewsML" | "nitf" | "catalog" | "groupSet" | "contentSet") || of_items
}

/// Whether bytes are XML, and no feed and no page: they begin with a tag, a declaration or a comment.
pub(crate) fn is_other_xml(bytes: &[u8]) -> bool {
    let root = xml::root_name(bytes).unwrap_or_default().to_ascii_lowercase();
    xml::begins(bytes) && !matches!(root.as_str(), "rss" | "rdf" | "feed" | "channel" | "html" | "opml")
}

/// Reads a document of one of them, else one of a sender's own making.
pub(crate) fn read(bytes: &[u8], hints: &Hints<'_>) -> Result<Parsed, Error> {
    let tree = xml::read(bytes, hints.content_type).map_err(|refusal| refusal.of(format(bytes)))?;
    match READERS.iter().find(|(looks_like, _)| looks_like(tree.root())) {
        Some((_, read)) => read(&tree, hints),
        None => own_xml::read_tree(&tree, hints),
    }
}

/// What a broken document was meant to be.
fn format(bytes: &[u8]) -> Format {
    match xml::root_name(bytes).as_deref() {
        Some("NewsML") => Format::Newsml1,
        Some("nitf") => Format::Nitf,
        Some(_) if looks_like(bytes) => Format::NewsmlG2,
        _ => Format::Xml,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_known_by_its_root() {
        for (text, format) in [
            ("<?xml version='1.0'?><!-- a --><nitf><body/></nitf>", Format::Nitf),
            ("<!DOCTYPE NewsML SYSTEM 'a.dtd' []><NewsML><NewsItem/></NewsML>", Format::Newsml1),
            ("\n<n:newsItem xmlns:n='http://iptc.org/std/nar/2006-10-01/' guid='a'/>", Format::NewsmlG2),
            ("<a><b><title>t</title><text>u</text></b></a>", Format::Xml),
        ] {
            assert!(is_other_xml(text.as_bytes()), "{text}");
            assert_eq!(looks_like(text.as_bytes()), format != Format::Xml, "{text}");
            let parsed = read(text.as_bytes(), &Hints::default()).expect("an item");
            assert_eq!(parsed.format, format, "{text}");
        }
        for text in ["{\"a\": 1}", "Text <b>", "<rss/>", "<!doctype html><html>"] {
            assert!(!is_other_xml(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn a_broken_document_is_refused_as_what_it_was_to_be() {
        let error = read(b"<nitf>\n<body></nitf>", &Hints::default()).expect_err("refused");
        assert_eq!((error.format, error.line), (Format::Nitf, Some(2)));
    }
}
