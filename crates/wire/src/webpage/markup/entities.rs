//! Character references:
//! [WHATWG HTML, 13.5](https://html.spec.whatwg.org/multipage/named-characters.html#named-character-references).

use std::borrow::Cow;

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};

/// The longest name of a character, with its semicolon.
const LONGEST: usize = 33;

/// Text without character references.
pub(in crate::webpage) fn decode(raw: &str) -> Cow<'_, str> {
    if memchr::memchr(b'&', raw.as_bytes()).is_none() {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    decode_into(raw, &mut out);
    Cow::Owned(out)
}

/// Adds text without character references.
fn decode_into(raw: &str, out: &mut String) {
    let mut rest = raw;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let taken = if let Some(number) = rest.strip_prefix('#') {
            numbered(number, out).map(|taken| taken + 1)
        } else {
            named(rest, out)
        };
        match taken {
            Some(taken) => rest = &rest[taken..],
            None => out.push('&'),
        }
    }
    out.push_str(rest);
}

/// Adds the character of a number and says how long the number is.
fn numbered(text: &str, out: &mut String) -> Option<usize> {
    let (digits, radix, before) = match text.as_bytes() {
        [b'x' | b'X', ..] => (&text[1..], 16, 1),
        _ => (text, 10, 0),
    };
    let length = digits.bytes().take_while(|byte| char::from(*byte).is_digit(radix)).count();
    if length == 0 {
        return None;
    }
    // What has more digits than fit is no character.
    let number = u32::from_str_radix(&digits[..length], radix).unwrap_or(u32::MAX);
    out.push(match number {
        0x80..=0x9F => C1_REPLACEMENTS[(number - 0x80) as usize].unwrap_or(char::REPLACEMENT_CHARACTER),
        0 => char::REPLACEMENT_CHARACTER,
        other => char::from_u32(other).unwrap_or(char::REPLACEMENT_CHARACTER),
    });
    let ends = digits.as_bytes().get(length) == Some(&b';');
    Some(before + length + usize::from(ends))
}

/// Adds the characters of a name and says how long the name is.
fn named(text: &str, out: &mut String) -> Option<usize> {
    let length = text.bytes().take(LONGEST).take_while(u8::is_ascii_alphanumeric).count();
    let ends = text.as_bytes().get(length) == Some(&b';');
    // Old names need no semicolon, and then the longest that fits counts: `&copy2026`.
    let longest = length + usize::from(ends);
    (2..=longest).rev().find_map(|taken| {
        // Names that are the beginning of longer ones stand in the table as such, without characters.
        let (first, second) = NAMED_ENTITIES.get(&text[..taken]).copied().filter(|found| found.0 != 0)?;
        out.extend([first, second].into_iter().filter(|number| *number != 0).filter_map(char::from_u32));
        Some(taken)
    })
}
