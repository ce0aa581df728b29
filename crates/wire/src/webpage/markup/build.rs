//! Reads tags one after the other and builds the tree:
//! [WHATWG HTML, 13.2.5 and 13.2.6](https://html.spec.whatwg.org/multipage/parsing.html#tokenization).

use memchr::{memchr, memchr3, memmem};

use super::{Attribute, DEEPEST, NONE, Node, NodeId, Page, Tag};

/// More attributes of one element than this are not kept.
const MOST_ATTRIBUTES: usize = 64;

pub(super) struct Builder<'a> {
    html: &'a str,
    at: usize,
    page: Page<'a>,
    /// The open elements from the outside; the first is the root.
    open: Vec<(NodeId, Tag)>,
    /// How many open elements are paragraphs.
    paragraphs: usize,
    /// Whether a drawing has no end.
    endless_drawing: bool,
}

impl<'a> Builder<'a> {
    pub(super) fn new(html: &'a str) -> Builder<'a> {
        // A place is 32 bits wide, and an element at least three bytes long: more is not read.
        let mut end = html.len().min(NONE as usize / 2);
        while !html.is_char_boundary(end) {
            end -= 1;
        }
        let html = &html[..end];
        let mut page = Page {
            nodes: Vec::with_capacity(html.len() / 48 + 8),
            attributes: Vec::with_capacity(html.len() / 64 + 8),
            data: Vec::new(),
            title: None,
        };
        page.nodes.push(Node {
            tag: Tag::Other,
            depth: 0,
            parent: NONE,
            end: NONE,
            text: "",
            attributes: (0, 0),
        });
        Builder { html, at: 0, page, open: vec![(0, Tag::Other)], paragraphs: 0, endless_drawing: false }
    }

    pub(super) fn run(mut self) -> Page<'a> {
        let bytes = self.html.as_bytes();
        while self.at < bytes.len() {
            let start = self.at;
            let tag = memchr(b'<', &bytes[start..]).map_or(bytes.len(), |found| start + found);
            if tag > start {
                self.text(start, tag);
            }
            self.at = tag;
            if tag < bytes.len() {
                self.markup();
            }
        }
        self.close_to(0);
        let end = self.page.len();
        self.page.nodes[0].end = end;
        self.page
    }

    fn text(&mut self, start: usize, end: usize) {
        self.add(Tag::Text, &self.html[start..end], (0, 0));
    }

    /// Reads what begins with `<`.
    fn markup(&mut self) {
        let bytes = self.html.as_bytes();
        match bytes.get(self.at + 1) {
            Some(b'/') => self.end_tag(),
            Some(b'!') => self.skip_declaration(),
            Some(b'?') => self.skip_past(b'>'),
            Some(letter) if letter.is_ascii_alphabetic() => self.start_tag(),
            _ => {
                self.text(self.at, self.at + 1);
                self.at += 1;
            }
        }
    }

    fn skip_declaration(&mut self) {
        let bytes = self.html.as_bytes();
        if !bytes[self.at..].starts_with(b"<!--") {
            return self.skip_past(b'>');
        }
        let from = self.at + 4;
        if bytes[from..].starts_with(b">") || bytes[from..].starts_with(b"->") {
            return self.skip_past(b'>');
        }
        self.at = memmem::find(&bytes[from..], b"-->").map_or(bytes.len(), |found| from + found + 3);
    }

    fn skip_past(&mut self, byte: u8) {
        let bytes = self.html.as_bytes();
        self.at = memchr(byte, &bytes[self.at..]).map_or(bytes.len(), |found| self.at + found + 1);
    }

    /// The name that begins here, and the place behind it.
    fn name(&self, start: usize) -> (&'a str, usize) {
        let bytes = self.html.as_bytes();
        let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
        let end = bytes[start..].iter().position(ends).map_or(bytes.len(), |found| start + found);
        (&self.html[start..end], end)
    }

    fn end_tag(&mut self) {
        let bytes = self.html.as_bytes();
        if !bytes.get(self.at + 2).is_some_and(u8::is_ascii_alphabetic) {
            return self.skip_past(b'>');
        }
        let (name, end) = self.name(self.at + 2);
        self.at = end;
        self.skip_past(b'>');
        let tag = Tag::of(name);
        match tag {
            Tag::Br => self.add(Tag::Br, name, (0, 0)),
            // What follows still belongs to the page.
            Tag::Html | Tag::Body => {}
            _ => self.close(tag, name),
        }
    }

    /// Closes the innermost open element of that name, and all in it.
    fn close(&mut self, tag: Tag, name: &str) {
        let table_part = matches!(
            tag,
            Tag::Table | Tag::Tr | Tag::Td | Tag::Th | Tag::Tbody | Tag::Thead | Tag::Tfoot | Tag::Caption
        );
        for place in (1..self.open.len()).rev() {
            let (id, open) = self.open[place];
            if open == tag && (tag != Tag::Other || self.page.node(id).text.eq_ignore_ascii_case(name)) {
                return self.close_to(place);
            }
            // A forgotten end of formatting does not close what it stands in, nor a cell what holds its table.
            let inline = !tag.is_block() && tag != Tag::Other && open.is_block() && open != Tag::P;
            if inline || (open.is_boundary() && !(table_part && open != Tag::Table) && tag != Tag::Template) {
                return;
            }
        }
    }

    /// Closes the open element at that place and all in it.
    fn close_to(&mut self, place: usize) {
        let end = self.page.len();
        for (id, tag) in self.open.drain(place.max(1)..) {
            self.page.nodes[id as usize].end = end;
            self.paragraphs -= usize::from(tag == Tag::P);
        }
    }

    fn start_tag(&mut self) {
        let (name, end) = self.name(self.at + 1);
        self.at = end;
        let tag = Tag::of(name);
        let first = self.page.attributes.len() as u32;
        let closed = self.read_attributes();
        let attributes = (first, self.page.attributes.len() as u32);
        match tag {
            Tag::Html | Tag::Body if self.open.iter().any(|(_, open)| *open == tag) => return,
            Tag::Body => self.close_inside(Tag::Head),
            _ => {}
        }
        self.imply_ends(tag);
        self.add(tag, name, attributes);
        if tag.is_void() {
            return;
        }
        if tag.is_raw() {
            return self.raw_text(tag, name);
        }
        if matches!(tag, Tag::Svg | Tag::Math) {
            if !closed {
                self.skip_drawing(name);
            }
            return;
        }
        if !(closed && tag == Tag::Other) {
            self.open_last(tag);
        }
    }

    fn open_last(&mut self, tag: Tag) {
        let id = self.page.len() - 1;
        if self.page.node(id).depth < DEEPEST {
            self.open.push((id, tag));
            self.paragraphs += usize::from(tag == Tag::P);
        }
    }

    /// Closes what a new element cannot stand in.
    fn imply_ends(&mut self, tag: Tag) {
        match tag {
            Tag::Li => self.close_within(&[Tag::Li], &[Tag::Ul, Tag::Ol, Tag::Menu, Tag::Dir]),
            Tag::Dt | Tag::Dd => self.close_within(&[Tag::Dt, Tag::Dd], &[Tag::Dl]),
            Tag::Option | Tag::Optgroup => self.close_within(&[Tag::Option], &[Tag::Select]),
            Tag::Tr => self.close_within(&[Tag::Tr, Tag::Caption], &[Tag::Table]),
            Tag::Td | Tag::Th => self.close_within(&[Tag::Td, Tag::Th], &[Tag::Tr, Tag::Table]),
            Tag::Tbody | Tag::Thead | Tag::Tfoot => {
                self.close_within(&[Tag::Tbody, Tag::Thead, Tag::Tfoot], &[Tag::Table]);
            }
            Tag::A => self.close_within(&[Tag::A], &[]),
            _ => {}
        }
        if self.paragraphs > 0 && tag.is_block() {
            self.close_within(&[Tag::P], &[]);
        }
        if tag.is_heading() && self.open.last().is_some_and(|(_, open)| open.is_heading()) {
            self.close_to(self.open.len() - 1);
        }
    }

    fn close_inside(&mut self, tag: Tag) {
        self.close_within(&[tag], &[]);
    }

    /// Closes the innermost open element that is one of `tags`, unless one of `bounds` or a cell is met before.
    fn close_within(&mut self, tags: &[Tag], bounds: &[Tag]) {
        for place in (1..self.open.len()).rev() {
            let open = self.open[place].1;
            if tags.contains(&open) {
                return self.close_to(place);
            }
            // Rows and cells end rows and cells before them; nothing else reaches out of a cell.
            let bound = if bounds.last() == Some(&Tag::Table) { false } else { open.is_boundary() };
            if bound || bounds.contains(&open) {
                return;
            }
        }
    }

    /// Passes over text that is no markup, and keeps it where it says something.
    fn raw_text(&mut self, tag: Tag, name: &str) {
        let start = self.at;
        let (end, after) = self.raw_end(start, name.as_bytes());
        self.at = after;
        let content = &self.html[start..end];
        let id = self.page.len() - 1;
        match tag {
            Tag::Title if self.page.title.is_none() => self.page.title = Some(content),
            Tag::Script => {
                let kind = self.page.raw(id, "type").unwrap_or_default();
                if kind.trim().to_ascii_lowercase().starts_with("application/ld+json") {
                    self.page.data.push((kind, content));
                }
            }
            Tag::Xmp => {
                self.open_last(tag);
                self.text(start, end);
                self.close(tag, name);
            }
            _ => {}
        }
    }

    /// Where text that is no markup ends, and where it goes on after its end tag.
    fn raw_end(&self, start: usize, name: &[u8]) -> (usize, usize) {
        let bytes = self.html.as_bytes();
        let mut from = start;
        while let Some(found) = memmem::find(&bytes[from..], b"</") {
            let close = from + found;
            let behind = close + 2 + name.len();
            let same = bytes.get(close + 2..behind).is_some_and(|there| there.eq_ignore_ascii_case(name));
            if same && !bytes.get(behind).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'-') {
                let end = memchr(b'>', &bytes[behind..]).map_or(bytes.len(), |found| behind + found + 1);
                return (close, end);
            }
            from = close + 2;
        }
        (bytes.len(), bytes.len())
    }

    /// Passes over a drawing or formula, others of the same kind within it included.
    fn skip_drawing(&mut self, name: &str) {
        if self.endless_drawing {
            return;
        }
        let start = self.at;
        let bytes = self.html.as_bytes();
        let mut depth = 1_usize;
        while let Some(found) = memchr(b'<', &bytes[self.at..]) {
            self.at += found + 1;
            let rest = &bytes[self.at..];
            let (ends, rest) = rest.strip_prefix(b"/").map_or((false, rest), |rest| (true, rest));
            let same =
                rest.get(..name.len()).is_some_and(|there| there.eq_ignore_ascii_case(name.as_bytes()))
                    && !rest.get(name.len()).is_some_and(u8::is_ascii_alphanumeric);
            if !same {
                continue;
            }
            let close = memchr(b'>', rest).unwrap_or(rest.len());
            match ends {
                true => depth -= 1,
                false if close > 0 && rest.get(close - 1) == Some(&b'/') => {}
                false => depth += 1,
            }
            if depth == 0 {
                return self.skip_past(b'>');
            }
        }
        // Its end was forgotten: what follows is the page. It is looked for only once.
        self.endless_drawing = true;
        self.at = start;
    }

    /// Reads the attributes of a start tag up to behind its `>`; says whether it closes itself.
    fn read_attributes(&mut self) -> bool {
        let bytes = self.html.as_bytes();
        let first = self.page.attributes.len();
        let mut closed = false;
        loop {
            while bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
                self.at += 1;
            }
            match bytes.get(self.at) {
                None => return closed,
                Some(b'>') => {
                    self.at += 1;
                    return closed;
                }
                Some(b'/') => {
                    self.at += 1;
                    closed = bytes.get(self.at) == Some(&b'>');
                    continue;
                }
                _ => {}
            }
            let start = self.at;
            // A name may begin with “=”, which keeps the reader going forward.
            self.at += 1;
            let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/' | b'=');
            self.at = bytes[self.at..].iter().position(ends).map_or(bytes.len(), |found| self.at + found);
            // A broken attribute may begin or end within a letter.
            let name = self.html.get(start..self.at).unwrap_or_default();
            let mut next = self.at;
            while bytes.get(next).is_some_and(u8::is_ascii_whitespace) {
                next += 1;
            }
            let value = if bytes.get(next) == Some(&b'=') {
                self.at = next + 1;
                self.value()
            } else {
                ""
            };
            if self.page.attributes.len() - first < MOST_ATTRIBUTES {
                self.page.attributes.push(Attribute { name, value });
            }
        }
    }

    fn value(&mut self) -> &'a str {
        let bytes = self.html.as_bytes();
        while bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
        match bytes.get(self.at) {
            Some(quote @ (b'"' | b'\'')) => {
                let start = self.at + 1;
                let end = memchr(*quote, &bytes[start..]).map_or(bytes.len(), |found| start + found);
                self.at = (end + 1).min(bytes.len());
                &self.html[start..end]
            }
            _ => {
                let start = self.at;
                let rest = &bytes[start..];
                let close = memchr3(b'>', b' ', b'\n', rest).unwrap_or(rest.len());
                let end = rest[..close].iter().position(u8::is_ascii_whitespace).unwrap_or(close);
                self.at = start + end;
                &self.html[start..self.at]
            }
        }
    }

    fn add(&mut self, tag: Tag, text: &'a str, attributes: (u32, u32)) {
        let (parent, depth) = match self.open.last() {
            Some((id, _)) => (*id, self.page.node(*id).depth + 1),
            None => (NONE, 0),
        };
        let end = self.page.len() + 1;
        self.page.nodes.push(Node { tag, depth, parent, end, text, attributes });
    }
}
