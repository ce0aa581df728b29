//! Dates and times against how CLDR writes them.

use std::path::Path;

use anyhow::Result;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use newsroom::language::Language;
use render::dates::Dates;

use crate::data::{records, word};
use crate::tally::Tally;

/// All values of all cases; every difference must be an explained one.
pub(crate) fn run(file: &Path) -> Result<Vec<Tally>> {
    let mut tally = Tally::new("dates", 100.0);
    let mut spaces = 0;
    for (number, case) in records(file)?.iter().enumerate() {
        let language = Language::parse(word(case, "locale"))?;
        let at: Timestamp = word(case, "instant").parse()?;
        let dates = Dates::new(&language, TimeZone::get(word(case, "zone"))?)?;
        let written = [
            ("date_long", dates.long(at)),
            ("date_full", dates.full(at)),
            ("date_medium", dates.medium(at)),
            ("time_short", dates.time(at)),
            ("iso", dates.iso(at)),
        ];
        for (key, ours) in written {
            let expected = word(case, key);
            let name = format!("line {} {language} {key}", number + 1);
            let reason = format!("expected “{expected}”, wrote “{ours}”");
            if plain_spaces(&ours) == plain_spaces(expected) {
                spaces += usize::from(ours != expected);
                tally.count(name, Ok(()));
            } else if is_persian(language.as_str(), &plain_spaces(expected), &plain_spaces(&ours)) {
                tally.deviates(name, reason);
            } else {
                tally.count(name, Err(reason));
            }
        }
    }
    let persian = tally.failures.iter().filter(|failure| failure.meant).count();
    tally.notes.push(format!(
        "{persian} differ as meant: Persian in its own digits (CLDR's default), months without ezafe (CLDR 49)"
    ));
    tally.notes.push(format!("{spaces} of the right ones have other spaces (U+202F or U+00A0)"));
    Ok(vec![tally])
}

/// Spaces that CLDR's versions and implementations use in different places.
fn plain_spaces(text: &str) -> String {
    text.replace(['\u{202f}', '\u{a0}'], " ")
}

/// Whether it is the same but for what CLDR has for Persian and the other implementation has not:
/// its own digits, and months without the ezafe (U+0654) before the year.
fn is_persian(language: &str, expected: &str, ours: &str) -> bool {
    let western = |c: char| match c {
        '۰'..='۹' => char::from_digit(c as u32 - '۰' as u32, 10).unwrap_or(c),
        _ => c,
    };
    language == "fa" && ours.chars().map(western).collect::<String>() == expected.replace('\u{654}', "")
}
