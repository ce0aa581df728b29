//! The chunks of a WebP file (RFC 9649).

use std::borrow::Cow;

use super::{Blocks, Bytes, Header};
use crate::{Kind, Refusal};

pub(super) fn read(file: &[u8]) -> Result<Header<'_>, Refusal> {
    let mut bytes = Bytes(file.get(12..).unwrap_or_default());
    let mut size = None;
    let mut frames = 0;
    let mut lossless = false;
    let mut blocks = Blocks::default();
    while let Some((name, body)) = chunk(&mut bytes) {
        match name {
            b"VP8X" => size = size.or(canvas(body)),
            b"VP8 " => size = size.or(lossy_size(body)),
            b"VP8L" => {
                lossless = true;
                size = size.or(lossless_size(body));
            }
            b"ANMF" => frames += 1,
            // Some writers put JPEG's prefix before the TIFF header.
            b"EXIF" => blocks.exif = Some(Cow::Borrowed(body.strip_prefix(b"Exif\0\0").unwrap_or(body))),
            b"XMP " => blocks.xmp = Some(Cow::Borrowed(body)),
            _ => {}
        }
    }
    let (width, height) = size.ok_or(Refusal::CutOff(Kind::WebP))?;
    let frames = frames.max(1);
    Ok(Header {
        kind: Kind::WebP,
        width,
        height,
        frames,
        memory: super::memory(width, height, 10),
        lossless,
        blocks,
    })
}

/// The next chunk's name and body, which may be shorter than it says at the end of a file that is cut off.
fn chunk<'a>(bytes: &mut Bytes<'a>) -> Option<(&'a [u8], &'a [u8])> {
    let name = bytes.take(4)?;
    let length = bytes.u32_le()? as usize;
    let body = bytes.take(length.min(bytes.0.len()))?;
    bytes.take(length % 2);
    Some((name, body))
}

fn canvas(body: &[u8]) -> Option<(u32, u32)> {
    let mut body = Bytes(body);
    body.take(4)?;
    Some((body.u24_le()? + 1, body.u24_le()? + 1))
}

/// A VP8 key frame: a tag of three bytes, a start code, then sides of 14 bits (RFC 6386, 9.1).
fn lossy_size(body: &[u8]) -> Option<(u32, u32)> {
    let mut body = Bytes(body);
    body.take(3)?;
    if body.take(3)? != [0x9d, 0x01, 0x2a] {
        return None;
    }
    Some((u32::from(body.u16_le()? & 0x3fff), u32::from(body.u16_le()? & 0x3fff)))
}

/// A lossless frame: a signature byte, then sides less one of 14 bits each.
fn lossless_size(body: &[u8]) -> Option<(u32, u32)> {
    let mut body = Bytes(body);
    if body.u8()? != 0x2f {
        return None;
    }
    let bits = body.u32_le()?;
    Some(((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1))
}
