//! NewsML-G2 2.0 to 2.35, with the EventsML-G2 that is part of it: news, package, planning, concept, knowledge and catalog
//! items, alone or in a message, of both conformance levels.
//!
//! [NewsML-G2 specification](https://iptc.org/std/NewsML-G2/2.35/specification/) and
//! [guidelines](https://iptc.org/std/NewsML-G2/guidelines/).

mod catalogs;
mod concepts;
mod content;
mod content_meta;
mod item_meta;
mod names;
mod package;
mod planning;
mod rights;
pub mod rules;

#[cfg(test)]
mod tests;

use newsroom::wire_item::{ItemKind, WireItem};

use crate::iptc::one_to_nine;
use crate::xml::{self, Node, Tree};
use crate::{Error, Format, Hints, Parsed, iso_time};
use catalogs::Catalogs;
use names::Names;

/// The namespace of NewsML-G2 and of all standards of its family.
pub const NAMESPACE: &str = "http://iptc.org/std/nar/2006-10-01/";

/// The items there are; a catalog, a group set or a content set is sometimes sent without the item it would stand in.
const ITEMS: [&str; 9] = [
    "newsItem",
    "packageItem",
    "planningItem",
    "conceptItem",
    "knowledgeItem",
    "catalogItem",
    "catalog",
    "groupSet",
    "contentSet",
];

/// Reads a document.
///
/// # Errors
/// When it is no XML, no NewsML-G2, or a message without items.
pub fn read(bytes: &[u8], hints: &Hints<'_>) -> Result<Parsed, Error> {
    let tree = xml::read(bytes, hints.content_type).map_err(|refusal| refusal.of(Format::NewsmlG2))?;
    read_tree(&tree, hints)
}

/// Whether a document is NewsML-G2, by its root.
pub fn looks_like(root: Node<'_>) -> bool {
    let named = root.name() == "newsMessage" || ITEMS.contains(&root.name());
    let parts = ["itemMeta", "itemSet", "group", "inlineXML", "inlineData", "remoteContent"];
    named && (root.namespace() == NAMESPACE || parts.iter().any(|part| root.child(part).is_some()))
}

/// Reads a document that is a tree already.
///
/// # Errors
/// When it is no NewsML-G2, or a message without items.
pub fn read_tree(tree: &Tree, hints: &Hints<'_>) -> Result<Parsed, Error> {
    let root = tree.root();
    if !looks_like(root) {
        let cause = format!("the document is <{}>, no item and no message of NewsML-G2", root.name());
        return Err(Error::at(Format::NewsmlG2, root.line(), cause));
    }
    let mut parsed = Parsed { format: Format::NewsmlG2, items: Vec::new(), faults: tree.faults().to_vec() };
    if let Some(version) = version(root) {
        parsed.faults.extend(rules::broken(tree, version));
    }
    if root.name() != "newsMessage" {
        parsed.items.push(item(root, None, hints));
        return Ok(parsed);
    }
    let header = root.child("header");
    for node in root.all("itemSet").flat_map(Node::children) {
        if ITEMS.contains(&node.name()) {
            parsed.items.push(item(node, header, hints));
        } else {
            let what = format!("<{}> is no item and was left out", node.name());
            parsed.faults.push(newsroom::wire_item::Fault { line: Some(node.line()), what });
        }
    }
    if parsed.items.is_empty() {
        return Err(Error::at(Format::NewsmlG2, root.line(), "<newsMessage> holds no item"));
    }
    Ok(parsed)
}

/// The version a document says it is of, a message by its first item. Without a word it is taken for the newest.
fn version(root: Node<'_>) -> Option<rules::Version> {
    let first = root.at("itemSet").and_then(|set| set.children().next());
    let stated =
        root.attribute("standardversion").or(first.and_then(|item| item.attribute("standardversion")));
    rules::Version::parse(stated.unwrap_or("2.35"))
}

/// What an item is read with.
struct Reading<'t> {
    hints: &'t Hints<'t>,
    names: Names<'t>,
}

fn item<'t>(node: Node<'t>, header: Option<Node<'t>>, hints: &'t Hints<'t>) -> WireItem {
    let mut item = WireItem {
        id: node.attribute("guid").unwrap_or_default().to_owned(),
        version: node.attribute("version").map(str::to_owned),
        ..WireItem::default()
    };
    if item.id.is_empty() && node.name() == "catalog" {
        item.id = node.attribute("url").or(node.attribute("guid")).unwrap_or("catalog").to_owned();
    } else if item.id.is_empty() {
        item.fault(Some(node.line()), "there is no guid");
    }
    if let Some(header) = header {
        message_header(&mut item, header, hints);
    }
    item.language = language(node).and_then(crate::body::language);
    let reading = Reading { hints, names: Names::new(node, Catalogs::of(node)) };
    item.kind = kind(node);
    rights::read(&mut item, node, &reading);
    if let Some(meta) = node.child("itemMeta") {
        item_meta::read(&mut item, meta, &reading);
    }
    for meta in node.all("contentMeta") {
        content_meta::read(&mut item, meta, &reading);
    }
    match node.name() {
        "newsItem" | "contentSet" => content::read(&mut item, node, &reading),
        "packageItem" | "groupSet" => package::read(&mut item, node),
        "planningItem" => planning::read(&mut item, node, &reading),
        _ => concepts::read(&mut item, node, &reading),
    }
    content_meta::part_meta(&mut item, node);
    if item.headline.is_empty() {
        let title = node.at("itemMeta/title").map(Node::line_of_text).unwrap_or_default();
        item.headline = title;
    }
    item
}

/// The language of the content: as its metadata says, as the content itself says, else that of the item.
fn language(node: Node<'_>) -> Option<&str> {
    let stated = node.at("contentMeta/language").and_then(|language| language.attribute("tag"));
    let inline = || {
        let content = node.at("contentSet/inlineXML").or(node.at("contentSet/inlineData"))?;
        let first = content.children().next();
        content.own_language().or(first.and_then(|first| first.own_language().or(first.attribute("lang"))))
    };
    stated.or_else(inline).or(node.language())
}

/// What it is, by its element and its class (`ninat:picture`, whatever the alias).
fn kind(node: Node<'_>) -> ItemKind {
    match node.name() {
        "packageItem" | "groupSet" => return ItemKind::Package,
        "planningItem" => return ItemKind::Planning,
        "conceptItem" if concepts::is_event(node) => return ItemKind::Event,
        "conceptItem" | "knowledgeItem" | "catalogItem" | "catalog" => return ItemKind::Knowledge,
        _ => {}
    }
    let class =
        node.at("itemMeta/itemClass").and_then(|class| class.attribute("qcode").or(class.attribute("uri")));
    match class.map(names::local).unwrap_or_default().to_ascii_lowercase().as_str() {
        "picture" | "photo" | "image" => ItemKind::Picture,
        "graphic" => ItemKind::Graphic,
        "video" | "animated" => ItemKind::Video,
        "audio" => ItemKind::Audio,
        "composite" => ItemKind::Package,
        "text" | "" => ItemKind::Text,
        _ => ItemKind::Other,
    }
}

/// `header`: what the transmission says ([guidelines, exchanging news](https://iptc.org/std/NewsML-G2/guidelines/)).
fn message_header(item: &mut WireItem, header: Node<'_>, hints: &Hints<'_>) {
    for child in header.children() {
        let text = child.line_of_text();
        match child.name() {
            "sent" => item.sent = iso_time::of_item(item, "sent", &text, child.line(), hints.zone),
            "priority" => item.priority = one_to_nine(&text),
            "transmitId" => item.sequence = Some(text).filter(|text| !text.is_empty()),
            name => {
                let coded = child.attribute("qcode").or(child.attribute("literal")).unwrap_or_default();
                item.say_further(name, if text.is_empty() { coded } else { &text });
            }
        }
    }
}

/// A part of an item, or that part alone where it came without one.
fn part<'t>(node: Node<'t>, name: &str) -> Option<Node<'t>> {
    if node.name() == name { Some(node) } else { node.child(name) }
}
