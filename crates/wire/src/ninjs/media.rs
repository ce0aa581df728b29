//! Pictures, sounds and films: their renditions, and items that are one.

use newsroom::wire_item::{Media, MediaType};
use serde_json::Value;

use super::fields::Fields;

/// Names of renditions that are for looking at and not for use.
const LESSER: [&str; 6] = ["thumb", "preview", "watermark", "viewimage", "small", "web"];

/// The file of an item that is a picture, sound or film: what is said of the item, and the best of its
/// renditions. Nothing where it has no file.
pub(super) fn of(fields: Fields<'_>, name: &str) -> Option<Media> {
    let kind = MediaType::of(&fields.text(&["type", "assettype"]));
    let mut media = best(fields).unwrap_or_default();
    if media.url.is_empty() {
        media.url = fields.text(&[
            "href",
            "contenturl",
            "originalurl",
            "downloadurl",
            "download_url",
            "detailurl",
            "previewurl",
        ]);
    }
    let mimetype = fields.text(&["mimetype", "contenttype"]);
    if media.content_type.is_empty() && mimetype.contains('/') {
        media.content_type = mimetype;
    }
    media.kind = if kind == MediaType::File { MediaType::of(&media.content_type) } else { kind };
    media.id = fields.text(&["uri", "guid", "_id", "itemid", "imageid", "id"]);
    media.title = super::text::headline(fields);
    media.caption = super::text::description(fields);
    media.alt = fields.text(&["alt_text", "alttext", "body_text"]);
    media.creator = fields.text(&["byline", "by", "creator", "author"]);
    if let Some(photographer) = fields.object(&["photographer"]).filter(|_| media.creator.is_empty()) {
        media.creator = photographer.text(&["name"]);
    }
    media.credit = fields.text(&["creditline", "description_creditline", "credit", "source"]);
    media.copyright = fields.text(&["copyrightnotice", "copyrightholder"]);
    media.usage_terms = fields.text(&["usageterms"]);
    media.lead = ["featuremedia", "featureimage", "main", "mainpic", "lead"]
        .iter()
        .any(|lead| name.eq_ignore_ascii_case(lead));
    (!media.url.is_empty() || !media.id.is_empty()).then_some(media)
}

/// The best rendition: one for use before one for looking at, then the larger.
fn best(fields: Fields<'_>) -> Option<Media> {
    let mut renditions: Vec<Media> = match fields.get(&["renditions"])? {
        Value::Object(named) => {
            named.iter().filter_map(|(name, value)| Some(rendition(Fields::of(value)?, name))).collect()
        }
        Value::Array(values) => values
            .iter()
            .filter_map(Fields::of)
            .map(|fields| rendition(fields, &fields.text(&["name", "title"])))
            .collect(),
        _ => Vec::new(),
    };
    renditions.retain(|rendition| !rendition.url.is_empty());
    renditions.into_iter().max_by_key(worth)
}

/// What a rendition is worth: whether it is for use, whether it is said to be the original, its pixels, its bytes.
fn worth(rendition: &Media) -> (bool, u64, bool, u64) {
    let name = rendition.rendition.to_ascii_lowercase();
    let pixels = u64::from(rendition.width.unwrap_or(0)) * u64::from(rendition.height.unwrap_or(0));
    let original = ["original", "main", "full", "high"].iter().any(|word| name.contains(word));
    let lesser = LESSER.iter().any(|word| name.contains(word));
    (!lesser, pixels, original, rendition.size.unwrap_or(0))
}

fn rendition(fields: Fields<'_>, name: &str) -> Media {
    Media {
        rendition: name.to_owned(),
        url: fields.text(&["href"]),
        content_type: fields.text(&["mimetype", "contenttype"]),
        width: fields.count(&["width"]),
        height: fields.count(&["height"]),
        size: fields.number(&["sizeinbytes"]).and_then(|size| format!("{size:.0}").parse().ok()),
        duration: fields.number(&["duration"]),
        ..Media::default()
    }
}
