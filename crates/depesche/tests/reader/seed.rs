//! The page it all started from, published with its right parts.
//!
//! `SEED` names the file with its text, which is not part of the project.

use crate::support::Newsroom;

#[test]
fn the_seed_page_carries_its_own_date_and_no_other() {
    let Ok(seed) = std::env::var("SEED") else {
        eprintln!("SEED is not set: the seed page was NOT published");
        return;
    };
    let text = std::fs::read_to_string(&seed).unwrap_or_else(|error| panic!("SEED {seed}: {error}"));
    let paragraphs: Vec<&str> =
        text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()).collect();
    // Date of the day it was called up, name, tagline, headline, body, the words of the form.
    let (headline, form_words) = (paragraphs[3], paragraphs[paragraphs.len() - 1]);
    let body = paragraphs[4..paragraphs.len() - 2].join("\n\n");
    let mut newsroom = Newsroom::new();
    newsroom.run(&["author", "add", "Merle Ohlsen"]);
    let file = newsroom.file(
        "seed.md",
        format!(
            "+++\nsection = \"politik\"\nheadline = \"{headline}\"\ndateline = \"Genf\"\nauthors = [\"merle-ohlsen\"]\n\
             sources = [{{ name = \"Example News Agency\", kind = \"translation-of\" }}]\ntranslated_from = \"en\"\n\
             translators = [\"Tjark Behrens\"]\n+++\n\n{body}\n"
        ),
    );
    newsroom.run(&["article", "add", &file]);
    let said = newsroom.run(&["article", "publish", "1", "--at", "2022-01-21T16:30:00+01:00"]);
    let path = said.trim().rsplit_once(":8080").expect("an address").1.to_owned();
    newsroom.serve();
    let page = newsroom.get(&path);
    assert_eq!(page.status, 200);
    let words = visible(&page.body);
    assert!(words.contains("21. Januar 2022"), "its date is missing:\n{words}");
    assert!(words.contains("Schreibe einen Kommentar"), "the form is missing");
    let said = form_words.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains(&said), "the form does not say “{said}”:\n{words}");
    assert!(
        words.contains("Example News Agency") && words.contains("Tjark Behrens"),
        "its origin is missing"
    );
    let mut outside = words.clone();
    for paragraph in &paragraphs[3..paragraphs.len() - 2] {
        outside = outside.replace(&paragraph.split_whitespace().collect::<Vec<_>>().join(" "), "");
    }
    let dates = dates(&outside);
    assert_eq!(self::dates("am 21.01.2022, 2022-01-21 und 2021"), ["21.01.2022", "2022-01-21", "2021"]);
    assert_eq!(dates, ["21. Januar 2022"], "other dates stand on the page:\n{outside}");
}

/// What a reader sees: no head, no tags, spaces joined.
fn visible(html: &str) -> String {
    let body = html.split_once("<body").expect("a body").1;
    let mut text = String::new();
    let mut in_tag = true;
    for letter in body.chars() {
        match letter {
            '<' => in_tag = true,
            '>' => {
                in_tag = false;
                text.push(' ');
            }
            other if !in_tag => text.push(other),
            _ => {}
        }
    }
    let text = text.replace("&amp;", "&").replace("&quot;", "\"").replace("&#39;", "'");
    // A tag between a word and a full stop parts nothing.
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace(" *", "*").replace("mit*", "mit *")
}

/// Dates written with the name of a month, and anything else with a year of four digits in it.
fn dates(text: &str) -> Vec<String> {
    const MONTHS: [&str; 14] = [
        "Januar",
        "Jänner",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
        "January",
    ];
    let words: Vec<&str> = text.split(' ').collect();
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if MONTHS.contains(&bare) {
            let year = words.get(at + 1).map_or("", |year| year.trim_matches(|c: char| !c.is_numeric()));
            found.push(format!("{} {bare} {year}", words[at.saturating_sub(1)]));
        } else if word.split(|c: char| !c.is_ascii_digit()).any(is_year) {
            let before = words[at.saturating_sub(1)];
            if !MONTHS.contains(&before) {
                found.push(bare.to_owned());
            }
        }
    }
    found
}

/// Also as part of a date in digits: 21.01.2022, 2022-01-21.
fn is_year(digits: &str) -> bool {
    digits.len() == 4 && digits.parse::<u16>().is_ok_and(|year| (1900..2100).contains(&year))
}
