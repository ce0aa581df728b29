//! Blocks made of several elements: quotations, lists, figures, details, preformatted text.

use super::dropped::{DropReason, Dropped};
use super::embeds;
use super::gather::join;
use super::read::{Context, Reader};
use super::tree::{Node, NodeId};
use crate::document::validate::{DEEPEST_LIST, HIGHEST_START};
use crate::document::{Block, BlockKind, Inline, Item, Marks, Picture, PictureSize};

/// Whether it is a figure by name or by one of WordPress's classes for one.
pub(super) fn is_figure(node: &Node) -> bool {
    node.tag() == "figure" || node.has_class("wp-caption") || node.has_class("gallery-item")
}

/// Whether it holds pictures that belong together.
pub(super) fn is_gallery(node: &Node) -> bool {
    node.has_class("gallery") || node.has_class("wp-block-gallery") || node.has_class("blocks-gallery-grid")
}

/// Whether it is a sentence repeated large.
pub(super) fn is_pulled(node: &Node) -> bool {
    node.has_class("wp-block-pullquote") || node.has_class("pullquote")
}

fn is_caption(node: &Node) -> bool {
    node.tag() == "figcaption" || node.has_class("wp-caption-text")
}

impl Reader<'_> {
    pub(super) fn quotation(&mut self, id: NodeId, node: &Node, marks: &Marks) {
        if is_pulled(node) {
            return self.pull_quote(id, marks);
        }
        let marks = self.language(node, marks);
        let embedded = self.embedded_post(id, node);
        let outer = self.context.clone();
        (self.context.quote, self.context.speaker) = (Some(id), None);
        let (mut paragraphs, rest) = split(self.inside(id, &marks));
        let speaker = std::mem::replace(&mut self.context, outer).speaker;
        self.flush();
        if let Some(embedded) = embedded {
            // The words stay readable without loading anything from elsewhere.
            let caption = join(paragraphs.into_iter().chain(speaker), "\n");
            return self.push(embedded.block(None, caption));
        }
        if paragraphs.is_empty() {
            self.blocks.extend(speaker.map(Block::paragraph));
        } else {
            paragraphs.retain(|text| !text.is_blank());
            self.push(BlockKind::Quotation { paragraphs, speaker });
        }
        self.blocks.extend(rest);
    }

    pub(super) fn pull_quote(&mut self, id: NodeId, marks: &Marks) {
        let outer = self.context.clone();
        (self.context.quote, self.context.speaker) = (Some(id), None);
        let inner = self.inside(id, marks);
        let mut speaker = std::mem::replace(&mut self.context, outer).speaker;
        let (mut texts, mut rest) = (Vec::new(), Vec::new());
        for block in inner {
            match block.kind {
                BlockKind::Quotation { paragraphs, speaker: said_by } => {
                    texts.extend(paragraphs);
                    speaker = speaker.or(said_by);
                }
                BlockKind::Paragraph { text } | BlockKind::Heading { text, .. } => texts.push(text),
                _ => rest.push(block),
            }
        }
        self.flush();
        match join(texts, "\n") {
            Some(text) => self.push(BlockKind::PullQuote { text, speaker }),
            None => self.blocks.extend(speaker.map(Block::paragraph)),
        }
        self.blocks.extend(rest);
    }

    /// The post that the scripts of X, Instagram, TikTok and Mastodon would make of a quotation.
    fn embedded_post(&self, id: NodeId, node: &Node) -> Option<embeds::Embedded> {
        let classes = ["twitter-tweet", "twitter-video", "instagram-media", "tiktok-embed", "mastodon-embed"];
        if !classes.iter().any(|class| node.has_class(class)) {
            return None;
        }
        let own = ["data-instgrm-permalink", "data-embed-url", "cite"];
        own.iter().filter_map(|name| node.attribute(name)).find_map(embeds::recognise).or_else(|| {
            let links = self.tree.walk(id, |_| true);
            // The last link is that of the post itself; those before stand in its text.
            links
                .iter()
                .rev()
                .filter_map(|at| self.tree.node(*at).attribute("href"))
                .find_map(embeds::recognise)
        })
    }

    /// Whether this `cite` says who is quoted, and is not the title of a work in the text.
    pub(super) fn names_speaker(&self, id: NodeId) -> bool {
        let (Some(quote), Some(parent)) = (self.context.quote, self.tree.parent(id)) else { return false };
        let alone = self.tree.children(parent).all(|at| {
            at == id || self.tree.node(at).text.as_ref().is_some_and(|text| text.trim().is_empty())
        });
        parent == quote || alone
    }

    pub(super) fn speaker(&mut self, id: NodeId, marks: &Marks) {
        let quote = self.context.quote.take();
        let (texts, rest) = split(self.inside(id, marks));
        self.context.quote = quote;
        let found = join(texts, ", ").map(without_dash).filter(|text| !text.is_blank());
        let both = self.context.speaker.take().into_iter().chain(found);
        self.context.speaker = join(both, ", ");
        self.after.extend(rest);
    }

    pub(super) fn list(&mut self, id: NodeId, node: &Node, marks: &Marks) {
        let marks = self.language(node, marks);
        let outermost = !std::mem::replace(&mut self.context.in_list, true);
        let (mut items, rest) = self.items_of(id, &marks);
        self.flush();
        if outermost {
            self.context.in_list = false;
            items = flattened(items, 1);
        }
        if items.is_empty() && is_gallery(node) {
            return self.blocks.extend(gathered(rest, None));
        }
        if !items.is_empty() {
            self.push(BlockKind::List { start: first_number(node), items });
        }
        self.blocks.extend(rest);
    }

    /// The items of a list, and what stood in them but cannot stand in an item.
    fn items_of(&mut self, id: NodeId, marks: &Marks) -> (Vec<Item>, Vec<Block>) {
        let tree = self.tree;
        let (mut items, mut rest) = (Vec::<Item>::new(), Vec::new());
        for child in tree.children(id) {
            let node = tree.node(child);
            let blocks = match node.tag() {
                "li" => {
                    let marks = self.language(node, marks);
                    self.inside(child, &marks)
                }
                _ => self.apart(|reader| reader.node(child, marks)),
            };
            let (mut texts, mut below, mut start) = (Vec::new(), Vec::new(), None);
            for block in blocks {
                match block.kind {
                    BlockKind::List { start: first, items } => {
                        start = start.or(first);
                        below.extend(items);
                    }
                    _ => {
                        let (text, other) = split(vec![block]);
                        texts.extend(text);
                        rest.extend(other);
                    }
                }
            }
            match (join(texts, "\n"), items.last_mut()) {
                (Some(text), _) => {
                    let start = start.filter(|_| !below.is_empty());
                    items.push(Item { text, start, items: below });
                }
                // A list that stands beside the items belongs to the one before.
                (None, Some(last)) => {
                    last.start = if last.items.is_empty() { start } else { last.start };
                    last.items.extend(below);
                }
                (None, None) => items.extend(below),
            }
        }
        (items, rest)
    }

    pub(super) fn figure(&mut self, id: NodeId, node: &Node, marks: &Marks) {
        if is_pulled(node) {
            return self.pull_quote(id, marks);
        }
        let marks = self.language(node, marks);
        let tree = self.tree;
        let caption_node =
            tree.walk(id, |inner| !is_figure(inner)).into_iter().find(|at| is_caption(tree.node(*at)));
        let outer = self.context.clone();
        (self.context.caption, self.context.caption_words) = (None, None);
        self.context.bare_embeds |= node.has_class("wp-block-embed");
        let mut caption = None;
        if let Some(at) = caption_node {
            let (texts, rest) = split(self.inside(at, &marks));
            caption = join(texts, "\n");
            self.after.extend(rest);
        }
        self.context.caption = caption_node;
        self.context.caption_words = caption.as_ref().map(Inline::text);
        let mut blocks = self.inside(id, &marks);
        let speaker = self.context.speaker.take();
        self.context = Context { speaker, ..outer };
        if node.has_class("alignwide") || node.has_class("alignfull") {
            blocks.iter_mut().for_each(|block| {
                if let BlockKind::Picture(picture) = &mut block.kind {
                    picture.size = PictureSize::Wide;
                }
            });
        }
        self.flush();
        if let (Some(text), true) = (&caption, blocks.is_empty()) {
            self.dropped.push(Dropped::new("figcaption", &text.text(), DropReason::LoneCaption));
            return;
        }
        self.blocks.extend(gathered(blocks, caption));
    }

    pub(super) fn details(&mut self, id: NodeId, marks: &Marks) {
        let tree = self.tree;
        let summary = tree.children(id).find(|child| tree.node(*child).tag() == "summary");
        let title = summary.and_then(|summary| {
            let (texts, rest) = split(self.inside(summary, marks));
            self.after.extend(rest);
            join(texts, " ")
        });
        let outer = std::mem::replace(&mut self.context.in_facts, true);
        let blocks = self.apart(|reader| {
            tree.children(id)
                .filter(|child| Some(*child) != summary)
                .for_each(|child| reader.node(child, marks));
        });
        self.context.in_facts = outer;
        self.flush();
        match title {
            Some(title) if !outer && !blocks.is_empty() => self.push(BlockKind::FactBox { title, blocks }),
            title => {
                self.blocks.extend(title.map(Block::paragraph));
                self.blocks.extend(blocks);
            }
        }
    }

    pub(super) fn preformatted(&mut self, id: NodeId) {
        let mut text = self.tree.text(id);
        text.retain(|letter| matches!(letter, '\n' | '\t') || !letter.is_control());
        if !text.trim().is_empty() {
            self.emit(BlockKind::Preformatted { text });
        }
    }
}

/// Parts texts from blocks that cannot stand in a line.
pub(super) fn split(blocks: Vec<Block>) -> (Vec<Inline>, Vec<Block>) {
    let (mut texts, mut rest) = (Vec::new(), Vec::new());
    for block in blocks {
        match block.kind {
            BlockKind::Paragraph { text } | BlockKind::Heading { text, .. } => texts.push(text),
            BlockKind::Quotation { paragraphs, speaker } => {
                texts.extend(paragraphs.into_iter().chain(speaker))
            }
            BlockKind::PullQuote { text, speaker } => texts.extend(std::iter::once(text).chain(speaker)),
            BlockKind::List { items, .. } => push_items(items, &mut texts),
            BlockKind::Preformatted { text } => texts.push(Inline::plain(text).trimmed()),
            BlockKind::Separator => {}
            _ => rest.push(block),
        }
    }
    (texts, rest)
}

fn push_items(items: Vec<Item>, texts: &mut Vec<Inline>) {
    for item in items {
        texts.push(item.text);
        push_items(item.items, texts);
    }
}

/// Blocks of one figure: pictures alone become a gallery, and the caption goes to what it is about.
pub(super) fn gathered(mut blocks: Vec<Block>, caption: Option<Inline>) -> Vec<Block> {
    let is_picture = |block: &Block| matches!(block.kind, BlockKind::Picture(_));
    if blocks.len() > 1 && blocks.iter().all(is_picture) {
        let pictures: Vec<Picture> = blocks
            .into_iter()
            .filter_map(|block| match block.kind {
                BlockKind::Picture(picture) => Some(picture),
                _ => None,
            })
            .collect();
        return vec![Block::new(BlockKind::Gallery { pictures, caption })];
    }
    let Some(text) = caption else { return blocks };
    match blocks.iter_mut().find_map(caption_of) {
        Some(place) => *place = Some(text),
        None => blocks.push(Block::paragraph(text)),
    }
    blocks
}

/// The empty place for a caption in a block that can have one.
fn caption_of(block: &mut Block) -> Option<&mut Option<Inline>> {
    let place = match &mut block.kind {
        BlockKind::Picture(picture) => &mut picture.caption,
        BlockKind::Gallery { caption, .. }
        | BlockKind::Table { caption, .. }
        | BlockKind::Embed { caption, .. } => caption,
        BlockKind::Audio(media) | BlockKind::Video { media, .. } => &mut media.caption,
        BlockKind::Quotation { speaker, .. } => speaker,
        _ => return None,
    };
    place.is_none().then_some(place)
}

/// Items nested deeper than a list may be stand beside the item they were below.
fn flattened(items: Vec<Item>, depth: usize) -> Vec<Item> {
    let mut flat = Vec::with_capacity(items.len());
    for mut item in items {
        let below = std::mem::take(&mut item.items);
        if depth == DEEPEST_LIST {
            item.start = None;
            flat.push(item);
            flat.extend(flattened(below, depth));
        } else {
            item.items = flattened(below, depth + 1);
            flat.push(item);
        }
    }
    flat
}

fn first_number(node: &Node) -> Option<u32> {
    let numbered = node.tag() == "ol";
    let given = || node.attribute("start").and_then(|start| start.trim().parse().ok());
    numbered.then(|| given().filter(|start| *start <= HIGHEST_START).unwrap_or(1))
}

/// A name without the dash that is often set before it.
fn without_dash(text: Inline) -> Inline {
    let mut spans = text.trimmed().spans().to_vec();
    if let Some(first) = spans.first_mut() {
        first.text = first.text.trim_start_matches(['—', '–', '-', '―', ' ', '\u{a0}']).to_owned();
    }
    Inline::new(spans).trimmed()
}
