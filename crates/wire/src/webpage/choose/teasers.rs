//! Which blocks announce other articles.

use super::is_prose;
use crate::webpage::blocks::{Block, Blocks};
use crate::webpage::markup::{Page, Tag};
use crate::webpage::names::Names;

/// How many blocks a card has at most: kicker, heading, byline, date, a few lines, “read more”.
const LARGEST_CARD: i32 = 8;

/// For each block whether it is one.
pub(super) fn find(page: &Page<'_>, blocks: &Blocks) -> Vec<bool> {
    let mut found: Vec<bool> =
        blocks.all.iter().map(|block| breaks_off(block, blocks.words(block))).collect();
    let prose = blocks.sums(page.len(), |_, block| i32::from(is_prose(block)));
    let count = blocks.sums(page.len(), |_, _| 1);
    for place in 0..blocks.all.len() {
        let block = &blocks.all[place];
        if !is_linked_heading(page, block) {
            continue;
        }
        // The card around a heading that is a link: the largest element that holds one paragraph at most and little else.
        let mut card = block.holder;
        for above in page.ancestors(block.holder).take(4) {
            let node = page.node(above);
            let paragraphs = prose[node.end as usize] - prose[above as usize];
            let blocks_in = count[node.end as usize] - count[above as usize];
            let is_text =
                blocks.names[above as usize].any(Names::BODY) || matches!(node.tag, Tag::Body | Tag::Main);
            if paragraphs > 1 || blocks_in > LARGEST_CARD || is_text {
                break;
            }
            card = above;
        }
        let end = page.node(card).end;
        let near = place.saturating_sub(8)..(place + 16).min(blocks.all.len());
        for other in near {
            found[other] |= (card..end).contains(&blocks.all[other].start);
        }
    }
    found
}

fn is_linked_heading(page: &Page<'_>, block: &Block) -> bool {
    let heading = page.node(block.holder).tag.is_heading() || block.names.any(Names::HEADLINE);
    heading && block.linked * 5 >= block.letters * 4
}

/// Whether it begins with a link and breaks off: the first words of another article.
fn breaks_off(block: &Block, words: &str) -> bool {
    block.linked * 6 >= block.letters && words.ends_with("...") && block.letters < 400
}
