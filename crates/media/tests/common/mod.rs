//! Pictures for the tests, made on the spot.

#![allow(dead_code, reason = "each test binary uses its own part")]

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage, RgbaImage};
use media::Limits;

pub(crate) fn limits() -> Limits {
    Limits::default()
}

/// A picture whose every pixel differs from its neighbours and gives away where it stands.
pub(crate) fn chart(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        Rgb([(x * 255 / width.max(1)) as u8, (y * 255 / height.max(1)) as u8, ((x * 7 + y * 13) % 256) as u8])
    })
}

pub(crate) fn png(image: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    PngEncoder::new(&mut bytes)
        .write_image(image, image.width(), image.height(), ExtendedColorType::Rgb8)
        .expect("a PNG");
    bytes
}

pub(crate) fn png_with_alpha(image: &RgbaImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    PngEncoder::new(&mut bytes)
        .write_image(image, image.width(), image.height(), ExtendedColorType::Rgba8)
        .expect("a PNG");
    bytes
}

pub(crate) fn jpeg(image: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 95)
        .encode(image, image.width(), image.height(), ExtendedColorType::Rgb8)
        .expect("a JPEG");
    bytes
}

pub(crate) fn webp(image: &RgbImage, lossless: bool) -> Vec<u8> {
    let encoder = webp::Encoder::from_rgb(image, image.width(), image.height());
    if lossless { encoder.encode_lossless().to_vec() } else { encoder.encode(90.0).to_vec() }
}

pub(crate) fn rgb(bytes: &[u8]) -> RgbImage {
    image::load_from_memory(bytes).expect("a picture").into_rgb8()
}

/// A JPEG segment: marker, length, body.
pub(crate) fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).expect("a short segment");
    [&[0xff, marker][..], &length.to_be_bytes(), body].concat()
}

/// Puts segments right behind the start of a JPEG file.
pub(crate) fn with_segments(jpeg: &[u8], segments: &[Vec<u8>]) -> Vec<u8> {
    [&jpeg[..2], &segments.concat(), &jpeg[2..]].concat()
}

/// A PNG chunk: length, name, body, checksum.
pub(crate) fn chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).expect("a short chunk");
    let named = [&name[..], body].concat();
    [&length.to_be_bytes()[..], &named, &crc(&named).to_be_bytes()].concat()
}

/// Puts chunks right behind the header of a PNG file.
pub(crate) fn with_chunks(png: &[u8], chunks: &[Vec<u8>]) -> Vec<u8> {
    [&png[..33], &chunks.concat(), &png[33..]].concat()
}

/// CRC-32 as PNG computes it.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg()))
    })
}

/// A WebP file in the extended layout with more chunks behind its picture.
pub(crate) fn with_riff_chunks(webp: &[u8], size: (u32, u32), chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let flags = chunks.iter().fold(0u8, |flags, (name, _)| {
        flags | if *name == b"EXIF" { 8 } else { 0 } | if *name == b"XMP " { 4 } else { 0 }
    });
    let side = |length: u32| (length - 1).to_le_bytes()[..3].to_vec();
    let canvas = [vec![flags, 0, 0, 0], side(size.0), side(size.1)].concat();
    let mut body = [b"WEBP".to_vec(), riff_chunk(b"VP8X", &canvas), webp[12..].to_vec()].concat();
    for (name, data) in chunks {
        body.extend(riff_chunk(name, data));
    }
    riff_chunk(b"RIFF", &body)
}

pub(crate) fn riff_chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).expect("a short chunk");
    [&name[..], &length.to_le_bytes(), body, &vec![0; body.len() % 2]].concat()
}

/// EXIF from the TIFF header on, with fields in the first directory and a position in the one for GPS.
pub(crate) fn tiff(orientation: u16, texts: &[(u16, &[u8])], gps: bool) -> Vec<u8> {
    let count = 1 + texts.len() + usize::from(gps);
    let mut data_at = 8 + 2 + count * 12 + 4;
    let mut entries = Vec::new();
    let mut data = Vec::new();
    let mut entry = |tag: u16, kind: u16, count: u32, value: u32| {
        entries.push((
            tag,
            [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()]
                .concat(),
        ));
    };
    entry(0x0112, 3, 1, orientation.into());
    for (tag, text) in texts {
        let text = [text, &b"\0\0\0\0"[..]].concat();
        entry(*tag, 2, u32::try_from(text.len()).expect("short"), u32::try_from(data_at).expect("short"));
        data_at += text.len();
        data.extend(text);
    }
    if gps {
        entry(0x8825, 4, 1, u32::try_from(data_at).expect("short"));
        // One entry: the reference for the latitude, north.
        data.extend(1u16.to_le_bytes());
        data.extend([1, 0, 2, 0, 2, 0, 0, 0, b'N', 0, 0, 0, 0, 0, 0, 0]);
    }
    entries.sort();
    let entries: Vec<u8> = entries.into_iter().flat_map(|(_, bytes)| bytes).collect();
    let count = u16::try_from(count).expect("few fields").to_le_bytes();
    [&b"II\x2a\0\x08\0\0\0"[..], &count, &entries, &[0; 4], &data].concat()
}

/// Whether a byte string holds another.
pub(crate) fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}
