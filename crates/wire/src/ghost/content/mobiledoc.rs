//! Mobiledoc, the form of Ghost 1 to 4
//! (<https://github.com/bustle/mobiledoc-kit/blob/master/MOBILEDOC.md>, versions 0.2 and 0.3).

use std::fmt::Write;

use serde_json::Value;

use super::cards;
use super::{Note, Out};
use crate::markup::escape;

/// The kinds of sections and markers.
const MARKUP: u64 = 1;
const IMAGE: u64 = 2;
const LIST: u64 = 3;
const CARD: u64 = 10;
const ATOM: u64 = 1;

/// Reads a Mobiledoc.
///
/// # Errors
/// Why it cannot be read.
pub(super) fn pieces(json: &str, out: &mut Out) -> Result<(), String> {
    let json: Value = serde_json::from_str(json).map_err(|error| error.to_string())?;
    let sections = json["sections"].as_array().ok_or("it has no sections")?;
    // Version 0.2 keeps markups and sections in one list, and cards and atoms where they stand.
    let is_early = json["version"].as_str().is_some_and(|version| version.starts_with("0.2"));
    let (markups, sections) = if is_early {
        (
            list(&sections.first().cloned().unwrap_or_default()),
            list(&sections.get(1).cloned().unwrap_or_default()),
        )
    } else {
        (list(&json["markups"]), sections.clone())
    };
    let text = Text { markups, atoms: list(&json["atoms"]) };
    for section in &sections {
        let at = |place: usize| section.get(place).cloned().unwrap_or_default();
        match section[0].as_u64() {
            Some(MARKUP) => {
                let (tag, inner) = (at(1), text.html(&list(&at(2))));
                out.add(&element(tag.as_str().unwrap_or("p"), &inner));
            }
            Some(IMAGE) => out.add(&cards::picture(at(1).as_str().unwrap_or_default(), "", "", "")),
            Some(LIST) => {
                let tag = if at(1) == "ol" { "ol" } else { "ul" };
                let mut html = format!("<{tag}>");
                for item in list(&at(2)) {
                    // Writing to a String cannot fail.
                    let _ = write!(html, "<li>{}</li>", text.html(&list(&item)));
                }
                out.add(&format!("{html}</{tag}>\n"));
            }
            Some(CARD) => {
                let card = match at(1) {
                    Value::String(name) => Value::from(vec![name.into(), at(2)]),
                    place => {
                        let known = place.as_u64().and_then(|place| usize::try_from(place).ok());
                        known.and_then(|place| json["cards"].get(place)).cloned().unwrap_or_default()
                    }
                };
                cards::card(card[0].as_str().unwrap_or_default(), &card[1], out);
            }
            _ => out.note(Note::UnknownElement(section[0].to_string())),
        }
    }
    Ok(())
}

/// A section of text as an element.
fn element(tag: &str, inner: &str) -> String {
    match tag.to_ascii_lowercase().as_str() {
        "aside" | "pull-quote" => cards::pulled(inner),
        tag @ ("h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote") => {
            format!("<{tag}>{inner}</{tag}>\n")
        }
        _ => format!("<p>{inner}</p>\n"),
    }
}

struct Text {
    markups: Vec<Value>,
    atoms: Vec<Value>,
}

impl Text {
    /// Markers, `[kind, opened markups, number of closed ones, text or atom]`, as HTML. The kind is
    /// missing in version 0.2.
    fn html(&self, markers: &[Value]) -> String {
        let mut html = String::new();
        let mut open: Vec<String> = Vec::new();
        for marker in markers {
            let marker = list(marker);
            let (kind, rest) = match marker.as_slice() {
                [kind, rest @ ..] if kind.is_u64() => (kind.as_u64().unwrap_or(0), rest),
                whole => (0, whole),
            };
            let [opened, closed, words] = rest else { continue };
            for place in list(opened) {
                if let Some((tag, html_tag)) = self.opening(&place) {
                    html.push_str(&html_tag);
                    open.push(tag);
                } else {
                    open.push(String::new());
                }
            }
            if kind == ATOM {
                html.push_str(&self.atom(words));
            } else {
                html.push_str(&escape(words.as_str().unwrap_or_default()));
            }
            for _ in 0..closed.as_u64().unwrap_or(0) {
                close(&mut html, open.pop());
            }
        }
        while let Some(tag) = open.pop() {
            close(&mut html, Some(tag));
        }
        html
    }

    /// The name of a markup and its opening tag.
    fn opening(&self, place: &Value) -> Option<(String, String)> {
        let markup = self.markups.get(usize::try_from(place.as_u64()?).ok()?)?;
        let tag = markup[0].as_str()?.to_ascii_lowercase();
        if tag.is_empty() || !tag.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return None;
        }
        let attributes = list(&markup[1]);
        let href = attributes.chunks(2).find(|pair| pair[0] == "href").and_then(|pair| pair.get(1));
        let opening = match href.and_then(Value::as_str) {
            Some(href) if tag == "a" => format!("<a href=\"{}\">", escape(href)),
            _ => format!("<{tag}>"),
        };
        Some((tag, opening))
    }

    /// An atom, `[name, text, payload]`: Ghost's own is the line break.
    fn atom(&self, place: &Value) -> String {
        let known = place.as_u64().and_then(|place| usize::try_from(place).ok());
        let atom = known.and_then(|place| self.atoms.get(place)).cloned().unwrap_or_default();
        match atom[0].as_str() {
            Some("soft-return") => "<br>".to_owned(),
            _ => escape(atom[1].as_str().unwrap_or_default()),
        }
    }
}

fn close(html: &mut String, tag: Option<String>) {
    if let Some(tag) = tag.filter(|tag| !tag.is_empty()) {
        // Writing to a String cannot fail.
        let _ = write!(html, "</{tag}>");
    }
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}
