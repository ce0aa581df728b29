//! The sizes and formats in which a picture is offered, and the addresses they have.

use newsroom::asset::Asset;

/// Widths in pixels that are offered of every picture that is at least as wide.
pub const WIDTHS: [i64; 6] = [320, 480, 640, 960, 1280, 1920];

/// Formats of renditions, best first: content type and ending. The last is understood by all.
pub const FORMATS: [(&str, &str); 3] =
    [("image/avif", "avif"), ("image/webp", "webp"), ("image/jpeg", "jpg")];

/// The width of what is loaded by browsers that do not choose by themselves.
const USUAL: i64 = 960;

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
    let (width, height) =
        (asset.width.filter(|width| *width > 0)?, asset.height.filter(|height| *height > 0)?);
    if !asset.mime.starts_with("image/") {
        return None;
    }
    let (width32, height32) = (u32::try_from(width).ok()?, u32::try_from(height).ok()?);
    // A drawing is sharp at every size, a moving picture must not lose its motion.
    if matches!(asset.mime.as_str(), "image/svg+xml" | "image/gif") {
        let src = original(asset);
        return Some(Offer {
            sources: Vec::new(),
            src,
            srcset: String::new(),
            width: width32,
            height: height32,
        });
    }
    let mut widths: Vec<i64> = WIDTHS.into_iter().filter(|offered| *offered <= width).collect();
    if widths.is_empty() {
        widths.push(width);
    }
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
        width: width32,
        height: height32,
    })
}

/// The name of a rendition, such as `w640.avif`.
pub fn variant(width: i64, ending: &str) -> String {
    format!("w{width}.{ending}")
}

/// Where a rendition of an asset lies.
pub fn address(asset: &Asset, variant: &str) -> String {
    // A few letters of the hash change the address when the picture is replaced.
    let mark = asset.hash.get(..8).unwrap_or(&asset.hash);
    format!("/media/{}/{mark}-{variant}", asset.id)
}

/// Where the unchanged file of an asset lies.
pub fn original(asset: &Asset) -> String {
    address(asset, &format!("original.{}", ending(&asset.mime)))
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
        "audio/ogg" => "ogg",
        "video/mp4" => "mp4",
        "video/webm" => "webm",
        "application/pdf" => "pdf",
        _ => "bin",
    }
}
