//! Wire items: every file that its project accepts is read, every one it refuses is refused or has its faults said,
//! and the stated facts are right.
//!
//! Facts are in Superdesk's words; [`layout`] lays our items out in them. What our model cannot express at all is
//! listed, with reasons, in [`left_out`].

mod ask;
mod iptc_xml;
mod layout;
mod left_out;
mod text_kinds;

use std::collections::BTreeMap;
use std::path::Path;

use ::wire::{Error, Hints, Parsed};
use anyhow::Result;
use serde_json::Value;

use crate::data::{files_below, records, unpack, word};
use crate::tally::Tally;

/// The kinds of corpora this module runs.
pub(crate) const KINDS: [&str; 9] = [
    "wire-ninjs",
    "wire-json-other",
    "wire-iptc7901",
    "wire-anpa",
    "wire-email",
    "wire-newsmlg2",
    "wire-newsml12",
    "wire-nitf",
    "wire-other",
];
/// The least share of a kind's facts that must be right, in per cent.
const RIGHT: f64 = 95.0;
/// The largest share of a kind's facts that may be left out because our model cannot express them.
const LEFT_OUT: f64 = 0.03;

/// For each kind one tally of its files and one of its facts.
pub(crate) fn run(corpora: &Path) -> Result<Vec<Tally>> {
    let mut tallies = Vec::new();
    for kind in KINDS {
        let folder = corpora.join(kind);
        if folder.is_dir() {
            tallies.extend(run_kind(kind, &folder)?);
        }
    }
    anyhow::ensure!(
        !tallies.is_empty(),
        "{} has none of the folders {}",
        corpora.display(),
        KINDS.join(", ")
    );
    Ok(tallies)
}

fn run_kind(kind: &str, folder: &Path) -> Result<Vec<Tally>> {
    let mut of_files = Tally::new(format!("{kind} files"), 100.0);
    let mut of_facts = Tally::new(format!("{kind} facts"), RIGHT);
    let mut missed = Vec::new();
    for pack in std::fs::read_dir(folder)? {
        let pack = pack?.path();
        let name = pack.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let Some(name) = name.strip_suffix(".tar.gz") else { continue };
        let expected = folder.join(format!("{name}.facts.jsonl"));
        let facts = if expected.is_file() { records(&expected)? } else { Vec::new() };
        let unpacked = unpack(&pack)?;
        let mut read: BTreeMap<String, Result<Parsed, Error>> = BTreeMap::new();
        let mut by_schema: BTreeMap<String, Result<(), String>> = BTreeMap::new();
        for path in files_below(unpacked.path())? {
            let fixture = path.strip_prefix(unpacked.path())?.display().to_string();
            let bytes = std::fs::read(&path)?;
            if is_no_item(&fixture) {
                continue;
            }
            // As the provider's settings would say it.
            let zone = iptc_xml::zone(&facts, &fixture);
            let parsed = ::wire::parse(&bytes, &Hints { zone: zone.as_ref(), ..Hints::default() });
            let verdicts = iptc_xml::verdicts(&bytes, &facts, &fixture);
            let wrong_and_said =
                verdicts.iter().any(|(fact, verdict)| fact["value"] == false && verdict.is_ok());
            let result = if wrong_and_said { Ok(()) } else { accepted(&parsed, &facts, &fixture) };
            of_files.count(format!("{name} {fixture}"), result);
            by_schema.extend(verdicts.into_iter().map(|(_, verdict)| (fixture.clone(), verdict)));
            read.insert(fixture, parsed);
        }
        for fact in &facts {
            let fixture = word(fact, "fixture");
            let case = format!("{name} {fixture} {} {}", word(fact, "op"), word(fact, "at"));
            let verdict = by_schema.get(fixture).filter(|_| word(fact, "op") == "schema_valid").cloned();
            match verdict.unwrap_or_else(|| ask::ask(read.get(fixture), fact)) {
                Ok(()) => of_facts.count(case, Ok(())),
                Err(reason) => missed.push((case, reason, left_out::why(kind, fact))),
            }
        }
    }
    let all = of_facts.cases + missed.len();
    // The list may take out so many and no more; what goes beyond counts as wrong.
    let mut room = (all as f64 * LEFT_OUT).floor() as usize;
    let (right, before) = (of_facts.cases, room);
    for (case, reason, why) in missed {
        match why {
            Some(why) if room > 0 => {
                room -= 1;
                of_facts.notes.push(format!("left out: {case}: {why}"));
            }
            Some(why) => of_facts.count(case, Err(format!("{why}; {reason}"))),
            None => of_facts.count(case, Err(reason)),
        }
    }
    if all == 0 {
        return Ok(vec![of_files]);
    }
    of_facts.notes.push(format!(
        "{right} of {all} right without the list ({:.2} %); the list took out {} of at most {before}",
        100.0 * right as f64 / all as f64,
        before - room
    ));
    Ok(vec![of_files, of_facts])
}

/// Whether a file was read, or refused, as it should be.
fn accepted(parsed: &Result<Parsed, Error>, facts: &[Value], fixture: &str) -> Result<(), String> {
    let refused = facts.iter().any(|fact| {
        let wrong = word(fact, "op") == "schema_valid" && fact["value"] == false;
        word(fact, "fixture") == fixture && (word(fact, "op") == "rejected" || wrong)
    });
    match parsed {
        Ok(parsed) if parsed.items.is_empty() => Err("it was read, but no item is in it".into()),
        Ok(parsed) if refused && !ask::says_invalid(parsed) => {
            Err("it was read without a word, but is wrong".into())
        }
        Ok(_) => Ok(()),
        Err(_) if refused => Ok(()),
        Err(error) => Err(error.to_string()),
    }
}

/// Files of the packs that hold no item: what tests answer instead of a web server.
fn is_no_item(fixture: &str) -> bool {
    fixture.ends_with("_mock.json")
}
