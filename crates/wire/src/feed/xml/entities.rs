//! References: `&amp;`, `&#8220;`, `&eacute;`, and those that the document declares itself.
//!
//! [XML 1.0, 4](https://www.w3.org/TR/xml/#sec-physical-struct). Names of
//! [HTML](https://html.spec.whatwg.org/multipage/named-characters.html) are read though nobody declared them. Of
//! a document's own declarations only plain text counts: what lies outside is never fetched, and text made of
//! further references is refused, because it can grow without bound.

use std::borrow::Cow;
use std::collections::HashMap;

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};
use memchr::{memchr, memchr2, memmem};

/// Names longer than this are none.
const LONGEST_NAME: usize = 40;
/// Texts that documents declare may be so long, in bytes,
const LONGEST_TEXT: usize = 1_024;
/// so many,
const MOST: usize = 256;
/// and all that they are put in for together.
const MOST_PUT_IN: usize = 1 << 20;

/// What a document declares itself, and what was wrong with references.
#[derive(Debug, Default)]
pub(crate) struct Entities<'a> {
    declared: HashMap<&'a str, Declared>,
    put_in: usize,
    /// What was wrong with the references read last.
    pub(crate) wrong: Option<String>,
    /// Why the document must be refused.
    pub(crate) refused: Option<String>,
}

#[derive(Debug)]
enum Declared {
    Text(String),
    /// Text of further references.
    Nested,
    /// Something outside.
    Outside,
}

impl<'a> Entities<'a> {
    /// Reads the declarations of a document type.
    pub(crate) fn declare(&mut self, doctype: &'a str) {
        let mut rest = doctype;
        while let Some(at) = memmem::find(rest.as_bytes(), b"<!ENTITY") {
            rest = rest[at + "<!ENTITY".len()..].trim_start();
            let name_end = rest.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(rest.len());
            let (name, value) = (&rest[..name_end], rest[name_end..].trim_start());
            if name.is_empty() || name == "%" || name.len() > LONGEST_NAME || self.declared.len() >= MOST {
                continue;
            }
            let declared = match value.as_bytes().first() {
                Some(quote @ (b'"' | b'\'')) => {
                    let end = memchr(*quote, &value.as_bytes()[1..]).map_or(value.len(), |end| end + 1);
                    declared(&value[1..end])
                }
                _ => Declared::Outside,
            };
            // The first declaration of a name counts (XML, 4.2).
            self.declared.entry(name).or_insert(declared);
        }
    }

    /// A text with its references put in, and lines that end in one character.
    pub(crate) fn resolve(&mut self, text: &'a str) -> Cow<'a, str> {
        let Some(first) = memchr2(b'&', b'\r', text.as_bytes()) else { return Cow::Borrowed(text) };
        let mut out = String::with_capacity(text.len());
        out.push_str(&text[..first]);
        let mut rest = &text[first..];
        loop {
            let length = if rest.starts_with('&') {
                self.reference(rest, &mut out)
            } else {
                out.push('\n');
                1 + usize::from(rest.as_bytes().get(1) == Some(&b'\n'))
            };
            rest = &rest[length..];
            let Some(next) = memchr2(b'&', b'\r', rest.as_bytes()) else { break };
            out.push_str(&rest[..next]);
            rest = &rest[next..];
        }
        out.push_str(rest);
        Cow::Owned(out)
    }

    /// Puts in what a reference stands for, and says how long it was.
    fn reference(&mut self, text: &str, out: &mut String) -> usize {
        // Nearly all of them.
        for (reference, char) in
            [("&lt;", '<'), ("&gt;", '>'), ("&amp;", '&'), ("&quot;", '"'), ("&apos;", '\'')]
        {
            if text.starts_with(reference) {
                out.push(char);
                return reference.len();
            }
        }
        let name = text.as_bytes()[1..]
            .iter()
            .take(LONGEST_NAME)
            .position(|byte| *byte == b';' || !(byte.is_ascii_alphanumeric() || b"#_-.:".contains(byte)))
            .filter(|end| text.as_bytes()[1 + end] == b';' && *end > 0)
            .map(|end| &text[1..=end]);
        let Some(name) = name else {
            self.wrong = Some("an “&” that begins no reference; it has to be written “&amp;”".to_owned());
            out.push('&');
            return 1;
        };
        let length = name.len() + 2;
        if let Some(number) = name.strip_prefix('#') {
            match char_of(number) {
                Some(char) if char < ' ' && !matches!(char, '\t' | '\n' | '\r') => {
                    self.wrong = Some(format!("“&{name};” is a character that XML does not allow"));
                }
                Some(char) => out.push(char),
                None => {
                    self.wrong = Some(format!("“&{name};” is no character"));
                    out.push_str(&text[..length]);
                }
            }
            return length;
        }
        match self.declared.get(name) {
            Some(Declared::Text(value)) => {
                self.put_in += value.len();
                if self.put_in > MOST_PUT_IN {
                    self.refused = Some(format!("“&{name};” stands for more text than is put in"));
                } else {
                    out.push_str(value);
                }
                return length;
            }
            Some(Declared::Nested) => {
                self.refused = Some(format!("the entity “{name}” is declared by means of other entities"));
                return length;
            }
            Some(Declared::Outside) => {
                self.wrong = Some(format!("“&{name};” stands for something outside, which is not fetched"));
                return length;
            }
            None => {}
        }
        self.wrong = Some(format!("“&{name};” was not declared"));
        if !push_named(name, out) {
            out.push_str(&text[..length]);
        }
        length
    }
}

fn declared(value: &str) -> Declared {
    if value.len() > LONGEST_TEXT {
        return Declared::Nested;
    }
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let reference = rest.split_once(';').and_then(|(name, after)| {
            let char = name.strip_prefix('#').and_then(char_of)?;
            Some((char, after))
        });
        let Some((char, after)) = reference else { return Declared::Nested };
        text.push(char);
        rest = after;
    }
    text.push_str(rest);
    Declared::Text(text)
}

/// The character of a number, decimal or with `x` hexadecimal. Numbers of the control characters 128 to 159 mean
/// what Windows has there, as in HTML.
fn char_of(number: &str) -> Option<char> {
    let number = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    of_windows(number).or_else(|| char::from_u32(number))
}

/// What Windows has where Unicode has a control character.
pub(crate) fn of_windows(number: u32) -> Option<char> {
    let place = usize::try_from(number.checked_sub(0x80)?).ok()?;
    C1_REPLACEMENTS.get(place).copied().flatten()
}

/// Puts in the characters of a name of HTML.
pub(crate) fn push_named(name: &str, out: &mut String) -> bool {
    // The table has names with their semicolon.
    let mut key = String::with_capacity(name.len() + 1);
    key.push_str(name);
    key.push(';');
    let Some((first, second)) = NAMED_ENTITIES.get(key.as_str()) else { return false };
    let chars = [*first, *second];
    out.extend(chars.iter().filter(|number| **number != 0).filter_map(|number| char::from_u32(*number)));
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(text: &str) -> String {
        Entities::default().resolve(text).into_owned()
    }

    #[test]
    fn references_of_xml_and_html_are_put_in() {
        assert_eq!(
            resolved("a &lt;b&gt; &amp;amp; &eacute;&nbsp;&#8220;&#x41;&#X42;"),
            "a <b> &amp; é\u{a0}“AB"
        );
        assert_eq!(resolved("don&#146;t\r\nnow"), "don’t\nnow");
    }

    #[test]
    fn what_is_no_reference_stays() {
        assert_eq!(resolved("AT&T a?b=1&c=2&d;"), "AT&T a?b=1&c=2&d;");
        let mut entities = Entities::default();
        assert_eq!(entities.resolve("no reference"), "no reference");
        assert_eq!(entities.wrong, None);
        entities.resolve("a & b");
        assert!(entities.wrong.is_some());
    }

    #[test]
    fn declared_text_is_put_in_once() {
        let mut entities = Entities::default();
        entities
            .declare("x [<!ENTITY paper \"Das Blatt &#169;\"> <!ENTITY out SYSTEM 'file:///etc/passwd'>]");
        assert_eq!(entities.resolve("&paper;!"), "Das Blatt ©!");
        assert_eq!(entities.wrong, None);
        assert_eq!(entities.resolve("[&out;]"), "[]");
        assert!(entities.refused.is_none());
    }

    #[test]
    fn text_that_grows_is_refused() {
        let mut entities = Entities::default();
        entities.declare("x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]");
        entities.resolve("&b;");
        assert!(entities.refused.is_some());
    }
}
