//! Merging: a newer version of an item into an article that editors have worked on since.
//!
//! What nobody touched here follows the source. What was touched here stays, and where the source changed
//! the same paragraph, both are shown for somebody to decide.

use serde::Serialize;

use crate::document::{Block, BlockId, Document, keep_ids};

/// A text after merging.
#[derive(Clone, Debug, PartialEq)]
pub struct Merged {
    /// The text.
    pub body: Document,
    /// How many blocks follow the source now that did not before: changed, new or gone.
    pub followed: usize,
    /// What was left as it is here although the source has changed it.
    pub conflicts: Vec<Conflict>,
}

/// A paragraph that was changed here and at the source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// What the text went back to.
    pub before: String,
    /// What it is here; empty where it was removed here.
    pub here: String,
    /// What it is at the source; empty where it was removed there.
    pub there: String,
}

/// Merges `there`, the newer version, into `here`, which was made from `before` and may have been
/// edited. All three name assets of the library.
pub fn merge(before: &Document, here: &Document, there: &Document) -> Merged {
    // Ids say which block is which: those of the article, carried back to what it was made from and on to the
    // newer version.
    let (mut before, mut there) = (before.clone(), there.clone());
    before.forget_ids();
    keep_ids(here, &mut before);
    there.forget_ids();
    keep_ids(&before, &mut there);
    let find =
        |document: &Document, id: &BlockId| document.blocks.iter().find(|block| block.id == *id).cloned();

    let mut merged = Merged { body: Document::default(), followed: 0, conflicts: Vec::new() };
    let mut blocks = Vec::with_capacity(there.blocks.len().max(here.blocks.len()));
    for block in &here.blocks {
        let (old, new) = (find(&before, &block.id), find(&there, &block.id));
        match (old, new) {
            // Written here.
            (None, _) => blocks.push(block.clone()),
            (Some(old), Some(new)) if old.kind == new.kind => blocks.push(block.clone()),
            (Some(old), new) if old.kind == block.kind => {
                merged.followed += 1;
                blocks.extend(new);
            }
            (Some(_), Some(new)) if new.kind == block.kind => blocks.push(block.clone()),
            (Some(old), new) => {
                merged.conflicts.push(conflict(&old, Some(block), new.as_ref()));
                blocks.push(block.clone());
            }
        }
    }
    for old in before.blocks.iter().filter(|old| find(here, &old.id).is_none()) {
        // Removed here; worth a word only if the source has changed it since.
        if let Some(new) = find(&there, &old.id).filter(|new| new.kind != old.kind) {
            merged.conflicts.push(conflict(old, None, Some(&new)));
        }
    }
    for (place, new) in there.blocks.iter().enumerate() {
        let is_new =
            find(&before, &new.id).is_none() && !here.blocks.iter().any(|block| block.kind == new.kind);
        if is_new {
            let after = there.blocks[..place].iter().rev().find_map(|block| position(&blocks, &block.id));
            blocks.insert(after.map_or(0, |at| at + 1), new.clone());
            merged.followed += 1;
        }
    }
    merged.body = Document::new(blocks);
    merged.body.fill_ids();
    merged
}

/// Follows the source in a part that is one line, unless it was touched here: what it is to be, and whether there
/// was a conflict.
pub fn merge_line<'a>(before: &str, here: &'a str, there: &'a str) -> (&'a str, bool) {
    if here == before || here == there {
        return (there, false);
    }
    (here, there != before)
}

fn position(blocks: &[Block], id: &BlockId) -> Option<usize> {
    blocks.iter().position(|block| block.id == *id)
}

fn conflict(before: &Block, here: Option<&Block>, there: Option<&Block>) -> Conflict {
    let text = |block: &Block| Document::new(vec![block.clone()]).plain_text();
    Conflict {
        before: text(before),
        here: here.map(text).unwrap_or_default(),
        there: there.map(text).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(paragraphs: &[&str]) -> Document {
        let mut document = Document::new(paragraphs.iter().map(|text| Block::paragraph(*text)).collect());
        document.fill_ids();
        document
    }

    fn texts(document: &Document) -> Vec<String> {
        document.plain_text().lines().map(str::to_owned).collect()
    }

    /// An article's text after an editor changed it.
    fn edited(before: &Document, paragraphs: &[&str]) -> Document {
        let mut after = Document::new(paragraphs.iter().map(|text| Block::paragraph(*text)).collect());
        keep_ids(before, &mut after);
        after
    }

    const ONE: &str = "In Genf haben zwei Minister über den Frieden gesprochen.";
    const ONE_MORE: &str = "In Genf haben drei Minister über den Frieden gesprochen.";
    const TWO: &str = "Danach traten sie getrennt vor die Presse und lobten das Gespräch.";
    const TWO_OURS: &str = "Danach traten sie getrennt vor die Presse und nannten das Gespräch nützlich.";
    const TWO_THEIRS: &str = "Danach traten sie gemeinsam vor die Presse und lobten das Gespräch.";
    const THREE: &str = "Ein weiteres Treffen soll es im kommenden Monat geben.";
    const OURS: &str = "Unsere Korrespondentin war dabei.";

    #[test]
    fn what_nobody_touched_follows_and_what_was_written_here_stays() {
        let before = document(&[ONE, TWO]);
        let here = edited(&before, &[ONE, OURS, TWO_OURS]);
        let merged = merge(&before, &here, &document(&[ONE_MORE, TWO, THREE]));
        assert_eq!(texts(&merged.body), [ONE_MORE, OURS, TWO_OURS, THREE]);
        assert_eq!((merged.followed, merged.conflicts.len()), (2, 0));
        assert_eq!(merged.body.blocks[0].id, here.blocks[0].id, "findings hang on it");
    }

    #[test]
    fn a_paragraph_changed_on_both_sides_stays_and_is_told() {
        let before = document(&[ONE, TWO]);
        let here = edited(&before, &[ONE, TWO_OURS]);
        let merged = merge(&before, &here, &document(&[ONE, TWO_THEIRS]));
        assert_eq!(texts(&merged.body), [ONE, TWO_OURS]);
        assert_eq!(
            merged.conflicts,
            [Conflict { before: TWO.into(), here: TWO_OURS.into(), there: TWO_THEIRS.into() }]
        );
    }

    #[test]
    fn what_the_source_takes_out_goes_unless_it_was_touched_here() {
        let before = document(&[ONE, TWO, THREE]);
        let merged = merge(&before, &edited(&before, &[ONE, TWO_OURS, THREE]), &document(&[ONE]));
        assert_eq!(texts(&merged.body), [ONE, TWO_OURS]);
        assert_eq!((merged.followed, merged.conflicts.len()), (1, 1));
    }

    #[test]
    fn what_was_taken_out_here_does_not_come_back() {
        let before = document(&[ONE, TWO]);
        let merged = merge(&before, &edited(&before, &[ONE]), &document(&[ONE_MORE, TWO, THREE]));
        assert_eq!(texts(&merged.body), [ONE_MORE, THREE]);
    }

    #[test]
    fn merging_goes_on_from_version_to_version() {
        let first = document(&[ONE, TWO]);
        let second = document(&[ONE_MORE, TWO]);
        let third = document(&[ONE_MORE, TWO, THREE]);
        let here = edited(&first, &[ONE, OURS, TWO]);
        let merged = merge(&second, &merge(&first, &here, &second).body, &third);
        assert_eq!(texts(&merged.body), [ONE_MORE, OURS, TWO, THREE]);
        assert_eq!(merge(&third, &merged.body, &third).body, merged.body);
    }

    #[test]
    fn a_line_follows_unless_it_was_touched() {
        assert_eq!(merge_line("A", "A", "B"), ("B", false));
        assert_eq!(merge_line("A", "C", "A"), ("C", false));
        assert_eq!(merge_line("A", "C", "B"), ("C", true));
        assert_eq!(merge_line("A", "B", "B"), ("B", false));
    }
}
