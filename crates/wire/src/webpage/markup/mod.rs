//! A web page as a tree, made in one pass: as much of
//! [WHATWG HTML, 13.2](https://html.spec.whatwg.org/multipage/parsing.html#parsing) as finding an article needs.
//!
//! The program's other readers of HTML build the whole tree that browsers build, with its repairs of misnested
//! formatting. A news page is a quarter of a megabyte, of which the article is a hundredth; here its scripts,
//! styles and drawings are skipped at the speed of a search, all names and texts stay where they are in the
//! page, and only what is kept in the end is read again by [`newsroom::document::html`], which trusts nothing.
//! Nesting is bounded, every step goes forward, so that no page takes longer than its length allows.

mod build;
mod entities;
mod tag;
#[cfg(test)]
mod tests;

pub(super) use entities::decode;
pub(super) use tag::Tag;

/// The place of a node in its tree.
pub(super) type NodeId = u32;

/// The node that holds everything.
pub(super) const ROOT: NodeId = 0;

/// No node.
pub(super) const NONE: NodeId = u32::MAX;

/// Elements nested deeper than this are not opened; their content stands in the element above.
const DEEPEST: u16 = 400;

/// A page: its elements and texts in the order of the page, so that the nodes below one follow it at once.
#[derive(Debug)]
pub(super) struct Page<'a> {
    nodes: Vec<Node<'a>>,
    attributes: Vec<Attribute<'a>>,
    /// What stands in scripts with data: their type and their content.
    pub(super) data: Vec<(&'a str, &'a str)>,
    /// What stands in `title`.
    pub(super) title: Option<&'a str>,
}

/// An element or a text.
#[derive(Debug)]
pub(super) struct Node<'a> {
    /// Which element; [`Tag::Text`] for a text.
    pub(super) tag: Tag,
    /// How deep it stands.
    pub(super) depth: u16,
    /// The element it stands in.
    pub(super) parent: NodeId,
    /// The first node that is not below it any more.
    pub(super) end: NodeId,
    /// Its text as written, with entities; of an element, its name as written.
    pub(super) text: &'a str,
    /// Where its attributes begin and end.
    attributes: (u32, u32),
}

/// An attribute, as written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attribute<'a> {
    /// Its name, in whatever letter case.
    pub(super) name: &'a str,
    /// Its value, with entities.
    pub(super) value: &'a str,
}

impl<'a> Page<'a> {
    /// Reads a page.
    pub(super) fn parse(html: &'a str) -> Page<'a> {
        build::Builder::new(html).run()
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> NodeId {
        self.nodes.len() as NodeId
    }

    /// The node at that place.
    pub(super) fn node(&self, id: NodeId) -> &Node<'a> {
        &self.nodes[id as usize]
    }

    /// All nodes from `start` up to `end`, with their places.
    pub(super) fn range(
        &self,
        start: NodeId,
        end: NodeId,
    ) -> impl DoubleEndedIterator<Item = (NodeId, &Node<'a>)> {
        (start..end).zip(&self.nodes[start as usize..end as usize])
    }

    /// All nodes below one.
    pub(super) fn below(&self, id: NodeId) -> impl DoubleEndedIterator<Item = (NodeId, &Node<'a>)> {
        self.range(id + 1, self.node(id).end)
    }

    /// The children of a node in order.
    #[cfg(test)]
    pub(super) fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let end = self.node(id).end;
        let first = Some(id + 1).filter(|child| *child < end);
        std::iter::successors(first, move |child| Some(self.node(*child).end).filter(|next| *next < end))
    }

    /// The elements a node stands in, from the inside.
    pub(super) fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let above = |id: NodeId| Some(self.node(id).parent).filter(|parent| *parent != NONE);
        std::iter::successors(above(id), move |at| above(*at))
    }

    /// The attributes of an element.
    pub(super) fn attributes(&self, id: NodeId) -> &[Attribute<'a>] {
        let (start, end) = self.node(id).attributes;
        &self.attributes[start as usize..end as usize]
    }

    /// The value of an attribute as written.
    pub(super) fn raw(&self, id: NodeId, name: &str) -> Option<&'a str> {
        self.attributes(id)
            .iter()
            .find(|attribute| attribute.name.eq_ignore_ascii_case(name))
            .map(|attribute| attribute.value)
    }

    /// The value of an attribute without entities and the space around it; nothing when it is empty.
    pub(super) fn attribute(&self, id: NodeId, name: &str) -> Option<std::borrow::Cow<'a, str>> {
        let value = self.raw(id, name)?.trim();
        if value.is_empty() { None } else { Some(decode(value)) }
    }

    /// The words below a node, spaces collapsed.
    pub(super) fn words(&self, id: NodeId) -> String {
        let mut out = String::new();
        if self.node(id).tag == Tag::Text {
            push_words(&mut out, self.node(id).text);
        }
        for (_, node) in self.below(id) {
            match node.tag {
                Tag::Text => push_words(&mut out, node.text),
                tag if tag.parts_text() && !out.is_empty() && !out.ends_with(' ') => out.push(' '),
                _ => {}
            }
        }
        out.truncate(out.trim_end().len());
        out
    }
}

/// Adds text as written to a line of words.
pub(super) fn push_words(out: &mut String, raw: &str) {
    let mut space = out.is_empty() || out.ends_with(' ');
    let decoded = decode(raw);
    out.reserve(decoded.len());
    for letter in decoded.chars() {
        if matches!(letter, ' ' | '\n' | '\t' | '\r' | '\u{c}') {
            if !space {
                out.push(' ');
            }
            space = true;
        } else {
            out.push(letter);
            space = false;
        }
    }
}
