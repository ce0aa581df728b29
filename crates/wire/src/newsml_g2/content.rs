//! `contentSet`: the content, in the item or named by it
//! ([guidelines, text, pictures and video](https://iptc.org/std/NewsML-G2/guidelines/)).

use newsroom::wire_item::{ItemKind, Media, MediaType, WireItem};

use super::{Reading, content_meta, names};
use crate::inline::{Text, complete_url, from_base64};
use crate::iptc::set;
use crate::xml::Node;

pub(super) fn read(item: &mut WireItem, node: Node<'_>, reading: &Reading<'_>) {
    let Some(set) = super::part(node, "contentSet") else { return };
    let mut text = Text::default();
    inline(item, set, &mut text, reading);
    let mut media = binary(set);
    media.append(&mut renditions(set, reading));
    if media.iter().any(|one| one.kind != MediaType::File) {
        about(item, node, &mut media, reading);
    }
    let is_seen = item.kind != ItemKind::Text;
    if text.is_empty() && is_seen {
        text.push_plain(&content_meta::caption(node, reading));
    }
    text.put(item, reading.hints.url);
    item.media.append(&mut media);
}

/// The first form of the text that can be read; the others say the same.
fn inline(item: &mut WireItem, set: Node<'_>, text: &mut Text, reading: &Reading<'_>) {
    for content in set.children() {
        match content.name() {
            "inlineXML" if text.is_empty() => match content.children().next() {
                Some(root) if is_text(root) => {
                    text.push(content, reading.hints.url);
                    if crate::nitf::looks_like(root) {
                        crate::nitf::fill(item, root);
                    }
                }
                Some(root) => {
                    let what = format!("the content is <{}>, which is no text; it was left out", root.name());
                    item.fault(Some(root.line()), what);
                }
                None => text.push_words(&content.text()),
            },
            "inlineData" if text.is_empty() && !is_binary(content) => text.push_words(&content.text()),
            _ => continue,
        }
        if item.words.is_none() {
            item.words = content.attribute("wordcount").and_then(|count| count.parse().ok());
        }
    }
}

/// Whether an element is marked-up text: HTML or NITF, or a part of one.
fn is_text(root: Node<'_>) -> bool {
    matches!(
        root.name(),
        "html"
            | "body"
            | "nitf"
            | "body.content"
            | "div"
            | "article"
            | "section"
            | "p"
            | "h1"
            | "h2"
            | "ul"
            | "ol"
            | "table"
            | "blockquote"
            | "figure"
            | "pre"
            | "span"
            | "main"
            | "block"
    )
}

fn is_binary(content: Node<'_>) -> bool {
    let encoded =
        content.attribute("encoding").is_some_and(|encoding| names::local(encoding).contains("base64"));
    let kind = content.attribute("contenttype").unwrap_or_default();
    encoded || kind.starts_with("image/") || kind.starts_with("audio/") || kind.starts_with("video/")
}

/// Bytes in the item itself.
fn binary(set: Node<'_>) -> Vec<Media> {
    let data = set.all("inlineData").filter(|content| is_binary(*content));
    data.filter_map(|content| {
        let mut found = described(content);
        found.bytes = Some(from_base64(&content.text())?);
        Some(found)
    })
    .collect()
}

/// What the attributes of a piece of content say.
fn described(content: Node<'_>) -> Media {
    let number = |name: &str| content.attribute(name).and_then(|value| value.parse().ok());
    let content_type = content.attribute("contenttype").unwrap_or_default();
    Media {
        kind: MediaType::of(content_type),
        id: content.attribute("residref").or(content.attribute("id")).unwrap_or_default().to_owned(),
        content_type: content_type.to_owned(),
        rendition: content.attribute("rendition").map(names::local).unwrap_or_default().to_owned(),
        width: number("width"),
        height: number("height"),
        size: content.attribute("size").and_then(|value| value.parse().ok()),
        duration: content.attribute("duration").and_then(|value| value.parse().ok()),
        ..Media::default()
    }
}

/// `remoteContent`: the same content in several forms; of each kind the largest.
fn renditions(set: Node<'_>, reading: &Reading<'_>) -> Vec<Media> {
    let mut best: Vec<Media> = Vec::new();
    for content in set.all("remoteContent") {
        let mut one = described(content);
        one.url =
            content.attribute("href").map(|href| complete_url(href, reading.hints.url)).unwrap_or_default();
        if one.url.is_empty() && one.id.is_empty() {
            continue;
        }
        if one.content_type.is_empty() {
            one.kind = MediaType::Picture;
        }
        match best.iter_mut().find(|known| known.kind == one.kind) {
            Some(known) if rank(&one) > rank(known) => *known = one,
            Some(_) => {}
            None => best.push(one),
        }
    }
    best
}

/// What can be fetched before what cannot, then by pixels and bytes.
fn rank(media: &Media) -> (bool, u64, u64) {
    let pixels = u64::from(media.width.unwrap_or(0)) * u64::from(media.height.unwrap_or(0));
    (!media.url.is_empty(), pixels, media.size.unwrap_or(0))
}

/// What the item says of its content is said of the picture or film.
fn about(item: &WireItem, node: Node<'_>, media: &mut [Media], reading: &Reading<'_>) {
    let caption = content_meta::caption(node, reading);
    for (number, one) in media.iter_mut().enumerate() {
        set(&mut one.title, item.headline.as_str());
        set(&mut one.caption, caption.as_str());
        set(&mut one.creator, creator(item));
        set(&mut one.credit, item.credit.as_str());
        set(
            &mut one.copyright,
            if item.copyright.is_empty() { &item.copyright_holder } else { &item.copyright }.as_str(),
        );
        set(&mut one.usage_terms, item.usage_terms.as_str());
        one.lead = number == 0 && one.is_picture();
    }
}

fn creator(item: &WireItem) -> &str {
    if !item.byline.is_empty() {
        return &item.byline;
    }
    item.contributors.first().map(|who| who.coded.name.as_str()).unwrap_or_default()
}
