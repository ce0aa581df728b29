//! Elements of other vocabularies, kept as they are.

use std::borrow::Cow;
use std::sync::Arc;

use super::address;
use super::xml::{Id, Look, Space, Tree};

/// An element of another vocabulary, or one that feeds do not know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element<'a> {
    /// Its vocabulary.
    pub space: Space,
    /// The prefix it was written with.
    pub prefix: &'a str,
    /// Its name without prefix, as written.
    pub name: &'a str,
    /// Its attributes, names as written.
    pub attributes: Vec<(&'a str, Cow<'a, str>)>,
    /// The text in it, that of elements in it left out, without white space around it.
    pub text: Cow<'a, str>,
    /// The elements in it.
    pub children: Vec<Element<'a>>,
    /// What relative addresses in it are completed with.
    pub base: Option<Arc<str>>,
}

impl<'a> Element<'a> {
    /// Copies an element out of a tree.
    pub(crate) fn of(tree: &Tree<'a>, id: Id) -> Element<'a> {
        let Look::Element { space, prefix, name } = tree.look(id) else { return Element::default() };
        let attributes =
            tree.attributes(id).iter().map(|attribute| (attribute.name, attribute.value.clone())).collect();
        let mut element =
            Element { space, prefix, name, attributes, base: tree.base(id).cloned(), ..Element::default() };
        if tree.has_elements(id) {
            let mut text = String::new();
            for child in tree.children(id) {
                match tree.look(child) {
                    Look::Text(piece) => text.push_str(piece),
                    Look::Element { .. } => element.children.push(Element::of(tree, child)),
                }
            }
            let text = text.trim();
            if !text.is_empty() {
                element.text = Cow::Owned(text.to_owned());
            }
        } else {
            element.text = tree.text(id);
        }
        element
    }

    /// Whether it is the element of that name in that vocabulary, whatever its letter case.
    pub fn is(&self, space: Space, name: &str) -> bool {
        self.space == space && self.name.eq_ignore_ascii_case(name)
    }

    /// The value of an attribute, without regard to its prefix and its letter case; blank values are none.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(known, _)| known.rsplit(':').next().is_some_and(|local| local.eq_ignore_ascii_case(name)))
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// The elements of that name in it.
    pub fn all<'s>(&'s self, space: Space, name: &'s str) -> impl Iterator<Item = &'s Element<'a>> {
        self.children.iter().filter(move |child| child.is(space, name))
    }

    /// The address in it, completed.
    pub fn address(&self) -> Cow<'_, str> {
        address::complete(self.base.as_deref(), &self.text)
    }

    /// The text in it, where there is any.
    pub fn words(&self) -> Option<&str> {
        (!self.text.is_empty()).then_some(self.text.as_ref())
    }
}

/// The elements of that name in a list.
pub fn all<'s, 'a>(
    list: &'s [Element<'a>],
    space: Space,
    name: &'s str,
) -> impl Iterator<Item = &'s Element<'a>> {
    list.iter().filter(move |element| element.is(space, name))
}
