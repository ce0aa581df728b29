//! `planningItem`: what will be delivered, and when
//! ([guidelines, planning](https://iptc.org/std/NewsML-G2/guidelines/)).

use newsroom::wire_item::{Event, NoteKind, WireItem};

use super::{Reading, names, package};
use crate::iptc;
use crate::iso_time;
use crate::xml::Node;

pub(super) fn read(item: &mut WireItem, node: Node<'_>, reading: &Reading<'_>) {
    for coverage in node.all("newsCoverageSet").flat_map(|set| set.all("newsCoverage")) {
        let plans: Vec<Node<'_>> = coverage.all("planning").collect();
        for planning in &plans {
            let event = planned(item, coverage, *planning, reading);
            item.events.push(event);
        }
        let id = coverage.attribute("id").unwrap_or_default();
        for delivered in coverage.all("delivery").flat_map(|delivery| delivery.all("deliveredItemRef")) {
            let member = package::member(delivered, id);
            if !item.members.iter().any(|known| !known.id.is_empty() && known.id == member.id) {
                item.members.push(member);
            }
        }
    }
    // What is asserted of the topic the coverage belongs to.
    for assert in node.all("assert") {
        let status = assert.child("newsCoverageStatus").and_then(|status| status.attribute("qcode"));
        item.say_further("newsCoverageStatus", status.unwrap_or_default());
    }
}

/// One thing that will be delivered.
fn planned(item: &mut WireItem, coverage: Node<'_>, planning: Node<'_>, reading: &Reading<'_>) -> Event {
    let names = &reading.names;
    let time = |item: &mut WireItem, name: &str| {
        let node = planning.child(name)?;
        iso_time::of_item(item, name, &node.line_of_text(), node.line(), reading.hints.zone)
    };
    for note in planning.all("edNote") {
        iptc::add_note(item, NoteKind::Editorial, &note.line_of_text());
    }
    let code =
        |name: &str| planning.child(name).and_then(|node| node.attribute("qcode").or(node.attribute("uri")));
    for name in ["newsCoverageStatus", "service"] {
        item.say_further(&format!("planning {name}"), code(name).unwrap_or_default());
    }
    for genre in planning.all("genre") {
        item.say_further("planning genre", names.coded(genre).label());
    }
    let starts = time(item, "scheduled");
    let kind = code("itemClass").map(names::local).unwrap_or_default();
    let plain = planning.child("g2contentType").map(Node::line_of_text).unwrap_or_default();
    Event {
        id: coverage.attribute("id").unwrap_or_default().to_owned(),
        name: [names.best(planning.all("headline")), names.best(planning.all("slugline"))]
            .into_iter()
            .find(|name| !name.is_empty())
            .unwrap_or_default(),
        description: names.best(planning.all("description")),
        starts,
        ends: None,
        place: planning
            .child("located")
            .map(|place| names.coded(place).label().to_owned())
            .unwrap_or_default(),
        coverage: if kind.is_empty() { plain } else { kind.to_owned() },
    }
}
