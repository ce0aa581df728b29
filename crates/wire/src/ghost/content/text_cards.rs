//! Cards that are text with something beside it: boxes, headers, buttons, products.

use serde_json::Value;

use super::cards::{first, linked, picture, str};
use crate::markup::{Piece, escape, is_closing, name, pieces};

/// Stars of a product that was rated best.
const MOST_STARS: u64 = 5;

/// A box with an emoji. Where its first line is set in bold that is its title; without one it is a
/// paragraph, since a fact box needs a title.
pub(super) fn callout(fields: &Value) -> String {
    let (text, emoji) = (first(fields, &["calloutText", "text"]), str(fields, "calloutEmoji").trim());
    if text.trim().is_empty() {
        return String::new();
    }
    if let Some((title, rest)) = bold_first_line(text) {
        return boxed(&title, &format!("<p>{rest}</p>"));
    }
    let emoji = if emoji.is_empty() { String::new() } else { format!("{} ", escape(emoji)) };
    format!("<p>{emoji}{}</p>\n", without_paragraphs(text))
}

/// A box that opens.
pub(super) fn toggle(fields: &Value) -> String {
    let (heading, content) = (str(fields, "heading"), str(fields, "content"));
    match (heading.trim().is_empty(), content.trim().is_empty()) {
        (true, true) => String::new(),
        (true, false) => format!("<div>{content}</div>\n"),
        _ => boxed(&without_paragraphs(heading), content),
    }
}

/// A button is a link that stands alone.
pub(super) fn button(fields: &Value) -> String {
    linked(str(fields, "buttonUrl"), str(fields, "buttonText"))
}

/// A large heading with a line below, a button and a picture behind.
pub(super) fn header(fields: &Value) -> String {
    let (title, line) = (str(fields, "header"), str(fields, "subheader"));
    let mut html = String::new();
    if !title.trim().is_empty() {
        html.push_str(&format!("<h2>{}</h2>\n", without_paragraphs(title)));
    }
    if !line.trim().is_empty() {
        html.push_str(&format!("<p>{}</p>\n", without_paragraphs(line)));
    }
    html.push_str(&picture(str(fields, "backgroundImageSrc"), "", "", ""));
    if fields["buttonEnabled"] != false {
        html.push_str(&button(fields));
    }
    html
}

/// A product becomes a fact box.
pub(super) fn product(fields: &Value) -> String {
    let title = str(fields, "productTitle");
    let mut inner = picture(str(fields, "productImageSrc"), "", "", "");
    inner.push_str(&format!("<div>{}</div>", str(fields, "productDescription")));
    if fields["productRatingEnabled"] == true {
        let stars = fields["productStarRating"].as_u64().unwrap_or(MOST_STARS).min(MOST_STARS);
        let stars = usize::try_from(stars).unwrap_or_default();
        let none = usize::try_from(MOST_STARS).unwrap_or_default() - stars;
        inner.push_str(&format!("<p>{}{}</p>", "★".repeat(stars), "☆".repeat(none)));
    }
    if fields["productButtonEnabled"] == true {
        inner.push_str(&linked(str(fields, "productUrl"), str(fields, "productButton")));
    }
    match title.trim().is_empty() {
        true if super::shows_something(&inner) => inner,
        true => String::new(),
        false => boxed(&without_paragraphs(title), &inner),
    }
}

/// Text with a picture, a button and a label that says who pays for it.
pub(super) fn call_to_action(fields: &Value) -> String {
    let mut html = String::new();
    let label = str(fields, "sponsorLabel");
    if fields["hasSponsorLabel"] == true && !label.trim().is_empty() {
        html.push_str(&format!("<div>{label}</div>\n"));
    }
    html.push_str(&picture(str(fields, "imageUrl"), "", "", ""));
    let text = str(fields, "textValue");
    if !text.trim().is_empty() {
        html.push_str(&format!("<div>{text}</div>\n"));
    }
    if fields["showButton"] != false {
        html.push_str(&button(fields));
    }
    html
}

fn boxed(title: &str, inner: &str) -> String {
    format!("<details><summary>{title}</summary>{inner}</details>\n")
}

/// Title and rest of a text whose first line is bold as a whole.
fn bold_first_line(text: &str) -> Option<(String, String)> {
    let text = without_paragraphs(text);
    let text = text.trim();
    let inner = ["<strong>", "<b>"].iter().find_map(|tag| text.strip_prefix(tag))?;
    let (title, rest) = ["</strong>", "</b>"].iter().find_map(|tag| inner.split_once(tag))?;
    let rest = rest.trim_start();
    let rest = ["<br>", "<br/>", "<br />"].iter().find_map(|tag| rest.strip_prefix(tag))?;
    (!title.contains('<') && !title.trim().is_empty() && !rest.trim().is_empty())
        .then(|| (title.to_owned(), rest.to_owned()))
}

/// HTML without paragraphs and the spans the editor sets around each text; a new paragraph is a new line.
fn without_paragraphs(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    for piece in pieces(html) {
        match piece {
            Piece::Tag(tag) if matches!(name(tag).as_str(), "p" | "div") => {
                if !is_closing(tag) && !out.trim().is_empty() {
                    out.push_str("<br>");
                }
            }
            Piece::Tag(tag) if name(tag) == "span" => {}
            Piece::Comment(_) => {}
            Piece::Text(text) | Piece::Tag(text) => out.push_str(text),
        }
    }
    out
}

/// What stands within the element that HTML consists of.
pub(super) fn inner_html(element: &str) -> &str {
    let from = element.find('>').map_or(0, |at| at + 1);
    let to = element.rfind("</").filter(|to| *to >= from).unwrap_or(element.len());
    &element[from..to]
}
