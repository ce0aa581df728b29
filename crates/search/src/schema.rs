//! The fields of the index.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{IndexSettings, Order};

use crate::terms::LINES;

/// The fields. Nothing is stored: what is shown comes from the archive, which knows what is public.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields {
    /// The article's number.
    pub(crate) article: Field,
    /// Its language, for questions that name no word.
    pub(crate) language: Field,
    /// When it was published, in seconds since 1970; documents stand in this order, newest first.
    pub(crate) published: Field,
    pub(crate) year: Field,
    pub(crate) section: Field,
    pub(crate) topic: Field,
    pub(crate) author: Field,
    /// Stems of kicker and headline, and of the parts of compounds there.
    pub(crate) head: Field,
    /// The same of standfirst, byline, authors, topics and sections.
    pub(crate) lead: Field,
    /// Stems of the body.
    pub(crate) text: Field,
    /// Stems of the parts of compounds of the body.
    pub(crate) parts: Field,
    /// All words as they are written, folded, with their places.
    pub(crate) words: Field,
    /// The words of kicker, headline and lead folded, and behind a mark as they are written.
    pub(crate) spelling: Field,
}

pub(crate) const PUBLISHED: &str = "published";
pub(crate) const ARTICLE: &str = "article";
pub(crate) const YEAR: &str = "year";
pub(crate) const SECTION: &str = "section";
pub(crate) const TOPIC: &str = "topic";
pub(crate) const AUTHOR: &str = "author";

/// The schema and its fields.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let filter = NumericOptions::default() | INDEXED | FAST;
    let words = |record, lengths| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(LINES)
            .set_index_option(record)
            .set_fieldnorms(lengths);
        TextOptions::default().set_indexing_options(indexing)
    };
    use IndexRecordOption::{Basic, WithFreqs, WithFreqsAndPositions};
    let fields = Fields {
        article: schema.add_u64_field(ARTICLE, filter.clone()),
        language: schema.add_text_field("language", STRING),
        published: schema.add_i64_field(PUBLISHED, FAST),
        year: schema.add_u64_field(YEAR, filter.clone()),
        section: schema.add_u64_field(SECTION, filter.clone()),
        topic: schema.add_u64_field(TOPIC, filter.clone()),
        author: schema.add_u64_field(AUTHOR, filter),
        head: schema.add_text_field("head", words(WithFreqs, true)),
        lead: schema.add_text_field("lead", words(WithFreqs, true)),
        text: schema.add_text_field("text", words(WithFreqs, true)),
        parts: schema.add_text_field("parts", words(WithFreqs, false)),
        words: schema.add_text_field("words", words(WithFreqsAndPositions, true)),
        spelling: schema.add_text_field("spelling", words(Basic, false)),
    };
    (schema.build(), fields)
}

/// Newest first within each segment, so that a look at common words may end early.
pub(crate) fn settings() -> IndexSettings {
    IndexSettings {
        sort_by_field: Some(tantivy::IndexSortByField { field: PUBLISHED.to_owned(), order: Order::Desc }),
        ..IndexSettings::default()
    }
}
