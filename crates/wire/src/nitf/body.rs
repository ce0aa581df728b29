//! `body.head`: what stands above the text
//! ([NITF, body.head](https://iptc.org/std/NITF/3.6/documentation/nitf-documentation.html)).

use newsroom::wire_item::{Coded, Contributor, Dateline, NoteKind, WireItem};

use super::docdata;
use crate::iptc::{self, set};
use crate::xml::{Content, Node};

pub(super) fn read_head(item: &mut WireItem, head: Node<'_>) {
    for child in head.children() {
        match child.name() {
            "hedline" => hedline(item, child),
            "abstract" => set(&mut item.standfirst, paragraphs(child)),
            "byline" => byline(item, child),
            "dateline" => item.dateline = Some(dateline(child)),
            "distributor" => distributor(item, child),
            "note" => iptc::add_note(item, note_kind(child), &paragraphs(child)),
            "rights" => set(&mut item.usage_terms, child.line_of_text()),
            "series" => item.say_further("series", &child.line_of_text()),
            name => item.say_further(name, &child.line_of_text()),
        }
    }
}

fn hedline(item: &mut WireItem, hedline: Node<'_>) {
    for line in hedline.children() {
        match line.name() {
            "hl1" => set(&mut item.headline, line.line_of_text()),
            "hl2" => set(&mut item.subheadline, line.line_of_text()),
            _ => {}
        }
    }
    if hedline.children().next().is_none() {
        set(&mut item.headline, hedline.line_of_text());
    }
}

/// Paragraphs of a small text, a line each.
pub(super) fn paragraphs(node: Node<'_>) -> String {
    let holder = node.child("body.content").unwrap_or(node);
    let lines: Vec<String> =
        holder.all("p").map(Node::line_of_text).filter(|line| !line.is_empty()).collect();
    if lines.is_empty() { holder.line_of_text() } else { lines.join("\n") }
}

pub(super) fn note_kind(note: Node<'_>) -> NoteKind {
    match note.attribute("noteclass") {
        Some("cpyrt" | "trademk") => NoteKind::Legal,
        _ => NoteKind::Editorial,
    }
}

/// A line with its people, the one after another; titles (`byttl`) are not part of the line.
fn byline(item: &mut WireItem, byline: Node<'_>) {
    let mut line = String::new();
    for content in byline.content() {
        match content {
            Content::Text(text) => line.push_str(text),
            Content::Element(node) if node.name() == "byttl" => {
                let job = node.line_of_text();
                match item.contributors.last_mut() {
                    Some(last) => set(&mut last.job, job),
                    None => item.say_further("byttl", &job),
                }
            }
            Content::Element(node) => {
                if node.name() == "person" {
                    let role = "author".to_owned();
                    let coded = docdata::coded(node);
                    item.contributors.push(Contributor { coded, role, ..Contributor::default() });
                }
                line.push_str(&node.text());
            }
        }
    }
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    if item.byline.is_empty() {
        item.byline = line;
    } else if !line.is_empty() {
        item.byline = format!("{}, {line}", item.byline);
    }
}

fn dateline(node: Node<'_>) -> Dateline {
    let place = node.child("location").map(docdata::location).unwrap_or_default();
    let date = node.child("story.date");
    let text = node.line_of_text();
    let city = if place.coded.name.is_empty() && date.is_none() { text.clone() } else { place.coded.name };
    Dateline {
        text,
        city,
        country: place.country,
        date: date
            .map(|date| date.attribute("norm").map_or_else(|| date.line_of_text(), str::to_owned))
            .unwrap_or_default(),
        source: String::new(),
    }
}

fn distributor(item: &mut WireItem, distributor: Node<'_>) {
    let coded = match distributor.child("org") {
        Some(org) => docdata::coded(org),
        None => Coded::named(distributor.line_of_text()),
    };
    if item.provider.is_none() && !coded.label().is_empty() {
        item.provider = Some(coded);
    }
}
