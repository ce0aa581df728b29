//! The blocks of a GIF file (CompuServe GIF89a).

use super::{Blocks, Bytes, Header};
use crate::{Kind, Refusal};

pub(super) fn read(file: &[u8]) -> Result<Header<'_>, Refusal> {
    let cut_off = || Refusal::CutOff(Kind::Gif);
    let mut bytes = Bytes(file.get(6..).unwrap_or_default());
    let (width, height) = (bytes.u16_le().ok_or_else(cut_off)?, bytes.u16_le().ok_or_else(cut_off)?);
    let flags = bytes.take(3).ok_or_else(cut_off)?[0];
    bytes.take(table_length(flags)).ok_or_else(cut_off)?;
    let mut header = Header {
        kind: Kind::Gif,
        width: u32::from(width),
        height: u32::from(height),
        frames: 0,
        memory: super::memory(u32::from(width), u32::from(height), 10),
        lossless: true,
        blocks: Blocks::default(),
    };
    while let Some(frame) = next_frame(&mut bytes) {
        header.frames += 1;
        // Decoders make room for the frame, not for the canvas that the header declares.
        if header.frames == 1 && (frame.0 > header.width || frame.1 > header.height) {
            return Err(Refusal::damaged(Kind::Gif, "the picture is larger than its canvas"));
        }
    }
    if header.frames == 0 { Err(cut_off()) } else { Ok(header) }
}

/// Walks to the next frame and past its data; gives the far corner of the frame on the canvas.
fn next_frame(bytes: &mut Bytes<'_>) -> Option<(u32, u32)> {
    loop {
        match bytes.u8()? {
            0x21 => {
                bytes.u8()?;
                skip_sub_blocks(bytes)?;
            }
            0x2c => {
                let (left, top) = (bytes.u16_le()?, bytes.u16_le()?);
                let (width, height) = (bytes.u16_le()?, bytes.u16_le()?);
                let flags = bytes.u8()?;
                bytes.take(table_length(flags))?;
                bytes.u8()?;
                skip_sub_blocks(bytes)?;
                let far = |start, length| u32::from(start) + u32::from(length);
                return Some((far(left, width), far(top, height)));
            }
            _ => return None,
        }
    }
}

fn skip_sub_blocks(bytes: &mut Bytes<'_>) -> Option<()> {
    loop {
        match bytes.u8()? {
            0 => return Some(()),
            length => bytes.take(usize::from(length))?,
        };
    }
}

/// Bytes of the colour table that a flags byte announces.
fn table_length(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}
