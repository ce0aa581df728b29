//! `NewsEnvelope`, `Identification` and `NewsManagement`
//! ([NewsML 1.2, 5.3 and 5.5](https://www.iptc.org/std/NewsML/1.2/documentation/NewsMLv1.2-Spec-complete.html)).

use newsroom::wire_item::{Coded, Link, NoteKind, Relation, Status, WireItem};

use crate::iptc::{self, one_to_nine};
use crate::xml::Node;
use crate::{Hints, iso_time};

pub(super) fn envelope(item: &mut WireItem, envelope: Node<'_>, hints: &Hints<'_>) {
    for child in envelope.children() {
        let text = child.line_of_text();
        match child.name() {
            "TransmissionId" => item.sequence = Some(text).filter(|text| !text.is_empty()),
            "DateAndTime" => {
                item.sent = iso_time::of_item(item, "DateAndTime", &text, child.line(), hints.zone);
            }
            "Priority" => item.priority = child.attribute("FormalName").and_then(one_to_nine),
            "SentFrom" | "SentTo" => {
                for part in child.children() {
                    let value =
                        part.attribute("FormalName").map_or_else(|| part.line_of_text(), str::to_owned);
                    item.say_further(&format!("{}/{}", child.name(), part.name()), &value);
                }
            }
            name => item.say_further(name, child.attribute("FormalName").unwrap_or(&text)),
        }
    }
}

/// The identifier is that of all revisions; the revision is the version.
pub(super) fn identification(item: &mut WireItem, identification: Node<'_>) {
    if let Some(identifier) = identification.child("NewsIdentifier") {
        let part = |name: &str| identifier.child(name).map(Node::line_of_text).unwrap_or_default();
        for name in ["ProviderId", "DateId", "NewsItemId", "PublicIdentifier"] {
            item.say_further(name, &part(name));
        }
        let revision = part("RevisionId");
        item.id = id(
            &part("ProviderId"),
            &part("DateId"),
            &part("NewsItemId"),
            &part("PublicIdentifier"),
            &revision,
        );
        item.version = Some(revision).filter(|revision| !revision.is_empty());
        if item.provider.is_none() && !part("ProviderId").is_empty() {
            item.provider = Some(Coded { code: part("ProviderId"), ..Coded::default() });
        }
        revised(item, identifier);
    }
    for label in ["NameLabel", "DateLabel"] {
        let text = identification.child(label).map(Node::line_of_text).unwrap_or_default();
        item.say_further(label, &text);
    }
}

/// The public identifier without its revision, where it is one as the specification has it
/// (`urn:newsml:provider:date:item:revision`); else one made of the parts.
fn id(provider: &str, date: &str, news_item: &str, public: &str, revision: &str) -> String {
    let parts = public.split(':').count();
    if parts >= 5 || (!public.is_empty() && news_item.is_empty()) {
        let bare = public
            .trim_end_matches(['N', 'U', 'A'])
            .strip_suffix(revision)
            .and_then(|bare| bare.strip_suffix(':'))
            .filter(|bare| !revision.is_empty() && bare.split(':').count() >= 5);
        return bare.unwrap_or(public).to_owned();
    }
    if news_item.is_empty() {
        return String::new();
    }
    format!("urn:newsml:{provider}:{date}:{news_item}")
}

/// A revision replaces the one it names.
fn revised(item: &mut WireItem, identifier: Node<'_>) {
    let Some(revision) = identifier.child("RevisionId") else { return };
    let before = revision.attribute("PreviousRevision").filter(|before| *before != "0");
    if let Some(before) = before {
        item.links.push(Link {
            relation: Relation::Replaces,
            id: Some(item.id.clone()),
            version: Some(before.to_owned()),
            ..Link::default()
        });
    }
}

pub(super) fn management(item: &mut WireItem, management: Node<'_>, hints: &Hints<'_>) {
    let mut changes = None;
    for child in management.children() {
        let name = child.name();
        let formal = child.attribute("FormalName");
        match name {
            "FirstCreated" | "ThisRevisionCreated" => {
                let at = iso_time::of_item(item, name, &child.text(), child.line(), hints.zone);
                if name == "FirstCreated" { item.created = at } else { item.updated = at }
            }
            "Status" => status(item, child),
            "StatusWillChange" => changes = Some(child),
            "Urgency" => {
                item.urgency = formal.and_then(one_to_nine);
                if let (Some(word), None) = (formal, item.urgency) {
                    item.fault(Some(child.line()), format!("“{word}” is no urgency from 1 to 9"));
                }
            }
            "DerivedFrom" | "AssociatedWith" => relation(item, child),
            "RevisionHistory" => item.say_further(name, child.attribute("Href").unwrap_or_default()),
            "Instruction" => {
                item.say_further(name, formal.unwrap_or_default());
                for note in child.all("RevisionStatus").chain(child.all("Comment")) {
                    iptc::add_note(item, NoteKind::Editorial, &note.line_of_text());
                }
            }
            "Property" => {
                item.say_further(formal.unwrap_or(name), child.attribute("Value").unwrap_or_default())
            }
            _ => item.say_further(name, formal.unwrap_or(&child.line_of_text())),
        }
    }
    if let Some(changes) = changes {
        status_will_change(item, changes, hints);
    }
    for comment in management.descendants().filter(|node| node.name() == "Comment") {
        iptc::add_note(item, NoteKind::Editorial, &comment.line_of_text());
    }
}

fn status(item: &mut WireItem, node: Node<'_>) {
    let Some(word) = node.attribute("FormalName") else { return };
    match Status::from_word(word) {
        Some(status) => item.status = status,
        None => {
            // Withheld until somebody has looked: a word nobody knows may be a withdrawal.
            item.status = Status::Withheld;
            item.fault(Some(node.line()), format!("the status “{word}” is not known; the item was withheld"));
        }
    }
}

/// When an embargo ends, or use.
fn status_will_change(item: &mut WireItem, node: Node<'_>, hints: &Hints<'_>) {
    let future =
        node.at("FutureStatus").and_then(|status| status.attribute("FormalName")).unwrap_or_default();
    let text = node.child("DateAndTime").map(Node::line_of_text).unwrap_or_default();
    let at = iso_time::of_item(item, "StatusWillChange", &text, node.line(), hints.zone);
    match Status::from_word(future) {
        Some(Status::Usable) => item.embargo = at,
        Some(Status::Cancelled | Status::Withheld) => item.expires = at,
        None => item.fault(Some(node.line()), format!("the future status “{future}” is not known")),
    }
}

fn relation(item: &mut WireItem, node: Node<'_>) {
    let formal = node.attribute("FormalName").unwrap_or_default();
    let Some(id) = node.attribute("NewsItem") else {
        return item.say_further(node.name(), formal);
    };
    let relation = if node.name() == "DerivedFrom" { Relation::BasedOn } else { Relation::Related };
    item.links.push(Link {
        relation,
        id: Some(id.to_owned()),
        said: formal.to_owned(),
        title: node.child("Comment").map(Node::line_of_text).unwrap_or_default(),
        ..Link::default()
    });
}
