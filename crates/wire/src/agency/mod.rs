//! What agencies' plain texts have in common, whatever frames them: datelines, editorial notes, embargoes, initials
//! at the end, and character sets of their own. No agency is named here: these are manners of the trade.

mod charset;
mod dateline;
mod embargo;
mod notes;

pub(crate) use charset::decode;
pub(crate) use dateline::take_dateline;
use embargo::{Embargo, embargo_of};
pub(crate) use embargo::{month_of as month, zone_of as zone};
pub(crate) use notes::{is_byline, is_note_heading, is_sign_off, note_of, starts_notes};

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
