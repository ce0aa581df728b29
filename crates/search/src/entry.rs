//! An article on its way into the index.

use jiff::Timestamp;
use newsroom::language::Language;
use tantivy::TantivyDocument;

use crate::analysis::Analyser;
use crate::fold::words;
use crate::schema::Fields;
use crate::terms::Terms;

/// Words between two texts, so that no phrase reaches from one into the next.
const GAP: usize = 50;
/// What stands between a folded word and the same as it is written.
pub(crate) const AS_WRITTEN: &str = "\u{1}";
/// Longest word kept, in bytes; nobody looks for a longer one.
const LONGEST: usize = 120;
/// Where an article without a date stands: behind all others.
const UNDATED: i64 = i64::MIN / 2;

/// A published article, as the index takes it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its number.
    pub article: i64,
    /// Its language.
    pub language: Language,
    /// When it was first published, if that is known.
    pub published: Option<Timestamp>,
    /// The year of that in the site's time zone.
    pub year: Option<i16>,
    /// The line above the headline.
    pub kicker: String,
    /// The headline.
    pub headline: String,
    /// The opening summary.
    pub standfirst: String,
    /// What else it is known by: byline, authors, topics, sections.
    pub names: Vec<String>,
    /// The text without marks.
    pub body: String,
    /// Its sections and those above them.
    pub sections: Vec<i64>,
    /// Its topics.
    pub topics: Vec<i64>,
    /// Its authors.
    pub authors: Vec<i64>,
}

impl Entry {
    /// The texts from which nouns are learnt.
    pub(crate) fn texts(&self) -> [&str; 3] {
        [&self.headline, &self.standfirst, &self.body]
    }

    pub(crate) fn document(&self, fields: &Fields, analyser: &mut Analyser) -> TantivyDocument {
        let mut terms = Gathered::default();
        terms.read(analyser, &self.kicker, Into::Head);
        terms.read(analyser, &self.headline, Into::Head);
        terms.read(analyser, &self.standfirst, Into::Lead);
        for name in &self.names {
            terms.read(analyser, name, Into::Lead);
        }
        terms.read(analyser, &self.body, Into::Text);

        let mut document = TantivyDocument::default();
        document.add_u64(fields.article, self.article.unsigned_abs());
        document.add_text(fields.language, self.language.as_str());
        document.add_i64(fields.published, self.published.map_or(UNDATED, Timestamp::as_second));
        if let Some(year) = self.year.and_then(|year| u64::try_from(year).ok()) {
            document.add_u64(fields.year, year);
        }
        for (field, ids) in
            [(fields.section, &self.sections), (fields.topic, &self.topics), (fields.author, &self.authors)]
        {
            ids.iter().for_each(|id| document.add_u64(field, id.unsigned_abs()));
        }
        for (field, terms) in [
            (fields.head, terms.head),
            (fields.lead, terms.lead),
            (fields.text, terms.text),
            (fields.parts, terms.parts),
            (fields.words, terms.words),
            (fields.spelling, terms.spelling),
        ] {
            document.add_text(field, terms.text());
        }
        document
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Into {
    Head,
    Lead,
    Text,
}

/// The terms of a document, by field.
#[derive(Default)]
struct Gathered {
    head: Terms,
    lead: Terms,
    text: Terms,
    parts: Terms,
    words: Terms,
    spelling: Terms,
}

impl Gathered {
    fn read(&mut self, analyser: &mut Analyser, text: &str, into: Into) {
        for (_, word) in words(text).filter(|(_, word)| word.len() <= LONGEST) {
            let forms = analyser.forms(word);
            self.words.push(&forms.folded);
            let (stems, parts) = match into {
                Into::Head => (&mut self.head, None),
                Into::Lead => (&mut self.lead, None),
                Into::Text => (&mut self.text, Some(&mut self.parts)),
            };
            stems.push(&forms.stem);
            let parts = parts.unwrap_or(stems);
            forms.parts.iter().for_each(|part| parts.push(part));
            if into != Into::Text {
                self.spelling.push_all(&[&forms.folded, AS_WRITTEN, word]);
            }
        }
        self.words.leave_free(GAP);
    }
}
