//! Inline text as Markdown, and back from the parser's events.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::document::{Inline, Marks, Span};
use crate::language::Language;

/// Collects spans from events until the element that began before them ends.
#[derive(Default)]
pub(super) struct Collector {
    spans: Vec<Span>,
    marks: Vec<Marks>,
    /// Whether a `<th>` stood in it: the cell of a table is a header.
    pub(super) header: bool,
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
            "th" => {
                self.header = true;
                return;
            }
            _ => {
                self.misplaced = Some("an HTML element other than strong, em, sup, sub, br or span lang");
                return;
            }
        }
        self.marks.push(marks);
    }
}
