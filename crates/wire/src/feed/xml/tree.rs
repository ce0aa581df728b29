//! The elements of a document as a tree in one piece of memory.
//!
//! A feed's entries are many and alike, so each is given away as soon as it is complete, and its memory is used
//! for the next one.

use std::borrow::Cow;
use std::sync::Arc;

use super::names::Space;

/// The place of a node in its tree. The root is 0, and no node's child, so 0 also means “none”.
pub(crate) type Id = u32;

/// A tree.
#[derive(Debug, Default)]
pub(crate) struct Tree<'a> {
    pub(super) nodes: Vec<Node<'a>>,
    pub(super) attributes: Vec<Attribute<'a>>,
    pub(super) bases: Vec<Option<Arc<str>>>,
    pub(super) languages: Vec<Option<Cow<'a, str>>>,
    /// What stands in the document type declaration.
    pub(crate) doctype: &'a str,
}

/// An element or a piece of text.
#[derive(Debug)]
pub(super) struct Node<'a> {
    pub(super) data: Data<'a>,
    pub(super) first: Id,
    pub(super) last: Id,
    pub(super) next: Id,
    pub(super) base: u32,
    pub(super) language: u32,
}

#[derive(Debug)]
pub(super) enum Data<'a> {
    Element { space: Space, prefix: &'a str, name: &'a str, attributes: (u32, u32) },
    Text(Cow<'a, str>),
}

/// An attribute.
#[derive(Clone, Debug)]
pub(crate) struct Attribute<'a> {
    /// Its name as written, with its prefix.
    pub(crate) name: &'a str,
    /// Its value.
    pub(crate) value: Cow<'a, str>,
}

/// What a node is.
pub(crate) enum Look<'t, 'a> {
    Element { space: Space, prefix: &'a str, name: &'a str },
    Text(&'t str),
}

impl<'a> Tree<'a> {
    /// What stands at a place.
    pub(crate) fn look(&self, id: Id) -> Look<'_, 'a> {
        match &self.nodes[id as usize].data {
            Data::Element { space, prefix, name, .. } => Look::Element { space: *space, prefix, name },
            Data::Text(text) => Look::Text(text),
        }
    }

    /// The first node in an element; 0 where there is none.
    pub(crate) fn first(&self, id: Id) -> Id {
        self.nodes[id as usize].first
    }

    /// The node after one; 0 where there is none.
    pub(crate) fn next(&self, id: Id) -> Id {
        self.nodes[id as usize].next
    }

    /// All nodes in an element, in order.
    pub(crate) fn children(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let some = |id: Id| (id != 0).then_some(id);
        std::iter::successors(some(self.first(id)), move |id| some(self.next(*id)))
    }

    /// Whether there are elements in an element.
    pub(crate) fn has_elements(&self, id: Id) -> bool {
        self.children(id).any(|child| matches!(self.look(child), Look::Element { .. }))
    }

    /// The attributes of an element.
    pub(crate) fn attributes(&self, id: Id) -> &[Attribute<'a>] {
        match self.nodes[id as usize].data {
            Data::Element { attributes: (from, to), .. } => &self.attributes[from as usize..to as usize],
            Data::Text(_) => &[],
        }
    }

    /// The value of an attribute, whatever the letter case of its name and whatever its prefix; one without a
    /// prefix is preferred. Blank values are none.
    pub(crate) fn attribute(&self, id: Id, name: &str) -> Option<&Cow<'a, str>> {
        let all = self.attributes(id);
        all.iter()
            .find(|attribute| attribute.name.eq_ignore_ascii_case(name))
            .or_else(|| {
                all.iter().find(|attribute| {
                    attribute.name.rsplit_once(':').is_some_and(|(prefix, local)| {
                        local.eq_ignore_ascii_case(name) && !matches!(prefix, "xmlns" | "xml")
                    })
                })
            })
            .map(|attribute| &attribute.value)
            .filter(|value| !value.trim().is_empty())
    }

    /// The address that relative ones in an element are completed with.
    pub(crate) fn base(&self, id: Id) -> Option<&Arc<str>> {
        self.bases[self.nodes[id as usize].base as usize].as_ref()
    }

    /// The language of an element, as written.
    pub(crate) fn language(&self, id: Id) -> Option<&Cow<'a, str>> {
        self.languages[self.nodes[id as usize].language as usize].as_ref()
    }

    /// The text in an element and all below it, without white space around it.
    pub(crate) fn text(&self, id: Id) -> Cow<'a, str> {
        let mut found: Option<&Cow<'a, str>> = None;
        let mut plain = true;
        for child in self.children(id) {
            match &self.nodes[child as usize].data {
                Data::Text(text) if is_blank(text) => {}
                Data::Text(text) if found.is_none() => found = Some(text),
                _ => plain = false,
            }
        }
        match found {
            _ if !plain => {
                let mut text = String::new();
                self.push_text(id, &mut text);
                trimmed(Cow::Owned(text))
            }
            Some(text) => trimmed(text.clone()),
            None => Cow::Borrowed(""),
        }
    }

    fn push_text(&self, id: Id, out: &mut String) {
        for child in self.children(id) {
            match &self.nodes[child as usize].data {
                Data::Text(text) => out.push_str(text),
                Data::Element { .. } => self.push_text(child, out),
            }
        }
    }

    /// Takes the text out of an element that has no elements in it.
    pub(crate) fn take_text(&mut self, id: Id) -> Cow<'a, str> {
        let mut only = None;
        for child in self.children(id) {
            match &self.nodes[child as usize].data {
                Data::Text(text) if is_blank(text) => {}
                Data::Text(_) if only.is_none() => only = Some(child),
                _ => return self.text(id),
            }
        }
        match only.map(|only| &mut self.nodes[only as usize].data) {
            Some(Data::Text(text)) => trimmed(std::mem::take(text)),
            _ => Cow::Borrowed(""),
        }
    }
}

fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_whitespace())
}

/// Without white space around it.
pub(crate) fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(mut text) => {
            text.truncate(text.trim_end().len());
            let start = text.len() - text.trim_start().len();
            if start > 0 {
                text.drain(..start);
            }
            Cow::Owned(text)
        }
    }
}
