//! Web pages: how much of an article's words is found and how much beside, by the word F1 of the issue: multisets of
//! lower-cased runs of letters, digits and `_`, twice what is common by what is in both, the mean over all pages.
//! Headline, authors and date are counted beside it, where the page's expected values state them.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;
use wire::webpage::{Extracted, Moment};

use crate::data::{files, records, unpack, word};
use crate::tally::Tally;

/// The least share of headlines, authors and dates that must be right.
const FACTS: f64 = 90.0;

/// One tally for the texts of each source, and one each for headlines, authors and dates.
pub(crate) fn run(folder: &Path) -> Result<Vec<Tally>> {
    let mut tallies = Vec::new();
    let mut facts = [
        Tally::new("article headlines", FACTS),
        Tally::new("article authors", FACTS),
        Tally::new("article dates", FACTS),
    ];
    for (name, file) in files(folder, ".facts.jsonl")? {
        let unpacked = unpack(&folder.join(format!("{name}.tar.gz")))?;
        let (goal, pages) = match name.as_str() {
            "article-extraction-benchmark" => (0.975, records(&file)?.into_iter().map(benchmark).collect()),
            "readability" => {
                (0.975, records(&file)?.iter().map(|r| readability(unpacked.path(), r)).collect())
            }
            "fundus" => (0.90, fundus(unpacked.path(), &records(&file)?)),
            other => (0.9, Err(anyhow::anyhow!("nothing is known of the source {other}"))),
        };
        let pages: Vec<Expected> = pages.with_context(|| name.clone())?;
        let mut texts = Tally::mean(format!("article text, {name}"), 100.0 * goal);
        for page in pages {
            let bytes = crate::data::read_packed(&unpacked.path().join(&page.fixture))?;
            let html = wire::charset::decode(&bytes, None);
            let found = wire::webpage::extract(&html.text, page.address.as_deref());
            texts.score(page.fixture.clone(), word_f1(&found.text, &page.text));
            check(&name, &page, &found, &mut facts);
        }
        tallies.push(texts);
    }
    tallies.extend(facts);
    Ok(tallies)
}

/// What is expected of a page.
struct Expected {
    fixture: String,
    address: Option<String>,
    text: String,
    headline: Option<String>,
    authors: Vec<String>,
    published: Option<String>,
}

fn benchmark(record: Value) -> Result<Expected> {
    Ok(Expected {
        fixture: word(&record, "fixture").to_owned(),
        address: record["url"].as_str().map(str::to_owned),
        text: word(&record, "articleBody").to_owned(),
        headline: None,
        authors: Vec::new(),
        published: None,
    })
}

fn readability(folder: &Path, record: &Value) -> Result<Expected> {
    let expected = &record["expected_metadata"];
    let html = std::fs::read_to_string(folder.join(word(record, "expected_html")))?;
    let owned = |key: &str| expected[key].as_str().map(str::to_owned);
    Ok(Expected {
        fixture: word(record, "fixture").to_owned(),
        address: None,
        text: text_of(&html),
        headline: owned("title"),
        authors: owned("byline").into_iter().collect(),
        published: owned("publishedTime"),
    })
}

/// The pages of the publishers' own parsers. A publisher's pages in the order of their dates are those of its
/// parser's versions in theirs.
fn fundus(folder: &Path, records: &[Value]) -> Result<Vec<Expected>> {
    records
        .iter()
        .map(|record| {
            let file = word(record, "expected_file");
            let versions: Value = serde_json::from_slice(&std::fs::read(folder.join(file))?)?;
            let version = word(record, "parser_version");
            let mut names: Vec<&String> = versions.as_object().context("no versions")?.keys().collect();
            names.sort_by_key(|name| numbers(name));
            let place = names.iter().position(|name| *name == version).context("no such version")?;
            let stem = file.trim_end_matches(".json");
            let (parent, publisher) = stem.rsplit_once('/').context("no folder")?;
            let pages = files(&folder.join(parent), ".html.gz")?;
            let mut pages = pages.iter().filter(|(name, _)| {
                let date = name.strip_prefix(publisher).and_then(|rest| rest.strip_prefix('_'));
                date.is_some_and(|date| date.starts_with(|first: char| first.is_ascii_digit()))
            });
            let page = pages.nth(place).with_context(|| format!("{file} has no page for {version}"))?;
            let sections = versions[version]["body"]["sections"].as_array().context("no sections")?;
            let paragraphs = sections.iter().filter_map(|section| section["paragraphs"].as_array()).flatten();
            let authors = record["authors"].as_array();
            Ok(Expected {
                fixture: format!("{parent}/{}.html.gz", page.0),
                address: None,
                text: paragraphs.filter_map(Value::as_str).collect::<Vec<_>>().join("\n"),
                headline: record["title"].as_str().map(str::to_owned),
                authors: authors.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect(),
                published: record["publishing_date"].as_str().map(str::to_owned),
            })
        })
        .collect()
}

/// The numbers in the name of a version, for its place: `V1_1` comes after `V1`.
fn numbers(name: &str) -> Vec<u32> {
    name.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect()
}

fn check(source: &str, page: &Expected, found: &Extracted, facts: &mut [Tally; 3]) {
    let case = format!("{source} {}", page.fixture);
    let [headlines, authors, dates] = facts;
    if let Some(expected) = &page.headline {
        let got = found.headline.as_deref().unwrap_or_default();
        headlines
            .count(&case, same_line(expected, got).then_some(()).ok_or(format!("“{got}”, not “{expected}”")));
    }
    if !page.authors.is_empty() {
        let (expected, got) = (page.authors.join(", "), found.authors.join(", "));
        authors.count(
            &case,
            same_names(&expected, &got).then_some(()).ok_or(format!("“{got}”, not “{expected}”")),
        );
    }
    if let Some(expected) = &page.published {
        let got = found.published.map(|moment| moment.to_string()).unwrap_or_default();
        dates.count(
            &case,
            same_time(expected, found.published).then_some(()).ok_or(format!("“{got}”, not {expected}")),
        );
    }
}

/// Whether the words are the same, or those of one begin or end those of the other, as where a line above the headline
/// or the name of the site belongs to it or not.
fn same_line(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    !one.is_empty()
        && !other.is_empty()
        && (one.starts_with(&other)
            || one.ends_with(&other)
            || other.starts_with(&one)
            || other.ends_with(&one))
}

/// Whether the same words are in both, those that join names aside.
fn same_names(one: &str, other: &str) -> bool {
    let set = |line: &str| {
        let mut found = words(line);
        found.retain(|word| !matches!(word.as_str(), "and" | "und" | "et" | "y" | "by" | "von"));
        found.sort();
        found.dedup();
        found
    };
    set(one) == set(other)
}

/// Whether it is the same minute. What has no zone is compared by the clock.
fn same_time(expected: &str, found: Option<Moment>) -> bool {
    let (Some(expected), Some(found)) = (Moment::parse(expected), found) else { return false };
    if !expected.has_time || !found.has_time {
        return expected.written.date() == found.written.date();
    }
    let near = |moment: Moment| moment.timestamp().map_or(0, |stamp| stamp.as_second());
    let clocks = expected.offset.is_none() || found.offset.is_none();
    let without = |moment: Moment| Moment { offset: None, ..moment };
    (near(expected) - near(found)).abs() <= 60
        || clocks && (near(without(expected)) - near(without(found))).abs() <= 60
}

/// The lower-cased runs of letters, digits and `_`.
fn words(text: &str) -> Vec<String> {
    let text = text.replace('\u{ad}', "").to_lowercase();
    let parts = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    parts.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Twice the words in common by the words of both.
fn word_f1(one: &str, other: &str) -> f64 {
    let (one, other) = (words(one), words(other));
    let mut counts = HashMap::<&str, usize>::new();
    one.iter().for_each(|word| *counts.entry(word).or_default() += 1);
    let mut common = 0;
    for word in &other {
        if let Some(count) = counts.get_mut(word.as_str()).filter(|count| **count > 0) {
            *count -= 1;
            common += 1;
        }
    }
    match one.len() + other.len() {
        0 => 1.0,
        both => 2.0 * f64::from(common) / both as f64,
    }
}

/// The text of HTML that a program wrote: without tags, its five character references resolved.
fn text_of(html: &str) -> String {
    let mut text = String::new();
    for (place, part) in html.split('<').enumerate() {
        match part.split_once('>') {
            Some((_, after)) if place > 0 => {
                text.push(' ');
                text.push_str(after);
            }
            _ => text.push_str(part),
        }
    }
    text.replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f1_counts_each_word_as_often_as_it_stands_in_both() {
        assert_eq!(word_f1("Ein Haus, ein Baum", "ein haus"), 2.0 * 2.0 / 6.0);
        assert_eq!((word_f1("", ""), word_f1("a", "")), (1.0, 0.0));
    }

    #[test]
    fn headlines_may_differ_by_the_name_of_the_site() {
        assert!(same_line("Floods in the north | The Daily", "Floods in the North"));
        assert!(!same_line("Floods in the north", "Floods in the south") && !same_line("Floods", ""));
    }

    #[test]
    fn times_are_the_same_in_every_zone() {
        let at = |text: &str| Moment::parse(text);
        assert!(same_time("2024-05-03 15:47:00+02:00", at("2024-05-03T13:47:30Z")));
        assert!(same_time("2024-05-03 15:47:00", at("2024-05-03T15:47:00+02:00")));
        assert!(!same_time("2024-05-03 15:47:00+00:00", at("2024-05-03T15:47:00+02:00")));
    }

    #[test]
    fn names_are_the_same_in_any_order() {
        assert!(same_names("Ada Berg, Bo Tal", "Bo Tal und Ada Berg") && !same_names("Ada Berg", "Ada"));
    }
}
