//! `NewsLines`: what stands around the text
//! ([NewsML 1.2, 5.7.3](https://www.iptc.org/std/NewsML/1.2/documentation/NewsMLv1.2-Spec-complete.html)).

use newsroom::wire_item::{Dateline, NoteKind, WireItem};

use crate::iptc::{self, set};
use crate::xml::Node;

/// Reads the lines of a component into an item, where it has none yet.
pub(super) fn read(item: &mut WireItem, component: Node<'_>) {
    comments(item, component);
    let Some(lines) = component.child("NewsLines") else { return };
    for line in lines.children() {
        let text = line.line_of_text();
        if text.is_empty() {
            continue;
        }
        match line.name() {
            "HeadLine" => set(&mut item.headline, text),
            "SubHeadLine" => set(&mut item.subheadline, text),
            "ByLine" => set(&mut item.byline, text),
            "DateLine" => dateline(item, text),
            "CreditLine" => set(&mut item.credit, text),
            "CopyrightLine" => set(&mut item.copyright, text),
            "RightsLine" => set(&mut item.usage_terms, text),
            "SlugLine" => set(&mut item.slugline, text),
            "KeywordLine" => keywords(item, &text),
            "NewsLine" => news_line(item, line),
            name => item.say_further(name, &text),
        }
    }
}

/// The line as printed; the town in it is the one the item was written in.
fn dateline(item: &mut WireItem, text: String) {
    let line = item.dateline.get_or_insert_with(Dateline::default);
    let town = text.split([',', '(']).next().unwrap_or_default().trim();
    let is_town =
        town.len() < text.len() && (2..40).contains(&town.len()) && !town.contains(char::is_numeric);
    if is_town && !line.city.eq_ignore_ascii_case(town) {
        set(&mut line.city, town);
    }
    set(&mut line.text, text);
}

fn keywords(item: &mut WireItem, line: &str) {
    item.say_further("KeywordLine", line);
    for keyword in line.split([';', ',']).map(str::trim).filter(|keyword| !keyword.is_empty()) {
        if !item.keywords.iter().any(|known| known == keyword) {
            item.keywords.push(keyword.to_owned());
        }
    }
}

/// A line of a kind of the sender's own.
fn news_line(item: &mut WireItem, line: Node<'_>) {
    let kind = line.child("NewsLineType").and_then(|kind| kind.attribute("FormalName")).unwrap_or_default();
    for text in line.all("NewsLineText").map(Node::line_of_text).filter(|text| !text.is_empty()) {
        if is_for_editors(kind) {
            iptc::add_note(item, iptc::note_kind(kind), &text);
        } else {
            item.say_further(&format!("NewsLine/{kind}"), &text);
        }
    }
}

/// Whether a sender's own name for something says that it is meant for editors.
pub(super) fn is_for_editors(name: &str) -> bool {
    let name: String = name.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_ascii_lowercase();
    ["editorial", "ednote", "editornote", "editorsnote", "advisory", "notetoeditor"]
        .iter()
        .any(|word| name.contains(word))
}

/// `Comment`: what somebody says about the element it stands in.
pub(super) fn comments(item: &mut WireItem, holder: Node<'_>) {
    for comment in holder.all("Comment") {
        iptc::add_note(item, NoteKind::Editorial, &comment.line_of_text());
    }
}
