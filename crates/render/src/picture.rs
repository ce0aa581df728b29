//! The sizes and formats in which a picture is offered, and the addresses they have.

use newsroom::asset::Asset;

/// Formats of renditions, best first: content type and ending. The last is understood by all.
pub const FORMATS: [(&str, &str); 3] =
    [("image/avif", "avif"), ("image/webp", "webp"), ("image/jpeg", "jpg")];

/// The width of what is loaded by browsers that do not choose by themselves.
const USUAL: u32 = 960;

/// The narrowest picture that social networks show beside a link.
const NARROWEST_SOCIAL: u32 = 200;

/// A picture as a page offers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Content type and `srcset` of each format but the last.
    pub sources: Vec<(&'static str, String)>,
    /// Address for browsers that do not choose.
    pub src: String,
    /// `srcset` of the last format; empty if there is only one size.
    pub srcset: String,
    /// Width of the picture.
    pub width: u32,
    /// Height of the picture.
    pub height: u32,
}

/// How a page offers a picture; `None` of what is no picture or has no known size.
pub fn offer(asset: &Asset) -> Option<Offer> {
    let (width, height) = size(asset)?;
    // A drawing is sharp at every size, a moving picture must not lose its motion.
    if matches!(asset.mime.as_str(), "image/svg+xml" | "image/gif") {
        let src = original(asset);
        return Some(Offer { sources: Vec::new(), src, srcset: String::new(), width, height });
    }
    let widths = media::ladder(width);
    let srcset = |ending: &str| {
        let places: Vec<String> = widths
            .iter()
            .map(|width| format!("{} {width}w", address(asset, &variant(*width, ending))))
            .collect();
        places.join(", ")
    };
    let (last, better) = FORMATS.split_last()?;
    let usual = widths.iter().rev().find(|width| **width <= USUAL).or(widths.first())?;
    Some(Offer {
        sources: better.iter().map(|(mime, ending)| (*mime, srcset(ending))).collect(),
        src: address(asset, &variant(*usual, last.1)),
        srcset: if widths.len() > 1 { srcset(last.1) } else { String::new() },
        width,
        height,
    })
}

/// Width and height of a picture; `None` of what is no picture or has no known size.
pub fn size(asset: &Asset) -> Option<(u32, u32)> {
    if asset.mime.starts_with("image/") { sides(asset) } else { None }
}

/// Width and height of a film; `None` of what is no film or has no known size.
pub fn film_size(asset: &Asset) -> Option<(u32, u32)> {
    if asset.mime.starts_with("video/") { sides(asset) } else { None }
}

fn sides(asset: &Asset) -> Option<(u32, u32)> {
    let side =
        |pixels: Option<i64>| pixels.and_then(|pixels| u32::try_from(pixels).ok()).filter(|side| *side > 0);
    Some((side(asset.width)?, side(asset.height)?))
}

/// The picture beside a shared link: the name of its rendition and its size. Open Graph wants
/// 1200 by 630; a smaller picture gives a smaller one of that shape.
pub fn social(asset: &Asset) -> Option<(String, u32, u32)> {
    let (width, height) = size(asset)?;
    let (width, height) = media::Shape::open_graph(focus(asset)).size_for(width, height);
    // Its name says where it was cut out, so that another focus is another address.
    let percent = |share: f64| (share.clamp(0.0, 1.0) * 100.0).round();
    let (x, y) = (percent(asset.focus.0), percent(asset.focus.1));
    (width >= NARROWEST_SOCIAL).then(|| (format!("social-{x}-{y}.jpg"), width, height))
}

/// The point of a picture that no crop may lose.
pub fn focus(asset: &Asset) -> media::Focus {
    media::Focus { x: asset.focus.0 as f32, y: asset.focus.1 as f32 }
}

/// The name of a rendition, such as `w640.avif`.
pub fn variant(width: u32, ending: &str) -> String {
    format!("w{width}.{ending}")
}

/// Where a rendition of an asset lies.
pub fn address(asset: &Asset, variant: &str) -> String {
    format!("/media/{}/{}-{variant}", asset.id, mark(asset))
}

/// A few letters of the hash, which change the address when the file is replaced.
pub fn mark(asset: &Asset) -> &str {
    asset.hash.get(..8).unwrap_or(&asset.hash)
}

/// Where the file of an asset lies as it is kept.
pub fn original(asset: &Asset) -> String {
    address(asset, &original_name(asset))
}

/// The name in that address, such as `original.jpg`.
pub fn original_name(asset: &Asset) -> String {
    format!("original.{}", ending(&asset.mime))
}

fn ending(mime: &str) -> &'static str {
    match mime {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/webp" => "webp",
        "image/avif" => "avif",
        "image/gif" => "gif",
        "image/svg+xml" => "svg",
        "audio/mpeg" => "mp3",
        "audio/mp4" => "m4a",
        "audio/ogg" => "ogg",
        "audio/wav" => "wav",
        "video/mp4" => "mp4",
        "video/ogg" => "ogv",
        "video/webm" => "webm",
        "text/vtt" => "vtt",
        "application/pdf" => "pdf",
        _ => "bin",
    }
}
