//! Checks the reader against the expected values that come with real exports.
//!
//! The folder of corpora is named by `CORPORA`; without it nothing is checked, and the test says
//! so and fails where `CORPORA_REQUIRED` is set.

mod ops;
mod worlds;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use worlds::World;

#[test]
fn at_least_95_percent_of_the_expected_facts_are_right() {
    let Some(corpora) = std::env::var_os("CORPORA").map(PathBuf::from) else {
        eprintln!("NOT CHECKED: set CORPORA to the folder that holds wxr/*.facts.jsonl");
        assert!(std::env::var_os("CORPORA_REQUIRED").is_none(), "CORPORA is not set");
        return;
    };
    let mut total = Tally::default();
    let mut failures = Vec::new();
    let mut table = Vec::new();
    for source in sources(&corpora.join("wxr")) {
        let tally = check(&source, &mut failures);
        table.push((source.name.clone(), tally));
        total.cases += tally.cases;
        total.right += tally.right;
    }
    for failure in &failures {
        println!("wrong: {failure}");
    }
    println!("{:<28} {:>6} {:>6} {:>6} {:>8}", "source", "cases", "right", "wrong", "share");
    table.push(("all".into(), total));
    for (name, tally) in table {
        println!(
            "{name:<28} {:>6} {:>6} {:>6} {:>7.1}%",
            tally.cases,
            tally.right,
            tally.cases - tally.right,
            tally.share()
        );
    }
    assert!(total.cases > 0, "{} holds no facts about exports", corpora.display());
    assert!(total.share() >= 95.0, "only {:.1} % of the facts are right", total.share());
}

#[derive(Clone, Copy, Default)]
struct Tally {
    cases: usize,
    right: usize,
}

impl Tally {
    fn share(self) -> f64 {
        100.0 * self.right as f64 / self.cases.max(1) as f64
    }
}

/// One repository's exports, unpacked, and what is expected of them.
struct Source {
    name: String,
    folder: PathBuf,
    facts: Vec<Value>,
}

impl Drop for Source {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

fn sources(folder: &Path) -> Vec<Source> {
    let mut sources = Vec::new();
    let listing = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in listing {
        let path = entry.expect("a readable folder").path();
        let file = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let Some(name) = file.strip_suffix(".facts.jsonl") else { continue };
        let unpacked = std::env::temp_dir().join(format!("wxr-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&unpacked).expect("a temporary folder");
        let done = Command::new("tar")
            .arg("-xzf")
            .arg(folder.join(format!("{name}.tar.gz")))
            .arg("-C")
            .arg(&unpacked)
            .status()
            .expect("tar is installed");
        assert!(done.success(), "{name}.tar.gz cannot be unpacked");
        let lines = std::fs::read_to_string(&path).expect("readable facts");
        let facts = lines.lines().map(|line| serde_json::from_str(line).expect("a fact is JSON")).collect();
        sources.push(Source { name: name.to_owned(), folder: unpacked, facts });
    }
    sources.sort_by(|a, b| a.name.cmp(&b.name));
    sources
}

fn check(source: &Source, failures: &mut Vec<String>) -> Tally {
    let mut worlds: BTreeMap<String, World> = BTreeMap::new();
    let mut tally = Tally::default();
    for fact in &source.facts {
        let fixture = fact["fixture"].as_str().expect("a fact names its fixture");
        let test = fact["test"].as_str().unwrap_or_default();
        let at = fact["at"].as_str().unwrap_or_default();
        let op = fact["op"].as_str().expect("a fact has an operation");
        tally.cases += 1;
        let world = worlds.entry(format!("{fixture} {test}")).or_insert_with(|| {
            let bytes = std::fs::read(source.folder.join(fixture));
            World::new(bytes.map_err(|error| error.to_string()), fixture, test)
        });
        match world.ask(op, at, fact.get("value").unwrap_or(&Value::Null)) {
            Ok(()) => tally.right += 1,
            Err(reason) => failures.push(format!("{} {fixture} {op} {at}: {reason}", source.name)),
        }
    }
    tally
}
