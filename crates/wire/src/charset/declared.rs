//! What is declared: by the transport, in an XML declaration, in an HTML `meta`.
//!
//! [RFC 9110, 8.3](https://www.rfc-editor.org/rfc/rfc9110#section-8.3),
//! [XML 1.0, appendix F](https://www.w3.org/TR/xml/#sec-guessing),
//! [WHATWG HTML, 13.2.3.2](https://html.spec.whatwg.org/multipage/parsing.html#prescan-a-byte-stream-to-determine-its-encoding).

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use super::by_label;

/// A declaration must stand this near the beginning. The specification says 1,024 bytes; pages have
/// it further down, behind long comments and addresses, and browsers find it there.
const PRESCAN: usize = 8_192;

/// The character set in a content type, or named alone.
pub(super) fn by_transport(declared: &str) -> Option<&'static Encoding> {
    match parameter(declared.as_bytes()) {
        Some(label) => by_label(&label),
        None => by_label(declared.trim()),
    }
}

/// UTF-16 by the zeros between the letters of `<?xml` or of a tag at the very beginning.
pub(super) fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0, b'<', 0, ..] => Some(UTF_16BE),
        [b'<', 0, second, 0, ..] if *second != 0 => Some(UTF_16LE),
        _ => None,
    }
}

/// What the text says of itself.
pub(super) fn by_text(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(PRESCAN)];
    by_xml(start).or_else(|| by_meta(start))
}

fn by_xml(start: &[u8]) -> Option<&'static Encoding> {
    let declaration = start.trim_ascii_start().strip_prefix(b"<?xml")?;
    let end = find(declaration, b"?>").unwrap_or(declaration.len());
    let declaration = &declaration[..end];
    let after = &declaration[find(declaration, b"encoding")? + b"encoding".len()..];
    let after = after.trim_ascii_start().strip_prefix(b"=")?;
    by_label(&value(after))
}

fn by_meta(start: &[u8]) -> Option<&'static Encoding> {
    let mut rest = start;
    while let Some(open) = rest.iter().position(|byte| *byte == b'<') {
        rest = &rest[open + 1..];
        if rest.starts_with(b"!--") {
            rest = &rest[find(rest, b"-->")?..];
        } else if rest.len() > 4 && rest[..4].eq_ignore_ascii_case(b"meta") {
            let end = rest.iter().position(|byte| *byte == b'>').unwrap_or(rest.len());
            // Both forms, `charset=…` and `content="…; charset=…"`, hold the same words.
            if let Some(encoding) = parameter(&rest[..end]).and_then(|label| by_label(&label)) {
                return Some(encoding);
            }
        }
    }
    None
}

/// What stands after `charset=`.
fn parameter(text: &[u8]) -> Option<String> {
    let mut rest = text;
    while let Some(at) = find(rest, b"charset") {
        rest = &rest[at + b"charset".len()..];
        if let Some(after) = rest.trim_ascii_start().strip_prefix(b"=") {
            return Some(value(after));
        }
    }
    None
}

/// A value with or without quotes.
fn value(text: &[u8]) -> String {
    let text = text.trim_ascii_start();
    let text = text.strip_prefix(b"\"").or_else(|| text.strip_prefix(b"'")).unwrap_or(text);
    let ends =
        |byte: &u8| matches!(byte, b'"' | b'\'' | b';' | b'>' | b',' | b'/') || byte.is_ascii_whitespace();
    let end = text.iter().position(ends).unwrap_or(text.len());
    text[..end].iter().map(|byte| char::from(*byte)).collect()
}

fn find(text: &[u8], word: &[u8]) -> Option<usize> {
    text.windows(word.len()).position(|part| part.eq_ignore_ascii_case(word))
}
