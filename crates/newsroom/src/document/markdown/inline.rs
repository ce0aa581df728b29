//! Inline text as Markdown, and back from the parser's events.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::document::{Inline, Marks, Span};
use crate::language::Language;

/// Collects spans from events until the element that began before them ends.
#[derive(Default)]
pub(super) struct Collector {
    spans: Vec<Span>,
    marks: Vec<Marks>,
    /// Something that has no place in running text.
    pub(super) misplaced: Option<&'static str>,
}

impl Collector {
    /// Takes one event; whether it belonged to inline text.
    pub(super) fn take(&mut self, event: &Event<'_>) -> bool {
        let mut marks = self.current();
        match event {
            Event::Text(text) | Event::Code(text) => self.push(text),
            Event::SoftBreak => self.push(" "),
            Event::HardBreak => self.push("\n"),
            Event::InlineHtml(tag) => self.tag(tag),
            Event::Start(Tag::Strong) => {
                marks.strong = true;
                self.marks.push(marks);
            }
            Event::Start(Tag::Emphasis) => {
                marks.emphasis = true;
                self.marks.push(marks);
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                marks.link = Some(dest_url.to_string());
                self.marks.push(marks);
            }
            Event::Start(Tag::Image { .. }) => {
                self.misplaced = Some("a picture in the middle of a text; give it a paragraph of its own");
                self.marks.push(marks);
            }
            Event::End(TagEnd::Strong | TagEnd::Emphasis | TagEnd::Link | TagEnd::Image) => {
                self.marks.pop();
            }
            _ => return false,
        }
        true
    }

    pub(super) fn finish(self) -> Inline {
        Inline::new(self.spans)
    }

    pub(super) fn break_line(&mut self) {
        if !self.spans.is_empty() {
            self.push("\n");
        }
    }

    fn current(&self) -> Marks {
        self.marks.last().cloned().unwrap_or_default()
    }

    fn push(&mut self, text: &str) {
        self.spans.push(Span { text: text.to_owned(), marks: self.current() });
    }

    fn tag(&mut self, tag: &str) {
        let mut marks = self.current();
        let name = tag.trim_matches(['<', '>', '/']).split([' ', '\t']).next().unwrap_or_default();
        if tag.starts_with("</") {
            self.marks.pop();
            return;
        }
        match name {
            "strong" | "b" => marks.strong = true,
            "em" | "i" => marks.emphasis = true,
            "sup" => (marks.superscript, marks.subscript) = (true, false),
            "sub" => (marks.superscript, marks.subscript) = (false, true),
            "span" => {
                let tag = tag.split("lang=\"").nth(1).and_then(|rest| rest.split('"').next());
                marks.language = tag.and_then(|tag| Language::parse(tag).ok()).or(marks.language);
            }
            "br" => return self.push("\n"),
            _ => {
                self.misplaced = Some("an HTML element other than strong, em, sup, sub, br or span lang");
                return;
            }
        }
        self.marks.push(marks);
    }
}

/// Writes inline text on one or more lines.
pub(super) fn write(text: &Inline) -> String {
    let mut out = String::new();
    let spans = text.spans();
    for (at, span) in spans.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| spans[at].text.chars().next_back());
        let after = spans.get(at + 1).and_then(|next| next.text.chars().next());
        push_span(&mut out, span, Neighbours { before, after });
    }
    out
}

/// The characters beside a span; nothing at the ends of the text.
#[derive(Clone, Copy)]
struct Neighbours {
    before: Option<char>,
    after: Option<char>,
}

fn push_span(out: &mut String, span: &Span, beside: Neighbours) {
    let marks = &span.marks;
    let mut closing: Vec<String> = Vec::new();
    // Asterisks mark only where CommonMark's flanking rules let them; tags always do.
    let solid = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let stars = solid(span.text.chars().next())
        && solid(span.text.chars().next_back())
        && !solid(beside.before)
        && !solid(beside.after)
        && !(marks.strong && marks.emphasis);
    let mut wrap = |on: bool, star: &str, tag: &str| {
        if on && stars && !star.is_empty() {
            out.push_str(star);
            closing.push(star.to_owned());
        } else if on {
            out.push_str(&format!("<{tag}>"));
            closing.push(format!("</{}>", tag.split(' ').next().unwrap_or(tag)));
        }
    };
    wrap(marks.strong, "**", "strong");
    wrap(marks.emphasis, "*", "em");
    wrap(marks.superscript, "", "sup");
    wrap(marks.subscript, "", "sub");
    if let Some(language) = &marks.language {
        wrap(true, "", &format!("span lang=\"{language}\""));
    }
    match &marks.link {
        Some(link) => {
            let target =
                link.replace('\\', "\\\\").replace('<', "\\<").replace('>', "\\>").replace('&', "&amp;");
            out.push_str(&format!("[{}](<{target}>)", escape(&span.text, beside)));
        }
        None => out.push_str(&escape(&span.text, beside)),
    }
    closing.iter().rev().for_each(|mark| out.push_str(mark));
}

/// Text in which nothing is read as markup.
fn escape(text: &str, beside: Neighbours) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut letters = text.chars().peekable();
    // Where a line begins or ends, spaces are lost and some marks mean a list or a heading.
    let mut at_start = beside.before.is_none_or(|before| before == '\n');
    while let Some(letter) = letters.next() {
        let at_end = letters.peek().copied().or(beside.after).is_none_or(|next| next == '\n');
        match letter {
            '\n' => out.push_str("<br>"),
            ' ' if at_start || at_end => out.push_str("&#32;"),
            '\t' => out.push_str("&#9;"),
            // Unicode spaces count as white space where CommonMark trims and breaks lines.
            '\u{a0}' => out.push_str("&#160;"),
            letter if letter.is_ascii_punctuation() && needs_escape(letter, at_start) => {
                out.push('\\');
                out.push(letter);
            }
            other => out.push(other),
        }
        at_start = letter == '\n' || (at_start && letter.is_ascii_digit());
    }
    out
}

fn needs_escape(letter: char, at_start: bool) -> bool {
    matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '{' | '}')
        || (at_start && matches!(letter, '#' | '-' | '+' | '=' | ':' | '.' | ')'))
        || letter == '!'
}
