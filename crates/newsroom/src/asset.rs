//! Assets: pictures and files, and what is known about them.

use jiff::Timestamp;

use crate::ids::AssetId;

/// A picture or file of the library.
#[derive(Clone, Debug, PartialEq)]
pub struct Asset {
    /// Its key.
    pub id: AssetId,
    /// A name that is unique in the library, for use in texts.
    pub name: String,
    /// Content type of the stored original.
    pub mime: String,
    /// BLAKE3 hash of the stored original, hexadecimal; also where it lies.
    pub hash: String,
    /// Size of the stored original in bytes.
    pub bytes: i64,
    /// Width in pixels, of pictures and films.
    pub width: Option<i64>,
    /// Height in pixels.
    pub height: Option<i64>,
    /// Where the eye should stay when it is cropped: shares of width and height, 0 to 1.
    pub focus: (f64, f64),
    /// What those hear who cannot see it.
    pub alt: String,
    /// What is said of it.
    pub caption: String,
    /// Whose it is, as printed beside it.
    pub credit: String,
    /// Who holds the rights.
    pub copyright: String,
    /// When it was taken.
    pub taken: Option<Timestamp>,
}
