//! UTF-32, which the web has given up and old programs still write:
//! [Unicode, 3.10 D99 to D101](https://www.unicode.org/versions/latest/core-spec/chapter-3/#G28875), without a mark
//! by [XML 1.0, appendix F](https://www.w3.org/TR/xml/#sec-guessing).

use std::borrow::Cow;

use super::Decoded;

/// The text, if the bytes begin with the mark of UTF-32 or with `<` in it.
pub(super) fn decode(bytes: &[u8]) -> Option<Decoded<'static>> {
    let (big, rest) = match bytes {
        [0, 0, 0xFE, 0xFF, rest @ ..] => (true, rest),
        // Also a mark of UTF-16, but no text begins with a zero.
        [0xFF, 0xFE, 0, 0, rest @ ..] => (false, rest),
        [0, 0, 0, b'<', ..] => (true, bytes),
        [b'<', 0, 0, 0, ..] => (false, bytes),
        _ => return None,
    };
    let (units, left) = rest.as_chunks::<4>();
    let mut replaced = !left.is_empty();
    let mut text = String::with_capacity(units.len());
    for unit in units {
        let number = if big { u32::from_be_bytes(*unit) } else { u32::from_le_bytes(*unit) };
        text.push(char::from_u32(number).unwrap_or_else(|| {
            replaced = true;
            char::REPLACEMENT_CHARACTER
        }));
    }
    let encoding = if big { "UTF-32BE" } else { "UTF-32LE" };
    Some(Decoded { text: Cow::Owned(text), encoding, replaced })
}
