//! Canonical HTML in: exactly what the writer writes, anything else is an error.

use super::super::tree::{Node, NodeId, Tree};
use crate::address;
use crate::document::validate::DEEPEST_LIST;
use crate::document::{
    Block, BlockId, BlockKind, Cell, Document, Inline, Item, Marks, MediaText, Picture, PictureSize, Row,
    Span,
};
use crate::ids::{AssetId, StoryId};
use crate::language::Language;

/// Why HTML is not the canonical form of a document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("block {block}: {what}; read other HTML with the forgiving reader")]
pub struct CanonicalError {
    /// Counted from 1, blocks within a fact box with their box.
    pub block: usize,
    /// What does not belong there.
    pub what: String,
}

/// Reads the canonical form back. Ids are kept as they are, none are added.
///
/// # Errors
/// When the HTML holds anything that canonical HTML does not, or links where no page may link.
pub fn from_canonical_html(html: &str) -> Result<Document, CanonicalError> {
    let tree = Tree::parse(html);
    let reader = Reader { tree: &tree };
    let mut read = Vec::new();
    for (number, id) in
        reader.elements(tree.top()).map_err(|what| CanonicalError { block: 1, what })?.into_iter().enumerate()
    {
        let block = reader.block(id, false).map_err(|what| CanonicalError { block: number + 1, what })?;
        read.push(block);
    }
    Ok(Document::new(read))
}

struct Reader<'a> {
    tree: &'a Tree,
}

impl<'a> Reader<'a> {
    fn block(&self, id: NodeId, in_facts: bool) -> Result<Block, String> {
        let node = self.tree.node(id);
        let kind = match node.tag() {
            "p" => BlockKind::Paragraph { text: self.inline(id)? },
            "h2" => BlockKind::Heading { level: 2, text: self.inline(id)? },
            "h3" => BlockKind::Heading { level: 3, text: self.inline(id)? },
            "h4" => BlockKind::Heading { level: 4, text: self.inline(id)? },
            "blockquote" => self.quotation(id, node)?,
            "ul" | "ol" => {
                let (start, items) = self.list(id, 1)?;
                BlockKind::List { start, items }
            }
            "figure" => self.figure(id, node)?,
            "details" if !in_facts => self.facts(id)?,
            "nav" => {
                let stories: Result<Vec<StoryId>, _> =
                    required(node, "data-stories")?.split(',').map(str::parse).collect();
                let stories = stories.map_err(|_| "data-stories are not numbers of stories".to_owned())?;
                BlockKind::RelatedStories { title: self.maybe(id, "p")?, stories }
            }
            "table" => BlockKind::Table { caption: self.maybe(id, "caption")?, rows: self.rows(id)? },
            "pre" => BlockKind::Preformatted { text: self.tree.text(id) },
            "hr" => BlockKind::Separator,
            _ => return Err(stray(node)),
        };
        let block_id = node.attribute("id").map(BlockId::new).unwrap_or_default();
        Ok(Block { id: block_id, kind })
    }

    fn quotation(&self, id: NodeId, node: &Node) -> Result<BlockKind, String> {
        let mut paragraphs = self.each(id, "p", &["footer"])?;
        let speaker = self.maybe(id, "footer")?;
        if !node.has_class("pullquote") {
            return Ok(BlockKind::Quotation { paragraphs, speaker });
        }
        match (paragraphs.pop(), paragraphs.is_empty()) {
            (Some(text), true) => Ok(BlockKind::PullQuote { text, speaker }),
            _ => Err("a pull quote has exactly one paragraph".to_owned()),
        }
    }

    fn list(&self, id: NodeId, depth: usize) -> Result<(Option<u32>, Vec<Item>), String> {
        if depth > DEEPEST_LIST {
            return Err(format!("its list is nested deeper than {DEEPEST_LIST}"));
        }
        let node = self.tree.node(id);
        let start = match (node.tag(), node.attribute("start")) {
            ("ol", Some(start)) => {
                Some(start.parse().map_err(|_| format!("a list cannot start at “{start}”"))?)
            }
            ("ol", None) => Some(1),
            _ => None,
        };
        let mut items = Vec::new();
        for child in self.elements(id)? {
            if self.tree.node(child).tag() != "li" {
                return Err(stray(self.tree.node(child)));
            }
            let below = self.tree.children(child).find(|at| matches!(self.tree.node(*at).tag(), "ul" | "ol"));
            let text = self.inline_but(child, below)?;
            let (start, below) = below.map(|at| self.list(at, depth + 1)).transpose()?.unwrap_or_default();
            items.push(Item { text, start, items: below });
        }
        Ok((start, items))
    }

    fn figure(&self, id: NodeId, node: &Node) -> Result<BlockKind, String> {
        let caption = self.maybe(id, "figcaption")?;
        if node.has_class("gallery") {
            let mut pictures = Vec::new();
            for child in self.elements(id)? {
                match self.tree.node(child).tag() {
                    "figure" => pictures.push(self.picture(child)?),
                    "figcaption" => {}
                    _ => return Err(stray(self.tree.node(child))),
                }
            }
            return Ok(BlockKind::Gallery { pictures, caption });
        }
        if let Some(provider) = node.attribute("data-provider") {
            let link = self.child(id, "a")?.ok_or("an embed needs a link to its address")?;
            return Ok(BlockKind::Embed {
                provider: provider.to_owned(),
                reference: required(node, "data-reference")?.to_owned(),
                url: required(self.tree.node(link), "href")?.to_owned(),
                title: node.attribute("data-title").map(str::to_owned),
                still: node.attribute("data-still").map(asset).transpose()?,
                caption,
            });
        }
        if let Some(at) = self.child(id, "audio")? {
            return Ok(BlockKind::Audio(self.media(id, at, caption)?));
        }
        if let Some(at) = self.child(id, "video")? {
            let beside = |name| self.tree.node(at).attribute(name).map(asset).transpose();
            return Ok(BlockKind::Video {
                poster: beside("data-poster")?,
                captions: beside("data-captions")?,
                media: self.media(id, at, caption)?,
            });
        }
        self.picture(id).map(BlockKind::Picture)
    }

    fn picture(&self, id: NodeId) -> Result<Picture, String> {
        let image = self.child(id, "img")?.ok_or("a figure needs a picture, sound, film or embed")?;
        let node = self.tree.node(image);
        Ok(Picture {
            asset: asset(required(node, "data-asset")?)?,
            caption: self.maybe(id, "figcaption")?,
            credit: node.attribute("data-credit").map(str::to_owned),
            alt: node.attribute("alt").map(str::to_owned),
            size: if node.has_class("alignwide") { PictureSize::Wide } else { PictureSize::Column },
        })
    }

    fn media(&self, figure: NodeId, file: NodeId, caption: Option<Inline>) -> Result<MediaText, String> {
        let transcript = match self.child(figure, "div")? {
            Some(said) => self.each(said, "p", &[])?,
            None => Vec::new(),
        };
        Ok(MediaText { asset: asset(required(self.tree.node(file), "data-asset")?)?, caption, transcript })
    }

    fn facts(&self, id: NodeId) -> Result<BlockKind, String> {
        let title = self.maybe(id, "summary")?.ok_or("a fact box needs its title in a summary")?;
        let inner = self.elements(id)?.into_iter().filter(|at| self.tree.node(*at).tag() != "summary");
        let blocks: Result<Vec<Block>, String> = inner.map(|at| self.block(at, true)).collect();
        Ok(BlockKind::FactBox { title, blocks: blocks? })
    }

    fn rows(&self, id: NodeId) -> Result<Vec<Row>, String> {
        let Some(body) = self.child(id, "tbody")? else { return Ok(Vec::new()) };
        let mut rows = Vec::new();
        for row in self.elements(body)? {
            let mut cells = Vec::new();
            for cell in self.elements(row)? {
                let header = match self.tree.node(cell).tag() {
                    "th" => true,
                    "td" => false,
                    _ => return Err(stray(self.tree.node(cell))),
                };
                cells.push(Cell { text: self.inline(cell)?, header });
            }
            rows.push(Row { cells });
        }
        Ok(rows)
    }

    /// The elements in an element; between them stands nothing but white space.
    fn elements(&self, id: NodeId) -> Result<Vec<NodeId>, String> {
        let mut elements = Vec::new();
        for child in self.tree.children(id) {
            let node = self.tree.node(child);
            match &node.text {
                Some(text) if text.trim().is_empty() => {}
                Some(text) => return Err(format!("text outside a block: “{}”", text.trim())),
                None if node.tag().is_empty() => return Err(stray(node)),
                None => elements.push(child),
            }
        }
        Ok(elements)
    }

    fn child(&self, id: NodeId, name: &str) -> Result<Option<NodeId>, String> {
        Ok(self.elements(id)?.into_iter().find(|at| self.tree.node(*at).tag() == name))
    }

    fn maybe(&self, id: NodeId, name: &str) -> Result<Option<Inline>, String> {
        self.child(id, name)?.map(|at| self.inline(at)).transpose()
    }

    /// The texts of all children of one name; only `others` may stand between them.
    fn each(&self, id: NodeId, name: &str, others: &[&str]) -> Result<Vec<Inline>, String> {
        let mut texts = Vec::new();
        for child in self.elements(id)? {
            let node = self.tree.node(child);
            if node.tag() == name {
                texts.push(self.inline(child)?);
            } else if !others.contains(&node.tag()) {
                return Err(stray(node));
            }
        }
        Ok(texts)
    }

    fn inline(&self, id: NodeId) -> Result<Inline, String> {
        self.inline_but(id, None)
    }

    /// Running text, one child left out.
    fn inline_but(&self, id: NodeId, left_out: Option<NodeId>) -> Result<Inline, String> {
        let mut spans = Vec::new();
        for child in self.tree.children(id).filter(|child| Some(*child) != left_out) {
            self.spans(child, &Marks::default(), 0, &mut spans)?;
        }
        Ok(Inline::new(spans))
    }

    fn spans(&self, id: NodeId, marks: &Marks, depth: usize, spans: &mut Vec<Span>) -> Result<(), String> {
        let node = self.tree.node(id);
        if let Some(text) = &node.text {
            spans.push(Span { text: text.to_string(), marks: marks.clone() });
            return Ok(());
        }
        let mut marks = marks.clone();
        match node.tag() {
            "br" => {
                spans.push(Span { text: "\n".to_owned(), marks });
                return Ok(());
            }
            "strong" => marks.strong = true,
            "em" => marks.emphasis = true,
            "sup" => marks.superscript = true,
            "sub" => marks.subscript = true,
            "span" => {
                let tag = required(node, "lang")?;
                marks.language = Some(Language::parse(tag).map_err(|error| error.to_string())?);
            }
            "a" => {
                let href = required(node, "href")?;
                if !address::is_linkable(href) {
                    return Err(format!("no page may link to “{href}”"));
                }
                marks.link = Some(href.to_owned());
            }
            _ => return Err(stray(node)),
        }
        // Six marks nest at most.
        if depth == 6 {
            return Err(stray(node));
        }
        self.tree.children(id).try_for_each(|child| self.spans(child, &marks, depth + 1, spans))
    }
}

fn required<'n>(node: &'n Node, name: &str) -> Result<&'n str, String> {
    node.attribute(name).ok_or_else(|| format!("<{}> has no {name}", node.name.local))
}

fn asset(key: &str) -> Result<AssetId, String> {
    key.parse().map_err(|_| format!("“{key}” is not the number of an asset"))
}

fn stray(node: &Node) -> String {
    match node.tag() {
        "" => "something that is neither text nor an element of a document".to_owned(),
        tag => format!("<{tag}> has no place here"),
    }
}
