//! Gutenberg: blocks marked by comments, `<!-- wp:image {"id":12} --> … <!-- /wp:image -->`.

use serde_json::Value;

use super::{Context, Note, autop, classic, shortcode, with_attachment};
use crate::markup::{self, Piece, embed_html, pieces};

/// Deepest nesting of blocks that is looked into; what is deeper is kept as it is written.
const DEEPEST: usize = 40;

/// Most reusable blocks that are put into one text: they may name each other many times over.
const MOST_REUSED: usize = 500;

/// Whether a post was written in blocks.
pub(super) fn is_blocks(content: &str) -> bool {
    content.contains("<!-- wp:")
}

/// The HTML of a post written in blocks.
pub(super) fn html(content: &str, context: &Context<'_>, notes: &mut Vec<Note>) -> String {
    let mut renderer = Renderer { context, notes, reused: Vec::new(), times_reused: 0 };
    renderer.parts(&parse(content), 0)
}

enum Part<'a> {
    Html(&'a str),
    Block(Block<'a>),
}

struct Block<'a> {
    name: &'a str,
    attributes: Value,
    parts: Vec<Part<'a>>,
}

/// A comment that begins or ends a block.
enum Mark<'a> {
    Open { name: &'a str, attributes: Value, is_void: bool },
    Close { name: &'a str },
}

fn parse(content: &str) -> Vec<Part<'_>> {
    let mut top = Vec::new();
    let mut open: Vec<Block<'_>> = Vec::new();
    let mut rest = content;
    while let Some((before, mark, after)) = next_mark(rest) {
        let parts = open.last_mut().map_or(&mut top, |block| &mut block.parts);
        if !before.is_empty() {
            parts.push(Part::Html(before));
        }
        match mark {
            Mark::Open { name, attributes, is_void: true } => {
                parts.push(Part::Block(Block { name, attributes, parts: Vec::new() }));
            }
            // Deeper ones are left to stand as if they had no marks: dropping a tree is recursive too.
            Mark::Open { .. } if open.len() > DEEPEST => {}
            Mark::Open { name, attributes, is_void: false } => {
                open.push(Block { name, attributes, parts: Vec::new() });
            }
            Mark::Close { name } => {
                if open.iter().any(|block| block.name == name) {
                    while let Some(block) = open.pop() {
                        let found = block.name == name;
                        open.last_mut().map_or(&mut top, |above| &mut above.parts).push(Part::Block(block));
                        if found {
                            break;
                        }
                    }
                }
            }
        }
        rest = after;
    }
    if !rest.is_empty() {
        open.last_mut().map_or(&mut top, |block| &mut block.parts).push(Part::Html(rest));
    }
    while let Some(block) = open.pop() {
        open.last_mut().map_or(&mut top, |above| &mut above.parts).push(Part::Block(block));
    }
    top
}

fn next_mark(text: &str) -> Option<(&str, Mark<'_>, &str)> {
    let mut from = 0;
    loop {
        let at = from + text[from..].find("<!--")?;
        let end = at + text[at..].find("-->")?;
        if let Some(mark) = mark(&text[at + 4..end]) {
            return Some((&text[..at], mark, &text[end + 3..]));
        }
        from = end + 3;
    }
}

fn mark(comment: &str) -> Option<Mark<'_>> {
    let comment = comment.trim();
    if let Some(name) = comment.strip_prefix("/wp:") {
        return Some(Mark::Close { name: short(name.trim()) });
    }
    let inner = comment.strip_prefix("wp:")?;
    let (inner, is_void) = match inner.strip_suffix('/') {
        Some(inner) => (inner.trim_end(), true),
        None => (inner, false),
    };
    let (name, json) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    // Attributes that are damaged are worth less than the block: it is kept without them.
    let attributes = serde_json::from_str(json.trim()).unwrap_or(Value::Null);
    Some(Mark::Open { name: short(name), attributes, is_void })
}

fn short(name: &str) -> &str {
    name.strip_prefix("core/").unwrap_or(name)
}

struct Renderer<'c, 'a, 'n> {
    context: &'c Context<'a>,
    notes: &'n mut Vec<Note>,
    /// Reusable blocks that are being shown, so that none is shown within itself.
    reused: Vec<u64>,
    /// How often any was put into this text.
    times_reused: usize,
}

impl Renderer<'_, '_, '_> {
    fn parts(&mut self, parts: &[Part<'_>], depth: usize) -> String {
        let mut html = String::new();
        for part in parts {
            match part {
                Part::Html(text) if text.trim().is_empty() => html.push('\n'),
                Part::Html(text) if depth == 0 => {
                    // Between blocks stands what was written before there were any.
                    html.push_str(&autop::autop(&shortcode::expand(text, self.context, self.notes)));
                }
                Part::Html(text) => html.push_str(text),
                Part::Block(block) => html.push_str(&self.block(block, depth + 1)),
            }
        }
        html
    }

    fn block(&mut self, block: &Block<'_>, depth: usize) -> String {
        if depth > DEEPEST {
            self.notes.push(Note::TooDeep(block.name.to_owned()));
            return raw(&block.parts);
        }
        let inner = |this: &mut Self| this.parts(&block.parts, depth);
        let id = block.attributes["id"].as_u64().or(block.attributes["mediaId"].as_u64());
        match block.name {
            "image" | "audio" | "video" => {
                let html = inner(self);
                id.map_or(html.clone(), |id| with_attachment(&html, id))
            }
            "paragraph" | "heading" | "list" | "list-item" | "quote" | "pullquote" | "table" | "code"
            | "preformatted" | "verse" | "separator" | "gallery" | "file" | "html" | "details"
            | "footnotes" => {
                let html = inner(self);
                shortcode::expand(&html, self.context, self.notes)
            }
            "freeform" | "classic" => classic(&inner(self), self.context, self.notes),
            "shortcode" => {
                let html = inner(self);
                shortcode::expand(&html, self.context, self.notes)
            }
            // Only their arrangement goes; what stands in them stays, in order.
            "group" | "columns" | "column" | "row" | "stack" | "buttons" | "button" => {
                without_divs(&inner(self))
            }
            "media-text" | "cover" => {
                let html = without_divs(&inner(self));
                id.map_or(html.clone(), |id| with_attachment(&html, id))
            }
            "embed" => self.embed(block),
            name if name.starts_with("core-embed/") => self.embed(block),
            "more" | "spacer" => String::new(),
            "nextpage" => {
                self.notes.push(Note::PagesJoined);
                String::new()
            }
            "block" => self.reused(block, depth),
            name => {
                let html = inner(self);
                if html.trim().is_empty() {
                    self.notes.push(Note::ComputedBlock(name.to_owned()));
                } else {
                    self.notes.push(Note::ForeignBlock(name.to_owned()));
                }
                html
            }
        }
    }

    fn embed(&mut self, block: &Block<'_>) -> String {
        let html = raw(&block.parts);
        let Some(url) = block.attributes["url"].as_str() else { return html };
        let shown = embed_html(url);
        let caption = html.find("<figcaption").and_then(|from| {
            let length = html[from..].find("</figcaption>")?;
            Some(&html[from..from + length + "</figcaption>".len()])
        });
        match caption {
            Some(caption) => shown.replace("</figure>", &format!("{caption}</figure>")),
            None => shown,
        }
    }

    fn reused(&mut self, block: &Block<'_>, depth: usize) -> String {
        let id = block.attributes["ref"].as_u64().unwrap_or(0);
        self.times_reused += 1;
        let may = self.times_reused <= MOST_REUSED && !self.reused.contains(&id);
        let found = may.then(|| (self.context.reusable)(id)).flatten();
        let Some(content) = found else {
            self.notes.push(Note::ReusableBlock(id));
            return String::new();
        };
        self.reused.push(id);
        let html = self.parts(&parse(content), depth);
        self.reused.pop();
        html
    }
}

fn raw(parts: &[Part<'_>]) -> String {
    let mut html = String::new();
    // A stack instead of recursion: this is what is called where nesting is too deep.
    let mut waiting: Vec<&Part<'_>> = parts.iter().rev().collect();
    while let Some(part) = waiting.pop() {
        match part {
            Part::Html(text) => html.push_str(text),
            Part::Block(block) => waiting.extend(block.parts.iter().rev()),
        }
    }
    html
}

fn without_divs(html: &str) -> String {
    pieces(html)
        .filter(|piece| !matches!(piece, Piece::Tag(tag) if markup::name(tag) == "div"))
        .map(|piece| match piece {
            Piece::Text(text) | Piece::Tag(text) | Piece::Comment(text) => text,
        })
        .collect()
}
