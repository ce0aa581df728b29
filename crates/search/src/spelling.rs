//! Words of the archive that are near to one that was typed: for typing errors and unfinished words.

use std::collections::HashMap;

use tantivy::Searcher;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::{Field, Term};

use crate::entry::AS_WRITTEN;

/// Terms looked at in each segment; words that begin with one letter are many.
const LOOKED_AT: usize = 4_000;
/// Fewest letters of a word that may have one error, and of one that may have two.
const ONE_ERROR: usize = 4;
const TWO_ERRORS: usize = 8;
/// Longest word that is looked for with errors.
const LONGEST: usize = 40;

/// A word of the archive that may have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Near {
    /// It, folded, with its language in front.
    pub(crate) folded: String,
    /// How many letters differ.
    pub(crate) errors: u8,
    /// In how many articles it stands.
    pub(crate) articles: u64,
}

/// The words that differ from a folded one by a letter or two, nearest and most frequent first.
/// Of longer words the first letter is taken to be right: whoever mistypes seldom does so there.
pub(crate) fn near(
    searcher: &Searcher,
    words: Field,
    prefix: &str,
    folded: &str,
    most: usize,
) -> tantivy::Result<Vec<Near>> {
    let word = &folded[prefix.len()..];
    let letters = word.chars().count();
    let errors = match letters {
        letters if !(ONE_ERROR..=LONGEST).contains(&letters) => return Ok(Vec::new()),
        letters if letters < TWO_ERRORS => 1,
        _ => 2,
    };
    let first = word.chars().next().filter(|_| errors == 2).map(String::from).unwrap_or_default();
    let beginning = format!("{prefix}{first}");
    let mut found: HashMap<String, u64> = HashMap::new();
    for reader in searcher.segment_readers() {
        let index = reader.inverted_index(words)?;
        let automaton =
            FuzzyTermQuery::new(Term::from_field_text(words, folded), errors, true).automaton()?;
        let mut terms =
            index.terms().search(automaton).ge(beginning.as_bytes()).lt(after(&beginning)).into_stream()?;
        for _ in 0..LOOKED_AT {
            let Some((key, info)) = terms.next() else { break };
            if let Ok(term) = std::str::from_utf8(key) {
                *found.entry(term.to_owned()).or_default() += u64::from(info.doc_freq);
            }
        }
    }
    let mut near: Vec<Near> = found
        .into_iter()
        .map(|(term, articles)| Near { errors: distance(folded, &term), folded: term, articles })
        .filter(|near| near.errors > 0)
        .collect();
    near.sort_by(|a, b| {
        (a.errors, std::cmp::Reverse(a.articles), &a.folded).cmp(&(
            b.errors,
            std::cmp::Reverse(b.articles),
            &b.folded,
        ))
    });
    near.truncate(most);
    Ok(near)
}

/// The words that begin with a folded one, the most frequent first.
pub(crate) fn begun(
    searcher: &Searcher,
    words: Field,
    folded: &str,
    most: usize,
) -> tantivy::Result<Vec<Near>> {
    let mut found: Vec<Near> = counted(searcher, words, folded)?
        .into_iter()
        .map(|(folded, articles)| Near { folded, errors: 0, articles })
        .collect();
    found.sort_by(|a, b| {
        (std::cmp::Reverse(a.articles), &a.folded).cmp(&(std::cmp::Reverse(b.articles), &b.folded))
    });
    found.truncate(most);
    Ok(found)
}

/// Words as headlines and the like write them that begin with a folded one, the most frequent first.
pub(crate) fn written(
    searcher: &Searcher,
    spelling: Field,
    folded: &str,
    most: usize,
) -> tantivy::Result<Vec<String>> {
    // Of one word the spelling that is most frequent.
    let mut spelled: HashMap<String, (u64, u64, String)> = HashMap::new();
    for (term, articles) in counted(searcher, spelling, folded)? {
        let Some((word, written)) = term.split_once(AS_WRITTEN) else { continue };
        let entry = spelled.entry(word.to_owned()).or_default();
        entry.0 += articles;
        if articles > entry.1 || (articles == entry.1 && written < entry.2.as_str()) {
            (entry.1, entry.2) = (articles, written.to_owned());
        }
    }
    let mut words: Vec<(u64, String)> = spelled.into_values().map(|(all, _, word)| (all, word)).collect();
    words.sort_by(|a, b| (std::cmp::Reverse(a.0), &a.1).cmp(&(std::cmp::Reverse(b.0), &b.1)));
    words.truncate(most);
    Ok(words.into_iter().map(|(_, word)| word).collect())
}

/// A folded word as headlines and the like write it.
pub(crate) fn as_written(
    searcher: &Searcher,
    spelling: Field,
    folded: &str,
) -> tantivy::Result<Option<String>> {
    Ok(written(searcher, spelling, &format!("{folded}{AS_WRITTEN}"), 1)?.pop())
}

/// Terms that begin so, and in how many articles each stands.
fn counted(searcher: &Searcher, field: Field, beginning: &str) -> tantivy::Result<HashMap<String, u64>> {
    let mut found: HashMap<String, u64> = HashMap::new();
    for reader in searcher.segment_readers() {
        let index = reader.inverted_index(field)?;
        let mut terms = index.terms().range().ge(beginning).lt(after(beginning)).into_stream()?;
        for _ in 0..LOOKED_AT {
            let Some((key, info)) = terms.next() else { break };
            if let Ok(term) = std::str::from_utf8(key) {
                *found.entry(term.to_owned()).or_default() += u64::from(info.doc_freq);
            }
        }
    }
    Ok(found)
}

/// What stands after everything that begins so: no text has a byte of 255.
fn after(beginning: &str) -> Vec<u8> {
    let mut after = beginning.as_bytes().to_vec();
    after.push(0xff);
    after
}

/// How many letters differ, two that changed places counted as one.
fn distance(a: &str, b: &str) -> u8 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0_usize; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = match (i, j) {
                (0, other) | (other, 0) => other,
                _ => {
                    let same = usize::from(a[i - 1] != b[j - 1]);
                    let mut least =
                        (rows[i - 1][j - 1] + same).min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        least = least.min(rows[i - 2][j - 2] + 1);
                    }
                    least
                }
            };
        }
    }
    u8::try_from(rows[a.len()][b.len()]).unwrap_or(u8::MAX)
}
