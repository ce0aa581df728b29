//! A text without markup: its paragraphs, and what in it is for the editors alone.

use jiff::tz::TimeZone;
use newsroom::wire_item::{Note, NoteKind, WireItem};

use super::{is_note_heading, is_sign_off, note_of, put_embargo, starts_notes, take_dateline};
use crate::body;

/// Puts a text into an item: notes, embargo, dateline and initials apart, the rest as its body.
pub(crate) fn put_copy(item: &mut WireItem, text: &str, zone: Option<&TimeZone>) {
    let mut lines: Vec<&str> = text.lines().collect();
    let notes = lines.iter().position(|line| starts_notes(line));
    let notes = notes.map(|place| lines.split_off(place)).unwrap_or_default();
    put_notes(item, &notes);
    while lines.last().is_some_and(|line| line.trim().is_empty()) {
        lines.pop();
    }
    if let Some(last) = lines.pop_if(|line| is_sign_off(line.trim())) {
        item.say_further("sign off", last);
    }
    let text = body::from_text(&lines.join("\n")).plain_text();
    let mut paragraphs = Vec::new();
    for paragraph in text.lines() {
        if let Some(note) = note_of(paragraph) {
            item.notes.push(note);
        } else if !put_embargo(item, paragraph, zone) {
            paragraphs.push(paragraph);
        }
    }
    if let Some(first) = paragraphs.first_mut()
        && let Some((dateline, rest)) = take_dateline(first)
    {
        item.dateline = Some(dateline);
        *first = rest;
    }
    item.body = body::paragraphs(paragraphs);
}

/// The notebook: a note for each of its headings.
fn put_notes(item: &mut WireItem, lines: &[&str]) {
    let mut note = Note { kind: NoteKind::Editorial, text: String::new() };
    let mut done = Vec::new();
    for line in lines.iter().map(|line| line.trim().trim_matches(|c: char| c.is_control())) {
        if is_sign_off(line) {
            item.say_further("sign off", line);
            continue;
        }
        if starts_notes(line) {
            continue;
        }
        if let Some((kind, title)) = is_note_heading(line) {
            done.push(std::mem::replace(&mut note, Note { kind, text: title.to_owned() }));
            continue;
        }
        if !line.is_empty() {
            note.text.push_str(if note.text.is_empty() { "" } else { "\n" });
            note.text.push_str(line);
        }
    }
    done.push(note);
    item.notes.extend(done.into_iter().filter(|note| !note.text.is_empty()));
}
