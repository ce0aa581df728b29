//! Mail messages with their attachments.
//!
//! [RFC 5322](https://www.rfc-editor.org/rfc/rfc5322) (messages), [RFC 2045](https://www.rfc-editor.org/rfc/rfc2045) and
//! [RFC 2046](https://www.rfc-editor.org/rfc/rfc2046) (parts), [RFC 2047](https://www.rfc-editor.org/rfc/rfc2047) (words in
//! headers), [RFC 2183](https://www.rfc-editor.org/rfc/rfc2183) (attachments), [RFC 2231](https://www.rfc-editor.org/rfc/rfc2231)
//! (parameters), [RFC 3676](https://www.rfc-editor.org/rfc/rfc3676) (flowed text). What is broken is read as far as it can
//! be: parts that do not end, words that are no words, lines that end with LF alone.
//!
//! An attachment that is an item in a format of its own is the item; the message is then only how it came.

mod header;
mod item;
mod part;
mod word;

use newsroom::wire_item::Fault;

use crate::{Error, Format, Hints, Parsed};
use header::Headers;
use part::Part;

/// Headers of which a message has at least one, besides another.
const SIGNS: [&str; 5] = ["from", "date", "message-id", "subject", "received"];

/// Whether headers of a message stand at the beginning.
pub fn looks_like(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(16_384)];
    let (headers, _) = Headers::read(start);
    let signs = SIGNS.iter().filter(|name| headers.get(name).is_some()).count();
    signs >= 2
        && (headers.get("from").is_some()
            || headers.get("message-id").is_some()
            || headers.get("received").is_some())
}

/// Reads a message: the items attached to it, else the message itself.
///
/// # Errors
/// When there is no header of a message at the beginning.
pub fn read(bytes: &[u8], hints: &Hints<'_>) -> Result<Parsed, Error> {
    if !looks_like(bytes) {
        return Err(Error::at(
            Format::Mail,
            1,
            "no message begins here: “From:” and “Date:” or “Subject:” must stand at the top",
        ));
    }
    let mut faults = Vec::new();
    let message = Part::read(bytes, 0, &mut faults);
    let items = item::items(&message, hints);
    let faults = faults.into_iter().map(|what| Fault { line: None, what }).collect();
    Ok(Parsed { format: Format::Mail, items, faults })
}

#[cfg(test)]
mod tests;
