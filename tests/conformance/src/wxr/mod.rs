//! WordPress exports: every file is read, and the expected facts are right.

mod ops;
mod worlds;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;
use worlds::World;

use crate::data::{files, records, word};
use crate::tally::Tally;

/// One tally for the files of all sources, one for their facts.
pub(crate) fn run(folder: &Path) -> Result<Vec<Tally>> {
    let mut read = Tally::new("wxr files", 100.0);
    let mut facts = Tally::new("wxr facts", 95.0);
    for (name, file) in files(folder, ".facts.jsonl")? {
        let unpacked = unpack(&folder.join(format!("{name}.tar.gz")))?;
        let expected = records(&file)?;
        for path in exports(unpacked.path())? {
            let fixture = path.strip_prefix(unpacked.path())?.display().to_string();
            let bytes = std::fs::read(&path)?;
            let refused = expected
                .iter()
                .any(|fact| word(fact, "fixture") == fixture && word(fact, "op") == "rejected");
            let result = match (wire::wordpress::facts(&bytes), refused) {
                (Ok(_), false) | (Err(_), true) => Ok(()),
                (Ok(_), true) => Err("it was read, but is no export".to_owned()),
                (Err(error), false) => Err(error.to_string()),
            };
            read.count(format!("{name} {fixture}"), result);
        }
        check(&name, unpacked.path(), &expected, &mut facts);
    }
    Ok(vec![read, facts])
}

fn check(name: &str, folder: &Path, facts: &[Value], tally: &mut Tally) {
    let mut worlds: BTreeMap<String, World> = BTreeMap::new();
    let before = (tally.cases, tally.right());
    for fact in facts {
        let (fixture, test) = (word(fact, "fixture"), word(fact, "test"));
        let (at, op) = (word(fact, "at"), word(fact, "op"));
        let world = worlds.entry(format!("{fixture} {test}")).or_insert_with(|| {
            let bytes = std::fs::read(folder.join(fixture));
            World::new(bytes.map_err(|error| error.to_string()), fixture, test)
        });
        let expected = fact.get("value").unwrap_or(&Value::Null);
        tally.count(format!("{name} {fixture} {op} {at}"), world.ask(op, at, expected));
    }
    let (cases, right) = (tally.cases - before.0, tally.right() - before.1);
    tally.notes.push(format!("{right} of {cases} right in {name}"));
}

fn unpack(tarball: &Path) -> Result<tempfile::TempDir> {
    let folder = tempfile::tempdir()?;
    let status = Command::new("tar").arg("-xzf").arg(tarball).arg("-C").arg(folder.path()).status();
    anyhow::ensure!(
        status.context("tar does not run")?.success(),
        "{} cannot be unpacked",
        tarball.display()
    );
    Ok(folder)
}

/// All XML files below a folder, in order.
fn exports(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "xml") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
