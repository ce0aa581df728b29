//! Running text as Markdown, on one line: nothing in it is read as markup that is not meant as such.

use crate::document::{Inline, Marks, Span};

/// Where running text stands: a pipe ends the cell of a table, and only there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Line,
    Cell,
}

/// Writes running text as one line.
pub(super) fn write(text: &Inline, place: Place) -> String {
    let mut out = String::new();
    let spans = text.spans();
    for (at, span) in spans.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| &spans[before]);
        push_span(&mut out, span, Beside { before, after: spans.get(at + 1), place });
    }
    out
}

/// What stands beside a span; nothing at the ends of the text.
struct Beside<'a> {
    before: Option<&'a Span>,
    after: Option<&'a Span>,
    place: Place,
}

impl Beside<'_> {
    fn char_before(&self) -> Option<char> {
        self.before.and_then(|span| span.text.chars().next_back())
    }

    fn char_after(&self) -> Option<char> {
        self.after.and_then(|span| span.text.chars().next())
    }
}

fn push_span(out: &mut String, span: &Span, beside: Beside<'_>) {
    let marks = &span.marks;
    let mut closing: Vec<String> = Vec::new();
    if is_starred(marks) && stars_mark(span, &beside) {
        let stars = "*".repeat(usize::from(marks.strong) * 2 + usize::from(marks.emphasis));
        out.push_str(&stars);
        closing.push(stars);
    } else {
        open(out, &mut closing, marks.strong, "strong");
        open(out, &mut closing, marks.emphasis, "em");
    }
    open(out, &mut closing, marks.superscript, "sup");
    open(out, &mut closing, marks.subscript, "sub");
    if let Some(language) = &marks.language {
        out.push_str(&format!("<span lang=\"{language}\">"));
        closing.push("</span>".to_owned());
    }
    if let Some(link) = &marks.link {
        out.push('[');
        closing.push(format!("]({})", target(link, beside.place)));
    }
    push_escaped(out, &span.text, &beside);
    closing.iter().rev().for_each(|mark| out.push_str(mark));
}

fn open(out: &mut String, closing: &mut Vec<String>, on: bool, tag: &str) {
    if on {
        out.push_str(&format!("<{tag}>"));
        closing.push(format!("</{tag}>"));
    }
}

fn is_starred(marks: &Marks) -> bool {
    marks.strong || marks.emphasis
}

/// Whether asterisks mark the span: only where CommonMark's rules of flanking let them and no
/// others stand beside them (section 6.2). Tags always mark.
fn stars_mark(span: &Span, beside: &Beside<'_>) -> bool {
    let neighbour_starred = |span: Option<&Span>| span.is_some_and(|span| is_starred(&span.marks));
    if neighbour_starred(beside.before) || neighbour_starred(beside.after) {
        return false;
    }
    // Another mark puts a bracket between the asterisks and the text, inside or outside of them.
    let bracketed = |marks: &Marks| {
        *marks != Marks { strong: marks.strong, emphasis: marks.emphasis, ..Marks::default() }
    };
    let inner = |end: Option<char>| if bracketed(&span.marks) { Some('<') } else { end };
    let outer = |end: Option<char>, span: Option<&Span>| match span {
        Some(span) if bracketed(&span.marks) => Some('<'),
        _ => end,
    };
    flanks(inner(span.text.chars().next()), outer(beside.char_before(), beside.before))
        && flanks(inner(span.text.chars().next_back()), outer(beside.char_after(), beside.after))
}

/// Whether asterisks between these two belong to `inside`.
fn flanks(inside: Option<char>, outside: Option<char>) -> bool {
    match inside {
        Some(inside) if inside.is_alphanumeric() => true,
        Some(inside) if !inside.is_whitespace() => {
            outside.is_none_or(|outside| outside.is_ascii_punctuation() || outside.is_whitespace())
        }
        _ => false,
    }
}

/// The target of a link, in angle brackets unless it is plain.
fn target(link: &str, place: Place) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-._~:/?#@!$+,=%&".contains(letter);
    if link.chars().all(plain) {
        return link.to_owned();
    }
    let mut target = String::from("<");
    for letter in link.chars() {
        match letter {
            '&' => target.push_str("&amp;"),
            '|' if place == Place::Cell => target.push_str("&#124;"),
            '\\' | '<' | '>' => target.extend(['\\', letter]),
            other => target.push(other),
        }
    }
    target.push('>');
    target
}

fn push_escaped(out: &mut String, text: &str, beside: &Beside<'_>) {
    let mut before = beside.char_before();
    let mut letters = text.chars().peekable();
    // Only where the line begins do some marks mean a list or a heading.
    let mut starts = beside.before.is_none();
    while let Some(letter) = letters.next() {
        let ends_span = letters.peek().is_none();
        let after = letters.peek().copied().or(beside.char_after());
        let edge = before.is_none_or(|c| c == '\n') || after.is_none_or(|c| c == '\n');
        match letter {
            '\n' => out.push_str("<br>"),
            ' ' if !edge => out.push(' '),
            // Editors and parsers trim and wrap at white space; written out it stays and is seen.
            letter if letter.is_whitespace() || letter == '\u{feff}' => {
                out.push_str(&format!("&#{};", u32::from(letter)));
            }
            '|' if beside.place == Place::Cell => out.push_str("&#124;"),
            letter if means_something(letter, before, after, starts, ends_span) => out.extend(['\\', letter]),
            other => out.push(other),
        }
        starts = starts && letter.is_ascii_digit();
        before = Some(letter);
    }
}

/// Whether the letter would be read as markup where it stands. `starts`: only digits stand before
/// it on its line.
fn means_something(
    letter: char,
    before: Option<char>,
    after: Option<char>,
    starts: bool,
    ends_span: bool,
) -> bool {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match letter {
        '\\' | '`' | '*' | '[' | ']' => true,
        '_' => !(word(before) && word(after)),
        '<' => ends_span || after.is_some_and(|c| c.is_ascii_alphabetic() || "/!?".contains(c)),
        '&' => ends_span || after.is_some_and(|c| c.is_ascii_alphabetic() || c == '#'),
        // Before a link it would make a picture of it.
        '!' => ends_span && after.is_some(),
        // At the end of a heading they are no part of it.
        '#' => starts || after.is_none(),
        '-' | '+' | '=' | ':' | '.' | ')' | '>' | '~' | '|' => starts,
        _ => false,
    }
}
