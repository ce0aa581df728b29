//! Text with the characters escaped that mean something in HTML, in content and attributes.

use std::fmt::{Result, Write};

/// Writes text, escaped.
pub(crate) fn escape(out: &mut impl Write, text: &str) -> Result {
    let bytes = text.as_bytes();
    // Most text has none of them, and that is quickly seen.
    if memchr::memchr3(b'&', b'<', b'>', bytes).is_none() && memchr::memchr2(b'"', b'\'', bytes).is_none() {
        return out.write_str(text);
    }
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        out.write_str(&text[from..at])?;
        out.write_str(escaped)?;
        from = at + 1;
    }
    out.write_str(&text[from..])
}
