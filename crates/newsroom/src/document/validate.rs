//! The one validator of documents: what may be stored, and exactly what is wrong where.

use std::collections::HashSet;
use std::fmt;

use super::{Block, BlockId, BlockKind, Document, Inline, Item, Picture};
use crate::address;

/// Deepest nesting of list items.
pub(super) const DEEPEST_LIST: usize = 6;

/// Highest number a list can start with: Markdown knows nine digits.
pub(super) const HIGHEST_START: u32 = 999_999_999;

/// One thing that is wrong with a document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("block {place}{name}: {kind}", name = NamedBlock(.block))]
pub struct Fault {
    /// Counted from 1, a block within a fact box as `3.2`.
    pub place: String,
    /// The id of the block, where it has one.
    pub block: BlockId,
    /// What is wrong.
    pub kind: FaultKind,
}

struct NamedBlock<'a>(&'a BlockId);

impl fmt::Display for NamedBlock<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_set() { write!(f, " (id {})", self.0) } else { Ok(()) }
    }
}

/// What can be wrong with a block.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FaultKind {
    /// No id, or one that is not of the form.
    #[error("its id “{0}” is not 1 to 32 letters, digits, - or _, with a letter first")]
    BadId(String),
    /// An earlier block has the same id.
    #[error("an earlier block has the same id")]
    RepeatedId,
    /// Text that must be there is blank.
    #[error("its {0} is empty")]
    Blank(&'static str),
    /// A heading of a level that does not exist.
    #[error("its level is {0}; headings in the text have 2, 3 or 4")]
    BadLevel(u8),
    /// Lists nested too deep.
    #[error("its list is nested deeper than {DEEPEST_LIST}")]
    TooDeep,
    /// A list that starts with a number that cannot be written everywhere.
    #[error("its list starts with {0}; the highest possible number is {HIGHEST_START}")]
    BadStart(u32),
    /// A fact box within a fact box.
    #[error("a fact box cannot hold another fact box")]
    NestedFactBox,
    /// A row of a table with more or fewer cells than the first.
    #[error("row {row} of its table has {found} cells, the first has {expected}")]
    UnevenRow {
        /// Counted from 1.
        row: usize,
        /// Cells in it.
        found: usize,
        /// Cells in the first row.
        expected: usize,
    },
    /// A link to an address that pages may not link to.
    #[error("it links to “{0}”; a link leads to http, https, mailto, tel, a path or a #fragment")]
    BadLink(String),
    /// The address of an embed is no web address.
    #[error("its address “{0}” is not an http or https address")]
    BadAddress(String),
    /// The provider of an embed is not a plain lower-case word.
    #[error("its provider “{0}” is not a word of lower-case letters, digits and hyphens")]
    BadProvider(String),
    /// Raised and lowered at once.
    #[error("“{0}” is both superscript and subscript")]
    RaisedAndLowered(String),
    /// A character that cannot be shown or stored.
    #[error("it contains the control character U+{0:04X}")]
    ControlCharacter(u32),
    /// Spans that should be one, or an empty span.
    #[error("its spans are not joined: neighbours with equal marks, or an empty one")]
    NotJoined,
}

/// Checks a whole document.
///
/// # Errors
/// All faults, from top to bottom; never an empty list.
pub fn validate(document: &Document) -> Result<(), Vec<Fault>> {
    let mut check = Check { faults: Vec::new(), ids: HashSet::new() };
    for (number, block) in document.blocks.iter().enumerate() {
        check.block(&(number + 1).to_string(), block, false);
    }
    if check.faults.is_empty() { Ok(()) } else { Err(check.faults) }
}

struct Check<'a> {
    faults: Vec<Fault>,
    ids: HashSet<&'a str>,
}

impl<'a> Check<'a> {
    fn block(&mut self, place: &str, block: &'a Block, in_facts: bool) {
        let from = self.faults.len();
        if !block.id.is_well_formed() {
            self.fault(FaultKind::BadId(block.id.as_str().to_owned()));
        } else if !self.ids.insert(block.id.as_str()) {
            self.fault(FaultKind::RepeatedId);
        }
        self.content(block, in_facts);
        for fault in &mut self.faults[from..] {
            fault.place = place.to_owned();
            fault.block = block.id.clone();
        }
        if let BlockKind::FactBox { blocks, .. } = &block.kind
            && !in_facts
        {
            for (number, inner) in blocks.iter().enumerate() {
                self.block(&format!("{place}.{}", number + 1), inner, true);
            }
        }
    }

    fn content(&mut self, block: &Block, in_facts: bool) {
        match &block.kind {
            BlockKind::Paragraph { text } => self.text("text", text),
            BlockKind::Heading { level, text } => {
                if !(2..=4).contains(level) {
                    self.fault(FaultKind::BadLevel(*level));
                }
                self.text("text", text);
            }
            BlockKind::Quotation { paragraphs, speaker } => {
                self.some("paragraphs", paragraphs);
                paragraphs.iter().for_each(|text| self.text("paragraph", text));
                self.maybe("speaker", speaker);
            }
            BlockKind::PullQuote { text, speaker } => {
                self.text("text", text);
                self.maybe("speaker", speaker);
            }
            BlockKind::List { start, items } => {
                self.some("list", items);
                self.start(*start);
                self.items(items, 1);
            }
            BlockKind::Picture(picture) => self.picture(picture),
            BlockKind::Gallery { pictures, caption } => {
                self.some("list of pictures", pictures);
                pictures.iter().for_each(|picture| self.picture(picture));
                self.maybe("caption", caption);
            }
            BlockKind::FactBox { title, blocks } => {
                self.text("title", title);
                self.some("content", blocks);
                if in_facts {
                    self.fault(FaultKind::NestedFactBox);
                }
            }
            BlockKind::RelatedStories { title, stories } => {
                self.maybe("title", title);
                self.some("list of stories", stories);
            }
            BlockKind::Table { caption, rows } => {
                self.maybe("caption", caption);
                self.some("table", rows);
                let expected = rows.first().map_or(0, |row| row.cells.len());
                for (number, row) in rows.iter().enumerate() {
                    let (row_number, found) = (number + 1, row.cells.len());
                    if found == 0 || found != expected {
                        self.fault(FaultKind::UnevenRow { row: row_number, found, expected });
                    }
                    row.cells.iter().for_each(|cell| self.spans(&cell.text));
                }
            }
            BlockKind::Preformatted { text } => {
                if text.trim().is_empty() {
                    self.fault(FaultKind::Blank("text"));
                }
                self.characters(text);
            }
            BlockKind::Audio(media) | BlockKind::Video { media, .. } => {
                self.maybe("caption", &media.caption);
                media.transcript.iter().for_each(|text| self.text("transcript", text));
            }
            BlockKind::Embed { provider, reference, url, title, caption, still: _ } => {
                if !crate::slug::is_slug(provider) {
                    self.fault(FaultKind::BadProvider(provider.clone()));
                }
                if reference.is_empty() {
                    self.fault(FaultKind::Blank("reference"));
                }
                if !address::is_web(url) {
                    self.fault(FaultKind::BadAddress(url.clone()));
                }
                [Some(reference), title.as_ref()]
                    .into_iter()
                    .flatten()
                    .for_each(|text| self.characters(text));
                self.maybe("caption", caption);
            }
            BlockKind::Separator => {}
        }
    }

    fn items(&mut self, items: &[Item], depth: usize) {
        if depth > DEEPEST_LIST && !items.is_empty() {
            self.fault(FaultKind::TooDeep);
            return;
        }
        for item in items {
            self.text("item", &item.text);
            self.start(item.start);
            self.items(&item.items, depth + 1);
        }
    }

    fn start(&mut self, start: Option<u32>) {
        if let Some(start) = start.filter(|start| *start > HIGHEST_START) {
            self.fault(FaultKind::BadStart(start));
        }
    }

    fn picture(&mut self, picture: &Picture) {
        self.maybe("caption", &picture.caption);
        [&picture.credit, &picture.alt].into_iter().flatten().for_each(|text| self.characters(text));
    }

    fn some<T>(&mut self, what: &'static str, list: &[T]) {
        if list.is_empty() {
            self.fault(FaultKind::Blank(what));
        }
    }

    fn maybe(&mut self, what: &'static str, text: &Option<Inline>) {
        if let Some(text) = text {
            self.text(what, text);
        }
    }

    fn text(&mut self, what: &'static str, text: &Inline) {
        if text.is_blank() {
            self.fault(FaultKind::Blank(what));
        }
        self.spans(text);
    }

    fn spans(&mut self, text: &Inline) {
        let spans = text.spans();
        if spans.iter().any(|span| span.text.is_empty())
            || spans.windows(2).any(|two| two[0].marks == two[1].marks)
        {
            self.fault(FaultKind::NotJoined);
        }
        for span in spans {
            self.characters(&span.text);
            if span.marks.superscript && span.marks.subscript {
                self.fault(FaultKind::RaisedAndLowered(span.text.clone()));
            }
            if let Some(link) = &span.marks.link
                && !address::is_linkable(link)
            {
                self.fault(FaultKind::BadLink(link.clone()));
            }
        }
    }

    fn characters(&mut self, text: &str) {
        if let Some(control) = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
            self.fault(FaultKind::ControlCharacter(control as u32));
        }
    }

    fn fault(&mut self, kind: FaultKind) {
        self.faults.push(Fault { place: String::new(), block: BlockId::default(), kind });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Marks, Span};

    fn faults(blocks: Vec<Block>) -> Vec<String> {
        let mut document = Document::new(blocks);
        document.fill_ids();
        validate(&document).err().unwrap_or_default().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_fault_says_which_block_and_what_is_wrong() {
        let script = Inline::new([Span {
            text: "hier".into(),
            marks: Marks { link: Some("javascript:alert(1)".into()), ..Marks::default() },
        }]);
        let facts = Block::new(BlockKind::FactBox {
            title: "Zahlen".into(),
            blocks: vec![Block::paragraph("Gut."), Block::paragraph(script)],
        });
        assert_eq!(
            faults(vec![Block::paragraph("Gut."), facts, Block::paragraph(" ")]),
            [
                "block 2.2 (id b4): it links to “javascript:alert(1)”; a link leads to http, https, mailto, tel, a path or a #fragment",
                "block 3 (id b5): its text is empty"
            ]
        );
    }

    #[test]
    fn repeated_ids_are_refused_and_filling_mends_them() {
        let mut document = Document::new(vec![Block::paragraph("eins"), Block::paragraph("zwei")]);
        assert!(validate(&document).is_err(), "blocks without id were accepted");
        document.fill_ids();
        assert_eq!(validate(&document), Ok(()));
        document.blocks[1].id = document.blocks[0].id.clone();
        assert_eq!(validate(&document).expect_err("repeated")[0].kind, FaultKind::RepeatedId);
        document.fill_ids();
        assert_eq!(validate(&document), Ok(()));
    }
}
