//! Paragraphs out of line breaks, as WordPress makes them of classic text when it shows it.
//!
//! The rules are those of WordPress's `wpautop`, written anew: an empty line parts paragraphs, a
//! single line break is a break, elements that are blocks themselves stay outside of paragraphs,
//! and in preformatted text nothing changes.

use crate::markup::{self, Piece, pieces};

/// Elements that are no part of a paragraph.
const BLOCKS: [&str; 46] = [
    "address",
    "article",
    "aside",
    "audio",
    "blockquote",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "video",
];
/// Blocks in which text of several paragraphs may stand.
const FLOW: [&str; 13] = [
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "details",
    "div",
    "footer",
    "header",
    "li",
    "main",
    "section",
    "td",
];
/// Elements whose text stays exactly as it is.
const VERBATIM: [&str; 5] = ["pre", "script", "style", "textarea", "svg"];

/// Makes the paragraphs of classic text.
pub(super) fn autop(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut writer =
        Writer { html: String::with_capacity(text.len() * 2), frames: vec![Frame::new("blockquote")] };
    let mut rest = text.as_str();
    while !rest.is_empty() {
        // Found anew after each verbatim element, because those are taken out whole.
        let mut taken = 0;
        for piece in pieces(rest) {
            match piece {
                Piece::Text(text) => {
                    writer.text(text);
                    taken += text.len();
                }
                Piece::Comment(comment) => taken += comment.len(),
                Piece::Tag(tag) => {
                    let name = markup::name(tag);
                    if VERBATIM.contains(&name.as_str()) && !markup::is_closing(tag) {
                        let whole = verbatim(&rest[taken..], tag.len(), &name);
                        writer.block(whole);
                        taken += whole.len();
                        break;
                    }
                    writer.tag(tag, &name);
                    taken += tag.len();
                }
            }
        }
        rest = &rest[taken..];
    }
    writer.finish()
}

/// The element a text begins with, up to and including its end tag.
fn verbatim<'a>(text: &'a str, from: usize, name: &str) -> &'a str {
    let end = format!("</{name}");
    let lower = text[from..].to_ascii_lowercase();
    match lower.find(&end) {
        Some(at) => {
            let at = from + at;
            let close = text[at..].find('>').map_or(text.len(), |length| at + length + 1);
            &text[..close]
        }
        None => text,
    }
}

/// An open block and the text in it that is not written yet.
struct Frame {
    name: String,
    run: String,
    /// Whether its text stands in paragraphs: always in quotations, elsewhere from the first
    /// empty line on.
    in_paragraphs: bool,
}

impl Frame {
    fn new(name: &str) -> Frame {
        Frame { name: name.to_owned(), run: String::new(), in_paragraphs: name == "blockquote" }
    }
}

struct Writer {
    html: String,
    /// Never empty: the first is the post itself.
    frames: Vec<Frame>,
}

impl Writer {
    fn text(&mut self, text: &str) {
        let mut paragraphs = split_at_empty_lines(text).into_iter();
        let Some(first) = paragraphs.next() else { return };
        self.run().push_str(first);
        for paragraph in paragraphs {
            let frame = self.frame();
            if frame.name == "blockquote" || FLOW.contains(&frame.name.as_str()) {
                if !frame.run.trim().is_empty() {
                    frame.in_paragraphs = true;
                }
                self.flush();
            } else {
                self.run().push('\n');
            }
            self.run().push_str(paragraph);
        }
    }

    fn tag(&mut self, tag: &str, name: &str) {
        if !BLOCKS.contains(&name) {
            // A tag over several lines is still one tag.
            let tag = tag.replace('\n', " ");
            self.run().push_str(&tag);
            return;
        }
        self.flush();
        if markup::is_closing(tag) {
            match self.frames.iter().skip(1).rposition(|frame| frame.name == name) {
                Some(place) => self.frames.truncate(place + 1),
                // It closes nothing: WordPress's own texts are full of lone </p>.
                None => return,
            }
        }
        self.html.push_str(&tag.replace('\n', " "));
        let is_void = matches!(name, "hr" | "col") || tag.ends_with("/>");
        if !markup::is_closing(tag) && !is_void {
            self.frames.push(Frame::new(name));
        }
    }

    fn block(&mut self, whole: &str) {
        self.flush();
        self.html.push_str(whole);
    }

    /// Writes the text that stands before a block or the end of its paragraph.
    fn flush(&mut self) {
        let frame = self.frame();
        let run = std::mem::take(&mut frame.run);
        let in_paragraphs = frame.in_paragraphs;
        let run = run.trim();
        if run.is_empty() {
            return;
        }
        let lines: Vec<&str> = run.lines().map(str::trim).collect();
        let text = lines.iter().enumerate().fold(String::new(), |mut text, (place, line)| {
            if place > 0 {
                let has_break = text.ends_with("<br>") || text.ends_with("<br />") || text.ends_with("<br/>");
                text.push_str(if has_break { "\n" } else { "<br>\n" });
            }
            text.push_str(line);
            text
        });
        if in_paragraphs {
            self.html.push_str("<p>");
            self.html.push_str(&text);
            self.html.push_str("</p>\n");
        } else {
            self.html.push_str(&text);
        }
    }

    fn finish(mut self) -> String {
        self.flush();
        self.html
    }

    fn frame(&mut self) -> &mut Frame {
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    fn run(&mut self) -> &mut String {
        &mut self.frame().run
    }
}

fn split_at_empty_lines(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut from = 0;
    let mut empty_since: Option<usize> = None;
    for (at, char) in text.char_indices() {
        match char {
            '\n' => match empty_since {
                Some(start) => {
                    if start >= from {
                        parts.push(&text[from..start]);
                    }
                    from = at + 1;
                    empty_since = Some(from);
                }
                None => empty_since = Some(at),
            },
            ' ' | '\t' | '\u{a0}' => {}
            _ => empty_since = None,
        }
    }
    parts.push(&text[from..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::autop;

    #[test]
    fn empty_lines_part_paragraphs_and_line_ends_break() {
        assert_eq!(autop("Eins\r\nzwei\n\n \nDrei"), "<p>Eins<br>\nzwei</p>\n<p>Drei</p>\n");
        assert_eq!(autop("a<br />\nb"), "<p>a<br />\nb</p>\n");
        assert_eq!(autop("\n\n"), "");
    }

    #[test]
    fn blocks_stay_outside_of_paragraphs() {
        assert_eq!(autop("Vor\n<h2>Titel</h2>\nNach"), "<p>Vor</p>\n<h2>Titel</h2><p>Nach</p>\n");
        assert_eq!(autop("<p>Ganz\nrichtig</p>"), "<p>Ganz<br>\nrichtig</p>");
        assert_eq!(autop("<ul>\n<li>a</li>\n<li>b</li>\n</ul>"), "<ul><li>a</li><li>b</li></ul>");
        assert_eq!(autop("A <em>b</em>\n<hr>\nc"), "<p>A <em>b</em></p>\n<hr><p>c</p>\n");
    }

    #[test]
    fn quotations_and_boxes_hold_paragraphs() {
        assert_eq!(autop("<blockquote>Wahr.</blockquote>"), "<blockquote><p>Wahr.</p>\n</blockquote>");
        assert_eq!(autop("<div>nur dies</div>"), "<div>nur dies</div>");
        assert_eq!(autop("<div>a\n\nb</div>"), "<div><p>a</p>\n<p>b</p>\n</div>");
    }

    #[test]
    fn preformatted_text_is_left_alone() {
        assert_eq!(
            autop("a\n\n<pre>x\n\n  <b>y</b>\n</pre>\nb"),
            "<p>a</p>\n<pre>x\n\n  <b>y</b>\n</pre><p>b</p>\n"
        );
    }

    #[test]
    fn what_is_left_open_or_closes_nothing_does_no_harm() {
        assert_eq!(autop("a</p>\n\nb</div>"), "<p>a</p>\n<p>b</p>\n");
        assert_eq!(autop("<blockquote>a"), "<blockquote><p>a</p>\n");
        assert_eq!(autop("1 < 2 & 3\n\n<a\nhref='x'>y</a>"), "<p>1 < 2 & 3</p>\n<p><a href='x'>y</a></p>\n");
    }
}
