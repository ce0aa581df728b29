//! The place of a text that shows why it was found, with the words to be marked.

use std::collections::HashSet;
use std::sync::Arc;

use crate::analysis::Forms;
use crate::compounds::Lexicon;
use crate::fold::{Reading, fold, words};
use crate::stem::stem;

/// Letters by which a word that may have to be marked is told from the others, before it is looked at.
const FIRST: usize = 3;
/// Words of a text looked at; long texts have the words of a question early, or rarely.
const LOOKED_AT: usize = 4_000;

/// A piece of an excerpt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// Whether it is a word that was looked for.
    pub marked: bool,
}

/// The words to be marked in texts that were found.
#[derive(Clone, Debug)]
pub struct Marks {
    lexicon: Arc<Lexicon>,
    reading: Reading,
    prefix: usize,
    stems: HashSet<String>,
    /// The first letters of the stems.
    firsts: HashSet<String>,
}

impl Marks {
    pub(crate) fn new(lexicon: Arc<Lexicon>, reading: Reading, prefix: &str) -> Marks {
        Marks { lexicon, reading, prefix: prefix.len(), stems: HashSet::new(), firsts: HashSet::new() }
    }

    pub(crate) fn add(&mut self, forms: &Forms) {
        self.add_stem(&forms.stem);
    }

    pub(crate) fn add_stem(&mut self, stem: &str) {
        let bare = &stem[self.prefix..];
        self.firsts.insert(bare.chars().take(FIRST).collect());
        self.stems.insert(bare.to_owned());
    }

    pub(crate) fn add_folded(&mut self, folded: &str) {
        let bare = &folded[self.prefix..];
        let stem = stem(self.reading, bare);
        self.firsts.insert(stem.chars().take(FIRST).collect());
        self.stems.insert(stem);
    }

    /// Which of the words looked for a word is, if any.
    fn of(&self, word: &str) -> Option<String> {
        let folded = fold(self.reading, word);
        if !self.firsts.iter().any(|first| folded.contains(first.as_str())) {
            return None;
        }
        let stemmed = stem(self.reading, &folded);
        if self.stems.contains(&stemmed) {
            return Some(stemmed);
        }
        if self.reading != Reading::German {
            return None;
        }
        self.lexicon
            .parts(&folded)
            .iter()
            .map(|part| stem(self.reading, part))
            .find(|part| self.stems.contains(part))
    }

    /// About `most` characters around the place of a text where most of the words stand; nothing if none
    /// stands there.
    pub fn excerpt(&self, text: &str, most: usize) -> Option<Vec<Piece>> {
        let marked: Vec<(usize, usize, String)> = words(text)
            .take(LOOKED_AT)
            .filter_map(|(start, word)| Some((start, start + word.len(), self.of(word)?)))
            .collect();
        let mut best: Option<(usize, usize, usize)> = None;
        for (place, (start, end, _)) in marked.iter().enumerate() {
            let near = marked[place..].iter().take_while(|(_, end, _)| end - start <= most);
            let different: HashSet<&str> = near.map(|(.., stem)| stem.as_str()).collect();
            if best.is_none_or(|(count, ..)| different.len() > count) {
                best = Some((different.len(), *start, *end));
            }
        }
        let (_, at, at_end) = best?;
        let (from, until) = window(text, at, at_end, most);
        let mut pieces = Vec::new();
        let mut push = |text: &str, marked: bool| {
            if !text.is_empty() {
                pieces.push(Piece { text: text.to_owned(), marked });
            }
        };
        if from > 0 {
            push("…\u{a0}", false);
        }
        let mut rest = from;
        for (start, end, _) in marked.iter().filter(|(start, end, _)| *start >= from && *end <= until) {
            push(&text[rest..*start], false);
            push(&text[*start..*end], true);
            rest = *end;
        }
        push(text[rest..until].trim_end(), false);
        if until < text.trim_end().len() {
            // The dots never stand alone on a line.
            push("\u{a0}…", false);
        }
        Some(pieces)
    }
}

/// From the beginning of the sentence, if that is near, else of a word, until the end of one.
fn window(text: &str, at: usize, at_end: usize, most: usize) -> (usize, usize) {
    let back = text[..at].char_indices().rev().nth(most / 3).map_or(0, |(back, _)| back);
    let before = &text[back..at];
    let sentence = before.rfind(['\n', '.', '!', '?', ':']).map(|end| {
        let gap = before[end + 1..].find(|c: char| !c.is_whitespace() && c != '“' && c != '”');
        back + end + 1 + gap.unwrap_or(0)
    });
    let word = || match before.split_once(char::is_whitespace) {
        Some((_, rest)) if back > 0 => at - rest.len(),
        _ if back > 0 => at,
        _ => 0,
    };
    let from = sentence.unwrap_or_else(word);
    let end = text[from..].char_indices().nth(most).map_or(text.len(), |(end, _)| from + end).max(at_end);
    let until = match text[from..end].rfind(char::is_whitespace) {
        Some(space) if end < text.len() && from + space >= at_end => from + space,
        _ => end,
    };
    (from, until)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::forms;

    fn marks(asked: &[&str]) -> Marks {
        let lexicon = Arc::new(Lexicon::open(None).expect("our words"));
        let mut marks = Marks::new(lexicon.clone(), Reading::German, "de:");
        for word in asked {
            marks.add(&forms(&lexicon, Reading::German, "de:", word));
        }
        marks
    }

    fn shown(marks: &Marks, text: &str, most: usize) -> Option<String> {
        let pieces = marks.excerpt(text, most)?;
        Some(
            pieces
                .iter()
                .map(|piece| if piece.marked { format!("[{}]", piece.text) } else { piece.text.clone() })
                .collect(),
        )
    }

    #[test]
    fn words_are_marked_in_all_their_forms() {
        let marks = marks(&["Verhandlung", "Straße"]);
        let text = "Nach den Koalitionsverhandlungen gingen sie auf die Strasse.";
        assert_eq!(
            shown(&marks, text, 200).as_deref(),
            Some("Nach den [Koalitionsverhandlungen] gingen sie auf die [Strasse].")
        );
        assert_eq!(shown(&marks, "Nichts davon.", 200), None);
    }

    #[test]
    fn the_place_with_most_of_the_words_is_shown() {
        let marks = marks(&["Mole", "Sturm"]);
        let filler = "Andere Worte stehen hier. ".repeat(20);
        let text = format!("Die Mole ist alt. {filler}Der Sturm traf die Mole hart. {filler}");
        let shown = shown(&marks, &text, 120).expect("found");
        assert!(shown.starts_with("…\u{a0}Der [Sturm] traf die [Mole] hart."), "{shown}");
        assert!(shown.ends_with("\u{a0}…"), "{shown}");
    }

    #[test]
    fn any_text_can_be_cut() {
        let marks = marks(&["Mole"]);
        for text in
            ["Mole", "Mole🦀🦀🦀🦀🦀🦀🦀🦀🦀🦀🦀🦀", "ÄÄÄÄÄÄÄÄÄÄÄÄÄÄ\u{a0}Mole\u{a0}ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ"]
        {
            for most in 1..40 {
                let all: String =
                    marks.excerpt(text, most).expect("found").into_iter().map(|p| p.text).collect();
                assert!(all.contains("Mole"), "{text} {most} {all}");
            }
        }
    }
}
