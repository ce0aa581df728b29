//! The rules of ninjs, version by version, read from `rules.txt`, which says how it is written.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::version::Version;

/// What a value may be.
pub(super) enum Kind {
    Text,
    /// A date and time, or as much of one as ISO 8601 allows.
    Time,
    Number,
    /// With its bounds.
    Whole(i64, i64),
    Object,
    Word(Vec<&'static str>),
    Section(&'static str),
    List(Box<Kind>),
    Named(Box<Kind>),
}

/// Properties that may stand in a section.
pub(super) struct Line {
    pub(super) names: Vec<&'static str>,
    pub(super) kind: Kind,
    from: Version,
    to: Version,
}

impl Line {
    pub(super) fn holds_in(&self, version: Version) -> bool {
        self.from <= version && version <= self.to
    }
}

/// What an object may hold.
#[derive(Default)]
pub(super) struct Section {
    pub(super) lines: Vec<Line>,
    /// Of each pair one and not the other; one pair that is so is enough.
    pub(super) exactly: Vec<(&'static str, &'static str)>,
    /// Whether anything else may stand in it.
    pub(super) open: bool,
    /// With a text of that name, anything may.
    pub(super) unless: Option<&'static str>,
    /// The section whose lines hold too.
    pub(super) like: Option<&'static str>,
}

/// The section of that name.
pub(super) fn section(name: &str) -> Option<&'static Section> {
    static RULES: LazyLock<HashMap<&'static str, Section>> =
        LazyLock::new(|| read(include_str!("rules.txt")));
    RULES.get(name)
}

/// Whether items of any version have a property of that name, capitals apart.
pub(super) fn is_property(key: &str) -> bool {
    let lines = ["item1", "item2"].into_iter().filter_map(section).flat_map(|section| &section.lines);
    lines.flat_map(|line| &line.names).any(|name| match name.strip_suffix('*') {
        Some(start) => key.get(..start.len()).is_some_and(|key| key.eq_ignore_ascii_case(start)),
        None => key.eq_ignore_ascii_case(name.trim_end_matches('!')),
    })
}

fn read(rules: &'static str) -> HashMap<&'static str, Section> {
    let mut sections = HashMap::new();
    let mut name = "";
    for line in rules.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(title) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            name = title;
            sections.insert(name, Section::default());
        } else if let Some(section) = sections.get_mut(name) {
            read_line(section, line);
        }
    }
    sections
}

fn read_line(section: &mut Section, line: &'static str) {
    let words: Vec<&'static str> = line.split(' ').collect();
    match words[..] {
        ["open"] => section.open = true,
        ["unless", name] => section.unless = Some(name),
        ["like", name] => section.like = Some(name),
        ["exactly", a, b] => section.exactly.push((a, b)),
        ["exactly", a, b, "or", c, d] => section.exactly.extend([(a, b), (c, d)]),
        [names, kind] => section.lines.push(property(names, kind, "-")),
        [names, kind, versions] => section.lines.push(property(names, kind, versions)),
        _ => {}
    }
}

fn property(names: &'static str, word: &'static str, versions: &str) -> Line {
    let (from, to) = versions.split_once('-').unwrap_or((versions, versions));
    Line {
        names: names.split(',').collect(),
        kind: kind(word),
        from: Version::parse(from).unwrap_or(Version::of(0, 0)),
        to: Version::parse(to).unwrap_or(Version::of(u8::MAX, 0)),
    }
}

fn kind(word: &'static str) -> Kind {
    let within =
        |open, close| word.strip_prefix(open).and_then(|word: &'static str| word.strip_suffix(close));
    if let Some(word) = within('[', ']') {
        return Kind::List(Box::new(kind(word)));
    }
    if let Some(word) = within('{', '}') {
        return Kind::Named(Box::new(kind(word)));
    }
    if let Some(words) = within('(', ')') {
        return Kind::Word(words.split('|').collect());
    }
    if let Some((low, high)) = word.strip_prefix('i').and_then(|bounds| bounds.split_once("..")) {
        return Kind::Whole(low.parse().unwrap_or(i64::MIN), high.parse().unwrap_or(i64::MAX));
    }
    match word {
        "s" => Kind::Text,
        "t" => Kind::Time,
        "n" => Kind::Number,
        "i" => Kind::Whole(i64::MIN, i64::MAX),
        "o" => Kind::Object,
        section => Kind::Section(section.trim_start_matches('#')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sections(kind: &Kind) -> Vec<&'static str> {
        match kind {
            Kind::List(kind) | Kind::Named(kind) => sections(kind),
            Kind::Section(name) => vec![name],
            _ => Vec::new(),
        }
    }

    #[test]
    fn every_section_that_is_named_is_there() {
        let rules = read(include_str!("rules.txt"));
        assert!(rules.contains_key("item1") && rules.contains_key("item2"));
        for (name, section) in &rules {
            assert!(!section.lines.is_empty() || section.like.is_some(), "{name}");
            for named in section.lines.iter().flat_map(|line| sections(&line.kind)).chain(section.like) {
                assert!(rules.contains_key(named), "{name} names {named}");
            }
        }
    }

    #[test]
    fn versions_bound_what_holds() {
        let line = property("a", "s", "1.2-");
        assert!(
            !line.holds_in(Version::of(1, 1))
                && line.holds_in(Version::of(1, 2))
                && line.holds_in(Version::of(3, 0))
        );
        let line = property("a", "s", "-2.9");
        assert!(line.holds_in(Version::of(2, 0)) && !line.holds_in(Version::of(3, 0)));
        assert!(!property("a", "s", "2.9-2.9").holds_in(Version::of(2, 2)));
    }
}
