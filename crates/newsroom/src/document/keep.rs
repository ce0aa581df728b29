//! Keeps the ids of blocks through an edit that does not carry them along.

use std::collections::{HashMap, HashSet, VecDeque};

use serde_json::Value;

use super::block::visit_mut;
use super::{Block, BlockId, BlockKind, Document};

/// Blocks less alike than this (share of common words) are different blocks.
const ALIKE: f32 = 0.4;

/// Another kind with the same words is less alike than the same kind.
const OTHER_KIND: f32 = 0.8;

/// With more pairs than this to compare, only blocks that stayed as they were keep their ids.
const MOST_PAIRS: usize = 250_000;

/// Gives the blocks of an edited document the ids they had before: those that stayed as they were
/// first, then the most similar ones in order. Ids that `new` already has are left alone, and blocks
/// without a counterpart get ids that `old` never used. Afterwards every block has an id.
pub fn keep_ids(old: &Document, new: &mut Document) {
    let (before, mut after) = (contents(&old.blocks), contents(&new.blocks));
    let mut taken: HashSet<BlockId> = after.iter().filter(|c| c.id.is_set()).map(|c| c.id.clone()).collect();
    let old_ids: HashSet<BlockId> = before.iter().map(|content| content.id.clone()).collect();
    let mut free: Vec<Content> =
        before.into_iter().filter(|c| c.id.is_set() && !taken.contains(&c.id)).collect();

    let mut same: HashMap<&str, VecDeque<&BlockId>> = HashMap::new();
    for content in &free {
        same.entry(&content.json).or_default().push_back(&content.id);
    }
    for content in after.iter_mut().filter(|content| !content.id.is_set()) {
        if let Some(id) = same.get_mut(content.json.as_str()).and_then(VecDeque::pop_front) {
            content.id = id.clone();
            taken.insert(id.clone());
        }
    }
    free.retain(|content| !taken.contains(&content.id));
    let mut open: Vec<&mut Content> = after.iter_mut().filter(|content| !content.id.is_set()).collect();
    for (from, to) in most_alike(&free, &open) {
        open[to].id = free[from].id.clone();
        taken.insert(free[from].id.clone());
    }

    let mut ids = after.into_iter().map(|content| content.id);
    let mut number = 0;
    visit_mut(&mut new.blocks, &mut |block| {
        block.id = ids.next().unwrap_or_default();
        while !block.id.is_set() {
            number += 1;
            let fresh = BlockId::numbered(number);
            if !old_ids.contains(&fresh) && taken.insert(fresh.clone()) {
                block.id = fresh;
            }
        }
    });
    // Ids that the edited document repeats are mended as everywhere.
    new.fill_ids();
}

/// A block as it is compared: what it holds without ids.
struct Content {
    id: BlockId,
    kind: &'static str,
    json: String,
    words: HashMap<String, usize>,
    count: usize,
}

/// All blocks in the order of [`visit_mut`].
fn contents(blocks: &[Block]) -> Vec<Content> {
    let mut found = Vec::new();
    for block in blocks {
        let mut bare = block.clone();
        visit_mut(std::slice::from_mut(&mut bare), &mut |block| block.id = BlockId::default());
        let value = serde_json::to_value(&bare.kind).unwrap_or_default();
        let mut words = HashMap::new();
        push_words(&value, &mut words);
        let count = words.values().sum();
        let kind = match block.kind {
            BlockKind::Paragraph { .. } | BlockKind::Heading { .. } => "text",
            BlockKind::Quotation { .. } | BlockKind::PullQuote { .. } => "quotation",
            BlockKind::List { .. } => "list",
            BlockKind::FactBox { .. } => "facts",
            BlockKind::Table { .. } => "table",
            _ => "other",
        };
        found.push(Content { id: block.id.clone(), kind, json: value.to_string(), words, count });
        if let BlockKind::FactBox { blocks, .. } = &block.kind {
            found.extend(contents(blocks));
        }
    }
    found
}

fn push_words(value: &Value, words: &mut HashMap<String, usize>) {
    match value {
        Value::String(text) => {
            for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
                *words.entry(word.to_owned()).or_default() += 1;
            }
        }
        Value::Number(number) => *words.entry(number.to_string()).or_default() += 1,
        Value::Array(values) => values.iter().for_each(|value| push_words(value, words)),
        Value::Object(fields) => {
            let told = fields.iter().filter(|(name, _)| *name != "type");
            told.for_each(|(_, value)| push_words(value, words));
        }
        Value::Null | Value::Bool(_) => {}
    }
}

/// How much two blocks have in common, from 0 to 1 (Sørensen–Dice over their words).
fn alikeness(one: &Content, other: &Content) -> f32 {
    if one.count + other.count == 0 {
        return 0.0;
    }
    let common: usize =
        one.words.iter().map(|(word, times)| (*times).min(other.words.get(word).copied().unwrap_or(0))).sum();
    let share = 2.0 * common as f32 / (one.count + other.count) as f32;
    if one.kind == other.kind { share } else { share * OTHER_KIND }
}

/// Pairs in order whose alikeness adds up to the most.
fn most_alike(old: &[Content], new: &[&mut Content]) -> Vec<(usize, usize)> {
    if old.len() * new.len() > MOST_PAIRS {
        return Vec::new();
    }
    // best[i][j]: what the blocks from old[i] and new[j] on can reach.
    let mut best = vec![vec![0.0_f32; new.len() + 1]; old.len() + 1];
    let mut pair = vec![vec![0.0_f32; new.len()]; old.len()];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            let alike = alikeness(&old[i], new[j]);
            let without = best[i + 1][j].max(best[i][j + 1]);
            pair[i][j] = if alike >= ALIKE { alike } else { 0.0 };
            best[i][j] =
                if pair[i][j] > 0.0 { without.max(pair[i][j] + best[i + 1][j + 1]) } else { without };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < old.len() && j < new.len() {
        if pair[i][j] > 0.0 && best[i][j] <= pair[i][j] + best[i + 1][j + 1] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[i + 1][j] >= best[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::validate;

    fn document(texts: &[(&str, &str)]) -> Document {
        Document::new(
            texts
                .iter()
                .map(|(id, text)| Block { id: BlockId::new(*id), ..Block::paragraph(*text) })
                .collect(),
        )
    }

    fn ids(document: &Document) -> Vec<&str> {
        document.blocks.iter().map(|block| block.id.as_str()).collect()
    }

    #[test]
    fn blocks_keep_their_ids_when_they_move_or_change_a_little() {
        let old = document(&[
            ("b1", "Der Hafen liegt still."),
            ("b2", "Die Fähre fährt morgen wieder."),
            ("b3", "Zahlen folgen."),
            ("b4", "Ende."),
        ]);
        let mut new = document(&[
            ("", "Ganz neu hier oben."),
            ("", "Ende."),
            ("", "Der Hafen liegt still."),
            ("", "Die Fähre fährt erst übermorgen wieder."),
        ]);
        keep_ids(&old, &mut new);
        assert_eq!(ids(&new), ["b5", "b4", "b1", "b2"]);
    }

    #[test]
    fn ids_that_are_written_stay_and_repeated_texts_keep_their_order() {
        let old = document(&[("x", "Ja."), ("y", "Ja."), ("z", "Ja.")]);
        let mut new = document(&[("", "Ja."), ("x", "Nein."), ("", "Ja."), ("", "Ja.")]);
        keep_ids(&old, &mut new);
        assert_eq!(ids(&new), ["y", "x", "z", "b1"]);
    }

    proptest::proptest! {
        #[test]
        fn nothing_changes_when_nothing_was_edited(old in crate::document::arbitrary::document()) {
            let mut new = old.clone();
            visit_mut(&mut new.blocks, &mut |block| block.id = BlockId::default());
            keep_ids(&old, &mut new);
            // Equal blocks may not be told apart, but each id stays in use once.
            proptest::prop_assert_eq!(validate(&new), Ok(()));
            let sorted = |document: &Document| {
                let mut ids: Vec<BlockId> = contents(&document.blocks).into_iter().map(|c| c.id).collect();
                ids.sort_by(|a, b| a.as_str().cmp(b.as_str()));
                ids
            };
            proptest::prop_assert_eq!(sorted(&new), sorted(&old));
        }
    }
}
