//! The way in: a file as it was brought becomes the original that is kept.

use crate::header::{self, Header};
use crate::metadata::{self, Metadata};
use crate::{Kind, Limits, Refusal, Rendition, decode};

/// A picture that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intake {
    /// The format in which it was brought.
    pub came_as: Kind,
    /// The file to keep: encoded anew, upright, in sRGB, without metadata.
    pub original: Rendition,
    /// What the file said about the picture.
    pub metadata: Metadata,
    /// The mean colour, red, green and blue, to stand in the picture's place until it is there.
    pub colour: [u8; 3],
    /// How many frames of an animation were left out; 0 for a picture that stands still.
    pub frames_dropped: u32,
}

/// Takes a picture in: checks it, reads its metadata, decodes it and writes it anew.
///
/// JPEG stays JPEG, PNG stays PNG, WebP stays WebP (lossless where it was), GIF becomes PNG, HEIC becomes
/// JPEG, or PNG where it is transparent. Of an animation the first frame is kept and the rest counted in
/// [`Intake::frames_dropped`], so that the person who brought it can be told: a moving picture belongs in a
/// film, which readers can stop. Whatever else the file held, in front, behind or between, is gone.
///
/// It is work for a thread that may block: about a second for a picture of 12 megapixels.
///
/// # Errors
/// A [`Refusal`] with words for the person who brought the file.
pub fn intake(bytes: &[u8], limits: &Limits) -> Result<Intake, Refusal> {
    let header = header::read(bytes, limits)?;
    let picture = decode::decode(bytes, &header, limits)?;
    let Header { kind, frames, lossless, .. } = header;
    Ok(Intake {
        came_as: kind,
        original: picture.original(kind, lossless)?,
        metadata: metadata::of_blocks(&header.blocks),
        colour: picture.mean_colour(),
        frames_dropped: frames - 1,
    })
}

/// The name of a file's content: BLAKE3 in hexadecimal, 64 digits.
pub fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}
