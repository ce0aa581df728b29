//! NewsML 1.0 to 1.2: an envelope, and items that are trees of components.
//!
//! [NewsML 1.2 specification](https://www.iptc.org/std/NewsML/1.2/documentation/NewsMLv1.2-Spec-complete.html).

mod component;
mod content;
mod identity;
mod lines;
mod metadata;
mod topics;

#[cfg(test)]
mod tests;

use newsroom::wire_item::{ItemKind, WireItem};

use crate::xml::{self, Node, Tree};
use crate::{Error, Format, Hints, Parsed};
use topics::Topics;

/// Reads a document.
///
/// # Errors
/// When it is no XML, no NewsML 1, or holds no item.
pub fn read(bytes: &[u8], hints: &Hints<'_>) -> Result<Parsed, Error> {
    let tree = xml::read(bytes, hints.content_type).map_err(|refusal| refusal.of(Format::Newsml1))?;
    read_tree(&tree, hints)
}

/// Whether a document is NewsML 1, by its root.
pub fn looks_like(root: Node<'_>) -> bool {
    root.name() == "NewsML"
}

/// Reads a document that is a tree already.
///
/// # Errors
/// When it is no NewsML 1 or holds no item.
pub fn read_tree(tree: &Tree, hints: &Hints<'_>) -> Result<Parsed, Error> {
    let root = tree.root();
    if !looks_like(root) {
        let cause = format!("the document is <{}>, not <NewsML>", root.name());
        return Err(Error::at(Format::Newsml1, root.line(), cause));
    }
    let mut reader = Reader { hints, topics: Topics::of(root), items: Vec::new() };
    for news_item in root.all("NewsItem") {
        reader.news_item(news_item, root.child("NewsEnvelope"));
    }
    if reader.items.is_empty() {
        return Err(Error::at(Format::Newsml1, root.line(), "<NewsML> holds no <NewsItem>"));
    }
    Ok(Parsed { format: Format::Newsml1, items: reader.items, faults: tree.faults().to_vec() })
}

struct Reader<'t> {
    hints: &'t Hints<'t>,
    topics: Topics<'t>,
    items: Vec<WireItem>,
}

impl<'t> Reader<'t> {
    /// A `NewsItem` is one item, or as many as it holds stories.
    fn news_item(&mut self, node: Node<'t>, envelope: Option<Node<'t>>) {
        let mut item = WireItem::default();
        if let Some(envelope) = envelope {
            identity::envelope(&mut item, envelope, self.hints);
        }
        if let Some(identification) = node.child("Identification") {
            identity::identification(&mut item, identification);
        }
        if let Some(management) = node.child("NewsManagement") {
            identity::management(&mut item, management, self.hints);
        }
        lines::comments(&mut item, node);
        if item.id.is_empty() {
            item.fault(Some(node.line()), "there is no NewsIdentifier");
        }
        if let Some(update) = node.child("Update") {
            let what = "the item changes parts of an earlier version; they were not put into its text";
            item.fault(Some(update.line()), what);
        }
        let Some(root) = node.child("NewsComponent") else {
            if node.child("TopicSet").is_some() {
                item.kind = ItemKind::Knowledge;
            }
            self.items.push(item);
            return;
        };
        let stories = component::stories(root);
        if stories.is_empty() {
            self.story(item, &[root]);
        } else {
            for (number, story) in stories.iter().enumerate() {
                let mut one = item.clone();
                let part = story.attribute("Duid").map_or_else(|| (number + 1).to_string(), str::to_owned);
                one.id = format!("{}#{part}", item.id);
                self.story(one, &[root, *story]);
            }
        }
        for nested in root.descendants().filter(|inner| inner.name() == "NewsItem") {
            self.news_item(nested, envelope);
        }
    }

    /// Reads the components from the outermost to that of the story; what stands further in counts more.
    fn story(&mut self, mut item: WireItem, way: &[Node<'t>]) {
        for (number, component) in way.iter().rev().enumerate() {
            lines::read(&mut item, *component);
            metadata::read(&mut item, *component, &self.topics);
            if number > 0 {
                continue;
            }
            let mut walk = component::Walk::new(self.hints.url, &self.topics);
            walk.component(&mut item, *component, "");
            walk.finish(&mut item);
        }
        let language = way.iter().rev().find_map(|component| component.language());
        item.language = item.language.or(language.and_then(crate::body::language));
        self.items.push(item);
    }
}
