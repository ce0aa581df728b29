//! What agencies' plain texts have in common, whatever frames them: datelines, editorial notes, embargoes, initials
//! at the end, and character sets of their own. No agency is named here: these are manners of the trade.

mod charset;
mod copy;
mod dateline;
mod embargo;
pub(crate) mod form;
pub(crate) mod heading;
mod notes;

pub(crate) use charset::decode;
pub(crate) use copy::put_copy;
pub(crate) use dateline::take_dateline;
use embargo::{Embargo, embargo_of};
pub(crate) use embargo::{month_of as month, zone_of as zone};
pub(crate) use notes::{is_byline, note_of};
use notes::{is_note_heading, is_sign_off, starts_notes};

use jiff::tz::TimeZone;
use newsroom::wire_item::{Note, NoteKind, Status, WireItem};

/// Takes a line that tells of an embargo into an item: the point in time, else that it is held back.
///
/// `zone` is the sender's; the item's times help where the line leaves out the year.
pub(crate) fn put_embargo(item: &mut WireItem, line: &str, zone: Option<&TimeZone>) -> bool {
    let Some(embargo) = embargo_of(line, item.moment(), zone) else { return false };
    item.notes.push(Note { kind: NoteKind::Embargo, text: line.trim().to_owned() });
    match embargo {
        Embargo::Until(time) => item.embargo = Some(item.embargo.map_or(time, |known| known.max(time))),
        Embargo::Unclear => {
            item.status = Status::Withheld;
            item.fault(None, format!("when “{}” ends is not clear: the item is held back", line.trim()));
        }
        Embargo::Lifted => {}
    }
    true
}

/// A text without the letters that teleprinters wrote in place of typographic ones: ` `` `, `''`, ` _ `, ` -- `.
pub(crate) fn typographic(text: &str) -> String {
    let text = text.replace("``", "“").replace("''", "”");
    text.replace(" _ ", " — ").replace(" -- ", " — ")
}

/// A number that is the same for the same bytes, for identifiers where a sender gives none: FNV-1a
/// ([Fowler, Noll, Vo](http://www.isthe.com/chongo/tech/comp/fnv/)).
pub(crate) fn fingerprint(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The one item of a message, which must be recognised.
#[cfg(test)]
pub(crate) fn only_item(
    looks_like: fn(&[u8]) -> bool,
    read: fn(&[u8], &crate::Hints<'_>) -> Result<crate::Parsed, crate::Error>,
    text: &str,
) -> WireItem {
    assert!(looks_like(text.as_bytes()), "{text:?}");
    let mut parsed = read(text.as_bytes(), &crate::Hints::default()).expect("a message");
    assert_eq!(parsed.items.len(), 1);
    parsed.items.remove(0)
}
