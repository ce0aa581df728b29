//! The question as the index takes it: in which places a word may stand, in which forms, and how much
//! that counts.

use newsroom::language::Language;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption, Term};

use crate::Wanted;
use crate::analysis::Forms;
use crate::fold::Reading;
use crate::schema::Fields;
use crate::spelling::Near;
use crate::stem::stem;

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

/// Which places count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Width {
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
pub(crate) struct Word {
    pub(crate) typed: String,
    pub(crate) forms: Forms,
    /// The stems of the parts it is made of, in order.
    pub(crate) apart: Vec<String>,
    /// Words of the archive that stand for it.
    pub(crate) meant: Vec<Near>,
    /// Longer words of the archive that begin with it.
    pub(crate) longer: Vec<String>,
    /// Whether those were taken for what was meant, and not begun.
    pub(crate) mistyped: bool,
    pub(crate) known: bool,
    pub(crate) without: bool,
}

/// What was typed, as far as it says something.
#[derive(Default)]
pub(crate) struct Typed {
    pub(crate) words: Vec<Word>,
    /// Words that are to stand in a row, and whether what has them is to be left out.
    pub(crate) phrases: Vec<(Vec<Forms>, bool)>,
}

/// Makes queries that look in some places.
pub(crate) struct Maker<'a> {
    pub(crate) fields: &'a Fields,
    pub(crate) prefix: &'a str,
    pub(crate) reading: Reading,
    pub(crate) width: Width,
}

impl Maker<'_> {
    /// The query: all words or, if not `all`, half of them.
    pub(crate) fn query(&self, wanted: &Wanted<'_>, typed: &Typed, all: bool) -> Box<dyn Query> {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let mut loose: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for word in &typed.words {
            let occur = if word.without { Occur::MustNot } else { Occur::Must };
            let clause = self.clause(word);
            if all || word.without {
                clauses.push((occur, clause));
            } else {
                loose.push((Occur::Should, clause));
            }
        }
        for (words, without) in &typed.phrases {
            let occur = if *without { Occur::MustNot } else { Occur::Must };
            let terms = words.iter().map(|forms| Term::from_field_text(self.fields.words, &forms.folded));
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
        let fields = self.fields;
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
        let term = Term::from_field_text(self.fields.language, language.as_str());
        Box::new(BooleanQuery::new(vec![
            (Occur::Must, Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0)) as Box<dyn Query>),
            (
                Occur::Must,
                Box::new(ConstScoreQuery::new(Box::new(TermQuery::new(term, IndexRecordOption::Basic)), 1.0)),
            ),
        ]))
    }

    /// All places in which a word may stand.
    fn clause(&self, word: &Word) -> Box<dyn Query> {
        let fields = self.fields;
        let mut any: Vec<Box<dyn Query>> = Vec::new();
        self.add_forms(&mut any, &word.forms.stem, &word.forms.folded, 1.0);
        if word.without {
            // Left out is only what has the word itself.
            return union(any);
        }
        for near in &word.meant {
            let bare = &near.folded[self.prefix.len()..];
            let stem = format!("{}{}", self.prefix, stem(self.reading, bare));
            let weight = 1.0 / (1.0 + f32::from(near.errors));
            self.add_forms(&mut any, &stem, &near.folded, weight);
        }
        if self.width == Width::Above {
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
        if self.width != Width::Everywhere {
            for longer in &word.longer {
                any.push(boosted(PART, term(fields.words, longer)));
            }
            for (place, part) in word.apart.iter().enumerate() {
                let is_last = place + 1 == word.apart.len();
                if !is_last && self.width != Width::Widest {
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

    fn add_forms(&self, any: &mut Vec<Box<dyn Query>>, stem: &str, folded: &str, weight: f32) {
        let fields = self.fields;
        any.push(boosted(HEAD * weight, term(fields.head, stem)));
        any.push(boosted(LEAD * weight, term(fields.lead, stem)));
        if self.width != Width::Above {
            any.push(boosted(TEXT * weight, term(fields.text, stem)));
            any.push(boosted(EXACT * weight, term(fields.words, folded)));
        }
    }
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
