//! Builds the tree from the events of quick-xml.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::QName;

use super::names::{Scopes, XML};
use super::tree::{AttributeEntry, Entry, Tree, What};
use super::{Refusal, doctype, entities, limits};

/// The tree of a text.
pub(super) fn build(text: &str) -> Result<Tree, Refusal> {
    let lines_before = newlines(text, 0, text.len() - text.trim_start().len());
    let text = text.trim_start();
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut build = Build { line: 1 + lines_before, ..Build::default() };
    let mut counted = 0;
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(text.len());
        build.line += newlines(text, counted, at);
        counted = at.max(counted);
        let event = reader.read_event().map_err(|error| {
            let at = usize::try_from(reader.error_position()).unwrap_or(counted);
            Refusal::at(build.line + newlines(text, counted, at), build.in_words(&error))
        })?;
        if matches!(event, Event::Eof) {
            return build.finish();
        }
        build.event(event)?;
    }
}

fn newlines(text: &str, from: usize, to: usize) -> u32 {
    let part = text.as_bytes().get(from..to.min(text.len())).unwrap_or_default();
    u32::try_from(part.iter().filter(|byte| **byte == b'\n').count()).unwrap_or(u32::MAX)
}

#[derive(Default)]
struct Build {
    tree: Tree,
    /// Places of the open elements.
    open: Vec<u32>,
    scopes: Scopes,
    line: u32,
    /// Where the text began that is being gathered.
    text_from: Option<(usize, u32)>,
}

impl Build {
    fn event(&mut self, event: Event<'_>) -> Result<(), Refusal> {
        match event {
            Event::Start(tag) | Event::Empty(tag) => self.start(&tag),
            Event::End(_) => self.end(),
            Event::Text(text) => self.text(&text.xml10_content()),
            Event::CData(text) => self.text(&text.xml10_content()),
            Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                Ok(Some(letter)) => self.text(letter.encode_utf8(&mut [0; 4])),
                Ok(None) => self.named(&reference),
                Err(_) => Err(self.refuse(format!("“&{};” is no character", excerpt(&reference)))),
            },
            Event::DocType(text) => doctype::check(&text)
                .map_err(|(at, cause)| Refusal::at(self.line + newlines(&text, 0, at), cause)),
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::Eof => Ok(()),
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Refusal> {
        self.flush_text()?;
        if self.open.is_empty() && !self.tree.nodes.is_empty() {
            return Err(
                self.refuse(format!("<{}> stands after the end of the document", excerpt(tag.name().0)))
            );
        }
        if self.open.len() >= limits::DEPTH {
            return Err(self.refuse(format!("elements are nested more than {} deep", limits::DEPTH)));
        }
        let plain = self.attributes(tag)?;
        let from = self.tree.attributes.len();
        for (key, value) in plain {
            let (namespace, name) = self.attribute_name(&key);
            let value = self.keep(&value)?;
            self.tree.attributes.push(AttributeEntry { namespace, name, value });
        }
        let attributes = count(from)..count(self.tree.attributes.len());
        let (namespace, name) = self.element_name(tag.name());
        let place = self.push(What::Element { namespace, name, attributes })?;
        self.open.push(place);
        Ok(())
    }

    /// The attributes of an element with their values, after what they declare has been declared.
    fn attributes(&mut self, tag: &BytesStart<'_>) -> Result<Vec<(String, String)>, Refusal> {
        let mut plain = Vec::new();
        for (number, attribute) in tag.attributes().enumerate() {
            let attribute =
                attribute.map_err(|error| self.refuse(format!("in <{}>: {error}", excerpt(tag.name().0))))?;
            if number >= limits::ATTRIBUTES {
                return Err(
                    self.refuse(format!("an element has more than {} attributes", limits::ATTRIBUTES))
                );
            }
            let key = attribute.key.0;
            let value = attribute
                .normalized_value_with(XmlVersion::Implicit1_0, 1, entities::named)
                .map_err(|error| self.refuse(format!("in the attribute {}: {error}", excerpt(key))))?;
            let declares = match key {
                "xmlns" => Some(""),
                _ => key.strip_prefix("xmlns:"),
            };
            match declares {
                None => plain.push((key.to_owned(), value.into_owned())),
                Some(prefix) => {
                    let namespace = self.tree.names.intern(value.trim());
                    if !self.scopes.declare(prefix, namespace, self.open.len() + 1) {
                        return Err(
                            self.refuse(format!("more than {} prefixes are declared", limits::PREFIXES))
                        );
                    }
                }
            }
        }
        Ok(plain)
    }

    fn element_name(&mut self, name: QName<'_>) -> (u32, u32) {
        let (prefix, local) = name.0.split_once(':').unwrap_or(("", name.0));
        (self.namespace(prefix), self.tree.names.intern(local))
    }

    fn attribute_name(&mut self, key: &str) -> (u32, u32) {
        match key.split_once(':') {
            Some((prefix, local)) => (self.namespace(prefix), self.tree.names.intern(local)),
            None => (self.tree.names.intern(""), self.tree.names.intern(key)),
        }
    }

    fn namespace(&mut self, prefix: &str) -> u32 {
        if let Some(namespace) = self.scopes.find(prefix) {
            return namespace;
        }
        match prefix {
            "" => self.tree.names.intern(""),
            "xml" => self.tree.names.intern(XML),
            _ => {
                self.tree
                    .note(self.line, format!("the prefix “{}” stands for no namespace", excerpt(prefix)));
                self.tree.names.intern(prefix)
            }
        }
    }

    fn end(&mut self) -> Result<(), Refusal> {
        self.flush_text()?;
        let end = count(self.tree.nodes.len());
        if let Some(place) = self.open.pop() {
            self.tree.nodes[place as usize].end = end;
        }
        self.scopes.leave(self.open.len());
        Ok(())
    }

    fn named(&mut self, name: &str) -> Result<(), Refusal> {
        let Some(text) = entities::named(name) else {
            return Err(self.refuse(format!("the entity “&{};” is not defined", excerpt(name))));
        };
        if entities::predefined(name).is_none() {
            self.tree
                .note(self.line, format!("the entity “&{name};” is not defined; it was read as in HTML"));
        }
        self.text(text)
    }

    fn text(&mut self, text: &str) -> Result<(), Refusal> {
        if self.open.is_empty() {
            return if text.trim().is_empty() {
                Ok(())
            } else {
                Err(self.refuse(format!("“{}” stands outside the document", excerpt(text.trim()))))
            };
        }
        if text.is_empty() {
            return Ok(());
        }
        self.text_from.get_or_insert((self.tree.text.len(), self.line));
        self.keep(text).map(drop)
    }

    fn flush_text(&mut self) -> Result<(), Refusal> {
        let Some((from, line)) = self.text_from.take() else { return Ok(()) };
        let range = count(from)..count(self.tree.text.len());
        let now = std::mem::replace(&mut self.line, line);
        let place = self.push(What::Text(range));
        self.line = now;
        let place = place?;
        self.tree.nodes[place as usize].end = place + 1;
        Ok(())
    }

    /// Keeps text, without the characters XML forbids ([XML 1.0, 2.2](https://www.w3.org/TR/xml/#charsets)).
    fn keep(&mut self, text: &str) -> Result<std::ops::Range<u32>, Refusal> {
        let from = self.tree.text.len();
        if text.contains(is_forbidden) {
            self.tree.note(self.line, "a character that XML forbids was left out".to_owned());
            self.tree.text.extend(text.chars().filter(|letter| !is_forbidden(*letter)));
        } else {
            self.tree.text.push_str(text);
        }
        Ok(count(from)..count(self.tree.text.len()))
    }

    fn push(&mut self, what: What) -> Result<u32, Refusal> {
        if self.tree.nodes.len() >= limits::NODES {
            return Err(self.refuse(format!("it has more than {} elements and texts", limits::NODES)));
        }
        let place = count(self.tree.nodes.len());
        let parent = self.open.last().copied().unwrap_or(0);
        self.tree.nodes.push(Entry { what, parent, end: place + 1, line: self.line });
        Ok(place)
    }

    fn finish(self) -> Result<Tree, Refusal> {
        if let Some(place) = self.open.last() {
            let entry = &self.tree.nodes[*place as usize];
            let name = match &entry.what {
                What::Element { name, .. } => self.tree.names.get(*name),
                What::Text(_) => "",
            };
            let cause =
                format!("the file ends within <{}>, which begins in line {}", excerpt(name), entry.line);
            return Err(self.refuse(cause));
        }
        if self.tree.nodes.is_empty() {
            return Err(self.refuse("there is no element in it"));
        }
        Ok(self.tree)
    }

    fn in_words(&self, error: &quick_xml::Error) -> String {
        error.to_string().chars().filter(|letter| !letter.is_control()).take(200).collect()
    }

    fn refuse(&self, cause: impl Into<String>) -> Refusal {
        Refusal::at(self.line, cause)
    }
}

/// Places and lengths fit, because a document is at most 64 MiB long.
fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn is_forbidden(letter: char) -> bool {
    matches!(letter, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

fn excerpt(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(60).collect()
}
