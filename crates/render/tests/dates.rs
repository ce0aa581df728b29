//! Dates, times and offsets against values computed by another implementation of CLDR.
//!
//! `CHECKS` names the folder that holds `dates.jsonl`.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use newsroom::language::Language;
use render::dates::Dates;
use serde_json::Value;

/// Spaces that CLDR's versions and implementations use in different places.
fn plain_spaces(text: &str) -> String {
    text.replace(['\u{202f}', '\u{a0}'], " ")
}

/// Where we differ: Persian. Its own digits are CLDR's default for it, and the other implementation
/// leaves digits alone; and ICU4X's data (CLDR 49) has its months without the ezafe (U+0654) that
/// the other has between month and year.
fn is_explained(language: &str, expected: &str, ours: &str) -> bool {
    let western = |c: char| match c {
        '۰'..='۹' => char::from_digit(c as u32 - '۰' as u32, 10).unwrap_or(c),
        _ => c,
    };
    language == "fa" && ours.chars().map(western).collect::<String>() == expected.replace('\u{654}', "")
}

#[test]
fn dates_are_written_as_cldr_writes_them() {
    let Ok(folder) = std::env::var("CHECKS") else {
        eprintln!("CHECKS is not set: dates.jsonl was NOT compared");
        return;
    };
    let path = std::path::Path::new(&folder).join("dates.jsonl");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let (mut compared, mut explained, mut wrong) = (0, 0, Vec::new());
    for line in text.lines() {
        let case: Value = serde_json::from_str(line).expect("a case");
        let word = |key: &str| case[key].as_str().unwrap_or_default();
        let language = Language::parse(word("locale")).expect("a locale");
        let zone = TimeZone::get(word("zone")).expect("a zone");
        let at: Timestamp = word("instant").parse().expect("an instant");
        let dates = Dates::new(&language, zone).expect("dates can be written");
        let written = [
            ("date_long", dates.long(at)),
            ("date_full", dates.full(at)),
            ("date_medium", dates.medium(at)),
            ("time_short", dates.time(at)),
            ("iso", dates.iso(at)),
        ];
        for (key, ours) in written {
            compared += 1;
            let (ours, expected) = (plain_spaces(&ours), plain_spaces(word(key)));
            if ours == expected {
                continue;
            }
            if is_explained(language.as_str(), &expected, &ours) {
                explained += 1;
            } else {
                wrong.push(format!("{language} {key}: expected “{expected}”, wrote “{ours}”"));
            }
        }
    }
    assert!(compared > 0, "{} holds no cases", path.display());
    println!("{compared} values compared, {explained} differ in a way that is explained");
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{} of {compared} values differ:\n{}", wrong.len(), wrong.join("\n"));
}
