//! What is kept of a page, written anew as plain HTML for [`newsroom::document::html`] to read.

use std::fmt::Write;

use super::blocks::Blocks;
use super::choose::{Choice, Verdict};
use super::markup::{NodeId, Page, Tag};
use super::names::Names;

/// The article of a page as HTML: its text, and the pictures, films and quotations in it.
pub(super) fn rewrite(page: &Page<'_>, blocks: &Blocks, choice: &Choice) -> String {
    let (start, end) = (choice.container, page.node(choice.container).end);
    let mut writer =
        Writer { page, choice, out: String::with_capacity(16_384), kept: kept(blocks, choice, page) };
    let mut open: Vec<(NodeId, Tag)> = Vec::new();
    let mut at = start;
    while at < end {
        while let Some((_, tag)) = open.pop_if(|(id, _)| page.node(*id).end <= at) {
            writer.close(tag);
        }
        let node = page.node(at);
        if node.tag == Tag::Text {
            writer.text(at);
            at += 1;
        } else if !writer.holds_something(at) {
            at = node.end;
        } else {
            writer.open(at, node.tag);
            if node.end > at + 1 {
                open.push((at, node.tag));
            } else {
                writer.close(node.tag);
            }
            at += 1;
        }
    }
    while let Some((_, tag)) = open.pop() {
        writer.close(tag);
    }
    writer.out
}

/// For each node how many kept texts and pictures stand before it; one more at the end.
struct Kept {
    texts: Vec<bool>,
    before: Vec<u32>,
}

fn kept(blocks: &Blocks, choice: &Choice, page: &Page<'_>) -> Kept {
    let nodes = page.len() as usize;
    let mut texts = vec![false; nodes];
    for (block, verdict) in blocks.all.iter().zip(&choice.verdicts) {
        if matches!(verdict, Verdict::Kept | Verdict::Caption | Verdict::Embedded) {
            texts[block.start as usize..block.end as usize].fill(true);
        }
    }
    let mut before = Vec::with_capacity(nodes + 1);
    let mut sum = 0;
    for (id, node) in page.range(0, page.len()) {
        before.push(sum);
        let text = node.tag == Tag::Text && texts[id as usize];
        let media = matches!(node.tag, Tag::Img | Tag::Iframe) && choice.allows_media(id);
        sum += u32::from(text || media);
    }
    before.push(sum);
    Kept { texts, before }
}

struct Writer<'w, 'a> {
    page: &'w Page<'a>,
    choice: &'w Choice,
    out: String,
    kept: Kept,
}

impl Writer<'_, '_> {
    fn holds_something(&self, id: NodeId) -> bool {
        let node = self.page.node(id);
        let kept = self.kept.before[node.end as usize] > self.kept.before[id as usize];
        kept || matches!(node.tag, Tag::Br | Tag::Hr)
    }

    fn text(&mut self, id: NodeId) {
        let raw = self.page.node(id).text;
        if self.kept.texts[id as usize] {
            for (place, part) in raw.split('<').enumerate() {
                if place > 0 {
                    self.out.push_str("&lt;");
                }
                self.out.push_str(part);
            }
        } else if raw.trim().is_empty() {
            self.out.push(' ');
        }
    }

    fn open(&mut self, id: NodeId, tag: Tag) {
        match tag {
            Tag::Img => self.picture(id),
            Tag::Iframe => {
                let source = self.page.raw(id, "src").or_else(|| self.page.raw(id, "data-src"));
                if let Some(source) = source {
                    self.out.push_str("<iframe");
                    self.attribute("src", source);
                    self.out.push_str("></iframe>");
                }
            }
            Tag::Br => self.out.push_str("<br>"),
            Tag::Hr => self.out.push_str("<hr>"),
            _ => {
                let Some(name) = written(tag) else { return };
                self.out.push('<');
                self.out.push_str(name);
                let wanted: &[&str] = match tag {
                    Tag::A => &["href"],
                    Tag::Ol => &["start"],
                    Tag::Td | Tag::Th => &["colspan", "rowspan"],
                    // Scripts of other sites make posts of these; the words stay where they are.
                    Tag::Blockquote => &["class", "cite", "data-instgrm-permalink", "data-embed-url"],
                    _ => &[],
                };
                for name in wanted.iter().chain(&["lang"]) {
                    if let Some(value) = self.page.raw(id, name) {
                        self.attribute(name, value);
                    }
                }
                self.out.push('>');
            }
        }
    }

    fn close(&mut self, tag: Tag) {
        if let Some(name) = written(tag) {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
    }

    fn picture(&mut self, id: NodeId) {
        if !self.choice.allows_media(id) {
            return;
        }
        let Some(source) = source(self.page, id) else { return };
        self.out.push_str("<img");
        self.attribute("src", &source);
        for name in ["alt", "title", "width", "height"] {
            if let Some(value) = self.page.raw(id, name) {
                self.attribute(name, value);
            }
        }
        self.out.push('>');
    }

    /// Writes an attribute whose value is as the page has it, character references included.
    fn attribute(&mut self, name: &str, value: &str) {
        // Writing to a String cannot fail.
        let _ = write!(self.out, " {name}=\"");
        for (place, part) in value.split('"').enumerate() {
            if place > 0 {
                self.out.push_str("&quot;");
            }
            self.out.push_str(part);
        }
        self.out.push('"');
    }
}

/// The address of a picture, wherever scripts that load it late expect it.
pub(super) fn source(page: &Page<'_>, id: NodeId) -> Option<String> {
    let real = |address: &&str| !address.trim().is_empty() && !address.trim_start().starts_with("data:");
    let of_set =
        |set: &str| set.split_ascii_whitespace().next().map(|first| first.trim_end_matches(',').to_owned());
    let late = [
        "data-src",
        "data-original",
        "data-lazy-src",
        "data-lazy",
        "data-url",
        "data-image",
        "data-hi-res-src",
    ];
    let by_name = |name: &str| page.raw(id, name).filter(real).map(str::to_owned);
    late.iter()
        .find_map(|name| by_name(name))
        .or_else(|| by_name("src"))
        .or_else(|| ["srcset", "data-srcset"].iter().find_map(|name| page.raw(id, name).and_then(of_set)))
        .filter(|address| real(&address.as_str()))
}

/// The name an element is written with; nothing for those whose content stands alone.
fn written(tag: Tag) -> Option<&'static str> {
    match tag {
        Tag::P
        | Tag::H2
        | Tag::H3
        | Tag::H4
        | Tag::H5
        | Tag::H6
        | Tag::Blockquote
        | Tag::Ul
        | Tag::Ol
        | Tag::Li
        | Tag::Dl
        | Tag::Dt
        | Tag::Dd
        | Tag::Figure
        | Tag::Figcaption
        | Tag::Table
        | Tag::Caption
        | Tag::Thead
        | Tag::Tbody
        | Tag::Tfoot
        | Tag::Tr
        | Tag::Td
        | Tag::Th
        | Tag::Pre
        | Tag::A
        | Tag::B
        | Tag::Strong
        | Tag::I
        | Tag::Em
        | Tag::Cite
        | Tag::Sup
        | Tag::Sub
        | Tag::Details
        | Tag::Summary => Some(tag.name()),
        Tag::H1 => Some("h2"),
        tag if tag.is_block() => Some("div"),
        _ => None,
    }
}

impl Choice {
    /// Whether a picture or frame at that place belongs to the article.
    fn allows_media(&self, id: NodeId) -> bool {
        self.names.get(id as usize).is_none_or(|names| !names.any(Names::JUNK))
    }
}
