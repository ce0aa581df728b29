//! From bytes to a feed: character set, kind of document, head and entries.

use std::borrow::Cow;
use std::sync::Arc;

use encoding_rs::Encoding;
use newsroom::wire_item::Fault;

use super::model::{Entry, Feed, Version};
use super::xml::{self, Id, Look, Outside, Space, Tree};
use super::{entry, head, json};
use crate::charset::decode;
use crate::{Error, Format, Hints};

/// So many entries are read from one feed; those after them are passed over, and that is noted.
const MOST_ENTRIES: usize = 50_000;

/// Whether a file is a feed, by how it begins.
pub fn looks_like(bytes: &[u8]) -> bool {
    /// Far enough for any declarations, and comments before the first element.
    const BEGINNING: usize = 16_384;
    let text = decode(&bytes[..bytes.len().min(BEGINNING)], None).text;
    if text.trim_start().starts_with('{') {
        return memchr::memmem::find(bytes, b"jsonfeed.org/version").is_some();
    }
    let mut scanner = xml::Scanner::new(&text);
    while let Some(token) = scanner.next() {
        if let xml::Token::Start(tag) = token {
            let name = tag.name.rsplit(':').next().unwrap_or_default().to_ascii_lowercase();
            return match name.as_str() {
                "rss" | "rdf" | "channel" => true,
                "feed" | "entry" => is_atom_tag(tag.attributes),
                _ => false,
            };
        }
    }
    false
}

/// Whether a root element is one of Atom, which says its version or its namespace.
fn is_atom_tag(attributes: &str) -> bool {
    xml::Attributes::new(attributes).any(|(name, value)| {
        name.eq_ignore_ascii_case("version") || (name.starts_with("xmlns") && Space::of(value) == Space::Atom)
    })
}

/// The text of a feed. The feed that is read from it is made of parts of it.
#[derive(Debug)]
pub struct Source<'a> {
    text: Cow<'a, str>,
    encoding: &'static str,
    url: Option<Arc<str>>,
    language: Option<&'a str>,
    faults: Vec<Fault>,
}

impl<'a> Source<'a> {
    /// Decodes the bytes of a feed.
    pub fn new(bytes: &'a [u8], hints: &Hints<'a>) -> Source<'a> {
        let decoded = decode(bytes, hints.content_type);
        let mut faults = Vec::new();
        let mut fault = |what: String| faults.push(Fault { line: None, what });
        if decoded.replaced {
            fault(format!("there are bytes that mean nothing in {}", decoded.encoding));
        }
        if let Some(what) = contradiction(&decoded.text, decoded.encoding, hints.content_type) {
            fault(what);
        }
        if let Some(what) = hints.content_type.and_then(wrong_type) {
            fault(what);
        }
        let text = tidy(decoded.text, &mut fault);
        Source {
            text,
            encoding: decoded.encoding,
            url: hints.url.map(|url| url.as_str().into()),
            language: hints.language,
            faults,
        }
    }

    /// The name of the character set, as WHATWG writes it.
    pub fn encoding(&self) -> &'static str {
        self.encoding
    }

    /// Reads the feed.
    ///
    /// # Errors
    /// When it is no feed, or hostile: too deep, too large, or with entities that grow.
    pub fn read(&self) -> Result<Feed<'_>, Error> {
        let mut feed = if self.text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
            json::read(&self.text, self.url.as_ref())?
        } else {
            self.read_xml()?
        };
        feed.faults.splice(0..0, self.faults.iter().cloned());
        Ok(feed)
    }

    fn read_xml<'s>(&'s self) -> Result<Feed<'s>, Error> {
        let mut entries: Vec<Entry<'s>> = Vec::new();
        let mut version = None;
        let mut too_many = false;
        let outside = Outside { base: self.url.clone(), language: self.language };
        let mut on_entry = |tree: &mut Tree<'s>, id: Id| {
            // Taken from the same text as the feed.
            too_many = entries.len() >= MOST_ENTRIES;
            if !too_many {
                let version = *version.get_or_insert_with(|| version_of(tree));
                entries.push(entry::read(tree, id, version));
            }
            !too_many
        };
        let (mut tree, mut faults) = xml::build(&self.text, outside, &mut on_entry)?;
        let version = version.unwrap_or_else(|| version_of(&tree));
        if entries.is_empty() && !has_feed(&tree) {
            return Err(no_feed(&tree, &self.text));
        }
        if too_many {
            faults
                .push(Fault { line: None, what: format!("only the first {MOST_ENTRIES} entries are read") });
        }
        let head = head::read(&mut tree, version);
        Ok(Feed { version, head, entries, faults })
    }
}

/// The format, by the root element.
fn version_of(tree: &Tree<'_>) -> Version {
    for root in tree.children(0) {
        let Look::Element { space, name, .. } = tree.look(root) else { continue };
        let said = tree.attribute(root, "version").map(|said| said.trim()).unwrap_or_default();
        return match name.to_ascii_lowercase().as_str() {
            "rss" => match said {
                "0.90" => Version::Rss090,
                "0.91" if tree.doctype.to_ascii_lowercase().contains("netscape") => Version::Rss091Netscape,
                "0.91" => Version::Rss091,
                "0.92" => Version::Rss092,
                "0.93" => Version::Rss093,
                "0.94" => Version::Rss094,
                "1.0" => Version::Rss10,
                _ if said.starts_with('2') => Version::Rss20,
                _ => Version::Rss,
            },
            "rdf" => {
                let netscape = |uri: &str| uri.to_ascii_lowercase().contains("netscape.com");
                let xmlns = tree.attributes(root).iter().filter(|one| one.name.starts_with("xmlns"));
                if xmlns.into_iter().any(|one| netscape(&one.value)) {
                    Version::Rss090
                } else {
                    Version::Rss10
                }
            }
            "channel" => Version::Cdf,
            _ => match said {
                "0.1" => Version::Atom01,
                "0.2" => Version::Atom02,
                "0.3" => Version::Atom03,
                "1.0" if space == Space::Atom => Version::Atom10,
                _ if is_atom10(tree, root) => Version::Atom10,
                _ if space == Space::Atom => Version::Atom03,
                _ => Version::Atom,
            },
        };
    }
    Version::Rss
}

fn is_atom10(tree: &Tree<'_>, root: Id) -> bool {
    tree.attributes(root)
        .iter()
        .filter(|one| one.name.starts_with("xmlns"))
        .any(|one| one.value.to_ascii_lowercase().contains("w3.org/2005/atom"))
}

/// Whether one of the outermost elements is that of a feed.
fn has_feed(tree: &Tree<'_>) -> bool {
    tree.children(0).any(|root| match tree.look(root) {
        Look::Element { space, name, .. } => {
            let is = |names: &[&str]| names.iter().any(|one| name.eq_ignore_ascii_case(one));
            is(&["rss", "rdf"]) || (space.is_core() && is(&["feed", "channel"]))
        }
        Look::Text(_) => false,
    })
}

/// Why a document without any sign of a feed is refused.
fn no_feed(tree: &Tree<'_>, text: &str) -> Error {
    let wanted = "a feed begins with <rss>, <rdf:RDF>, <feed>, or <channel>, or is JSON";
    for root in tree.children(0) {
        if let Look::Element { name, .. } = tree.look(root) {
            let at = text.find(&format!("<{name}")).unwrap_or(0);
            let line = text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
            let line = u32::try_from(line).unwrap_or(u32::MAX);
            let what =
                if name.eq_ignore_ascii_case("html") { "this is a web page" } else { "this is no feed" };
            return Error::at(Format::Feed, line, format!("{what}: it begins with <{name}>; {wanted}"));
        }
    }
    Error::at(Format::Feed, 1, format!("there is no element in it; {wanted}"))
}

/// What the text says of its character set, where it is not the one it is in.
fn contradiction(text: &str, encoding: &'static str, content_type: Option<&str>) -> Option<String> {
    if encoding.starts_with("UTF-16") || encoding.starts_with("UTF-32") {
        return None;
    }
    let outside = content_type
        .and_then(|said| said.to_ascii_lowercase().split_once("charset=").map(|(_, name)| name.to_owned()))
        .map(|name| name.split(';').next().unwrap_or_default().trim().trim_matches(['"', '\'']).to_owned())
        .filter(|name| !name.is_empty());
    let inside = declaration(text).map(str::to_owned);
    let said = match outside.or(inside) {
        Some(said) => said,
        None if encoding == "UTF-8" => return None,
        None => {
            return Some(format!("it names no character set and is not in UTF-8; it was read as {encoding}"));
        }
    };
    match Encoding::for_label(said.as_bytes()) {
        None => Some(format!("there is no character set “{said}”; it was read as {encoding}")),
        // A mark, or bytes that are no Western text, say more than the name does.
        Some(known) if known.name() != encoding && known.name() != "windows-1252" => {
            Some(format!("it names the character set {said}, but was read as {encoding}"))
        }
        Some(_) => None,
    }
}

/// The character set in the XML declaration.
fn declaration(text: &str) -> Option<&str> {
    let text = text.trim_start().strip_prefix("<?xml")?;
    let text = &text[..text.find('>')?];
    let value =
        text[text.find("encoding")? + "encoding".len()..].trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next()
}

/// What is wrong with the media type a feed was sent as.
fn wrong_type(said: &str) -> Option<String> {
    let kind = said.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let right = kind.ends_with("xml")
        || kind.ends_with("json")
        || kind.ends_with("xml-dtd")
        || kind.is_empty()
        || kind.ends_with("xml-external-parsed-entity")
        || !kind.contains('/');
    (!right).then(|| format!("it was sent as {kind}, which is no media type of feeds"))
}

/// Without characters that XML does not allow, and with Windows' characters where they were meant.
fn tidy<'a>(text: Cow<'a, str>, fault: &mut dyn FnMut(String)) -> Cow<'a, str> {
    let bytes = text.as_bytes();
    // No branch in the loop, so that it goes through many bytes at once.
    let control = bytes.iter().fold(false, |found, byte| {
        found | ((*byte < b' ') & (*byte != b'\n') & (*byte != b'\r') & (*byte != b'\t'))
    });
    let windows = memchr::memchr_iter(0xC2, bytes).any(|at| matches!(bytes.get(at + 1), Some(0x80..=0x9F)));
    if !control && !windows {
        return text;
    }
    if control {
        fault("there are control characters in it, which XML does not allow".to_owned());
    }
    let tidied = text.chars().filter_map(|char| match char {
        '\n' | '\r' | '\t' => Some(char),
        char if char < ' ' => None,
        '\u{80}'..='\u{9f}' => Some(xml::of_windows(char as u32).unwrap_or(char)),
        char => Some(char),
    });
    Cow::Owned(tidied.collect())
}
