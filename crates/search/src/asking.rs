//! Asking the index: from what was typed to the articles that fit.
//!
//! First all words must be there, each in some form: the same stem, or as a part of a compound. A word
//! the archive has nowhere is taken for one that was not finished or mistyped. Where little is found,
//! words also stand for longer ones that begin with them, and compounds are looked for by their last
//! part; where nothing is, by any of their parts, and then some of the words will do.

use newsroom::language::Language;
use tantivy::Searcher;
use tantivy::schema::{Field, Term};

use crate::analysis::{Forms, forms, prefix};
use crate::excerpt::Marks;
use crate::fold::{Reading, words};
use crate::gather::{Facets, Gathered, Order, gather};
use crate::index::Index;
use crate::query::{Maker, Typed, Width, Word};
use crate::question::{Question, What};
use crate::spelling::{as_written, begun, near, written};
use crate::stem::stem;
use crate::stop_words::is_stop_word;
use crate::{Error, Result};

/// Deepest hit that can be asked for.
pub const DEEPEST: usize = 500;
/// With fewer hits than these it is looked further.
const FEW: u64 = 3;
/// Fewest letters of a word that stands for longer ones.
const STANDS_FOR_LONGER: usize = 5;
/// Most words of the archive that stand for one that was typed.
const MEANT: usize = 3;
const COMPLETED: usize = 20;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Wanted<'w> {
    /// The language of the articles.
    pub language: &'w Language,
    /// What was typed.
    pub typed: &'w str,
    /// In which order.
    pub order: Order,
    /// Only these.
    pub only: Only,
    /// Hits to leave out, those of pages before.
    pub from: usize,
    /// Hits wanted.
    pub most: usize,
    /// Whether to count how the matches are spread.
    pub facets: bool,
    /// Seconds since 1970.
    pub now: i64,
}

/// To what a search is narrowed down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Only {
    /// Of a year.
    pub year: Option<u64>,
    /// In a section or one below it.
    pub section: Option<u64>,
    /// On a topic.
    pub topic: Option<u64>,
    /// By an author.
    pub author: Option<u64>,
}

/// What was found.
#[derive(Debug)]
pub struct Found {
    /// How many articles fit.
    pub total: u64,
    /// Whether there are more than that; of words that stand everywhere not all places are counted.
    pub more: bool,
    /// The articles' numbers, those asked for.
    pub articles: Vec<u64>,
    /// How all that fit are spread.
    pub facets: Facets,
    /// What was looked for instead, where a word was taken for mistyped.
    pub instead: Option<String>,
    /// Whether no article has all the words.
    pub some_words: bool,
    /// What to mark in their texts.
    pub marks: Marks,
}

impl Index {
    /// Looks for articles.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn search(&self, wanted: &Wanted<'_>) -> Result<Found> {
        let searcher = self.searcher();
        Asking::new(self, &searcher, wanted.language)
            .search(wanted)
            .map_err(|cause| Error::Index { path: self.folder().to_owned(), cause })
    }

    /// What was begun to be typed, with its last word finished in the ways most frequent in headlines.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn suggest(&self, language: &Language, typed: &str, most: usize) -> Result<Vec<String>> {
        let typed: String = typed.chars().take(200).collect();
        let Some((start, last)) = words(&typed).last() else { return Ok(Vec::new()) };
        // Behind a space the word is finished.
        if start + last.len() < typed.len() {
            return Ok(Vec::new());
        }
        let searcher = self.searcher();
        let folded = forms(&self.lexicon, Reading::of(language), &prefix(language), last).folded;
        let found =
            written(&searcher, self.fields.spelling, &folded, most).map_err(|cause| self.failed(cause))?;
        Ok(found.into_iter().map(|word| format!("{}{word}", &typed[..start])).collect())
    }
}

struct Asking<'a> {
    index: &'a Index,
    searcher: &'a Searcher,
    reading: Reading,
    prefix: String,
}

impl<'a> Asking<'a> {
    fn new(index: &'a Index, searcher: &'a Searcher, language: &Language) -> Asking<'a> {
        Asking { index, searcher, reading: Reading::of(language), prefix: prefix(language) }
    }

    fn search(&self, wanted: &Wanted<'_>) -> tantivy::Result<Found> {
        let question = Question::read(wanted.typed);
        let mut typed = Typed::default();
        let stops = |word: &str| is_stop_word(self.reading, word);
        let is_word = |what: &What| matches!(what, What::Word(word, begun) if *begun || !stops(word));
        // Words that stand in every sentence say something only where nothing else was asked.
        let telling = question
            .parts
            .iter()
            .any(|part| !part.without && (is_word(&part.what) || matches!(part.what, What::Phrase(_))));
        for part in &question.parts {
            match &part.what {
                What::Word(..) if !part.without && telling && !is_word(&part.what) => {}
                What::Word(word, begun) => typed.words.push(self.word(word, *begun, part.without)?),
                What::Phrase(words) => {
                    typed.phrases.push((words.iter().map(|word| self.forms(word)).collect(), part.without));
                }
            }
        }
        let mut found = Gathered::default();
        let mut some_words = false;
        if !typed.words.is_empty() || !typed.phrases.is_empty() {
            found = self.run(wanted, &typed, Width::Everywhere, true)?;
            if found.cut && wanted.order == Order::Relevance {
                // The newest of many were looked at; what has the words above its text is added
                // however old it is.
                let above = self.run(wanted, &typed, Width::Above, true)?;
                merge(&mut found, above, wanted.from + wanted.most);
            }
            if found.total < FEW {
                for word in &mut typed.words {
                    word.longer = self.longer(word)?;
                }
                found = self.run(wanted, &typed, Width::Wide, true)?;
            }
            if found.total == 0 {
                found = self.run(wanted, &typed, Width::Widest, true)?;
            }
            if found.total == 0 && typed.words.iter().filter(|word| !word.without).count() > 1 {
                found = self.run(wanted, &typed, Width::Widest, false)?;
                some_words = found.total > 0;
            }
        }
        let mut marks = Marks::new(self.index.lexicon.clone(), self.reading, &self.prefix);
        for word in typed.words.iter().filter(|word| !word.without) {
            marks.add(&word.forms);
            word.apart.iter().for_each(|part| marks.add_stem(part));
            word.longer.iter().for_each(|longer| marks.add_folded(longer));
            word.meant.iter().for_each(|near| marks.add_folded(&near.folded));
        }
        for (words, _) in typed.phrases.iter().filter(|(_, without)| !without) {
            words.iter().for_each(|forms| marks.add(forms));
        }
        Ok(Found {
            total: found.total,
            more: found.cut,
            articles: found.best.iter().skip(wanted.from).map(|ranked| ranked.article).collect(),
            facets: found.facets,
            instead: self.instead(wanted.typed, &typed.words)?,
            some_words,
            marks,
        })
    }

    fn run(&self, wanted: &Wanted<'_>, typed: &Typed, width: Width, all: bool) -> tantivy::Result<Gathered> {
        let maker = Maker { fields: &self.index.fields, prefix: &self.prefix, reading: self.reading, width };
        let query = maker.query(wanted, typed, all);
        let most = (wanted.from + wanted.most).min(DEEPEST);
        let facets = wanted.facets && width != Width::Above;
        gather(self.searcher, &*query, wanted.order, most, facets, wanted.now)
    }

    fn forms(&self, word: &str) -> Forms {
        forms(&self.index.lexicon, self.reading, &self.prefix, word)
    }

    fn word(&self, typed: &str, begun_only: bool, without: bool) -> tantivy::Result<Word> {
        let fields = &self.index.fields;
        let forms = self.forms(typed);
        let bare = forms.folded[self.prefix.len()..].to_owned();
        let apart: Vec<String> = match self.reading {
            Reading::German => self.index.lexicon.top_parts(&bare),
            _ => Vec::new(),
        };
        let apart: Vec<String> =
            apart.iter().map(|part| format!("{}{}", self.prefix, stem(self.reading, part))).collect();
        let mut word = Word {
            typed: typed.to_owned(),
            apart,
            meant: Vec::new(),
            longer: Vec::new(),
            mistyped: false,
            known: false,
            without,
            forms,
        };
        if begun_only {
            word.meant = begun(self.searcher, fields.words, &word.forms.folded, COMPLETED)?;
            word.known = true;
            return Ok(word);
        }
        let stems = [fields.head, fields.lead, fields.text, fields.parts];
        word.known = self.stands(&stems, &word.forms.stem)? || self.all_stand(&stems, &word.apart)?;
        if !word.known && !without {
            word.meant = begun(self.searcher, fields.words, &word.forms.folded, COMPLETED)?;
            if word.meant.is_empty() {
                word.meant = near(self.searcher, fields.words, &self.prefix, &word.forms.folded, MEANT)?;
                word.mistyped = !word.meant.is_empty();
            }
        }
        Ok(word)
    }

    /// Longer words of the archive that begin with a word.
    fn longer(&self, word: &Word) -> tantivy::Result<Vec<String>> {
        let folded = &word.forms.folded;
        let letters = folded[self.prefix.len()..].chars().count();
        if word.without || !word.meant.is_empty() || letters < STANDS_FOR_LONGER {
            return Ok(Vec::new());
        }
        let longer = begun(self.searcher, self.index.fields.words, folded, COMPLETED)?;
        Ok(longer.into_iter().map(|near| near.folded).filter(|longer| longer != folded).collect())
    }

    fn stands(&self, fields: &[Field], term: &str) -> tantivy::Result<bool> {
        for field in fields {
            if self.searcher.doc_freq(&Term::from_field_text(*field, term))? > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn all_stand(&self, fields: &[Field], terms: &[String]) -> tantivy::Result<bool> {
        for term in terms {
            if !self.stands(fields, term)? {
                return Ok(false);
            }
        }
        Ok(!terms.is_empty())
    }

    /// What was typed with mistyped words put right.
    fn instead(&self, typed: &str, asked: &[Word]) -> tantivy::Result<Option<String>> {
        let mut right = String::new();
        let mut rest = 0;
        for (start, word) in words(typed) {
            let Some(meant) = asked
                .iter()
                .find(|asked| asked.mistyped && asked.typed == word)
                .and_then(|asked| asked.meant.first())
            else {
                continue;
            };
            let bare = meant.folded[self.prefix.len()..].to_owned();
            let written = as_written(self.searcher, self.index.fields.spelling, &meant.folded)?;
            right.push_str(&typed[rest..start]);
            right.push_str(&written.unwrap_or(bare));
            rest = start + word.len();
        }
        if rest == 0 {
            return Ok(None);
        }
        right.push_str(&typed[rest..]);
        Ok(Some(right))
    }
}

/// Adds what another way through found, if it is not there yet.
fn merge(found: &mut Gathered, other: Gathered, most: usize) {
    for ranked in other.best {
        match found.best.iter_mut().find(|known| known.article == ranked.article) {
            Some(known) => known.score = known.score.max(ranked.score),
            None => found.best.push(ranked),
        }
    }
    found.best.sort_by(|a, b| b.cmp(a));
    found.best.truncate(most);
}
