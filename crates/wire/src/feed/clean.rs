//! HTML of others, made safe to look at: only elements and attributes that show something, complete addresses.
//!
//! A document is made from HTML in another way ([`crate::body::put_html`]). This is for looking at an item as its
//! sender wrote it. Names are those of [HTML](https://html.spec.whatwg.org/multipage/indices.html), HTML 4,
//! [MathML](https://www.w3.org/TR/MathML3/) and
//! [SVG Tiny](https://www.w3.org/TR/SVGTiny12/); what is none of them is left out and the text in it is kept, but
//! for scripts and styles. Tags are kept one by one, closed or not; a page that shows the result puts it into a
//! frame of its own.

mod names;
mod style;

use std::borrow::Cow;

use names::{ATTRIBUTES, ELEMENTS, MATHML, MATHML_ATTRIBUTES, SVG, SVG_ATTRIBUTES};

use super::address;
use super::markup::{VOID, push_escaped};
use super::xml::{Attributes, Scanner, Tag, Token, push_named};

/// Makes HTML safe. Relative addresses are completed with the base.
pub(crate) fn clean(html: &str, base: Option<&str>) -> String {
    let mut cleaner = Cleaner { base, out: String::with_capacity(html.len()), svg: 0, mathml: 0 };
    let mut scanner = Scanner::html(html);
    while let Some(token) = scanner.next() {
        match token {
            Token::Text(text) => push_text(text, &mut cleaner.out),
            Token::CData(_) => cleaner.out.push_str("&lt;![CDATA["),
            Token::Start(tag) => {
                let name = tag.name.to_ascii_lowercase();
                if SILENT.contains(&name.as_str()) {
                    if !tag.empty {
                        scanner.skip_past_end(&name);
                    }
                } else {
                    cleaner.start(tag, &name);
                }
            }
            Token::End(name) => cleaner.end(&name.to_ascii_lowercase()),
            Token::Doctype(_) | Token::Aside => {}
        }
    }
    cleaner.out.trim().to_owned()
}

/// Elements that are left out with all that is in them.
const SILENT: [&str; 3] = ["script", "style", "applet"];

/// Attributes that are addresses, with the elements whose they are.
const ADDRESSES: [(&str, &[&str]); 12] = [
    ("href", &["a", "area", "link"]),
    ("src", &["audio", "img", "input", "source", "video", "track"]),
    ("cite", &["blockquote", "del", "ins", "q"]),
    ("action", &["form"]),
    ("background", &["body", "table", "td", "th"]),
    ("longdesc", &["img"]),
    ("usemap", &["img", "input"]),
    ("poster", &["video"]),
    ("dynsrc", &["img"]),
    ("lowsrc", &["img"]),
    ("xlink:href", &[]),
    ("ping", &[]),
];

/// Attributes that are there or not, and need no value.
const SWITCHES: [&str; 13] = [
    "autofocus",
    "checked",
    "compact",
    "controls",
    "disabled",
    "hidden",
    "ismap",
    "loop",
    "multiple",
    "noshade",
    "nowrap",
    "readonly",
    "selected",
];

struct Cleaner<'b> {
    base: Option<&'b str>,
    out: String,
    /// How many of them are open.
    svg: usize,
    mathml: usize,
}

impl Cleaner<'_> {
    fn start(&mut self, tag: Tag<'_>, name: &str) {
        match name {
            "svg" => self.svg += 1,
            "math" => self.mathml += 1,
            _ => {}
        }
        let Some((written, allowed)) = self.known(name) else { return };
        self.out.push('<');
        self.out.push_str(written);
        let mut attributes: Vec<(Cow<'_, str>, Cow<'_, str>)> = Vec::new();
        for (said, value) in Attributes::new(tag.attributes).take(256) {
            if let Some(new) = self.attribute(name, said, value, allowed)
                && !attributes.iter().any(|(known, _)| *known == new.0)
            {
                attributes.push(new);
            }
        }
        let home = match name {
            "svg" => Some("http://www.w3.org/2000/svg"),
            "math" => Some("http://www.w3.org/1998/Math/MathML"),
            _ => None,
        };
        if let Some(home) = home {
            attributes.retain(|(known, _)| known != "xmlns");
            attributes.push(("xmlns".into(), home.into()));
        }
        let uses_xlink = attributes.iter().any(|(known, _)| known.starts_with("xlink:"));
        if (self.svg > 0 || self.mathml > 0) && uses_xlink {
            attributes.push(("xmlns:xlink".into(), "http://www.w3.org/1999/xlink".into()));
        }
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(&name);
            self.out.push_str("=\"");
            let value = if value.is_empty() && SWITCHES.contains(&&*name) && !has_value(tag, &name) {
                name.clone()
            } else {
                value
            };
            push_attribute(&value, &mut self.out);
            self.out.push('"');
        }
        if VOID.contains(&name) {
            self.out.push_str(" />");
        } else if tag.empty {
            self.out.push_str("></");
            self.out.push_str(written);
            self.out.push('>');
            self.closed(name);
        } else {
            self.out.push('>');
        }
    }

    fn end(&mut self, name: &str) {
        if !VOID.contains(&name)
            && let Some((written, _)) = self.known(name)
        {
            self.out.push_str("</");
            self.out.push_str(written);
            self.out.push('>');
        }
        self.closed(name);
    }

    fn closed(&mut self, name: &str) {
        match name {
            "svg" => self.svg = self.svg.saturating_sub(1),
            "math" => self.mathml = self.mathml.saturating_sub(1),
            _ => {}
        }
    }

    /// How an element is written and what attributes it may have; nothing where it is not known.
    fn known(&self, name: &str) -> Option<(&'static str, &'static [&'static str])> {
        let find =
            |list: &[&'static str]| list.iter().find(|known| known.eq_ignore_ascii_case(name)).copied();
        if self.svg > 0
            && let Some(written) = find(&SVG)
        {
            return Some((written, &SVG_ATTRIBUTES));
        }
        if self.mathml > 0
            && let Some(written) = find(&MATHML)
        {
            return Some((written, &MATHML_ATTRIBUTES));
        }
        find(&ELEMENTS).map(|written| (written, &ATTRIBUTES[..]))
    }

    /// An attribute of an element as it is kept; nothing where it is not.
    fn attribute<'t>(
        &self,
        element: &str,
        name: &'t str,
        value: &'t str,
        allowed: &[&'static str],
    ) -> Option<(Cow<'t, str>, Cow<'t, str>)> {
        let written = *allowed.iter().find(|known| known.eq_ignore_ascii_case(name))?;
        let name = Cow::Borrowed(written);
        if written == "style" {
            let style = style::clean(&plain(value), self.svg > 0);
            return (!style.is_empty()).then_some((name, Cow::Owned(style)));
        }
        let Some((_, elements)) = ADDRESSES.iter().find(|(address, _)| *address == written) else {
            return Some((name, Cow::Borrowed(value)));
        };
        let said = plain(value);
        if address::is_harmful(&said) && !is_picture(element, &said) {
            return Some((name, Cow::Borrowed("")));
        }
        let base = self.base.filter(|_| elements.contains(&element));
        let completed = address::complete(base, &said);
        if completed == value {
            return Some((name, Cow::Borrowed(value)));
        }
        Some((name, Cow::Owned(escape_bare(&completed))))
    }
}

/// Whether an address is a picture in itself.
fn is_picture(element: &str, address: &str) -> bool {
    let start = address.trim().get(..11).unwrap_or_default();
    element == "img" && start.eq_ignore_ascii_case("data:image/")
}

/// Whether an attribute of a tag is written with a value, be it an empty one.
fn has_value(tag: Tag<'_>, name: &str) -> bool {
    let small = tag.attributes.to_ascii_lowercase();
    small.match_indices(name).any(|(at, _)| small[at + name.len()..].trim_start().starts_with('='))
}

/// An address with its ampersands as references.
fn escape_bare(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    push_escaped(address, true, &mut out);
    out
}

/// Appends text of HTML: references stay, characters that begin none become such.
fn push_text(text: &str, out: &mut String) {
    push_checked(text, &['<'], out);
}

fn push_attribute(value: &str, out: &mut String) {
    push_checked(value, &['<', '>', '"'], out);
}

fn push_checked(text: &str, special: &[char], out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| matches!(c, '&' | '\r') || special.contains(&c)) {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        match rest.as_bytes()[at] {
            b'&' if is_reference(after) => out.push('&'),
            b'&' => out.push_str("&amp;"),
            b'<' => out.push_str("&lt;"),
            b'>' => out.push_str("&gt;"),
            b'"' => out.push_str("&quot;"),
            // A line ends in one character.
            _ if after.starts_with('\n') => {}
            _ => out.push('\n'),
        }
        rest = after;
    }
    out.push_str(rest);
}

/// Whether what follows an ampersand makes it a reference.
fn is_reference(after: &str) -> bool {
    let end = after.bytes().take(40).position(|byte| byte == b';').unwrap_or(0);
    let name = &after[..end];
    match name.strip_prefix('#') {
        Some(number) => {
            let (digits, radix) = number.strip_prefix(['x', 'X']).map_or((number, 10), |hex| (hex, 16));
            u32::from_str_radix(digits, radix).is_ok()
        }
        None => !name.is_empty() && push_named(name, &mut String::new()),
    }
}

/// Text of HTML without tags, with its references put in.
pub(crate) fn plain(html: &str) -> Cow<'_, str> {
    if !html.contains(['<', '&']) {
        return Cow::Borrowed(html);
    }
    let mut out = String::with_capacity(html.len());
    let mut scanner = Scanner::html(html);
    while let Some(token) = scanner.next() {
        match token {
            Token::Text(text) => push_plain(text, &mut out),
            Token::Start(tag) => {
                let name = tag.name.to_ascii_lowercase();
                if SILENT.contains(&name.as_str()) && !tag.empty {
                    scanner.skip_past_end(&name);
                } else if matches!(name.as_str(), "br" | "p" | "div" | "li" | "tr") && !out.is_empty() {
                    out.push(' ');
                }
            }
            Token::End(_) | Token::CData(_) | Token::Doctype(_) | Token::Aside => {}
        }
    }
    Cow::Owned(out.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn push_plain(text: &str, out: &mut String) {
    // Declarations belong to XML; here only names of HTML and numbers count.
    let mut entities = super::xml::Entities::default();
    out.push_str(&entities.resolve(text));
}

/// Whether text that should have no markup has some: an end tag or a reference, and no name that is not one of
/// HTML.
pub(crate) fn looks_like_html(text: &str) -> bool {
    if !text.contains(['<', '&']) {
        return false;
    }
    let (mut sign, mut rest) = (false, text);
    while let Some(at) = rest.find(['<', '&']) {
        let after = &rest[at + 1..];
        if rest.as_bytes()[at] == b'&' {
            let name = after.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
            if name > 0 && after.as_bytes().get(name) == Some(&b';') {
                if !is_reference(after) {
                    return false;
                }
                sign = true;
            }
        } else {
            let closes = after.starts_with('/');
            let name = after.strip_prefix('/').unwrap_or(after);
            let length =
                name.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
            if length > 0 {
                let name = name[..length].to_ascii_lowercase();
                if !ELEMENTS.contains(&name.as_str()) {
                    return false;
                }
                sign |= closes;
            }
        }
        rest = after;
    }
    sign
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_is_left_out_and_what_shows_is_kept() {
        for (html, cleaned) in [
            ("a<script>alert('</b>')</script>b", "ab"),
            ("<p onclick='x()' title=\"a &amp; b\">x<br>y</p>", "<p title=\"a &amp; b\">x<br />y</p>"),
            ("<a href='JaVa\tscript:x()'>y</a>", "<a href=\"\">y</a>"),
            ("<object data='x'>text</object>", "text"),
            ("<img src=x.jpg onerror=alert(1)>", "<img src=\"http://a.example/x.jpg\" />"),
            ("<!-- x --><!DOCTYPE html>1 < 2 & 3 &gt; 2", "1 &lt; 2 &amp; 3 &gt; 2"),
            ("<input disabled value=''>", "<input disabled=\"disabled\" value=\"\" />"),
            (
                "<img src='data:image/png;base64,x'><a href='data:text/html,x'>y</a>",
                "<img src=\"data:image/png;base64,x\" /><a href=\"\">y</a>",
            ),
            ("<a title='\"><script>'>x</a>", "<a title=\"&quot;&gt;&lt;script&gt;\">x</a>"),
            (
                "<circle r='1'/><svg><circle onload='x' r='1'/></svg>",
                "<svg xmlns=\"http://www.w3.org/2000/svg\"><circle r=\"1\"></circle></svg>",
            ),
        ] {
            assert_eq!(clean(html, Some("http://a.example/")), cleaned, "{html}");
        }
    }

    #[test]
    fn html_is_told_from_text_by_end_tags_and_references() {
        for (text, html) in [
            ("<b>x</b>", true),
            ("R&amp;D", true),
            ("1 < 2", false),
            ("<b>x", false),
            ("List<String> a</String>", false),
            ("&nosuch;", false),
        ] {
            assert_eq!(looks_like_html(text), html, "{text}");
        }
    }

    #[test]
    fn plain_text_has_neither_tags_nor_references() {
        assert_eq!(plain("<p>Gut &amp; gern</p><p>Ja<br>nein</p>"), "Gut & gern Ja nein");
        assert_eq!(plain("nichts"), "nichts");
    }
}
