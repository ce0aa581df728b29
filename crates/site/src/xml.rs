//! Writing XML: elements with escaped text, for feeds and sitemaps.

/// An XML document being written.
pub(crate) struct Xml(String);

impl Xml {
    /// Begins a document.
    pub(crate) fn new() -> Xml {
        Xml("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned())
    }

    /// Opens an element; `attributes` are names and values.
    pub(crate) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> &mut Xml {
        self.start(name, attributes);
        self.0.push('>');
        self
    }

    /// Closes an element.
    pub(crate) fn close(&mut self, name: &str) -> &mut Xml {
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push_str(">\n");
        self
    }

    /// An element that holds text only.
    pub(crate) fn text(&mut self, name: &str, text: &str) -> &mut Xml {
        self.text_with(name, &[], text)
    }

    /// An element with attributes that holds text only.
    pub(crate) fn text_with(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) -> &mut Xml {
        self.open(name, attributes);
        self.escape(text);
        self.close(name)
    }

    /// An element without content.
    pub(crate) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> &mut Xml {
        self.start(name, attributes);
        self.0.push_str("/>\n");
        self
    }

    /// The finished document.
    pub(crate) fn finish(self) -> String {
        self.0
    }

    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.0.push('<');
        self.0.push_str(name);
        for (name, value) in attributes {
            self.0.push(' ');
            self.0.push_str(name);
            self.0.push_str("=\"");
            self.escape(value);
            self.0.push('"');
        }
    }

    fn escape(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                // XML 1.0 has no place for other control characters, escaped or not.
                c if c.is_control() && !matches!(c, '\n' | '\t' | '\r') => {}
                '\u{fffe}' | '\u{ffff}' => {}
                c => self.0.push(c),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Xml;

    #[test]
    fn text_that_looks_like_markup_or_cannot_stand_in_xml_does_no_harm() {
        let mut xml = Xml::new();
        xml.text_with("a", &[("b", "\"<")], "<&\u{1}>");
        assert!(xml.finish().ends_with("<a b=\"&quot;&lt;\">&lt;&amp;&gt;</a>\n"));
    }
}
