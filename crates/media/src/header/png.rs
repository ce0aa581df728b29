//! The chunks of a PNG file (W3C Portable Network Graphics, third edition).

use std::borrow::Cow;

use super::{Blocks, Bytes, Header};
use crate::{Kind, Refusal};

/// The keyword of the text chunk that holds XMP (Adobe XMP specification, part 3).
const XMP: &[u8] = b"XML:com.adobe.xmp\0";

/// The longest XMP packet that is unpacked, in bytes.
const LONGEST_XMP: usize = 1 << 20;

pub(super) fn read(file: &[u8]) -> Result<Header<'_>, Refusal> {
    let cut_off = || Refusal::CutOff(Kind::Png);
    let mut bytes = Bytes(file.get(8..).unwrap_or_default());
    let (name, head) = chunk(&mut bytes).ok_or_else(cut_off)?;
    if name != b"IHDR" {
        return Err(Refusal::damaged(Kind::Png, "no header at the beginning"));
    }
    let mut head = Bytes(head);
    let (width, height, depth) = (head.u32_be(), head.u32_be(), head.u8());
    let (Some(width), Some(height), Some(depth)) = (width, height, depth) else { return Err(cut_off()) };
    let mut frames = 1;
    let mut blocks = Blocks::default();
    // Whether the end is missing is found by the decoder; only what stands in whole chunks is read here.
    while let Some((name, body)) = chunk(&mut bytes) {
        match name {
            b"acTL" => frames = Bytes(body).u32_be().unwrap_or(1).max(1),
            b"eXIf" => blocks.exif = Some(Cow::Borrowed(body)),
            b"iTXt" if body.starts_with(XMP) => blocks.xmp = international_text(&body[XMP.len()..]),
            b"IEND" => break,
            _ => {}
        }
    }
    let memory = super::memory(width, height, if depth == 16 { 12 } else { 8 });
    Ok(Header { kind: Kind::Png, width, height, frames, memory, lossless: true, blocks })
}

/// The next chunk's name and body; its checksum is left to the decoder.
fn chunk<'a>(bytes: &mut Bytes<'a>) -> Option<(&'a [u8], &'a [u8])> {
    let length = bytes.u32_be()? as usize;
    let name = bytes.take(4)?;
    let body = bytes.take(length)?;
    bytes.take(4)?;
    Some((name, body))
}

/// The text of an iTXt chunk after its keyword: compression flag and method, language, translated keyword.
fn international_text(body: &[u8]) -> Option<Cow<'_, [u8]>> {
    let mut body = Bytes(body);
    let compressed = body.u8()? == 1;
    body.u8()?;
    for _ in 0..2 {
        while body.u8()? != 0 {}
    }
    if !compressed {
        return Some(Cow::Borrowed(body.0));
    }
    miniz_oxide::inflate::decompress_to_vec_zlib_with_limit(body.0, LONGEST_XMP).ok().map(Cow::Owned)
}
