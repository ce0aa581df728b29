//! The document: the body of an article as a typed tree.
//!
//! A document is a list of [`Block`]s with inline [`Span`]s in them. Each block has an id that
//! stays through edits; findings, translations and margin notes hang on it. The tree is stored
//! as JSON with a version number; HTML and Markdown are only ever made from it or read into it.

#[cfg(test)]
mod arbitrary;
mod block;
pub mod html;
mod inline;
mod keep;
pub mod markdown;
mod validate;

pub use block::{Block, BlockId, BlockKind, Cell, Item, MediaText, Picture, PictureSize, Row};
pub use inline::{Inline, Marks, Span};
pub use keep::keep_ids;
pub use validate::{Fault, FaultKind, validate};

use serde::{Deserialize, Serialize};

use crate::ids::{AssetId, StoryId};

/// The version of the tree's schema that this program writes.
pub const VERSION: u32 = 1;

/// The body of an article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Version of the schema; see [`VERSION`].
    pub version: u32,
    /// The blocks from top to bottom.
    pub blocks: Vec<Block>,
}

impl Default for Document {
    fn default() -> Self {
        Document::new(Vec::new())
    }
}

/// Why stored JSON is no document this program can read.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// The JSON does not have the shape of a document.
    #[error("not a document: {0}")]
    Shape(#[from] serde_json::Error),
    /// It was written by a newer program.
    #[error("document has version {0}, this program reads up to {VERSION}; use a newer Depesche")]
    TooNew(u32),
}

impl Document {
    /// A document of the current version.
    pub fn new(blocks: Vec<Block>) -> Document {
        Document { version: VERSION, blocks }
    }

    /// Reads the stored form.
    ///
    /// # Errors
    /// When the JSON has another shape, or a version from the future.
    pub fn from_json(json: &str) -> Result<Document, DocumentError> {
        let document: Document = serde_json::from_str(json)?;
        if document.version > VERSION {
            return Err(DocumentError::TooNew(document.version));
        }
        Ok(document)
    }

    /// The form that is stored.
    pub fn to_json(&self) -> String {
        // The tree has string keys and finite numbers only: writing it cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The running text without any markup, one line for each block, for search, word counts
    /// and checks.
    pub fn plain_text(&self) -> String {
        let mut text = String::new();
        for block in &self.blocks {
            block.push_plain_text(&mut text);
        }
        while text.ends_with('\n') {
            text.pop();
        }
        text
    }

    /// The keys of all assets it shows, in its order.
    pub fn assets(&self) -> Vec<AssetId> {
        let mut assets = Vec::new();
        self.blocks.iter().for_each(|block| block.push_assets(&mut assets));
        assets
    }

    /// The keys of all stories it links to in boxes of their own, in its order.
    pub fn stories(&self) -> Vec<StoryId> {
        let mut stories = Vec::new();
        self.blocks.iter().for_each(|block| block.push_stories(&mut stories));
        stories
    }

    /// How many words a reader reads, captions and fact boxes included.
    pub fn words(&self) -> usize {
        self.plain_text().split_whitespace().count()
    }

    /// Takes the ids away, which then come from [`keep_ids`] or [`Document::fill_ids`].
    pub fn forget_ids(&mut self) {
        block::visit_mut(&mut self.blocks, &mut |block| block.id = BlockId::default());
    }

    /// Gives an id to each block that has none, and a new one to each that repeats an earlier's.
    pub fn fill_ids(&mut self) {
        let mut taken = std::collections::HashSet::new();
        block::visit_mut(&mut self.blocks, &mut |block| {
            if block.id.is_set() && taken.insert(block.id.clone()) {
                return;
            }
            // Counting up keeps ids short and the outcome the same at every run.
            let mut number = taken.len() + 1;
            while !taken.insert(BlockId::numbered(number)) {
                number += 1;
            }
            block.id = BlockId::numbered(number);
        });
    }
}
