//! How good what is found is: questions of readers with the stories they would want, asked of the demo
//! newsroom's index and of the plain search of its database.
//!
//! The measure is nDCG@10: 1 where the ten first hits are the wanted stories in their order, 0 where none
//! of them is.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// What was measured when this was written, less a little for the days that pass.
const FLOOR: f64 = 0.9;

struct Asked {
    language: String,
    typed: String,
    wanted: BTreeMap<String, u32>,
}

#[test]
fn the_index_finds_what_readers_look_for_and_more_than_the_database() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("demo");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let made = Command::new("bash")
        .arg(root.join("scripts/demo.sh"))
        .args([env!("CARGO_BIN_EXE_depesche").as_ref(), data.as_os_str()])
        .output()
        .expect("bash runs");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    run(&data, &["search", "rebuild"]);

    let headlines = headlines(&root.join("scripts/demo"));
    let questions = questions();
    assert!(questions.len() >= 60, "{} questions", questions.len());
    let (mut of_index, mut of_database) = (0.0, 0.0);
    for asked in &questions {
        let (index, found) = measure(&data, &headlines, asked, &[]);
        let (database, _) = measure(&data, &headlines, asked, &["--plain"]);
        println!("{index:.2} {database:.2}  {}  {}  {found:?}", asked.language, asked.typed);
        of_index += index / questions.len() as f64;
        of_database += database / questions.len() as f64;
    }
    println!("nDCG@10 of {} questions: index {of_index:.3}, database {of_database:.3}", questions.len());
    assert!(of_index > of_database, "the index finds less than the database");
    assert!(of_index >= FLOOR, "nDCG@10 is {of_index:.3}");
}

fn run(data: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_depesche"))
        .env("DEPESCHE_DATA", data)
        .args(arguments)
        .output()
        .expect("the program runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "depesche {arguments:?}: {said}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// nDCG@10 of a question, and what was found.
fn measure(
    data: &Path,
    headlines: &BTreeMap<(String, String), String>,
    asked: &Asked,
    more: &[&str],
) -> (f64, Vec<String>) {
    let mut arguments = vec!["search", "query", "--json", "--language", &asked.language];
    arguments.extend(more);
    arguments.extend(["--", &asked.typed]);
    let said: serde_json::Value = serde_json::from_str(&run(data, &arguments)).expect("JSON");
    let found: Vec<String> = said["hits"]
        .as_array()
        .expect("hits")
        .iter()
        .map(|hit| {
            let headline = hit["headline"].as_str().expect("a headline");
            headlines
                .get(&(asked.language.clone(), headline.to_owned()))
                .unwrap_or_else(|| panic!("no story of the demo is called “{headline}”"))
                .clone()
        })
        .collect();
    let gain = |grade: u32, place: usize| f64::from(2_u32.pow(grade) - 1) / (place as f64 + 2.0).log2();
    let mut grades: Vec<u32> = asked.wanted.values().copied().collect();
    grades.sort_unstable_by(|a, b| b.cmp(a));
    let best: f64 = grades.iter().take(10).enumerate().map(|(place, grade)| gain(*grade, place)).sum();
    let got: f64 = found
        .iter()
        .take(10)
        .enumerate()
        .map(|(place, story)| gain(asked.wanted.get(story).copied().unwrap_or(0), place))
        .sum();
    (got / best, found)
}

/// The story of each headline of the demo, by language.
fn headlines(texts: &Path) -> BTreeMap<(String, String), String> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(texts).expect("the demo").map(|entry| entry.expect("an entry").path()) {
        let name = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some((story, language)) = name.strip_suffix(".md").and_then(|name| name.split_once('.')) else {
            continue;
        };
        let text = std::fs::read_to_string(&entry).expect("a text");
        let line = text.lines().find_map(|line| line.strip_prefix("headline = \"")).expect("a headline");
        let headline = line.trim_end_matches('"').replace("\\\"", "\"");
        found.insert((language.to_owned(), headline), story.to_owned());
    }
    found
}

fn questions() -> Vec<Asked> {
    include_str!("queries.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            let mut columns = line.split(" | ");
            let mut next = || columns.next().unwrap_or_else(|| panic!("{line}: a column is missing"));
            let (language, typed, wanted) = (next(), next(), next());
            let wanted = wanted.split_whitespace().map(|story| {
                let (name, grade) = story.split_once('=').unwrap_or_else(|| panic!("{line}: {story}"));
                (name.to_owned(), grade.parse().expect("a grade"))
            });
            Asked { language: language.into(), typed: typed.into(), wanted: wanted.collect() }
        })
        .collect()
}
