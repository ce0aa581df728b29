//! `media`: pictures, sounds and films
//! ([NITF, media](https://iptc.org/std/NITF/3.6/documentation/nitf-documentation.html)).

use newsroom::wire_item::{Media, MediaType};
use url::Url;

use super::body;
use crate::inline::complete_url;
use crate::xml::Node;

/// A `media` element; of several references the largest. Nothing where it has none.
pub(super) fn read(node: Node<'_>, base: Option<&Url>) -> Option<Media> {
    let source = |reference: &Node<'_>| reference.attribute("source").is_some();
    let reference = node.all("media-reference").filter(source).max_by_key(|reference| size(*reference))?;
    let content_type = reference.attribute("mime-type").unwrap_or_default().to_owned();
    let kind = node
        .attribute("media-type")
        .map(MediaType::of)
        .filter(|kind| *kind != MediaType::File)
        .unwrap_or_else(|| kind(&content_type, reference.attribute("source").unwrap_or_default()));
    let number = |name: &str| reference.attribute(name).and_then(|value| value.parse().ok());
    let captions: Vec<String> =
        node.all("media-caption").map(body::paragraphs).filter(|text| !text.is_empty()).collect();
    let mut found = Media {
        kind,
        id: reference.attribute("id").or(node.attribute("id")).unwrap_or_default().to_owned(),
        url: complete_url(reference.attribute("source").unwrap_or_default(), base),
        content_type,
        rendition: reference.attribute("name").unwrap_or_default().to_owned(),
        width: number("width"),
        height: number("height"),
        caption: captions.join("\n"),
        alt: reference.attribute("alternate-text").unwrap_or_default().to_owned(),
        creator: node.child("media-producer").map(Node::line_of_text).unwrap_or_default(),
        copyright: reference.attribute("copyright").unwrap_or_default().to_owned(),
        ..Media::default()
    };
    for metadata in node.all("media-metadata") {
        let (Some(name), Some(value)) = (metadata.attribute("name"), metadata.attribute("value")) else {
            continue;
        };
        let place = match name.to_ascii_lowercase().as_str() {
            "credit" | "creditline" => &mut found.credit,
            "headline" | "title" => &mut found.title,
            "byline" | "photographer" | "creator" => &mut found.creator,
            "copyright" => &mut found.copyright,
            "id" | "guid" | "transref" => &mut found.id,
            "usageterms" | "rights" => &mut found.usage_terms,
            _ => continue,
        };
        crate::iptc::set(place, value);
    }
    Some(found)
}

fn size(reference: Node<'_>) -> u64 {
    let number =
        |name: &str| reference.attribute(name).and_then(|value| value.parse::<u64>().ok()).unwrap_or(0);
    number("width").saturating_mul(number("height"))
}

/// What a file is where nothing says so but its name.
fn kind(content_type: &str, source: &str) -> MediaType {
    if !content_type.is_empty() {
        return MediaType::of(content_type);
    }
    let ending = source.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    match ending.as_str() {
        "jpg" | "jpeg" | "png" | "gif" | "webp" | "tif" | "tiff" | "svg" | "avif" => MediaType::Picture,
        "mp4" | "mov" | "mpg" | "mpeg" | "webm" => MediaType::Video,
        "mp3" | "wav" | "m4a" | "ogg" => MediaType::Audio,
        _ => MediaType::File,
    }
}
