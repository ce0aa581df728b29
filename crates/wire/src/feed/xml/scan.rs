//! Markup in pieces: tags, text, and the rest, from text that need not be well-formed.
//!
//! [XML 1.0, 2 and 3](https://www.w3.org/TR/xml/#sec-documents). What breaks its rules is read the way it was
//! most likely meant, and noted: a `<` that begins no tag is text, an attribute may lack its quotes, a comment
//! its end. The pieces are parts of the text; nothing is copied.

use memchr::{memchr, memchr2, memchr3, memmem};

/// A piece of markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// `<name attributes>`
    Start(Tag<'a>),
    /// `</name>`
    End(&'a str),
    /// What stands between tags, with its references.
    Text(&'a str),
    /// What stands in `<![CDATA[ … ]]>`.
    CData(&'a str),
    /// What stands in `<!DOCTYPE … >`.
    Doctype(&'a str),
    /// A comment, a processing instruction, or another declaration.
    Aside,
}

/// A start tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tag<'a> {
    /// The name as written.
    pub(crate) name: &'a str,
    /// What follows it, up to the end of the tag.
    pub(crate) attributes: &'a str,
    /// Whether it ends itself: `<br/>`.
    pub(crate) empty: bool,
}

/// Goes through a text piece by piece.
pub(crate) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// Whether it is HTML, where attributes may hold a `<`.
    html: bool,
    /// What was wrong with the last piece.
    pub(crate) wrong: Option<&'static str>,
}

impl<'a> Scanner<'a> {
    /// Begins at the beginning.
    pub(crate) fn new(text: &'a str) -> Scanner<'a> {
        Scanner { text, at: 0, html: false, wrong: None }
    }

    /// Begins at the beginning of HTML.
    pub(crate) fn html(text: &'a str) -> Scanner<'a> {
        Scanner { html: true, ..Scanner::new(text) }
    }

    /// How many bytes have been read.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// The next piece, or nothing at the end.
    pub(crate) fn next(&mut self) -> Option<Token<'a>> {
        self.wrong = None;
        let rest = &self.text[self.at..];
        let bytes = rest.as_bytes();
        if bytes.is_empty() {
            return None;
        }
        if bytes[0] != b'<' || !begins_markup(bytes) {
            return Some(self.text());
        }
        Some(match bytes[1] {
            b'/' => self.end_tag(rest),
            b'?' => {
                self.aside(rest, "?>", "a processing instruction without its end");
                Token::Aside
            }
            b'!' => self.declaration(rest),
            _ => self.start_tag(rest),
        })
    }

    /// Passes over everything up to the end tag of that name, which is passed over too.
    pub(crate) fn skip_past_end(&mut self, name: &str) {
        let rest = &self.text[self.at..];
        let mut from = 0;
        while let Some(found) = memmem::find(&rest.as_bytes()[from..], b"</") {
            let at = from + found + 2;
            let is_it = rest.as_bytes()[at..].get(..name.len());
            if is_it.is_some_and(|word| word.eq_ignore_ascii_case(name.as_bytes())) {
                let end = memchr(b'>', &rest.as_bytes()[at..]).map_or(rest.len(), |end| at + end + 1);
                self.at += end;
                return;
            }
            from = at;
        }
        self.at = self.text.len();
    }

    fn text(&mut self) -> Token<'a> {
        let rest = &self.text[self.at..];
        let bytes = rest.as_bytes();
        let mut end = 0;
        loop {
            match memchr(b'<', &bytes[end..]) {
                None => end = bytes.len(),
                Some(found) if begins_markup(&bytes[end + found..]) => end += found,
                Some(found) => {
                    self.wrong = Some("a “<” that begins no tag; it has to be written “&lt;”");
                    end += found + 1;
                    continue;
                }
            }
            break;
        }
        self.at += end;
        Token::Text(&rest[..end])
    }

    fn end_tag(&mut self, rest: &'a str) -> Token<'a> {
        let bytes = rest.as_bytes();
        let end = match memchr2(b'>', b'<', &bytes[2..]) {
            Some(found) if bytes[2 + found] == b'>' => {
                self.at += found + 3;
                2 + found
            }
            found => {
                self.wrong = Some("an end tag without its “>”");
                let end = found.map_or(bytes.len(), |found| 2 + found);
                self.at += end;
                end
            }
        };
        Token::End(rest[2..end].trim())
    }

    fn start_tag(&mut self, rest: &'a str) -> Token<'a> {
        let bytes = rest.as_bytes();
        let name_end = 1 + bytes[1..]
            .iter()
            .position(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'>' | b'/' | b'<' | b'\x0c'))
            .unwrap_or(bytes.len() - 1);
        let (end, next) = self.tag_end(bytes, name_end);
        let mut attributes = rest[name_end..end].trim_end();
        let empty = attributes.ends_with('/');
        if empty {
            attributes = &attributes[..attributes.len() - 1];
        }
        self.at += next;
        Token::Start(Tag { name: &rest[1..name_end], attributes, empty })
    }

    /// Where the attributes of a tag end, and where what follows it begins.
    fn tag_end(&mut self, bytes: &[u8], from: usize) -> (usize, usize) {
        let mut at = from;
        loop {
            let Some(found) = memchr3(b'>', b'"', b'\'', &bytes[at..]) else {
                self.wrong = Some("a tag without its “>”");
                // As much as can be a tag: up to the next one.
                let end = memchr(b'<', &bytes[from..]).map_or(bytes.len(), |next| from + next);
                return (end, end);
            };
            let found = at + found;
            if let Some(open) = memchr(b'<', &bytes[at..found]) {
                self.wrong = Some("a tag without its “>”");
                return (at + open, at + open);
            }
            let quote = bytes[found];
            if quote == b'>' {
                return (found, found + 1);
            }
            // A quote within a name or a bare value is a character like any other.
            if !bytes[from..found].trim_ascii_end().ends_with(b"=") {
                at = found + 1;
                continue;
            }
            if self.html
                && let Some(end) = memchr(quote, &bytes[found + 1..])
            {
                at = found + 1 + end + 1;
                continue;
            }
            match memchr2(quote, b'<', &bytes[found + 1..]) {
                Some(end) if bytes[found + 1 + end] == quote => at = found + 1 + end + 1,
                other => {
                    self.wrong = Some("a “<” in an attribute, or an attribute without its closing quote");
                    let limit = other.map_or(bytes.len(), |open| found + 1 + open);
                    if let Some(end) = memchr(b'>', &bytes[found + 1..limit]) {
                        return (found + 1 + end, found + 1 + end + 1);
                    }
                    match memchr(quote, &bytes[limit..]) {
                        Some(end) => at = limit + end + 1,
                        None => return (limit, limit),
                    }
                }
            }
        }
    }

    fn declaration(&mut self, rest: &'a str) -> Token<'a> {
        if rest.starts_with("<!--") {
            // An end is looked for from the second dash on, as browsers do for `<!-->`.
            self.aside(rest, "-->", "a comment without its end");
            return Token::Aside;
        }
        if rest.as_bytes().get(..9).is_some_and(|start| start.eq_ignore_ascii_case(b"<![CDATA[")) {
            if self.html {
                // HTML has no such sections; what is in one is HTML like all other.
                self.at += 9;
                return Token::CData("");
            }
            return match memmem::find(&rest.as_bytes()[9..], b"]]>") {
                Some(end) => {
                    self.at += 9 + end + 3;
                    Token::CData(&rest[9..9 + end])
                }
                None => {
                    self.wrong = Some("a CDATA section without its end");
                    self.at = self.text.len();
                    Token::CData(&rest[9..])
                }
            };
        }
        if rest.as_bytes().get(..9).is_some_and(|start| start.eq_ignore_ascii_case(b"<!DOCTYPE")) {
            let end = doctype_end(&rest.as_bytes()[9..]);
            if end.is_none() {
                self.wrong = Some("a document type without its end");
            }
            let end = end.map_or(rest.len(), |end| 9 + end);
            self.at += (end + 1).min(rest.len());
            return Token::Doctype(&rest[9..end]);
        }
        self.aside(rest, ">", "a declaration without its end");
        Token::Aside
    }

    /// Passes over something up to its end; where that is missing, up to the next `>`.
    fn aside(&mut self, rest: &str, end: &str, wrong: &'static str) {
        let bytes = rest.as_bytes();
        self.at += match memmem::find(bytes, end.as_bytes()) {
            Some(found) => found + end.len(),
            None => {
                self.wrong = Some(wrong);
                memchr(b'>', bytes).map_or(bytes.len(), |found| found + 1)
            }
        };
    }
}

/// Whether a `<` begins markup and is no mere character.
fn begins_markup(bytes: &[u8]) -> bool {
    match bytes.get(1) {
        Some(b'/') => bytes.get(2).is_some_and(|byte| is_name_start(*byte)),
        Some(b'!' | b'?') => true,
        Some(byte) => is_name_start(*byte),
        None => false,
    }
}

fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte == b':' || byte >= 0x80
}

/// Where a document type ends: the `>` that stands in no quotes and not within brackets.
fn doctype_end(bytes: &[u8]) -> Option<usize> {
    let (mut depth, mut at) = (0_u32, 0);
    while at < bytes.len() {
        match bytes[at] {
            quote @ (b'"' | b'\'') => at += 1 + memchr(quote, &bytes[at + 1..])?,
            b'[' => depth += 1,
            b']' => depth = depth.saturating_sub(1),
            b'<' if bytes[at..].starts_with(b"<!--") => at += 2 + memmem::find(&bytes[at..], b"-->")?,
            b'>' if depth == 0 => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

/// The attributes of a tag, one by one: name and value as written.
pub(crate) struct Attributes<'a> {
    rest: &'a str,
    /// Whether one was not as XML has it: without value or without quotes.
    pub(crate) wrong: bool,
}

impl<'a> Attributes<'a> {
    /// Goes through what follows a tag's name.
    pub(crate) fn new(text: &'a str) -> Attributes<'a> {
        Attributes { rest: text, wrong: false }
    }
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<(&'a str, &'a str)> {
        let rest = self.rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        let bytes = rest.as_bytes();
        let name_end = bytes
            .iter()
            .skip(1)
            .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'/' | b'"' | b'\''))
            .map_or(bytes.len(), |end| end + 1);
        let name = &rest[..name_end];
        let after = rest[name_end..].trim_start();
        let Some(value) = after.strip_prefix('=') else {
            self.wrong = true;
            self.rest = after.trim_start_matches(['"', '\'']);
            return Some((name, ""));
        };
        let value = value.trim_start();
        if let Some(quote @ (b'"' | b'\'')) = value.as_bytes().first().copied() {
            let inner = &value[1..];
            let end = memchr(quote, inner.as_bytes());
            self.wrong |= end.is_none();
            let end = end.unwrap_or(inner.len());
            self.rest = inner.get(end + 1..).unwrap_or_default();
            return Some((name, &inner[..end]));
        }
        self.wrong = true;
        let end = value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len());
        self.rest = &value[end..];
        Some((name, &value[..end]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<Token<'_>> {
        let mut scanner = Scanner::new(text);
        std::iter::from_fn(|| scanner.next()).collect()
    }

    fn start<'a>(name: &'a str, attributes: &'a str) -> Token<'a> {
        Token::Start(Tag { name, attributes, empty: false })
    }

    #[test]
    fn what_is_well_formed_comes_in_its_pieces() {
        assert_eq!(
            tokens("<!-- > --><a b='1>2'>x &amp; y<![CDATA[<z>]]]]></a><br />"),
            [
                Token::Aside,
                start("a", " b='1>2'"),
                Token::Text("x &amp; y"),
                Token::CData("<z>]]"),
                Token::End("a"),
                Token::Start(Tag { name: "br", attributes: " ", empty: true }),
            ]
        );
    }

    #[test]
    fn a_document_type_ends_behind_its_brackets() {
        let text = "<!DOCTYPE a [ <!ENTITY b \"]>\"> <!-- ' --> ]><a>";
        assert_eq!(tokens(text)[1], start("a", ""));
    }

    #[test]
    fn a_less_than_that_begins_no_tag_is_text() {
        let mut scanner = Scanner::new("1 < 2 <3");
        assert_eq!(scanner.next(), Some(Token::Text("1 < 2 <3")));
        assert!(scanner.wrong.is_some());
    }

    #[test]
    fn a_quote_that_is_not_closed_does_not_swallow_the_file() {
        assert_eq!(tokens("<a b='x>y</a>"), [start("a", " b='x"), Token::Text("y"), Token::End("a")]);
        assert_eq!(tokens("<a b<c>")[..2], [start("a", " b"), start("c", "")]);
    }

    #[test]
    fn attributes_without_quotes_or_value_are_read() {
        let mut attributes = Attributes::new(" a=\"1\" b = '2' c=3 d e=\"x y\"");
        let all: Vec<_> = attributes.by_ref().collect();
        assert_eq!(all, [("a", "1"), ("b", "2"), ("c", "3"), ("d", ""), ("e", "x y")]);
        assert!(attributes.wrong);
    }
}
