//! `TopicSet`: vocabularies that come with the document
//! ([NewsML 1.2, 5.4](https://www.iptc.org/std/NewsML/1.2/documentation/NewsMLv1.2-Spec-complete.html)).

use newsroom::wire_item::Coded;

use crate::xml::Node;

/// The topics of a document.
#[derive(Debug)]
pub(super) struct Topics<'t> {
    topics: Vec<Node<'t>>,
}

impl<'t> Topics<'t> {
    pub(super) fn of(root: Node<'t>) -> Topics<'t> {
        Topics { topics: root.descendants().filter(|node| node.name() == "Topic").collect() }
    }

    /// A thing as it is named (`FormalName`, in a `Vocabulary` or `Scheme`, or a `Topic` of this document), with the name
    /// its topic gives it.
    pub(super) fn coded(&self, node: Node<'_>) -> Coded {
        let scheme = node.attribute("Vocabulary").or(node.attribute("Scheme")).unwrap_or_default();
        let topic = self.topic(node, scheme);
        let formal = node.attribute("FormalName").map(str::to_owned);
        let code = formal.or_else(|| topic.and_then(formal_name)).unwrap_or_default();
        Coded {
            code,
            scheme: scheme.trim_start_matches('#').to_owned(),
            name: topic.map(|topic| description(topic, node.language())).unwrap_or_default(),
        }
    }

    fn topic(&self, node: Node<'_>, scheme: &str) -> Option<Node<'t>> {
        let by_id = |id: &str| self.topics.iter().find(|topic| topic.attribute("Duid") == Some(id)).copied();
        if let Some(found) = node.attribute("Topic").and_then(|topic| by_id(topic.trim_start_matches('#'))) {
            return Some(found);
        }
        let formal = node.attribute("FormalName")?;
        let named = |topic: &&Node<'t>| topic.all("FormalName").any(|name| name.line_of_text() == formal);
        let ours = |topic: &&Node<'t>| {
            let set = topic.parent().and_then(|set| set.attribute("Duid"));
            scheme.strip_prefix('#').is_none_or(|id| set == Some(id))
        };
        // Only a vocabulary that is part of the document is known; a name alone may mean anything.
        scheme.starts_with('#').then(|| self.topics.iter().filter(ours).find(named).copied()).flatten()
    }
}

fn formal_name(topic: Node<'_>) -> Option<String> {
    topic.child("FormalName").map(Node::line_of_text)
}

/// Its description in a language, else its first.
fn description(topic: Node<'_>, language: Option<&str>) -> String {
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let wanted = language.map(primary);
    let same = |node: &Node<'_>| node.language().map(primary) == wanted;
    let found = topic.all("Description").find(same).or_else(|| topic.child("Description"));
    found.map(Node::line_of_text).unwrap_or_default()
}
