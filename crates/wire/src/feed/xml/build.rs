//! Pieces of markup become a tree, also where they do not fit together.
//!
//! An end tag closes all that is open within its element; one that closes nothing is passed over; an entry ends
//! where the next begins. What was wrong is noted, with its line.

use std::borrow::Cow;
use std::sync::Arc;

use memchr::memchr_iter;
use newsroom::wire_item::Fault;

use super::entities::Entities;
use super::names::{Scope, Space};
use super::scan::{Attributes, Scanner, Tag, Token};
use super::tree::{Attribute, Data, Id, Node, Tree};
use crate::feed::address;
use crate::{Error, Format};

/// Elements may be open in one another so deep. No feed comes near; what does is made to exhaust somebody.
const DEEPEST: usize = 256;
/// So many nodes and attributes may be held at once, outside entries or within one.
const MOST_NODES: usize = 400_000;
/// A base address may be so long.
const LONGEST_BASE: usize = 2_048;
/// So many faults are told.
const MOST_FAULTS: usize = 100;

/// Where the tree begins: what is known of the document as a whole.
pub(crate) struct Outside<'a> {
    /// Where it was fetched.
    pub(crate) base: Option<Arc<str>>,
    /// The language the transport named.
    pub(crate) language: Option<&'a str>,
}

/// Who gets the entries, each when it is complete; it may be taken apart. Answers whether more are wanted.
pub(crate) type OnEntry<'f, 'a> = &'f mut dyn FnMut(&mut Tree<'a>, Id) -> bool;

/// Builds the tree of a document, without its entries.
///
/// # Errors
/// When it is hostile: deeper or larger than any feed, or with entities that grow.
pub(crate) fn build<'a>(
    text: &'a str,
    outside: Outside<'a>,
    on_entry: OnEntry<'_, 'a>,
) -> Result<(Tree<'a>, Vec<Fault>), Error> {
    let root = Node {
        data: Data::Element { space: Space::Other, prefix: "", name: "", attributes: (0, 0) },
        first: 0,
        last: 0,
        next: 0,
        base: 0,
        language: 0,
    };
    let tree = Tree {
        nodes: vec![root],
        attributes: Vec::new(),
        bases: vec![outside.base],
        languages: vec![outside.language.map(Cow::Borrowed)],
        doctype: "",
    };
    let mut builder = Builder {
        text,
        tree,
        scope: Scope::default(),
        entities: Entities::default(),
        open: Vec::new(),
        on_entry,
        faults: Faults { text, line: 1, counted: 0, list: Vec::new() },
        in_entry: None,
        seen_root: false,
        enough: false,
    };
    builder.run()?;
    Ok((builder.tree, builder.faults.list))
}

struct Builder<'f, 'a> {
    text: &'a str,
    tree: Tree<'a>,
    scope: Scope<'a>,
    entities: Entities<'a>,
    open: Vec<Open<'a>>,
    on_entry: OnEntry<'f, 'a>,
    faults: Faults<'a>,
    /// How many elements are open including the entry that is being read.
    in_entry: Option<usize>,
    seen_root: bool,
    enough: bool,
}

struct Open<'a> {
    id: Id,
    /// As written.
    name: &'a str,
    /// The child its parent had last before it.
    before: Id,
    /// How many bases and languages there were before it.
    inherited: (usize, usize),
}

impl<'a> Builder<'_, 'a> {
    fn run(&mut self) -> Result<(), Error> {
        let mut scanner = Scanner::new(self.text);
        loop {
            let at = scanner.at();
            let Some(token) = scanner.next() else { break };
            if let Some(wrong) = scanner.wrong {
                self.faults.note(at, wrong);
            }
            match token {
                Token::Start(tag) => self.start(tag, at)?,
                Token::End(name) => self.end(name, at),
                Token::Text(text) if self.open.is_empty() => {
                    if !text.trim_matches(['\u{feff}', ' ', '\t', '\n', '\r', '\0']).is_empty() {
                        self.faults.note(at, "text outside of all elements");
                    }
                }
                Token::Text(text) => {
                    let text = self.resolve(text, at)?;
                    self.push(Data::Text(text));
                }
                Token::CData(text) => {
                    let text = if text.contains('\r') {
                        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
                    } else {
                        Cow::Borrowed(text)
                    };
                    if self.open.is_empty() {
                        self.faults.note(at, "text outside of all elements");
                    } else {
                        self.push(Data::Text(text));
                    }
                }
                Token::Doctype(text) => {
                    self.tree.doctype = text;
                    self.entities.declare(text);
                }
                Token::Aside => {}
            }
            if self.enough {
                return Ok(());
            }
            if self.tree.nodes.len() > MOST_NODES || self.tree.attributes.len() > MOST_NODES {
                return Err(self.refuse(at, "it has more elements than any feed, and is not read further"));
            }
        }
        if let Some(open) = self.open.last() {
            let name = open.name;
            self.faults.note(self.text.len(), format!("the file ends within <{name}>"));
        }
        while !self.open.is_empty() {
            self.close();
        }
        Ok(())
    }

    fn start(&mut self, tag: Tag<'a>, at: usize) -> Result<(), Error> {
        if self.open.is_empty() {
            if self.seen_root {
                self.faults.note(at, format!("<{}> after the end of the document", tag.name));
            }
            self.seen_root = true;
        }
        // Before anything of this element is noted: what is closed takes with it all that came after it.
        self.close_what_ends_here(tag.name, at);
        let inherited = (self.tree.bases.len(), self.tree.languages.len());
        let (mut base, mut language) = match self.open.last() {
            Some(open) => {
                let node = &self.tree.nodes[open.id as usize];
                (node.base, node.language)
            }
            None => (0, 0),
        };
        let depth = self.open.len() + 1;
        let from = self.tree.attributes.len();
        if !tag.attributes.is_empty() {
            self.attributes(tag.attributes, depth, at)?;
            if let Some(new) = self.new_base(from, base, at) {
                base = new;
            }
            if let Some(new) = self.new_language(from) {
                language = new;
            }
        }
        let (space, prefix, name) = self.name(tag.name, at);
        if self.tree.attributes.len() > from {
            self.check_prefixes(from, at);
        }
        if self.open.len() >= DEEPEST {
            return Err(self.refuse(at, format!("elements are nested deeper than {DEEPEST}")));
        }
        let before = self.open.last().map_or(0, |open| open.id);
        let before = self.tree.nodes[before as usize].last;
        let attributes = (index(from), index(self.tree.attributes.len()));
        let id = self.push(Data::Element { space, prefix, name, attributes });
        let node = &mut self.tree.nodes[id as usize];
        (node.base, node.language) = (base, language);
        self.open.push(Open { id, name: tag.name, before, inherited });
        if self.in_entry.is_none() && is_entry(space, name) {
            self.in_entry = Some(self.open.len());
        }
        if tag.empty {
            self.close();
        }
        Ok(())
    }

    fn attributes(&mut self, text: &'a str, depth: usize, at: usize) -> Result<(), Error> {
        let mut attributes = Attributes::new(text);
        let from = self.tree.attributes.len();
        for (name, value) in attributes.by_ref() {
            let value = self.resolve(value, at)?;
            let xmlns = name.get(..5).filter(|start| start.eq_ignore_ascii_case("xmlns"));
            if xmlns.is_some() && (name.len() == 5 || name.as_bytes()[5] == b':') {
                self.scope.declare(name.get(6..).unwrap_or_default(), value.trim(), depth);
            }
            let new = &self.tree.attributes[from..];
            if new.len() < 32 && new.iter().any(|known| known.name == name) {
                self.faults.note(at, format!("the attribute {name} stands twice in one tag"));
                continue;
            }
            self.tree.attributes.push(Attribute { name, value });
        }
        if attributes.wrong {
            self.faults.note(at, "an attribute without a value in quotes");
        }
        Ok(())
    }

    fn new_base(&mut self, from: usize, inherited: u32, at: usize) -> Option<u32> {
        let said = self.tree.attributes[from..]
            .iter()
            .find(|attribute| attribute.name.eq_ignore_ascii_case("xml:base"))
            .or_else(|| {
                self.tree.attributes[from..]
                    .iter()
                    .find(|attribute| attribute.name.eq_ignore_ascii_case("base"))
            })?;
        let outer = self.tree.bases[inherited as usize].as_deref();
        let base = address::base(outer, &said.value)?;
        if base.len() > LONGEST_BASE {
            self.faults.note(at, "a base address that is too long");
            return None;
        }
        self.tree.bases.push(Some(base.into()));
        Some(index(self.tree.bases.len() - 1))
    }

    fn new_language(&mut self, from: usize) -> Option<u32> {
        let said = |name: &str| {
            self.tree.attributes[from..]
                .iter()
                .find(|attribute| attribute.name.eq_ignore_ascii_case(name))
                .map(|attribute| attribute.value.clone())
        };
        let said = said("xml:lang").or_else(|| said("lang"))?;
        let language = (!said.trim().is_empty()).then_some(said);
        self.tree.languages.push(language);
        Some(index(self.tree.languages.len() - 1))
    }

    /// Vocabulary, prefix and local name of an element.
    fn name(&mut self, name: &'a str, at: usize) -> (Space, &'a str, &'a str) {
        let Some((prefix, local)) = name.split_once(':').filter(|(prefix, _)| !prefix.is_empty()) else {
            return (self.scope.find("").unwrap_or_default(), "", name);
        };
        let space = match self.scope.find(prefix) {
            Some(space) => space,
            None => {
                self.faults.note(at, format!("the prefix {prefix}: was not declared"));
                Space::of_prefix(prefix).unwrap_or(Space::Other)
            }
        };
        (space, prefix, local)
    }

    /// Notes prefixes of attributes that nobody declared.
    fn check_prefixes(&mut self, from: usize, at: usize) {
        for attribute in &self.tree.attributes[from..] {
            if let Some((prefix, _)) = attribute.name.split_once(':')
                && !prefix.eq_ignore_ascii_case("xml")
                && !prefix.eq_ignore_ascii_case("xmlns")
                && self.scope.find(prefix).is_none()
            {
                self.faults.note(at, format!("the prefix {prefix}: was not declared"));
            }
        }
    }

    /// Closes what cannot go on where this element begins: the entry before it, or a title that was left open.
    fn close_what_ends_here(&mut self, name: &str, at: usize) {
        let (prefix, name) = name.split_once(':').unwrap_or(("", name));
        let space = self.scope.find(prefix).or_else(|| Space::of_prefix(prefix)).unwrap_or_default();
        if !space.is_core() {
            return;
        }
        let to = if let Some(depth) = self.in_entry.filter(|_| is_entry(space, name)) {
            let all_core = self.open[depth..].iter().all(|open| self.is_core(open.id));
            all_core.then_some(depth - 1)
        } else {
            let parent = self.open.last();
            let left_open = parent.is_some_and(|open| {
                let (mine, its) = (is_leaf(name), is_leaf(open.name));
                mine && its && self.is_core(open.id)
            });
            left_open.then(|| self.open.len() - 1)
        };
        if let Some(to) = to {
            let name = self.open[to].name;
            self.faults.note(at, format!("<{name}> is not closed"));
            while self.open.len() > to {
                self.close();
            }
        }
    }

    fn is_core(&self, id: Id) -> bool {
        matches!(self.tree.nodes[id as usize].data, Data::Element { space, .. } if space.is_core())
    }

    fn end(&mut self, name: &str, at: usize) {
        let exact = self.open.last().is_some_and(|open| open.name == name);
        if exact {
            return self.close();
        }
        let found = self.open.iter().rposition(|open| open.name.eq_ignore_ascii_case(name));
        match found {
            Some(place) => {
                let open = self.open[self.open.len() - 1].name;
                self.faults.note(at, format!("</{name}> where <{open}> is open"));
                while self.open.len() > place && !self.enough {
                    self.close();
                }
            }
            None => self.faults.note(at, format!("</{name}> closes nothing")),
        }
    }

    /// Closes the innermost element.
    fn close(&mut self) {
        let Some(open) = self.open.pop() else { return };
        self.scope.close(self.open.len());
        if self.in_entry != Some(self.open.len() + 1) {
            return;
        }
        self.in_entry = None;
        self.enough |= !(self.on_entry)(&mut self.tree, open.id);
        // The entry's place is given to what follows.
        let from = match self.tree.nodes[open.id as usize].data {
            Data::Element { attributes: (from, _), .. } => from as usize,
            Data::Text(_) => self.tree.attributes.len(),
        };
        self.tree.nodes.truncate(open.id as usize);
        self.tree.attributes.truncate(from);
        self.tree.bases.truncate(open.inherited.0);
        self.tree.languages.truncate(open.inherited.1);
        let parent = self.open.last().map_or(0, |open| open.id) as usize;
        self.tree.nodes[parent].last = open.before;
        match open.before {
            0 => self.tree.nodes[parent].first = 0,
            before => self.tree.nodes[before as usize].next = 0,
        }
    }

    /// Appends a node to the innermost element.
    fn push(&mut self, data: Data<'a>) -> Id {
        let parent = self.open.last().map_or(0, |open| open.id) as usize;
        let id = index(self.tree.nodes.len());
        let (base, language) = (self.tree.nodes[parent].base, self.tree.nodes[parent].language);
        self.tree.nodes.push(Node { data, first: 0, last: 0, next: 0, base, language });
        match self.tree.nodes[parent].last {
            0 => self.tree.nodes[parent].first = id,
            last => self.tree.nodes[last as usize].next = id,
        }
        self.tree.nodes[parent].last = id;
        id
    }

    fn resolve(&mut self, text: &'a str, at: usize) -> Result<Cow<'a, str>, Error> {
        let resolved = self.entities.resolve(text);
        if let Some(wrong) = self.entities.wrong.take() {
            self.faults.note(at, wrong);
        }
        match self.entities.refused.take() {
            Some(cause) => Err(self.refuse(at, cause)),
            None => Ok(resolved),
        }
    }

    fn refuse(&mut self, at: usize, cause: impl Into<String>) -> Error {
        Error::at(Format::Feed, self.faults.line(at), cause)
    }
}

/// Whether an element is an entry of a feed.
fn is_entry(space: Space, name: &str) -> bool {
    space.is_core() && (name.eq_ignore_ascii_case("item") || name.eq_ignore_ascii_case("entry"))
}

/// Elements of RSS and Atom that have no elements in them, and are none of HTML.
fn is_leaf(name: &str) -> bool {
    let leaves =
        ["title", "link", "guid", "pubdate", "comments", "enclosure", "category", "updated", "published"];
    leaves.iter().any(|leaf| name.eq_ignore_ascii_case(leaf))
}

fn index(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// What was wrong, with the lines of it.
struct Faults<'a> {
    text: &'a str,
    /// The line at the place that was counted to last.
    line: u32,
    counted: usize,
    list: Vec<Fault>,
}

impl Faults<'_> {
    fn note(&mut self, at: usize, what: impl Into<String>) {
        if self.list.len() < MOST_FAULTS {
            let line = self.line(at);
            self.list.push(Fault { line: Some(line), what: what.into() });
        }
    }

    /// The line of a place, counted from 1.
    fn line(&mut self, at: usize) -> u32 {
        if at < self.counted {
            (self.line, self.counted) = (1, 0);
        }
        let new = memchr_iter(b'\n', &self.text.as_bytes()[self.counted..at]).count();
        self.line += u32::try_from(new).unwrap_or(u32::MAX - self.line);
        self.counted = at;
        self.line
    }
}
