//! What each block of the element that holds the article is.

use std::collections::HashSet;

use super::{Hints, Verdict, ends_sentence, is_prose, phrases};
use crate::webpage::blocks::{Block, Blocks};
use crate::webpage::markup::{NodeId, Page, Tag};
use crate::webpage::names::Names;

/// Lines longer than this are not judged by how they begin.
const LONGEST_APPEAL: u32 = 400;

/// Judges all blocks of a page.
pub(super) fn judge(
    page: &Page<'_>,
    blocks: &Blocks,
    teasers: &[bool],
    container: NodeId,
    hints: &Hints,
) -> Vec<Verdict> {
    let (start, end) = (container, page.node(container).end);
    let headers = headers(page, container);
    let pictures = pictures(page, blocks, container);
    let mut verdicts: Vec<Verdict> = (0..blocks.all.len())
        .map(|place| {
            let block = &blocks.all[place];
            if block.start < start || block.start >= end {
                return Verdict::Outside;
            }
            if teasers[place] {
                return Verdict::Teaser;
            }
            let in_picture = pictures.iter().any(|(from, to)| (*from..*to).contains(&block.start));
            by_itself(page, blocks, block, in_picture)
        })
        .collect();
    before_the_text(page, blocks, &headers, hints, &mut verdicts);
    doubt_standfirst(blocks, &mut verdicts);
    after_the_text(page, blocks, &mut verdicts);
    if !verdicts.iter().any(|verdict| verdict.is_text()) {
        // Nothing but headings and short lines: they are the text then.
        let short = |verdict: &&mut Verdict| matches!(verdict, Verdict::Beside | Verdict::Standfirst);
        verdicts.iter_mut().filter(short).for_each(|verdict| *verdict = Verdict::Kept);
    }
    verdicts
}

/// What a block is by its names, its links and its words.
fn by_itself(page: &Page<'_>, blocks: &Blocks, block: &Block, in_picture: bool) -> Verdict {
    let holder = page.node(block.holder).tag;
    let words = blocks.words(block);
    if holder == Tag::H1 {
        return Verdict::Headline;
    }
    if block.names.any(Names::JUNK) {
        return Verdict::Named;
    }
    if block.names.any(Names::EMBED) && (holder == Tag::Blockquote || in_quotation(page, block)) {
        return Verdict::Embedded;
    }
    if block.names.any(Names::EMBED) {
        return Verdict::Named;
    }
    if block.names.any(Names::CAPTION) || in_picture && !holder.is_heading() {
        return Verdict::Caption;
    }
    if block.names.any(Names::BYLINE.with(Names::DATE)) && block.letters < 100 {
        return Verdict::Byline;
    }
    let sentence = ends_sentence(words);
    let mostly = block.linked * 10 > block.letters * if sentence && holder == Tag::P { 9 } else { 5 };
    if mostly {
        return Verdict::Links;
    }
    if block.letters < LONGEST_APPEAL {
        let linked = block.linked > 0 || block.strong * 2 > block.letters || block.letters < 40;
        if linked && phrases::sends_elsewhere(words) {
            return Verdict::Appeal;
        }
        if phrases::asks(words) && (block.linked > 0 || block.letters < 120) {
            return Verdict::Appeal;
        }
    }
    Verdict::Kept
}

fn in_quotation(page: &Page<'_>, block: &Block) -> bool {
    page.ancestors(block.holder).take(3).any(|id| page.node(id).tag == Tag::Blockquote)
}

/// What stands before the first paragraph: headline, standfirst, byline.
fn before_the_text(
    page: &Page<'_>,
    blocks: &Blocks,
    headers: &[(NodeId, NodeId)],
    hints: &Hints,
    verdicts: &mut [Verdict],
) {
    let titles: Vec<HashSet<String>> = hints.titles.iter().map(|title| word_set(title)).collect();
    let mut paragraphs = 0;
    for (block, verdict) in blocks.all.iter().zip(verdicts) {
        if *verdict != Verdict::Kept {
            continue;
        }
        let words = blocks.words(block);
        let tag = page.node(block.holder).tag;
        if block.letters < 200 && titles.iter().any(|title| same_words(title, words)) {
            *verdict = Verdict::Headline;
            continue;
        }
        let in_header = headers.iter().any(|(from, to)| (*from..*to).contains(&block.start));
        if block.names.any(Names::STANDFIRST) && !block.names.any(Names::HEADLINE) || in_header {
            *verdict = if block.letters >= 40 { Verdict::Standfirst } else { Verdict::Beside };
            continue;
        }
        let bold = block.strong * 10 > block.letters * 9;
        if paragraphs == 0
            && bold
            && block.letters >= 60
            && hints.descriptions.iter().any(|said| begins_alike(said, words))
        {
            *verdict = Verdict::Standfirst;
            continue;
        }
        if is_prose(block) || (block.letters >= 30 || tag == Tag::P) && ends_sentence(words) {
            paragraphs += 1;
            if paragraphs > 1 {
                return;
            }
        } else if paragraphs == 0
            && !tag.is_heading()
            && !matches!(tag, Tag::Li | Tag::Td | Tag::Th | Tag::Pre | Tag::Dt | Tag::Dd)
        {
            *verdict = Verdict::Beside;
        }
    }
}

/// What is named a standfirst and is long beside the text is the text.
fn doubt_standfirst(blocks: &Blocks, verdicts: &mut [Verdict]) {
    let letters = |of: Verdict, verdicts: &[Verdict]| -> u32 {
        blocks
            .all
            .iter()
            .zip(verdicts)
            .filter(|(_, verdict)| **verdict == of)
            .map(|(block, _)| block.letters)
            .sum()
    };
    if letters(Verdict::Standfirst, verdicts) * 2 > letters(Verdict::Kept, verdicts) {
        verdicts
            .iter_mut()
            .filter(|verdict| **verdict == Verdict::Standfirst)
            .for_each(|verdict| *verdict = Verdict::Kept);
    }
}

/// What stands after the last paragraph: headings of what was left out, names, credits.
fn after_the_text(page: &Page<'_>, blocks: &Blocks, verdicts: &mut [Verdict]) {
    for place in (0..verdicts.len()).rev() {
        if verdicts[place] != Verdict::Kept {
            continue;
        }
        let block = &blocks.all[place];
        let words = blocks.words(block);
        let tag = page.node(block.holder).tag;
        if phrases::credits(words) {
            verdicts[place] = Verdict::Byline;
        } else if tag.is_heading() || is_scrap(block, words, tag) {
            verdicts[place] = Verdict::Beside;
        } else {
            return;
        }
    }
}

/// Whether it is a few words that are no sentence, in an element that is no paragraph.
fn is_scrap(block: &Block, words: &str, tag: Tag) -> bool {
    block.letters < 60
        && !ends_sentence(words)
        && matches!(tag, Tag::Div | Tag::Section | Tag::Article | Tag::Main)
}

/// Where the headers of the article begin and end.
fn headers(page: &Page<'_>, container: NodeId) -> Vec<(NodeId, NodeId)> {
    let found = page.below(container).filter(|(_, node)| node.tag == Tag::Header).take(8);
    found.map(|(id, node)| (id, node.end)).collect()
}

/// Where the elements that hold a picture and little else begin and end.
fn pictures(page: &Page<'_>, blocks: &Blocks, container: NodeId) -> Vec<(NodeId, NodeId)> {
    let counts = blocks.sums(page.len(), |_, block| i32::from(block.letters > 0));
    let images = |id: NodeId| page.below(id).take(60).any(|(_, node)| node.tag == Tag::Img);
    page.below(container)
        .filter(|(id, node)| {
            let blocks_in = counts[node.end as usize] - counts[*id as usize];
            (1..=3).contains(&blocks_in)
                && (node.tag == Tag::Figure
                    || node.tag.is_block() && blocks.names[*id as usize].any(Names::PICTURE))
                && !matches!(node.tag, Tag::Li | Tag::P)
                && images(*id)
        })
        .map(|(id, node)| (id, node.end))
        .collect()
}

fn word_set(line: &str) -> HashSet<String> {
    line.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Whether a line has nearly the same words as a title, the name of the site at its end aside.
fn same_words(title: &HashSet<String>, line: &str) -> bool {
    let words = word_set(line);
    let common = words.intersection(title).count();
    common * 10 >= words.len() * 8 && common * 10 >= title.len() * 6 && common > 1
}

/// Whether a description begins as a block does.
fn begins_alike(description: &str, words: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).take(50).flat_map(char::to_lowercase).collect()
    };
    let (one, other) = (letters(description), letters(words));
    let length = one.len().min(other.len());
    length >= 30 && one.get(..length).is_some_and(|start| other.starts_with(start))
}
