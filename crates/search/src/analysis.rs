//! What the index knows of a word: its folded form, its stem, and the stems of its parts.

use std::collections::HashMap;
use std::sync::Arc;

use newsroom::language::Language;

use crate::compounds::Lexicon;
use crate::fold::{Reading, fold};
use crate::stem::stem;

/// A word as it is looked up, each form with the language in front, so that languages do not meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Forms {
    /// The folded word.
    pub(crate) folded: String,
    /// Its stem.
    pub(crate) stem: String,
    /// The stems of its parts and theirs.
    pub(crate) parts: Vec<String>,
}

/// Words already seen are not looked at again.
pub(crate) struct Analyser {
    lexicon: Arc<Lexicon>,
    reading: Reading,
    prefix: String,
    most: usize,
    seen: HashMap<String, Arc<Forms>>,
}

/// What stands in front of each form of a language.
pub(crate) fn prefix(language: &Language) -> String {
    format!("{}:", language.as_str())
}

impl Analyser {
    /// For texts of a language; it remembers at most so many words.
    pub(crate) fn new(lexicon: Arc<Lexicon>, language: &Language, most: usize) -> Analyser {
        Analyser {
            lexicon,
            reading: Reading::of(language),
            prefix: prefix(language),
            most,
            seen: HashMap::new(),
        }
    }

    /// The forms of a word as it is written.
    pub(crate) fn forms(&mut self, word: &str) -> Arc<Forms> {
        if let Some(forms) = self.seen.get(word) {
            return forms.clone();
        }
        let forms = Arc::new(forms(&self.lexicon, self.reading, &self.prefix, word));
        if self.seen.len() >= self.most {
            self.seen.clear();
        }
        self.seen.insert(word.to_owned(), forms.clone());
        forms
    }
}

/// The forms of one word.
pub(crate) fn forms(lexicon: &Lexicon, reading: Reading, prefix: &str, word: &str) -> Forms {
    let folded = fold(reading, word);
    let stemmed = stem(reading, &folded);
    let mut parts: Vec<String> = Vec::new();
    if reading == Reading::German {
        for part in lexicon.parts(&folded) {
            let part = format!("{prefix}{}", stem(reading, &part));
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
    }
    Forms { stem: format!("{prefix}{stemmed}"), folded: format!("{prefix}{folded}"), parts }
}
