//! The boxes of a HEIC file (ISO/IEC 23008-12 in ISO/IEC 14496-12).
//!
//! The decoder bounds a picture, but not how often a file may name the same bytes as another tile. So the
//! boxes that can multiply are added up here first, and what they would cost is refused before the decoder
//! sees the file.

use std::borrow::Cow;
use std::collections::HashMap;

use heic_decoder::isobmff::{ParsedHeif, ResolvedImage};
use heic_decoder::{bitreader, hevc};

use super::{Blocks, Bytes, Header};
use crate::{Kind, Refusal, guard};

/// How many bytes the items may come to when each mention counts, as a multiple of the file's length.
const LARGEST_GROWTH: u64 = 4;

/// Bytes of properties times number of tiles that the decoder may copy.
const MOST_PROPERTIES: u64 = 256 << 20;

pub(super) fn read(file: &[u8]) -> Result<Header<'_>, Refusal> {
    let damaged = |reason: &str| Refusal::damaged(Kind::Heic, reason);
    if data_is_cut_off(file) {
        return Err(Refusal::CutOff(Kind::Heic));
    }
    let costs = costs(file).ok_or(Refusal::CutOff(Kind::Heic))?;
    if costs.items > LARGEST_GROWTH * file.len() as u64 || costs.properties > MOST_PROPERTIES {
        return Err(damaged("it names the same parts again and again"));
    }
    let (info, parsed) = guard(Kind::Heic, || {
        let parsed = heic_decoder::isobmff::parse(file).map_err(refusal)?;
        Ok((heic_decoder::probe(file).map_err(refusal)?, parsed))
    })?;
    let side = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let (width, height) = (side(info.width), side(info.height));
    let canvas = side(info.coded_width) as u64 * side(info.coded_height) as u64;
    let coded = canvas.max(coded_pixels(&parsed)).saturating_add(alpha_pixels(&parsed));
    // Samples are held as 32-bit numbers, in tiles and on the canvas, beside the finished pixels.
    let each = if info.chroma_format_idc == 3 { 32 } else { 20 };
    let blocks = Blocks {
        exif: parsed.metadata.exif.map(Cow::Owned),
        xmp: parsed.metadata.xmp.map(Cow::Owned),
        iptc: None,
    };
    let memory = coded.saturating_mul(each);
    Ok(Header { kind: Kind::Heic, width, height, frames: 1, memory, lossless: false, blocks })
}

/// The decoder's words as ours.
pub(crate) fn refusal(error: heic_decoder::HeifError) -> Refusal {
    match error {
        heic_decoder::HeifError::Truncated { .. } => Refusal::CutOff(Kind::Heic),
        other => Refusal::damaged(Kind::Heic, other),
    }
}

/// Pixels that the coded pictures hold by their own parameter sets, whatever the container says.
fn coded_pixels(parsed: &ParsedHeif) -> u64 {
    parsed.images.iter().chain(&parsed.reference_image).map(picture_pixels).fold(0, u64::saturating_add)
}

fn alpha_pixels(parsed: &ParsedHeif) -> u64 {
    parsed.alpha.as_ref().map_or(0, |alpha| coded_pixels(&alpha.image))
}

/// The largest picture of an item's sequence parameter sets; one that cannot be read is an error to the
/// decoder before it makes room.
fn picture_pixels(image: &ResolvedImage) -> u64 {
    let sets = image.hevc_config.nalus_of_type(hevc::nal::NAL_SPS);
    sets.filter_map(|nal| {
        let (_, payload) = hevc::nal::parse_nal_header(nal).ok()?;
        let set = hevc::params::parse_sps(&bitreader::strip_emulation_prevention(payload)).ok()?;
        Some(u64::from(set.pic_width_in_luma_samples) * u64::from(set.pic_height_in_luma_samples))
    })
    .max()
    .unwrap_or(0)
}

/// What reading the container would copy.
#[derive(Debug, Default)]
struct Costs {
    /// Bytes of all items, each counted as often as it is named.
    items: u64,
    /// Bytes of properties times the number of mentions.
    properties: u64,
}

/// Adds up what the boxes name; `None` when they are cut off or the file is a sequence without a `meta` box.
fn costs(file: &[u8]) -> Option<Costs> {
    let meta = boxes(file).find(|(name, _)| *name == b"meta")?.1;
    // More than one would let the decoder read another than we did.
    if boxes(file).filter(|(name, _)| *name == b"meta").count() > 1 {
        return None;
    }
    let meta = meta.get(4..)?;
    let mut lengths = HashMap::new();
    for (_, body) in boxes(meta).filter(|(name, _)| *name == b"iloc") {
        for (item, length) in item_lengths(body)? {
            *lengths.entry(item).or_insert(0u64) += length;
        }
    }
    let mentions: Vec<u32> = boxes(meta)
        .filter(|(name, _)| *name == b"iref")
        .map(|(_, body)| grid_references(body))
        .collect::<Option<Vec<_>>>()?
        .concat();
    let properties: u64 = boxes(meta)
        .filter(|(name, _)| *name == b"iprp")
        .flat_map(|(_, body)| boxes(body))
        .filter(|(name, _)| *name == b"ipco")
        .map(|(_, body)| body.len() as u64)
        .sum();
    let mentioned =
        mentions.iter().filter_map(|item| lengths.get(item)).fold(0, |sum: u64, n| sum.saturating_add(*n));
    let items = lengths.values().fold(mentioned, |sum, n| sum.saturating_add(*n));
    Some(Costs { items, properties: properties.saturating_mul(mentions.len() as u64 + 1) })
}

/// The boxes that stand side by side in a byte string: name and body.
pub(crate) fn boxes(bytes: &[u8]) -> impl Iterator<Item = (&[u8; 4], &[u8])> {
    let mut bytes = Bytes(bytes);
    std::iter::from_fn(move || next_box(&mut bytes))
}

fn next_box<'a>(bytes: &mut Bytes<'a>) -> Option<(&'a [u8; 4], &'a [u8])> {
    let short = bytes.u32_be()?;
    let name = bytes.take(4)?.first_chunk()?;
    let length = match short {
        0 => bytes.0.len(),
        1 => {
            let long = (u64::from(bytes.u32_be()?) << 32) | u64::from(bytes.u32_be()?);
            usize::try_from(long).ok()?.checked_sub(16)?
        }
        short => (short as usize).checked_sub(8)?,
    };
    Some((name, bytes.take(length)?))
}

/// Whether the box that holds the coded pictures runs past the end of the file. Anything else behind the
/// last whole box is left alone: some telephones append notes of their own.
fn data_is_cut_off(file: &[u8]) -> bool {
    let mut bytes = Bytes(file);
    loop {
        let rest = bytes.0;
        if next_box(&mut bytes).is_none() {
            return rest.get(4..8) == Some(b"mdat");
        }
    }
}

/// The length of each item in an `iloc` box, all its extents together.
fn item_lengths(body: &[u8]) -> Option<Vec<(u32, u64)>> {
    let mut bytes = Bytes(body);
    let version = bytes.u32_be()? >> 24;
    let sizes = bytes.u16_be()?;
    let size = |shift: u16| usize::from((sizes >> shift) & 15);
    let (offset, length, base) = (size(12), size(8), size(4));
    let index = if version == 0 { 0 } else { size(0) };
    let number =
        |bytes: &mut Bytes<'_>| if version < 2 { bytes.u16_be().map(u32::from) } else { bytes.u32_be() };
    let count = number(&mut bytes)?;
    let mut items = Vec::new();
    for _ in 0..count {
        let item = number(&mut bytes)?;
        bytes.take(if version == 0 { 2 } else { 4 } + base)?;
        let extents = bytes.u16_be()?;
        let mut total = 0u64;
        for _ in 0..extents {
            bytes.take(index + offset)?;
            let digits = bytes.take(length)?;
            let extent = digits.iter().fold(0u64, |sum, digit| (sum << 8) | u64::from(*digit));
            // No length means the whole file.
            total = total.saturating_add(if length == 0 { u64::MAX >> 1 } else { extent });
        }
        items.push((item, total));
    }
    Some(items)
}

/// Every item that an `iref` box names as part of a derived picture, as often as it does.
fn grid_references(body: &[u8]) -> Option<Vec<u32>> {
    let wide = *body.first()? != 0;
    let mut named = Vec::new();
    for (_, body) in boxes(body.get(4..)?).filter(|(name, _)| *name == b"dimg") {
        let mut bytes = Bytes(body);
        let number =
            |bytes: &mut Bytes<'_>| if wide { bytes.u32_be() } else { bytes.u16_be().map(u32::from) };
        while !bytes.0.is_empty() {
            number(&mut bytes)?;
            for _ in 0..bytes.u16_be()? {
                named.push(number(&mut bytes)?);
            }
        }
    }
    Some(named)
}
