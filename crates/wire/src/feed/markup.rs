//! Texts: what kind they are, and XHTML that stands in a feed as elements, written out again.
//!
//! [RFC 4287, 3.1 and 4.1.3](https://www.rfc-editor.org/rfc/rfc4287#section-3.1); for Atom 0.3 its
//! `mode`, and for RSS what is usual.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::clean;
use super::model::{Text, TextKind, Version};
use super::xml::{Id, Look, Space, Tree, trimmed};

/// What a text is where the feed does not say.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unsaid {
    /// Text without markup; but in RSS people write HTML everywhere, so it is looked at.
    Plain,
    /// HTML.
    Html,
    /// XHTML.
    Xhtml,
}

/// Reads a text.
pub(crate) fn text<'a>(tree: &mut Tree<'a>, id: Id, unsaid: Unsaid, version: Version) -> Text<'a> {
    let said = tree.attribute(id, "type").cloned().map(trimmed).unwrap_or_default();
    let mode = tree.attribute(id, "mode").map(|mode| mode.trim().to_ascii_lowercase()).unwrap_or_default();
    let mut kind = if said.is_empty() { by_default(unsaid) } else { kind_of(&said) };
    let mut text = Text {
        language: tree.language(id).cloned(),
        base: tree.base(id).cloned(),
        src: tree.attribute(id, "src").cloned().map(trimmed),
        ..Text::default()
    };
    let inline = tree.has_elements(id);
    if inline {
        let only = only_division(tree, id);
        if let Some(division) = only.filter(|_| kind == TextKind::Html)
            && !tree.has_elements(division)
        {
            // Some programs put HTML, escaped, into a division of XHTML.
            text.value = tree.take_text(division);
        } else {
            // Some call it plain text or HTML that is escaped, and it is neither.
            if kind != TextKind::Other {
                kind = TextKind::Xhtml;
            }
            let keep = version != Version::Atom10 || kind == TextKind::Other;
            let from = only.filter(|_| !keep).unwrap_or(id);
            text.value = Cow::Owned(inner(tree, from).trim().to_owned());
        }
    } else if (kind == TextKind::Xhtml || is_xml(&said))
        && mode != "escaped"
        && mode != "base64"
        && !said.is_empty()
    {
        let plain = tree.take_text(id);
        text.value = if plain.contains(['&', '<', '>']) { Cow::Owned(escaped(&plain)) } else { plain };
    } else {
        text.value = tree.take_text(id);
    }
    let encoded = mode == "base64"
        || (!inline && !said.is_empty() && kind == TextKind::Other && !is_text(&said) && mode.is_empty());
    if encoded && let Some(plain) = from_base64(&text.value) {
        text.value = Cow::Owned(plain);
        if kind == TextKind::Other && !said.contains('/') {
            kind = TextKind::Plain;
        }
    }
    if kind == TextKind::Plain && !version.is_atom() && clean::looks_like_html(&text.value) {
        kind = TextKind::Html;
    }
    text.kind = kind;
    text.said = said;
    text
}

fn by_default(unsaid: Unsaid) -> TextKind {
    match unsaid {
        Unsaid::Plain => TextKind::Plain,
        Unsaid::Html => TextKind::Html,
        Unsaid::Xhtml => TextKind::Xhtml,
    }
}

fn kind_of(said: &str) -> TextKind {
    let said = said.split(';').next().unwrap_or_default().trim();
    let is = |names: &[&str]| names.iter().any(|name| said.eq_ignore_ascii_case(name));
    if is(&["text", "plain", "text/plain"]) {
        TextKind::Plain
    } else if is(&["html", "text/html", "text/x-html"]) {
        TextKind::Html
    } else if is(&["xhtml", "application/xhtml+xml", "application/xhtml"]) {
        TextKind::Xhtml
    } else {
        TextKind::Other
    }
}

/// Whether a media type is one of XML.
fn is_xml(said: &str) -> bool {
    let said = said.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    said.ends_with("+xml") || said.ends_with("/xml")
}

/// Whether a media type is one of text or XML, which is not Base64 (RFC 4287, 4.1.3.3).
fn is_text(said: &str) -> bool {
    let said = said.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    said.starts_with("text/") || said.ends_with("+xml") || said.ends_with("/xml")
}

fn from_base64(text: &str) -> Option<String> {
    let plain: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let text = String::from_utf8(STANDARD.decode(plain).ok()?).ok()?;
    Some(text.trim().to_owned())
}

/// The `<div>` that is all there is in an element.
fn only_division(tree: &Tree<'_>, id: Id) -> Option<Id> {
    let mut only = None;
    for child in tree.children(id) {
        match tree.look(child) {
            Look::Text(text) if text.trim().is_empty() => {}
            Look::Element { name, .. } if only.is_none() && name.eq_ignore_ascii_case("div") => {
                only = Some(child);
            }
            _ => return None,
        }
    }
    only
}

/// Elements of HTML that have no end tag.
pub(crate) const VOID: [&str; 19] = [
    "area", "base", "basefont", "br", "col", "command", "embed", "frame", "hr", "img", "input", "isindex",
    "keygen", "link", "meta", "param", "source", "track", "wbr",
];

/// What stands in an element, as XHTML without prefixes.
pub(crate) fn inner(tree: &Tree<'_>, id: Id) -> String {
    let mut out = String::new();
    push_inner(tree, id, &mut out);
    out
}

fn push_inner(tree: &Tree<'_>, id: Id, out: &mut String) {
    for child in tree.children(id) {
        match tree.look(child) {
            Look::Text(text) => push_escaped(text, false, out),
            Look::Element { space, name, .. } => push_element(tree, child, space, name, out),
        }
    }
}

fn push_element(tree: &Tree<'_>, id: Id, space: Space, name: &str, out: &mut String) {
    out.push('<');
    out.push_str(name);
    let home = match space {
        Space::Svg if name.eq_ignore_ascii_case("svg") => Some("http://www.w3.org/2000/svg"),
        Space::MathMl if name.eq_ignore_ascii_case("math") => Some("http://www.w3.org/1998/Math/MathML"),
        _ => None,
    };
    let mut attribute = |name: &str, value: &str| {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        push_escaped(value, true, out);
        out.push('"');
    };
    for known in tree.attributes(id) {
        if !known.name.starts_with("xmlns") {
            attribute(known.name, &known.value);
        }
    }
    if let Some(home) = home {
        attribute("xmlns", home);
    }
    if VOID.iter().any(|void| name.eq_ignore_ascii_case(void)) && tree.first(id) == 0 {
        out.push_str(" />");
        return;
    }
    out.push('>');
    push_inner(tree, id, out);
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

/// Text as it stands in HTML.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    push_escaped(text, false, &mut out);
    out
}

/// Appends text as it stands in HTML, or in an attribute there.
pub(crate) fn push_escaped(text: &str, in_attribute: bool, out: &mut String) {
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if in_attribute => out.push_str("&quot;"),
            char => out.push(char),
        }
    }
}

impl Text<'_> {
    /// The text as HTML, made safe and with complete addresses.
    pub fn to_html(&self) -> Cow<'_, str> {
        match self.kind {
            TextKind::Plain | TextKind::Other => Cow::Owned(escaped(&self.value)),
            TextKind::Html | TextKind::Xhtml => Cow::Owned(clean::clean(&self.value, self.base.as_deref())),
        }
    }

    /// The text without markup.
    pub fn to_plain(&self) -> Cow<'_, str> {
        match self.kind {
            TextKind::Plain | TextKind::Other => Cow::Borrowed(&self.value),
            TextKind::Html | TextKind::Xhtml => clean::plain(&self.value),
        }
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.value.is_empty() && self.src.is_none()
    }

    /// Its media type.
    pub fn content_type(&self) -> Cow<'_, str> {
        match self.kind {
            TextKind::Plain => Cow::Borrowed("text/plain"),
            TextKind::Html => Cow::Borrowed("text/html"),
            TextKind::Xhtml => Cow::Borrowed("application/xhtml+xml"),
            TextKind::Other => Cow::Owned(self.said.to_ascii_lowercase()),
        }
    }
}
