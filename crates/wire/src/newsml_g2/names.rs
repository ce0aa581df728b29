//! Things named by code, literal or name, with what the item says of them elsewhere
//! ([guidelines, concepts](https://iptc.org/std/NewsML-G2/guidelines/)).

use std::collections::HashMap;

use newsroom::wire_item::Coded;

use super::catalogs::Catalogs;
use crate::xml::Node;

/// What is known of the things an item names.
#[derive(Debug)]
pub(super) struct Names<'t> {
    catalogs: Catalogs<'t>,
    /// The `assert`s by what they are of.
    asserts: HashMap<&'t str, Vec<Node<'t>>>,
    language: Option<&'t str>,
}

/// What follows the alias or the last part of an address.
pub(super) fn local(code: &str) -> &str {
    if code.contains("://") {
        return code.trim_end_matches('/').rsplit(['/', '#']).next().unwrap_or(code);
    }
    code.split_once(':').map_or(code, |(_, code)| code)
}

/// What identifies a thing.
fn identity(node: Node<'_>) -> Option<&str> {
    node.attribute("qcode").or(node.attribute("uri")).or(node.attribute("literal"))
}

impl<'t> Names<'t> {
    pub(super) fn new(item: Node<'t>, catalogs: Catalogs<'t>) -> Names<'t> {
        let mut asserts: HashMap<&str, Vec<Node<'_>>> = HashMap::new();
        for assert in item.all("assert") {
            if let Some(of) = identity(assert) {
                asserts.entry(of).or_default().push(assert);
            }
        }
        let language = item.at("contentMeta/language").and_then(|language| language.attribute("tag"));
        Names { catalogs, asserts, language: language.or(item.language()) }
    }

    /// A thing with its code and its best name.
    pub(super) fn coded(&self, node: Node<'_>) -> Coded {
        let (scheme, code) = self.code(node);
        let literal = node.attribute("literal").unwrap_or_default();
        let mut name = self.name(node);
        if name.is_empty() && code.is_empty() {
            // Some things are only words.
            name = if literal.is_empty() { own_words(node) } else { literal.to_owned() };
        }
        Coded { code, scheme, name }
    }

    /// Vocabulary and code.
    fn code(&self, node: Node<'_>) -> (String, String) {
        if let Some(qcode) = node.attribute("qcode") {
            return match qcode.split_once(':') {
                Some((alias, code)) => {
                    (self.catalogs.uri(alias).unwrap_or_else(|| alias.to_owned()), code.to_owned())
                }
                None => (String::new(), qcode.to_owned()),
            };
        }
        let Some(uri) = node.attribute("uri") else { return Default::default() };
        match uri.rfind(['/', '#']) {
            Some(end) if end + 1 < uri.len() => (uri[..=end].to_owned(), uri[end + 1..].to_owned()),
            _ => (String::new(), uri.to_owned()),
        }
    }

    /// Its name, here or where it is described.
    pub(super) fn name(&self, node: Node<'_>) -> String {
        let here = self.best(node.all("name"));
        if !here.is_empty() {
            return here;
        }
        let described = self.described(node).flat_map(|assert| assert.all("name"));
        self.best(described)
    }

    /// What is asserted of a thing.
    pub(super) fn described(&self, node: Node<'_>) -> impl Iterator<Item = Node<'t>> {
        let found = identity(node).and_then(|of| self.asserts.get(of));
        found.into_iter().flatten().copied()
    }

    /// Of several wordings that in the language of the item, then one in no language or in English, then the first.
    pub(super) fn best<'n>(&self, wordings: impl Iterator<Item = Node<'n>>) -> String {
        let mut best: Option<(u8, Node<'n>)> = None;
        for wording in wordings.filter(|wording| wording.has_text()) {
            let rank = match (wording.own_language(), self.language) {
                (Some(one), Some(other)) if one.eq_ignore_ascii_case(other) => 0,
                (Some(one), Some(other)) if primary(one) == primary(other) => 1,
                (None, _) => 2,
                (Some(one), _) if primary(one) == "en" => 3,
                _ => 4,
            };
            if best.is_none_or(|(known, _)| rank < known) {
                best = Some((rank, wording));
            }
        }
        best.map(|(_, wording)| wording.line_of_text()).unwrap_or_default()
    }

    /// The one with a role before others: `drol:summary`.
    pub(super) fn with_role<'n>(&self, nodes: &[Node<'n>], roles: &[&str]) -> String {
        let matching = nodes.iter().copied().filter(|node| {
            node.attribute("role")
                .is_some_and(|role| roles.contains(&local(role).to_ascii_lowercase().as_str()))
        });
        self.best(matching)
    }
}

fn primary(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
}

fn own_words(node: Node<'_>) -> String {
    if node.children().next().is_some() { String::new() } else { node.line_of_text() }
}
