//! Which element holds the article.

use std::collections::HashMap;

use super::{ends_sentence, is_prose};
use crate::webpage::blocks::{Block, Blocks};
use crate::webpage::markup::{NodeId, Page, ROOT, Tag};
use crate::webpage::names::Names;

/// The element whose prose outweighs by most what else is in it.
pub(super) fn find(page: &Page<'_>, blocks: &Blocks, teasers: &[bool]) -> NodeId {
    let in_row = in_row(page, blocks);
    let sums = blocks.sums(page.len(), |place, block| {
        if teasers[place] {
            return -10;
        }
        let heading = page.node(block.holder).tag.is_heading() && block.linked == 0;
        let weight = if heading { 0 } else { weight(block, blocks.words(block)) };
        if weight > 0 && !in_row[place] { weight / 2 } else { weight }
    });
    let below = |id: NodeId| sums[page.node(id).end as usize] - sums[id as usize];
    let mut best = ROOT;
    for (id, node) in page.below(ROOT) {
        if (node.tag.is_block() || node.tag == Tag::Other) && below(id) >= below(best) {
            best = id;
        }
    }
    narrowed(page, blocks, teasers, widened(page, blocks, best))
}

/// The outermost element around one that says itself that it is the article.
fn widened(page: &Page<'_>, blocks: &Blocks, container: NodeId) -> NodeId {
    let is_body = |id: &NodeId| blocks.names[*id as usize].any(Names::BODY);
    let named = page.ancestors(container).filter(is_body).last();
    named.unwrap_or_else(|| {
        // A paragraph, list or row is never all of an article.
        let part = |id: NodeId| {
            let tag = page.node(id).tag;
            let row = matches!(tag, Tag::Tr | Tag::Tbody | Tag::Thead | Tag::Table);
            let list = matches!(tag, Tag::Li | Tag::Ul | Tag::Ol | Tag::Dl | Tag::Dd | Tag::Dt);
            row || list
                || tag.is_heading()
                || matches!(tag, Tag::P | Tag::Blockquote | Tag::Figure | Tag::Figcaption)
        };
        std::iter::once(container).chain(page.ancestors(container)).find(|id| !part(*id)).unwrap_or(container)
    })
}

/// The part of an element that says itself that it is the article, if what else is in it says nothing like that.
fn narrowed(page: &Page<'_>, blocks: &Blocks, teasers: &[bool], container: NodeId) -> NodeId {
    let prose = blocks.sums(page.len(), |place, block| {
        let counts = is_prose(block) && !teasers[place] && !block.names.any(Names::JUNK);
        if counts { block.letters as i32 } else { 0 }
    });
    let below = |id: NodeId| prose[page.node(id).end as usize] - prose[id as usize];
    let all = below(container);
    let headline = page.below(container).find(|(_, node)| node.tag == Tag::H1).map(|found| found.0);
    // Pages that load the next article below the one that was asked for, or show parts of others.
    let articles: Vec<NodeId> =
        outermost(page, container, |_, tag| tag == Tag::Article).filter(|id| below(*id) > 0).collect();
    let main =
        headline.and_then(|at| articles.iter().copied().find(|id| *id < at && page.node(*id).end > at));
    if let Some(main) = main
        && articles.len() > 1
    {
        let others: i32 = articles.iter().filter(|id| **id != main).map(|id| below(*id)).sum();
        if 10 * below(main) >= 7 * (all - others) {
            return narrowed_to_body(page, blocks, main, &below);
        }
    }
    narrowed_to_body(page, blocks, container, &below)
}

fn narrowed_to_body(
    page: &Page<'_>,
    blocks: &Blocks,
    container: NodeId,
    below: &impl Fn(NodeId) -> i32,
) -> NodeId {
    let mut container = container;
    // Each step goes down one body within a body.
    for _ in 0..4 {
        let named = |id: NodeId, tag: Tag| tag.is_block() && blocks.names[id as usize].any(Names::BODY);
        let bodies: Vec<NodeId> = outermost(page, container, named).filter(|id| below(*id) > 0).collect();
        let all: i32 = bodies.iter().map(|id| below(*id)).sum();
        match bodies.iter().copied().max_by_key(|id| below(*id)) {
            Some(body) if below(body) == all && 10 * all >= 6 * below(container) => container = body,
            _ => break,
        }
    }
    container
}

/// The elements below one of which something is true, those within such ones left out.
fn outermost<'p>(
    page: &'p Page<'_>,
    top: NodeId,
    is: impl Fn(NodeId, Tag) -> bool + 'p,
) -> impl Iterator<Item = NodeId> + 'p {
    let mut after = 0;
    page.below(top).filter_map(move |(id, node)| {
        if id < after || !is(id, node.tag) {
            return None;
        }
        after = node.end;
        Some(id)
    })
}

/// Which blocks stand beside other prose in the same element.
fn in_row(page: &Page<'_>, blocks: &Blocks) -> Vec<bool> {
    let mut counts = HashMap::<NodeId, u32>::new();
    let parent = |block: &Block| match page.node(block.holder).tag {
        Tag::P => page.node(block.holder).parent,
        _ => block.holder,
    };
    for block in blocks.all.iter().filter(|block| is_prose(block)) {
        *counts.entry(parent(block)).or_default() += 1;
    }
    blocks.all.iter().map(|block| counts.get(&parent(block)).is_some_and(|count| *count > 1)).collect()
}

/// How much a block speaks for the article being where it is, in letters.
fn weight(block: &Block, words: &str) -> i32 {
    let letters = block.letters as i32;
    if block.names.any(Names::JUNK) {
        return -(letters / 3 + 5).min(40);
    }
    if block.names.any(Names::CAPTION) {
        return 0;
    }
    if block.linked * 2 > block.letters {
        return -(letters / 2 + 5).min(40);
    }
    if block.letters >= 60 || block.letters >= 20 && ends_sentence(words) {
        return letters - 2 * block.linked as i32;
    }
    -(letters / 2 + 3).min(20)
}
