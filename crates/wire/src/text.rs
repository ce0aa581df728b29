//! Plain text copy.
//!
//! There is no specification; what is read is how newsrooms and press offices lay a text out: lines set apart above it are
//! its headline, second line and byline; `Name: value` lines say what it is; the first paragraph begins with a dateline;
//! embargoes and words to the editors stand in lines of their own.

use newsroom::wire_item::WireItem;

use crate::agency::heading;
use crate::{Error, Format, Hints, Parsed, agency, body};

/// The longest line that is a headline, in characters.
const LONGEST: usize = 180;

/// Whether it is text, and no markup.
pub fn looks_like(bytes: &[u8]) -> bool {
    let start: String = agency::decode(&bytes[..bytes.len().min(8_192)], None);
    let start = start.trim_start_matches('\u{feff}').trim_start();
    let strange = start
        .chars()
        .filter(|c| c.is_control() && !c.is_whitespace() || *c == char::REPLACEMENT_CHARACTER)
        .count();
    !start.is_empty() && !start.starts_with(['<', '{', '[']) && strange * 50 <= start.chars().count()
}

/// Reads a text as one item.
///
/// # Errors
/// When it is no text.
pub fn read(bytes: &[u8], hints: &Hints<'_>) -> Result<Parsed, Error> {
    if !looks_like(bytes) {
        return Err(Error::at(Format::Text, 1, "this is no plain text: it is empty, or markup, or binary"));
    }
    let text = agency::decode(bytes, hints.content_type).replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim_start_matches('\u{feff}').trim_start_matches('\n');
    let mut item =
        WireItem { id: format!("text:{:016x}", agency::fingerprint(text.as_bytes())), ..WireItem::default() };
    if !agency::form::put(&mut item, text, hints.zone) {
        let (head, rest) = heading::split(text);
        if is_heading(&head, rest) {
            heading::put(&mut item, head, hints.zone);
            agency::put_copy(&mut item, &body::parted(rest), hints.zone);
        } else {
            agency::put_copy(&mut item, &body::parted(text), hints.zone);
        }
    }
    Ok(Parsed { format: Format::Text, items: vec![item], faults: Vec::new() })
}

/// Whether lines stand above a text and are not the beginning of it.
fn is_heading(lines: &[&str], rest: &str) -> bool {
    let marked = lines.last().is_some_and(|line| line.ends_with('='));
    let short = lines.iter().all(|line| line.chars().count() <= LONGEST);
    let sentence = lines.first().is_some_and(|line| {
        line.ends_with('.') && !line.ends_with("...") || agency::take_dateline(line).is_some()
    });
    !rest.trim().is_empty() && (marked || (short && !sentence && lines.len() <= 5))
}

#[cfg(test)]
mod tests {
    use newsroom::wire_item::NoteKind;

    use super::*;

    fn one(text: &str) -> WireItem {
        assert!(looks_like(text.as_bytes()));
        read(text.as_bytes(), &Hints::default()).expect("a text").items.remove(0)
    }

    #[test]
    fn lines_set_apart_above_a_text_are_its_heading() {
        let item = one(
            "Rat vertagt die Reform\nVon Eva Muster\n\nHINWEIS FÜR REDAKTIONEN: Bild folgt.\n\nSperrfrist: 21. Mai 2024, 10.00 Uhr\n\nBern (ag) - Der Rat hat\nvertagt.\n\nZwei.\n",
        );
        assert_eq!(
            (item.headline.as_str(), item.byline.as_str()),
            ("Rat vertagt die Reform", "Von Eva Muster")
        );
        assert_eq!(item.body.plain_text(), "Der Rat hat vertagt.\nZwei.");
        assert_eq!(item.dateline.as_ref().map(|dateline| dateline.city.as_str()), Some("Bern"));
        assert_eq!(item.embargo.map(|time| time.to_string()).as_deref(), Some("2024-05-21T08:00:00Z"));
        assert_eq!(item.notes[0].kind, NoteKind::Editorial);
    }

    #[test]
    fn a_text_without_a_heading_keeps_its_first_paragraph() {
        let item = one("Der Rat hat am Montag getagt.\n\nZwei.");
        assert_eq!(
            (item.headline.as_str(), item.body.plain_text().as_str()),
            ("", "Der Rat hat am Montag getagt.\nZwei.")
        );
        assert_eq!(one("Nur eine Zeile").body.plain_text(), "Nur eine Zeile");
    }

    #[test]
    fn the_same_text_has_the_same_identifier() {
        assert_eq!(one("A\n\nB").id, one("A\n\nB").id);
        assert_ne!(one("A\n\nB").id, one("A\n\nC").id);
    }

    #[test]
    fn lines_with_names_say_what_a_text_is() {
        let item = one("Slug: RAT\nHeadline: Rat vertagt\nKeywords: Rat, Reform\n\nText.");
        assert_eq!(
            (item.slugline.as_str(), item.headline.as_str(), item.keywords.len()),
            ("RAT", "Rat vertagt", 2)
        );
        assert_eq!(item.body.plain_text(), "Text.");
    }

    #[test]
    fn markup_and_binary_files_are_no_text() {
        for bytes in [&b"<html>"[..], b"{}", b"", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0"] {
            assert!(!looks_like(bytes), "{bytes:?}");
            assert_eq!(read(bytes, &Hints::default()).expect_err("no text").line, Some(1));
        }
    }
}
