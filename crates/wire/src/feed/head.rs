//! What a feed says of itself, whichever format it is in.
//!
//! [RSS 2.0](https://www.rssboard.org/rss-specification#requiredChannelElements),
//! [RSS 1.0](https://web.resource.org/rss/1.0/spec), [RFC 4287, 4.1.1](https://www.rfc-editor.org/rfc/rfc4287#section-4.1.1),
//! [CDF](https://www.w3.org/TR/NOTE-CDFsubmit.html).

use std::borrow::Cow;

use super::about::{self, image, name_of, value, web};
use super::markup::{Unsaid, text};
use super::model::{Cloud, Generator, Head, TextInput, Version};
use super::xml::{Id, Look, Space, Tree, trimmed};

/// Reads the head from the tree that is left when the entries are taken out.
pub(crate) fn read<'a>(tree: &mut Tree<'a>, version: Version) -> Head<'a> {
    let mut head = Head::default();
    let roots: Vec<Id> = tree.children(0).collect();
    for root in roots {
        let Look::Element { space, name, .. } = tree.look(root) else { continue };
        let name = name.to_ascii_lowercase();
        if !(matches!(name.as_str(), "rss" | "rdf") || space.is_core()) {
            continue;
        }
        if head.version.is_none() {
            head.version = tree.attribute(root, "version").cloned().map(trimmed);
        }
        let own = matches!(name.as_str(), "feed" | "channel");
        gather(tree, root, version, own, &mut head);
    }
    about::complete(&mut head.about);
    head
}

/// Gathers what is said in an element, and in the channel within it.
fn gather<'a>(tree: &mut Tree<'a>, id: Id, version: Version, own: bool, head: &mut Head<'a>) {
    if head.about.language.is_none() {
        head.about.language = tree.language(id).cloned();
    }
    if own {
        about::attributes(tree, id, &mut head.about);
    }
    let children: Vec<Id> = tree.children(id).collect();
    for child in children {
        let Look::Element { space, name, .. } = tree.look(child) else { continue };
        if space.is_core() && !own && name.eq_ignore_ascii_case("channel") {
            gather(tree, child, version, true, head);
        } else if own || !name.eq_ignore_ascii_case("channel") {
            one(tree, child, version, head);
        }
    }
}

/// Reads the source of an entry: the head of the feed it was taken from.
pub(crate) fn source<'a>(tree: &mut Tree<'a>, id: Id, version: Version) -> Head<'a> {
    let mut head = Head::default();
    head.about.language = tree.language(id).cloned();
    let children: Vec<Id> = tree.children(id).collect();
    for child in children {
        if matches!(tree.look(child), Look::Element { .. }) {
            one(tree, child, version, &mut head);
        }
    }
    about::complete(&mut head.about);
    head
}

fn one<'a>(tree: &mut Tree<'a>, id: Id, version: Version, head: &mut Head<'a>) {
    let Look::Element { space, name, .. } = tree.look(id) else { return };
    let mut buffer = [0; 24];
    let name = name_of(name, &mut buffer);
    if about::one(tree, id, space, name, version, &mut head.about) {
        return;
    }
    if space.is_core() {
        match name {
            "info" => head.info = Some(text(tree, id, Unsaid::Plain, version)),
            "generator" => head.generator = Some(generator(tree, id)),
            "icon" => head.icon = web(tree, id),
            "logo" => {
                let said = tree.attribute(id, "href").cloned();
                head.logo = match said {
                    Some(said) => {
                        Some(super::address::complete_owned(tree.base(id).map(|base| &**base), said))
                    }
                    None => web(tree, id),
                };
            }
            "docs" => head.docs = web(tree, id),
            "ttl" => head.ttl = value(tree, id),
            "rating" => {
                head.rating =
                    Some(text(tree, id, Unsaid::Plain, version).value).filter(|said| !said.is_empty())
            }
            "cloud" => head.cloud = Some(cloud(tree, id)),
            "textinput" => {
                let new = text_input(tree, id, version);
                if new != TextInput::default() {
                    head.text_input = Some(new);
                }
            }
            "skipdays" => head.skip_days = list(tree, id),
            "skiphours" => head.skip_hours = list(tree, id),
            "image" => {
                if let Some(new) = image(tree, id, version) {
                    head.about.image = Some(new);
                }
            }
            "items" => {}
            _ => about::keep(tree, id, &mut head.about),
        }
        return;
    }
    match (space, name) {
        (Space::FeedBurner, "browserfriendly") => head.info = Some(text(tree, id, Unsaid::Plain, version)),
        (Space::Admin, "generatoragent") => {
            if let Some(url) = tree.attribute(id, "resource").cloned().map(trimmed) {
                head.generator = Some(Generator { name: url.clone(), url: Some(url), version: None });
            }
        }
        _ => {}
    }
    about::keep(tree, id, &mut head.about);
}

fn generator<'a>(tree: &Tree<'a>, id: Id) -> Generator<'a> {
    let url = ["uri", "url", "href"].iter().find_map(|name| tree.attribute(id, name).cloned());
    let base = tree.base(id).map(|base| &**base);
    let name = if tree.has_elements(id) {
        Cow::Owned(super::markup::inner(tree, id).trim().to_owned())
    } else {
        tree.text(id)
    };
    Generator {
        name,
        url: url.map(|url| super::address::complete_owned(base, url)),
        version: tree.attribute(id, "version").cloned().map(trimmed),
    }
}

fn cloud<'a>(tree: &Tree<'a>, id: Id) -> Cloud<'a> {
    let said = |name: &str| tree.attribute(id, name).cloned().map(trimmed).unwrap_or_default();
    Cloud {
        domain: said("domain"),
        port: said("port"),
        path: said("path"),
        procedure: said("registerProcedure"),
        protocol: said("protocol"),
    }
}

fn text_input<'a>(tree: &mut Tree<'a>, id: Id, version: Version) -> TextInput<'a> {
    let mut input = TextInput::default();
    let children: Vec<Id> = tree.children(id).collect();
    for child in children {
        let Look::Element { name, .. } = tree.look(child) else { continue };
        let mut buffer = [0; 24];
        match name_of(name, &mut buffer) {
            "title" => input.title = Some(text(tree, child, Unsaid::Plain, version)),
            "description" => input.description = Some(text(tree, child, Unsaid::Html, version)),
            "name" => input.name = Some(text(tree, child, Unsaid::Plain, version).value),
            "link" => input.link = web(tree, child),
            _ => {}
        }
    }
    input
}

/// The texts of the elements in an element: days or hours.
fn list<'a>(tree: &Tree<'a>, id: Id) -> Vec<Cow<'a, str>> {
    tree.children(id)
        .filter(|child| matches!(tree.look(*child), Look::Element { .. }))
        .map(|child| tree.text(child))
        .collect()
}
