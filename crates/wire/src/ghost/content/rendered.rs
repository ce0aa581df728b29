//! HTML as Ghost showed it (<https://ghost.org/docs/themes/content/>): cards are known by their classes
//! (<https://ghost.org/docs/themes/custom-settings/#editor-card-assets>) and turned into what they were
//! made from, so that one place says what becomes of a card.

use serde_json::{Value, json};

use super::Out;
use super::cards;
use super::text_cards::inner_html;
use crate::markup::{self, Piece, attribute, is_closing, name};

/// Cards whose HTML the document reader would not understand: the class of each, and its name.
const CARDS: [(&str, &str); 12] = [
    ("kg-bookmark-card", "bookmark"),
    ("kg-file-card", "file"),
    ("kg-callout-card", "callout"),
    ("kg-toggle-card", "toggle"),
    ("kg-audio-card", "audio"),
    ("kg-video-card", "video"),
    ("kg-button-card", "button"),
    ("kg-header-card", "header"),
    ("kg-product-card", "product"),
    ("kg-signup-card", "signup"),
    ("kg-cta-card", "call-to-action"),
    ("kg-blockquote-alt", "aside"),
];

/// Adds HTML, its cards as what they were made from.
pub(super) fn pieces(html: &str, out: &mut Out) {
    // The reader of documents knows wide pictures by the classes that others use.
    let html = html.replace("kg-width-wide", "alignwide").replace("kg-width-full", "alignfull");
    if !html.contains("kg-") {
        return out.apart(&html);
    }
    let (mut rest, mut plain) = (html.as_str(), String::new());
    while let Some((before, card, element, after)) = next_card(rest) {
        plain.push_str(before);
        out.apart(&std::mem::take(&mut plain));
        cards::card(card, &fields(card, element), out);
        rest = after;
    }
    plain.push_str(rest);
    out.apart(&plain);
}

/// What stands before the next card, its name, its element, and what follows.
fn next_card(html: &str) -> Option<(&str, &'static str, &str, &str)> {
    let mut at = 0;
    for piece in markup::pieces(html) {
        let (Piece::Text(text) | Piece::Tag(text) | Piece::Comment(text)) = piece;
        if let Piece::Tag(tag) = piece
            && !is_closing(tag)
            && let Some(class) = attribute(tag, "class")
            && let Some((_, card)) = CARDS.iter().find(|(known, _)| has_word(&class, known))
        {
            let length = element_length(&html[at..]);
            return Some((&html[..at], card, &html[at..at + length], &html[at + length..]));
        }
        at += text.len();
    }
    None
}

/// The length of the element a text begins with; all of it where the element is never closed.
fn element_length(html: &str) -> usize {
    let (mut at, mut depth, mut wanted) = (0, 0_usize, None);
    for piece in markup::pieces(html) {
        let (Piece::Text(text) | Piece::Tag(text) | Piece::Comment(text)) = piece;
        at += text.len();
        let Piece::Tag(tag) = piece else { continue };
        let tag_name = name(tag);
        let wanted = wanted.get_or_insert_with(|| tag_name.clone());
        if tag_name == *wanted {
            depth = if is_closing(tag) { depth.saturating_sub(1) } else { depth + 1 };
            if depth == 0 {
                return at;
            }
        }
    }
    html.len()
}

/// The fields a card was made from.
fn fields(card: &str, html: &str) -> Value {
    let words = |class: &str| plain(&inside(html, class));
    match card {
        "bookmark" => json!({
            "url": attribute_of(html, |_, class| has_word(class, "kg-bookmark-container"), "href"),
            "metadata": {
                "title": words("kg-bookmark-title"),
                "description": words("kg-bookmark-description"),
                "author": words("kg-bookmark-author"),
                "publisher": words("kg-bookmark-publisher"),
                "thumbnail": attribute_of(&inside(html, "kg-bookmark-thumbnail"), |tag, _| tag == "img", "src"),
            },
            "caption": inside_tag(html, "figcaption"),
        }),
        "file" => json!({
            "src": attribute_of(html, |_, class| has_word(class, "kg-file-card-container"), "href"),
            "fileTitle": words("kg-file-card-title"),
            "fileCaption": words("kg-file-card-caption"),
            "fileName": words("kg-file-card-filename"),
        }),
        "callout" => json!({
            "calloutText": inside(html, "kg-callout-text"),
            "calloutEmoji": words("kg-callout-emoji"),
        }),
        "toggle" => json!({
            "heading": inside(html, "kg-toggle-heading-text"),
            "content": inside(html, "kg-toggle-content"),
        }),
        "audio" => json!({
            "src": attribute_of(html, |tag, _| tag == "audio", "src"),
            "title": words("kg-audio-title"),
        }),
        "video" => json!({
            "src": attribute_of(html, |tag, _| tag == "video", "src"),
            "caption": inside_tag(html, "figcaption"),
        }),
        "button" => json!({
            "buttonUrl": attribute_of(html, |tag, _| tag == "a", "href"),
            "buttonText": plain(&inside_tag(html, "a")),
        }),
        "header" => json!({
            "header": either(html, "kg-header-card-header", "kg-header-card-heading"),
            "subheader": either(html, "kg-header-card-subheader", "kg-header-card-subheading"),
            "buttonUrl": attribute_of(html, |_, class| has_word(class, "kg-header-card-button"), "href"),
            "buttonText": words("kg-header-card-button"),
            "backgroundImageSrc": attribute_of(html, |_, class| has_word(class, "kg-header-card-image"), "src"),
        }),
        "product" => json!({
            "productTitle": inside(html, "kg-product-card-title"),
            "productDescription": inside(html, "kg-product-card-description"),
            "productImageSrc": attribute_of(html, |_, class| has_word(class, "kg-product-card-image"), "src"),
            "productRatingEnabled": html.contains("kg-product-card-rating-active"),
            "productStarRating": html.matches("kg-product-card-rating-active").count(),
            "productButtonEnabled": html.contains("kg-product-card-button"),
            "productButton": words("kg-product-card-button"),
            "productUrl": attribute_of(html, |_, class| has_word(class, "kg-product-card-button"), "href"),
        }),
        "call-to-action" => json!({
            "hasSponsorLabel": html.contains("kg-cta-sponsor-label"),
            "sponsorLabel": inside(html, "kg-cta-sponsor-label"),
            "textValue": inside(html, "kg-cta-text"),
            "imageUrl": attribute_of(&inside(html, "kg-cta-image-container"), |tag, _| tag == "img", "src"),
            "buttonUrl": attribute_of(html, |_, class| has_word(class, "kg-cta-button"), "href"),
            "buttonText": words("kg-cta-button"),
        }),
        "aside" => json!({"html": inner_html(html)}),
        _ => json!({"header": plain(html)}),
    }
}

fn either(html: &str, first: &str, second: &str) -> String {
    let found = inside(html, first);
    if found.is_empty() { inside(html, second) } else { found }
}

fn has_word(class: &str, word: &str) -> bool {
    class.split_whitespace().any(|one| one == word)
}

/// The HTML within the first element of a class.
fn inside(html: &str, class: &str) -> String {
    within(html, |tag| attribute(tag, "class").is_some_and(|given| has_word(&given, class)))
}

/// The HTML within the first element of a name.
fn inside_tag(html: &str, wanted: &str) -> String {
    within(html, |tag| name(tag) == wanted)
}

fn within(html: &str, is_wanted: impl Fn(&str) -> bool) -> String {
    let mut at = 0;
    for piece in markup::pieces(html) {
        let (Piece::Text(text) | Piece::Tag(text) | Piece::Comment(text)) = piece;
        if let Piece::Tag(tag) = piece
            && !is_closing(tag)
            && is_wanted(tag)
        {
            return inner_html(&html[at..at + element_length(&html[at..])]).to_owned();
        }
        at += text.len();
    }
    String::new()
}

/// An attribute of the first tag that is wanted, by its name and classes, and has it.
fn attribute_of(html: &str, is_wanted: impl Fn(&str, &str) -> bool, wanted: &str) -> String {
    let tags = markup::pieces(html).filter_map(|piece| match piece {
        Piece::Tag(tag) if !is_closing(tag) => Some(tag),
        _ => None,
    });
    tags.filter(|tag| is_wanted(&name(tag), &attribute(tag, "class").unwrap_or_default()))
        .find_map(|tag| attribute(tag, wanted))
        .unwrap_or_default()
}

/// The words of HTML.
fn plain(html: &str) -> String {
    let texts = markup::pieces(html).filter_map(|piece| match piece {
        Piece::Text(text) => Some(markup::unescape(text).into_owned()),
        _ => None,
    });
    texts.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}
