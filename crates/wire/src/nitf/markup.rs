//! `body.content` as HTML, for the reader of HTML
//! ([NITF, body.content](https://iptc.org/std/NITF/3.6/documentation/nitf-documentation.html)).

use newsroom::wire_item::Media;
use url::Url;

use super::{body, media};
use crate::inline::{Text, complete_url};
use newsroom::document::html::escape;

use crate::xml::{Content, Node};

/// Writes a text as HTML.
pub(super) struct Markup<'a> {
    pub(super) base: Option<&'a Url>,
    pub(super) text: &'a mut Text,
}

impl Markup<'_> {
    /// What stands in an element. The depth is bounded by the limits of the tree.
    pub(super) fn content(&mut self, node: Node<'_>) {
        for content in node.content() {
            match content {
                Content::Text(text) => escape(&mut self.text.html, text),
                Content::Element(node) => self.element(node),
            }
        }
    }

    /// `body.end`: the line of those who helped, and sources.
    pub(super) fn end(&mut self, end: Node<'_>) {
        for child in end.children().filter(|child| child.has_text()) {
            self.wrap("p", child);
        }
    }

    fn element(&mut self, node: Node<'_>) {
        match node.name() {
            "p" => self.wrap("p", node),
            "hl1" | "hl2" => self.wrap("h2", node),
            "block" | "body.content" | "body" | "nitf" => self.wrap("div", node),
            "bq" => self.quote(node),
            "media" => self.media(node),
            "img" => self.lone_picture(node),
            "note" => self.text.notes.push((body::note_kind(node), body::paragraphs(node))),
            "a" => self.link(node),
            "fn" => self.footnote(node),
            "frac" => self.fraction(node),
            "nitf-table" => self.data_table(node),
            "lang" => self.language(node),
            "em" | "q" | "sub" | "sup" | "ul" | "ol" | "dl" | "dt" | "dd" | "li" | "pre" | "table"
            | "caption" | "thead" | "tbody" | "tfoot" | "tr" | "td" | "th" | "ruby" | "rb" | "rt" | "rp"
            | "rbc" | "rtc" | "b" | "i" | "u" | "strong" | "blockquote" | "h1" | "h2" | "h3" | "h4"
            | "h5" | "h6" | "figure" | "figcaption" | "cite" | "code" | "div" | "span" => self.same(node),
            "br" | "hr" => self.text.html.push_str(if node.name() == "br" { "<br>" } else { "<hr>" }),
            "col" | "colgroup" | "head" | "body.head" | "body.end" => {}
            // What names something in the line: chron, event, function, location, money, num, org, person ….
            _ => self.content(node),
        }
    }

    fn wrap(&mut self, name: &str, node: Node<'_>) {
        self.text.html.push_str(&format!("<{name}>"));
        self.content(node);
        self.text.html.push_str(&format!("</{name}>"));
    }

    /// An element HTML has as well, with the attributes that count there.
    fn same(&mut self, node: Node<'_>) {
        self.text.html.push_str(&format!("<{}", node.name()));
        for name in ["rowspan", "colspan", "start"] {
            if let Some(value) = node.attribute(name) {
                self.attribute(name, value);
            }
        }
        self.text.html.push('>');
        self.content(node);
        self.text.html.push_str(&format!("</{}>", node.name()));
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.text.html.push_str(&format!(" {name}=\""));
        escape(&mut self.text.html, value);
        self.text.html.push('"');
    }

    fn link(&mut self, node: Node<'_>) {
        self.text.html.push_str("<a");
        if let Some(href) = node.attribute("href") {
            self.attribute("href", href);
        }
        self.text.html.push('>');
        self.content(node);
        self.text.html.push_str("</a>");
    }

    fn language(&mut self, node: Node<'_>) {
        self.text.html.push_str("<span");
        if let Some(tag) = node.own_language().or(node.attribute("lang")).or(node.attribute("iso-language")) {
            self.attribute("lang", tag);
        }
        self.text.html.push('>');
        self.content(node);
        self.text.html.push_str("</span>");
    }

    /// `bq`: its blocks, and in `credit` who says it.
    fn quote(&mut self, node: Node<'_>) {
        self.text.html.push_str("<blockquote>");
        for content in node.content() {
            match content {
                Content::Text(text) => escape(&mut self.text.html, text),
                Content::Element(child) if child.name() == "credit" => {
                    self.text.html.push_str("<p><cite>");
                    self.content(child);
                    self.text.html.push_str("</cite></p>");
                }
                Content::Element(child) => self.element(child),
            }
        }
        self.text.html.push_str("</blockquote>");
    }

    fn footnote(&mut self, node: Node<'_>) {
        self.text.html.push_str(" (");
        // Its paragraphs cannot stand in a line.
        escape(&mut self.text.html, &node.line_of_text());
        self.text.html.push(')');
    }

    fn fraction(&mut self, node: Node<'_>) {
        let part = |name: &str| node.child(name).map(Node::line_of_text).unwrap_or_default();
        match (part("frac-num"), part("frac-den")) {
            (number, part) if !number.is_empty() && !part.is_empty() => {
                escape(&mut self.text.html, &format!("{number}/{part}"));
            }
            _ => self.content(node),
        }
    }

    /// `nitf-table` holds a custom table, a reference to one, or one like HTML's.
    fn data_table(&mut self, node: Node<'_>) {
        match node.child("table") {
            Some(table) => self.same(table),
            None => self
                .text
                .faults
                .push((node.line(), "a table in another language than HTML's was left out".into())),
        }
    }

    fn media(&mut self, node: Node<'_>) {
        let Some(found) = media::read(node, self.base) else {
            if node.has_text() || node.child("media-object").is_some() {
                self.text.faults.push((node.line(), "media without a reference was left out".into()));
            }
            return;
        };
        self.figure(&found);
        self.text.media.push(found);
    }

    /// `img` is none of NITF's, but it is met.
    fn lone_picture(&mut self, node: Node<'_>) {
        let Some(source) = node.attribute("source").or(node.attribute("src")) else { return };
        let alt = node.attribute("alt").or(node.attribute("alternate-text")).unwrap_or_default().to_owned();
        let found = Media { url: complete_url(source, self.base), alt, ..Media::default() };
        self.figure(&found);
        self.text.media.push(found);
    }

    /// Where it stands in the text.
    fn figure(&mut self, media: &Media) {
        use newsroom::wire_item::MediaType;
        let name = match media.kind {
            MediaType::Picture | MediaType::Graphic => "img",
            MediaType::Video => "video",
            MediaType::Audio => "audio",
            MediaType::File => return,
        };
        self.text.html.push_str(&format!("<figure><{name}"));
        self.attribute("src", &media.url);
        if name == "img" {
            self.attribute("alt", &media.alt);
            self.text.html.push('>');
        } else {
            self.text.html.push_str(&format!("></{name}>"));
        }
        if !media.caption.is_empty() {
            self.text.html.push_str("<figcaption>");
            escape(&mut self.text.html, &media.caption);
            self.text.html.push_str("</figcaption>");
        }
        self.text.html.push_str("</figure>");
    }
}
