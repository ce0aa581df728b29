//! Asking the index: from what was typed to the articles that fit.
//!
//! First all words must be there, each in some form: the same stem, or as a part of a compound. A word
//! the archive has nowhere is taken for one that was not finished or mistyped. Where little is found,
//! words also stand for longer ones that begin with them, and compounds are looked for by their last
//! part; where nothing is, by any of their parts, and then some of the words will do.

use newsroom::language::Language;
use tantivy::Searcher;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption, Term};

use crate::analysis::{Forms, forms, prefix};
use crate::excerpt::Marks;
use crate::fold::{Reading, words};
use crate::gather::{Facets, Gathered, Order, gather};
use crate::index::Index;
use crate::question::{Question, What};
use crate::spelling::{Near, as_written, begun, near, written};
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

/// How much it counts where a word stands.
const HEAD: f32 = 3.0;
const LEAD: f32 = 1.5;
const TEXT: f32 = 1.0;
/// A word that is only a part of a compound of the body.
const PART: f32 = 0.5;
/// The word just as it was typed.
const EXACT: f32 = 0.4;
/// A compound that was typed, as its parts apart.
const APART: f32 = 0.6;
/// Only the last part of a compound that was typed, and any other.
const LAST_PART: f32 = 0.25;
const OTHER_PART: f32 = 0.1;
/// Words of a phrase.
const PHRASE: f32 = 2.0;

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

/// Which places count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Width {
    /// Kicker, headline and what is above the text.
    Above,
    /// Everywhere.
    Everywhere,
    /// Everywhere, longer words too, and compounds by their last part.
    Wide,
    /// The same, and compounds by any of their parts.
    Widest,
}

/// A word that was typed, with what is known of it.
struct Word {
    typed: String,
    forms: Forms,
    /// The stems of the parts it is made of, in order.
    apart: Vec<String>,
    /// Words of the archive that stand for it.
    meant: Vec<Near>,
    /// Longer words of the archive that begin with it.
    longer: Vec<String>,
    /// Whether those were taken for what was meant, and not begun.
    mistyped: bool,
    known: bool,
    without: bool,
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
        let mut asked = Vec::new();
        let mut phrases: Vec<(Vec<Forms>, bool)> = Vec::new();
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
                What::Word(word, begun) => asked.push(self.word(word, *begun, part.without)?),
                What::Phrase(words) => {
                    phrases.push((words.iter().map(|word| self.forms(word)).collect(), part.without));
                }
            }
        }
        let mut found = Gathered::default();
        let mut some_words = false;
        if !asked.is_empty() || !phrases.is_empty() {
            found = self.run(wanted, &asked, &phrases, Width::Everywhere, true)?;
            if found.cut && wanted.order == Order::Relevance {
                // The newest of many were looked at; what has the words above its text is added
                // however old it is.
                let above = self.run(wanted, &asked, &phrases, Width::Above, true)?;
                merge(&mut found, above, wanted.from + wanted.most);
            }
            if found.total < FEW {
                for word in &mut asked {
                    word.longer = self.longer(word)?;
                }
                found = self.run(wanted, &asked, &phrases, Width::Wide, true)?;
            }
            if found.total == 0 {
                found = self.run(wanted, &asked, &phrases, Width::Widest, true)?;
            }
            if found.total == 0 && asked.iter().filter(|word| !word.without).count() > 1 {
                found = self.run(wanted, &asked, &phrases, Width::Widest, false)?;
                some_words = found.total > 0;
            }
        }
        let mut marks = Marks::new(self.index.lexicon.clone(), self.reading, &self.prefix);
        for word in asked.iter().filter(|word| !word.without) {
            marks.add(&word.forms);
            word.apart.iter().for_each(|part| marks.add_stem(part));
            word.longer.iter().for_each(|longer| marks.add_folded(longer));
            word.meant.iter().for_each(|near| marks.add_folded(&near.folded));
        }
        for (words, _) in phrases.iter().filter(|(_, without)| !without) {
            words.iter().for_each(|forms| marks.add(forms));
        }
        Ok(Found {
            total: found.total,
            more: found.cut,
            articles: found.best.iter().skip(wanted.from).map(|ranked| ranked.article).collect(),
            facets: found.facets,
            instead: self.instead(wanted.typed, &asked)?,
            some_words,
            marks,
        })
    }

    fn run(
        &self,
        wanted: &Wanted<'_>,
        asked: &[Word],
        phrases: &[(Vec<Forms>, bool)],
        width: Width,
        all: bool,
    ) -> tantivy::Result<Gathered> {
        let query = self.query(wanted, asked, phrases, width, all);
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

    /// The query: all words or, if not `all`, half of them.
    fn query(
        &self,
        wanted: &Wanted<'_>,
        asked: &[Word],
        phrases: &[(Vec<Forms>, bool)],
        width: Width,
        all: bool,
    ) -> Box<dyn Query> {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let mut loose: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for word in asked {
            let occur = if word.without { Occur::MustNot } else { Occur::Must };
            let clause = self.clause(word, width);
            if all || word.without {
                clauses.push((occur, clause));
            } else {
                loose.push((Occur::Should, clause));
            }
        }
        for (words, without) in phrases {
            let occur = if *without { Occur::MustNot } else { Occur::Must };
            let terms =
                words.iter().map(|forms| Term::from_field_text(self.index.fields.words, &forms.folded));
            clauses.push((occur, boosted(PHRASE, Box::new(PhraseQuery::new(terms.collect())))));
        }
        if !loose.is_empty() {
            let least = loose.len().div_ceil(2);
            clauses.push((Occur::Must, Box::new(BooleanQuery::with_minimum_required_clauses(loose, least))));
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            // Nothing but what is to be left out: of all articles of the language.
            clauses.push((Occur::Must, self.language(wanted.language)));
        }
        let fields = &self.index.fields;
        let only = &wanted.only;
        for (field, number) in [
            (fields.year, only.year),
            (fields.section, only.section),
            (fields.topic, only.topic),
            (fields.author, only.author),
        ] {
            if let Some(number) = number {
                let term = TermQuery::new(Term::from_field_u64(field, number), IndexRecordOption::Basic);
                clauses.push((Occur::Must, Box::new(ConstScoreQuery::new(Box::new(term), 0.0))));
            }
        }
        Box::new(BooleanQuery::new(clauses))
    }

    fn language(&self, language: &Language) -> Box<dyn Query> {
        let term = Term::from_field_text(self.index.fields.language, language.as_str());
        Box::new(BooleanQuery::new(vec![
            (Occur::Must, Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0)) as Box<dyn Query>),
            (
                Occur::Must,
                Box::new(ConstScoreQuery::new(Box::new(TermQuery::new(term, IndexRecordOption::Basic)), 1.0)),
            ),
        ]))
    }

    /// All places in which a word may stand.
    fn clause(&self, word: &Word, width: Width) -> Box<dyn Query> {
        let fields = &self.index.fields;
        let mut any: Vec<Box<dyn Query>> = Vec::new();
        self.add_forms(&mut any, &word.forms.stem, &word.forms.folded, 1.0, width);
        if word.without {
            // Left out is only what has the word itself.
            return union(any);
        }
        for near in &word.meant {
            let bare = &near.folded[self.prefix.len()..];
            let stem = format!("{}{}", self.prefix, stem(self.reading, bare));
            let weight = 1.0 / (1.0 + f32::from(near.errors));
            self.add_forms(&mut any, &stem, &near.folded, weight, width);
        }
        if width == Width::Above {
            return union(any);
        }
        any.push(boosted(PART, term(fields.parts, &word.forms.stem)));
        if !word.apart.is_empty() {
            let parts = word.apart.iter().map(|part| {
                let places = [fields.head, fields.lead, fields.text, fields.parts];
                union(places.map(|field| term(field, part)).into())
            });
            any.push(boosted(APART, Box::new(BooleanQuery::intersection(parts.collect()))));
        }
        if width != Width::Everywhere {
            for longer in &word.longer {
                any.push(boosted(PART, term(fields.words, longer)));
            }
            for (place, part) in word.apart.iter().enumerate() {
                let is_last = place + 1 == word.apart.len();
                if !is_last && width != Width::Widest {
                    continue;
                }
                let much = if is_last { LAST_PART } else { OTHER_PART };
                for (field, weight) in [(fields.head, HEAD), (fields.lead, LEAD), (fields.text, TEXT)] {
                    any.push(boosted(much * weight, term(field, part)));
                }
            }
        }
        union(any)
    }

    fn add_forms(&self, any: &mut Vec<Box<dyn Query>>, stem: &str, folded: &str, weight: f32, width: Width) {
        let fields = &self.index.fields;
        any.push(boosted(HEAD * weight, term(fields.head, stem)));
        any.push(boosted(LEAD * weight, term(fields.lead, stem)));
        if width != Width::Above {
            any.push(boosted(TEXT * weight, term(fields.text, stem)));
            any.push(boosted(EXACT * weight, term(fields.words, folded)));
        }
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

fn term(field: Field, term: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, term), IndexRecordOption::WithFreqs))
}

fn boosted(weight: f32, query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(BoostQuery::new(query, weight))
}

fn union(mut any: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match any.len() {
        0 => Box::new(EmptyQuery),
        1 => any.remove(0),
        _ => Box::new(BooleanQuery::union(any)),
    }
}
