//! `ContentItem`: a piece of content, in the document or named by it
//! ([NewsML 1.2, 5.7.7](https://www.iptc.org/std/NewsML/1.2/documentation/NewsMLv1.2-Spec-complete.html)).

use newsroom::wire_item::{Media, MediaType};
use url::Url;

use crate::inline::{complete_url, from_base64};
use crate::xml::Node;

/// Where its words or bytes are: `DataContent`, within any `Encoding`s.
pub(super) fn data(item: Node<'_>) -> Option<Node<'_>> {
    item.descendants().find(|node| node.name() == "DataContent")
}

/// What it is: by its media type, its MIME type, or what stands in it.
pub(super) fn kind(item: Node<'_>) -> Option<MediaType> {
    let formal = |name: &str| item.child(name).and_then(|node| node.attribute("FormalName"));
    if let Some(word) = formal("MediaType") {
        let word = word.to_ascii_lowercase();
        return match word.as_str() {
            "text" => None,
            "complexdata" | "comopositefile" | "compositefile" => Some(MediaType::File),
            _ => Some(match MediaType::of(&word) {
                MediaType::File if word.contains("photo") || word.contains("image") => MediaType::Picture,
                MediaType::File if word.contains("graph") => MediaType::Graphic,
                MediaType::File if word.contains("video") => MediaType::Video,
                kind => kind,
            }),
        };
    }
    match formal("MimeType") {
        Some(mime) if !mime.starts_with("text/") && !mime.contains("xml") => Some(MediaType::of(mime)),
        Some(_) => None,
        None => item.attribute("Href").filter(|_| data(item).is_none()).map(|_| MediaType::Picture),
    }
}

/// Whether its words are in a bounded encoding.
fn is_base64(item: Node<'_>) -> bool {
    item.descendants().any(|node| {
        node.name() == "Encoding"
            && node
                .attribute("Notation")
                .is_some_and(|notation| notation.to_ascii_lowercase().contains("base64"))
    })
}

/// A picture, sound or film.
pub(super) fn media(item: Node<'_>, kind: MediaType, base: Option<&Url>) -> Media {
    let formal =
        |name: &str| item.child(name).and_then(|node| node.attribute("FormalName")).unwrap_or_default();
    let data = data(item).filter(|_| is_base64(item));
    Media {
        kind,
        id: item.attribute("Duid").unwrap_or_default().to_owned(),
        url: item.attribute("Href").map(|href| complete_url(href, base)).unwrap_or_default(),
        bytes: data.and_then(|data| from_base64(&data.text())),
        content_type: formal("MimeType").to_owned(),
        width: characteristic(item, &["width", "pixelwidth"]),
        height: characteristic(item, &["height", "pixelheight"]),
        size: item.at("Characteristics/SizeInBytes").and_then(|size| size.line_of_text().parse().ok()),
        ..Media::default()
    }
}

/// A number among its characteristics, by any of its names.
pub(super) fn characteristic(item: Node<'_>, names: &[&str]) -> Option<u32> {
    let characteristics = item.child("Characteristics")?;
    let named = |property: &Node<'_>| {
        let name = property.attribute("FormalName").unwrap_or_default().to_ascii_lowercase();
        names.contains(&name.as_str())
    };
    characteristics.all("Property").find(named)?.attribute("Value")?.parse().ok()
}
