//! The segments of a JPEG file (ITU-T T.81, annex B).

use std::borrow::Cow;

use super::{Blocks, Bytes, Header};
use crate::{Kind, Refusal};

const EXIF: &[u8] = b"Exif\0\0";
const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
const PHOTOSHOP: &[u8] = b"Photoshop 3.0\0";

/// The image resource that holds IPTC-IIM (Adobe Photoshop file format, image resource 1028).
const IPTC_RESOURCE: u16 = 0x0404;

pub(super) fn read(file: &[u8]) -> Result<Header<'_>, Refusal> {
    let cut_off = || Refusal::CutOff(Kind::Jpeg);
    let mut bytes = Bytes(file.get(2..).unwrap_or_default());
    let mut size = None;
    let mut blocks = Blocks::default();
    let mut resources = Vec::new();
    loop {
        let marker = next_marker(&mut bytes).ok_or_else(cut_off)?;
        if matches!(marker, 0x01 | 0xd0..=0xd8) {
            continue;
        }
        if marker == 0xd9 {
            return Err(cut_off());
        }
        let length = usize::from(bytes.u16_be().ok_or_else(cut_off)?);
        let length =
            length.checked_sub(2).ok_or_else(|| Refusal::damaged(Kind::Jpeg, "a segment without length"))?;
        let body = bytes.take(length).ok_or_else(cut_off)?;
        match marker {
            // Start of frame, all codings; C4, C8 and CC are tables and reserved.
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                // A second frame header would let the file show us one size and the decoder another.
                let frame = frame_size(body).ok_or_else(cut_off)?;
                if size.replace(frame).is_some() {
                    return Err(Refusal::damaged(Kind::Jpeg, "two frame headers"));
                }
            }
            0xe1 if body.starts_with(EXIF) => blocks.exif = Some(Cow::Borrowed(&body[EXIF.len()..])),
            0xe1 if body.starts_with(XMP) => blocks.xmp = Some(Cow::Borrowed(&body[XMP.len()..])),
            0xed if body.starts_with(PHOTOSHOP) => resources.extend_from_slice(&body[PHOTOSHOP.len()..]),
            0xda => break,
            _ => {}
        }
    }
    // Inside the coded data FF is always followed by 00 or a restart, so the first FF D9 is the end.
    if !bytes.0.windows(2).any(|pair| pair == [0xff, 0xd9]) {
        return Err(cut_off());
    }
    let (width, height) =
        size.ok_or_else(|| Refusal::damaged(Kind::Jpeg, "no frame header before the scan"))?;
    blocks.iptc = iptc_resource(&resources);
    // A progressive file keeps its coefficients, two bytes for three or four channels, beside the pixels.
    Ok(Header {
        kind: Kind::Jpeg,
        width,
        height,
        frames: 1,
        memory: super::memory(width, height, 10),
        lossless: false,
        blocks,
    })
}

/// The code of the next marker, past fill bytes.
fn next_marker(bytes: &mut Bytes<'_>) -> Option<u8> {
    while bytes.u8()? != 0xff {}
    loop {
        match bytes.u8()? {
            0xff => {}
            marker => return Some(marker),
        }
    }
}

fn frame_size(body: &[u8]) -> Option<(u32, u32)> {
    let mut body = Bytes(body);
    body.u8()?;
    let height = body.u16_be()?;
    let width = body.u16_be()?;
    Some((u32::from(width), u32::from(height)))
}

/// Finds IPTC-IIM among Photoshop's image resources: "8BIM", number, padded name, length, padded data.
fn iptc_resource(resources: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Bytes(resources);
    while bytes.take(4)? == b"8BIM" {
        let number = bytes.u16_be()?;
        let name = usize::from(bytes.u8()?);
        bytes.take(name + (name + 1) % 2)?;
        let length = bytes.u32_be()? as usize;
        let data = bytes.take(length)?;
        if number == IPTC_RESOURCE {
            return Some(data.to_vec());
        }
        bytes.take(length % 2)?;
    }
    None
}
