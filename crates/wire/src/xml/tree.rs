//! A document as a tree, kept in document order in one list.

use std::ops::Range;

use newsroom::wire_item::Fault;

use super::limits;
use super::names::{Names, XML};

/// A document.
#[derive(Debug, Default)]
pub struct Tree {
    pub(super) nodes: Vec<Entry>,
    pub(super) attributes: Vec<AttributeEntry>,
    pub(super) names: Names,
    /// All text and the values of all attributes.
    pub(super) text: String,
    faults: Vec<Fault>,
}

/// A node. Its descendants follow it in the list, up to `end`.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) what: What,
    pub(super) parent: u32,
    pub(super) end: u32,
    pub(super) line: u32,
}

#[derive(Debug)]
pub(super) enum What {
    Element { namespace: u32, name: u32, attributes: Range<u32> },
    Text(Range<u32>),
}

#[derive(Debug)]
pub(super) struct AttributeEntry {
    pub(super) namespace: u32,
    pub(super) name: u32,
    pub(super) value: Range<u32>,
}

impl Tree {
    /// The element all others are in.
    pub fn root(&self) -> Node<'_> {
        Node { tree: self, place: 0 }
    }

    /// What was wrong and read past.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    pub(super) fn note(&mut self, line: u32, what: String) {
        if self.faults.len() < limits::FAULTS {
            self.faults.push(Fault { line: Some(line), what });
        }
    }

    fn slice(&self, range: &Range<u32>) -> &str {
        &self.text[range.start as usize..range.end as usize]
    }
}

/// An element of a tree.
#[derive(Clone, Copy, Debug)]
pub struct Node<'t> {
    tree: &'t Tree,
    place: u32,
}

/// What stands in an element: another one, or text.
#[derive(Clone, Copy, Debug)]
pub enum Content<'t> {
    /// An element.
    Element(Node<'t>),
    /// Text.
    Text(&'t str),
}

/// An attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attribute<'t> {
    /// Its namespace; empty for most.
    pub namespace: &'t str,
    /// Its name without a prefix.
    pub name: &'t str,
    /// Its value.
    pub value: &'t str,
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.tree, other.tree) && self.place == other.place
    }
}

impl<'t> Node<'t> {
    fn entry(self) -> &'t Entry {
        &self.tree.nodes[self.place as usize]
    }

    /// Its name without a prefix.
    pub fn name(self) -> &'t str {
        match &self.entry().what {
            What::Element { name, .. } => self.tree.names.get(*name),
            What::Text(_) => "",
        }
    }

    /// Its namespace; empty where it has none.
    pub fn namespace(self) -> &'t str {
        match &self.entry().what {
            What::Element { namespace, .. } => self.tree.names.get(*namespace),
            What::Text(_) => "",
        }
    }

    /// The line its tag begins on, counted from 1.
    pub fn line(self) -> u32 {
        self.entry().line
    }

    /// Its place in the order of the document.
    pub fn place(self) -> u32 {
        self.place
    }

    /// The element it stands in.
    pub fn parent(self) -> Option<Node<'t>> {
        (self.place != 0).then(|| Node { tree: self.tree, place: self.entry().parent })
    }

    /// The elements it stands in, the nearest first.
    pub fn ancestors(self) -> impl Iterator<Item = Node<'t>> {
        std::iter::successors(self.parent(), |node| node.parent())
    }

    /// Its attributes in order, without those that declare namespaces.
    pub fn attributes(self) -> impl Iterator<Item = Attribute<'t>> {
        let range = match &self.entry().what {
            What::Element { attributes, .. } => attributes.start as usize..attributes.end as usize,
            What::Text(_) => 0..0,
        };
        self.tree.attributes[range].iter().map(move |entry| Attribute {
            namespace: self.tree.names.get(entry.namespace),
            name: self.tree.names.get(entry.name),
            value: self.tree.slice(&entry.value),
        })
    }

    /// An attribute of no namespace, without white space around it; nothing where it is empty.
    pub fn attribute(self, name: &str) -> Option<&'t str> {
        let found = self.attributes().find(|one| one.name == name && one.namespace.is_empty())?;
        Some(found.value.trim()).filter(|value| !value.is_empty())
    }

    /// Its language, by the nearest `xml:lang`.
    pub fn language(self) -> Option<&'t str> {
        std::iter::once(self)
            .chain(self.ancestors())
            .find_map(|node| node.own_language())
            .filter(|tag| !tag.is_empty())
    }

    /// Its own `xml:lang`.
    pub fn own_language(self) -> Option<&'t str> {
        let found = self.attributes().find(|one| one.name == "lang" && one.namespace == XML)?;
        Some(found.value.trim())
    }

    /// What stands in it, in order.
    pub fn content(self) -> impl Iterator<Item = Content<'t>> {
        let (tree, end) = (self.tree, self.entry().end);
        let mut next = self.place + 1;
        std::iter::from_fn(move || {
            let place = next;
            let entry = (place < end).then(|| &tree.nodes[place as usize])?;
            next = entry.end;
            Some(match &entry.what {
                What::Element { .. } => Content::Element(Node { tree, place }),
                What::Text(range) => Content::Text(tree.slice(range)),
            })
        })
    }

    /// The elements in it.
    pub fn children(self) -> impl Iterator<Item = Node<'t>> {
        self.content().filter_map(|content| match content {
            Content::Element(node) => Some(node),
            Content::Text(_) => None,
        })
    }

    /// The elements of a name in it.
    pub fn all(self, name: &str) -> impl Iterator<Item = Node<'t>> {
        self.children().filter(move |child| child.name() == name)
    }

    /// The first element of a name in it.
    pub fn child(self, name: &str) -> Option<Node<'t>> {
        self.children().find(|child| child.name() == name)
    }

    /// The first element at a way of names from here: `itemMeta/provider`.
    pub fn at(self, way: &str) -> Option<Node<'t>> {
        match way.split_once('/') {
            Some((first, rest)) => self.all(first).find_map(|child| child.at(rest)),
            None => self.child(way),
        }
    }

    /// All elements below it, at any depth.
    pub fn descendants(self) -> impl Iterator<Item = Node<'t>> {
        let tree = self.tree;
        (self.place + 1..self.entry().end)
            .filter(|place| matches!(tree.nodes[*place as usize].what, What::Element { .. }))
            .map(move |place| Node { tree, place })
    }

    /// All text in it, as written.
    pub fn text(self) -> String {
        let mut out = String::new();
        for entry in &self.tree.nodes[self.place as usize..self.entry().end as usize] {
            if let What::Text(range) = &entry.what {
                out.push_str(self.tree.slice(range));
            }
        }
        out
    }

    /// All text in it on one line: white space is one space, none at the ends.
    pub fn line_of_text(self) -> String {
        let text = self.text();
        let mut out = String::with_capacity(text.len());
        for word in text.split_ascii_whitespace() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
        out
    }

    /// Whether there is any text in it but white space.
    pub fn has_text(self) -> bool {
        self.tree.nodes[self.place as usize..self.entry().end as usize].iter().any(|entry| {
            match &entry.what {
                What::Text(range) => !self.tree.slice(range).trim().is_empty(),
                What::Element { .. } => false,
            }
        })
    }
}
