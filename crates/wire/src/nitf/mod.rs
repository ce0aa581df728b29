//! NITF, the News Industry Text Format, 2.5 to 3.6: one item with its text.
//!
//! [NITF 3.6 documentation](https://iptc.org/std/NITF/3.6/documentation/nitf-documentation.html).

mod body;
mod docdata;
mod head;
mod markup;
mod media;

#[cfg(test)]
mod tests;

use newsroom::wire_item::WireItem;
use url::Url;

use crate::inline::Text;
use crate::iptc;
use crate::xml::{self, Node, Tree};
use crate::{Error, Format, Hints, Parsed};

/// Reads a document.
///
/// # Errors
/// When it is no XML or no NITF.
pub fn read(bytes: &[u8], hints: &Hints<'_>) -> Result<Parsed, Error> {
    let tree = xml::read(bytes, hints.content_type).map_err(|refusal| refusal.of(Format::Nitf))?;
    read_tree(&tree, hints)
}

/// Whether a document is NITF, by its root.
pub fn looks_like(root: Node<'_>) -> bool {
    root.name() == "nitf"
}

/// Reads a document that is a tree already.
///
/// # Errors
/// When it is no NITF.
pub fn read_tree(tree: &Tree, hints: &Hints<'_>) -> Result<Parsed, Error> {
    let root = tree.root();
    if !looks_like(root) {
        let cause = format!("the document is <{}>, not <nitf>", root.name());
        return Err(Error::at(Format::Nitf, root.line(), cause));
    }
    if root.child("body").is_none() && root.child("head").is_none() {
        return Err(Error::at(Format::Nitf, root.line(), "<nitf> has neither head nor body"));
    }
    Ok(Parsed { format: Format::Nitf, items: vec![item(root, hints)], faults: tree.faults().to_vec() })
}

/// The item of a `nitf` element.
pub(crate) fn item(nitf: Node<'_>, hints: &Hints<'_>) -> WireItem {
    let mut item = WireItem::default();
    if let Some(head) = nitf.child("head") {
        head::read(&mut item, head, hints);
    }
    let language = nitf.attribute("baselang").or_else(|| language(nitf));
    item.language = language.and_then(crate::body::language);
    if let Some(body) = nitf.child("body") {
        if let Some(head) = body.child("body.head") {
            body::read_head(&mut item, head);
        }
        let url = item.url.as_deref().and_then(|url| Url::parse(url).ok());
        let base = url.as_ref().or(hints.url);
        let mut text = Text::default();
        push_body(&mut text, body, base);
        text.put(&mut item, base);
    }
    if item.headline.is_empty() {
        item.headline = nitf.at("head/title").map(Node::line_of_text).unwrap_or_default();
    }
    if item.id.is_empty() {
        item.fault(Some(nitf.line()), "there is no doc-id");
    }
    item
}

/// The first language named from the root to the text.
fn language(nitf: Node<'_>) -> Option<&str> {
    let body = nitf.child("body");
    let content = body.and_then(|body| body.child("body.content"));
    let inner = content.and_then(|content| {
        content.descendants().find_map(|node| match node.name() {
            "lang" => node.own_language().or(node.attribute("lang")),
            _ => node.own_language(),
        })
    });
    nitf.language().or(body.and_then(Node::own_language)).or(content.and_then(Node::own_language)).or(inner)
}

/// Adds the text of a `body` (or of what stands for one), with the pictures in it.
pub(crate) fn push_body(text: &mut Text, body: Node<'_>, base: Option<&Url>) {
    let mut markup = markup::Markup { base, text };
    match body.child("body.content") {
        Some(_) => body.all("body.content").for_each(|content| markup.content(content)),
        None => markup.content(body),
    }
    if let Some(end) = body.child("body.end") {
        markup.end(end);
    }
}

/// Says what a document inside another format says of itself, where that format has not said it.
pub(crate) fn fill(item: &mut WireItem, nitf: Node<'_>) {
    let Some(head) = nitf.at("body/body.head") else { return };
    let mut inner = WireItem::default();
    body::read_head(&mut inner, head);
    iptc::set(&mut item.headline, inner.headline);
    iptc::set(&mut item.subheadline, inner.subheadline);
    iptc::set(&mut item.standfirst, inner.standfirst);
    iptc::set(&mut item.byline, inner.byline);
    if item.contributors.is_empty() {
        item.contributors = inner.contributors;
    }
    match (&mut item.dateline, inner.dateline) {
        (Some(line), Some(inner)) => {
            iptc::set(&mut line.text, inner.text);
            iptc::set(&mut line.city, inner.city);
            iptc::set(&mut line.country, inner.country);
        }
        (line @ None, inner) => *line = inner,
        (Some(_), None) => {}
    }
    for note in inner.notes {
        iptc::add_note(item, note.kind, &note.text);
    }
}
