//! An entry, whichever format its feed is in.
//!
//! [RSS 2.0](https://www.rssboard.org/rss-specification#hrelementsOfLtitemgt),
//! [RFC 4287, 4.1.2](https://www.rfc-editor.org/rfc/rfc4287#section-4.1.2).

use std::borrow::Cow;

use super::about::{self, image, name_of, web};
use super::markup::{Unsaid, text};
use super::model::{Entry, Head, Link, LinkBy, Text, TextKind, Version};
use super::xml::{Id, Look, Space, Tree, trimmed};

/// Reads an entry.
pub(crate) fn read<'a>(tree: &mut Tree<'a>, id: Id, version: Version) -> Entry<'a> {
    let mut entry = Entry::default();
    entry.about.language = tree.language(id).cloned();
    about::attributes(tree, id, &mut entry.about);
    let mut child = tree.first(id);
    while child != 0 {
        if let Look::Element { space, name, .. } = tree.look(child) {
            one(tree, child, space, name, version, &mut entry);
        }
        child = tree.next(child);
    }
    about::complete(&mut entry.about);
    entry
}

fn one<'a>(
    tree: &mut Tree<'a>,
    id: Id,
    space: Space,
    name: &'a str,
    version: Version,
    entry: &mut Entry<'a>,
) {
    let mut buffer = [0; 24];
    let name = name_of(name, &mut buffer);
    // A second summary is the longer text.
    let second = entry.about.summary.is_some()
        && entry.contents.is_empty()
        && space.is_core()
        && matches!(name, "description" | "summary" | "abstract");
    if second {
        entry.contents.push(text(tree, id, Unsaid::Plain, version));
        return;
    }
    if about::one(tree, id, space, name, version, &mut entry.about) {
        return;
    }
    match (space, name) {
        (Space::Content, "encoded") => entry.contents.push(text(tree, id, Unsaid::Html, version)),
        (Space::None | Space::Rss | Space::Atom, "content") => {
            let mut content = text(tree, id, Unsaid::Plain, version);
            let base = content.base.clone();
            content.src = content.src.map(|src| super::address::complete_owned(base.as_deref(), src));
            entry.contents.push(content);
        }
        (Space::None | Space::Rss, "fullitem") => entry.contents.push(text(tree, id, Unsaid::Html, version)),
        (Space::Xhtml, "body" | "div") | (Space::None | Space::Rss, "body") => {
            entry.contents.push(text(tree, id, Unsaid::Xhtml, version));
        }
        (Space::None | Space::Rss | Space::Atom, "comments") => entry.comments = web(tree, id),
        (Space::None | Space::Rss | Space::Atom, "source") => {
            entry.source = Some(Box::new(source(tree, id, version)));
        }
        (Space::None | Space::Rss | Space::Atom, "image") => match image(tree, id, version) {
            Some(new) => entry.about.image = Some(new),
            None => about::keep(tree, id, &mut entry.about),
        },
        _ => about::keep(tree, id, &mut entry.about),
    }
}

/// The feed an entry was taken from: its head in Atom, its name and address in RSS.
fn source<'a>(tree: &mut Tree<'a>, id: Id, version: Version) -> Head<'a> {
    let mut head = super::head::source(tree, id, version);
    let url = tree.attribute(id, "url").cloned().map(trimmed);
    if let Some(href) = url {
        let rel = Cow::Borrowed("self");
        head.about.links.push(Link { href, rel, by: LinkBy::Source, ..Link::default() });
    }
    if head.about.title.is_none() && !tree.has_elements(id) {
        let value = tree.text(id);
        if !value.is_empty() {
            head.about.title = Some(Text { value, kind: TextKind::Plain, ..Text::default() });
        }
    }
    head
}
