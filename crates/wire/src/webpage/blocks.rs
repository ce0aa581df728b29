//! The page cut into blocks: runs of words that no block element interrupts, with what can be counted in them.

use super::markup::{NodeId, Page, Tag, push_words};
use super::names::{self, Names};

/// A run of words.
#[derive(Debug)]
pub(super) struct Block {
    /// The first node of it.
    pub(super) start: NodeId,
    /// The first node behind it.
    pub(super) end: NodeId,
    /// The first node behind its last words.
    pub(super) last: NodeId,
    /// The block element it stands in.
    pub(super) holder: NodeId,
    /// Where its words stand in [`Blocks::text`].
    pub(super) text: (u32, u32),
    /// How many letters and digits it has; signs that are words of their own count for three.
    pub(super) letters: u32,
    /// How many of them are links.
    pub(super) linked: u32,
    /// How many of them are bold.
    pub(super) strong: u32,
    /// What the elements around it say by their names, those that hold most of the page left out.
    pub(super) names: Names,
}

/// The blocks of a page in order.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    pub(super) all: Vec<Block>,
    /// The words of all blocks, one after the other.
    pub(super) text: String,
    /// What each element says by its own names and by what it is.
    pub(super) names: Vec<Names>,
}

impl Blocks {
    /// Cuts a page.
    pub(super) fn of(page: &Page<'_>) -> Blocks {
        let mut cutter = Cutter {
            blocks: Blocks {
                all: Vec::with_capacity(256),
                text: String::with_capacity(16_384),
                names: vec![Names::NONE; page.len() as usize],
            },
            page,
            open: Vec::with_capacity(64),
            holder: 0,
            current: None,
            links: 0,
            strongs: 0,
            breaks: 0,
        };
        cutter.run();
        cutter.blocks
    }

    /// The words of a block.
    pub(super) fn words(&self, block: &Block) -> &str {
        &self.text[block.text.0 as usize..block.text.1 as usize]
    }

    /// For each node the sum of a number over all blocks that begin before it; one more at the end. What is
    /// below an element is the difference of two of them.
    pub(super) fn sums(&self, nodes: NodeId, mut of: impl FnMut(usize, &Block) -> i32) -> Vec<i32> {
        let mut sums = Vec::with_capacity(nodes as usize + 1);
        let mut sum = 0_i32;
        for (place, block) in self.all.iter().enumerate() {
            sums.resize(block.start as usize + 1, sum);
            sum = sum.saturating_add(of(place, block));
        }
        sums.resize(nodes as usize + 1, sum);
        sums
    }
}

struct Cutter<'p, 'a> {
    page: &'p Page<'a>,
    blocks: Blocks,
    /// The open elements, with where they end.
    open: Vec<(NodeId, Tag)>,
    holder: NodeId,
    current: Option<Block>,
    links: u32,
    strongs: u32,
    breaks: u32,
}

impl Cutter<'_, '_> {
    fn run(&mut self) {
        let mut at = 1;
        while at < self.page.len() {
            self.close(at);
            let node = self.page.node(at);
            at = match node.tag {
                Tag::Text => {
                    self.words(at);
                    at + 1
                }
                Tag::Br => {
                    self.line_break();
                    at + 1
                }
                tag if leaves_out(tag) => node.end,
                tag => {
                    self.open(at, tag);
                    at + 1
                }
            };
        }
        self.close(NodeId::MAX);
        self.flush(self.page.len());
    }

    fn open(&mut self, id: NodeId, tag: Tag) {
        let block = tag.is_block();
        if block {
            self.flush(id);
            self.holder = id;
        }
        if block || matches!(tag, Tag::Other | Tag::Span | Tag::A | Tag::Time | Tag::Small) {
            self.blocks.names[id as usize] = Names::of(self.page, id).with(names::by_tag(tag));
        }
        self.links += u32::from(tag == Tag::A);
        self.strongs += u32::from(matches!(tag, Tag::B | Tag::Strong));
        if self.page.node(id).end > id + 1 {
            self.open.push((id, tag));
        } else {
            self.shut(id, tag);
        }
    }

    /// Closes what ends before a node.
    fn close(&mut self, at: NodeId) {
        while let Some((id, tag)) = self.open.pop_if(|(id, _)| self.page.node(*id).end <= at) {
            self.shut(id, tag);
        }
    }

    fn shut(&mut self, id: NodeId, tag: Tag) {
        self.links -= u32::from(tag == Tag::A);
        self.strongs -= u32::from(matches!(tag, Tag::B | Tag::Strong));
        if tag.is_block() {
            self.flush(self.page.node(id).end);
            self.holder = self.page.node(id).parent;
            while self.holder != 0 && !self.page.node(self.holder).tag.is_block() {
                self.holder = self.page.node(self.holder).parent;
            }
        }
    }

    /// One break goes on with the line, two begin a paragraph.
    fn line_break(&mut self) {
        self.breaks += 1;
        if self.current.is_some() && !self.blocks.text.ends_with(['\n', ' ']) {
            self.blocks.text.push(' ');
        }
    }

    fn words(&mut self, id: NodeId) {
        let raw = self.page.node(id).text;
        if raw.bytes().all(|byte| byte.is_ascii_whitespace()) {
            if self.current.is_some() && !self.blocks.text.ends_with(' ') {
                self.blocks.text.push(' ');
            }
            return;
        }
        if self.breaks > 1 {
            self.flush(id);
        }
        self.breaks = 0;
        let start = self.blocks.text.len();
        let current = self.current.get_or_insert_with(|| {
            self.blocks.text.push('\n');
            let start = start as u32 + 1;
            Block {
                start: id,
                end: id,
                last: id,
                holder: self.holder,
                text: (start, start),
                letters: 0,
                linked: 0,
                strong: 0,
                names: Names::NONE,
            }
        });
        if current.letters == 0 && self.blocks.text.ends_with('\n') {
            push_words(&mut self.blocks.text, raw.trim_start());
        } else {
            push_words(&mut self.blocks.text, raw);
        }
        let letters = letters(&self.blocks.text[start..]);
        current.letters += letters;
        current.last = id + 1;
        if self.links > 0 {
            current.linked += letters;
        }
        if self.strongs > 0 {
            current.strong += letters;
        }
    }

    fn flush(&mut self, at: NodeId) {
        self.breaks = 0;
        let Some(mut block) = self.current.take() else { return };
        block.end = at;
        let text = self.blocks.text.trim_end().len();
        block.text.1 = text.max(block.text.0 as usize) as u32;
        if block.letters > 0 {
            self.blocks.all.push(block);
        } else {
            self.blocks.text.truncate(block.text.0 as usize - 1);
        }
    }
}

/// Whether nothing in it is text.
fn leaves_out(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Head
            | Tag::Button
            | Tag::Label
            | Tag::Select
            | Tag::Template
            | Tag::Datalist
            | Tag::Object
            | Tag::Canvas
            | Tag::Audio
            | Tag::Video
            | Tag::Script
            | Tag::Style
    )
}

/// How many letters and digits a text has. Chinese and Japanese signs count for three: each is about half a word.
fn letters(text: &str) -> u32 {
    let mut count = 0;
    for letter in text.chars() {
        count += match letter {
            'a'..='z' | 'A'..='Z' | '0'..='9' => 1,
            '\0'..='\u{7F}' => 0,
            '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' => 3,
            other => u32::from(other.is_alphanumeric()),
        };
    }
    count
}
