//! The text inside an IPTC document, whatever it is written in: gathered as HTML, with what is not text beside it.

use newsroom::document::html::escape;
use newsroom::wire_item::{Media, NoteKind, WireItem};
use url::Url;

use crate::body::{from_text, put_html};
use crate::xml::Node;
use crate::{iptc, nitf};

/// The text of an item while it is gathered.
#[derive(Debug, Default)]
pub(crate) struct Text {
    /// The text as HTML.
    pub(crate) html: String,
    /// Media the text names.
    pub(crate) media: Vec<Media>,
    /// Words to the editors that stood in it.
    pub(crate) notes: Vec<(NoteKind, String)>,
    /// What could not be kept, and where.
    pub(crate) faults: Vec<(u32, String)>,
}

impl Text {
    /// Adds the text of an element: NITF, HTML with or without its namespace, or plain.
    pub(crate) fn push(&mut self, holder: Node<'_>, base: Option<&Url>) {
        let Some(first) = holder.children().next() else {
            return self.push_words(&holder.text());
        };
        if nitf::looks_like(first) {
            nitf::push_body(self, first.child("body").unwrap_or(first), base);
        } else if ["body", "body.content"].contains(&first.name()) && first.descendants().any(is_nitf_only) {
            nitf::push_body(self, first, base);
        } else if first.name() == "html" {
            let body = first.child("body").unwrap_or(first);
            self.html.push_str(&body.inner_html());
        } else if holder.descendants().any(is_nitf_only) {
            nitf::push_body(self, holder, base);
        } else {
            self.html.push_str(&holder.inner_html());
        }
    }

    /// Adds text that may be HTML written as text, as it stands in CDATA sections.
    pub(crate) fn push_words(&mut self, words: &str) {
        if is_html(words) { self.html.push_str(words) } else { self.push_plain(words) }
    }

    /// Adds text without markup.
    pub(crate) fn push_plain(&mut self, words: &str) {
        for line in from_text(words).plain_text().lines() {
            self.html.push_str("<p>");
            escape(&mut self.html, line);
            self.html.push_str("</p>");
        }
    }

    /// Whether there is nothing in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.html.trim().is_empty() && self.media.is_empty()
    }

    /// Puts it into an item.
    pub(crate) fn put(self, item: &mut WireItem, base: Option<&Url>) {
        put_html(item, &self.html, base);
        for (number, mut one) in self.media.into_iter().enumerate() {
            one.lead = number == 0 && one.is_picture();
            match item.media.iter_mut().find(|known| known.url == one.url) {
                Some(known) => *known = one,
                None => item.media.push(one),
            }
        }
        for (kind, note) in self.notes {
            iptc::add_note(item, kind, &note);
        }
        for (line, what) in self.faults {
            item.fault(Some(line), what);
        }
    }
}

/// Elements NITF has and HTML has not.
fn is_nitf_only(node: Node<'_>) -> bool {
    matches!(
        node.name(),
        "hl1"
            | "hl2"
            | "media"
            | "bq"
            | "body.content"
            | "chron"
            | "person"
            | "org"
            | "location"
            | "money"
            | "num"
            | "block"
    ) && !node.namespace().ends_with("xhtml")
}

/// Whether words are HTML: they begin with a tag that is closed later, or hold paragraphs.
fn is_html(words: &str) -> bool {
    let words = words.trim_start();
    let begins =
        words.starts_with('<') && words[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '!');
    let lower = words.to_ascii_lowercase();
    (begins && (lower.contains("</") || lower.contains("/>") || lower.contains("<p>")))
        || (lower.contains("<p>") && lower.contains("</p>"))
}

/// An address, absolute where that can be known.
pub(crate) fn complete_url(source: &str, base: Option<&Url>) -> String {
    let source = source.trim();
    match (Url::parse(source), base) {
        (Ok(url), _) => url.into(),
        (Err(_), Some(base)) => base.join(source).map_or_else(|_| source.to_owned(), String::from),
        (Err(_), None) => source.to_owned(),
    }
}

/// Bytes written in letters ([RFC 4648, 4](https://www.rfc-editor.org/rfc/rfc4648#section-4)); white space counts for nothing.
pub(crate) fn from_base64(text: &str) -> Option<Vec<u8>> {
    use base64::Engine;
    let letters: String = text.chars().filter(|letter| !letter.is_whitespace() && *letter != '=').collect();
    base64::engine::general_purpose::STANDARD_NO_PAD.decode(letters).ok().filter(|bytes| !bytes.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str) -> String {
        let tree = crate::xml::read(text.as_bytes(), None).expect("XML");
        let mut out = Text::default();
        out.push(tree.root(), None);
        out.html
    }

    #[test]
    fn every_kind_of_text_becomes_html() {
        for (text, is) in [
            (
                "<a><nitf><body><body.content><p>1 <org>2</org></p></body.content></body></nitf></a>",
                "<p>1 2</p>",
            ),
            ("<a><html xmlns='http://www.w3.org/1999/xhtml'><body><p>1</p></body></html></a>", "<p>1</p>"),
            ("<a><p>1</p><p>2</p></a>", "<p>1</p><p>2</p>"),
            ("<a><p>1</p><hl2>2</hl2></a>", "<p>1</p><h2>2</h2>"),
            ("<a>&lt;p&gt;1&lt;/p&gt;</a>", "<p>1</p>"),
            ("<a>1 &lt; 2 &lt;b&gt;\n\n3</a>", "<p>1 &lt; 2 &lt;b&gt;</p><p>3</p>"),
        ] {
            assert_eq!(html(text).trim(), is, "{text}");
        }
    }

    #[test]
    fn bytes_in_letters_are_read() {
        assert_eq!(from_base64("/9j\n/4A==").as_deref(), Some(&[0xff, 0xd8, 0xff, 0xe0][..]));
        assert_eq!(from_base64("not base64!"), None);
        assert_eq!(from_base64(""), None);
    }
}
