//! IPTC Media Topics: the vocabulary in which topics are known here, in German and English.
//!
//! [Media Topics](https://iptc.org/standards/media-topics/) and the mapping of the older
//! [Subject Codes](https://iptc.org/standards/subject-codes/) are IPTC's own data, `topics.tsv`; that of ANPA's
//! category letters (ANPA 1312, 1989) and of the everyday names of sections is ours, `everyday.rs`.

use std::collections::HashMap;
use std::sync::LazyLock;

use newsroom::language::Language;
use newsroom::wire_item::{Coded, Subject};

mod everyday;

/// A Media Topic.
#[derive(Debug, PartialEq, Eq)]
pub struct MediaTopic {
    /// Its eight digits.
    pub digits: &'static str,
    /// Its English name.
    pub english: &'static str,
    /// Its German name, where it has one; retired topics may have none.
    pub german: &'static str,
    /// The day it was retired (`2023-03-31`); nothing for those in use.
    pub retired: Option<&'static str>,
    /// How deep in the tree it stands; the seventeen at the top at 1.
    pub level: u8,
    american: &'static str,
    subject_code: &'static str,
    parent: Option<usize>,
}

impl MediaTopic {
    /// Its code as it is written in items: `medtop:20000763`.
    pub fn code(&self) -> String {
        format!("medtop:{}", self.digits)
    }

    /// Its address in IPTC's vocabularies.
    pub fn uri(&self) -> String {
        format!("http://cv.iptc.org/newscodes/mediatopic/{}", self.digits)
    }

    /// Its name in a language: in German where that is asked for, in English for all others.
    pub fn name(&self, language: &Language) -> &'static str {
        if language.primary() == "de" && !self.german.is_empty() { self.german } else { self.english }
    }

    /// The topic above it.
    pub fn parent(&self) -> Option<&'static MediaTopic> {
        self.parent.map(|place| &TREE.topics[place])
    }
}

/// All topics, in the order of IPTC's tree, the retired ones among them.
pub fn all() -> &'static [MediaTopic] {
    &TREE.topics
}

/// The Media Topic that a sender's subject means, by what is known of it; each part may be empty.
///
/// `scheme` is the vocabulary: an alias (`medtop`, `subj`, `anpa`), an address, or a word that a format uses
/// (`IptcSubjectCode`). `code` is as written, with or without its alias. The name counts only where the code
/// says nothing, and only exactly as one of the vocabulary's names, German or English, or as a
/// section is usually called.
pub fn media_topic(scheme: &str, code: &str, name: &str) -> Option<&'static MediaTopic> {
    let (alias, bare) = split(code.trim());
    let scheme = if alias.is_empty() { scheme.trim() } else { alias };
    by_code(scheme, bare).or_else(|| by_name(name))
}

/// A subject as written, with the Media Topic it means.
pub fn subject(scheme: &str, code: &str, name: &str) -> Subject {
    let coded = Coded {
        code: code.trim().to_owned(),
        scheme: scheme.trim().to_owned(),
        name: name.trim().to_owned(),
    };
    let media_topic = media_topic(scheme, code, name).map(MediaTopic::code);
    Subject { coded, media_topic, relevance: None }
}

/// The topic of exactly that name in use, German or English, capitals apart. Where several have the name, the
/// one highest in the tree; nothing where two stand at the same height.
pub fn by_name(name: &str) -> Option<&'static MediaTopic> {
    let name = name.trim().to_lowercase();
    if let Some(found) = TREE.by_name.get(&name) {
        return found.map(|place| &TREE.topics[place]);
    }
    everyday::section(&name).and_then(by_digits)
}

/// An alias or address before a code, and the code.
fn split(code: &str) -> (&str, &str) {
    match code.rsplit_once(['/', ':', '#']) {
        Some((before, bare)) if !bare.is_empty() => (before, bare),
        _ => ("", code),
    }
}

fn by_code(scheme: &str, code: &str) -> Option<&'static MediaTopic> {
    let scheme = scheme.to_ascii_lowercase();
    let digits = code.len() == 8 && code.bytes().all(|byte| byte.is_ascii_digit());
    if digits {
        // Codes of Media Topics proper begin with 2; the seventeen at the top have the digits of the
        // Subject Code of the same meaning. So a scheme nobody has heard of leaves nothing open.
        let topic = ["medtop", "mediatopic", "media topic"].iter().any(|word| scheme.contains(word));
        let number = if topic || code.starts_with('2') { by_digits(code) } else { by_subject_code(code) };
        let ours = scheme.is_empty()
            || topic
            || ["iptc", "subj", "srs", "topic", "category"].iter().any(|word| scheme.contains(word));
        return number.filter(|_| ours);
    }
    let mut letters = code.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) if scheme.contains("anpa") => {
            everyday::anpa_category(letter).and_then(by_digits)
        }
        _ if scheme.contains("iptc7901") => everyday::department(code).and_then(by_digits),
        _ => None,
    }
}

/// The topic of eight digits.
pub fn by_digits(digits: &str) -> Option<&'static MediaTopic> {
    TREE.by_digits.get(digits).map(|place| &TREE.topics[*place])
}

/// The topic that has taken the place of a Subject Code; where it has none, that of the code above it.
///
/// A Subject Code is two digits of the subject, three of the matter, three of the detail (Subject Reference
/// System, IPTC IIM 4.2, Appendix).
pub fn by_subject_code(code: &str) -> Option<&'static MediaTopic> {
    let find = |code: &str| TREE.by_subject_code.get(code).map(|place| &TREE.topics[*place]);
    let (subject, matter) = (code.get(..2)?, code.get(..5)?);
    find(code).or_else(|| find(&format!("{matter}000"))).or_else(|| by_digits(&format!("{subject}000000")))
}

/// The tree with ways into it.
struct Tree {
    topics: Vec<MediaTopic>,
    by_digits: HashMap<&'static str, usize>,
    by_subject_code: HashMap<&'static str, usize>,
    /// Lower-cased; nothing where a name means several topics of the same height.
    by_name: HashMap<String, Option<usize>>,
}

static TREE: LazyLock<Tree> = LazyLock::new(|| read(include_str!("topics.tsv")));

fn read(table: &'static str) -> Tree {
    let mut tree = Tree {
        topics: Vec::new(),
        by_digits: HashMap::new(),
        by_subject_code: HashMap::new(),
        by_name: HashMap::new(),
    };
    // The last topic of each level is the one above what follows deeper.
    let mut above: Vec<usize> = Vec::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&'static str> = line.split('\t').collect();
        let [digits, level, retired, english, american, german, subject_code] = fields[..] else { continue };
        let level: u8 = level.parse().unwrap_or(1);
        let place = tree.topics.len();
        above.truncate(usize::from(level.saturating_sub(1)));
        let parent = above.last().copied();
        above.push(place);
        let retired = Some(retired).filter(|day| !day.is_empty());
        tree.topics.push(MediaTopic {
            digits,
            english,
            german,
            retired,
            level,
            american,
            subject_code,
            parent,
        });
    }
    for (place, topic) in tree.topics.iter().enumerate() {
        tree.by_digits.insert(topic.digits, place);
        if !topic.subject_code.is_empty() {
            let known = tree.by_subject_code.entry(topic.subject_code).or_insert(place);
            if tree.topics[*known].retired.is_some() && topic.retired.is_none() {
                *known = place;
            }
        }
        if topic.retired.is_none() {
            for name in [topic.english, topic.american, topic.german] {
                if !name.is_empty() {
                    name_topic(&mut tree.by_name, &tree.topics, name, place);
                }
            }
        }
    }
    tree
}

fn name_topic(names: &mut HashMap<String, Option<usize>>, topics: &[MediaTopic], name: &str, place: usize) {
    let key = name.to_lowercase();
    let level = topics[place].level;
    match names.get(&key) {
        Some(Some(known)) if *known == place || topics[*known].level < level => {}
        Some(Some(known)) if topics[*known].level == level => {
            names.insert(key, None);
        }
        _ => {
            names.insert(key, Some(place));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn english(scheme: &str, code: &str, name: &str) -> Option<&'static str> {
        media_topic(scheme, code, name).map(|topic| topic.english)
    }

    #[test]
    fn the_seventeen_at_the_top_are_there_with_all_below_them() {
        let top: Vec<_> = all().iter().filter(|topic| topic.parent().is_none()).collect();
        assert_eq!(top.len(), 17);
        assert!(top.iter().all(|topic| topic.level == 1 && !topic.german.is_empty()));
        assert!(all().len() > 1_300, "{}", all().len());
        for topic in all().iter().filter(|topic| topic.retired.is_none()) {
            assert!(!topic.english.is_empty() && !topic.german.is_empty(), "{topic:?}");
            assert_eq!(topic.parent().map_or(0, |parent| parent.level) + 1, topic.level, "{topic:?}");
        }
    }

    #[test]
    fn a_topic_is_found_by_its_code_however_it_is_written() {
        let expected = Some("information technology and computer science");
        for (scheme, code) in [
            ("", "medtop:20000763"),
            ("medtop", "20000763"),
            ("", "20000763"),
            ("", "http://cv.iptc.org/newscodes/mediatopic/20000763"),
            ("http://cv.iptc.org/newscodes/mediatopic/", "20000763"),
            ("", " medtop:20000763 "),
        ] {
            assert_eq!(english(scheme, code, ""), expected, "{scheme} {code}");
        }
        assert_eq!(english("stockexchange", "20000763", ""), None);
        assert_eq!(english("medtop", "29999999", ""), None);
    }

    #[test]
    fn a_subject_code_means_its_topic_or_that_of_the_code_above() {
        assert_eq!(english("subj", "01005000", ""), Some("cinema"));
        assert_eq!(english("", "subj:15054000", ""), Some("football"));
        assert_eq!(english("IptcSubjectCode", "01005999", ""), Some("cinema"), "by its matter");
        assert_eq!(english("", "15999000", ""), Some("sport"), "by its subject");
        assert_eq!(
            english("http://cv.iptc.org/newscodes/subjectcode/", "16000000", ""),
            Some("conflict, war and peace")
        );
        assert_eq!(english("subj", "99000000", ""), None);
    }

    #[test]
    fn a_category_of_anpa_means_its_topic() {
        assert_eq!(english("anpa", "s", ""), Some("sport"));
        assert_eq!(english("anpa_category", "F", ""), Some("economy, business and finance"));
        assert_eq!(english("anpa", "i", ""), None, "where it happened is not a topic");
        assert_eq!(english("", "s", ""), None, "a letter alone means nothing");
    }

    #[test]
    fn a_name_means_a_topic_only_when_it_is_exactly_one() {
        assert_eq!(english("", "", "Politik"), Some("politics and government"));
        assert_eq!(english("", "", "weather WARNING"), Some("weather warning"));
        assert_eq!(english("", "", "movies"), Some("cinema"), "as Americans say");
        assert_eq!(english("", "", "Panorama"), Some("human interest"), "as sections are called");
        assert_eq!(english("", "", "Politik und mehr"), None);
        assert_eq!(english("", "", "Datenschutz"), None, "two topics of the same height have this name");
        assert_eq!(english("", "", ""), None);
    }

    #[test]
    fn screens_are_told_the_name_in_their_language() {
        let topic = media_topic("medtop", "20000574", "").expect("elections");
        let name = |tag| topic.name(&Language::parse(tag).expect("a language"));
        assert_eq!((name("de-AT"), name("en"), name("fr")), ("Wahl", "election", "election"));
        assert_eq!(topic.uri(), "http://cv.iptc.org/newscodes/mediatopic/20000574");
    }

    #[test]
    fn everyday_names_lead_to_topics_that_are_in_use() {
        for digits in everyday::all_targets() {
            assert!(by_digits(digits).is_some_and(|topic| topic.retired.is_none()), "{digits}");
        }
        for name in everyday::all_sections() {
            assert!(!TREE.by_name.contains_key(name), "{name} is a topic's own name");
        }
    }
}
