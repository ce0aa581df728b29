//! What a file is, told by its first bytes and never by its name.

/// A kind of file that the newsroom takes or knows well enough to explain why it does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// JPEG picture (ITU-T T.81).
    Jpeg,
    /// PNG picture, also an animated one.
    Png,
    /// WebP picture, also an animated one.
    WebP,
    /// GIF picture, also an animated one.
    Gif,
    /// HEIF picture coded with HEVC, as telephones make them.
    Heic,
    /// AVIF picture. Known, written as a rendition, not read.
    Avif,
    /// SVG drawing. Known, not taken: it is a document that can carry scripts.
    Svg,
    /// MPEG layer III sound.
    Mp3,
    /// AAC or ALAC sound in an MP4 container.
    M4a,
    /// Film in an MP4 container.
    Mp4,
    /// Sound in an Ogg container.
    Ogg,
    /// Film in an Ogg container.
    Ogv,
    /// Film or sound in a WebM container.
    WebM,
    /// Uncompressed sound.
    Wav,
    /// Document in Portable Document Format.
    Pdf,
    /// Captions of a film (WebVTT).
    Vtt,
}

/// What a kind of file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// A picture, which is checked and encoded anew before it is kept.
    Picture,
    /// A recording to listen to, kept as it came.
    Audio,
    /// A recording to watch, kept as it came.
    Video,
    /// A paper to read or print, or captions, kept as it came.
    Document,
}

impl Kind {
    /// Whether it is a picture, a recording or a document.
    pub fn class(self) -> Class {
        match self {
            Self::Jpeg | Self::Png | Self::WebP | Self::Gif | Self::Heic | Self::Avif | Self::Svg => {
                Class::Picture
            }
            Self::Mp3 | Self::M4a | Self::Ogg | Self::Wav => Class::Audio,
            Self::Mp4 | Self::Ogv | Self::WebM => Class::Video,
            Self::Pdf | Self::Vtt => Class::Document,
        }
    }

    /// The media type it is served with, fixed for each kind.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
            Self::Gif => "image/gif",
            Self::Heic => "image/heic",
            Self::Avif => "image/avif",
            Self::Svg => "image/svg+xml",
            Self::Mp3 => "audio/mpeg",
            Self::M4a => "audio/mp4",
            Self::Mp4 => "video/mp4",
            Self::Ogg => "audio/ogg",
            Self::Ogv => "video/ogg",
            Self::WebM => "video/webm",
            Self::Wav => "audio/wav",
            Self::Pdf => "application/pdf",
            Self::Vtt => "text/vtt",
        }
    }

    /// The ending of its file names, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::WebP => "webp",
            Self::Gif => "gif",
            Self::Heic => "heic",
            Self::Avif => "avif",
            Self::Svg => "svg",
            Self::Mp3 => "mp3",
            Self::M4a => "m4a",
            Self::Mp4 => "mp4",
            Self::Ogg => "ogg",
            Self::Ogv => "ogv",
            Self::WebM => "webm",
            Self::Wav => "wav",
            Self::Pdf => "pdf",
            Self::Vtt => "vtt",
        }
    }

    /// Its name in a message to people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::WebP => "WebP",
            Self::Gif => "GIF",
            Self::Heic => "HEIC",
            Self::Avif => "AVIF",
            Self::Svg => "SVG",
            Self::Mp3 => "MP3",
            Self::M4a => "M4A",
            Self::Mp4 => "MP4",
            Self::Ogg | Self::Ogv => "Ogg",
            Self::WebM => "WebM",
            Self::Wav => "WAV",
            Self::Pdf => "PDF",
            Self::Vtt => "WebVTT",
        }
    }
}

/// Tells the kind of a file by its first bytes; `None` when it is none that is taken.
///
/// Only a kind whose mark stands at the very beginning is believed, so a file that is two things at once
/// is what a browser would take it for.
pub fn recognise(bytes: &[u8]) -> Option<Kind> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some(Kind::Jpeg),
        _ if bytes.starts_with(b"\x89PNG\r\n\x1a\n") => Some(Kind::Png),
        _ if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") => Some(Kind::Gif),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Kind::WebP),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E', ..] => Some(Kind::Wav),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => iso_media(bytes),
        _ if bytes.starts_with(b"OggS") => Some(ogg(bytes)),
        [0x1a, 0x45, 0xdf, 0xa3, ..] => contains(bytes, 64, b"webm").then_some(Kind::WebM),
        _ if bytes.starts_with(b"%PDF-") => Some(Kind::Pdf),
        _ if bytes.starts_with(b"ID3") || mpeg_sound(bytes) => Some(Kind::Mp3),
        _ if webvtt(bytes) => Some(Kind::Vtt),
        _ if svg(bytes) => Some(Kind::Svg),
        _ => None,
    }
}

/// The name of a well-known kind that is not taken, so that a refusal can name it.
pub(crate) fn foreign(bytes: &[u8]) -> Option<&'static str> {
    let iso = bytes.get(4..8) == Some(b"ftyp");
    Some(match bytes {
        [b'I', b'I', 0x2a, 0, ..] | [b'M', b'M', 0, 0x2a, ..] => "a TIFF or camera raw picture",
        _ if bytes.starts_with(b"8BPS") => "a Photoshop document",
        _ if bytes.starts_with(b"%!PS") => "a PostScript document",
        _ if bytes.starts_with(b"BM") && bytes.len() > 26 => "a Windows bitmap",
        [0xff, 0x0a, ..] | [0, 0, 0, 0x0c, b'J', b'X', b'L', b' ', ..] => "a JPEG XL picture",
        [0, 0, 0, 0x0c, b'j', b'P', b' ', b' ', ..] => "a JPEG 2000 picture",
        _ if iso && bytes.get(8..12) == Some(b"qt  ") => "a QuickTime film",
        _ if bytes.starts_with(b"PK\x03\x04") => "a ZIP archive or office document",
        _ if bytes.starts_with(b"fLaC") => "a FLAC recording",
        [0x1a, 0x45, 0xdf, 0xa3, ..] => "a Matroska film",
        _ if text_start(bytes).starts_with("<!doctype html") || text_start(bytes).starts_with("<html") => {
            "a web page"
        }
        _ => return None,
    })
}

/// Reads the brands of an ISO base media file (ISO/IEC 14496-12): the major one, then the compatible ones.
fn iso_media(bytes: &[u8]) -> Option<Kind> {
    let size = u32::from_be_bytes(bytes.get(..4)?.try_into().ok()?) as usize;
    let end = size.clamp(16, 256).min(bytes.len());
    let major = bytes.get(8..12)?;
    let compatible = bytes.get(16..end).unwrap_or_default();
    std::iter::once(major).chain(compatible.chunks_exact(4)).find_map(|brand| match brand {
        b"avif" | b"avis" => Some(Kind::Avif),
        b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" => Some(Kind::Heic),
        b"M4A " | b"M4B " => Some(Kind::M4a),
        b"isom" | b"iso2" | b"iso4" | b"iso5" | b"iso6" | b"mp41" | b"mp42" | b"avc1" | b"M4V " | b"dash" => {
            Some(Kind::Mp4)
        }
        _ => None,
    })
}

/// An Ogg file names its first stream on its first page (RFC 3533); Theora there means film.
fn ogg(bytes: &[u8]) -> Kind {
    if contains(bytes, 128, b"\x80theora") { Kind::Ogv } else { Kind::Ogg }
}

/// Whether two MPEG audio frames of layer III follow each other: one alone is found in any noise.
fn mpeg_sound(bytes: &[u8]) -> bool {
    frame_length(bytes)
        .is_some_and(|length| bytes.get(length..).is_some_and(|next| frame_length(next).is_some()))
}

/// The length in bytes of the MPEG layer III frame that starts here (ISO/IEC 11172-3, 13818-3).
fn frame_length(bytes: &[u8]) -> Option<usize> {
    const MPEG1: [usize; 15] = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    const MPEG2: [usize; 15] = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
    let [0xff, second, third, ..] = *bytes else { return None };
    if second & 0xe6 != 0xe2 {
        return None;
    }
    let (rates, kilobits, samples) = match (second >> 3) & 3 {
        3 => ([44_100, 48_000, 32_000], MPEG1, 144),
        2 => ([22_050, 24_000, 16_000], MPEG2, 72),
        0 => ([11_025, 12_000, 8_000], MPEG2, 72),
        _ => return None,
    };
    let kilobits = *kilobits.get(usize::from(third >> 4)).filter(|rate| **rate > 0)?;
    let rate = rates.get(usize::from((third >> 2) & 3))?;
    Some(samples * kilobits * 1000 / rate + usize::from((third >> 1) & 1))
}

/// Whether a text begins as WebVTT says it must: the word, then space, line end or nothing.
fn webvtt(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes
        .strip_prefix(b"WEBVTT")
        .is_some_and(|rest| rest.first().is_none_or(|next| matches!(next, b' ' | b'\t' | b'\n' | b'\r')))
}

/// Whether a text begins as an SVG drawing: its first element, past declaration, comments and doctype.
fn svg(bytes: &[u8]) -> bool {
    let mut rest = text_start(bytes);
    loop {
        rest = rest.trim_start().to_owned();
        let end = match () {
            () if rest.starts_with("<?") => "?>",
            () if rest.starts_with("<!--") => "-->",
            () if rest.starts_with("<!doctype svg") => return true,
            () => return rest.starts_with("<svg") || rest.starts_with("<svg:svg"),
        };
        match rest.find(end) {
            Some(at) => rest = rest[at + end.len()..].to_owned(),
            None => return false,
        }
    }
}

/// The first kilobytes as lower-case text, without byte order mark and leading space.
fn text_start(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let bytes = bytes.trim_ascii_start();
    if bytes.first() != Some(&b'<') {
        return String::new();
    }
    String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase()
}

fn contains(bytes: &[u8], within: usize, needle: &[u8]) -> bool {
    bytes[..bytes.len().min(within)].windows(needle.len()).any(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_known_by_its_first_bytes() {
        let two_frames = {
            let mut frames = vec![0u8; 417 + 4];
            frames[..4].copy_from_slice(&[0xff, 0xfb, 0x90, 0x00]);
            frames[417..].copy_from_slice(&[0xff, 0xfb, 0x90, 0x00]);
            frames
        };
        let cases: [(&[u8], Kind); 18] = [
            (b"\xff\xd8\xff\xe0", Kind::Jpeg),
            (b"\x89PNG\r\n\x1a\n....", Kind::Png),
            (b"GIF89a....", Kind::Gif),
            (b"RIFF....WEBPVP8 ", Kind::WebP),
            (b"RIFF....WAVEfmt ", Kind::Wav),
            (b"\0\0\0\x18ftypavif\0\0\0\0mif1miaf", Kind::Avif),
            (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", Kind::Heic),
            (b"\0\0\0\x18ftypM4A \0\0\0\0isommp42", Kind::M4a),
            (b"\0\0\0\x18ftypisom\0\0\0\0isommp42", Kind::Mp4),
            (b"OggS\0\x02............\0\0\0\0\0\0\0\0\x01\x13OpusHead", Kind::Ogg),
            (b"OggS\0\x02............\0\0\0\0\0\0\0\0\x01\x2a\x80theora", Kind::Ogv),
            (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm", Kind::WebM),
            (b"%PDF-1.7\n", Kind::Pdf),
            (b"ID3\x04\0\0", Kind::Mp3),
            (b"WEBVTT\n\n00:00.000 --> 00:02.000\nMoin.", Kind::Vtt),
            (&two_frames, Kind::Mp3),
            (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x --> <svg xmlns=''>", Kind::Svg),
            (b"<!DOCTYPE svg PUBLIC ''>", Kind::Svg),
        ];
        for (bytes, kind) in cases {
            assert_eq!(recognise(bytes), Some(kind), "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn a_web_page_an_archive_and_noise_are_no_kind_of_ours() {
        for (bytes, name) in [
            (&b"<!DOCTYPE html><svg>"[..], Some("a web page")),
            (b"PK\x03\x04....", Some("a ZIP archive or office document")),
            (b"II\x2a\0....", Some("a TIFF or camera raw picture")),
            (b"\x1a\x45\xdf\xa3\x42\x82\x88matroska", Some("a Matroska film")),
            (b"\xff\xfb\x90\x00 one frame is no sound", None),
            (b"Hallo", None),
            (b"", None),
        ] {
            assert_eq!(recognise(bytes), None);
            assert_eq!(foreign(bytes), name);
        }
    }
}
