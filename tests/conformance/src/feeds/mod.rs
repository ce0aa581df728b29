//! Feeds: what other readers' tests say is in them.
//!
//! A fact is a row of the corpus: all that one test asks. It is right if everything asked is right. Each feed is
//! laid out in the names of the library whose test it is, and asked.

mod expression;
mod feedparser;
mod gofeed;
mod left_out;
mod same;
mod universal;

use std::collections::BTreeMap;
use std::path::Path;

use ::url::Url;
use anyhow::{Context, Result};
use serde_json::Value;
use wire::Hints;
use wire::feed::{Feed, Source};

use crate::data::{records, unpack, word};
use crate::tally::Tally;

/// The least share of facts that must be right.
const RIGHT: f64 = 95.0;
/// The greatest share of facts that may be left out of the count.
const LEFT_OUT: f64 = 3.0;

/// For each library a tally of feeds that are read or refused as they should be, and one of facts.
pub(crate) fn run(folder: &Path) -> Result<Vec<Tally>> {
    let mut tallies = Vec::new();
    for (kind, ask) in [("feedparser", ask_feedparser as Ask), ("gofeed", ask_gofeed as Ask)] {
        let unpacked = unpack(&folder.join(format!("{kind}.tar.gz")))?;
        let facts = records(&folder.join(format!("{kind}.facts.jsonl")))?;
        let by_fixture: BTreeMap<&str, &Value> =
            facts.iter().map(|fact| (word(fact, "fixture"), fact)).collect();
        tallies.push(read_all(kind, unpacked.path(), &by_fixture)?);
        tallies.push(ask_all(kind, unpacked.path(), &facts, ask)?);
    }
    Ok(tallies)
}

/// Asks a feed a fact.
type Ask = fn(&Source<'_>, &Feed<'_>, &Value) -> Result<(), Vec<(String, String)>>;

/// Every feed is read; those that are no feeds are refused, with the line and the cause.
fn read_all(kind: &str, folder: &Path, facts: &BTreeMap<&str, &Value>) -> Result<Tally> {
    let mut tally = Tally::new(format!("feeds {kind}, read or refused as they should"), 100.0);
    let mut folders = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    for path in files {
        let fixture = path.strip_prefix(folder)?.display().to_string();
        let is_expectation = path.extension().is_some_and(|end| end == "json")
            && (path.with_extension("xml").exists() || !facts.contains_key(fixture.as_str()));
        if is_expectation {
            continue;
        }
        let bytes = std::fs::read(&path)?;
        let fact = facts.get(fixture.as_str()).copied().unwrap_or(&Value::Null);
        let refused = word(fact, "op") == "rejected";
        let result = with_hints(&fixture, fact, |hints| match (Source::new(&bytes, hints).read(), refused) {
            (Ok(_), false) => Ok(()),
            (Err(error), false) => Err(format!("it was refused: {error}")),
            (Ok(_), true) => Err("it was read".to_owned()),
            (Err(error), true) if error.line.is_none() => Err(format!("refused without a line: {error}")),
            (Err(_), true) => Ok(()),
        });
        tally.count(fixture, result);
    }
    Ok(tally)
}

fn ask_all(kind: &str, folder: &Path, facts: &[Value], ask: Ask) -> Result<Tally> {
    let mut tally = Tally::new(format!("feeds {kind}, facts"), RIGHT);
    let most = (facts.len() as f64 * LEFT_OUT / 100.0) as usize;
    let (mut out, mut right) = (0, 0);
    for fact in facts {
        let fixture = word(fact, "fixture");
        let path = folder.join(fixture);
        let bytes = std::fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        let result = with_hints(fixture, fact, |hints| {
            let source = Source::new(&bytes, hints);
            let feed = source.read().map_err(|error| vec![(String::new(), error.to_string())])?;
            ask(&source, &feed, fact)
        });
        let failures = result.err().unwrap_or_default();
        right += usize::from(failures.is_empty());
        let unexpressed = failures.iter().find_map(|(at, _)| left_out::reason(kind, fixture, at));
        if let Some(why) = unexpressed.filter(|_| out < most) {
            out += 1;
            tally.notes.push(format!("left out: {fixture}: {why}"));
            continue;
        }
        let told: Vec<&str> = failures.iter().map(|(_, failure)| failure.as_str()).collect();
        tally.count(fixture, if told.is_empty() { Ok(()) } else { Err(told.join("; ")) });
    }
    let share = 100.0 * right as f64 / facts.len().max(1) as f64;
    tally.notes.push(format!("with those left out: {right} of {} right, {share:.2}%", facts.len()));
    Ok(tally)
}

/// What the test's server would have said of a file.
fn with_hints<T>(fixture: &str, fact: &Value, read: impl FnOnce(&Hints<'_>) -> T) -> T {
    let header = |name: &str| {
        let headers = fact["http_headers"].as_object()?;
        headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .and_then(|(_, value)| value.as_str())
    };
    // The address at which feedparser's tests serve their files; gofeed's have none.
    let served = fact.get("expect").is_some();
    let url = Url::parse("http://127.0.0.1:8097/").ok().and_then(|root| root.join(fixture).ok());
    let url = match header("content-location") {
        Some(place) => url.and_then(|url| url.join(place).ok()),
        None => url,
    };
    let hints = Hints {
        url: url.as_ref().filter(|_| served),
        content_type: header("content-type"),
        language: header("content-language"),
        ..Hints::default()
    };
    read(&hints)
}

fn ask_feedparser(source: &Source<'_>, feed: &Feed<'_>, fact: &Value) -> Result<(), Vec<(String, String)>> {
    let result = feedparser::lay_out(source, feed);
    let mut failures = Vec::new();
    match fact["expect"].as_array() {
        Some(asked) => {
            for one in asked {
                let at = word(one, "at");
                if let Err(failure) = holds(&result, at, word(one, "op"), &one["value"]) {
                    failures.push((at.to_owned(), failure));
                }
            }
        }
        None => {
            let expression = word(fact, "expect_text");
            match expression::ask(expression, &result) {
                Some(Ok(())) => {}
                Some(Err(failure)) => failures.push((expression.to_owned(), failure)),
                None => failures.push((expression.to_owned(), format!("not understood: {expression}"))),
            }
        }
    }
    if failures.is_empty() { Ok(()) } else { Err(failures) }
}

fn holds(result: &Value, at: &str, op: &str, expected: &Value) -> Result<(), String> {
    let (pointer, counts) = at.strip_suffix("#count").map_or((at, false), |pointer| (pointer, true));
    let found = result.pointer(pointer);
    let counted = found.map(|found| Value::from(found.as_array().map_or(0, Vec::len)));
    let found = if counts { counted.as_ref() } else { found };
    let value = found.unwrap_or(&Value::Null);
    let truth = !matches!(value, Value::Null | Value::Bool(false)) && value != "" && value != &Value::from(0);
    let right = match op {
        "eq" if at == "/encoding" => same_encoding(value, expected),
        "eq" => return same::differs(at, value, expected).map_or(Ok(()), Err),
        "ne" => found.is_some() && same::differs(at, value, expected).is_some(),
        "true" => truth,
        "false" => !truth,
        "not_null" => !value.is_null(),
        "is_null" => value.is_null(),
        other => return Err(format!("no such comparison: {other}")),
    };
    if right {
        Ok(())
    } else {
        Err(format!("{at} is {}, expected {op} {}", same::short(value), same::short(expected)))
    }
}

/// Whether two names are those of one character set; GB 18030 and GBK are larger forms of GB 2312, and KOI8-U
/// is one of KOI8-R.
fn same_encoding(found: &Value, expected: &Value) -> bool {
    let name = |value: &Value| {
        let said = value.as_str().unwrap_or_default();
        let known = encoding_rs::Encoding::for_label(said.as_bytes());
        let name = known.map_or_else(|| said.to_ascii_uppercase(), |known| known.name().to_owned());
        match name.as_str() {
            "gb18030" => "GBK".to_owned(),
            "KOI8-R" => "KOI8-U".to_owned(),
            _ => name,
        }
    };
    name(found) == name(expected)
}

fn ask_gofeed(_: &Source<'_>, feed: &Feed<'_>, fact: &Value) -> Result<(), Vec<(String, String)>> {
    let fixture = word(fact, "fixture");
    let result = if fixture.contains("/parser/atom/") {
        gofeed::atom(feed)
    } else if fixture.contains("/parser/rss/") {
        gofeed::rss(feed)
    } else {
        universal::lay_out(feed)
    };
    let expected = &fact["expected"];
    match same::differs("", &result, expected).or_else(|| same::surplus("", &result, expected)) {
        None => Ok(()),
        Some(failure) => {
            let at = failure.split(' ').next().unwrap_or_default().to_owned();
            Err(vec![(at, failure)])
        }
    }
}
