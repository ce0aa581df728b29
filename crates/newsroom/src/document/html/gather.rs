//! Gathers running text from HTML: white space collapses, control characters go.

use crate::document::{Inline, Marks, Span};

/// Text of the paragraph that is being read.
#[derive(Default)]
pub(super) struct Gather {
    spans: Vec<Span>,
}

impl Gather {
    pub(super) fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Adds text, runs of white space becoming one space.
    pub(super) fn push(&mut self, text: &str, marks: &Marks) {
        let mut at_space = self.ends_in_space();
        // A line break stays a span of its own, so that empty lines are seen later.
        if self.spans.last().is_none_or(|last| last.marks != *marks || last.text == "\n") {
            self.spans.push(Span { text: String::with_capacity(text.len()), marks: marks.clone() });
        }
        let Some(Span { text: out, .. }) = self.spans.last_mut() else { return };
        for letter in text.chars() {
            match letter {
                ' ' | '\n' | '\t' | '\r' | '\u{c}' if at_space => {}
                ' ' | '\n' | '\t' | '\r' | '\u{c}' => {
                    out.push(' ');
                    at_space = true;
                }
                control if control.is_control() => {}
                other => {
                    out.push(other);
                    at_space = false;
                }
            }
        }
        if out.is_empty() {
            self.spans.pop();
        }
    }

    /// Begins a new line.
    pub(super) fn break_line(&mut self, marks: &Marks) {
        // The space before a line break would only be invisible.
        while let Some(last) = self.spans.last_mut() {
            last.text.truncate(last.text.trim_end_matches(' ').len());
            if !last.text.is_empty() {
                break;
            }
            self.spans.pop();
        }
        if !self.spans.is_empty() {
            self.spans.push(Span { text: "\n".into(), marks: marks.clone() });
        }
    }

    /// The paragraphs gathered so far: an empty line parts them.
    pub(super) fn take(&mut self) -> Vec<Inline> {
        let spans = std::mem::take(&mut self.spans);
        let mut paragraphs = Vec::new();
        let mut current: Vec<Span> = Vec::new();
        let mut breaks = 0_usize;
        for span in spans {
            breaks = if span.text == "\n" { breaks + 1 } else { 0 };
            if breaks == 2 {
                paragraphs.push(Inline::new(std::mem::take(&mut current)));
            } else if breaks < 2 {
                current.push(span);
            }
        }
        paragraphs.push(Inline::new(current));
        paragraphs.into_iter().map(Inline::trimmed).filter(|text| !text.is_blank()).collect()
    }

    fn ends_in_space(&self) -> bool {
        self.spans.last().is_none_or(|last| last.text.ends_with([' ', '\n']))
    }
}

/// Texts put together as one, with something between them.
pub(super) fn join(texts: impl IntoIterator<Item = Inline>, between: &str) -> Option<Inline> {
    let mut spans: Vec<Span> = Vec::new();
    for text in texts {
        if !spans.is_empty() {
            spans.push(Span { text: between.to_owned(), marks: Marks::default() });
        }
        spans.extend(text.spans().iter().cloned());
    }
    Some(Inline::new(spans)).filter(|text| !text.is_blank())
}

/// A line of plain text from an attribute; nothing when it is blank.
pub(super) fn line(text: Option<&str>) -> Option<String> {
    let mut gather = Gather::default();
    gather.push(text?, &Marks::default());
    join(gather.take(), " ").map(|text| text.text())
}
