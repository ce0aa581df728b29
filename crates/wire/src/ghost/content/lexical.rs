//! Lexical, the form of Ghost 5 and later: the state of its editor
//! (<https://lexical.dev/docs/concepts/serialization>), with Ghost's own nodes
//! (<https://github.com/TryGhost/Koenig/tree/main/packages/kg-default-nodes>).

use serde_json::Value;

use super::cards;
use super::{Note, Out};
use crate::markup::escape;

/// Bits of a text's `format`
/// (<https://github.com/facebook/lexical/blob/main/packages/lexical/src/LexicalConstants.ts>) and the
/// elements they stand for.
const FORMATS: [(u64, &str); 8] =
    [(1, "strong"), (2, "em"), (4, "s"), (8, "u"), (16, "code"), (32, "sub"), (64, "sup"), (128, "mark")];

/// Reads the state of the editor.
///
/// # Errors
/// Why it cannot be read.
pub(super) fn pieces(json: &str, out: &mut Out) -> Result<(), String> {
    let json: Value = serde_json::from_str(json).map_err(|error| error.to_string())?;
    let nodes = json["root"]["children"].as_array().ok_or("it has no root with children")?;
    for node in nodes {
        block(node, out);
    }
    Ok(())
}

/// An element that stands for itself. Those of Ghost's own that stand in for Lexical's are named
/// `extended-…`.
fn block(node: &Value, out: &mut Out) {
    match kind(node) {
        "paragraph" => {
            let inner = inline(node, out);
            out.add(&format!("<p>{inner}</p>\n"));
        }
        "heading" => {
            let tag = node["tag"].as_str().filter(|tag| is_heading(tag)).unwrap_or("h2").to_owned();
            let inner = inline(node, out);
            out.add(&format!("<{tag}>{inner}</{tag}>\n"));
        }
        "quote" => {
            let inner = inline(node, out);
            out.add(&format!("<blockquote>{inner}</blockquote>\n"));
        }
        "aside" => {
            let inner = inline(node, out);
            out.add(&cards::pulled(&inner));
        }
        "list" => {
            let html = list(node, out);
            out.add(&html);
        }
        "text" | "link" | "autolink" | "linebreak" | "tab" | "tk" | "at-link" => {
            let inner = one(node, out);
            out.add(&format!("<p>{inner}</p>\n"));
        }
        "zwnj" | "at-link-search" => {}
        _ if children(node).is_empty() => cards::card(kind(node), node, out),
        unknown => {
            out.note(Note::UnknownElement(unknown.to_owned()));
            children(node).iter().for_each(|child| block(child, out));
        }
    }
}

/// What stands in a line.
fn inline(node: &Value, out: &mut Out) -> String {
    children(node).iter().map(|child| one(child, out)).collect()
}

fn one(node: &Value, out: &mut Out) -> String {
    match kind(node) {
        "text" | "tk" => {
            let format = node["format"].as_u64().unwrap_or(0);
            let mut html = escape(node["text"].as_str().unwrap_or_default());
            for (bit, tag) in FORMATS {
                if format & bit > 0 {
                    html = format!("<{tag}>{html}</{tag}>");
                }
            }
            html
        }
        "link" | "autolink" | "at-link" => {
            let inner = inline(node, out);
            match node["url"].as_str().filter(|url| !url.trim().is_empty()) {
                Some(url) => format!("<a href=\"{}\">{inner}</a>", escape(url)),
                None => inner,
            }
        }
        "linebreak" => "<br>".to_owned(),
        "tab" => " ".to_owned(),
        "zwnj" | "at-link-search" => String::new(),
        "list" => list(node, out),
        "paragraph" | "heading" | "quote" => format!("<p>{}</p>", inline(node, out)),
        unknown => {
            let inner = inline(node, out);
            if inner.is_empty() {
                // A card within a line follows its paragraph.
                let mut apart = Out::default();
                cards::card(unknown, node, &mut apart);
                apart.notes.into_iter().for_each(|note| out.note(note));
                return apart.pieces.concat();
            }
            out.note(Note::UnknownElement(unknown.to_owned()));
            inner
        }
    }
}

fn list(node: &Value, out: &mut Out) -> String {
    let is_numbered = node["listType"] == "number" || node["tag"] == "ol";
    let mut html = match node["start"].as_u64() {
        Some(start) if is_numbered => format!("<ol start=\"{start}\">"),
        _ => if is_numbered { "<ol>" } else { "<ul>" }.to_owned(),
    };
    for item in children(node) {
        html.push_str("<li>");
        html.push_str(&inline(item, out));
        html.push_str("</li>");
    }
    html.push_str(if is_numbered { "</ol>\n" } else { "</ul>\n" });
    html
}

fn kind(node: &Value) -> &str {
    let kind = node["type"].as_str().unwrap_or_default();
    kind.strip_prefix("extended-").unwrap_or(kind)
}

fn children(node: &Value) -> &[Value] {
    node["children"].as_array().map_or(&[], Vec::as_slice)
}

fn is_heading(tag: &str) -> bool {
    matches!(tag, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}
