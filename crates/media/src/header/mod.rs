//! The first look at a picture: its size and its metadata blocks, read without decoding a pixel.
//!
//! The readers here walk the container alone, allocate next to nothing and never trust a length.

pub(crate) mod avif;
mod gif;
pub(crate) mod heic;
mod jpeg;
mod png;
mod webp;

pub(crate) use heic::boxes;

use std::borrow::Cow;

use crate::{Kind, Limits, Refusal, recognise};

/// What a picture says of itself before it is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// The format.
    pub kind: Kind,
    /// Width in pixels as stored, before it is turned upright.
    pub width: u32,
    /// Height in pixels as stored, before it is turned upright.
    pub height: u32,
    /// Number of frames; 1 unless it is an animation.
    pub frames: u32,
}

/// Says what a picture is, or refuses it before any memory is spent on it.
///
/// # Errors
/// A [`Refusal`] with words for the person who brought the file.
pub fn check(bytes: &[u8], limits: &Limits) -> Result<Facts, Refusal> {
    let header = read(bytes, limits)?;
    Ok(Facts { kind: header.kind, width: header.width, height: header.height, frames: header.frames })
}

/// What the container holds beside the pixels.
#[derive(Debug)]
pub(crate) struct Header<'a> {
    pub(crate) kind: Kind,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) frames: u32,
    /// Memory in bytes that decoding takes, estimated from above.
    pub(crate) memory: u64,
    /// Whether the pixels are stored exactly.
    pub(crate) lossless: bool,
    pub(crate) blocks: Blocks<'a>,
}

/// The metadata blocks of a picture, raw.
#[derive(Debug, Default)]
pub(crate) struct Blocks<'a> {
    /// EXIF from its TIFF header on.
    pub(crate) exif: Option<Cow<'a, [u8]>>,
    /// An XMP packet.
    pub(crate) xmp: Option<Cow<'a, [u8]>>,
    /// IPTC-IIM data sets.
    pub(crate) iptc: Option<Vec<u8>>,
}

/// Reads the header of a picture and holds it against the limits.
pub(crate) fn read<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Header<'a>, Refusal> {
    if bytes.len() > limits.bytes {
        return Err(Refusal::TooManyBytes { found: bytes.len(), most: limits.bytes });
    }
    let header = parse(bytes)?;
    let Header { width, height, frames, .. } = header;
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 {
        return Err(Refusal::damaged(header.kind, "a side has no pixels"));
    }
    if pixels > limits.pixels || width.max(height) > limits.side {
        return Err(Refusal::TooLarge { width, height, side: limits.side, pixels: limits.pixels });
    }
    if frames > limits.frames {
        return Err(Refusal::TooManyFrames { found: frames, most: limits.frames });
    }
    if header.memory > limits.memory {
        return Err(Refusal::TooMuchMemory { found: header.memory, most: limits.memory });
    }
    Ok(header)
}

/// Reads the header without looking at limits: it costs no more than the file is long.
pub(crate) fn parse(bytes: &[u8]) -> Result<Header<'_>, Refusal> {
    match recognise(bytes) {
        Some(Kind::Jpeg) => jpeg::read(bytes),
        Some(Kind::Png) => png::read(bytes),
        Some(Kind::WebP) => webp::read(bytes),
        Some(Kind::Gif) => gif::read(bytes),
        Some(Kind::Heic) => heic::read(bytes),
        Some(Kind::Svg) => Err(Refusal::Svg),
        Some(Kind::Avif) => avif::read(bytes),
        Some(other) => Err(Refusal::NoPicture(other)),
        None => Err(crate::kind::foreign(bytes).map_or(Refusal::Unknown, Refusal::Foreign)),
    }
}

/// Memory in bytes for a picture at so many bytes for each pixel.
fn memory(width: u32, height: u32, each: u64) -> u64 {
    (u64::from(width) * u64::from(height)).saturating_mul(each)
}

/// Takes numbers and slices off the front of a byte string; `None` where it is too short.
pub(crate) struct Bytes<'a>(pub(crate) &'a [u8]);

impl<'a> Bytes<'a> {
    pub(crate) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (head, tail) = self.0.split_at_checked(count)?;
        self.0 = tail;
        Some(head)
    }

    pub(crate) fn u8(&mut self) -> Option<u8> {
        self.take(1).map(|byte| byte[0])
    }

    pub(crate) fn u16_be(&mut self) -> Option<u16> {
        self.take(2).map(|b| u16::from_be_bytes([b[0], b[1]]))
    }

    pub(crate) fn u32_be(&mut self) -> Option<u32> {
        self.take(4).map(|b| u32::from_be_bytes([b[0], b[1], b[2], b[3]]))
    }

    pub(crate) fn u16_le(&mut self) -> Option<u16> {
        self.take(2).map(|b| u16::from_le_bytes([b[0], b[1]]))
    }

    pub(crate) fn u24_le(&mut self) -> Option<u32> {
        self.take(3).map(|b| u32::from_le_bytes([b[0], b[1], b[2], 0]))
    }

    pub(crate) fn u32_le(&mut self) -> Option<u32> {
        self.take(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
    }
}
