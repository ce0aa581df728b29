//! What categories of one letter and the usual names of sections mean as Media Topics. This mapping is ours.

/// ANPA's categories (ANPA 1312, 1989, “category”) that name a subject. The others say where something
/// happened (`a` domestic, `i` international, `n` state, `w` Washington) or how it is told.
const ANPA: [(char, &str); 13] = [
    ('d', "20000568"), // food
    ('e', "01000000"), // entertainment
    ('f', "04000000"), // finance
    ('h', "07000000"), // health
    ('j', "20000549"), // lottery
    ('l', "10000000"), // lifestyle
    ('m', "20000210"), // farm
    ('o', "17000000"), // weather
    ('p', "11000000"), // politics
    ('q', "15000000"), // results of one event
    ('r', "20000960"), // racing
    ('s', "15000000"), // sport
    ('t', "20000563"), // travel
];

/// Categories of two letters that German-speaking agencies send in IPTC 7901.
const DEPARTMENTS: [(&str, &str); 5] =
    [("ku", "01000000"), ("pl", "11000000"), ("sp", "15000000"), ("vm", "08000000"), ("wi", "04000000")];

/// Names of sections, lower-cased, that no topic has itself.
const SECTIONS: [(&str, &str); 32] = [
    ("arbeit", "09000000"),
    ("art", "01000000"),
    ("arts", "01000000"),
    ("bildung", "05000000"),
    ("boulevard", "08000000"),
    ("börse", "20000385"),
    ("business", "04000000"),
    ("entertainment", "01000000"),
    ("essen & trinken", "20000568"),
    ("feuilleton", "01000000"),
    ("finance", "04000000"),
    ("finanzen", "04000000"),
    ("gesundheit", "07000000"),
    ("katastrophen", "03000000"),
    ("konflikte", "16000000"),
    ("kunst", "01000000"),
    ("markets", "20000385"),
    ("medicine", "07000000"),
    ("panorama", "08000000"),
    ("people", "08000000"),
    ("politics", "11000000"),
    ("reisen", "20000563"),
    ("science", "13000000"),
    ("soziales", "09000000"),
    ("sports", "15000000"),
    ("tech", "13000000"),
    ("technik", "13000000"),
    ("technology", "13000000"),
    ("travel", "20000563"),
    ("unfälle", "03000000"),
    ("unterhaltung", "01000000"),
    ("wissenschaft", "13000000"),
];

pub(super) fn anpa_category(letter: char) -> Option<&'static str> {
    let letter = letter.to_ascii_lowercase();
    ANPA.iter().find(|(known, _)| *known == letter).map(|(_, digits)| *digits)
}

pub(super) fn department(code: &str) -> Option<&'static str> {
    let code = code.to_ascii_lowercase();
    DEPARTMENTS.iter().find(|(known, _)| *known == code).map(|(_, digits)| *digits)
}

pub(super) fn section(name: &str) -> Option<&'static str> {
    SECTIONS.iter().find(|(known, _)| *known == name).map(|(_, digits)| *digits)
}

#[cfg(test)]
pub(super) fn all_targets() -> impl Iterator<Item = &'static str> {
    ANPA.iter().map(|(_, digits)| *digits).chain(SECTIONS.iter().map(|(_, digits)| *digits))
}

#[cfg(test)]
pub(super) fn all_sections() -> impl Iterator<Item = &'static str> {
    SECTIONS.iter().map(|(name, _)| *name)
}
