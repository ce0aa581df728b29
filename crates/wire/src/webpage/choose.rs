//! Which blocks are the article.

use super::blocks::{Block, Blocks};
use super::markup::{NodeId, Page, ROOT, Tag};
use super::names::Names;

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
    /// It says who wrote it, or when.
    #[error("it says who wrote the text, or when")]
    Byline,
    /// It is said of a picture.
    #[error("it is said of a picture")]
    Caption,
}

/// Finds the article in a page.
pub(super) fn choose(page: &Page<'_>, blocks: &mut Blocks) -> Choice {
    let prose = blocks.sums(page.len(), |_, block| if is_prose(block) { block.letters as i32 } else { 0 });
    let names = inherit_names(page, blocks, &prose);
    let teasers = teasers(page, blocks);
    let in_row = in_row(page, blocks);
    let sums = blocks.sums(page.len(), |place, block| {
        if teasers[place] {
            return -10;
        }
        weight(block, blocks.words(block)) * if in_row[place] { 4 } else { 1 } / 4
    });
    let below = |id: NodeId| sums[page.node(id).end as usize] - sums[id as usize];
    let mut best = ROOT;
    for (id, node) in page.below(ROOT) {
        if (node.tag.is_block() || node.tag == Tag::Other) && below(id) >= below(best) {
            best = id;
        }
    }
    let (start, end) = (best, page.node(best).end);
    let verdicts = blocks
        .all
        .iter()
        .zip(&teasers)
        .map(|(block, teaser)| {
            if block.start < start || block.start >= end {
                return Verdict::Outside;
            }
            if *teaser {
                return Verdict::Teaser;
            }
            if page.node(block.holder).tag == Tag::H1 {
                return Verdict::Headline;
            }
            if block.names.any(Names::JUNK) {
                Verdict::Named
            } else if block.names.any(Names::CAPTION) {
                Verdict::Caption
            } else if block.names.any(Names::BYLINE.with(Names::DATE)) && block.letters < 100 {
                Verdict::Byline
            } else if block.linked * 2 > block.letters
                && block.letters < 150
                && page.node(block.holder).tag != Tag::P
            {
                Verdict::Links
            } else {
                Verdict::Kept
            }
        })
        .collect();
    Choice { container: best, verdicts, names }
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
                own = own.only(Names::BODY);
            } else if share > 40 {
                own = own.only(Names::BODY.with(Names::FRAME).with(Names::COMMENTS));
            }
        }
        inherited[id as usize] = inherited[node.parent as usize].with(own);
    }
    for block in &mut blocks.all {
        block.names = inherited[block.start as usize];
    }
    inherited
}

/// Which blocks announce other articles: a heading that is a link, with what stands beside it.
fn teasers(page: &Page<'_>, blocks: &Blocks) -> Vec<bool> {
    let mut found = vec![false; blocks.all.len()];
    let count = blocks.sums(page.len(), |_, block| i32::from(is_prose(block)));
    for place in 0..blocks.all.len() {
        let block = &blocks.all[place];
        let holder = page.node(block.holder).tag;
        let heading = holder.is_heading() || block.names.any(Names::HEADLINE);
        if !heading || block.linked * 5 < block.letters * 4 {
            continue;
        }
        let mut card = block.holder;
        for above in page.ancestors(block.holder).take(4) {
            let node = page.node(above);
            if count[node.end as usize] - count[above as usize] > 1
                || matches!(node.tag, Tag::Body | Tag::Main)
            {
                break;
            }
            card = above;
        }
        let (start, end) = (card, page.node(card).end);
        for (other, is_teaser) in blocks.all.iter().zip(&mut found).skip(place.saturating_sub(8)).take(24) {
            *is_teaser |= other.start >= start && other.start < end;
        }
    }
    found
}

/// Which blocks stand beside other prose in the same element.
fn in_row(page: &Page<'_>, blocks: &Blocks) -> Vec<bool> {
    let mut counts = std::collections::HashMap::<NodeId, u32>::new();
    let parent = |block: &Block| match page.node(block.holder).tag {
        Tag::P => page.node(block.holder).parent,
        _ => block.holder,
    };
    for block in blocks.all.iter().filter(|block| is_prose(block)) {
        *counts.entry(parent(block)).or_default() += 1;
    }
    blocks.all.iter().map(|block| counts.get(&parent(block)).is_some_and(|count| *count > 1)).collect()
}

/// Whether it is long enough to be a paragraph of a text.
fn is_prose(block: &Block) -> bool {
    block.letters >= 80 && block.linked * 3 < block.letters
}

/// Whether it ends as a sentence does.
fn ends_sentence(words: &str) -> bool {
    words
        .trim_end_matches(['"', '”', '“', '»', '«', '’', '\'', ')', '」'])
        .ends_with(['.', '!', '?', '…', '。', ':'])
}

fn weight(block: &Block, words: &str) -> i32 {
    let letters = block.letters as i32;
    if block.names.any(Names::JUNK) {
        return -(letters / 3 + 5).min(40);
    }
    if block.linked * 2 > block.letters {
        return -(letters / 2 + 5).min(40);
    }
    if block.letters >= 60 || block.letters >= 20 && ends_sentence(words) {
        return letters - 2 * block.linked as i32;
    }
    -(letters / 2 + 3).min(20)
}
