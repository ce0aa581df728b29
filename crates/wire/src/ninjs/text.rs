//! The texts of an item: headlines, descriptions and bodies in the forms of each generation.

use newsroom::document::{Block, BlockKind};
use newsroom::wire_item::WireItem;
use serde_json::Value;
use url::Url;

use super::fields::{Fields, text_of};
use crate::body;

/// Roles of the headline that stands above the text.
const MAIN: [&str; 4] = ["main", "headline", "title", ""];
/// Roles of lines that stand beside it.
const SUB: [&str; 6] = ["sub", "subheadline", "subtitle", "deck", "kicker", "secondary"];

/// A text with its role and whether it is HTML.
struct Piece {
    role: String,
    html: bool,
    value: String,
    words: Option<u32>,
}

/// The headline of an item.
pub(super) fn headline(fields: Fields<'_>) -> String {
    let plain = fields.text(&["headline"]);
    if !plain.is_empty() {
        return one_line(&plain);
    }
    let pieces = pieces(fields, "headlines", "headline_");
    let main = MAIN.iter().find_map(|role| pieces.iter().find(|piece| piece.role == *role));
    let main = main.or(pieces.iter().find(|piece| !is_sub(piece)));
    main.map_or_else(|| one_line(&fields.text(&["title", "name"])), |piece| one_line(&piece.plain()))
}

/// The summary of an item; of a picture, its caption.
pub(super) fn description(fields: Fields<'_>) -> String {
    let mut pieces = pieces(fields, "descriptions", "description_");
    // A line of credit is no description.
    pieces.retain(|piece| !piece.role.contains("credit"));
    let best = ["text", "summary", "abstract", "caption", "main", ""]
        .iter()
        .find_map(|role| pieces.iter().find(|piece| piece.role == *role && !piece.html))
        .or(pieces.iter().find(|piece| !piece.html))
        .or(pieces.first());
    let found = best.map(Piece::plain).unwrap_or_default();
    if found.is_empty() { fields.text(&["abstract", "description", "caption", "summary"]) } else { found }
}

/// Puts headlines, summary and text into an item.
pub(super) fn read(item: &mut WireItem, fields: Fields<'_>, base: Option<&Url>) {
    item.headline = headline(fields);
    item.standfirst = description(fields);
    for piece in pieces(fields, "headlines", "headline_") {
        let line = one_line(&piece.plain());
        if line.is_empty() || line == item.headline {
            continue;
        }
        if is_sub(&piece) && item.subheadline.is_empty() {
            item.subheadline = line;
        } else {
            item.say_further(&format!("headline {}", piece.role), &line);
        }
    }
    let title = one_line(&fields.text(&["title"]));
    if title != item.headline {
        item.say_further("title", &title);
    }
    let bodies = pieces(fields, "bodies", "body_");
    let best = bodies
        .iter()
        .filter(|piece| piece.html)
        .max_by_key(|piece| (piece.role == "main", piece.value.len()))
        .or(bodies.iter().max_by_key(|piece| (piece.role == "main", piece.value.len())));
    item.words = fields.count(&["wordcount", "word_count"]).or(best.and_then(|piece| piece.words));
    match best {
        Some(piece) if piece.html => body::put_html(item, &piece.value, base),
        Some(piece) => body::put_text(item, &body::parted(&piece.value)),
        None => components(item, fields),
    }
    strip_title(item);
}

/// A text that repeats the headline as its own heading loses it: the article has one.
fn strip_title(item: &mut WireItem) {
    if let Some(Block { kind: BlockKind::Heading { text, .. }, .. }) = item.body.blocks.first()
        && one_line(&text.text()) == item.headline
    {
        item.body.blocks.remove(0);
    }
}

/// The text of systems that make an item of components, each with its kind.
fn components(item: &mut WireItem, fields: Fields<'_>) {
    let mut texts = Vec::new();
    for component in fields.objects(&["newscomponents", "components"]) {
        let proxies = component.objects(&["proxies"]);
        let parts = std::iter::once(component).chain(proxies);
        let texts_of_parts = parts.map(|part| part.text(&["clobdata", "varchardata", "text", "content"]));
        let text = texts_of_parts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n");
        match component.text(&["assettype", "role", "type"]).to_ascii_lowercase().as_str() {
            "lead" if item.standfirst.is_empty() => item.standfirst = text,
            "title" | "headline" if item.headline.is_empty() => item.headline = one_line(&text),
            "title" | "headline" => {}
            _ => texts.push(text),
        }
    }
    let text = if texts.is_empty() { fields.text(&["body", "text", "content"]) } else { texts.join("\n\n") };
    if text.trim_start().starts_with('<') {
        body::put_html(item, &text, None);
    } else {
        body::put_text(item, &body::parted(&text));
    }
}

/// The texts of a list (`headlines`), or of the properties that begin so (`headline_…`).
fn pieces(fields: Fields<'_>, list: &str, prefix: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for entry in fields.objects(&[list]) {
        let value = entry.text(&["value"]);
        let html = is_html(&entry.text(&["contenttype"])) || looks_like_html(&value);
        let words = entry.count(&["wordcount"]);
        pieces.push(Piece { role: entry.text(&["role"]).to_ascii_lowercase(), html, value, words });
    }
    for (key, value) in fields.0 {
        let start = key.get(..prefix.len()).filter(|start| start.eq_ignore_ascii_case(prefix));
        if let (Some(_), Value::String(_)) = (start, value) {
            let role = key[prefix.len()..].to_ascii_lowercase();
            let value = text_of(value);
            let html = is_html(&role) || looks_like_html(&value);
            pieces.push(Piece { role, html, value, words: None });
        }
    }
    pieces.retain(|piece| !piece.value.is_empty());
    pieces
}

fn is_sub(piece: &Piece) -> bool {
    SUB.iter().any(|role| piece.role == *role)
}

fn is_html(word: &str) -> bool {
    ["html", "richtext", "nitf"].iter().any(|markup| word.contains(markup))
}

fn looks_like_html(text: &str) -> bool {
    ["<p>", "<p ", "<div", "<html", "<section", "<article"]
        .iter()
        .any(|start| text.trim_start().starts_with(start))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Piece {
    fn plain(&self) -> String {
        if !self.html {
            return self.value.clone();
        }
        let mut item = WireItem::default();
        body::put_html(&mut item, &self.value, None);
        item.body.plain_text()
    }
}
