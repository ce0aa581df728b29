//! Any HTML in: walks the parsed tree and makes blocks of it.

use super::dropped::{DropReason, Dropped};
use super::gather::{Gather, join};
use super::resolve::Resolve;
use super::tree::{Node, NodeId, Tree};
use super::{embeds, parts};
use crate::address;
use crate::document::{Block, BlockKind, Document, Inline, Marks};
use crate::language::Language;

/// Below this depth only text is read.
const DEEPEST: usize = 120;

/// How HTML is read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The language of the text: only words of other languages are marked with theirs.
    pub language: Option<Language>,
    /// Whether line ends count, as in the classic editor of WordPress: an empty line parts
    /// paragraphs, a single one breaks the line, an address alone on its line is an embed.
    pub line_ends: bool,
}

/// Reads any HTML, a whole page or a piece of it. It always yields a valid document, with ids, and
/// says what was left out. No script, style or handler can get through: the tree has no place
/// for them.
pub fn from_html(html: &str, options: &Options, resolve: &mut impl Resolve) -> (Document, Vec<Dropped>) {
    let tree = Tree::parse(html);
    let mut reader = Reader {
        tree: &tree,
        options,
        resolve,
        dropped: Vec::new(),
        blocks: Vec::new(),
        text: Gather::default(),
        after: Vec::new(),
        context: Context::default(),
        depth: 0,
    };
    reader.flow(tree.top(), &Marks::default());
    reader.flush();
    let Reader { blocks, mut dropped, .. } = reader;
    if tree.cut_short {
        dropped.push(Dropped::new("html", html, DropReason::Tangled));
    }
    let mut document = Document::new(blocks);
    document.fill_ids();
    (document, dropped)
}

pub(super) struct Reader<'a> {
    pub(super) tree: &'a Tree,
    pub(super) options: &'a Options,
    pub(super) resolve: &'a mut dyn Resolve,
    pub(super) dropped: Vec<Dropped>,
    /// The blocks finished so far.
    pub(super) blocks: Vec<Block>,
    /// The paragraph that is being read.
    pub(super) text: Gather,
    /// Pictures that came in the middle of it and follow after.
    pub(super) after: Vec<Block>,
    pub(super) context: Context,
    depth: usize,
}

/// What the reader is within.
#[derive(Clone, Default)]
pub(super) struct Context {
    pub(super) in_facts: bool,
    pub(super) in_list: bool,
    /// An address alone in a paragraph is an embed here.
    pub(super) bare_embeds: bool,
    /// The quotation and whom it quotes.
    pub(super) quote: Option<NodeId>,
    pub(super) speaker: Option<Inline>,
    /// The caption of the figure, which has been read, and its words.
    pub(super) caption: Option<NodeId>,
    pub(super) caption_words: Option<String>,
}

impl Reader<'_> {
    /// Reads what is in an element.
    pub(super) fn flow(&mut self, parent: NodeId, marks: &Marks) {
        let tree = self.tree;
        for child in tree.children(parent) {
            self.node(child, marks);
        }
    }

    /// Reads one node.
    pub(super) fn node(&mut self, id: NodeId, marks: &Marks) {
        let tree = self.tree;
        let node = tree.node(id);
        if let Some(text) = &node.text {
            return self.words(text, marks);
        }
        if node.is_foreign() {
            return self.left_out(id, DropReason::NoPlace);
        }
        if self.depth == DEEPEST {
            self.text.push(&tree.text(id), marks);
            return self.left_out(id, DropReason::TooDeep);
        }
        self.depth += 1;
        self.element(id, node, marks);
        self.depth -= 1;
    }

    fn element(&mut self, id: NodeId, node: &Node, marks: &Marks) {
        match node.tag() {
            "" => {}
            "br" => self.text.break_line(marks),
            "p" | "div" | "section" | "article" | "main" | "header" | "footer" | "aside" | "nav"
            | "address" | "center" | "fieldset" | "legend" | "dl" | "dt" | "dd" | "hgroup" | "figcaption"
            | "summary" | "li" | "caption" | "body" | "html" => self.container(id, node, marks),
            tag @ ("h1" | "h2" | "h3" | "h4" | "h5" | "h6") => {
                let level = match tag {
                    "h1" | "h2" => 2,
                    "h3" => 3,
                    _ => 4,
                };
                let marks = self.language(node, marks);
                let (texts, rest) = parts::split(self.inside(id, &marks));
                self.flush();
                if let Some(text) = join(texts, " ") {
                    self.push(BlockKind::Heading { level, text });
                }
                self.blocks.extend(rest);
            }
            "blockquote" => self.quotation(id, node, marks),
            "ul" | "ol" | "menu" | "dir" => self.list(id, node, marks),
            "figure" => self.figure(id, node, marks),
            "details" => self.details(id, marks),
            "table" => self.table(id, marks),
            "pre" | "listing" | "xmp" => self.preformatted(id),
            "hr" => self.emit(BlockKind::Separator),
            "img" => self.picture(node, marks),
            "audio" | "video" => self.media(id, node),
            "iframe" | "embed" => self.frame(id, node),
            "script" | "style" | "noscript" | "template" | "form" | "object" | "applet" | "canvas"
            | "button" | "input" | "select" | "textarea" | "datalist" | "dialog" | "frameset"
            | "noframes" | "noembed" | "marquee" | "map" | "portal" => self.left_out(id, DropReason::NoPlace),
            "head" | "title" | "meta" | "link" | "base" | "source" | "track" | "param" | "wbr" | "rp" => {}
            "cite" if self.names_speaker(id) => self.speaker(id, marks),
            _ => {
                let marks = self.marked(id, node, marks);
                self.flow(id, &marks);
            }
        }
    }

    /// An element that begins and ends a paragraph.
    fn container(&mut self, id: NodeId, node: &Node, marks: &Marks) {
        if self.context.caption == Some(id) {
            return;
        }
        if parts::is_figure(node) {
            return self.figure(id, node, marks);
        }
        if parts::is_pulled(node) {
            return self.pull_quote(id, marks);
        }
        if node.tag() == "footer" && self.context.quote.is_some() {
            return self.speaker(id, marks);
        }
        if parts::is_gallery(node) {
            let blocks = self.inside(id, marks);
            self.flush();
            return self.blocks.extend(parts::gathered(blocks, None));
        }
        if let Some(embedded) = node.attribute("data-href").and_then(embeds::recognise) {
            return self.emit(embedded.block(None, None));
        }
        let mut marks = self.language(node, marks);
        marks.strong |= node.tag() == "dt";
        let bare = self.context.bare_embeds;
        self.context.bare_embeds |= node.has_class("wp-block-embed__wrapper");
        self.flush();
        self.flow(id, &marks);
        self.flush();
        self.context.bare_embeds = bare;
    }

    fn words(&mut self, text: &str, marks: &Marks) {
        if !self.options.line_ends {
            return self.text.push(text, marks);
        }
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.text.break_line(marks);
            }
            self.text.push(line, marks);
        }
    }

    /// The marks inside an inline element.
    fn marked(&mut self, id: NodeId, node: &Node, marks: &Marks) -> Marks {
        let mut marks = self.language(node, marks);
        match node.tag() {
            "strong" | "b" => marks.strong = true,
            "em" | "i" | "cite" | "dfn" | "var" => marks.emphasis = true,
            "sup" => (marks.superscript, marks.subscript) = (true, false),
            "sub" => (marks.superscript, marks.subscript) = (false, true),
            "a" => self.link(node, &mut marks),
            "del" | "s" | "strike" => {
                let text = self.tree.text(id);
                self.dropped.push(Dropped::new(node.tag(), &text, DropReason::Struck));
            }
            _ => {}
        }
        if let Some(style) = node.attribute("style") {
            apply_style(style, &mut marks);
        }
        marks
    }

    fn link(&mut self, node: &Node, marks: &mut Marks) {
        let Some(written) = node.attribute("href") else { return };
        let href = tidy_address(written);
        if href.is_empty() || href == "#" {
            return;
        }
        marks.link = self.resolve.link(&href).filter(|address| address::is_linkable(address));
        if marks.link.is_none() {
            self.dropped.push(Dropped::new("a", written, DropReason::BadLink));
        }
    }

    /// The marks with the element's language, where it is not that of the whole text.
    pub(super) fn language(&self, node: &Node, marks: &Marks) -> Marks {
        let mut marks = marks.clone();
        if let Some(language) = node.attribute("lang").and_then(|tag| Language::parse(tag).ok()) {
            let usual = self.options.language.as_ref().is_some_and(|own| own.primary() == language.primary());
            marks.language = (!usual).then_some(language);
        }
        marks
    }

    /// Reads the content of an element as blocks of their own.
    pub(super) fn inside(&mut self, id: NodeId, marks: &Marks) -> Vec<Block> {
        self.apart(|reader| reader.flow(id, marks))
    }

    /// What `read` reads, kept apart from the rest.
    pub(super) fn apart(&mut self, read: impl FnOnce(&mut Self)) -> Vec<Block> {
        let (blocks, text) = (std::mem::take(&mut self.blocks), std::mem::take(&mut self.text));
        let after = std::mem::take(&mut self.after);
        read(self);
        self.flush();
        self.after = after;
        self.text = text;
        std::mem::replace(&mut self.blocks, blocks)
    }

    /// Ends the paragraph.
    pub(super) fn flush(&mut self) {
        if !self.text.is_empty() {
            for text in self.text.take() {
                let alone = (self.options.line_ends || self.context.bare_embeds) && text.spans().len() == 1;
                let embedded = if alone { embeds::recognise(&text.text()) } else { None };
                let kind = match embedded {
                    Some(embedded) => embedded.block(None, None),
                    None => BlockKind::Paragraph { text },
                };
                self.push(kind);
            }
        }
        self.blocks.append(&mut self.after);
    }

    /// Adds a block after the paragraph that is being read.
    pub(super) fn emit(&mut self, kind: BlockKind) {
        self.flush();
        self.push(kind);
    }

    pub(super) fn push(&mut self, kind: BlockKind) {
        self.blocks.push(Block::new(kind));
    }

    /// Says that an element is left out.
    pub(super) fn left_out(&mut self, id: NodeId, reason: DropReason) {
        let tree = self.tree;
        let node = tree.node(id);
        let address = ["src", "data", "href", "action", "value"].iter().find_map(|name| node.attribute(name));
        let excerpt = match address {
            Some(address) => address.to_owned(),
            None => tree
                .walk(id, |_| true)
                .iter()
                .find_map(|at| tree.node(*at).text.as_deref())
                .map_or_else(String::new, |text| text.trim_start().chars().take(200).collect()),
        };
        self.dropped.push(Dropped::new(&node.name.local, &excerpt, reason));
    }
}

/// An address without the white space that browsers do not see (WHATWG URL, 4.4 basic URL parser).
fn tidy_address(written: &str) -> String {
    let letters =
        written.trim_matches(|c: char| c <= ' ').chars().filter(|c| !matches!(c, '\t' | '\n' | '\r'));
    let mut address = String::with_capacity(written.len());
    for letter in letters {
        match letter {
            ' ' => address.push_str("%20"),
            other => address.push(other),
        }
    }
    if address.starts_with("//") {
        address.insert_str(0, "https:");
    }
    address
}

/// Word processors and Google Docs write bold and italic as styles, and a `b` that is not bold.
fn apply_style(style: &str, marks: &mut Marks) {
    for declaration in style.split(';') {
        let Some((name, value)) = declaration.split_once(':') else { continue };
        let value = value.trim().to_ascii_lowercase();
        match (name.trim().to_ascii_lowercase().as_str(), value.as_str()) {
            ("font-weight", "bold" | "bolder" | "600" | "700" | "800" | "900") => marks.strong = true,
            ("font-weight", "normal" | "400") => marks.strong = false,
            ("font-style", "italic" | "oblique") => marks.emphasis = true,
            ("font-style", "normal") => marks.emphasis = false,
            ("vertical-align", "super") => (marks.superscript, marks.subscript) = (true, false),
            ("vertical-align", "sub") => (marks.superscript, marks.subscript) = (false, true),
            _ => {}
        }
    }
}
