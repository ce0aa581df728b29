//! `head`: what a document says about itself
//! ([NITF, head](https://iptc.org/std/NITF/3.6/documentation/nitf-documentation.html)).

use newsroom::wire_item::{Coded, NoteKind, Subject, WireItem};

use super::docdata;
use crate::iptc::{self, SUBJECT_CODES, set};
use crate::xml::Node;
use crate::{Hints, iso_time};

pub(super) fn read(item: &mut WireItem, head: Node<'_>, hints: &Hints<'_>) {
    if let Some(docdata) = head.child("docdata") {
        docdata::read(item, docdata, hints);
    }
    for child in head.children() {
        match child.name() {
            "meta" => meta(item, child),
            "tobject" => tobject(item, child),
            "pubdata" => pubdata(item, child, hints),
            "revision-history" => revision(item, child),
            // Some write it here, outside docdata.
            "urgency" if item.urgency.is_none() => docdata::urgency(item, child),
            "docdata" | "title" | "iim" | "base" => {}
            _ => item.say_further(child.name(), &child.line_of_text()),
        }
    }
    if let Some(docdata) = head.child("docdata") {
        for child in docdata.children() {
            match child.name() {
                "pubdata" => pubdata(item, child, hints),
                "revision-history" => revision(item, child),
                _ => {}
            }
        }
    }
}

/// `meta`: names nobody has fixed. Those of the ANPA header and the plain words are understood; all are kept.
fn meta(item: &mut WireItem, meta: Node<'_>) {
    let (Some(name), Some(content)) = (meta.attribute("name"), meta.attribute("content")) else { return };
    match name.to_ascii_lowercase().as_str() {
        "anpa-sequence" => item.sequence = Some(content.to_owned()),
        "anpa-keyword" | "slugline" | "slug" => set(&mut item.slugline, content),
        "anpa-wordcount" | "wordcount" | "word-count" => item.words = content.parse().ok(),
        "keyword" | "keywords" => keywords(item, content),
        "copyright" => set(&mut item.copyright, content),
        name if name.contains("iptc") || name.contains("subject") => codes(item, content),
        _ => {}
    }
    item.say_further(name, content);
}

/// Subject codes among words.
fn codes(item: &mut WireItem, content: &str) {
    for code in content.split([',', ';', ' ']).filter(|code| iptc::is_subject_code(code)) {
        iptc::add_subject(item, iptc::subject(SUBJECT_CODES, code, ""));
    }
}

fn keywords(item: &mut WireItem, content: &str) {
    for keyword in content.split([',', ';']).map(str::trim).filter(|keyword| !keyword.is_empty()) {
        if !item.keywords.iter().any(|known| known == keyword) {
            item.keywords.push(keyword.to_owned());
        }
    }
}

/// `tobject`: kind, genre and subjects.
fn tobject(item: &mut WireItem, tobject: Node<'_>) {
    if let Some(kind) = tobject.attribute("tobject.type") {
        item.say_further("tobject.type", kind);
    }
    for property in tobject.all("tobject.property") {
        if let Some(kind) = property.attribute("tobject.property.type") {
            item.genres.push(Coded::named(kind));
        }
    }
    for subject in tobject.all("tobject.subject") {
        for subject in levels(subject) {
            iptc::add_subject(item, subject);
        }
    }
}

/// A subject, and those above it: `tobject.subject.type`, `.matter` and `.detail` name the three levels of an eight-digit
/// code (two digits, three, three).
fn levels(node: Node<'_>) -> Vec<Subject> {
    let code = node.attribute("tobject.subject.refnum").unwrap_or_default();
    let ipr = node.attribute("tobject.subject.ipr").unwrap_or("IPTC");
    let names = ["type", "matter", "detail"]
        .map(|level| node.attribute(&format!("tobject.subject.{level}")).unwrap_or_default());
    let own = names.into_iter().rev().find(|name| !name.is_empty()).unwrap_or_default();
    if !iptc::is_subject_code(code) || !ipr.eq_ignore_ascii_case("IPTC") {
        let own_code =
            if code.is_empty() { node.attribute("tobject.subject.code").unwrap_or_default() } else { code };
        return vec![iptc::subject(ipr, own_code, own)];
    }
    let codes = [format!("{}000000", &code[..2]), format!("{}000", &code[..5]), code.to_owned()];
    let mut found: Vec<Subject> = codes
        .iter()
        .zip(names)
        .filter(|(_, name)| !name.is_empty())
        .map(|(code, name)| iptc::subject(SUBJECT_CODES, code, name))
        .collect();
    if !found.iter().any(|subject| subject.coded.code == code) {
        found.push(iptc::subject(SUBJECT_CODES, code, ""));
    }
    found
}

/// `pubdata`: where and when it was published.
fn pubdata(item: &mut WireItem, pubdata: Node<'_>, hints: &Hints<'_>) {
    if let Some(date) = pubdata.attribute("date.publication") {
        let at = iso_time::of_item(item, "date.publication", date, pubdata.line(), hints.zone);
        item.published = item.published.or(at);
    }
    if item.url.is_none() {
        item.url =
            pubdata.attribute("ex-ref").filter(|url| newsroom::address::is_web(url)).map(str::to_owned);
    }
    let counts_words = pubdata.attribute("unit-of-measure").is_some_and(|unit| unit.starts_with("word"));
    if let Some(length) = pubdata.attribute("item-length").filter(|_| counts_words) {
        item.words = length.parse().ok();
    }
    for name in ["name", "volume", "number", "issue", "edition.name", "position.section", "position.sequence"]
    {
        if let Some(value) = pubdata.attribute(name) {
            item.say_further(&format!("pubdata {name}"), value);
        }
    }
}

/// `revision-history`: who changed what, for the editors.
fn revision(item: &mut WireItem, revision: Node<'_>) {
    let Some(comment) = revision.attribute("comment") else { return };
    match revision.attribute("name") {
        Some(name) => iptc::add_note(item, NoteKind::Correction, &format!("{comment} ({name})")),
        None => iptc::add_note(item, NoteKind::Correction, comment),
    }
}
