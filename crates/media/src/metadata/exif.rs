//! EXIF (CIPA DC-008): the way up, and what cameras and agencies write beside it.

use exif::{Exif, In, Tag, Value};

use super::Metadata;

/// Captions that cameras write by themselves and no person meant.
const CAMERA_CAPTIONS: [&str; 4] =
    ["OLYMPUS DIGITAL CAMERA", "DIGITAL CAMERA", "SAMSUNG CAMERA PICTURES", "SONY DSC"];

/// How the stored pixels must be turned, 1 to 8; 1 where nothing or nonsense is said.
pub(crate) fn orientation(tiff: &[u8]) -> u8 {
    read(tiff)
        .and_then(|exif| exif.get_field(Tag::Orientation, In::PRIMARY)?.value.get_uint(0))
        .and_then(|value| u8::try_from(value).ok())
        .filter(|value| (1..=8).contains(value))
        .unwrap_or(1)
}

pub(super) fn metadata(tiff: &[u8]) -> Metadata {
    let Some(exif) = read(tiff) else { return Metadata::default() };
    Metadata {
        caption: text(&exif, Tag::ImageDescription)
            .filter(|caption| !CAMERA_CAPTIONS.contains(&caption.to_ascii_uppercase().as_str())),
        creators: text(&exif, Tag::Artist)
            .map(|artists| artists.split(';').map(|name| name.trim().to_owned()).collect())
            .unwrap_or_default(),
        copyright: text(&exif, Tag::Copyright),
        created: text(&exif, Tag::DateTimeOriginal)
            .and_then(|taken| super::date(&taken, text(&exif, Tag::OffsetTimeOriginal).as_deref())),
        ..Metadata::default()
    }
}

fn read(tiff: &[u8]) -> Option<Exif> {
    let mut reader = exif::Reader::new();
    reader.continue_on_error(true);
    match reader.read_raw(tiff.to_vec()) {
        Ok(exif) => Some(exif),
        Err(error) => error.distill_partial_result(|_| {}).ok(),
    }
}

/// A field of text, whose several parts (editor's and photographer's copyright) are joined.
fn text(exif: &Exif, tag: Tag) -> Option<String> {
    let Value::Ascii(parts) = &exif.get_field(tag, In::PRIMARY)?.value else { return None };
    let parts: Vec<String> =
        parts.iter().map(|part| super::decode(part)).filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}
