//! Going through what a query matches: the best of them, how many, and how they are spread.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::columnar::Column;
use tantivy::query::{EnableScoring, Query};
use tantivy::{DocSet, Searcher, SegmentReader, TERMINATED};

use crate::schema::{ARTICLE, AUTHOR, PUBLISHED, SECTION, TOPIC, YEAR};

/// Matches looked at in all. They stand newest first, so of a word that is everywhere the newest
/// articles are looked at and the oldest are not.
const LOOKED_AT: u64 = 5_000;
/// Matches looked at in each segment however small it is.
const AT_LEAST: u64 = 100;
/// How much more an article of today counts than one that is very old.
const FRESHNESS: f32 = 0.6;
/// After so many days that has become half as much.
const HALF: f32 = 60.0;
const DAY: f32 = 86_400.0;

/// In which order articles are found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// What fits best first.
    #[default]
    Relevance,
    /// The newest first.
    Newest,
}

/// How the matches are spread, by number and how many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// Over years, the newest first.
    pub years: Vec<(u64, u64)>,
    /// Over sections, the fullest first, those above them counted too.
    pub sections: Vec<(u64, u64)>,
    /// Over topics, the fullest first.
    pub topics: Vec<(u64, u64)>,
    /// Over authors, the fullest first.
    pub authors: Vec<(u64, u64)>,
}

/// What going through gave.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    /// Matches looked at.
    pub(crate) total: u64,
    /// Whether there are more that were not looked at.
    pub(crate) cut: bool,
    /// The best with what they are ranked by, best first.
    pub(crate) best: Vec<Ranked>,
    pub(crate) facets: Facets,
}

/// An article with what it is ranked by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ranked {
    pub(crate) score: f32,
    pub(crate) published: i64,
    pub(crate) article: u64,
}

impl Ord for Ranked {
    fn cmp(&self, other: &Ranked) -> std::cmp::Ordering {
        let key = |ranked: &Ranked| (ranked.published, ranked.article);
        self.score.total_cmp(&other.score).then(key(self).cmp(&key(other)))
    }
}
impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Ranked) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl PartialEq for Ranked {
    fn eq(&self, other: &Ranked) -> bool {
        self.cmp(other).is_eq()
    }
}
impl Eq for Ranked {}

/// Goes through the matches of a query and keeps the best `most`; counts facets if they are wanted.
pub(crate) fn gather(
    searcher: &Searcher,
    query: &dyn Query,
    order: Order,
    most: usize,
    facets: bool,
    now: i64,
) -> tantivy::Result<Gathered> {
    let weight = query.weight(match order {
        Order::Relevance => EnableScoring::enabled_from_searcher(searcher),
        Order::Newest => EnableScoring::disabled_from_searcher(searcher),
    })?;
    let all = searcher.num_docs().max(1);
    let mut found = Gathered::default();
    let mut best: BinaryHeap<Reverse<Ranked>> = BinaryHeap::with_capacity(most + 1);
    let mut counted = Counted::default();
    for reader in searcher.segment_readers() {
        let columns = Columns::open(reader)?;
        let alive = reader.alive_bitset();
        let limit = AT_LEAST.max(LOOKED_AT * u64::from(reader.num_docs()) / all);
        let mut seen = 0;
        let mut scorer = weight.scorer(reader, 1.0)?;
        let mut doc = scorer.doc();
        while doc != TERMINATED {
            if alive.is_none_or(|alive| alive.is_alive(doc)) {
                if seen == limit {
                    found.cut = true;
                    break;
                }
                seen += 1;
                let published = columns.published.first(doc).unwrap_or(i64::MIN / 2);
                let score = match order {
                    Order::Relevance => scorer.score() * freshness(published, now),
                    Order::Newest => 0.0,
                };
                let worst = best.peek().filter(|_| best.len() >= most).map(|worst| worst.0.score);
                if worst.is_none_or(|worst| score >= worst) {
                    let article = columns.article.first(doc).unwrap_or_default();
                    best.push(Reverse(Ranked { score, published, article }));
                    if best.len() > most {
                        best.pop();
                    }
                }
                if facets {
                    counted.count(&columns, doc);
                }
            }
            doc = scorer.advance();
        }
        found.total += seen;
    }
    found.best = best.into_sorted_vec().into_iter().map(|ranked| ranked.0).collect();
    found.facets = counted.facets();
    Ok(found)
}

fn freshness(published: i64, now: i64) -> f32 {
    let days = now.saturating_sub(published).max(0) as f32 / DAY;
    1.0 + FRESHNESS * HALF / (HALF + days)
}

struct Columns {
    article: Column<u64>,
    published: Column<i64>,
    year: Option<Column<u64>>,
    section: Option<Column<u64>>,
    topic: Option<Column<u64>>,
    author: Option<Column<u64>>,
}

impl Columns {
    fn open(reader: &SegmentReader) -> tantivy::Result<Columns> {
        let fast = reader.fast_fields();
        Ok(Columns {
            article: fast.u64(ARTICLE)?,
            published: fast.i64(PUBLISHED)?,
            // A segment in which nothing has a value has no such column.
            year: fast.column_opt(YEAR)?,
            section: fast.column_opt(SECTION)?,
            topic: fast.column_opt(TOPIC)?,
            author: fast.column_opt(AUTHOR)?,
        })
    }
}

/// Counts by number. Numbers of sections, topics and authors are small.
#[derive(Default)]
struct Counted {
    years: Vec<u32>,
    sections: Vec<u32>,
    topics: Vec<u32>,
    authors: Vec<u32>,
}

/// Numbers above this are not counted: the table would grow large. No newsroom has so many topics.
const LARGEST: u64 = 1 << 20;

impl Counted {
    fn count(&mut self, columns: &Columns, doc: u32) {
        for (column, counts) in [
            (&columns.year, &mut self.years),
            (&columns.section, &mut self.sections),
            (&columns.topic, &mut self.topics),
            (&columns.author, &mut self.authors),
        ] {
            let Some(column) = column else { continue };
            for value in column.values_for_doc(doc).filter(|value| *value < LARGEST) {
                let place = value as usize;
                if place >= counts.len() {
                    counts.resize(place + 1, 0);
                }
                counts[place] += 1;
            }
        }
    }

    fn facets(self) -> Facets {
        let listed = |counts: Vec<u32>| -> Vec<(u64, u64)> {
            let counted = counts.into_iter().enumerate().filter(|(_, count)| *count > 0);
            counted.map(|(value, count)| (value as u64, u64::from(count))).collect()
        };
        let fullest = |counts: Vec<u32>| {
            let mut listed = listed(counts);
            listed.sort_by_key(|(value, count)| (Reverse(*count), *value));
            listed
        };
        let mut years = listed(self.years);
        years.reverse();
        Facets {
            years,
            sections: fullest(self.sections),
            topics: fullest(self.topics),
            authors: fullest(self.authors),
        }
    }
}
