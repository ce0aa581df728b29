//! Which blocks are the article.
//!
//! First the names that elements have are handed down to the blocks in them, then the element is found that holds
//! the article (`container`), and then each block in it is judged by itself and by its neighbours (`judge`).

use super::blocks::{Block, Blocks};
use super::markup::{NodeId, Page, ROOT, Tag};
use super::names::Names;

mod container;
mod judge;
mod phrases;
mod teasers;

/// What is decided about a page.
#[derive(Debug)]
pub(super) struct Choice {
    /// The element that holds the article.
    pub(super) container: NodeId,
    /// For each block whether it belongs to the article, and if not, why.
    pub(super) verdicts: Vec<Verdict>,
    /// What the elements around each node say by their names.
    pub(super) names: Vec<Names>,
}

/// What is decided about a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Verdict {
    /// It belongs to the text.
    #[error("it is part of the text")]
    Kept,
    /// It stands outside of what holds the article.
    #[error("it stands outside of the article")]
    Outside,
    /// The names of the elements around it say that it is something else.
    #[error("the page's own names say that it is not part of the text")]
    Named,
    /// It consists of links.
    #[error("it consists of links")]
    Links,
    /// It announces another article.
    #[error("it announces another article")]
    Teaser,
    /// It is the headline, or what stands above it.
    #[error("it is the headline")]
    Headline,
    /// It introduces the text.
    #[error("it is the standfirst")]
    Standfirst,
    /// It says who wrote it, or when.
    #[error("it says who wrote the text, or when")]
    Byline,
    /// It is said of a picture.
    #[error("it is said of a picture")]
    Caption,
    /// It is a post of another site, which the document has as such.
    #[error("it is a post of another site")]
    Embedded,
    /// It is said to readers and not of the matter: to subscribe, to read on, to follow.
    #[error("it speaks to the reader and not of the matter")]
    Appeal,
    /// It stands before the first or after the last paragraph and is none itself.
    #[error("it stands beside the text and is no paragraph")]
    Beside,
}

impl Verdict {
    /// Whether its words are words of the text.
    pub(super) fn is_text(self) -> bool {
        matches!(self, Verdict::Kept | Verdict::Embedded)
    }
}

/// What a page says of its article, as far as it helps to find it.
#[derive(Debug, Default)]
pub(super) struct Hints {
    /// Titles and headlines.
    pub(super) titles: Vec<String>,
    /// Descriptions.
    pub(super) descriptions: Vec<String>,
}

/// Finds the article in a page.
pub(super) fn choose(page: &Page<'_>, blocks: &mut Blocks, hints: &Hints) -> Choice {
    let prose = blocks.sums(page.len(), |_, block| if is_prose(block) { block.letters as i32 } else { 0 });
    let names = inherit_names(page, blocks, &prose);
    let teasers = teasers::find(page, blocks);
    let container = container::find(page, blocks, &teasers);
    let verdicts = judge::judge(page, blocks, &teasers, container, hints);
    Choice { container, verdicts, names }
}

/// Gives each block what the elements around it say, except those that hold most of the page's prose: what
/// holds the article may be called after anything that stands in it.
fn inherit_names(page: &Page<'_>, blocks: &mut Blocks, prose: &[i32]) -> Vec<Names> {
    let all = prose[page.len() as usize];
    let headline =
        page.below(ROOT).find(|(_, node)| node.tag == Tag::H1).map_or(NodeId::MAX, |found| found.0);
    let mut inherited: Vec<Names> = vec![Names::NONE; page.len() as usize];
    for (id, node) in page.below(ROOT) {
        let mut own = blocks.names[id as usize];
        if own != Names::NONE {
            let share =
                100 * i64::from(prose[node.end as usize] - prose[id as usize]) / i64::from(all.max(1));
            let holds_headline = id < headline && node.end > headline;
            // Notes on cookies and what readers write may be longer than the article.
            if holds_headline || share > 85 {
                own = own.within(Names::BODY);
            } else if share > 40 {
                own = own.within(Names::BODY.with(Names::NOTICE).with(Names::COMMENTS));
            }
            blocks.names[id as usize] = own;
        }
        inherited[id as usize] = inherited[node.parent as usize].with(own);
    }
    for block in &mut blocks.all {
        block.names = inherited[block.holder as usize];
        // What is within the block says something of all of it only if it reaches from its beginning to its end.
        let inside = page.ancestors(block.start).take_while(|id| *id > block.holder);
        for id in inside.filter(|id| page.node(*id).end >= block.last) {
            block.names = block.names.with(blocks.names[id as usize]);
        }
    }
    inherited
}

/// Whether it is long enough to be a paragraph of a text.
fn is_prose(block: &Block) -> bool {
    block.letters >= 80 && block.linked * 3 < block.letters
}

/// Whether it ends as a sentence does.
fn ends_sentence(words: &str) -> bool {
    words
        .trim_end_matches(['"', '”', '“', '»', '«', '’', '\'', ')', '」', '』', ' '])
        .ends_with(['.', '!', '?', '…', '。', '！', '？', ':', '।', '۔', '؟'])
}
