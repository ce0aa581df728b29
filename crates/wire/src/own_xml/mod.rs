//! XML of a sender's own making: items are known by having a headline and a text, their fields by plain names.
//!
//! There is no specification; [XML 1.0](https://www.w3.org/TR/xml/) is all such documents keep to. Names are compared
//! without capitals, hyphens and underscores. What has no name known here is kept in the sender's words.

mod fields;

use newsroom::wire_item::{Fault, WireItem};

use crate::inline::Text;
use crate::xml::{self, Node, Tree};
use crate::{Error, Format, Hints, Parsed};
use fields::Field;

/// Items of one document; one with more is no delivery of news.
const MOST: usize = 10_000;

/// Reads a document.
///
/// # Errors
/// When it is no XML, or nothing in it has a headline and a text.
pub fn read(bytes: &[u8], hints: &Hints<'_>) -> Result<Parsed, Error> {
    let tree = xml::read(bytes, hints.content_type).map_err(|refusal| refusal.of(Format::Xml))?;
    read_tree(&tree, hints)
}

/// Whether anything in a document has a headline and a text.
pub fn looks_like(root: Node<'_>) -> bool {
    std::iter::once(root).chain(root.descendants()).any(is_item)
}

/// Reads a document that is a tree already.
///
/// # Errors
/// When nothing in it has a headline and a text.
pub fn read_tree(tree: &Tree, hints: &Hints<'_>) -> Result<Parsed, Error> {
    let root = tree.root();
    let mut parsed = Parsed { format: Format::Xml, items: Vec::new(), faults: tree.faults().to_vec() };
    let mut within = None;
    for node in std::iter::once(root).chain(root.descendants()).filter(|node| is_item(*node)) {
        // What stands in an item belongs to it.
        if within.is_some_and(|outer| node.ancestors().any(|ancestor| ancestor == outer)) {
            continue;
        }
        within = Some(node);
        if parsed.items.len() == MOST {
            let what = format!("there are more than {MOST} items; the rest was left out");
            parsed.faults.push(Fault { line: Some(node.line()), what });
            break;
        }
        parsed.items.push(item(node, hints));
    }
    if parsed.items.is_empty() {
        let cause = format!("nothing in <{}> has a headline and a text", root.name());
        return Err(Error::at(Format::Xml, root.line(), cause));
    }
    Ok(parsed)
}

fn is_item(node: Node<'_>) -> bool {
    let has = |field: Field| {
        node.children().any(|child| fields::of(child.name()) == Some(field) && child.has_text())
    };
    has(Field::Headline) && has(Field::Text)
}

fn item(node: Node<'_>, hints: &Hints<'_>) -> WireItem {
    let mut item = WireItem::default();
    if let Some(id) = node.attribute("id").or(node.attribute("guid")) {
        item.id = id.to_owned();
    }
    let mut text = Text::default();
    for child in node.children().filter(|child| child.has_text()) {
        match fields::of(child.name()) {
            Some(Field::Text) => text.push(child, hints.url),
            Some(field) => fields::put(&mut item, field, child, hints),
            None => fields::put_further(&mut item, child),
        }
    }
    item.language = item.language.or(node.language().and_then(crate::body::language));
    text.put(&mut item, hints.url);
    if item.id.is_empty() {
        item.fault(Some(node.line()), "there is no identifier");
    }
    item
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "<Answer xmlns='urn:x' xml:lang='da'><error>0</error><List><Story><News_ID>7</News_ID><headline>Zeile</headline>\
        <subtitle>Unter</subtitle><PublishDate>2018-02-01T18:44:52Z</PublishDate><town>Wien</town><origin>AG</origin><version>2</version>\
        <content>&lt;p&gt;Eins&lt;/p&gt;&lt;p&gt;Zwei&lt;/p&gt;</content><Priority>4</Priority><IptcList><a>15000000</a></IptcList>\
        <byLine>Eva</byLine><Desk>Sport</Desk><EdNote>Achtung</EdNote><empty/></Story>\
        <Story><Headline>Zwei</Headline><Body><p>Drei</p></Body></Story></List></Answer>";

    #[test]
    fn items_are_found_by_what_they_have() {
        let parsed = read(LIST.as_bytes(), &Hints::default()).expect("items");
        let [one, two] = parsed.items.as_slice() else { panic!("{:?}", parsed.items) };
        assert_eq!((one.id.as_str(), one.version.as_deref(), one.priority), ("7", Some("2"), Some(4)));
        assert_eq!(
            (one.headline.as_str(), one.subheadline.as_str(), one.byline.as_str()),
            ("Zeile", "Unter", "Eva")
        );
        assert_eq!(one.body.plain_text(), "Eins\nZwei");
        assert_eq!(one.dateline.as_ref().map(|line| line.city.as_str()), Some("Wien"));
        assert_eq!((one.subjects[0].coded.code.as_str(), one.sources[0].name.as_str()), ("15000000", "AG"));
        assert_eq!((one.notes[0].text.as_str(), one.further("Desk")), ("Achtung", Some("Sport")));
        assert_eq!((two.headline.as_str(), two.body.plain_text().as_str()), ("Zwei", "Drei"));
        assert!(two.faults.iter().any(|fault| fault.what.contains("identifier")));
    }

    #[test]
    fn what_has_no_items_is_refused() {
        let error = read(b"<a><title>t</title></a>", &Hints::default()).expect_err("refused");
        assert_eq!(error.to_string(), "line 1: XML: nothing in <a> has a headline and a text");
    }
}
