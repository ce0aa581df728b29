//! Bytes become text: which character set they are in, by what they say and what they look like.
//!
//! In this order, as [WHATWG Encoding, 6](https://encoding.spec.whatwg.org/#specification-hooks),
//! [RFC 7303, 3](https://www.rfc-editor.org/rfc/rfc7303#section-3) and
//! [WHATWG HTML, 13.2.3](https://html.spec.whatwg.org/multipage/parsing.html#determining-the-character-encoding)
//! have it: the byte order mark, what the transport declared, what the text declares of itself (XML
//! declaration, HTML `meta`), and then detection. A declaration that the bytes contradict is passed over.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};

mod declared;
mod utf32;

/// More letters beyond ASCII than this are not valid UTF-8 by chance.
const CHANCE: usize = 8;

/// Text made of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text, without a byte order mark. Borrowed where the bytes were UTF-8 already.
    pub text: Cow<'a, str>,
    /// The name of the character set, as [WHATWG Encoding](https://encoding.spec.whatwg.org/#names-and-labels)
    /// writes it; `UTF-32BE` and `UTF-32LE` beside those.
    pub encoding: &'static str,
    /// Whether bytes that mean nothing in that character set were replaced by U+FFFD.
    pub replaced: bool,
}

/// Decodes bytes. `declared` is what the transport said of them: a content type
/// (`text/html; charset=iso-8859-1`) or the bare name of a character set.
///
/// It never fails: what means nothing is replaced, and [`Decoded::replaced`] says so.
pub fn decode<'a>(bytes: &'a [u8], declared: Option<&str>) -> Decoded<'a> {
    if let Some(text) = utf32::decode(bytes) {
        return text;
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with(encoding, &bytes[mark..]);
    }
    if let Some(encoding) = declared::utf16_without_mark(bytes) {
        return with(encoding, bytes);
    }
    let outside = declared.and_then(declared::by_transport);
    let inside = || declared::by_text(bytes).map(ascii_compatible);
    match outside.or_else(inside) {
        Some(encoding) => believed(encoding, bytes),
        None => detected(bytes),
    }
}

/// The text in the declared character set, unless the bytes contradict it.
fn believed<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Decoded<'a> {
    if encoding == UTF_8 {
        let text = with(UTF_8, bytes);
        return if text.replaced && !mostly_utf8(bytes) { detected(bytes) } else { text };
    }
    // Programs write the name of a character set without knowing what they send, most of all the Western one;
    // and pages that were stored as UTF-8 still declare what they were. Text that is valid UTF-8 by chance and
    // not ASCII does not happen in Western languages, and nowhere else beyond a few words.
    if let Ok(text) = std::str::from_utf8(bytes)
        && (encoding == WINDOWS_1252
            || text.chars().filter(|letter| !letter.is_ascii()).nth(CHANCE).is_some())
    {
        return Decoded { text: Cow::Borrowed(text), encoding: UTF_8.name(), replaced: false };
    }
    with(encoding, bytes)
}

/// The text in the character set it looks like: UTF-8 if it can be, else by what letters are frequent.
fn detected(bytes: &[u8]) -> Decoded<'_> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: Cow::Borrowed(text), encoding: UTF_8.name(), replaced: false };
    }
    if mostly_utf8(bytes) {
        return with(UTF_8, bytes);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    with(detector.guess(None, Utf8Detection::Allow), bytes)
}

fn with<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Decoded<'a> {
    let (text, replaced) = encoding.decode_without_bom_handling(bytes);
    Decoded { text, encoding: encoding.name(), replaced }
}

/// A text that can be read far enough to find a declaration in it is not in UTF-16, whatever it says
/// (WHATWG HTML, 13.2.3.2, “prescan a byte stream”, step 2.12 and following).
fn ascii_compatible(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == UTF_16BE || encoding == UTF_16LE {
        UTF_8
    } else if encoding == X_USER_DEFINED {
        WINDOWS_1252
    } else {
        encoding
    }
}

/// Whether the letters beyond ASCII are UTF-8 with some damage, and not another character set.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut sound, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    sound > 2 * broken
}

/// A character set by one of its names; nothing for those that must not be decoded.
fn by_label(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label(label.as_bytes()).filter(|encoding| *encoding != REPLACEMENT)
}

#[cfg(test)]
mod tests;
