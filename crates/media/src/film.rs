//! How large the picture of a film is, so that a page can keep its room free.

use crate::Kind;
use crate::header::{Bytes, boxes};

/// Width and height of a film's picture as it is shown; `None` where it does not say or is no film.
///
/// Reads the track header of MP4 (ISO/IEC 14496-12, 8.3.2) and the tracks of WebM (Matroska, RFC 9559, 5.1.4).
pub fn film_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let (width, height) = match crate::recognise(bytes)? {
        Kind::Mp4 => mp4(bytes),
        Kind::WebM => webm(bytes),
        _ => None,
    }?;
    (width > 0 && height > 0).then_some((width, height))
}

fn mp4(file: &[u8]) -> Option<(u32, u32)> {
    let tracks = within(file, b"moov").flat_map(|moov| within(moov, b"trak"));
    tracks.flat_map(|track| within(track, b"tkhd")).find_map(track_size)
}

fn within<'a>(bytes: &'a [u8], wanted: &'a [u8; 4]) -> impl Iterator<Item = &'a [u8]> {
    boxes(bytes).filter(move |(name, _)| *name == wanted).map(|(_, body)| body)
}

/// Sound has a track of no size.
fn track_size(header: &[u8]) -> Option<(u32, u32)> {
    let mut bytes = Bytes(header);
    let version = bytes.u32_be()? >> 24;
    // Times and number of the track, its layer, group and volume.
    bytes.take(if version == 1 { 32 } else { 20 } + 16)?;
    let matrix: [u32; 9] = std::array::from_fn(|_| bytes.u32_be().unwrap_or_default());
    // In 65,536ths.
    let (width, height) = (bytes.u32_be()? >> 16, bytes.u32_be()? >> 16);
    let is_on_its_side = matrix[0] == 0 && matrix[4] == 0;
    (width > 0 && height > 0).then_some(if is_on_its_side { (height, width) } else { (width, height) })
}

const SEGMENT: u64 = 0x1853_8067;
const TRACKS: u64 = 0x1654_AE6B;
const TRACK: u64 = 0xAE;
const VIDEO: u64 = 0xE0;
const WIDTH: u64 = 0xB0;
const HEIGHT: u64 = 0xBA;

fn webm(file: &[u8]) -> Option<(u32, u32)> {
    let tracks = elements(file, SEGMENT).flat_map(|segment| elements(segment, TRACKS));
    let films = tracks.flat_map(|tracks| elements(tracks, TRACK)).flat_map(|track| elements(track, VIDEO));
    films
        .filter_map(|film| {
            Some((number(elements(film, WIDTH).next()?)?, number(elements(film, HEIGHT).next()?)?))
        })
        .next()
}

/// The bodies of the elements of one kind that stand side by side (EBML, RFC 8794).
fn elements(bytes: &[u8], wanted: u64) -> impl Iterator<Item = &[u8]> {
    let mut bytes = Bytes(bytes);
    std::iter::from_fn(move || {
        let (id, _) = variable(&mut bytes, true)?;
        let (length, is_unknown) = variable(&mut bytes, false)?;
        // One that is still being written goes on to the end.
        let length =
            if is_unknown { bytes.0.len() } else { usize::try_from(length).ok()?.min(bytes.0.len()) };
        Some((id, bytes.take(length)?))
    })
    .filter(move |(id, _)| *id == wanted)
    .map(|(_, body)| body)
}

/// A number whose first byte says by its leading zeros how many follow, and whether all its bits are
/// set; ids keep the bit that ends the zeros.
fn variable(bytes: &mut Bytes<'_>, is_id: bool) -> Option<(u64, bool)> {
    let first = bytes.take(1)?[0];
    let more = first.leading_zeros();
    if more > 7 {
        return None;
    }
    let own = if is_id { first } else { first & (0x7F_u8 >> more) };
    let number =
        bytes.take(more as usize)?.iter().fold(u64::from(own), |sum, byte| (sum << 8) | u64::from(*byte));
    Some((number, !is_id && number == (1 << (7 * (more + 1))) - 1))
}

fn number(body: &[u8]) -> Option<u32> {
    (body.len() <= 4).then(|| body.iter().fold(0, |sum, byte| (sum << 8) | u32::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn box_of(name: &str, body: &[u8]) -> Vec<u8> {
        [&(body.len() as u32 + 8).to_be_bytes(), name.as_bytes(), body].concat()
    }

    fn track(matrix: [u32; 9], width: u32, height: u32) -> Vec<u8> {
        let mut header = vec![0; 4 + 20 + 16];
        for word in matrix.into_iter().chain([width << 16, height << 16]) {
            header.extend(word.to_be_bytes());
        }
        box_of("trak", &box_of("tkhd", &header))
    }

    #[test]
    fn an_mp4_is_as_large_as_its_picture_is_shown() {
        let upright = [0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000];
        let turned = [0, 0x1_0000, 0, 0xFFFF_0000, 0, 0, 0, 0, 0x4000_0000];
        for (matrix, size) in [(upright, (640, 360)), (turned, (360, 640))] {
            let sound = track(upright, 0, 0);
            let file = [
                box_of("ftyp", b"isom\0\0\0\0isom"),
                box_of("mdat", &[7; 40]),
                box_of("moov", &[sound, track(matrix, 640, 360)].concat()),
            ];
            let file = file.concat();
            assert_eq!(film_size(&file), Some(size));
            // Cut off anywhere it says nothing, and reads nothing that is not there.
            for end in 0..file.len() {
                assert_eq!(film_size(&file[..end]), None, "{end}");
            }
        }
    }

    #[test]
    fn a_webm_is_as_large_as_its_first_film() {
        let element = |id: &[u8], body: &[u8]| [id, &[0x80 | body.len() as u8], body].concat();
        let film = [element(&[0xB0], &[2, 128]), element(&[0xBA], &[1, 104])].concat();
        let tracks =
            [element(&[0xAE], &element(&[0xD7], &[1])), element(&[0xAE], &element(&[0xE0], &film))].concat();
        let head = element(&[0x1A, 0x45, 0xDF, 0xA3], &element(&[0x42, 0x82], b"webm"));
        let unknown =
            [&[0x18, 0x53, 0x80, 0x67, 0x01][..], &[0xFF; 7], &element(&[0x16, 0x54, 0xAE, 0x6B], &tracks)]
                .concat();
        assert_eq!(film_size(&[head, unknown].concat()), Some((640, 360)));
    }
}
