//! `docdata`: identity, dates, status, rights
//! ([NITF, docdata](https://iptc.org/std/NITF/3.6/documentation/nitf-documentation.html)).

use newsroom::wire_item::{Coded, Link, NoteKind, Place, Relation, Status, WireItem};

use crate::iptc::{self, one_to_nine, set};
use crate::xml::Node;
use crate::{Hints, iso_time};

pub(super) fn read(item: &mut WireItem, docdata: Node<'_>, hints: &Hints<'_>) {
    status(item, docdata);
    let mut release = None;
    for child in docdata.children() {
        let norm = child.attribute("norm").unwrap_or_default();
        let time =
            |item: &mut WireItem| iso_time::of_item(item, child.name(), norm, child.line(), hints.zone);
        match child.name() {
            "doc-id" => identity(item, child),
            "urgency" => urgency(item, child),
            "date.issue" => item.updated = time(item),
            "date.release" => release = time(item),
            "date.expire" => item.expires = time(item),
            "ed-msg" => {
                let kind = iptc::note_kind(child.attribute("msg-type").unwrap_or_default());
                iptc::add_note(item, kind, child.attribute("info").unwrap_or(&child.line_of_text()));
            }
            "correction" => correction(item, child),
            "du-key" => du_key(item, child),
            "doc.copyright" => {
                set(&mut item.copyright_holder, child.attribute("holder").unwrap_or_default());
                item.say_further("doc.copyright year", child.attribute("year").unwrap_or_default());
            }
            "doc.rights" => set(&mut item.usage_terms, rights(child)),
            "key-list" => key_list(item, child),
            "identified-content" => identified(item, child),
            "evloc" => item.places.push(evloc(child)),
            "del-list" => senders(item, child),
            "series" => item.say_further("series", &series(child)),
            "doc-scope" => item.say_further("doc-scope", child.attribute("scope").unwrap_or_default()),
            "fixture" => item.say_further("fixture", child.attribute("fix-id").unwrap_or_default()),
            "pubdata" | "revision-history" => {}
            name => item.say_further(name, &child.line_of_text()),
        }
    }
    // A release before or with the issue is no embargo; most senders repeat the date of issue.
    match (release, item.updated) {
        (Some(release), Some(issue)) if release <= issue => item.published = Some(release),
        _ => item.embargo = release,
    }
}

/// Its own status, and which document it does something to.
fn status(item: &mut WireItem, docdata: Node<'_>) {
    if let Some(word) = docdata.attribute("management-status") {
        match Status::from_word(word) {
            Some(status) => item.status = status,
            None => {
                item.fault(Some(docdata.line()), format!("“{word}” is no management-status; taken as usable"))
            }
        }
    }
    if let Some(id) = docdata.attribute("management-doc-idref") {
        item.links.push(Link {
            relation: Relation::Replaces,
            id: Some(id.to_owned()),
            said: docdata.attribute("management-idref-status").unwrap_or_default().to_owned(),
            ..Link::default()
        });
    }
}

fn identity(item: &mut WireItem, id: Node<'_>) {
    let text = id.attribute("id-string").map_or_else(|| id.line_of_text(), str::to_owned);
    set(&mut item.id, text);
    item.say_further("doc-id regsrc", id.attribute("regsrc").unwrap_or_default());
}

pub(super) fn urgency(item: &mut WireItem, urgency: Node<'_>) {
    let Some(word) = urgency.attribute("ed-urg") else { return };
    item.urgency = one_to_nine(word);
    if item.urgency.is_none() {
        item.fault(Some(urgency.line()), format!("“{word}” is no urgency from 1 to 8"));
    }
}

/// `correction`: what was wrong in an earlier document.
fn correction(item: &mut WireItem, correction: Node<'_>) {
    iptc::add_note(item, NoteKind::Correction, correction.attribute("info").unwrap_or_default());
    if let Some(id) = correction.attribute("id-string") {
        let link = Link { relation: Relation::Corrects, id: Some(id.to_owned()), ..Link::default() };
        item.links.push(link);
    }
}

/// `du-key`: the same for all documents of one story, with its count of them.
fn du_key(item: &mut WireItem, key: Node<'_>) {
    set(&mut item.slugline, key.attribute("key").unwrap_or_default());
    item.say_further("du-key", key.attribute("key").unwrap_or_default());
    item.version = match (key.attribute("generation"), key.attribute("version")) {
        (Some(generation), Some(version)) => Some(format!("{generation}.{version}")),
        (one, other) => one.or(other).map(str::to_owned),
    };
}

fn rights(rights: Node<'_>) -> String {
    let mut parts = Vec::new();
    let mut say = |name: &str, label: &str| {
        if let Some(value) = rights.attribute(name) {
            parts.push(format!("{label}{value}"));
        }
    };
    say("type", "");
    say("limitations", "limitations: ");
    say("geography", "geography: ");
    say("owner", "owner: ");
    say("agent", "agent: ");
    say("startdate", "from: ");
    say("enddate", "until: ");
    let text = rights.line_of_text();
    if !text.is_empty() {
        parts.insert(0, text);
    }
    parts.join("; ")
}

fn key_list(item: &mut WireItem, list: Node<'_>) {
    for keyword in list.all("keyword") {
        let text = keyword.attribute("key").unwrap_or_default();
        if !text.is_empty() && !item.keywords.iter().any(|known| known == text) {
            item.keywords.push(text.to_owned());
        } else if text.is_empty() && keyword.has_text() {
            item.fault(Some(keyword.line()), "a keyword has no key; its text was kept as a further word");
            item.say_further("keyword", &keyword.line_of_text());
        }
    }
}

/// `identified-content`: what the document is about.
fn identified(item: &mut WireItem, content: Node<'_>) {
    for node in content.children() {
        match node.name() {
            "person" => item.people.push(coded(node)),
            "org" => item.organisations.push(coded(node)),
            "location" => item.places.push(location(node)),
            "classifier" => {
                let scheme = node.attribute("idsrc").or(node.attribute("type")).unwrap_or_default();
                let code = node.attribute("value").unwrap_or_default();
                iptc::add_subject(item, iptc::subject(scheme, code, &node.line_of_text()));
            }
            name => item.say_further(name, coded(node).label()),
        }
    }
}

/// A person or organisation with its code.
pub(super) fn coded(node: Node<'_>) -> Coded {
    Coded {
        code: node.attribute("value").unwrap_or_default().to_owned(),
        scheme: node.attribute("idsrc").unwrap_or_default().to_owned(),
        name: node.line_of_text(),
    }
}

/// `location`: as text, or in its parts.
pub(super) fn location(node: Node<'_>) -> Place {
    let part = |name: &str| node.child(name).map(Node::line_of_text).unwrap_or_default();
    let name = ["city", "sublocation", "region", "state", "country"]
        .map(part)
        .into_iter()
        .find(|name| !name.is_empty())
        .unwrap_or_else(|| node.line_of_text());
    let code = node.attribute("location-code").or(node.attribute("value")).unwrap_or_default().to_owned();
    let scheme = node.attribute("code-source").or(node.attribute("idsrc")).unwrap_or_default().to_owned();
    Place {
        coded: Coded { code, scheme, name },
        country: part("country"),
        region: node.child("state").or(node.child("region")).map(Node::line_of_text).unwrap_or_default(),
        position: None,
    }
}

/// `evloc`: where what is told happened.
fn evloc(node: Node<'_>) -> Place {
    let word = |name: &str| node.attribute(name).unwrap_or_default().to_owned();
    Place {
        coded: Coded::named(
            [word("city"), word("county-dist"), word("state-prov"), word("iso-cc")]
                .into_iter()
                .find(|name| !name.is_empty())
                .unwrap_or_default(),
        ),
        country: word("iso-cc"),
        region: word("state-prov"),
        position: None,
    }
}

/// `del-list`: who moved it, the first the nearest to its source.
fn senders(item: &mut WireItem, list: Node<'_>) {
    for sender in list.all("from-src") {
        if let Some(name) = sender.attribute("src-name") {
            item.sources.push(Coded::named(name));
        }
    }
}

fn series(series: Node<'_>) -> String {
    let word = |name: &str| series.attribute(name).unwrap_or_default();
    let parts = [word("series.name"), word("series.part"), word("series.totalpart")];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" / ")
}
