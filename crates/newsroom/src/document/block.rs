//! The blocks of a document.

use std::fmt;

use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Inline;
use crate::ids::{AssetId, StoryId};

/// The id of a block: stays through edits and is unique within its document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BlockId(String);

impl BlockId {
    /// An id of that text; empty means that none was given.
    pub fn new(text: impl Into<String>) -> BlockId {
        BlockId(text.into())
    }

    pub(super) fn numbered(number: usize) -> BlockId {
        BlockId(format!("b{number}"))
    }

    /// Whether the block has one.
    pub fn is_set(&self) -> bool {
        !self.0.is_empty()
    }

    /// Whether it has the form of an id: 1 to 32 ASCII letters, digits, `-` or `_`, a letter first.
    pub fn is_well_formed(&self) -> bool {
        self.0.len() <= 32
            && self.0.starts_with(|first: char| first.is_ascii_alphabetic())
            && self.0.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BlockId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One block.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Block {
    /// Stays through edits.
    pub id: BlockId,
    /// What it is, with its content.
    #[serde(flatten)]
    pub kind: BlockKind,
}

impl<'de> Deserialize<'de> for Block {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Block, D::Error> {
        deserializer.deserialize_map(BlockVisitor)
    }
}

/// Reads a block. Most are paragraphs, and those without the detour that serde takes for what is
/// flattened and tagged: it is half of what reading a text costs.
struct BlockVisitor;

impl<'de> Visitor<'de> for BlockVisitor {
    type Value = Block;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a block")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Block, A::Error> {
        let mut id = BlockId::default();
        let mut paragraph = None;
        let mut fields = serde_json::Map::new();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "id" => id = map.next_value()?,
                // The type is written before the text.
                "text" if fields.get("type").is_some_and(|kind| kind == "paragraph") => {
                    paragraph = Some(BlockKind::Paragraph { text: map.next_value()? });
                }
                _ => {
                    fields.insert(key, map.next_value::<Value>()?);
                }
            }
        }
        let kind = match paragraph {
            Some(paragraph) => paragraph,
            None => BlockKind::deserialize(Value::Object(fields)).map_err(A::Error::custom)?,
        };
        Ok(Block { id, kind })
    }
}

/// The kinds of blocks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum BlockKind {
    /// A paragraph.
    Paragraph {
        /// Its text.
        text: Inline,
    },
    /// A heading within the text; the headline is level 1 and not part of the document.
    Heading {
        /// 2 to 4.
        level: u8,
        /// Its text.
        text: Inline,
    },
    /// Somebody's words, one paragraph or more.
    Quotation {
        /// The paragraphs.
        paragraphs: Vec<Inline>,
        /// Who said or wrote them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        speaker: Option<Inline>,
    },
    /// A sentence of the article repeated large.
    PullQuote {
        /// The sentence.
        text: Inline,
        /// Who said it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        speaker: Option<Inline>,
    },
    /// A list.
    List {
        /// The number of the first item where items are numbered, else nothing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        start: Option<u32>,
        /// The items.
        items: Vec<Item>,
    },
    /// A picture.
    Picture(Picture),
    /// Pictures that belong together.
    Gallery {
        /// Two pictures or more are usual; one is valid.
        pictures: Vec<Picture>,
        /// What is said of all of them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        caption: Option<Inline>,
    },
    /// Facts beside the text: a title and blocks that hold no fact box themselves.
    FactBox {
        /// Its title.
        title: Inline,
        /// Its content.
        blocks: Vec<Block>,
    },
    /// Links to other stories of the site.
    RelatedStories {
        /// A title instead of the usual one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<Inline>,
        /// The stories, shown in the reader's language where they exist in it.
        stories: Vec<StoryId>,
    },
    /// A table.
    Table {
        /// What it shows.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        caption: Option<Inline>,
        /// The rows; all have the same number of cells.
        rows: Vec<Row>,
    },
    /// Text whose line breaks and spaces count.
    Preformatted {
        /// The text.
        text: String,
    },
    /// Sound.
    Audio(MediaText),
    /// A film.
    Video {
        /// The still shown before it runs.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        poster: Option<AssetId>,
        /// What is said in it, timed for those who cannot hear it: a file in WebVTT.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        captions: Option<AssetId>,
        /// The file and what is said of it.
        #[serde(flatten)]
        media: MediaText,
    },
    /// Something of another site, loaded only when the reader asks for it.
    Embed {
        /// Whose it is: a lower-case word such as `youtube`.
        provider: String,
        /// Which one, by the provider's own identifier.
        reference: String,
        /// The address a reader can open instead.
        url: String,
        /// What it is, in words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        /// The picture of our own that is shown in its place.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        still: Option<AssetId>,
        /// What is said of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        caption: Option<Inline>,
    },
    /// A break in the text.
    Separator,
}

/// An item of a list, with the list below it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Its text.
    pub text: Inline,
    /// The number of the first item below where they are numbered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<u32>,
    /// The items below it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Item>,
}

/// A picture in the text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Picture {
    /// Which picture of the library.
    pub asset: AssetId,
    /// What is said of it here; nothing means the asset's own caption.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<Inline>,
    /// Whose it is, where this differs from the asset's own credit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
    /// What those hear who cannot see it; nothing means the asset's own text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// How much room it takes.
    #[serde(default, skip_serializing_if = "PictureSize::is_column")]
    pub size: PictureSize,
}

/// How much room a picture takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PictureSize {
    /// The width of the text.
    #[default]
    Column,
    /// Wider than the text.
    Wide,
}

impl PictureSize {
    fn is_column(&self) -> bool {
        *self == PictureSize::Column
    }
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Its text; may be empty.
    pub text: Inline,
    /// Whether it names its column or row.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub header: bool,
}

/// A sound or film and the words that go with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MediaText {
    /// Which file of the library.
    pub asset: AssetId,
    /// What is said of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<Inline>,
    /// What is said in it, paragraph by paragraph.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transcript: Vec<Inline>,
}

impl Block {
    /// A block that has no id yet.
    pub fn new(kind: BlockKind) -> Block {
        Block { id: BlockId::default(), kind }
    }

    /// A paragraph that has no id yet.
    pub fn paragraph(text: impl Into<Inline>) -> Block {
        Block::new(BlockKind::Paragraph { text: text.into() })
    }

    pub(super) fn push_assets(&self, out: &mut Vec<AssetId>) {
        match &self.kind {
            BlockKind::Picture(picture) => out.push(picture.asset),
            BlockKind::Gallery { pictures, .. } => out.extend(pictures.iter().map(|picture| picture.asset)),
            BlockKind::Audio(media) => out.push(media.asset),
            BlockKind::Video { poster, captions, media } => {
                out.extend(poster.iter().chain(captions).chain([&media.asset]));
            }
            BlockKind::Embed { still, .. } => out.extend(*still),
            BlockKind::FactBox { blocks, .. } => blocks.iter().for_each(|block| block.push_assets(out)),
            _ => {}
        }
    }

    pub(super) fn push_stories(&self, out: &mut Vec<StoryId>) {
        match &self.kind {
            BlockKind::RelatedStories { stories, .. } => out.extend(stories),
            BlockKind::FactBox { blocks, .. } => blocks.iter().for_each(|block| block.push_stories(out)),
            _ => {}
        }
    }

    pub(super) fn push_plain_text(&self, out: &mut String) {
        match &self.kind {
            BlockKind::Paragraph { text } | BlockKind::Heading { text, .. } => push_line(out, &text.text()),
            BlockKind::Quotation { paragraphs, speaker } => {
                paragraphs.iter().chain(speaker).for_each(|text| push_line(out, &text.text()));
            }
            // A pull quote repeats what stands in the text: counted once.
            BlockKind::PullQuote { .. } | BlockKind::RelatedStories { .. } | BlockKind::Separator => {}
            BlockKind::List { items, .. } => items.iter().for_each(|item| item.push_plain_text(out)),
            BlockKind::Picture(picture) => push_caption(out, &picture.caption),
            BlockKind::Gallery { pictures, caption } => {
                pictures.iter().for_each(|picture| push_caption(out, &picture.caption));
                push_caption(out, caption);
            }
            BlockKind::FactBox { title, blocks } => {
                push_line(out, &title.text());
                blocks.iter().for_each(|block| block.push_plain_text(out));
            }
            BlockKind::Table { caption, rows } => {
                push_caption(out, caption);
                for row in rows {
                    let cells: Vec<String> = row.cells.iter().map(|cell| cell.text.text()).collect();
                    push_line(out, &cells.join("\t"));
                }
            }
            BlockKind::Preformatted { text } => push_line(out, text),
            BlockKind::Audio(media) | BlockKind::Video { media, .. } => {
                push_caption(out, &media.caption);
                media.transcript.iter().for_each(|text| push_line(out, &text.text()));
            }
            BlockKind::Embed { caption, .. } => push_caption(out, caption),
        }
    }
}

fn push_line(out: &mut String, text: &str) {
    if !text.trim().is_empty() {
        out.push_str(text);
        out.push('\n');
    }
}

fn push_caption(out: &mut String, caption: &Option<Inline>) {
    if let Some(caption) = caption {
        push_line(out, &caption.text());
    }
}

impl Item {
    fn push_plain_text(&self, out: &mut String) {
        push_line(out, &self.text.text());
        self.items.iter().for_each(|item| item.push_plain_text(out));
    }
}

/// Calls `each` for every block, those within fact boxes after the box itself.
pub(super) fn visit_mut(blocks: &mut [Block], each: &mut impl FnMut(&mut Block)) {
    for block in blocks {
        each(block);
        if let BlockKind::FactBox { blocks, .. } = &mut block.kind {
            visit_mut(blocks, each);
        }
    }
}
