//! A picture with everything `<figure><picture>` needs.

use serde::Serialize;

use super::Html;

/// A picture in its renditions, with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PictureView {
    /// Renditions by format, best first (AVIF, then WebP). The JPEG stands in `src` and `srcset`.
    pub sources: Vec<PictureSource>,
    /// Address of the JPEG that browsers without `srcset` load.
    pub src: String,
    /// The JPEG renditions ("…-480.jpg 480w, …-960.jpg 960w"); empty if there is only one.
    pub srcset: String,
    /// Width of the picture in pixels, so that nothing moves while it loads.
    pub width: u32,
    /// Height of the picture in pixels.
    pub height: u32,
    /// What there is to see, for those who do not see it; empty if the picture only decorates.
    pub alt: String,
    /// The caption, marks already turned into HTML.
    pub caption_html: Option<Html>,
    /// Whose picture it is, ready to print ("Bild: Anna Beispiel/Agentur").
    pub credit: Option<String>,
    /// Where `object-fit: cover` should look, as one of nine class names (`at-top`, `at-left` …); `None` is the middle.
    pub focus: Option<String>,
}

/// The renditions of one format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PictureSource {
    /// Media type ("image/avif").
    pub mime: String,
    /// Addresses with their widths, as in the attribute.
    pub srcset: String,
}
