//! What the IPTC's formats share: subject codes and how they are written.

pub(crate) use crate::media_topics::subject;
use newsroom::wire_item::{Note, NoteKind, Status, Subject, WireItem};

/// The scheme of the eight-digit subject codes ([IPTC NewsCodes](https://iptc.org/standards/newscodes/)), the ones
/// before Media Topics.
pub(crate) const SUBJECT_CODES: &str = "http://cv.iptc.org/newscodes/subjectcode/";

/// Adds a subject unless it is there; a name is added to one that has none.
pub(crate) fn add_subject(item: &mut WireItem, subject: Subject) {
    if subject.coded.code.is_empty() && subject.coded.name.is_empty() {
        return;
    }
    let same = |known: &&mut Subject| {
        known.coded.code == subject.coded.code
            && known.coded.scheme == subject.coded.scheme
            && (!subject.coded.code.is_empty() || known.coded.name == subject.coded.name)
    };
    match item.subjects.iter_mut().find(same) {
        Some(known) if known.coded.name.is_empty() => known.coded.name = subject.coded.name,
        Some(_) => {}
        None => item.subjects.push(subject),
    }
}

/// Whether a code is one of the eight digits.
pub(crate) fn is_subject_code(code: &str) -> bool {
    code.len() == 8 && code.bytes().all(|byte| byte.is_ascii_digit())
}

/// Adds words to the editors, once.
pub(crate) fn add_note(item: &mut WireItem, kind: NoteKind, text: &str) {
    let text = text.trim();
    // What is said with a withdrawal is the reason for it.
    let kind =
        if item.status == Status::Cancelled && kind == NoteKind::Editorial { NoteKind::Kill } else { kind };
    if !text.is_empty() && !item.notes.iter().any(|note| note.text == text) {
        item.notes.push(Note { kind, text: text.to_owned() });
    }
}

/// What kind of note words such as `msg-type`, `role` or a line's type announce.
pub(crate) fn note_kind(word: &str) -> NoteKind {
    let word = word.to_ascii_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| word.contains(part));
    if has(&["correct", "update", "change"]) {
        NoteKind::Correction
    } else if has(&["kill", "cancel", "withdraw"]) {
        NoteKind::Kill
    } else if has(&["embargo"]) {
        NoteKind::Embargo
    } else if has(&["contact"]) {
        NoteKind::Contact
    } else if has(&["legal"]) {
        NoteKind::Legal
    } else {
        NoteKind::Editorial
    }
}

/// A number from 1 to 9, as urgency and priority are.
pub(crate) fn one_to_nine(text: &str) -> Option<u8> {
    let text = text.rsplit(':').next().unwrap_or(text).trim();
    text.parse().ok().filter(|number| (1..=9).contains(number))
}

/// Sets a text that is not said yet.
pub(crate) fn set(place: &mut String, text: impl Into<String>) {
    if place.is_empty() {
        *place = text.into();
    }
}
