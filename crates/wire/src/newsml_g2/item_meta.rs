//! `itemMeta`: what is said of the item as an item
//! ([guidelines, item metadata](https://iptc.org/std/NewsML-G2/guidelines/)).

use newsroom::wire_item::{Link, NoteKind, Relation, Status, WireItem};

use super::{Reading, names};
use crate::iptc;
use crate::iso_time;
use crate::xml::Node;

pub(super) fn read(item: &mut WireItem, meta: Node<'_>, reading: &Reading<'_>) {
    if let Some(status) = meta.child("pubStatus") {
        pub_status(item, status);
    }
    for child in meta.children() {
        let code = child.attribute("qcode").or(child.attribute("uri")).or(child.attribute("literal"));
        let text = child.text();
        let time = |item: &mut WireItem| {
            iso_time::of_item(item, child.name(), &text, child.line(), reading.hints.zone)
        };
        match child.name() {
            "provider" => {
                item.provider = Some(reading.names.coded(child)).filter(|who| !who.label().is_empty())
            }
            "versionCreated" => item.updated = time(item),
            "firstCreated" => item.created = time(item),
            "embargoed" => {
                item.embargo = time(item);
                // Without a time it lasts until another version ends it.
                if item.embargo.is_none() && item.status == Status::Usable {
                    item.status = Status::Withheld;
                }
            }
            "edNote" => {
                let role = names::local(child.attribute("role").unwrap_or_default());
                iptc::add_note(item, iptc::note_kind(role), &paragraphs(child));
            }
            "link" => link(item, child, reading),
            "signal" => {
                let code = code.unwrap_or_default();
                item.say_further("signal", code);
                if matches!(names::local(code), "correction") {
                    iptc::add_note(item, NoteKind::Correction, &reading.names.name(child));
                }
            }
            "itemClass" | "pubStatus" | "title" => {}
            name => {
                let named = reading.names.name(child);
                let words = [code.unwrap_or_default(), named.as_str(), text.as_str()];
                let said = words.into_iter().find(|said| !said.trim().is_empty()).unwrap_or_default();
                item.say_further(name, &said.split_whitespace().collect::<Vec<_>>().join(" "));
            }
        }
    }
    let titles: Vec<Node<'_>> = meta.all("title").collect();
    item.say_further("title", &reading.names.best(titles.into_iter()));
}

/// Words with the lines they are written in.
fn paragraphs(node: Node<'_>) -> String {
    let lines: Vec<String> = node
        .text()
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .collect();
    lines.join("\n")
}

fn pub_status(item: &mut WireItem, node: Node<'_>) {
    let Some(code) = node.attribute("qcode").or(node.attribute("uri")) else { return };
    match Status::from_word(names::local(code)) {
        Some(status) => item.status = status,
        None => {
            // Withheld until somebody has looked: a word nobody knows may be a withdrawal.
            item.status = Status::Withheld;
            item.fault(Some(node.line()), format!("the status “{code}” is not known; the item was withheld"));
        }
    }
}

fn link(item: &mut WireItem, node: Node<'_>, reading: &Reading<'_>) {
    for file in node.children().filter(|child| child.name().eq_ignore_ascii_case("filename")) {
        item.say_further("link filename", &file.line_of_text());
    }
    let rel = node.attribute("rel").or(node.attribute("reluri")).unwrap_or_default();
    item.links.push(Link {
        relation: relation(names::local(rel)),
        id: node.attribute("residref").or(node.attribute("persistidref")).map(str::to_owned),
        version: node.attribute("version").map(str::to_owned),
        url: node.attribute("href").map(|href| crate::inline::complete_url(href, reading.hints.url)),
        title: reading.names.best(node.all("title")),
        said: rel.to_owned(),
    });
}

/// IPTC's [item relations](https://cv.iptc.org/newscodes/itemrelation/), whatever their alias.
fn relation(word: &str) -> Relation {
    match word.to_ascii_lowercase().as_str() {
        "previousversion" | "replaces" | "isreplacementof" | "supersedes" => Relation::Replaces,
        "corrects" | "correctionto" | "iscorrectionof" => Relation::Corrects,
        "evolvedfrom" | "continues" | "updates" => Relation::Continues,
        "translatedfrom" | "istranslationof" | "translationof" => Relation::TranslationOf,
        "derivedfrom" | "processedfrom" | "basedon" | "copyof" | "iscopyof" | "dependson" => {
            Relation::BasedOn
        }
        "partof" | "ispartof" | "ismemberof" => Relation::PartOf,
        "alternate" | "isformatof" | "hasformat" | "sameas" => Relation::Alternate,
        "seealso" | "associatedwith" | "related" | "isrelatedto" | "" => Relation::Related,
        _ => Relation::Other,
    }
}
