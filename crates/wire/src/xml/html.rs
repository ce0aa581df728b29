//! Marked-up text inside a document, written as HTML for the reader of HTML.

use std::fmt::Write;

use newsroom::document::html::escape;

use super::tree::{Content, Node};

/// [HTML, 13.1.2](https://html.spec.whatwg.org/multipage/syntax.html#void-elements).
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];

impl Node<'_> {
    /// What stands in it, as HTML: names without prefixes, in the case they are written in.
    pub fn inner_html(self) -> String {
        let mut out = String::new();
        self.write_content(&mut out);
        out
    }

    fn write_content(self, out: &mut String) {
        // The depth is bounded by the limits of the tree.
        for content in self.content() {
            match content {
                Content::Text(text) => escape(out, text),
                Content::Element(node) => node.write_html(out),
            }
        }
    }

    /// It and what stands in it, as HTML.
    pub fn write_html(self, out: &mut String) {
        let name = self.name();
        out.push('<');
        out.push_str(name);
        for attribute in self.attributes() {
            // Only `xml:lang` has a meaning in HTML.
            if !attribute.namespace.is_empty() && attribute.name != "lang" {
                continue;
            }
            let _ = write!(out, " {}=\"", attribute.name);
            escape(out, attribute.value);
            out.push('"');
        }
        out.push('>');
        if VOID.contains(&name) {
            return;
        }
        self.write_content(out);
        let _ = write!(out, "</{name}>");
    }
}
