//! WordPress exports: every file is imported, and the expected facts are right, both as the file was
//! read and as the archive gives them back.

mod archive;
mod kept;
pub(crate) mod ops;
mod worlds;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Result;
use serde_json::Value;
use worlds::{From, World};

use crate::data::{files, files_below, records, unpack, word};
use crate::imported::program;
use crate::tally::Tally;

/// The least share of facts that must be right, as the file was read and as the archive gives them
/// back. No fact is taken out of the count, also not those that no newsroom can hold ([`left_out`]).
const RIGHT: f64 = 95.0;

/// One tally for the files of all sources, two for their facts.
pub(crate) fn run(folder: &Path) -> Result<Vec<Tally>> {
    let program = program()?;
    let mut imported = Tally::new("wxr files imported or refused as they should", 100.0);
    let mut read = Tally::new("wxr facts, as the file was read", RIGHT);
    let mut kept = Tally::new("wxr facts, read back from the archive", RIGHT);
    for (name, file) in files(folder, ".facts.jsonl")? {
        let unpacked = unpack(&folder.join(format!("{name}.tar.gz")))?;
        let expected = records(&file)?;
        let (mut of_file, mut of_archive) = (BTreeMap::new(), BTreeMap::new());
        for path in exports(unpacked.path())? {
            let fixture = path.strip_prefix(unpacked.path())?.display().to_string();
            let bytes = std::fs::read(&path)?;
            let refused = expected
                .iter()
                .any(|fact| word(fact, "fixture") == fixture && word(fact, "op") == "rejected");
            let back = archive::import(&program, &path)?;
            let result = match (&back, refused) {
                (Ok(_), false) | (Err(_), true) => Ok(()),
                (Ok(_), true) => Err("it was imported, but is no export".to_owned()),
                (Err(error), false) => Err(error.clone()),
            };
            imported.count(format!("{name} {fixture}"), result);
            let facts = wire::wordpress::facts(&bytes).map_err(|error| error.to_string());
            of_file.insert(fixture.clone(), facts);
            of_archive.insert(fixture, back);
        }
        check(&name, &of_file, From::File, &expected, &mut read);
        check(&name, &of_archive, From::Archive, &expected, &mut kept);
    }
    Ok(vec![imported, read, kept])
}

/// What was found in each fixture, or why nothing.
type Found = BTreeMap<String, Result<Value, String>>;

fn check(name: &str, found: &Found, from: From, facts: &[Value], tally: &mut Tally) {
    let mut worlds: BTreeMap<String, World> = BTreeMap::new();
    let before = (tally.cases, tally.right());
    for fact in facts {
        let (fixture, test) = (word(fact, "fixture"), word(fact, "test"));
        let (at, op) = (word(fact, "at"), word(fact, "op"));
        let world = worlds.entry(format!("{fixture} {test}")).or_insert_with(|| {
            let read = found.get(fixture).cloned();
            World::new(read.unwrap_or_else(|| Err("there is no such file".into())), from, fixture, test)
        });
        let expected = fact.get("value").unwrap_or(&Value::Null);
        let case = format!("{name} {fixture} {op} {at}");
        let result = world.ask(op, at, expected).map_err(|found| match left_out(from, at) {
            Some(why) => format!("{why}; {found}"),
            None => found,
        });
        tally.count(case, result);
    }
    let (cases, right) = (tally.cases - before.0, tally.right() - before.1);
    tally.notes.push(format!("{right} of {cases} right in {name}"));
}

/// Why no newsroom holds what a fact asks for: these are Superdesk's, whose tests have a media server
/// of their own answer for every picture, and whose texts keep line ends that WordPress shows as such.
fn left_out(from: From, at: &str) -> Option<&'static str> {
    if from == From::File {
        return None;
    }
    match at.rsplit('/').next().unwrap_or_default() {
        "renditions" | "featuremedia" => Some("sizes and content types come from the test's media server"),
        "body_html" => Some("texts are kept as documents, with line breaks where WordPress shows them"),
        _ => None,
    }
}

/// All XML files below a folder, in order.
fn exports(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = files_below(folder)?;
    found.retain(|path| path.extension().is_some_and(|ending| ending == "xml"));
    Ok(found)
}
