//! Reading an export as a stream: one thing at a time, memory as flat as its largest post.
//!
//! Exports come damaged: cut off by a time limit, with tags left open, with characters XML does
//! not allow. What can be read is read, and every place where something was wrong is told as a
//! [`Problem`]. Only two things are refused: files that declare entities of their own, which no
//! WordPress writes and which can grow without bound, and files that are no export at all.

use std::collections::VecDeque;
use std::io::Read;

use quick_xml::events::{BytesStart, Event as Xml};

use super::clean::Clean;
use super::event::{Event, Problem, ProblemKind, ReadError};
use super::fields;
use super::item::{Author, Category, Channel, Comment, Item, ItemTerm, Meta, Tag, Term};
use super::names::{Prefixes, Space};

/// Problems that are kept; an export has more only if it is no XML.
const MOST_PROBLEMS: usize = 1_000;

/// Reads an export.
pub struct Reader<R> {
    xml: quick_xml::Reader<Clean<R>>,
    buffer: Vec<u8>,
    prefixes: Prefixes,
    /// Names of the open elements, end to end, and where each begins.
    open_names: String,
    open: Vec<usize>,
    place: Place,
    leaf: Option<Leaf>,
    channel: Option<Channel>,
    item: Box<Item>,
    comment: Comment,
    meta: Option<Meta>,
    ready: VecDeque<Event>,
    problems: Vec<Problem>,
    seen_channel: bool,
    seen_wordpress: bool,
    ended: bool,
}

/// What the reader is in the middle of.
enum Place {
    Outside,
    Channel,
    Author(Author),
    Category(Category),
    Tag(Tag),
    Term(Term),
    Item,
    Comment,
}

/// An element that holds text, while it is read.
struct Leaf {
    /// How many elements are open including it.
    depth: usize,
    text: String,
    has_cdata: bool,
    /// Taxonomy and slug of a `<category>`.
    term: Option<ItemTerm>,
}

impl<R: Read> Reader<R> {
    /// A reader from the beginning of an export.
    pub fn new(source: R) -> Reader<R> {
        let mut xml = quick_xml::Reader::from_reader(Clean::new(source));
        let config = xml.config_mut();
        // Tags are matched here, so that damage can be told and read past.
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        config.expand_empty_elements = true;
        Reader {
            xml,
            buffer: Vec::new(),
            prefixes: Prefixes::new(),
            open_names: String::new(),
            open: Vec::new(),
            place: Place::Outside,
            leaf: None,
            channel: None,
            item: Box::default(),
            comment: Comment::default(),
            meta: None,
            ready: VecDeque::new(),
            problems: Vec::new(),
            seen_channel: false,
            seen_wordpress: false,
            ended: false,
        }
    }

    /// The next thing, or nothing at the end.
    ///
    /// # Errors
    /// When the file cannot be read, declares entities, or is no export.
    pub fn next_event(&mut self) -> Result<Option<Event>, ReadError> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                if matches!(event, Event::Item(_)) && !self.seen_wordpress {
                    return Err(ReadError::NotAnExport("its entries have none of WordPress's fields"));
                }
                return Ok(Some(event));
            }
            if self.ended {
                return Ok(None);
            }
            let mut buffer = std::mem::take(&mut self.buffer);
            buffer.clear();
            let outcome = self.step(&mut buffer);
            self.buffer = buffer;
            outcome?;
        }
    }

    /// How many bytes of the file have been read.
    pub fn position(&self) -> u64 {
        self.xml.get_ref().consumed()
    }

    /// How many characters could not stand in XML and were replaced.
    pub fn replaced_characters(&self) -> u64 {
        self.xml.get_ref().replaced()
    }

    /// What was wrong so far, at most a thousand places.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    fn step(&mut self, buffer: &mut Vec<u8>) -> Result<(), ReadError> {
        let before = self.xml.buffer_position();
        match self.xml.read_event_into(buffer) {
            Ok(Xml::Start(tag)) => self.start(&tag),
            Ok(Xml::End(tag)) => self.end(tag.name().0),
            Ok(Xml::Text(text)) => self.text(&text.xml10_content()),
            Ok(Xml::CData(text)) => self.cdata(&text.xml10_content()),
            Ok(Xml::GeneralRef(reference)) => {
                match reference.resolve_char_ref() {
                    // A control character written as a reference is as little use as a plain one.
                    Ok(Some(char)) if char < ' ' && !matches!(char, '\t' | '\n' | '\r') => self.text(" "),
                    Ok(Some(char)) => self.text(char.encode_utf8(&mut [0; 4])),
                    Ok(None) | Err(_) => self.entity(&reference),
                }
            }
            Ok(Xml::DocType(doctype)) => {
                if doctype.to_ascii_uppercase().contains("<!ENTITY") {
                    return Err(ReadError::Entities { at: before });
                }
            }
            Ok(Xml::Eof) => self.finish()?,
            Ok(Xml::Empty(_) | Xml::Comment(_) | Xml::Decl(_) | Xml::PI(_)) => {}
            Err(quick_xml::Error::Io(error)) => {
                return Err(ReadError::Io(std::io::Error::new(error.kind(), error.to_string())));
            }
            Err(error) => {
                self.problem(ProblemKind::Syntax(error.to_string()));
                if self.xml.buffer_position() <= before {
                    self.finish()?;
                }
            }
        }
        Ok(())
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        if self.open.len() < 2 {
            // Prefixes are declared on <rss>, now and then on <channel>.
            for attribute in tag.attributes().with_checks(false).flatten() {
                self.prefixes.declare(attribute.key.0, &attribute.value);
            }
        }
        let name = tag.name().0;
        let (space, local) = self.prefixes.resolve(name);
        self.seen_wordpress |= space == Space::Wp;
        if let Some(leaf) = &self.leaf {
            if !is_ours(space, local) {
                // Markup that stands in a text without being escaped: only its words are kept.
                self.push_open(name);
                return;
            }
            if leaf.has_cdata || !leaf.text.trim().is_empty() {
                self.close_leaf_left_open();
            } else {
                // Not a text at all, but an element around others that is not known here.
                self.leaf = None;
            }
        }
        match (space, local) {
            (Space::Rss, "item") => {
                if matches!(self.place, Place::Item | Place::Comment) {
                    self.problem(ProblemKind::Unclosed("item".into()));
                    self.close_down_to_channel();
                    self.item.damaged = true;
                    self.push_item();
                }
                self.push_channel();
                self.place = Place::Item;
            }
            (Space::Rss, "channel") => {
                self.seen_channel = true;
                self.channel = Some(Channel::default());
                self.place = Place::Channel;
            }
            (Space::Wp, "author") if self.in_channel() => self.place = Place::Author(Author::default()),
            (Space::Wp, "category") if self.in_channel() => self.place = Place::Category(Category::default()),
            (Space::Wp, "tag") if self.in_channel() => self.place = Place::Tag(Tag::default()),
            (Space::Wp, "term") if self.in_channel() => self.place = Place::Term(Term::default()),
            (Space::Wp, "comment") if matches!(self.place, Place::Item) => {
                self.comment = Comment::default();
                self.place = Place::Comment;
            }
            (Space::Wp, "postmeta" | "commentmeta" | "termmeta") => self.meta = Some(Meta::default()),
            (Space::Rss, "rss" | "image") => {}
            _ => {
                let term = (space == Space::Rss && local == "category").then(|| item_term(tag));
                self.leaf =
                    Some(Leaf { depth: self.open.len() + 1, text: String::new(), has_cdata: false, term });
            }
        }
        self.push_open(name);
    }

    fn end(&mut self, name: &str) {
        let Some(depth) = self.depth_of(name) else {
            self.problem(ProblemKind::Unopened(name.to_owned()));
            return;
        };
        while self.open.len() > depth {
            let unclosed = self.last_open().to_owned();
            self.problem(ProblemKind::Unclosed(unclosed));
            self.close_last();
        }
        self.close_last();
    }

    /// Closes the innermost open element and keeps what it held.
    fn close_last(&mut self) {
        let depth = self.open.len();
        let Some(at) = self.open.pop() else { return };
        let name = self.open_names.split_off(at);
        let (space, local) = self.prefixes.resolve(&name);
        if let Some(leaf) = self.leaf.take_if(|leaf| leaf.depth == depth) {
            self.fill(space, local, leaf);
            return;
        }
        match (space, local) {
            (Space::Wp, "postmeta" | "commentmeta" | "termmeta") => self.push_meta(),
            (Space::Wp, "comment") => {
                if matches!(self.place, Place::Comment) {
                    self.item.comments.push(std::mem::take(&mut self.comment));
                    self.place = Place::Item;
                }
            }
            (Space::Wp, "author" | "category" | "tag" | "term") => self.push_place(),
            (Space::Rss, "item") => {
                if matches!(self.place, Place::Item | Place::Comment) {
                    self.push_item();
                }
            }
            (Space::Rss, "channel") => {
                self.push_channel();
                self.place = Place::Outside;
            }
            _ => {}
        }
    }

    fn fill(&mut self, space: Space, name: &str, leaf: Leaf) {
        let text = if leaf.has_cdata { leaf.text } else { trimmed(leaf.text) };
        if let Some(meta) = &mut self.meta {
            fields::fill_meta(meta, name, text);
            return;
        }
        match &mut self.place {
            Place::Outside => {}
            Place::Channel => {
                if let Some(channel) = &mut self.channel {
                    fields::fill_channel(channel, space, name, text);
                }
            }
            Place::Author(author) => fields::fill_author(author, name, text),
            Place::Category(category) => fields::fill_category(category, name, text),
            Place::Tag(tag) => fields::fill_tag(tag, name, text),
            Place::Term(term) => fields::fill_term(term, name, text),
            Place::Comment => fields::fill_comment(&mut self.comment, name, text),
            Place::Item => match leaf.term {
                // WXR 1.0 names each term twice, once without its slug.
                Some(term) if term.slug.is_empty() => {}
                Some(term) => self.item.terms.push(ItemTerm { name: text, ..term }),
                None => fields::fill_item(&mut self.item, space, name, text),
            },
        }
    }

    fn push_meta(&mut self) {
        let Some(meta) = self.meta.take() else { return };
        match &mut self.place {
            Place::Item => self.item.meta.push(meta),
            Place::Comment => self.comment.meta.push(meta),
            Place::Category(category) => category.meta.push(meta),
            Place::Tag(tag) => tag.meta.push(meta),
            Place::Term(term) => term.meta.push(meta),
            Place::Outside | Place::Channel | Place::Author(_) => {}
        }
    }

    fn push_place(&mut self) {
        let event = match std::mem::replace(&mut self.place, Place::Channel) {
            Place::Author(author) => Event::Author(author),
            Place::Category(category) => Event::Category(category),
            Place::Tag(tag) => Event::Tag(tag),
            Place::Term(term) => Event::Term(term),
            other => {
                self.place = other;
                return;
            }
        };
        self.push_channel();
        self.ready.push_back(event);
    }

    fn push_channel(&mut self) {
        if let Some(channel) = self.channel.take() {
            self.ready.push_back(Event::Channel(channel));
        }
    }

    fn push_item(&mut self) {
        self.ready.push_back(Event::Item(std::mem::take(&mut self.item)));
        self.meta = None;
        self.place = Place::Channel;
    }

    fn text(&mut self, text: &str) {
        let Some(leaf) = &mut self.leaf else { return };
        // Beside CDATA stand only the line breaks of the file.
        if !(leaf.has_cdata && text.trim().is_empty()) {
            leaf.text.push_str(text);
        }
    }

    fn cdata(&mut self, text: &str) {
        let Some(leaf) = &mut self.leaf else { return };
        if !leaf.has_cdata && leaf.text.trim().is_empty() {
            leaf.text.clear();
        }
        leaf.has_cdata = true;
        leaf.text.push_str(text);
    }

    fn entity(&mut self, name: &str) {
        match name {
            "lt" => self.text("<"),
            "gt" => self.text(">"),
            "amp" => self.text("&"),
            "quot" => self.text("\""),
            "apos" => self.text("'"),
            _ => {
                self.problem(ProblemKind::Entity(name.to_owned()));
                self.text(&format!("&{name};"));
            }
        }
    }

    fn finish(&mut self) -> Result<(), ReadError> {
        self.ended = true;
        if !self.seen_channel {
            return Err(ReadError::NotAnExport("there is no <channel> in it"));
        }
        if !self.seen_wordpress {
            return Err(ReadError::NotAnExport("there is nothing of WordPress in it"));
        }
        if self.open.is_empty() {
            return Ok(());
        }
        self.problem(ProblemKind::CutOff);
        if matches!(self.place, Place::Item | Place::Comment) {
            self.item.damaged = true;
        }
        while !self.open.is_empty() {
            self.close_last();
        }
        Ok(())
    }

    /// An element of ours begins while a text is open: the text was never closed.
    fn close_leaf_left_open(&mut self) {
        let depth = self.leaf.as_ref().map_or(0, |leaf| leaf.depth);
        while self.leaf.is_some() && self.open.len() >= depth {
            let name = self.last_open().to_owned();
            self.problem(ProblemKind::Unclosed(name));
            self.close_last();
        }
        if matches!(self.place, Place::Item | Place::Comment) {
            self.item.damaged = true;
        }
    }

    fn close_down_to_channel(&mut self) {
        while !self.open.is_empty() && !matches!(self.last_open(), "channel" | "item") {
            self.close_last();
        }
        if self.last_open() == "item" {
            let at = self.open.pop().unwrap_or_default();
            self.open_names.truncate(at);
        }
    }

    fn in_channel(&self) -> bool {
        matches!(self.place, Place::Channel)
    }

    fn push_open(&mut self, name: &str) {
        self.open.push(self.open_names.len());
        self.open_names.push_str(name);
    }

    fn last_open(&self) -> &str {
        self.open.last().map_or("", |at| &self.open_names[*at..])
    }

    /// How many elements are open down to and including the innermost of that name.
    fn depth_of(&self, name: &str) -> Option<usize> {
        let mut until = self.open_names.len();
        for (place, at) in self.open.iter().enumerate().rev() {
            if &self.open_names[*at..until] == name {
                return Some(place + 1);
            }
            until = *at;
        }
        None
    }

    fn problem(&mut self, kind: ProblemKind) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(Problem { at: self.xml.buffer_position(), kind });
        }
    }
}

/// Whether an element is one of the export's own rather than markup in a text.
fn is_ours(space: Space, name: &str) -> bool {
    match space {
        Space::Wp | Space::Excerpt | Space::Content | Space::Dc => true,
        Space::Rss => {
            matches!(
                name,
                "item" | "channel" | "title" | "link" | "guid" | "pubDate" | "description" | "category"
            )
        }
        Space::Other => false,
    }
}

fn item_term(tag: &BytesStart<'_>) -> ItemTerm {
    let mut term = ItemTerm { domain: "category".into(), ..ItemTerm::default() };
    for attribute in tag.attributes().with_checks(false).flatten() {
        let value = || match attribute.normalized_value(quick_xml::XmlVersion::default()) {
            Ok(value) => value.into_owned(),
            Err(_) => attribute.value.clone().into_owned(),
        };
        match attribute.key.0 {
            "domain" => term.domain = value(),
            "nicename" => term.slug = value(),
            _ => {}
        }
    }
    term
}

fn trimmed(text: String) -> String {
    let short = text.trim();
    if short.len() == text.len() { text } else { short.to_owned() }
}

#[cfg(test)]
mod tests;
