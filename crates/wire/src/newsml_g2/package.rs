//! `packageItem`: items that belong together
//! ([guidelines, packages](https://iptc.org/std/NewsML-G2/guidelines/)).

use std::collections::HashSet;

use newsroom::wire_item::{Member, WireItem};

use super::names;
use crate::xml::Node;

/// The members in the order of the groups, from the root group on.
pub(super) fn read(item: &mut WireItem, node: Node<'_>) {
    let Some(set) = super::part(node, "groupSet") else { return };
    let groups: Vec<Node<'_>> = set.all("group").collect();
    let of_id = |id: &str| groups.iter().copied().find(|group| group.attribute("id") == Some(id));
    let root = set.attribute("root").and_then(of_id).or(groups.first().copied());
    let mut seen = HashSet::new();
    let mut open: Vec<Node<'_>> = root.into_iter().collect();
    while let Some(group) = open.pop() {
        if !seen.insert(group.place()) {
            item.fault(Some(group.line()), "a group holds itself; it was read once");
            continue;
        }
        let role = group.attribute("role").map(names::local).unwrap_or_default();
        let mut inner = Vec::new();
        for child in group.children() {
            match child.name() {
                "itemRef" => item.members.push(member(child, role)),
                "groupRef" => inner.extend(child.attribute("idref").and_then(of_id)),
                "title" if !child.has_text() => {}
                name => item.say_further(&format!("group {name}"), &child.line_of_text()),
            }
        }
        open.extend(inner.into_iter().rev());
    }
}

pub(super) fn member(node: Node<'_>, group: &str) -> Member {
    let text = |name: &str| node.child(name).map(Node::line_of_text).filter(|text| !text.is_empty());
    Member {
        id: node.attribute("residref").or(node.attribute("guidref")).unwrap_or_default().to_owned(),
        version: node.attribute("version").map(str::to_owned),
        group: group.to_owned(),
        headline: text("headline").or_else(|| text("title")).unwrap_or_default(),
        url: node.attribute("href").map(str::to_owned),
        content_type: node.attribute("contenttype").unwrap_or_default().to_owned(),
    }
}
