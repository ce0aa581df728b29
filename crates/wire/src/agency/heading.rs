//! The lines above a text: what kind of version it is, headline, second line, byline.
//!
//! They end at a line that ends with `=`, by which agencies part them from the text, else at the first empty line.

use jiff::tz::TimeZone;
use newsroom::wire_item::{Link, Relation, WireItem};

use crate::agency;

/// As many lines as stand above a text.
const MOST: usize = 12;
/// As wide as lines are; one that had room for the next one's first word was not broken for width.
const WIDTH: usize = 69;
/// Words by which a line says what kind of version it is, in small letters.
const TAKES: [&str; 22] = [
    "1st lead",
    "lead",
    "refile",
    "roundup",
    "update",
    "extra",
    "urgent",
    "eilmeldung",
    "eil",
    "blitz",
    "zusammenfassung",
    "korrigierte",
    "berichtigung",
    "wiederholung",
    "repeating",
    "correction",
    "corrected",
    "newsalert",
    "alert",
    "preview",
    "feature",
    "writethru",
];

/// The lines of the heading, and the text.
pub(crate) fn split(text: &str) -> (Vec<&str>, &str) {
    let mut head = Vec::new();
    let mut at = 0;
    let mut gap = None;
    for line in text.split_inclusive('\n') {
        at += line.len();
        let line = line.trim();
        if line.is_empty() {
            if !head.is_empty() {
                gap.get_or_insert((head.len(), at));
            }
            continue;
        }
        head.push(line);
        if line.ends_with('=') {
            return (head, &text[at..]);
        }
        if head.len() == MOST {
            break;
        }
    }
    let (lines, at) = gap.unwrap_or((head.len().min(1), text.find('\n').map_or(text.len(), |end| end + 1)));
    head.truncate(lines);
    (head, &text[at..])
}

/// Puts the lines of a heading into an item.
pub(crate) fn put(item: &mut WireItem, lines: Vec<&str>, zone: Option<&TimeZone>) {
    let mut takes: Vec<&str> = Vec::new();
    let mut headlines: Vec<String> = Vec::new();
    let mut last = "";
    for line in lines {
        let line = line.trim_end_matches('=').trim_end();
        if let Some(note) = agency::note_of(line) {
            item.notes.push(note);
        } else if agency::put_embargo(item, line, zone) {
        } else if headlines.is_empty() && is_take(line) {
            takes.push(line.trim_matches(['(', ')']));
        } else if agency::is_byline(line) && !headlines.is_empty() {
            item.byline = line.to_owned();
        } else if let Some(before) = headlines.last_mut().filter(|_| is_broken_before(last, line)) {
            before.push(' ');
            before.push_str(line);
        } else {
            headlines.push(line.to_owned());
        }
        last = line;
    }
    // A heading of nothing but such words has the last of them for its headline.
    if headlines.is_empty() {
        headlines.extend(takes.pop().map(str::to_owned));
    }
    item.say_further("take", &takes.join(" "));
    if takes.iter().any(|take| is_correction(take)) && !item.slugline.is_empty() {
        let said = takes.join(" ");
        item.links.push(Link {
            relation: Relation::Corrects,
            title: item.slugline.clone(),
            said,
            ..Link::default()
        });
    }
    let mut headlines = headlines.into_iter();
    item.headline = headlines.next().unwrap_or_default();
    item.subheadline = headlines.collect::<Vec<_>>().join(" ");
}

/// `1ST LEAD`, `REFILE`, `(Zusammenfassung 1430)`, `EILMELDUNG`
fn is_take(line: &str) -> bool {
    let bare = line.trim_matches(['(', ')', '+', '*', ' ', ':']);
    let low = bare.to_lowercase();
    let low = low.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ' ');
    let low =
        ["st ", "nd ", "rd ", "th "].iter().find_map(|ordinal| low.strip_prefix(ordinal)).unwrap_or(low);
    let known = TAKES
        .iter()
        .any(|take| low.strip_prefix(take).is_some_and(|rest| !rest.starts_with(char::is_alphabetic)));
    let capitals = !bare.chars().any(char::is_lowercase);
    // “Lead singer dies” is a headline.
    known && (capitals || line.starts_with('(') || bare.split_whitespace().count() <= 2)
}

fn is_correction(take: &str) -> bool {
    ["refile", "correct", "berichtig", "korrigier"].iter().any(|word| take.to_lowercase().contains(word))
}

/// Whether a line was broken only because the next word had no room in it.
fn is_broken_before(line: &str, next: &str) -> bool {
    let word = next.split_whitespace().next().map_or(0, |word| word.chars().count());
    line.chars().count() + 1 + word > WIDTH
}
