//! What is different between two versions of an item: part by part, paragraph by paragraph, word by word.

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::WireItem;
use crate::document::{Block, Document, keep_ids};

/// Words of one paragraph that are compared; a longer one is only shown before and after.
const MOST_WORDS: usize = 2_000;

/// What is different between two versions.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Difference {
    /// The parts beside the text that differ.
    pub parts: Vec<PartChange>,
    /// The paragraphs of both versions in their order, those that are the same included.
    pub paragraphs: Vec<ParagraphChange>,
}

/// A part beside the text that is different.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PartChange {
    /// Its name, as in [`WireItem`].
    pub part: &'static str,
    /// What it was.
    pub before: String,
    /// What it is.
    pub after: String,
}

/// What became of a paragraph, or of another block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "change", rename_all = "lowercase")]
pub enum ParagraphChange {
    /// It stayed.
    Same {
        /// Its text.
        text: String,
    },
    /// It is new.
    Added {
        /// Its text.
        text: String,
    },
    /// It is gone.
    Removed {
        /// Its text.
        text: String,
    },
    /// It is different.
    Changed {
        /// Runs of words, in order.
        words: Vec<WordChange>,
    },
}

/// What became of a run of words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "change", content = "text", rename_all = "lowercase")]
pub enum WordChange {
    /// They stayed.
    Same(String),
    /// They are new.
    Added(String),
    /// They are gone.
    Removed(String),
}

impl Difference {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
            && self.paragraphs.iter().all(|change| matches!(change, ParagraphChange::Same { .. }))
    }

    /// What is different in `after` against `before`.
    pub fn between(before: &WireItem, after: &WireItem) -> Difference {
        Difference { parts: parts(before, after), paragraphs: paragraphs(&before.body, &after.body) }
    }
}

fn parts(before: &WireItem, after: &WireItem) -> Vec<PartChange> {
    let notes =
        |item: &WireItem| item.notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>().join("\n");
    let time = |time: Option<jiff::Timestamp>| time.map(|time| time.to_string()).unwrap_or_default();
    let dateline = |item: &WireItem| item.dateline.as_ref().map(|line| line.text.clone()).unwrap_or_default();
    let urgency = |item: &WireItem| item.urgency.map(|urgency| urgency.to_string()).unwrap_or_default();
    [
        ("status", before.status.as_str().into(), after.status.as_str().into()),
        ("embargo", time(before.embargo), time(after.embargo)),
        ("urgency", urgency(before), urgency(after)),
        ("slugline", before.slugline.clone(), after.slugline.clone()),
        ("headline", before.headline.clone(), after.headline.clone()),
        ("subheadline", before.subheadline.clone(), after.subheadline.clone()),
        ("standfirst", before.standfirst.clone(), after.standfirst.clone()),
        ("byline", before.byline.clone(), after.byline.clone()),
        ("dateline", dateline(before), dateline(after)),
        ("credit", before.credit.clone(), after.credit.clone()),
        ("copyright", before.copyright.clone(), after.copyright.clone()),
        ("usage_terms", before.usage_terms.clone(), after.usage_terms.clone()),
        ("notes", notes(before), notes(after)),
    ]
    .into_iter()
    .filter(|(_, before, after)| before != after)
    .map(|(part, before, after)| PartChange { part, before, after })
    .collect()
}

fn paragraphs(before: &Document, after: &Document) -> Vec<ParagraphChange> {
    let mut after = after.clone();
    after.forget_ids();
    keep_ids(before, &mut after);
    let mut gone = before.blocks.iter().peekable();
    let mut changes = Vec::new();
    let stays = |block: &Block| after.blocks.iter().any(|other| other.id == block.id);
    for block in &after.blocks {
        // What went is shown where it stood: before the next one that stayed.
        while let Some(lost) = gone.next_if(|old| !stays(old)) {
            changes.push(ParagraphChange::Removed { text: text(lost) });
        }
        match before.blocks.iter().find(|old| old.id == block.id) {
            None => changes.push(ParagraphChange::Added { text: text(block) }),
            Some(old) if old.kind == block.kind => changes.push(ParagraphChange::Same { text: text(block) }),
            Some(old) => changes.push(ParagraphChange::Changed { words: words(&text(old), &text(block)) }),
        }
        gone.next_if(|old| old.id == block.id);
    }
    for lost in gone.filter(|old| !stays(old)) {
        changes.push(ParagraphChange::Removed { text: text(lost) });
    }
    changes
}

fn text(block: &Block) -> String {
    Document::new(vec![block.clone()]).plain_text()
}

fn words(before: &str, after: &str) -> Vec<WordChange> {
    let old: Vec<&str> = before.split_inclusive(char::is_whitespace).collect();
    let new: Vec<&str> = after.split_inclusive(char::is_whitespace).collect();
    if old.len().max(new.len()) > MOST_WORDS {
        return vec![WordChange::Removed(before.to_owned()), WordChange::Added(after.to_owned())];
    }
    let mut changes = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        let (from, to) = (old[op.old_range()].concat(), new[op.new_range()].concat());
        match op {
            DiffOp::Equal { .. } => changes.push(WordChange::Same(from)),
            DiffOp::Delete { .. } => changes.push(WordChange::Removed(from)),
            DiffOp::Insert { .. } => changes.push(WordChange::Added(to)),
            DiffOp::Replace { .. } => {
                changes.push(WordChange::Removed(from));
                changes.push(WordChange::Added(to));
            }
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(headline: &str, paragraphs: &[&str]) -> WireItem {
        let mut body = Document::new(paragraphs.iter().map(|text| Block::paragraph(*text)).collect());
        body.fill_ids();
        WireItem { headline: headline.into(), body, ..WireItem::default() }
    }

    #[test]
    fn each_paragraph_says_what_became_of_it() {
        let before = item(
            "Treffen in Genf",
            &["Es sprachen zwei Minister in Genf.", "Das fällt weg.", "Das bleibt so."],
        );
        let after = item(
            "Treffen in Genf zu Ende",
            &["Es sprachen drei Minister in Genf.", "Das bleibt so.", "Neu ist dies."],
        );
        let found = Difference::between(&before, &after);
        assert_eq!(found.parts.len(), 1);
        assert_eq!(
            (found.parts[0].part, found.parts[0].after.as_str()),
            ("headline", "Treffen in Genf zu Ende")
        );
        assert_eq!(
            found.paragraphs,
            [
                ParagraphChange::Changed {
                    words: vec![
                        WordChange::Same("Es sprachen ".into()),
                        WordChange::Removed("zwei ".into()),
                        WordChange::Added("drei ".into()),
                        WordChange::Same("Minister in Genf.".into())
                    ]
                },
                ParagraphChange::Removed { text: "Das fällt weg.".into() },
                ParagraphChange::Same { text: "Das bleibt so.".into() },
                ParagraphChange::Added { text: "Neu ist dies.".into() },
            ]
        );
        assert!(Difference::between(&before, &before).is_empty());
    }
}
